"""`inbox` and `feeds`: what was added on the desk or comes by feeds is read into the ledger, once or until Ctrl-C."""

import contextlib
import getpass
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.table import Table

from whoseword import late
from whoseword.cli._session import (
    ActorsFlag,
    BundleFlag,
    ColourFlag,
    LedgerFlag,
    Session,
    ThreadsFlag,
    safe,
    stand_back,
    start,
    write_lines,
)
from whoseword.errors import InputError, ModelError, StoreError

if TYPE_CHECKING:
    from whoseword.store import Store  # the store is loaded late

_WAIT_S: Final = 10.0  # for a reader to finish what it reads, before it is ended
_AGAIN_S: Final = 5.0  # before a reader that ended by itself is started again
_COMMAND: Final = "from whoseword.cli import main; main()"

AllowFlag = Annotated[bool, typer.Option("--allow-private", help="An address may lead into this machine's network.")]

feeds = typer.Typer(help="The feeds that are followed: list, add and stop them, import and export OPML.", no_args_is_help=True)


def inbox(
    *,
    watch: Annotated[bool, typer.Option("--watch", help="Go on until Ctrl-C, and check the feeds again and again.")] = False,
    allow_private: AllowFlag = False,
    beside: Annotated[bool, typer.Option("--beside", hidden=True)] = False,
    actors: ActorsFlag = None,
    bundle: BundleFlag = None,
    threads: ThreadsFlag = None,
    colour: ColourFlag = None,
    ledger: LedgerFlag = None,
) -> None:
    """Read what waits in the inbox: what was added on the desk or by the API, and what the feeds list. `desk` does it by itself."""
    session = start(ledger=ledger, actors=actors, bundle=bundle, threads=threads, colour=colour)
    if beside:
        stand_back()
    with (
        late.open_store(session.settings.ledger) as store,
        late.reader(store, session.settings, allow_private=allow_private) as reader,
    ):
        if watch and not beside:
            session.remark("reading what comes into the inbox, and checking the feeds (Ctrl-C ends it)")
        if watch:
            reader.run(_stopped(beside=beside))
        else:
            reader.drain()
        if not beside:
            told = ", ".join(f"{number} {what}" for what, number in sorted(reader.tally.done.items()))
            session.remark(told or "nothing waits in the inbox, and no feed is due")


@feeds.command("list")
def list_feeds(ledger: LedgerFlag = None, colour: ColourFlag = None) -> None:
    """The feeds with their last check, and why it failed where it did."""
    session = start(ledger=ledger, colour=colour)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("id", "title", "url", "checked", "arrivals", "state"):
        table.add_column(name, overflow="fold", no_wrap=name == "id")
    with late.open_store(session.settings.ledger, read_only=True) as store:
        for one in store.feeds.feeds():
            state = (one.error or "ok") if one.active else "stopped"
            cells = (one.id[:10], one.title, one.url, one.checked_at or "not yet", str(one.arrivals), state)
            table.add_row(*(safe(cell or "") for cell in cells))
    session.out.print(table)


@feeds.command("add")
def add_feeds(
    urls: Annotated[list[str], typer.Argument(help="Addresses of RSS, Atom or JSON feeds.")],
    *,
    allow_private: AllowFlag = False,
    ledger: LedgerFlag = None,
) -> None:
    """Follow feeds: the desk or `whoseword inbox` reads what they list."""
    session = start(ledger=ledger)
    new = [late.feed_of(url, allow_private=allow_private) for url in urls]
    with late.open_store(session.settings.ledger, create=True) as store:
        added = store.feeds.add(new, by=getpass.getuser())
    session.remark(f"{len(added)} feeds added, {len(new) - len(added)} were followed already")


@feeds.command("stop")
def stop_feed(feed: Annotated[str, typer.Argument(help="The feed's id, or its beginning.")], ledger: LedgerFlag = None) -> None:
    """Check a feed no more; adding it again goes on."""
    session = start(ledger=ledger)
    with late.open_store(session.settings.ledger) as store:
        stopped = store.feeds.follow(feed, active=False)
    session.remark(f"stopped {stopped.url}")


@feeds.command("import")
def import_feeds(
    opml: Annotated[Path, typer.Argument(metavar="FILE", help="A list of feeds (OPML) that a feed reader exported.")],
    *,
    allow_private: AllowFlag = False,
    ledger: LedgerFlag = None,
) -> None:
    """Follow the feeds of an OPML file."""
    session = start(ledger=ledger)
    try:
        raw = opml.read_bytes()
    except OSError as error:
        raise InputError(f"{opml} cannot be read ({error.strerror}): check the path") from error
    new, refused = late.feeds_of_opml(raw, allow_private=allow_private)
    with late.open_store(session.settings.ledger, create=True) as store:
        added = store.feeds.add(new, by=getpass.getuser())
    session.remark(f"{len(added)} feeds added, {len(new) - len(added)} were followed already")
    for url in refused:
        session.remark(f"left out, since its address cannot be asked: {url}")


@feeds.command("export")
def export_feeds(ledger: LedgerFlag = None) -> None:
    """Print the feeds that are followed as OPML."""
    session = start(ledger=ledger)
    with late.open_store(session.settings.ledger, read_only=True) as store:
        write_lines([late.opml_of(store)])


@contextlib.contextmanager
def reading_beside(session: Session, store: "Store", *, allow_private: bool) -> Iterator[None]:
    """A reader of the inbox in a process of its own, so that pages do not wait for it; started again where it ends by itself."""
    settings = session.settings
    flags = ["--ledger", settings.ledger, *(["--allow-private"] if allow_private else [])]
    flags += ["--bundle", str(settings.bundle)] if settings.bundle else []
    flags += ["--actors", str(settings.actors)] if settings.actors else []
    flags += ["--threads", str(settings.threads or 1)]  # one core stays free for the pages
    command = [sys.executable, "-c", _COMMAND, "inbox", "--watch", "--beside", *flags]
    ending = threading.Event()
    watching = threading.Thread(target=_keep_reading, args=(command, store, session, ending), daemon=True)
    watching.start()
    try:
        yield
    finally:
        ending.set()
        watching.join()


def _keep_reading(command: list[str], store: "Store", session: Session, ending: threading.Event) -> None:
    """Have a reader run until `ending`. The end of its standard input tells it to finish, also where this process is killed."""
    while not ending.is_set():
        with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True) as child:  # noqa: S603 -- our own command
            while child.poll() is None and not ending.wait(0.5):
                pass
            if child.stdin is not None:
                child.stdin.close()
            try:
                code = child.wait(_WAIT_S)
            except subprocess.TimeoutExpired:
                child.kill()
                code = child.wait()
        with contextlib.suppress(StoreError):  # it is found to be silent, then
            store.inbox.leave(late.reader_name(child.pid), crashed=not ending.is_set())
        if ending.is_set():
            return
        if code == ModelError.exit_code:
            session.remark("what is added on the desk is not read, since the model does not serve: see `whoseword doctor`")
            return
        session.remark(f"the reader of the inbox ended (exit code {code}); it is started again")
        ending.wait(_AGAIN_S)


def _stopped(*, beside: bool) -> threading.Event:
    """What is set when the reader is to stop: by Ctrl-C or a signal to end, or beside a desk when standard input ends."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    if not beside:
        signal.signal(signal.SIGINT, lambda *_: stop.set())
        return stop

    def listen() -> None:
        while os.read(sys.stdin.fileno(), 1):  # not by the stream, whose lock would be held when the process ends
            pass
        stop.set()

    threading.Thread(target=listen, daemon=True).start()
    return stop
