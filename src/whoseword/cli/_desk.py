"""`desk`: the ledger as pages in a browser, served on this machine until Ctrl-C."""

import errno
import ipaddress
import os
import socket
import webbrowser
from typing import Annotated, Final

import typer

from whoseword import late
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
    browse: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    confidence: ConfidenceFlag = None,
    sure: SureFlag = None,
    ledger: LedgerFlag = None,
) -> None:
    """Serve the ledger as pages on this machine: read articles with their statements marked, search, follow a speaker."""
    session = start(ledger=ledger, confidence=confidence, sure=sure)
    with late.open_store(session.settings.ledger, read_only=True) as store, _listening(host, port) as listening:
        options = late.desk_options(
            hosts=frozenset(name or ()), confidence=session.settings.confidence, sure=session.settings.sure
        )
        address = _address(host, listening.getsockname()[1])
        session.remark(f"the desk is at {address} (Ctrl-C ends it)")
        if not _is_loopback(host):
            session.remark(f"{host} can be reached by other machines, and whoever reaches it reads the whole ledger")
        if browse:
            webbrowser.open(address)
        late.serve_desk(store, options, listening)


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
