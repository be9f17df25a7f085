"""One page from a URL that the user names, within limits of time, size and redirects.

Every hop's host is resolved here, refused unless all its addresses are public, and then asked at the very
address that was checked, so that a name which changes its answer leads nowhere else. No proxy, cookie or
credential is taken from the environment; nothing is retried.
"""

import ipaddress
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from whoseword.read._options import ReadOptions, reject
from whoseword.records import Rejected

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Admits = Callable[[IPAddress], bool]

_REDIRECTS = 5
_HEADERS = {
    "User-Agent": "whoseword",
    "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9",
    "Accept-Encoding": "identity",
}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a URL gave: its bytes, the URL after redirects, and what its header says of the content."""

    raw: bytes
    url: str
    media_type: str
    charset: str | None


def fetch(url: str, options: ReadOptions, admits: Admits | None = None) -> Fetched | Rejected:
    """The page at `url`, or why it could not be had; `admits` says which addresses may be asked."""
    if admits is None:
        admits = _any_address if options.allow_private else is_public
    deadline = time.monotonic() + options.timeout_s
    here = _parse(url)
    with httpx.Client(trust_env=False, follow_redirects=False, timeout=options.timeout_s) as client:
        for _ in range(_REDIRECTS + 1):
            if here is None or here.scheme not in ("http", "https") or not here.host:
                return reject(url, "network", "the address leads to something other than a web page: check the URL")
            address = _resolve(here, admits)
            if isinstance(address, str):
                return reject(url, "private-address" if address.startswith("private") else "network", f"{here.host}: {address}")
            answer = _ask(client, here, address, options, deadline)
            if isinstance(answer, Rejected | Fetched):
                return answer
            here = answer
    return reject(url, "http", f"more than {_REDIRECTS} redirects")


def is_public(address: IPAddress) -> bool:
    """Whether `address` is on the public network, and so is any address wrapped in it."""
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in _NAT64:
            wrapped = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public(wrapped)
    return address.is_global and not address.is_multicast


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
    client: httpx.Client, url: httpx.URL, address: IPAddress, options: ReadOptions, deadline: float
) -> Fetched | Rejected | httpx.URL | None:
    """One request: what it gave, why it failed, or where it leads on (None for nowhere)."""
    host = url.netloc.decode("ascii")
    request = client.build_request(
        "GET",
        url.copy_with(host=str(address), username=None, password=None),
        headers={**_HEADERS, "Host": host},
        extensions={"sni_hostname": url.host},
    )
    try:
        response = client.send(request, stream=True)
        try:
            if response.is_redirect:
                return _parse(str(url.join(response.headers["location"])))
            if response.status_code != httpx.codes.OK:
                return reject(str(url), "http", f"the server answered {response.status_code} {response.reason_phrase}".strip())
            return _take(response, url, options, deadline)
        finally:
            response.close()
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        return reject(str(url), "network", f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)


def _take(response: httpx.Response, url: httpx.URL, options: ReadOptions, deadline: float) -> Fetched | Rejected:
    body = bytearray()
    for piece in response.iter_bytes(65_536):
        body += piece
        if len(body) > options.size_bytes:
            return reject(str(url), "too-large", f"over the limit of {options.size_bytes} bytes: raise the limit to read it")
        if time.monotonic() > deadline:
            return reject(str(url), "network", f"not read within {options.timeout_s:g} s")
    media_type = response.headers.get("content-type", "").split(";")[0].strip().lower()
    return Fetched(bytes(body), str(url), media_type, response.charset_encoding)
