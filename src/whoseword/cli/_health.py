"""`config show` and `doctor`: what this run would use, and whether it is sound."""

import platform
from importlib import metadata
from pathlib import Path

import typer
from rich.table import Table
from rich.text import Text

from whoseword import late
from whoseword import settings as settings_module
from whoseword.cli._session import BundleFlag, ColourFlag, LedgerFlag, ThreadsFlag, safe, start
from whoseword.errors import StoreError, WhosewordError
from whoseword.settings import Settings, hide_password

# What reads, tags and keeps; a report of a fault should name their versions.
_LIBRARIES = (
    "onnxruntime",
    "tokenizers",
    "numpy",
    "trafilatura",
    "htmldate",
    "lxml",
    "httpx",
    "sqlalchemy",
    "alembic",
    "pyarrow",
)

config = typer.Typer(help="The settings.", no_args_is_help=True)


@config.command("show")
def show_config(
    ledger: LedgerFlag = None, bundle: BundleFlag = None, threads: ThreadsFlag = None, colour: ColourFlag = None
) -> None:
    """Show each setting, its value and where it came from."""
    session = start(ledger=ledger, bundle=bundle, threads=threads, colour=colour)
    table = Table("setting", "value", "from", box=None, pad_edge=False, header_style="bold")
    for cells in settings_module.shown(session.settings):
        table.add_row(*(safe(cell) for cell in cells))
    session.out.print(table)


def doctor(ledger: LedgerFlag = None, bundle: BundleFlag = None, colour: ColourFlag = None) -> None:
    """Check the bundle, your own actors and the ledger, and name the versions of everything; changes nothing."""
    session = start(ledger=ledger, bundle=bundle, colour=colour)
    session.out.print(
        safe(f"whoseword {metadata.version('whoseword')}, Python {platform.python_version()}, {platform.platform()}")
    )
    session.out.print(safe(", ".join(f"{name} {_version(name)}" for name in _LIBRARIES)), soft_wrap=True)
    worst = 0
    own = [_actors_state(session.settings.actors)] if session.settings.actors is not None else []
    for name, lines, exit_code in (_bundle_state(session.settings), *own, _ledger_state(session.settings)):
        state = Text("bad ", "bold red") if exit_code else Text("ok  ", "green")
        for line in lines:
            session.out.print(state + safe(f"{name}: {line}"), soft_wrap=True)
        worst = worst or exit_code
    raise typer.Exit(worst)


def _bundle_state(settings: Settings) -> tuple[str, list[str], int]:
    """Whether the bundle's checksums hold and its network loads: name, lines for a person, exit code."""
    try:
        tagger = late.load_tagger(settings)
    except WhosewordError as error:
        return "bundle", [str(error)], error.exit_code
    return "bundle", [f"{tagger.version}, {tagger.bundle.size_bytes / 1e6:.0f} MB, every checksum holds"], 0


def _actors_state(path: Path) -> tuple[str, list[str], int]:
    """Whether the user's file of actors can be used: name, lines for a person, exit code."""
    try:
        count = late.read_actors(path)
    except WhosewordError as error:
        return "actors", [str(error)], error.exit_code
    return "actors", [f"{path}: {count} of your own"], 0


def _ledger_state(settings: Settings) -> tuple[str, list[str], int]:
    """Whether the ledger opens and every reading in it holds together."""
    shown = hide_password(settings.ledger)
    if "://" not in settings.ledger and not Path(settings.ledger).exists():
        return "ledger", [f"{shown} is not there yet: whoseword read makes it"], 0
    try:
        with late.open_store(settings.ledger, read_only=True) as store:
            problems, counts = store.check(), store.counts()
    except WhosewordError as error:
        return "ledger", [str(error)], error.exit_code
    held = f"{shown}: {counts.articles} articles, {counts.statements} statements, {counts.rejected} not read, all sound"
    return "ledger", problems or [held], StoreError.exit_code if problems else 0


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "(absent)"
