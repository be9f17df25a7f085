"""One page from a URL that the user names, within limits of time, size and redirects.

Every hop's host is resolved here, refused unless all its addresses are public, and then asked at the very
addresses that were checked, so that a name which changes its answer leads nowhere else. No proxy, cookie or
credential is taken from the environment; nothing is retried. The time is that of the whole fetch, from the first
connection to the last byte (only a name server that is silent is given up by the system). What is compressed is
unpacked no further than the limit of size, and only if it is compressed once.
"""

import io
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache

import httpcore
import httpx

from whoseword.read._addresses import IPAddress, is_public
from whoseword.read._fetched import Allows, Asking, Failed, Fetched, Unchanged
from whoseword.read._options import ReadOptions, Reason
from whoseword.read._streams import gunzip_at_most
from whoseword.read._wire import Pinned
from whoseword.records import Rejected

Admits = Callable[[IPAddress], bool]

_REDIRECTS = 5
_HEADERS = {"User-Agent": "whoseword", "Accept-Encoding": "gzip", "Connection": "close"}
_GZIP = ("gzip", "x-gzip")
_LONGEST_HEADER = 1_000  # characters of a header that is kept and sent again
_LONGEST_PHRASE = 100
_LONGEST_WAIT_S = 30 * 86_400.0  # that a server may ask for
_LAST_PORT = 65_535


def fetch(url: str, options: ReadOptions, admits: Admits | None = None) -> Fetched | Rejected:
    """The page at `url`, or why it could not be had; `admits` says which addresses may be asked."""
    answer = request(url, options, admits=admits)
    if isinstance(answer, Fetched):
        return answer
    return Rejected(answer.source, answer.reason, answer.detail) if isinstance(answer, Failed) else Rejected(url, "http", "304")


def request(
    url: str,
    options: ReadOptions,
    asking: Asking = Asking(),  # noqa: B008 -- frozen
    *,
    admits: Admits | None = None,
    allows: Allows | None = None,
) -> Fetched | Unchanged | Failed:
    """What `url` gives when asked so, redirects followed; `admits` says which addresses may be asked, `allows` where redirects may lead."""
    if admits is None:
        admits = _any_address if options.allow_private else is_public
    deadline = time.monotonic() + options.timeout_s
    here = _parse(url)
    for hop in range(_REDIRECTS + 1):
        if here is None:
            return Failed(url, "network", "the address leads to something other than a web page: check the URL")
        refused = allows(str(here)) if allows is not None and hop else None
        if refused is not None:
            return refused
        addresses = _resolve(here, admits)
        if isinstance(addresses, str):
            return Failed(url, "private-address" if addresses.startswith("private") else "network", f"{here.host}: {addresses}")
        answer = _ask(here, addresses, (options, asking, deadline))
        if isinstance(answer, Failed | Fetched | Unchanged):
            return answer
        here = answer
    return Failed(url, "http", f"more than {_REDIRECTS} redirects")


def _any_address(_address: IPAddress) -> bool:
    return True


def _parse(url: str, base: httpx.URL | None = None) -> httpx.URL | None:
    """The address of a page of the web, without a name or password in it; None for anything else."""
    try:
        whole = (base.join(url) if base is not None else httpx.URL(url)).copy_with(username=None, password=None)
        fits = whole.scheme in ("http", "https") and whole.host and (whole.port is None or 0 < whole.port <= _LAST_PORT)
    except (httpx.InvalidURL, ValueError, TypeError):
        return None
    return whole if fits else None


def _resolve(url: httpx.URL, admits: Admits) -> list[IPAddress] | str:
    """The addresses to ask for `url`, or why there is none to be asked."""
    try:
        answers = socket.getaddrinfo(url.host, url.port or (443 if url.scheme == "https" else 80), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        return f"the name has no address ({error})"
    addresses = [ipaddress.ip_address(str(answer[4][0]).split("%")[0]) for answer in answers]
    refused = next((address for address in addresses if not admits(address)), None)
    if refused is not None:
        return f"private address {refused}: allow private addresses to read it"
    return list(dict.fromkeys(addresses))


@cache
def _trusted() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


def _ask(
    url: httpx.URL, addresses: list[IPAddress], how: tuple[ReadOptions, Asking, float]
) -> Fetched | Unchanged | Failed | httpx.URL | None:
    """One request: what it gave, why it failed, or where it leads on (None for nowhere)."""
    options, asking, deadline = how
    target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    headers = _HEADERS | {"Host": url.netloc.decode("ascii")} | _said(asking)
    context = _trusted() if url.scheme == "https" else None
    try:
        with (
            httpcore.ConnectionPool(ssl_context=context, network_backend=Pinned(addresses, deadline)) as pool,
            pool.stream("GET", target, headers=list(headers.items())) as answer,
        ):
            response = httpx.Response(answer.status, headers=answer.headers, extensions=answer.extensions)
            if response.status_code == httpx.codes.NOT_MODIFIED and (asking.etag or asking.modified):
                return Unchanged(str(url))
            if response.has_redirect_location:
                return _parse(response.headers["location"], url)
            if response.status_code != httpx.codes.OK:
                told = f"the server answered {response.status_code} {response.reason_phrase[:_LONGEST_PHRASE]}".strip()
                return Failed(str(url), "http", told, response.status_code, _wait(response.headers.get("retry-after")))
            return _take(answer, response, url, options)
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
        if time.monotonic() >= deadline:
            return _failed(url, "network", f"not read within {options.timeout_s:g} s")
        return _failed(url, "network", f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)


def _said(asking: Asking) -> dict[str, str]:
    """The headers of a request; only what fits into one is said."""
    said = {"Accept": asking.accept, "If-None-Match": asking.etag, "If-Modified-Since": asking.modified}
    return {name: value for name, value in said.items() if value and value.isascii() and value.isprintable()}


def _wait(header: str | None) -> float | None:
    """The seconds that a `Retry-After` asks for: a number, or a date."""
    if header is None:
        return None
    if header.strip().isdecimal():
        return min(float(header), _LONGEST_WAIT_S)
    try:
        until = parsedate_to_datetime(header)
        wait = (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return min(max(0.0, wait), _LONGEST_WAIT_S)


def _take(answer: httpcore.Response, response: httpx.Response, url: httpx.URL, options: ReadOptions) -> Fetched | Failed:
    coding = response.headers.get("content-encoding", "identity").strip().lower() or "identity"
    if coding not in ("identity", *_GZIP):
        return _failed(
            url, "unreadable", f"the server sends it compressed in a way that was not asked for: {coding[:_LONGEST_PHRASE]}"
        )
    body = bytearray()
    for piece in answer.iter_stream():
        body += piece
        if len(body) > options.size_bytes:
            return _too_large(url, options)
    raw = bytes(body)
    if coding in _GZIP and raw:
        try:
            raw = gunzip_at_most(io.BytesIO(raw), options.size_bytes)
        except OSError as error:
            return _failed(url, "unreadable", f"its compression is damaged: {error}")
    if len(raw) > options.size_bytes:
        return _too_large(url, options)
    media_type = response.headers.get("content-type", "").split(";")[0].strip().lower()
    etag, modified = (_kept(response.headers.get(name)) for name in ("etag", "last-modified"))
    return Fetched(raw, str(url), media_type, response.charset_encoding, etag, modified)


def _too_large(url: httpx.URL, options: ReadOptions) -> Failed:
    return _failed(url, "too-large", f"over the limit of {options.size_bytes} bytes: raise the limit to read it")


def _failed(url: httpx.URL, reason: Reason, detail: str) -> Failed:
    return Failed(str(url), reason, detail)


def _kept(header: str | None) -> str | None:
    return header if header and len(header) <= _LONGEST_HEADER else None
