"""What work in a killable process costs: a thing there against a call here, and the start of a process that loads nothing.

usage: python benchmarks/contained.py

Times are of one thing, the mean of a thousand. Compare only figures of one run.
"""

import time
from collections.abc import Callable

from results import write

from whoseword.contained import Contained

TIMES = 1_000


def nothing() -> None:
    """Load nothing."""


def size_of(_loaded: None, given: bytes) -> int:
    return len(given)


def mean_ms(work: Callable[[], object], times: int = TIMES) -> float:
    began = time.perf_counter()
    for _ in range(times):
        work()
    return round((time.perf_counter() - began) / times * 1000, 3)


def main() -> None:
    import contained as named  # by its name, not as __main__, where the other process would not find it

    page = b"x" * 100_000
    with Contained(named.size_of, named.nothing) as contained:
        figures = {
            "start, ms": mean_ms(lambda: contained.run(b""), 1),
            "a thing of no size, ms": mean_ms(lambda: contained.run(b"")),
            "a thing of 100 kB, ms": mean_ms(lambda: contained.run(page)),
            "a call here, ms": mean_ms(lambda: size_of(None, page)),
        }
    write("contained", "python benchmarks/contained.py", figures)


if __name__ == "__main__":
    main()
