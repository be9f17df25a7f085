"""The shards on the cores of this machine: a thread for each worker, which writes what a process of its own reads."""

import queue
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from whoseword.crawl._pages import Halted, How, Pages
from whoseword.crawl._plan import Shard
from whoseword.crawl._shard import Summary, run_shard

_PAGE = None  # that one more page was read


def run_local(shards: Sequence[Shard], how: How, out: Path, workers: int) -> Iterator[Summary | None]:
    """What became of each shard, as they come, and None after each page in between.

    Raises what one of them raised, once all have stopped; so it is where the caller goes away.
    """
    waiting: queue.SimpleQueue[Shard] = queue.SimpleQueue()
    for shard in shards:
        waiting.put(shard)
    told: queue.SimpleQueue[Summary | BaseException | None] = queue.SimpleQueue()
    readers = [Pages(how) for _ in range(max(1, min(workers, len(shards))))]
    threads = [threading.Thread(target=_work, args=(waiting, how, out, pages, told)) for pages in readers]
    for thread in threads:
        thread.start()
    left = len(shards)
    try:
        while left:
            one = told.get()
            if isinstance(one, BaseException):
                raise one
            left -= one is not _PAGE
            yield one
    finally:
        for pages in readers:
            pages.halt()
        for thread in threads:
            thread.join()


def _work(
    waiting: "queue.SimpleQueue[Shard]",
    how: How,
    out: Path,
    pages: Pages,
    told: "queue.SimpleQueue[Summary | BaseException | None]",
) -> None:
    """One worker: it takes shards until there are none."""
    try:
        with pages:
            while True:
                shard = waiting.get_nowait()
                told.put(run_shard(shard, how, out, pages, lambda: told.put(_PAGE)))
    except (queue.Empty, Halted):
        return
    except BaseException as error:  # noqa: BLE001  # the thread's edge: it is raised in the other one
        told.put(error)
