"""`stage NAME`: one stage over JSON lines from standard input, for measuring and debugging."""

import json
import sys
from enum import StrEnum
from typing import Annotated, Any

import typer

from whoseword import late
from whoseword.cli._session import ActorsFlag, BundleFlag, ThreadsFlag, start
from whoseword.errors import InputError
from whoseword.export import json_line
from whoseword.records import Rejected


class Stage(StrEnum):
    """The stages, as DESIGN.md lists them."""

    attribute = "attribute"
    speakers = "speakers"
    dates = "dates"
    events = "events"
    record = "record"


def stage(
    context: typer.Context,
    name: Annotated[Stage, typer.Argument(metavar="NAME", help="attribute, speakers, dates, events or record.")],
    actors: ActorsFlag = None,
    bundle: BundleFlag = None,
    threads: ThreadsFlag = None,
) -> None:
    """Run one stage on JSON lines from standard input: a line out for each line in, in order.

    A line that cannot be used is named on standard error; the others are not lost, and the exit code is 3.
    """
    session = start(bundle=bundle, threads=threads, actors=actors)
    run = late.load_stage(name.value, session.settings)
    whole = bool(context.find_root().params.get("debug"))
    bad = 0
    for number, line in enumerate(sys.stdin.buffer, 1):
        if not line.strip():
            continue
        row = _object(line)
        done = row if isinstance(row, Rejected) else run(row)
        if isinstance(done, Rejected):
            detail = done.detail if whole else done.detail.strip().rpartition("\n")[2]
            session.remark(f"error: line {number}: {done.reason}: {detail}")
            bad += 1
        else:
            sys.stdout.buffer.write(json_line(done))
            sys.stdout.buffer.flush()
    if bad:
        raise typer.Exit(InputError.exit_code)


def _object(line: bytes) -> dict[str, Any] | Rejected:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Rejected("-", "bad-line", f"this is no JSON ({error}): give one JSON object a line, in UTF-8")
    if not isinstance(row, dict):
        return Rejected("-", "bad-line", f"this is a JSON {type(row).__name__}, not an object: give one object a line")
    return row
