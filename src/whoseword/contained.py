"""One function, run on one thing after another in a process of its own that can be killed.

Promises: what takes too long is killed, in C code too, and so is what takes too much memory; whoever asked gets the value or one `Stopped`
that says what happened, and the next thing is done in a new process. When this process dies, the other one dies. Nothing is left
behind: no process, no zombie, no file descriptor. Not a sandbox: the function may do whatever this process may.

A new interpreter is started and not forked, since a copy of a process with threads (the model's, a server's) may hang in a lock that
nobody holds. Memory is watched and not limited by the kernel (`RLIMIT_AS`): the model and the C libraries reserve gigabytes of addresses
that they never touch, so a limit on addresses that lets them load lets an article eat the machine, and a lower one makes threads in C
abort, or gives a MemoryError that some library swallows. What is counted is memory that belongs to the process alone, in the machine or
in its swap (RssAnon, RssShmem and VmSwap of Linux; other systems have the limit of time alone). It is looked at every 20 ms, so a
process is over its limit by what it can touch in so long. What a thing costs more than a call does (from 0.2 to 0.8 ms, by how busy
the machine was) is measured by `benchmarks/contained.py`.
"""

import ctypes
import os
import pickle
import resource
import signal
import socket
import struct
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Generic, Literal, Self, TypeVar, cast

from whoseword.errors import WhosewordError

_LOOK_S: Final = 0.02  # between two looks at the memory
_HEAD: Final = struct.Struct(">dQ")  # the seconds that it may take, and how many bytes follow
_LENGTH: Final = struct.Struct(">Q")
_PIECE: Final = 1 << 18
_ALARM_S: Final = 5.0  # after its time, a process that nobody killed ends itself
_CHILD: Final = (
    "import sys; sys.path[:] = sys.argv[3:]; from whoseword.contained import _serve; _serve(*map(int, sys.argv[1:3]))"
)
_PR_SET_PDEATHSIG: Final = 1
Loaded = TypeVar("Loaded")
Given = TypeVar("Given")
Made = TypeVar("Made")
_COUNTED: Final = ("RssAnon:", "RssShmem:", "VmSwap:")


@dataclass(frozen=True, slots=True)
class Limits:
    """For one thing: seconds, and bytes of the whole process with what `start` loaded; and the seconds that `start` may take."""

    seconds: float = 60.0
    memory_bytes: int = 2 << 30
    start_seconds: float = 300.0


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why there is no value: over its time, over its memory, the process died, or the function raised an exception (its traceback)."""

    why: Literal["time", "memory", "died", "raised"]
    detail: str


class Contained(Generic[Loaded, Given, Made]):
    """`work(loaded, given)` in a process of its own, where `loaded` is what `start()` gave there once.

    Both functions are found by their names in their modules, never in `__main__` (or are a `functools.partial` of such), and what is given
    and made can be pickled. The process is started when the first thing is given. For one thread; there may be many of these. Used as a
    context, or closed.
    """

    def __init__(self, work: Callable[[Loaded, Given], Made], start: Callable[[], Loaded], limits: Limits = Limits()) -> None:
        self._functions = pickle.dumps((start, work))
        self._limits = limits
        self._child: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._most_at_rest = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The process that waits for the next thing; None where there is none."""
        return self._child.pid if self._child is not None else None

    def close(self) -> None:
        """End the process."""
        child, line, self._child, self._line = self._child, self._line, None, None
        if line is not None:
            line.close()
        if child is not None:
            child.kill()
            child.wait()

    def run(self, given: Given, *, seconds: float | None = None) -> Made | Stopped:
        """What the function makes of `given`, or why it makes nothing. Raises what `start` raised, as a WhosewordError.

        `seconds` are those of this one thing, where the limits do not fit it.
        """
        message = pickle.dumps(given, pickle.HIGHEST_PROTOCOL)
        if self._child is None or self._child.poll() is not None:
            self._begin()
        answer = self._exchange(message, seconds or self._limits.seconds)
        if isinstance(answer, Stopped):
            return answer
        if self._memory() > self._most_at_rest:  # what is left of earlier things must not count against the next
            self.close()
        kind, value = answer
        return Stopped(kind, value) if kind != "made" else cast("Made", value)

    def _begin(self) -> None:
        """Start the process, and have it load what it needs."""
        self.close()
        self._line, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-c", _CHILD, str(theirs.fileno()), str(os.getpid()), *sys.path]
            self._child = subprocess.Popen(  # noqa: S603 -- our own command
                command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=2, start_new_session=True
            )  # a Ctrl-C is not for it; what a library prints is not the program's output
        answer = self._exchange(self._functions, self._limits.start_seconds)
        if isinstance(answer, Stopped):
            raise WhosewordError(f"the process that works on each thing did not start: {answer.detail}")
        kind, value = answer
        if kind != "made":
            self.close()
            raise (
                value
                if isinstance(value, WhosewordError)
                else WhosewordError(f"what works on each thing cannot start: {value}")
            )
        loaded = self._memory()
        self._most_at_rest = loaded + max(0, self._limits.memory_bytes - loaded) // 2

    def _exchange(self, message: bytes, seconds: float) -> tuple[Any, Any] | Stopped:
        """Give the process a message and take its answer; where there is none, it is killed."""
        line, until = cast("socket.socket", self._line), time.monotonic() + seconds
        try:
            line.settimeout(seconds)
            line.sendall(_HEAD.pack(seconds, len(message)) + message)
            (length,) = _LENGTH.unpack(self._receive(line, _LENGTH.size, until))
            return cast("tuple[Any, Any]", pickle.loads(self._receive(line, length, until)))  # noqa: S301 -- our own process
        except TimeoutError:
            stopped = Stopped("time", f"it took longer than {seconds:g} s and was stopped")
        except MemoryError as error:
            stopped = Stopped("memory", str(error))
        except (EOFError, ConnectionError):
            stopped = self._death()
        except BaseException:  # such as Ctrl-C: what is at work would answer the next question
            self.close()
            raise
        self.close()
        return stopped

    def _receive(self, line: socket.socket, size: int, until: float) -> bytes:
        """So many bytes of the process, while it keeps its limits."""
        received = bytearray()
        while len(received) < size:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            line.settimeout(min(left, _LOOK_S))
            try:
                piece = line.recv(min(size - len(received), _PIECE))
            except TimeoutError:
                if self._memory() > self._limits.memory_bytes:
                    most = self._limits.memory_bytes >> 20
                    raise MemoryError(f"it took more than {most} MiB of memory and was stopped") from None
                continue
            if not piece:
                raise EOFError
            received += piece
        return bytes(received)

    def _death(self) -> Stopped:
        child = cast("subprocess.Popen[bytes]", self._child)
        try:
            code = child.wait(1.0)  # it closed its end, and is about to be gone
        except subprocess.TimeoutExpired:
            return Stopped("died", "its process ended the conversation")
        if code >= 0:
            return Stopped("died", f"its process ended with exit code {code}")
        name = signal.Signals(-code).name if -code in set(signal.Signals) else "unknown"
        return Stopped("died", f"its process died with signal {-code} ({name})")

    def _memory(self) -> int:
        """The bytes that belong to the process; 0 where that cannot be told."""
        return _memory_of(self._child.pid) if self._child is not None else 0


def _memory_of(pid: int) -> int:
    with suppress(OSError, ValueError):
        lines = Path(f"/proc/{pid}/status").read_text("ascii", "replace").splitlines()
        return sum(int(line.split()[1]) << 10 for line in lines if line.startswith(_COUNTED))
    return 0


def _serve(file_descriptor: int, parent: int) -> None:
    """The other process: load, then work on one thing after another until the other end is closed."""
    _live_with(parent)
    with socket.socket(fileno=file_descriptor) as line, line.makefile("rb") as given:
        try:
            _, functions = _message(given)
            start, work = pickle.loads(functions)  # noqa: S301 -- of the process that started this one
            loaded = start()
        except Exception as error:  # noqa: BLE001  # the process's edge: it is raised in the other one
            told = error if isinstance(error, WhosewordError) else _traceback(error)
            _answer(line, pickle.dumps(("raised", told)))
            return
        _answer(line, pickle.dumps(("made", None)))
        while True:
            seconds, message = _message(given)
            if not message:
                return
            signal.setitimer(signal.ITIMER_REAL, seconds + _ALARM_S)  # nobody catches it: it ends the process
            answer = _done(work, loaded, message)
            signal.setitimer(signal.ITIMER_REAL, 0)
            _answer(line, answer)


def _done(work: Callable[[Any, Any], Any], loaded: object, message: bytes) -> bytes:
    """The answer; it is pickled, and what it was made from freed, within the time of the thing itself."""
    try:
        return pickle.dumps(("made", work(loaded, pickle.loads(message))), pickle.HIGHEST_PROTOCOL)  # noqa: S301 -- as above
    except MemoryError as error:
        return pickle.dumps(("memory", f"there was no memory for it ({error})" if str(error) else "there was no memory for it"))
    except Exception as error:  # noqa: BLE001  # the process's edge: it becomes a Stopped
        return pickle.dumps(("raised", _traceback(error)))


def _traceback(error: Exception) -> str:
    return "".join(traceback.format_exception(error))


def _message(given: Any) -> tuple[float, bytes]:
    """The next message and the seconds for it; b"" where the other end is closed."""
    head = given.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return 0.0, b""
    seconds, length = _HEAD.unpack(head)
    return seconds, given.read(length)


def _answer(line: socket.socket, message: bytes) -> None:
    with suppress(ConnectionError):  # the end of the loop follows
        line.sendall(_LENGTH.pack(len(message)) + message)


def _live_with(parent: int) -> None:
    """Die when the parent does, even in C code; be the first that a machine without memory kills; leave no core of an article."""
    with suppress(OSError, AttributeError):  # only Linux has it; elsewhere the closed line and the alarm end this process
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500", "ascii")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
