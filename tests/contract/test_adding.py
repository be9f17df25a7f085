"""Adding on the desk's pages: what forms put into the inbox, what they refuse, and who may send one."""

import shutil

import pytest
from fastapi.testclient import TestClient
from lxml import html as parsed
from store_readings import reading

from whoseword import arriving
from whoseword.feeds import read_opml
from whoseword.records import Rejected
from whoseword.store import Store
from whoseword.web import DeskOptions, create_app

NEAR, FAR = ("127.0.0.1", 40000), ("192.0.2.7", 40000)
OPML = b"<opml version='2.0'><body><outline text='N'><outline text='A' xmlUrl='https://a.example/f'/></outline><outline xmlUrl='http://10.0.0.1/'/></body></opml>"
BOMB = b'<?xml version="1.0"?><!DOCTYPE o [<!ENTITY a "a"><!ENTITY b "&a;&a;">]><opml><body><outline xmlUrl="https://a.example/&b;"/></body></opml>'
EVIL = "<img src=x onerror='window.ran = 1'>\u202e{{ 7 * 7 }}"


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """An empty ledger, made once."""
    path = tmp_path_factory.mktemp("empty") / "ledger.db"
    Store.open(path).close()
    return path


@pytest.fixture
def store(tmp_path, empty):
    with Store.open(shutil.copy(empty, tmp_path / "ledger.db"), create=False) as opened:
        yield opened


def desk_over(store, address=NEAR, **options) -> TestClient:
    app = create_app(store, DeskOptions(user="Desk User", **options))
    return TestClient(app, base_url="http://localhost:8765", client=address)


@pytest.fixture
def desk(store):
    return desk_over(store)


def page_of(answer):
    return parsed.fromstring(answer.text)


def text_of(answer) -> str:
    return " ".join(page_of(answer).text_content().split())


def token_of(desk, address="/add") -> str:
    return page_of(desk.get(address)).xpath("//input[@name='token']/@value")[0]


def sent(desk, address="/add", *, files=(), headers=None, **fields):
    """The answer to a form in parts, as a browser would send it; not followed."""
    data = {"token": token_of(desk, address), **fields}
    parts = [("files", (name, raw)) for name, raw in files] or [("files", ("", b""))]
    return desk.post(address, data=data, files=parts, headers=headers or {}, follow_redirects=False)


def test_thirty_addresses_are_added_at_once(desk, store):
    answer = sent(desk, how="url", urls="\r\n".join(f"https://a.example/{n}" for n in range(30)))
    assert (answer.status_code, answer.headers["location"]) == (303, "/add#inbox")
    found = store.inbox.arrivals()
    assert [one.source for one in found] == [f"https://a.example/{n}" for n in reversed(range(30))]
    assert {(one.how, one.state, one.made_by) for one in found} == {("url", "waiting", "Desk User")}
    assert "30 waiting" in text_of(desk.get("/add"))


def test_lines_that_are_no_address_stay_in_the_box_and_the_others_are_added(desk, store):
    answer = sent(desk, how="url", urls="https://a.example/1\nnonsense\nhttp://127.0.0.1/\n")
    assert answer.status_code == 422
    page = page_of(answer)
    assert page.xpath("//textarea[@name='urls']")[0].text == "nonsense\nhttp://127.0.0.1/"
    assert "1 added; not this" in text_of(answer)
    assert "this machine's network" in text_of(answer)
    assert [one.source for one in store.inbox.arrivals()] == ["https://a.example/1"]


def test_a_desk_that_allows_private_addresses_takes_one(store):
    assert sent(desk_over(store, allow_private=True), how="url", urls="http://127.0.0.1/").status_code == 303


def test_a_text_is_added_with_what_is_said_of_it(desk, store):
    said = {"title": "Ferry", "outlet": "Daily", "published": "2026-04-13", "url": "https://a.example/ferry"}
    assert sent(desk, how="paste", text="The ferry stays.\r\nIt does.", **said).status_code == 303
    (one,) = store.inbox.arrivals()
    assert (one.how, one.said) == ("paste", said)
    store.inbox.seen("r")
    assert store.inbox.take("r")[1] == b"The ferry stays.\r\nIt does."


def test_a_long_text_is_taken_and_one_that_is_too_long_is_not(desk, store):
    """The longest that is read, in a script of three bytes a letter."""
    assert sent(desk, how="paste", text="中" * 1_000_000).status_code == 303
    assert sent(desk, how="paste", text="x" * 1_000_001).status_code == 422
    assert sent(desk, how="paste", text="x" * 6_000_000).status_code == 400
    assert len(store.inbox.arrivals()) == 1


def test_what_cannot_be_stays_in_the_form_with_the_reason(desk, store):
    answer = sent(desk, how="paste", text="The ferry stays.", published="soon")
    assert answer.status_code == 422
    assert page_of(answer).xpath("//textarea[@name='text']")[0].text == "The ferry stays."
    assert "published is 'soon'" in text_of(answer)
    assert store.inbox.arrivals() == []


def test_several_files_are_added_and_a_bad_one_costs_itself_only(desk, store):
    files = [
        ("a.txt", b"One."),
        ("b.doc", b"\xd0\xcf\x11\xe0"),
        ("c.html", b"<p>Two"),
        ("empty.txt", b""),
        ("big.txt", b"x" * 20_000_001),
    ]
    answer = sent(desk, files=files, how="upload", file_outlet="Daily")
    assert answer.status_code == 422
    said = text_of(answer)
    assert "2 added" in said
    for told in ("b.doc: only text", "empty.txt: there is nothing in it", "big.txt: it has over"):
        assert told in said
    assert [(one.source.rsplit("/")[-1], one.said) for one in store.inbox.arrivals()] == [
        ("c.html", {"outlet": "Daily"}), ("a.txt", {"outlet": "Daily"}),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.txt", "C:\\windows\\a.txt", "/tmp/a.txt", "a\r\nb.txt", EVIL + ".txt", "..txt"]
)
def test_the_name_of_a_file_leads_nowhere_and_is_text(desk, store, tmp_path, name):
    before = sorted(tmp_path.rglob("*"))
    answer = sent(desk, files=[(name, b"One.")], how="upload")
    assert answer.status_code in (303, 422)
    for one in store.inbox.arrivals():
        kept = one.source.removeprefix("upload:").split("/", 1)[1]
        assert not set("/\\\r\n") & set(kept)
    assert sorted(tmp_path.rglob("*")) == before
    shown = desk.get("/add")
    assert page_of(shown).xpath("//img") == []
    assert "\u202e" not in shown.text


def test_no_file_and_no_kind_of_form_are_told(desk):
    assert "choose one or several" in text_of(sent(desk, how="upload"))
    assert sent(desk, how="nothing").status_code == 422
    assert "give one a line" in text_of(sent(desk, how="url", urls=" \n"))


def test_the_inbox_shows_what_became_of_each(desk, store):
    store.inbox.add([arriving.of_text(text, {"title": "Ferry?"}) for text in ("One.", "Two.", "Three.", "Four.")], by=EVIL)
    store.inbox.seen("r")
    one, two = (store.inbox.take("r")[0] for _ in range(2))
    whole = reading("One.", source=one.source, title="The ferry")
    store.inbox.settle(one.id, "r", whole)
    store.inbox.settle(two.id, "r", Rejected("x", "http", "the server answered 404 Not Found"))
    store.inbox.take("r")
    answer = desk.get("/inbox")
    said = text_of(answer)
    for told in (
        "1 waiting, 1 being read",
        "1 read",
        "1 not read",
        "Its server did not give it: the server answered 404 Not Found",
    ):
        assert told in said
    page = page_of(answer)
    assert page.xpath(f"//a[@href='/articles/{whole.article.id}']/text()") == ["The ferry"]
    assert page.xpath("//img") == []
    assert "\u202e" not in answer.text
    assert len(page_of(desk.get("/inbox?state=rejected")).xpath("//li[contains(@class, 'arrival')]")) == 1
    assert desk.get("/inbox?state=x").status_code == 400
    assert page.xpath("//div[@id='arrived']/@hx-trigger") == ["every 2s"]
    part = desk.get(page.xpath("//div[@id='arrived']/@hx-get")[0])
    assert "<html" not in part.text
    assert part.text.strip() in answer.text


def test_the_list_is_loaded_again_only_while_something_waits(desk, store):
    assert page_of(desk.get("/add")).xpath("//*[@hx-trigger]") == []
    (one,) = store.inbox.add([arriving.of_text("One.", {})], by="Eva")
    assert "Nothing reads the inbox now" in text_of(desk.get("/add"))
    store.inbox.seen("r")
    assert "Nothing reads the inbox now" not in text_of(desk.get("/add"))
    store.inbox.leave_out(one.id, by="Eva")
    assert page_of(desk.get("/add")).xpath("//*[@hx-trigger]") == []


def button(desk, address, what):
    form = page_of(desk.get(address)).xpath(f"//form[contains(@action, '/{what}')]")[0]
    fields = {one.get("name"): one.get("value") for one in form.xpath(".//input")}
    return desk.post(form.get("action"), data=fields, follow_redirects=False)


def test_what_waits_is_left_out_and_what_was_rejected_is_tried_again(desk, store):
    store.inbox.add([arriving.of_url("https://a.example/")], by="Eva")
    answer = button(desk, "/add", "leave-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/add#inbox")
    assert "Left out: left out by Desk User" in text_of(desk.get("/add"))
    answer = button(desk, "/inbox", "retry")
    assert answer.headers["location"] == "/inbox"
    assert store.inbox.counts()["waiting"] == 1


# Feeds


def test_feeds_are_added_shown_stopped_and_go_on(desk, store):
    answer = sent(desk, "/feeds", how="url", urls="https://a.example/f\nb.example/rss")
    assert answer.status_code == 200
    assert "2 added" in text_of(answer)
    assert button(desk, "/feeds", "stop").status_code == 303
    assert [one.active for one in store.feeds.feeds()] == [False, True]
    assert button(desk, "/feeds", "check").status_code == 303
    assert [one.active for one in store.feeds.feeds()] == [True, True]
    assert sent(desk, "/feeds", how="url", urls="http://127.0.0.1/f").status_code == 422
    assert sent(desk, "/feeds", how="url", urls="").status_code == 422
    assert len(store.feeds.feeds()) == 2


@pytest.mark.parametrize("as_file", [True, False])
def test_a_list_of_feeds_is_imported_as_a_file_or_as_text_and_downloaded(desk, store, as_file):
    given = {"files": [("f.opml", OPML)]} if as_file else {"opml": OPML.decode()}
    answer = sent(desk, "/feeds", how="opml", **given)
    assert "1 added" in text_of(answer)
    assert "http://10.0.0.1/" in text_of(answer)
    assert [(one.title, one.folder) for one in store.feeds.feeds()] == [("A", "N")]
    download = desk.get("/feeds.opml")
    assert "attachment" in download.headers["content-disposition"]
    assert [one.url for one in read_opml(download.content)] == ["https://a.example/f"]


@pytest.mark.parametrize("raw", [BOMB, b"", b"\x00", b"<opml>", b"<html/>"], ids=["bomb", "empty", "nul", "cut", "page"])
def test_a_bad_list_adds_nothing_and_says_why(desk, store, raw):
    answer = sent(desk, "/feeds", files=[("f.opml", raw)], how="opml")
    assert answer.status_code == 422
    assert page_of(answer).xpath("//*[@role='alert']//li/text()")
    assert store.feeds.feeds() == []


def test_a_hostile_feed_is_text(desk, store):
    sent(
        desk,
        "/feeds",
        how="opml",
        opml=f"<opml><body><outline title='{EVIL.replace('<', '&lt;').replace(chr(39), '&quot;')}' xmlUrl='https://a.example/'/></body></opml>",
    )
    shown = desk.get("/feeds")
    assert len(store.feeds.feeds()) == 1
    assert page_of(shown).xpath("//img") == []
    assert "\u202e" not in shown.text
    assert " 49 " not in text_of(shown)


# Who may


ADDRESSES = ["/add", "/feeds"]


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_of_another_site_adds_nothing(desk, store, address, headers):
    assert sent(desk, address, how="url", urls="https://a.example/", headers=headers).status_code == 403
    assert (store.inbox.arrivals(), store.feeds.feeds()) == ([], [])


@pytest.mark.parametrize("token", ["", "x" * 43, "é"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_form_without_the_token_adds_nothing(desk, store, address, token):
    assert sent(desk, address, how="url", urls="https://a.example/", token=token).status_code == 403
    assert (store.inbox.arrivals(), store.feeds.feeds()) == ([], [])


@pytest.mark.parametrize("what", ["/inbox/{id}/retry", "/inbox/{id}/leave-out"])
def test_a_button_without_the_token_does_nothing(desk, store, what):
    (one,) = store.inbox.add([arriving.of_url("https://a.example/")], by="Eva")
    assert desk.post(what.format(id=one.id), data={"from": "add"}).status_code == 403
    assert store.inbox.arrival(one.id).state == "waiting"


@pytest.mark.parametrize("address", ADDRESSES)
def test_another_machine_and_a_ledger_for_reading_add_nothing_and_have_no_form(store, desk, address):
    given = token_of(desk, address)
    with Store.open(store.path, read_only=True) as reader:
        for other in (desk_over(store, FAR), desk_over(reader)):
            shown = other.get(address)
            assert shown.status_code == 200
            assert page_of(shown).xpath("//form[@method='post']") == []
            data = {"token": given, "how": "url", "urls": "https://a.example/"}
            assert other.post(address, data=data, files={"files": ("", b"")}).status_code == 403


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_no_form_of_the_page_is_refused(desk, store, address):
    kind = "multipart/form-data; boundary=x"
    assert desk.post(address, data={"how": "url"}).status_code == 415
    assert desk.post(address, content=b"--x\r\nnonsense", headers={"content-type": kind}).status_code in (400, 403)
    assert desk.post(address, content=b"", headers={"content-type": kind, "content-length": "200000000"}).status_code == 413
    assert desk.post(address, content=iter([b"--x--"]), headers={"content-type": kind}).status_code == 411
    many = [("files", (f"{n}.txt", b"x")) for n in range(101)]
    assert desk.post(address, data={"token": token_of(desk)}, files=many).status_code == 400
    assert store.inbox.arrivals() == []
