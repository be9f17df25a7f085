"""`desk`, `token` and `mcp`: the ledger as pages and an API, served until Ctrl-C, and as tools for language models."""

import contextlib
import errno
import getpass
import ipaddress
import os
import socket
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

import typer

from whoseword import late
from whoseword.cli._inbox import AllowFlag, reading_beside
from whoseword.cli._session import ConfidenceFlag, LedgerFlag, SureFlag, start
from whoseword.errors import ConfigError

_WAITING: Final = 128  # connections that may wait to be taken


def desk(
    *,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port; 0 for any that is free.")] = 8765,
    host: Annotated[
        str, typer.Option("--host", help="The address to listen at; the default is reached from this machine alone.")
    ] = "127.0.0.1",
    name: Annotated[list[str] | None, typer.Option("--name", help="A name that browsers may call this machine by.")] = None,
    tokens: Annotated[
        Path | None, typer.Option("--tokens", metavar="FILE", help="Tokens with which other machines may use the API.")
    ] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="Take no corrections and no articles.")] = False,
    allow_private: AllowFlag = False,
    no_inbox: Annotated[bool, typer.Option("--no-inbox", help="Leave what is added to `whoseword inbox`.")] = False,
    proxy: Annotated[
        str | None,
        typer.Option("--proxy", metavar="ADDRESS", help="A proxy before it whose X-Forwarded-For and -Proto are believed."),
    ] = None,
    browse: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    confidence: ConfidenceFlag = None,
    sure: SureFlag = None,
    ledger: LedgerFlag = None,
) -> None:
    """Serve the ledger as pages on this machine: read articles with their statements marked, search, follow a speaker."""
    session = start(ledger=ledger, confidence=confidence, sure=sure)
    with contextlib.ExitStack() as opened:
        store = opened.enter_context(late.open_store(session.settings.ledger, read_only=read_only))
        listening = opened.enter_context(_listening(host, port))
        members = store
        if read_only and store.people.any():  # sessions are kept in the ledger
            members = opened.enter_context(late.open_store(session.settings.ledger))
        options = late.desk_options(
            session.settings, tokens, hosts=frozenset(name or ()), confidence=session.settings.confidence, sure=session.settings.sure,
            user=getpass.getuser(), allow_private=allow_private,
        )  # fmt: skip
        address = _address(host, listening.getsockname()[1])
        session.remark(f"the desk is at {address} (Ctrl-C ends it)")
        for remark in _remarks(host, has_people=store.people.any(), has_tokens=tokens is not None, proxy=proxy):
            session.remark(remark)
        if browse:
            webbrowser.open(address)
        beside = (
            contextlib.nullcontext() if read_only or no_inbox else reading_beside(session, store, allow_private=allow_private)
        )
        with beside:
            late.serve_desk(store, options, listening, members=members, proxy=proxy)


def _remarks(host: str, *, has_people: bool, has_tokens: bool, proxy: str | None) -> Iterator[str]:
    """What whoever starts the desk should know of who can reach it."""
    if not has_people and not _is_loopback(host):
        yield f"{host} can be reached by other machines, and whoever reaches it reads the whole ledger"
    if has_people:
        yield "the ledger has people: everybody logs in (whoseword people list)"
    if has_people and proxy is None and not _is_loopback(host):
        yield "passwords cross the network as they are: put a proxy with TLS before the desk, and name it with --proxy"
    if has_people and has_tokens:
        yield "the tokens of --tokens let nobody in while the ledger has people: whoseword people tokens NAME --new makes one that does"


def token(
    name: Annotated[str, typer.Argument(help="Whose it is: the name on corrections that come with it.")],
    tokens: Annotated[Path, typer.Option("--tokens", metavar="FILE", help="The file of tokens; it is made if need be.")],
) -> None:
    """Make a token for the API, print it once, and add its digest to a file."""
    made, line = late.new_token(name)
    try:
        with os.fdopen(os.open(tokens, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a", encoding="utf-8") as file:
            file.write(f"{line}\n")
    except OSError as error:
        raise ConfigError(f"{tokens} cannot be written ({error.strerror}): name a file in a folder you can write to") from error
    typer.echo(made)


def mcp(confidence: ConfidenceFlag = None, sure: SureFlag = None, ledger: LedgerFlag = None) -> None:
    """Serve the ledger to language-model tools (MCP) over standard input and output, for reading only."""
    session = start(ledger=ledger, confidence=confidence, sure=sure)
    with late.open_store(session.settings.ledger, read_only=True) as store:
        late.serve_mcp(store, confidence=session.settings.confidence, sure=session.settings.sure)


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens there; ConfigError where that cannot be."""
    try:
        (family, kind, protocol, _, place), *_ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise ConfigError(f"host {host!r} cannot be listened at ({error.strerror}): give an address of this machine") from error
    try:
        if os.name == "posix":  # elsewhere it would let two programs share the port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(place)
        listening.listen(_WAITING)
    except OSError as error:
        listening.close()
        next_step = "give another --port" if error.errno == errno.EADDRINUSE else "give another --host or --port"
        raise ConfigError(f"{host} port {port} cannot be listened at ({error.strerror}): {next_step}") from error
    return listening


def _address(host: str, port: int) -> str:
    shown = "localhost" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host  # noqa: S104 - compared, not bound
    return f"http://{shown}:{port}/"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
