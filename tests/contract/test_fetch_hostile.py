"""Servers that mean harm, each a real one that says its bytes as written: a fetch ends within its limits and leads nowhere that was not checked."""

import gzip
import ipaddress
import resource
import shutil
import socket
import socketserver
import ssl
import subprocess
import sys
import threading
import time
import zlib
from contextlib import contextmanager

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whoseword import arriving
from whoseword.feeds import Outline
from whoseword.incoming import Manners, Reader, Workshop
from whoseword.read import Failed, Fetched, ReadOptions, is_public, request
from whoseword.read._fetch import request as request_from
from whoseword.settings import Settings
from whoseword.store import Store

QUICK = ReadOptions(allow_private=True, timeout_s=1.0, size_bytes=1_000_000)
PAGE = b"<!doctype html><html><body><article>%s</article></body></html>" % (
    b"<p>The mayor of Exampleton said on Monday that the dam was safe, and that nobody had to leave.</p>" * 4
)


@contextmanager
def serving(*pieces, every_s=0.0, forever=None, asked=None):
    """A server that reads a request and answers with these bytes, with a pause between them, then with `forever` again and again."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            head = b""
            while b"\r\n\r\n" not in head and (got := self.request.recv(65_536)):
                head += got
            if asked is not None:
                asked.append(head)
            try:
                for piece in pieces:
                    self.request.sendall(piece)
                    stop.wait(every_s)
                while forever is not None and not stop.is_set():
                    self.request.sendall(forever)
                    stop.wait(every_s)
            except OSError:
                pass

    stop = threading.Event()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        stop.set()
        server.shutdown()
        thread.join()


def answer(body=b"", *headers, status=b"200 OK"):
    lines = [b"HTTP/1.1 " + status, b"Content-Length: %d" % len(body), *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


# Time


@pytest.mark.parametrize(
    ("pieces", "forever"),
    [
        ((b"HTTP/1.1 200 OK\r\nX: ",), b"a"),
        ((b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",), b"a"),
        ((b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",), b"1\r\na\r\n"),
        ((), b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
        ((), b"H"),
    ],
    ids=["headers", "body", "chunks", "hints", "nothing"],
)
def test_a_server_that_drips_is_left_when_the_time_is_over(pieces, forever):
    """A byte every tenth of a second: a time-out for each piece never comes."""
    with serving(*pieces, forever=forever, every_s=0.1) as home:
        began = time.monotonic()
        found = request(home, QUICK)
        took = time.monotonic() - began
    assert isinstance(found, Failed)
    assert found.reason == "network"
    assert took < 3


def test_the_time_is_that_of_all_redirects_together():
    with serving(b"HTTP/1.1 302 Found\r\n", b"Location: /again\r\n", b"Content-Length: 0\r\n\r\n", every_s=0.25) as home:
        began = time.monotonic()
        found = request(home, QUICK)
        took = time.monotonic() - began
    assert (found.reason, found.detail) == ("network", "not read within 1 s")
    assert took < 3


# Size


def bomb(coding):
    plain = bytes(300_000_000)
    if coding == "gzip":
        return gzip.compress(plain, 1)
    if coding == "deflate":
        return zlib.compress(plain, 1)
    if coding == "br":
        return brotli.compress(plain, quality=1)
    return gzip.compress(gzip.compress(plain, 1), 9)


@pytest.mark.parametrize(
    ("coding", "reason"), [("gzip", "too-large"), ("deflate", "unreadable"), ("br", "unreadable"), ("gzip, gzip", "unreadable")]
)
def test_a_bomb_is_unpacked_no_further_than_the_limit(coding, reason):
    packed = bomb(coding)[:900_000]
    with serving(answer(packed, b"Content-Type: text/html", b"Content-Encoding: " + coding.encode())) as home:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        found = request(home, QUICK)
        grown_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert isinstance(found, Failed)
    assert found.reason == reason
    assert grown_kib < 30_000


def test_what_is_compressed_once_is_read():
    with serving(answer(gzip.compress(PAGE), b"Content-Type: text/html", b"Content-Encoding: GZip")) as home:
        found = request(home, QUICK)
    assert isinstance(found, Fetched)
    assert found.raw == PAGE


def test_damaged_compression_is_a_reason():
    with serving(answer(gzip.compress(PAGE)[:-9], b"Content-Encoding: gzip")) as home:
        assert request(home, QUICK).reason == "unreadable"


def test_headers_without_end_are_refused():
    with serving(b"HTTP/1.1 200 OK\r\n", forever=b"X-Long: " + b"a" * 5_000 + b"\r\n") as home:
        assert request(home, QUICK).reason == "network"


def test_a_body_without_end_is_refused():
    with serving(b"HTTP/1.1 200 OK\r\n\r\n", forever=b"a" * 65_536) as home:
        assert request(home, QUICK).reason == "too-large"


# Redirects, and other answers that lead astray


@pytest.mark.parametrize(
    "location",
    [
        b"file:///etc/passwd", b"gopher://127.0.0.1/", b"data:text/html,x", b"ftp://a.example/", b"javascript:x", b"http://", b"http:///x",
        b"http://[", b"http://xn--/", b"http://a.example:99999/", b"http://a.example:0/", b"//", b"\xff\xfe", b"http://a..example/",
        b"http://" + b"a" * 300 + b".example/", b"http://a.example:x/", b"",
    ],
)  # fmt: skip
def test_a_redirect_to_no_page_of_the_web_is_a_failure(location):
    with serving(answer(b"", b"Location: " + location, status=b"302 Found")) as home:
        assert isinstance(request(home, QUICK), Failed)


def test_a_redirect_that_names_no_place_is_a_failure():
    with serving(answer(b"", status=b"302 Found")) as home:
        assert request(home, QUICK).reason == "http"


def test_a_name_and_password_in_a_redirect_are_dropped():
    asked = []
    with serving(answer(PAGE), asked=asked) as target:
        there = target.replace("http://", "http://bbc.example:secret@")
        with serving(answer(b"", b"Location: " + there.encode(), status=b"302 Found")) as home:
            found = request(home, QUICK)
    assert found.url == target
    assert b"secret" not in asked[0]
    assert b"authorization" not in asked[0].lower()


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "gopher://127.0.0.1/", "data:text/html,x", "http://a.example:99999/", "http://a.example:0/", "http://[::1",
        "http:\\\\a.example", "http://xn--/", "", "http://\x00/", "HTTP://", "http://0177.0.0.1:65536/",
    ],
)  # fmt: skip
def test_what_is_no_page_of_the_web_is_not_asked(url):
    assert isinstance(request(url, QUICK), Failed)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=120))
def test_any_answer_at_all_ends_in_a_value(said):
    with serving(b"HTTP/1.1 " + said) as home:
        assert isinstance(request(home, QUICK), Failed | Fetched)


# Addresses


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.8.9.1", "169.254.169.254", "172.31.0.1", "192.0.0.8",
        "192.88.99.1", "192.168.1.1", "198.18.0.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::127.0.0.1", "::a9fe:a9fe", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:0:127.0.0.1",
        "64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::127.0.0.1", "64:ff9b:1:a00:0:100::", "2002:7f00:1::", "2002:a9fe:a9fe::",
        "2001:0:7f00:1::", "2001:0:4136:e378:8000:63bf:80ff:fffe", "2001:db8::1", "2001:10::1", "100::1", "fc00::1", "fd00:ec2::254", "fe80::1",
        "fec0::1", "ff02::1", "ff0e::1", "5f00::1", "3fff::1", "2606:4700::5efe:127.0.0.1", "2606:4700::200:5efe:a9fe:a9fe",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_in_any_guise_is_not_asked(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2606:4700::1111", "2001:4860:4860::8888", "2002:808:808::"]
)
def test_a_public_address_may_be_asked(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.0.0.1.", "127.1", "127.0.1", "0x7f000001", "2130706433", "017700000001", "0x7f.0.0.0x1", "0", "0.0.0.0", "[::1]",
        "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[0:0:0:0:0:0:0:1]", "localhost", "localhost.", "LOCALHOST",
        "127\u30020\u30020\u30021", "\u2460\u2461\u2466.0.0.1", "user@127.0.0.1", "a.example\\@127.0.0.1", "[::1%25lo]",
    ],
)  # fmt: skip
def test_this_machine_is_not_asked_however_its_host_is_written(host):
    asked = []
    with serving(answer(PAGE), asked=asked) as home:
        url = home.replace("127.0.0.1", host)
        assert isinstance(request(url, ReadOptions(timeout_s=1.0)), Failed)
    assert asked == []


def test_the_address_that_is_asked_is_the_one_that_was_checked(monkeypatch):
    """A name server that gives a public address to who checks and this machine's to who asks: only its first answer counts."""
    looked_up, connected = [], []

    def answers(host, port, *_, **__):
        if host != "rebinding.example":  # an address, which stands for itself
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]
        looked_up.append(host)
        address = "93.184.215.14" if len(looked_up) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connects(_socket, address):
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    monkeypatch.setattr(socket.socket, "connect", connects)
    request("http://rebinding.example/", ReadOptions(timeout_s=1.0))
    assert {address[0] for address in connected} == {"93.184.215.14"}


def test_the_next_address_of_a_name_is_asked_where_the_first_does_not_answer(monkeypatch):
    with serving(answer(PAGE)) as home:
        port = int(home.rsplit(":", 1)[1])
        real = socket.getaddrinfo

        def answers(host, *rest, **more):
            if host != "two.example":
                return real(host, *rest, **more)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in ("127.0.0.9", "127.0.0.1")]

        monkeypatch.setattr(socket, "getaddrinfo", answers)
        found = request(f"http://two.example:{port}/", QUICK)
    assert isinstance(found, Fetched)


def test_a_redirect_into_this_machines_network_is_not_followed():
    for there in ("http://169.254.169.254/latest", "http://[::ffff:a9fe:a9fe]/", "http://2130706433/", "http://localhost/"):
        with serving(answer(b"", b"Location: " + there.encode(), status=b"301 Moved")) as home:
            first = ipaddress.ip_address("127.0.0.1")
            seen = []

            def admits(address, seen=seen, first=first):
                seen.append(address)
                return len(seen) == 1 and address == first

            assert request_from(home, ReadOptions(timeout_s=1.0), admits=admits).reason == "private-address"


# What the inbox makes of them


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "ledger.db") as opened:
        yield opened


@pytest.fixture(scope="module")
def workshop():
    with Workshop(Settings(threads=1, events=False)) as opened:
        yield opened


def drained(store, workshop):
    options = ReadOptions(allow_private=True, timeout_s=2.0)
    Reader(store, workshop, options, manners=Manners(options, pause_s=0)).drain()


def test_robots_txt_of_the_host_that_a_redirect_leads_to_counts(store, workshop):
    """An entry of a feed leads, by a redirect, to a site that wants no programs there; what a person added is asked."""
    asked = []
    rules = answer(b"User-agent: *\nDisallow: /\n", b"Content-Type: text/plain")

    def site(page, robots, seen):
        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                path = self.request.recv(65_536).split(b" ")[1]
                seen.append(path)
                self.request.sendall(robots if path == b"/robots.txt" else page)

        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return server, f"http://127.0.0.1:{server.server_address[1]}"

    closed, there = site(answer(PAGE, b"Content-Type: text/html"), rules, asked)
    leads = answer(b"", b"Location: " + there.encode() + b"/page", status=b"302 Found")
    hop, short = site(leads, answer(b"", status=b"404 Not Found"), [])
    feed = b"<rss version='2.0'><channel><title>F</title><item><link>" + short.encode() + b"/1</link></item></channel></rss>"
    with serving(answer(feed, b"Content-Type: application/rss+xml")) as home:
        store.feeds.add([arriving.feed_of(Outline(f"{home}/f"), allow_private=True)], by="Eva")
        drained(store, workshop)
    (entry,) = store.inbox.arrivals()
    assert (entry.state, entry.reason) == ("rejected", "http")
    assert "robots.txt" in entry.detail
    assert set(asked) == {b"/robots.txt"}
    store.inbox.add([arriving.of_url(f"{short}/", allow_private=True)], by="Eva")
    drained(store, workshop)
    assert store.inbox.arrivals()[0].state == "read"
    assert b"/page" in asked
    for server in (closed, hop):
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    "said",
    [
        answer(b"", b"Retry-After: " + b"9" * 400, status=b"503 No"),
        answer(b"", b"Retry-After: 99999999999999999", status=b"503 No"),
        answer(b"", b"Retry-After: Mon, 01 Jan 99999999999999999999 00:00:00 GMT", status=b"503 No"),
        answer(b"", b"Retry-After: Fri, 31 Dec 9999 23:59:59 GMT", status=b"503 No"),
        answer(b"", status=b"302 Found"),
        answer(b"", b"Location: http://xn--/", status=b"302 Found"),
        answer(b"", b"Location: http://127.0.0.1:99999/", status=b"302 Found"),
        answer(b"x", b"Content-Type: text/html; charset=\xff\xff"),
        answer(b"<rss version='2.0'><channel><ttl>99999999</ttl></channel></rss>", b"Content-Type: application/rss+xml"),
        answer(
            b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a 'b'>]><rss version='2.0'><channel><title>&a;</title></channel></rss>"
        ),
    ],
    ids=["wait", "long-wait", "odd-date", "far-date", "nowhere", "odd-host", "odd-port", "charset", "ttl", "entities"],
)
def test_a_feed_that_means_harm_fails_by_itself_and_the_inbox_goes_on(store, workshop, said):
    with serving(said) as home:
        store.feeds.add([arriving.feed_of(Outline(f"{home}/f"), allow_private=True)], by="Eva")
        store.inbox.add(
            [arriving.of_text("The mayor said on Monday that the dam was safe, and nobody had to leave.", {})], by="Eva"
        )
        drained(store, workshop)
    assert [one.state for one in store.inbox.arrivals()] == ["read"]
    (feed,) = store.feeds.feeds()
    assert feed.checked_at is not None


# TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of tls.example that signs itself, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    kept, key = (tmp_path_factory.mktemp("tls") / name for name in ("cert.pem", "key.pem"))
    asked = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=tls.example",
    ]
    subprocess.run(
        [*asked, "-addext", "subjectAltName=DNS:tls.example", "-keyout", key, "-out", kept], check=True, capture_output=True
    )
    return kept, key


@contextmanager
def serving_tls(certificate):
    names = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    context.sni_callback = lambda _socket, name, _context: names.append(name)

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            try:
                with context.wrap_socket(self.request, server_side=True) as line:
                    line.recv(65_536)
                    line.sendall(answer(PAGE, b"Content-Type: text/html"))
            except OSError:
                pass

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_address[1], names
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("host", "trusted", "given"), [("tls.example", True, True), ("other.example", True, False), ("tls.example", False, False)]
)
def test_a_page_over_tls_is_from_the_host_that_was_named_and_from_no_other(monkeypatch, certificate, host, trusted, given):
    """The address that was checked is asked, but the certificate must be that of the name, signed by whom is trusted."""
    real = socket.getaddrinfo

    def answers(name, port, *rest, **more):
        return real("127.0.0.1" if name.endswith(".example") else name, port, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    if trusted:
        context = ssl.create_default_context(cafile=str(certificate[0]))
        monkeypatch.setattr(sys.modules[request_from.__module__], "_trusted", lambda: context)
    with serving_tls(certificate) as (port, names):
        found = request(f"https://{host}:{port}/", QUICK)
    assert isinstance(found, Fetched) is given
    assert names == [host]
    assert given or "certificate" in found.detail.lower()
