"""The command line: parse, call, print, exit code. Nothing is decided here that Python code could not also ask for.

Results go to standard output, remarks and errors to standard error. An error is one line and its exit code
(`whoseword.errors`); `--debug` shows its traceback instead.
"""

import getpass
import io
import os
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from importlib import metadata
from typing import Annotated, NoReturn

import typer

from whoseword.acting import Acting, acting
from whoseword.cli import (
    _correct,
    _crawl,
    _desk,
    _disputes,
    _events,
    _export,
    _grouping,
    _health,
    _inbox,
    _look,
    _original,
    _people,
    _positions,
    _read,
    _same,
    _stage,
    _variants,
    _versions,
    _watches,
)
from whoseword.errors import WhosewordError
from whoseword.markup import visible

_GROUPS = frozenset({"feeds", "issues", "people"})
_DEEDS = frozenset({"read", "correct", "add", "merge", "split", "name", "undo"}) | _GROUPS
_INTERRUPTED = 130  # 128 + SIGINT, as shells count it

app = typer.Typer(
    name="whoseword",
    help="Reads news and keeps a ledger of who said what, to whom, when, and on whose word.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("read")(_read.read)
app.command("crawl")(_crawl.crawl)
app.command("load")(_crawl.load)
app.command("compare")(_read.compare)
app.command("list")(_look.list_articles)
app.command("search")(_look.search)
app.command("show")(_look.show)
app.command("versions")(_versions.versions)
app.command("original")(_original.original)
app.command("events")(_events.events)
app.command("relations")(_events.relations_of)
app.command("same")(_same.same)
app.command("variants")(_variants.variants)
app.command("disputes")(_disputes.disputes)
app.command("export")(_export.export)
app.command("positions")(_positions.positions)
app.add_typer(_positions.issues, name="issues")
app.command("watches")(_watches.watches)
app.command("correct")(_correct.correct)
app.command("add")(_grouping.add)
app.command("merge")(_grouping.merge)
app.command("split")(_grouping.split)
app.command("name")(_grouping.name)
app.command("corrections")(_correct.corrections)
app.command("undo")(_correct.undo)
app.command("desk")(_desk.desk)
app.command("inbox")(_inbox.inbox)
app.add_typer(_inbox.feeds, name="feeds")
app.command("token")(_desk.token)
app.add_typer(_people.people, name="people")
app.command("mcp")(_desk.mcp)
app.command("stage")(_stage.stage)
app.command("doctor")(_health.doctor)
app.add_typer(_health.config, name="config")


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"whoseword {metadata.version('whoseword')}")
        raise typer.Exit


@app.callback()
def _root(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Reads news and keeps a ledger of who said what, to whom, when, and on whose word."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command line and exit with its code; `arguments` are those of the process by default."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        # A terminal or pipe of another encoding than UTF-8 gets \u201c for what it cannot show, not a crash.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        with _told_to_the_ledger(given):
            app(args=given, prog_name="whoseword")
    except WhosewordError as error:
        _stop(given, error, str(error), error.exit_code)
    except BrokenPipeError:
        _leave_quietly()
    except SystemExit as stopped:
        if isinstance(stopped.__context__, BrokenPipeError):  # Typer and Rich make 1 of it
            _leave_quietly()
        raise
    except OSError as error:
        _stop(given, error, f"{error.strerror or error}: {error.filename or 'the system refused'}", WhosewordError.exit_code)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


def _told_to_the_ledger(given: Sequence[str]) -> AbstractContextManager[object]:
    """What a person does by hand stands in the audit of a ledger that has people, under the login name of this machine."""
    words = [one for one in given if not one.startswith("-")][:2]
    if not words or words[0] not in _DEEDS:
        return nullcontext()
    what = " ".join(words if words[0] in _GROUPS else words[:1])
    return acting(Acting(getpass.getuser(), "", "terminal", what))


def _leave_quietly() -> NoReturn:
    """Who read our output has gone (`| head`). Standard output is closed at exit: that must not fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)
    sys.exit(0)


def _stop(arguments: Sequence[str], error: Exception, message: str, exit_code: int) -> None:
    if "--debug" in arguments:
        raise error
    sys.stderr.write(f"error: {visible(' '.join(message.split()))}\n")
    sys.exit(exit_code)
