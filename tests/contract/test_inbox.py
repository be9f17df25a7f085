"""The inbox and feeds: nothing is lost or read twice, whoever is killed; hosts are treated as they ask; nothing on a private address is asked."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from store_readings import reading

from whoseword import arriving
from whoseword.arriving import name_of
from whoseword.errors import InputError, NotFoundError, StoreError
from whoseword.feeds import Outline
from whoseword.incoming import Manners, Reader, Workshop
from whoseword.read import ReadOptions
from whoseword.records import Rejected
from whoseword.settings import Settings
from whoseword.store import Postponed, Store

STORY = "Mayor says dam is safe\n\nThe mayor of Exampleton said on Monday that the dam was safe.\n\n“It is,” she said.\n"
START = datetime(2026, 4, 13, 8, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now

    def move(self, **by):
        self.now += timedelta(**by)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(tmp_path, clock):
    with Store.open(tmp_path / "ledger.db", clock=clock) as opened:
        yield opened


@pytest.fixture(scope="module")
def workshop():
    with Workshop(Settings(threads=1, events=False)) as opened:
        yield opened


def texts(store, *given):
    return store.inbox.add([arriving.of_text(text, {}) for text in given], by="Eva Lind")


def states(store):
    return [one.state for one in reversed(store.inbox.arrivals())]


# The inbox


def test_what_is_added_waits_first_come_first_served_and_people_before_feeds(store):
    (feed,) = store.feeds.add([arriving.feed_of(Outline("https://a.example/f"))], by="Eva")
    listed(store, feed, "https://a.example/1")
    one, two = texts(store, "One.", "Two.")
    store.inbox.seen("r")
    taken = [store.inbox.take("r")[0] for _ in range(3)]
    assert [t.id for t in taken[:2]] == [one.id, two.id]
    assert (taken[2].how, taken[2].source, taken[2].feed) == ("feed", "https://a.example/1", feed.id)
    assert store.inbox.take("r") is None
    assert store.inbox.counts() == {"waiting": 0, "reading": 3, "read": 0, "rejected": 0}


def listed(store, feed, *urls):
    from whoseword.feeds import Entry
    from whoseword.store import Checked

    entries = tuple(arriving.of_entry(Entry(url, url), "F") for url in urls)
    return store.feeds.settle(feed.id, Checked(next_at=START + timedelta(hours=1), entries=entries))


def test_what_waits_already_is_not_put_there_twice(store):
    (one,) = texts(store, "One.")
    assert texts(store, "One.", "Two.")[0].id == one.id
    assert len(store.inbox.arrivals()) == 2
    (other,) = store.inbox.add([arriving.of_text("One.", {"outlet": "Daily"})], by="Eva")
    assert other.id != one.id


def test_an_article_is_added_with_its_arrival_and_its_text_is_kept_no_longer(store):
    (one,) = texts(store, "One.")
    store.inbox.seen("r")
    assert store.inbox.take("r")[1] == b"One."
    whole = reading("One.", source=one.source)
    kept = store.inbox.settle(one.id, "r", whole)
    assert (kept.state, kept.article_id, kept.reason) == ("read", whole.article.id, None)
    assert store.reading(whole.article.id).article.text == "One."
    with pytest.raises(InputError, match="cannot be tried again"):
        store.inbox.retry(one.id)


def test_who_lost_an_arrival_keeps_nothing_of_it(store, clock):
    """A reader that was silent too long has its arrival taken by another; when it wakes, nothing is read twice."""
    (one,) = texts(store, "One.")
    store.inbox.seen("slow")
    store.inbox.take("slow")
    assert store.inbox.take("quick") is None
    clock.move(seconds=61)
    store.inbox.seen("quick")
    assert store.inbox.take("quick")[0].id == one.id
    assert store.inbox.settle(one.id, "slow", reading("One.", source="slow")) is None
    assert store.counts().articles == 0
    assert store.inbox.settle(one.id, "quick", reading("One.", source="quick")).state == "read"
    assert store.inbox.settle(one.id, "quick", reading("One.", source="quick")) is None
    assert store.counts().articles == 1


def test_what_ends_its_reader_three_times_is_given_up_and_can_be_tried_again(store, clock):
    (one,) = texts(store, "One.")
    for number in range(3):
        store.inbox.seen(f"r{number}")
        assert store.inbox.take(f"r{number}")[0].id == one.id
        clock.move(seconds=61)
    store.inbox.seen("r")
    assert store.inbox.take("r") is None
    found = store.inbox.arrival(one.id)
    assert (found.state, found.reason) == ("rejected", "crash")
    assert store.inbox.retry(one.id).state == "waiting"
    assert store.inbox.take("r")[1] == b"One."


def test_a_reader_that_leaves_gives_back_what_it_has_and_that_is_no_try(store):
    texts(store, "One.")
    for _ in range(9):
        store.inbox.seen("r")
        assert store.inbox.is_read()
        assert store.inbox.take("r")[0].tries == 1
        store.inbox.leave("r")
        assert not store.inbox.is_read()
        assert states(store) == ["waiting"]
    store.inbox.seen("r")
    store.inbox.take("r")
    store.inbox.leave("r", crashed=True)
    assert store.inbox.arrivals()[0].tries == 1


def test_what_is_put_off_waits_until_its_time(store, clock):
    (one,) = texts(store, "One.")
    store.inbox.seen("r")
    store.inbox.take("r")
    store.inbox.settle(one.id, "r", Postponed("http", "the server answered 429", START + timedelta(seconds=30)))
    assert store.inbox.take("r") is None
    clock.move(seconds=30)
    assert store.inbox.take("r")[0].tries == 2


def test_what_waits_or_was_rejected_can_be_left_out_and_then_its_text_is_gone(store):
    one, two = texts(store, "One.", "Two.")
    left = store.inbox.leave_out(one.id, by="Eva Lind")
    assert (left.state, left.reason, left.detail) == ("rejected", "left-out", "left out by Eva Lind")
    with pytest.raises(InputError, match="add it again"):
        store.inbox.retry(one.id)
    store.inbox.seen("r")
    assert store.inbox.take("r")[0].id == two.id
    with pytest.raises(InputError, match="cannot be left out"):
        store.inbox.leave_out(two.id, by="Eva Lind")


@pytest.mark.parametrize("name", ["", "zzz", "%", "\ud800"])
def test_what_never_arrived_is_not_found(store, name):
    texts(store, "One.")
    with pytest.raises(NotFoundError):
        store.inbox.arrival(name)
    with pytest.raises(NotFoundError):
        store.feeds.feed(name)


def test_a_ledger_for_reading_shows_its_inbox_and_takes_nothing(store):
    texts(store, "One.")
    with Store.open(store.path, read_only=True) as reader:
        assert len(reader.inbox.arrivals()) == 1
        with pytest.raises(StoreError, match="reading only"):
            texts(reader, "Two.")


def test_two_readers_at_once_never_have_the_same_arrival(store):
    texts(store, *(f"Text {n}." for n in range(60)))
    had: dict[str, list[str]] = {"a": [], "b": [], "c": []}

    def drain(name):
        with Store.open(store.path, clock=Clock()) as mine:
            mine.inbox.seen(name)
            while taken := mine.inbox.take(name):
                had[name].append(taken[0].id)
                text = taken[1].decode()
                assert mine.inbox.settle(taken[0].id, name, reading(text, source=taken[0].source)) is not None

    threads = [threading.Thread(target=drain, args=(name,)) for name in had]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    every = [one for some in had.values() for one in some]
    assert len(every) == len(set(every)) == store.counts().articles == 60


# Feeds in the ledger


def test_an_entry_that_arrived_once_or_is_in_the_ledger_does_not_arrive_again(store):
    store.add(reading("Three.", source="s", url="https://a.example/3"))
    a, b = store.feeds.add([arriving.feed_of(Outline(f"https://{host}.example/f")) for host in "ab"], by="Eva")
    store.inbox.add([arriving.of_url("https://a.example/2")], by="Eva")
    assert listed(store, a, "https://a.example/1", "https://a.example/2", "https://a.example/3") == 1
    assert listed(store, a, "https://a.example/1") == 0
    assert listed(store, b, "https://a.example/1", "https://b.example/1") == 1
    assert [one.source for one in store.inbox.arrivals(feed=a.id)] == ["https://a.example/1"]
    assert store.feeds.feed(a.id).arrivals == 1


def test_the_oldest_entry_of_a_feed_is_read_first(store):
    (feed,) = store.feeds.add([arriving.feed_of(Outline("https://a.example/f"))], by="Eva")
    listed(store, feed, "https://a.example/new", "https://a.example/old")
    store.inbox.seen("r")
    assert store.inbox.take("r")[0].source == "https://a.example/old"


def test_a_feed_is_checked_by_one_at_a_time_and_a_stopped_one_by_nobody(store, clock):
    (feed,) = store.feeds.add([arriving.feed_of(Outline("https://a.example/f", "A"))], by="Eva")
    assert store.feeds.add([arriving.feed_of(Outline("https://a.example/f"))], by="Eva") == []
    assert store.feeds.take(resting={"a.example"}) is None
    assert store.feeds.take().id == feed.id
    assert store.feeds.take() is None
    clock.move(minutes=6)  # who took it was killed
    assert store.feeds.take().id == feed.id
    store.feeds.follow(feed.id, active=False)
    clock.move(days=9)
    assert store.feeds.take() is None
    store.feeds.add([arriving.feed_of(Outline("https://a.example/f"))], by="Eva")
    assert store.feeds.take().active


# Reading it, from a real server


class Site(BaseHTTPRequestHandler):
    """A small site: pages by path, with what it was asked."""

    def do_GET(self):
        site = self.server
        site.asked.append((self.path, dict(self.headers)))
        status, headers, body = site.pages.get(self.path, (404, {}, b""))
        if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
            status, body = 304, b""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def site():
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        server.pages, server.asked = {}, []
        server.home = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def page(number):
    said = f"The mayor of Exampleton said on Monday that dam number {number} was safe, and that nobody had to leave. " * 4
    return (
        200,
        {"Content-Type": "text/html"},
        f"<!doctype html><html><body><article><h1>Dam {number}</h1><p>{said}</p></article></body></html>".encode(),
    )


def feed_with(home, *numbers):
    items = "".join(f"<item><title>Entry {n}</title><link>{home}/{n}</link><guid>{n}</guid></item>" for n in numbers)
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Dams</title>{items}</channel></rss>".encode()


def reader_of(store, clock, workshop, *, allow_private=True):
    options = ReadOptions(allow_private=allow_private, timeout_s=5)
    return Reader(store, workshop, options, manners=Manners(options, pause_s=0), clock=clock)


def paths(site):
    return [path for path, _ in site.asked]


def test_a_feed_is_asked_with_what_it_said_last_and_its_articles_are_read_once(store, clock, workshop, site):
    site.pages = {
        "/feed": (200, {"ETag": '"v1"', "Content-Type": "application/rss+xml"}, feed_with(site.home, 2, 1)),
        "/1": page(1),
        "/2": page(2),
    }
    store.feeds.add([arriving.feed_of(Outline(f"{site.home}/feed"), allow_private=True)], by="Eva")
    reader = reader_of(store, clock, workshop)
    reader.drain()
    assert states(store) == ["read", "read"]
    assert paths(site) == ["/robots.txt", "/feed", "/1", "/2"]
    (feed,) = store.feeds.feeds()
    assert (feed.title, feed.etag, feed.error, feed.arrivals) == ("Dams", '"v1"', None, 2)
    row = next(iter(store.articles(words="number 1")))
    assert (row.title, row.outlet) == ("Dam 1", "Dams")  # the page's own title, the feed's name where the page gives no outlet
    site.asked.clear()
    clock.move(minutes=31)
    reader.drain()
    assert [(path, headers.get("If-None-Match")) for path, headers in site.asked] == [("/feed", '"v1"')]
    site.pages["/feed"] = (200, {"ETag": '"v2"'}, feed_with(site.home, 3, 2, 1))
    site.pages["/3"] = page(3)
    site.asked.clear()
    clock.move(minutes=31)
    reader.drain()
    assert paths(site) == ["/feed", "/3"]
    assert store.counts().articles == 3


def test_a_mail_that_was_sent_is_read_as_its_article_and_a_pdf_without_text_says_why(store, clock, workshop):
    mail = f"From: The Dam Letter <a@b.example>\r\nSubject: Dam safe\r\nDate: Mon, 13 Apr 2026 07:00:00 +0000\r\n\r\n{STORY}"
    files = [arriving.of_file("letter.eml", mail.encode(), {}), arriving.of_file("scan.pdf", b"%PDF-1.4\nnothing", {})]
    store.inbox.add(files, by="Eva")
    reader_of(store, clock, workshop).drain()
    assert states(store) == ["read", "rejected"]
    (row,) = store.articles()
    assert (row.title, row.outlet) == ("Dam safe", "The Dam Letter")
    assert store.inbox.arrivals()[0].reason in {"unreadable", "no-text"}


def test_a_feed_that_fails_is_asked_ever_more_seldom_and_says_why(store, clock, workshop, site):
    site.pages = {"/feed": (503, {}, b"")}
    store.feeds.add([arriving.feed_of(Outline(f"{site.home}/feed"), allow_private=True)], by="Eva")

    def check():
        reader_of(store, clock, workshop).drain()  # a new one each time, for whom the host does not rest

    waits = []
    for _ in range(3):
        check()
        (feed,) = store.feeds.feeds()
        assert "503" in feed.error
        until = datetime.fromisoformat(feed.next_at)
        waits.append((until - clock.now).total_seconds() / 60)
        clock.now = until
    assert waits == [30, 60, 120]
    site.pages = {"/feed": (429, {"Retry-After": "36000"}, b"")}
    check()
    assert datetime.fromisoformat(store.feeds.feeds()[0].next_at) - clock.now == timedelta(hours=10)
    clock.move(hours=11)
    site.pages = {"/feed": (200, {}, b"<html><p>No feed")}
    check()
    assert "a page, not a feed" in store.feeds.feeds()[0].error
    clock.move(days=2)
    site.pages = {"/feed": (200, {}, feed_with(site.home))}
    check()
    (feed,) = store.feeds.feeds()
    assert (feed.error, feed.failures) == (None, 0)


def test_robots_txt_is_respected_for_what_feeds_list_and_not_asked_for_what_people_name(store, clock, workshop, site):
    robots = b"User-agent: *\nDisallow: /private*\nAllow: /private/open\n"
    items = b"".join(
        b"<item><link>%b</link></item>" % (site.home + path).encode() for path in ("/private/1", "/private/open", "/2")
    )
    site.pages = {
        "/robots.txt": (200, {"Content-Type": "text/plain"}, robots), "/feed": (200, {}, b"<rss version='2.0'><channel>%b</channel></rss>" % items),
        "/private/1": page(1), "/private/open": page(3), "/2": page(2),
    }  # fmt: skip
    store.feeds.add([arriving.feed_of(Outline(f"{site.home}/feed"), allow_private=True)], by="Eva")
    reader_of(store, clock, workshop).drain()
    assert "/private/1" not in paths(site)
    assert {"/private/open", "/2"} <= set(paths(site))
    refused = store.inbox.arrivals(state="rejected")
    assert [("robots.txt" in one.detail, one.source) for one in refused] == [(True, f"{site.home}/private/1")]
    store.inbox.add([arriving.of_url(f"{site.home}/private/1", allow_private=True)], by="Eva")
    reader_of(store, clock, workshop).drain()
    assert "/private/1" in paths(site)


def test_where_robots_txt_cannot_be_had_a_feed_is_not_asked(store, clock, workshop, site):
    site.pages = {"/robots.txt": (500, {}, b""), "/feed": (200, {}, feed_with(site.home, 1))}
    store.feeds.add([arriving.feed_of(Outline(f"{site.home}/feed"), allow_private=True)], by="Eva")
    reader_of(store, clock, workshop).drain()
    assert paths(site) == ["/robots.txt"]
    assert "robots.txt" in store.feeds.feeds()[0].error


def test_a_server_that_is_busy_is_asked_later_and_one_that_refuses_is_not(store, clock, workshop, site):
    site.pages = {"/busy": (429, {"Retry-After": "600"}, b""), "/gone": (404, {}, b"")}
    store.inbox.add([arriving.of_url(f"{site.home}{path}", allow_private=True) for path in ("/busy", "/gone")], by="Eva")
    reader = reader_of(store, clock, workshop)
    assert reader.step()
    assert states(store) == ["waiting", "waiting"]
    assert store.inbox.arrivals()[1].not_before == "2026-04-13T08:10:00Z"
    reader = reader_of(store, clock, workshop)  # another one, for whom the host does not rest
    reader.drain()
    assert states(store) == ["waiting", "rejected"]
    clock.move(minutes=10)
    site.pages["/busy"] = page(1)
    reader_of(store, clock, workshop).drain()
    assert states(store) == ["read", "rejected"]


def test_a_host_is_left_alone_between_two_requests_and_others_are_asked_meanwhile():
    now = [0.0]
    manners = Manners(ReadOptions(), clock=lambda: now[0])
    manners.rest("a.example")
    assert manners.resting() == {"a.example"}
    now[0] = 2.1
    assert manners.resting() == set()
    manners.rest("a.example", 100)
    now[0] = 60
    assert manners.resting() == {"a.example"}


def test_what_is_pasted_or_sent_is_read_and_what_is_none_is_rejected_with_its_reason(store, clock, workshop):
    sent = [arriving.of_text(STORY, {"outlet": "Daily", "published": "2026-04-13"}), arriving.of_file("../../evil.txt", b"\x89PNG\r\n\x1a\n"),
        arriving.of_file("page.html", page(7)[2]), arriving.of_text("1234", {})]  # fmt: skip
    store.inbox.add(sent, by="Eva")
    reader_of(store, clock, workshop).drain()
    assert states(store) == ["read", "rejected", "read", "rejected"]
    read = [one for one in store.inbox.arrivals() if one.state == "read"]
    story = store.reading(read[1].article_id)
    assert (story.article.outlet, story.article.published) == ("Daily", "2026-04-13")
    assert {one.reason for one in store.inbox.arrivals(state="rejected")} == {"not-text", "no-text"}
    assert story.statements


def test_the_same_text_twice_is_one_article(store, clock, workshop):
    texts(store, STORY)
    reader_of(store, clock, workshop).drain()
    texts(store, STORY)
    reader_of(store, clock, workshop).drain()
    assert states(store) == ["read", "read"]
    assert (store.counts().articles, store.counts().readings) == (1, 1)


def test_what_was_read_is_compared(store, clock, workshop):
    long = " ".join(
        f"The mayor said that gate {n} of the dam was safe on day {n * 7}, and that it would stay so." for n in range(30)
    )
    texts(store, f"{long}\n", f"{long}\n\nNobody had to leave, she said.\n")
    reader_of(store, clock, workshop).drain()
    assert store.groups("copy")


# Addresses that must not be asked


@pytest.mark.parametrize("host", ["127.0.0.1", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "127.1", "localhost"])
def test_an_address_on_this_machine_is_not_asked_however_it_is_written(store, clock, workshop, site, host):
    """What a name server or the system makes of it is looked at, not how it is written."""
    port = site.server_port
    site.pages = {"/": page(1)}
    store.inbox.add([arriving.of_url(f"http://{host}:{port}/", allow_private=True)], by="Eva")
    store.feeds.add([arriving.feed_of(Outline(f"http://{host}:{port}/feed"), allow_private=True)], by="Eva")
    reader_of(store, clock, workshop, allow_private=False).drain()
    assert site.asked == []
    assert [one.reason for one in store.inbox.arrivals()] == ["private-address"]
    assert "private address" in store.feeds.feeds()[0].error


@pytest.mark.parametrize(
    "address", ["10.1.2.3", "192.168.0.9", "169.254.169.254", "172.16.9.9", "fe80::1", "fd00::1", "::1", "::ffff:10.0.0.1"]
)
def test_a_name_that_resolves_to_a_private_address_is_not_asked(store, clock, workshop, monkeypatch, address):
    """Also where it has a public address as well; the name server's answer is the only thing made up here."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET

    def answers(_host, port, **_):
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", port)),
            (family, socket.SOCK_STREAM, 6, "", (address, port)),
        ]

    def connects(*_):
        raise AssertionError("somebody was asked")

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    monkeypatch.setattr(socket.socket, "connect", connects)
    store.inbox.add([arriving.of_url("http://news.example/")], by="Eva")
    store.feeds.add([arriving.feed_of(Outline("http://news.example/feed"))], by="Eva")
    reader_of(store, clock, workshop, allow_private=False).drain()
    assert [one.reason for one in store.inbox.arrivals()] == ["private-address"]
    assert "private address" in store.feeds.feeds()[0].error


def test_a_redirect_to_a_private_address_is_not_followed(site):
    """The first hop is let through as if it were public; the next is looked at like any other."""
    from whoseword.read._fetch import is_public, request

    site.pages = {
        "/": (302, {"Location": "http://10.9.8.7/"}, b""),
        "/feed": (301, {"Location": f"http://localhost:{site.server_port}/secret"}, b""),
    }
    asked = []

    def admits(address):
        asked.append(str(address))
        return len(asked) == 1 or is_public(address)

    for path in ("/", "/feed"):
        asked.clear()
        assert request(f"{site.home}{path}", ReadOptions(timeout_s=5), admits=admits).reason == "private-address"
    assert paths(site) == ["/", "/feed"]


def test_an_entry_of_a_feed_on_a_private_address_does_not_arrive(store):
    from whoseword.feeds import Entry

    assert arriving.of_entry(Entry("1", "http://10.0.0.1/"), "F") is None


# Processes that are killed


def whoseword(*arguments, **options):
    command = [sys.executable, "-c", "from whoseword.cli import main; main()", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


def waits_until(true, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come to that")


def test_a_reader_that_is_killed_loses_nothing_and_another_goes_on(tmp_path, workshop):
    """kill -9 in the middle: what it was reading is taken up again once it has been silent, and each text is one article."""
    with Store.open(tmp_path / "ledger.db") as store:
        texts(store, *(f"{STORY}\nIt is dam number {n}.\n" * 20 for n in range(12)))
        killed = whoseword("inbox", "--watch", "--ledger", store.url, "--threads", "1")
        waits_until(lambda: store.inbox.counts()["read"] >= 2 and store.inbox.counts()["reading"] == 1)
        os.kill(killed.pid, signal.SIGKILL)
        killed.communicate()
        at_death = store.inbox.counts()
        assert at_death["waiting"] + at_death["reading"] > 0
        later = Store.open(tmp_path / "ledger.db", clock=lambda: datetime.now(UTC) + timedelta(seconds=90))
        with later:
            Reader(later, workshop, ReadOptions()).drain()
        assert store.inbox.counts() == {"waiting": 0, "reading": 0, "read": 12, "rejected": 0}
        assert (store.counts().articles, store.counts().readings) == (12, 12)
        assert store.check() == []


def test_the_command_reads_what_waits_says_what_it_did_and_ends(tmp_path):
    with Store.open(tmp_path / "ledger.db") as store:
        texts(store, STORY, "1234")
        done = whoseword("inbox", "--ledger", store.url, "--threads", "1")
        _, told = done.communicate(timeout=60)
        assert (done.returncode, told.strip()) == (0, "1 read, 1 rejected")
        assert not store.inbox.is_read()


def test_a_desk_has_a_reader_that_starts_again_and_ends_with_it(tmp_path):
    """What is added while the desk runs is read; a killed reader is started again; one whose desk is killed ends by itself."""
    with Store.open(tmp_path / "ledger.db") as store:
        desk = whoseword("desk", "--port", "0", "--ledger", store.url)
        try:
            texts(store, STORY)
            waits_until(lambda: store.inbox.counts()["read"] == 1)
            (first,) = children_of(desk.pid)
            os.kill(first, signal.SIGKILL)
            waits_until(lambda: [pid for pid in children_of(desk.pid) if pid != first])
            texts(store, STORY + "More.")
            waits_until(lambda: store.inbox.counts()["read"] == 2)
            (second,) = children_of(desk.pid)
        finally:
            desk.kill()
            desk.communicate()
        waits_until(lambda: not is_alive(second), 20)
        assert not store.inbox.is_read()


def children_of(pid):
    if not Path(f"/proc/{pid}/task/{pid}/children").exists():
        pytest.skip("this system does not tell a process's children")
    others = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        others += (task / "children").read_text().split()
    return sorted({int(one) for one in others})


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_reader_takes_up_what_an_earlier_process_of_its_number_had(store, clock, workshop):
    """In a container the next process may well have the number of the one that was killed."""
    texts(store, STORY)
    store.inbox.seen(name_of())
    store.inbox.take(name_of())
    reader_of(store, clock, workshop).drain()
    assert states(store) == ["read"]


def test_a_reader_is_called_by_its_process():
    assert name_of() == name_of(os.getpid())
    assert name_of(1) != name_of(2)


@pytest.mark.file
def test_feeds_are_added_listed_stopped_and_exchanged_in_the_terminal(tmp_path):
    ledger = str(tmp_path / "l.db")

    def told(*arguments):
        done = whoseword("feeds", *arguments, "--ledger", ledger)
        out, err = done.communicate(timeout=60)
        return done.returncode, out + err

    assert told("add", "https://a.example/f", "https://a.example/f")[1].strip() == "1 feeds added, 1 were followed already"
    code, said = told("add", "http://127.0.0.1/f")
    assert (code, "--allow-private" in said) == (3, True)
    opml = tmp_path / "f.opml"
    opml.write_text(
        "<opml><body><outline text='N'><outline text='B' xmlUrl='https://b.example/f'/></outline><outline xmlUrl='http://10.0.0.1/'/></body></opml>"
    )
    code, said = told("import", str(opml))
    assert (code, "1 feeds added" in said, "10.0.0.1" in said) == (0, True, True)
    with Store.open(ledger) as store:
        a = next(one for one in store.feeds.feeds() if one.url == "https://a.example/f")
    assert "stopped https://a.example/f" in told("stop", a.id[:8])[1]
    assert "stopped" in told("list")[1]
    exported = told("export")[1]
    assert 'text="N"' in exported
    assert "b.example" in exported
    assert "a.example" not in exported
    assert told("import", str(tmp_path / "none"))[0] == 3


def test_a_rejection_has_its_reason(store):
    (one,) = texts(store, "One.")
    store.inbox.seen("r")
    store.inbox.take("r")
    kept = store.inbox.settle(one.id, "r", Rejected("s", "no-text", "\ud800"))
    assert (kept.state, kept.reason, kept.detail) == ("rejected", "no-text", "\ufffd")
