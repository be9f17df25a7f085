"""The shards on a Ray cluster, or on this machine's own: the only home of Ray, which comes with the extra `whoseword[ray]`.

A task is one shard. It gets the shard's paths and the directory, which every machine must see under the same names, and sends back a
few numbers. A task whose worker or machine is lost is done again elsewhere; machines may join while it runs. The cluster is the one that
`RAY_ADDRESS` names. Ray's reports of its use are off, and so are its dashboard and its own log to the terminal.
"""

import functools
import itertools
import logging
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

# Before Ray is imported, which looks at them then: no report is ever sent; and where no cluster is named, nothing listens but on this
# machine itself. (The name is that of the systems where that is the default. Whoever reaches Ray's ports can run what they like.)
os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
if "RAY_ADDRESS" not in os.environ:
    os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"

import ray

from whoseword.crawl._pages import How, Pages
from whoseword.crawl._plan import Shard
from whoseword.crawl._shard import Summary, run_shard
from whoseword.errors import WhosewordError

_TRIES = 10  # of a task whose worker is lost
_AHEAD = 2  # tasks that wait, for each core


def run_ray(shards: Sequence[Shard], how: How, out: Path, workers: int) -> Iterator[Summary | None]:
    """What became of each shard, as they come. Raises what one of them raised, once the others were told to stop."""
    here = "RAY_ADDRESS" not in os.environ
    mine = not ray.is_initialized()
    if mine:
        machine: dict[str, Any] = {"num_cpus": workers, "include_dashboard": False} if here else {}
        ray.init(log_to_driver=False, logging_level=logging.ERROR, **machine)
    task = ray.remote(num_cpus=1, max_retries=_TRIES, scheduling_strategy="SPREAD")(_run)
    waiting, running = iter(shards), set[Any]()
    try:
        while True:
            cores = ray.cluster_resources().get("CPU", 1)  # type: ignore[no-untyped-call]  # Ray has no types for it
            room = _AHEAD * int(cores) - len(running)
            for shard in itertools.islice(waiting, max(0, room)):
                running.add(task.remote(shard, how, str(out)))
            if not running:
                return
            done, others = ray.wait(list(running), num_returns=1)
            running = set(others)
            yield from map(_result, done)
    finally:
        for one in running:
            ray.cancel(one, force=True)
        if mine:
            ray.shutdown()


def _result(reference: "ray.ObjectRef[Summary]") -> Summary:
    try:
        return ray.get(reference)
    except ray.exceptions.RayTaskError as error:
        if isinstance(error.cause, WhosewordError):
            raise error.cause from error
        raise WhosewordError(f"a shard failed on the cluster: {error.cause}") from error
    except ray.exceptions.RayError as error:
        raise WhosewordError(
            f"the cluster lost a shard {_TRIES} times or was itself lost ({error}): run the same again"
        ) from error


def _run(shard: Shard, how: How, out: str) -> Summary:
    """One task. The process that reads, with the model in it, is kept for the next task of this worker."""
    return run_shard(shard, how, Path(out), _pages(how), lambda: None)


@functools.lru_cache(maxsize=1)
def _pages(how: How) -> Pages:
    return Pages(how)
