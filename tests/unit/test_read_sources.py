"""Files, directories, standard input and URLs; the server of the URL tests is a real one on this machine."""

import io
import ipaddress
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from whoseword.errors import InputError
from whoseword.read import ReadOptions, list_sources, read
from whoseword.read._fetch import fetch, is_public
from whoseword.records import Article, Rejected

STORY = "Mayor says dam is safe\n\nThe mayor of Exampleton said on Monday that the dam was safe.\n\n“It is,” she said.\n"
PAGE = f"<!doctype html><html><body><article>{'<p>The mayor said on Monday that the dam was safe, and café owners agreed.</p>' * 4}</article></body></html>"
LOCAL = ReadOptions(allow_private=True, timeout_s=5.0)


def test_directory_is_walked_in_sorted_order_without_hidden_and_foreign_files(tmp_path):
    for name in ("b.txt", "a/z.MD", "a/y.html", ".hidden.txt", ".git/x.txt", "c.png", "a/.h/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(STORY if not name.endswith("html") else PAGE)
    wanted = [str(tmp_path / name) for name in ("a/y.html", "a/z.MD", "b.txt")]
    assert list(list_sources(str(tmp_path))) == wanted
    assert [article.source for article in read(str(tmp_path))] == wanted


def test_loop_of_links_ends(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.txt").write_text(STORY)
    (tmp_path / "deep" / "loop").symlink_to(tmp_path)
    assert len(list(read(str(tmp_path)))) == 1


def test_pipe_in_a_directory_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").write_text(STORY)
    assert [type(article) for article in read(str(tmp_path))] == [Article]


def test_one_bad_file_costs_itself_only(tmp_path):
    (tmp_path / "a.txt").symlink_to(tmp_path / "nothing")
    (tmp_path / "b.txt").write_text(STORY)
    (tmp_path / "c.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert [getattr(found, "reason", "read") for found in read(str(tmp_path))] == ["unreadable", "read", "not-text"]


def test_file_name_that_is_no_utf_8_is_read(tmp_path):
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(path, "w") as file:  # noqa: PTH123 -- a Path takes no bytes
        file.write(STORY)
    assert next(read(str(tmp_path))).source.endswith("caf\ufffd.txt")


def test_source_of_a_file_is_its_absolute_path(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text(STORY)
    monkeypatch.chdir(tmp_path)
    assert next(read("a.txt")).source == str(tmp_path / "a.txt")


@pytest.mark.parametrize("source", ["no/such/article.txt", "a\x00b"])
def test_source_that_does_not_exist_is_an_error(source):
    with pytest.raises(InputError, match="check the path"):
        list(read(source))


def test_file_over_the_limit_is_too_large(tmp_path):
    (tmp_path / "a.txt").write_text(STORY)
    assert next(read(str(tmp_path / "a.txt"), ReadOptions(size_bytes=50))).reason == "too-large"


def test_standard_input_is_read_as_bytes(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(STORY.encode("utf-16"))))
    found = next(read("-"))
    assert (found.source, found.text) == ("-", STORY)


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        routes = {"/page": (200, "text/html; charset=iso-8859-1", PAGE.encode("latin-1")), "/pdf": (200, "application/pdf", b"%PDF"),
                  "/text": (200, "text/plain", STORY.encode()), "/large": (200, "text/html", b"x" * 500_000)}  # fmt: skip
        moves = {
            "/moved": "/page",
            "/round": "/round",
            "/file": "file:///etc/hosts",
            "/odd": "http://[",
            "/other": f"http://127.0.0.2:{self.server.server_port}/page",
        }
        if self.path in moves:
            self.send_response(302)
            self.send_header("Location", moves[self.path])
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self.path == "/slow":
            self._drip()
        else:
            status, media_type, body = routes.get(self.path, (404, "text/html", b""))
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self._write(body)

    def _drip(self):
        self.send_response(200)
        self.end_headers()
        for _ in range(100):
            if not self._write(b"x" * 65_536):
                return
            time.sleep(0.05)

    def _write(self, body):
        try:
            self.wfile.write(body)
        except OSError:
            return False
        return True

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def server():
    listening = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}"
    listening.shutdown()
    listening.server_close()
    thread.join()


def test_url_gives_its_article_decoded_as_the_header_says(server):
    found = next(read(f"{server}/page", LOCAL))
    assert (found.source, found.url) == (f"{server}/page", f"{server}/page")
    assert "café" in found.text


def test_url_of_plain_text_is_read_as_text(server):
    assert next(read(f"{server}/text", LOCAL)).text == STORY


def test_redirect_is_followed_and_named(server):
    assert next(read(f"{server}/moved", LOCAL)).url == f"{server}/page"


@pytest.mark.parametrize(
    ("path", "reason"), [("/none", "http"), ("/round", "http"), ("/file", "network"), ("/odd", "network"), ("/pdf", "not-text")]
)
def test_url_without_a_page_is_rejected(server, path, reason):
    found = next(read(server + path, LOCAL))
    assert isinstance(found, Rejected)
    assert found.reason == reason


def test_url_over_the_limits_is_rejected(server):
    assert next(read(f"{server}/large", ReadOptions(allow_private=True, size_bytes=100_000))).reason == "too-large"
    slow = next(read(f"{server}/slow", ReadOptions(allow_private=True, timeout_s=0.3)))
    assert slow.reason == "network"


def test_nobody_listening_is_a_network_rejection():
    assert next(read("http://127.0.0.1:1/", LOCAL)).reason == "network"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://169.254.169.254/x",
        "http://10.1.2.3/",
        "http://0.0.0.0/",
    ],
)
def test_private_address_is_refused(url):
    assert next(read(url)).reason == "private-address"


def test_private_address_is_refused_after_a_redirect_too(server):
    def admits(address):
        return address == ipaddress.ip_address("127.0.0.1")

    assert fetch(f"{server}/page", ReadOptions(), admits).url == f"{server}/page"
    assert fetch(f"{server}/other", ReadOptions(), admits).reason == "private-address"


@pytest.mark.parametrize(
    ("address", "public"),
    [("93.184.216.34", True), ("2606:2800:220:1::1", True), ("::ffff:127.0.0.1", False), ("64:ff9b::a00:1", False), ("2002:7f00:1::", False),
     ("100.64.0.1", False), ("224.0.0.1", False), ("fe80::1", False), ("fd00::1", False)],
)  # fmt: skip
def test_address_is_public_only_if_all_it_wraps_is(address, public):
    assert is_public(ipaddress.ip_address(address)) is public
