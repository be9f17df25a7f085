"""Work in a process of its own: what hangs, eats memory or dies costs itself only, and nothing is left behind."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import contained_work as work
import pytest

from whoseword.contained import Contained, Limits, Stopped
from whoseword.errors import ModelError, WhosewordError

LIMITS = Limits(seconds=30, memory_bytes=200 * work.MIB)
SHORT = Limits(seconds=0.5, memory_bytes=200 * work.MIB)


def open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def children() -> set[int]:
    return {int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text("ascii").split()}


def is_running(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    return False


def test_two_hundred_things_are_done_in_one_process() -> None:
    with Contained(work.count, work.load_count) as contained:
        made = [contained.run(number) for number in range(200)]
    assert [one[:2] for one in made if not isinstance(one, Stopped)] == [(number, number + 1) for number in range(200)]
    assert len({one[2] for one in made if not isinstance(one, Stopped)}) == 1


@pytest.mark.parametrize("what", [("spin", 0), ("regex", 60), ("sleep", 60), ("stop", 0)])
def test_what_takes_too_long_is_killed_and_the_next_is_done(what: tuple[str, int]) -> None:
    """In Python, in C code that lets no other thread run, asleep, and where the process does not even listen."""
    with Contained(work.act, work.nothing, SHORT) as contained:
        first = contained.run(("pid", 0))
        assert contained.run(what) == Stopped("time", "it took longer than 0.5 s and was stopped")
        second = contained.run(("pid", 0))
    assert isinstance(first, int)
    assert isinstance(second, int)
    assert first != second
    assert not is_running(first)


def test_what_takes_too_much_memory_is_killed_and_the_next_is_done() -> None:
    with Contained(work.act, work.nothing, LIMITS) as contained:
        assert contained.run(("eat", 20_000)) == Stopped("memory", "it took more than 200 MiB of memory and was stopped")
        assert contained.run(("eat", 20)) == 20


def test_memory_that_the_machine_refuses_is_too_much_memory() -> None:
    with Contained(work.act, work.nothing, LIMITS) as contained:
        assert contained.run(("memory-error", 0)) == Stopped("memory", "there was no memory for it")


def test_what_earlier_things_left_is_not_counted_against_the_next() -> None:
    """Each leaves 60 MiB behind: a third of the limit, so that the fourth would be blamed for all."""
    with Contained(work.act, work.nothing, LIMITS) as contained:
        made = [contained.run(("keep", 60)) for _ in range(6)]
    assert all(isinstance(one, int) for one in made)
    assert len(set(made)) > 1


@pytest.mark.parametrize(
    ("what", "detail"),
    [
        (("kill", signal.SIGTERM), "its process died with signal 15 (SIGTERM)"),
        (("kill", signal.SIGKILL), "its process died with signal 9 (SIGKILL)"),
        (("crash", 0), "its process died with signal 11 (SIGSEGV)"),
        (("exit", 3), "its process ended with exit code 3"),
    ],
)
def test_a_death_is_told_and_the_next_is_done(what: tuple[str, int], detail: str) -> None:
    with Contained(work.act, work.nothing, LIMITS) as contained:
        assert contained.run(what) == Stopped("died", detail)
        assert isinstance(contained.run(("pid", 0)), int)


@pytest.mark.parametrize(("name", "said"), [("raise", "ValueError: an odd article"), ("unpicklable", "Error")])
def test_an_exception_is_told_and_the_process_goes_on(name: str, said: str) -> None:
    with Contained(work.act, work.nothing, LIMITS) as contained:
        pid = contained.run(("pid", 0))
        raised = contained.run((name, 0))
        assert isinstance(raised, Stopped)
        assert raised.why == "raised"
        assert said in raised.detail
        assert contained.run(("pid", 0)) == pid


def test_a_process_that_was_killed_between_two_things_is_not_the_fault_of_the_next() -> None:
    with Contained(work.act, work.nothing, LIMITS) as contained:
        pid = contained.run(("pid", 0))
        assert isinstance(pid, int)
        os.kill(pid, signal.SIGKILL)
        while is_running(pid):
            time.sleep(0.01)
        assert isinstance(contained.run(("pid", 0)), int)


def test_large_things_are_given_and_made() -> None:
    with Contained(work.act, work.nothing, LIMITS) as contained:
        assert contained.run(("large", 30 * work.MIB)) == b"x" * 30 * work.MIB


@pytest.mark.parametrize(
    ("start", "kind", "said"),
    [(work.no_model, ModelError, "there is no bundle"), (work.no_start, WhosewordError, "an odd start")],
)
def test_what_cannot_start_is_an_error_of_whoever_asked(start: object, kind: type[Exception], said: str) -> None:
    with Contained(work.act, start, LIMITS) as contained:  # type: ignore[arg-type]  # of several kinds
        for _ in range(2):  # and again
            with pytest.raises(kind, match=said):
                contained.run(("pid", 0))
            assert contained.pid is None


def test_a_start_that_hangs_is_an_error() -> None:
    with (
        Contained(work.act, work.slow_start, Limits(start_seconds=0.5)) as contained,
        pytest.raises(WhosewordError, match=r"did not start: it took longer than 0\.5 s"),
    ):
        contained.run(("pid", 0))


def test_nothing_is_left_behind() -> None:
    """After many deaths of every kind: no file descriptor, no process, no zombie."""
    files, before = open_files(), children()
    for what in (("pid", 0), ("sleep", 60), ("kill", 9), ("exit", 0), ("raise", 0)):
        with Contained(work.act, work.nothing, SHORT) as contained:
            contained.run(what)
            contained.run(("pid", 0))
    assert open_files() == files
    assert children() == before


def test_many_are_open_at_once_in_threads_and_each_gets_its_own_answers() -> None:
    """A pipe that another process inherited would keep a dead one's line open, and its death untold."""
    made: dict[int, list[object]] = {}

    def many(number: int) -> None:
        with Contained(work.act, work.nothing, LIMITS) as contained:
            made[number] = [contained.run(("large", number)), contained.run(("kill", 9)), contained.run(("large", number + 10))]

    threads = [threading.Thread(target=many, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    dead = Stopped("died", "its process died with signal 9 (SIGKILL)")
    assert made == {number: [b"x" * number, dead, b"x" * (number + 10)] for number in range(6)}


def test_what_is_printed_there_is_not_printed_here(capfd: pytest.CaptureFixture[str]) -> None:
    with Contained(work.act, work.nothing, LIMITS) as contained:
        contained.run(("print", 0))
    printed = capfd.readouterr()
    assert printed.out == ""
    assert "from a library" in printed.err


def test_it_dies_with_its_parent_even_in_c_code_that_never_ends(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    path = os.pathsep.join([str(Path(work.__file__).parent), *sys.path])
    with subprocess.Popen([sys.executable, work.__file__, str(told)], env=os.environ | {"PYTHONPATH": path}) as parent:
        until = time.monotonic() + 30
        while not (told.exists() and told.read_text("ascii")) and time.monotonic() < until:
            time.sleep(0.02)
        pid = int(told.read_text("ascii"))
        time.sleep(0.3)
        assert is_running(pid)
        parent.kill()
    until = time.monotonic() + 5
    while is_running(pid) and time.monotonic() < until:
        time.sleep(0.02)
    assert not is_running(pid)


def test_an_interrupt_kills_what_is_at_work() -> None:
    """Its late answer would else be taken for that of the next thing."""
    with Contained(work.act, work.nothing, LIMITS) as contained:
        contained.run(("pid", 0))
        previous = signal.signal(signal.SIGALRM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        try:
            signal.setitimer(signal.ITIMER_REAL, 0.3)
            with pytest.raises(KeyboardInterrupt):
                contained.run(("sleep", 60))
        finally:
            signal.signal(signal.SIGALRM, previous)
        assert contained.pid is None
        assert contained.run(("large", 2)) == b"xx"
