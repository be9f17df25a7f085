"""One page from a URL that the user names, within limits of time, size and redirects.

Every hop's host is resolved here, refused unless all its addresses are public, and then asked at the very
address that was checked, so that a name which changes its answer leads nowhere else. No proxy, cookie or
credential is taken from the environment; nothing is retried.
"""

import ipaddress
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from whoseword.read._addresses import IPAddress, is_public
from whoseword.read._fetched import Asking, Failed, Fetched, Unchanged
from whoseword.read._options import ReadOptions, Reason
from whoseword.records import Rejected

Admits = Callable[[IPAddress], bool]

_REDIRECTS = 5
_HEADERS = {"User-Agent": "whoseword", "Accept-Encoding": "identity"}
_LONGEST_HEADER = 1_000  # characters of a header that is kept and sent again


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
) -> Fetched | Unchanged | Failed:
    """What `url` gives when asked so, redirects followed; `admits` says which addresses may be asked."""
    if admits is None:
        admits = _any_address if options.allow_private else is_public
    deadline = time.monotonic() + options.timeout_s
    here = _parse(url)
    with httpx.Client(trust_env=False, follow_redirects=False, timeout=options.timeout_s) as client:
        for _ in range(_REDIRECTS + 1):
            if here is None or here.scheme not in ("http", "https") or not here.host:
                return Failed(url, "network", "the address leads to something other than a web page: check the URL")
            address = _resolve(here, admits)
            if isinstance(address, str):
                return Failed(url, "private-address" if address.startswith("private") else "network", f"{here.host}: {address}")
            answer = _ask(client, here, address, (options, asking, deadline))
            if isinstance(answer, Failed | Fetched | Unchanged):
                return answer
            here = answer
    return Failed(url, "http", f"more than {_REDIRECTS} redirects")


def _any_address(_address: IPAddress) -> bool:
    return True


def _parse(url: str) -> httpx.URL | None:
    try:
        return httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        return None


def _resolve(url: httpx.URL, admits: Admits) -> IPAddress | str:
    """The address to ask for `url`, or why there is none to be asked."""
    try:
        answers = socket.getaddrinfo(url.host, url.port or (443 if url.scheme == "https" else 80), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        return f"the name has no address ({error})"
    addresses = [ipaddress.ip_address(str(answer[4][0]).split("%")[0]) for answer in answers]
    refused = next((address for address in addresses if not admits(address)), None)
    if refused is not None:
        return f"private address {refused}: allow private addresses to read it"
    return addresses[0]


def _ask(
    client: httpx.Client, url: httpx.URL, address: IPAddress, how: tuple[ReadOptions, Asking, float]
) -> Fetched | Unchanged | Failed | httpx.URL | None:
    """One request: what it gave, why it failed, or where it leads on (None for nowhere)."""
    options, asking, deadline = how
    request = client.build_request(
        "GET",
        url.copy_with(host=str(address), username=None, password=None),
        headers=_HEADERS | {"Host": url.netloc.decode("ascii")} | _said(asking),
        extensions={"sni_hostname": url.host},
    )
    try:
        response = client.send(request, stream=True)
        try:
            if response.status_code == httpx.codes.NOT_MODIFIED and (asking.etag or asking.modified):
                return Unchanged(str(url))
            if response.is_redirect:
                return _parse(str(url.join(response.headers["location"])))
            if response.status_code != httpx.codes.OK:
                told = f"the server answered {response.status_code} {response.reason_phrase}".strip()
                return Failed(str(url), "http", told, response.status_code, _wait(response.headers.get("retry-after")))
            return _take(response, url, options, deadline)
        finally:
            response.close()
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        return Failed(str(url), "network", f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)


def _said(asking: Asking) -> dict[str, str]:
    """The headers of a request; only what fits into one is said."""
    said = {"Accept": asking.accept, "If-None-Match": asking.etag, "If-Modified-Since": asking.modified}
    return {name: value for name, value in said.items() if value and value.isascii() and value.isprintable()}


def _wait(header: str | None) -> float | None:
    """The seconds that a `Retry-After` asks for: a number, or a date."""
    if header is None:
        return None
    if header.strip().isdecimal():
        return float(header)
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _take(response: httpx.Response, url: httpx.URL, options: ReadOptions, deadline: float) -> Fetched | Failed:
    body = bytearray()
    for piece in response.iter_bytes(65_536):
        body += piece
        if len(body) > options.size_bytes:
            return _failed(url, "too-large", f"over the limit of {options.size_bytes} bytes: raise the limit to read it")
        if time.monotonic() > deadline:
            return _failed(url, "network", f"not read within {options.timeout_s:g} s")
    media_type = response.headers.get("content-type", "").split(";")[0].strip().lower()
    etag, modified = (_kept(response.headers.get(name)) for name in ("etag", "last-modified"))
    return Fetched(bytes(body), str(url), media_type, response.charset_encoding, etag, modified)


def _failed(url: httpx.URL, reason: Reason, detail: str) -> Failed:
    return Failed(str(url), reason, detail)


def _kept(header: str | None) -> str | None:
    return header if header and len(header) <= _LONGEST_HEADER else None
