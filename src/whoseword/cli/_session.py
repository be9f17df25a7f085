"""What every command shares: the settings of this run, the two consoles, and the flags that several take."""

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from whoseword import settings as settings_module
from whoseword.errors import ConfigError
from whoseword.export import atomic
from whoseword.markup import visible
from whoseword.settings import Settings

# Without a terminal there is no width to fit; this one keeps a table's line readable in a file.
_WIDTH_WITHOUT_TERMINAL = 160
_NICE = 10

LedgerFlag = Annotated[str | None, typer.Option("--ledger", metavar="FILE|URL", help="The ledger. [default: ledger.db]")]
BundleFlag = Annotated[str | None, typer.Option("--bundle", metavar="FOLDER", help="Another model than the one that ships.")]
ThreadsFlag = Annotated[str | None, typer.Option("--threads", metavar="N", help="The model's threads. [default: one a core]")]
ColourFlag = Annotated[str | None, typer.Option("--colour", metavar="WHEN", help="auto, always or never. [default: auto]")]
ConfidenceFlag = Annotated[
    str | None, typer.Option("--confidence", metavar="P", help="Only statements at least so sure, 0 to 1. [default: 0]")
]
SureFlag = Annotated[
    str | None, typer.Option("--sure", metavar="P", help="Name a speaker only where at least so sure, 0 to 1. [default: 0]")
]
ActorsFlag = Annotated[str | None, typer.Option("--actors", metavar="FILE", help="A file of your own actors (TOML).")]
OutputFlag = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="A file instead of standard output.")]


@dataclass(frozen=True, slots=True)
class Session:
    """One run of the command line: its settings, and where it prints results and remarks."""

    settings: Settings
    out: Console
    err: Console

    def remark(self, line: str) -> None:
        """Say something on standard error, beside the results."""
        self.err.print(safe(line), soft_wrap=True)


def start(**flags: str | None) -> Session:
    """A session from the flags given and this process's environment and directory; raises ConfigError."""
    settings = settings_module.load(flags, os.environ, Path.cwd())
    return Session(settings, _console(settings), _console(settings, stderr=True))


def stand_back() -> None:
    """Let whatever else this machine does go first, a desk above all: reading and comparing in bulk can wait.

    It holds for threads that are begun later, too, so call it before the model is loaded.
    """
    if hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, 0, max(_NICE, os.getpriority(os.PRIO_PROCESS, 0)))


def safe(text: str) -> Text:
    """Text for the terminal that is shown as it is: no markup, no control or direction characters take effect."""
    return Text(visible(text))


def write_lines(lines: Iterable[bytes], output: Path | None = None) -> int:
    """Write each line to standard output as it comes, or all to a file that appears whole; returns how many."""
    count = 0
    if output is not None:
        with atomic(output) as sink:
            for line in lines:
                sink.write(line)
                count += 1
        return count
    for line in lines:
        sys.stdout.buffer.write(line)
        count += 1
    sys.stdout.buffer.flush()
    return count


def write_picture(picture: bytes, output: Path | None) -> None:
    """Write a picture to a file, or to standard output where that is no terminal, which would show it as noise."""
    if output is None and sys.stdout.isatty():
        raise ConfigError("a picture is not for a terminal: name a file with --output")
    write_lines([picture], output)


def _console(settings: Settings, *, stderr: bool = False) -> Console:
    terminal = (sys.stderr if stderr else sys.stdout).isatty()
    return Console(
        stderr=stderr,
        markup=False,
        emoji=False,
        highlight=False,
        force_terminal=True if settings.colour == "always" else None,
        no_color=True if settings.colour == "never" else None,
        width=None if terminal or "COLUMNS" in os.environ else _WIDTH_WITHOUT_TERMINAL,
    )
