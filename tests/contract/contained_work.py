"""What the tests of `whoseword.contained` have done in another process: functions that are found there by their names."""

import ctypes
import os
import re
import signal
import sys
import time
from pathlib import Path

from whoseword.contained import Contained, Limits
from whoseword.errors import ModelError

MIB = 1 << 20


def nothing() -> None:
    """Load nothing."""


def load_count() -> list[int]:
    return []


def no_model() -> None:
    raise ModelError("there is no bundle at nowhere")


def no_start() -> None:
    raise ValueError("an odd start")


def slow_start() -> None:
    time.sleep(60)


def count(seen: list[int], given: int) -> tuple[int, int, int]:
    """What was given, how many were seen in this process, and which process it is."""
    seen.append(given)
    return given, len(seen), os.getpid()


def act(_loaded: None, given: tuple[str, int]) -> object:
    """Do what is asked, and that badly."""
    name, size = given
    return _ACTS[name](size)


def _spin(_size: int) -> None:
    while True:
        pass


def _regex(size: int) -> object:
    return re.match(r"(a+)+$", "a" * size + "b")


def _stop(_size: int) -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def _eat(size: int) -> int:
    eaten = []
    for _ in range(size):
        eaten.append(bytearray(b"x" * MIB))
        time.sleep(0.0005)
    return len(eaten)


def _keep(size: int) -> int:
    _KEPT.append(bytearray(b"x" * size * MIB))
    return os.getpid()


def _raise(_size: int) -> None:
    raise ValueError("an odd article")


def _crash(_size: int) -> None:
    ctypes.string_at(0)


def _unpicklable(_size: int) -> object:
    return lambda: None


def _memory_error(_size: int) -> object:
    return bytearray(1 << 60)


def _print(_size: int) -> None:
    print("from a library")  # noqa: T201 -- as a library may


_KEPT: list[bytearray] = []
_ACTS = {
    "spin": _spin,
    "regex": _regex,
    "stop": _stop,
    "sleep": time.sleep,
    "eat": _eat,
    "keep": _keep,
    "raise": _raise,
    "kill": lambda size: os.kill(os.getpid(), size),
    "exit": os._exit,
    "crash": _crash,
    "unpicklable": _unpicklable,
    "memory-error": _memory_error,
    "large": lambda size: b"x" * size,
    "print": _print,
    "pid": lambda _size: os.getpid(),
}


def parent(told: str) -> None:
    """A process that says who works for it, and then waits for work that never ends."""
    with Contained(act, nothing, Limits(seconds=600)) as contained:
        pid = contained.run(("pid", 0))
        Path(told).write_text(str(pid), "ascii")
        contained.run(("regex", 60))


if __name__ == "__main__":
    import contained_work  # not as __main__, where the other process would not find it

    contained_work.parent(sys.argv[1])
