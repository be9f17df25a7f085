"""The desk over HTTP: what each page says, what a browser may do with it, and that nothing in an article can run."""

import html
import json
import re
import subprocess
import sys
import time
import urllib.request
from dataclasses import replace
from urllib.parse import quote

import pytest
from desk_ledger import DENIED, EVE, HOSTILE, PAGE, SAILS, STAYS, cut, filled, readings, said
from fastapi.testclient import TestClient
from lxml import etree
from lxml import html as parsed
from store_readings import reading, statement

from whoseword.across import catch_up
from whoseword.records import Block, Dispute, Speaker, digest
from whoseword.store import Store
from whoseword.web import DeskOptions, create_app

FERRY, EVIL = readings()[1].article.id, readings()[2].article.id
PAGES = ["/", "/articles", f"/articles/{FERRY}", f"/articles/{EVIL}", "/speakers", "/speakers/Ann%20Low", f"/speakers/{digest('low')}", "/search",
    "/search?q=ferry", "/add", "/inbox", "/feeds", "/starred", f"/starred?ids={EVE.id},{STAYS.id}", f"/statements/{STAYS.id}", f"/statements/{EVE.id}",
    "/disputes", "/quotations", "/issues", "/issues/ferry", "/issues?words=ferry", f"/issues/{quote('<script>window.ran = 1</script>/..', safe='')}",
    f"/statements/{EVE.id}/found", f"/speakers/{quote(EVE.speaker.name, safe='')}"]  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory, home):
    path = filled(tmp_path_factory.mktemp("desk") / "ledger.db")
    with Store.open(path, create=False, read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def desk(store):
    return TestClient(create_app(store), base_url="http://localhost:8765")


def text_of(answer) -> str:
    return " ".join(parsed.fromstring(answer.text).text_content().split())


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_there_and_well_formed(desk, address):
    """Each opens, has one h1 unless it is a part of a page, and no two elements with one id."""
    answer = desk.get(address)
    assert answer.status_code == 200
    page = parsed.fromstring(answer.text)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert len(page.xpath("//h1")) == (0 if address.endswith("/found") else 1)


@pytest.mark.parametrize("address", [*PAGES, "/static/desk.css", "/nothing", "/search?act=x"])
def test_every_answer_has_the_security_headers(desk, address):
    headers = desk.get(address).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("address", PAGES)
def test_no_page_has_inline_script_or_style_or_anything_from_elsewhere(desk, address):
    page = parsed.fromstring(desk.get(address).text)
    assert page.xpath("//style | //script[not(@src)] | //*[@style] | //iframe | //object | //embed | //base") == []
    assert [name for name in page.xpath("//@*") if str(name.attrname).startswith("on")] == []
    loaded = page.xpath("//script/@src | //link/@href | //img/@src | //form/@action | //*/@hx-get")
    assert [one for one in loaded if not one.startswith("/") or one.startswith("//")] == []


@pytest.mark.parametrize(
    "address",
    [one for one in PAGES if EVIL in one or EVE.id in one or "img" in one or "script" in one]
    + ["/", "/articles", "/search", "/disputes", "/issues", "/issues/ferry"],
)
def test_what_a_hostile_article_holds_is_text(desk, address):
    """Its tags are no elements, its template code is not run, its direction marks are shown, its link is no link."""
    body = desk.get(address).text
    page = parsed.fromstring(body)
    assert [one for one in page.xpath("//script/text()") if one.strip()] == []
    assert page.xpath("//img | //main//svg[@onload] | //b[not(@class)] | //i") == []
    assert "\u202e" not in body
    assert [one for one in page.xpath("//@href") if one.lower().startswith("javascript")] == []
    assert " 49 " not in text_of(desk.get(address))


def test_a_hostile_article_is_shown_whole_in_its_own_words(desk):
    page = parsed.fromstring(desk.get(f"/articles/{EVIL}").text)
    for number in page.xpath("//a[contains(@class, 'num') and starts-with(@id, 'm-')]"):
        number.drop_tree()
    shown = "".join("".join(one.itertext()) for one in page.xpath("//*[contains(concat(' ', @class, ' '), ' text ')]"))
    assert "".join(shown.split()) == "".join(HOSTILE.replace("\u202e", "<202E>").replace("\u202c", "<202C>").split())


def test_marks_cover_exactly_the_spans(desk):
    """The words under each number are the content of that statement, code point by code point."""
    page = parsed.fromstring(desk.get(f"/articles/{FERRY}").text)
    for number, one in enumerate((STAYS, DENIED, SAILS), 1):
        marked = page.xpath(f"//mark[contains(concat(' ', @data-s, ' '), ' {number} ')]")
        for badge in [badge for mark in marked for badge in mark.xpath(".//a")]:
            badge.drop_tree()
        assert "".join(mark.text_content() for mark in marked) == one.content[0].text


def test_marks_stand_right_beyond_the_basic_plane(tmp_path):
    """An emoji is one code point here and two units in a browser: the highlight must not slip."""
    text = "😀😀 She said 😀 no 😀 today."
    with Store.open(tmp_path / "l.db") as store:
        store.add(reading(text, statement(text, "no 😀"), blocks=(Block("paragraph", 0, len(text)),)))
        page = parsed.fromstring(
            TestClient(create_app(store), base_url="http://localhost").get(f"/articles/{digest(text)}").text
        )
    assert [mark.text_content() for mark in page.xpath("//mark[@data-s]")] == ["no 😀"]


def test_an_article_has_a_note_for_each_statement_and_links_both_ways(desk):
    page = parsed.fromstring(desk.get(f"/articles/{FERRY}").text)
    assert page.xpath("//li[contains(@class, 'note')]/@id") == ["s-1", "s-2", "s-3"]
    for number in (1, 2, 3):
        assert page.xpath(f"//a[@id='m-{number}']/@href") == [f"#s-{number}"]
        assert f"#m-{number}" in page.xpath(f"//li[@id='s-{number}']//@href")
    said = " ".join(page.xpath("//li[@id='s-2']")[0].text_content().split())
    assert "Bo Ray, harbour master deny" in said
    assert "answers 1" in said
    assert "inside 2" in " ".join(page.xpath("//li[@id='s-3']")[0].text_content().split())


def test_a_statement_shows_how_each_field_was_found_and_how_to_cite_it(desk):
    said = text_of(desk.get(f"/statements/{STAYS.id}"))
    assert "Ann Low, Mayor, GBR by name, 0.97" in said
    assert f"Mayor Ann Low {PAGE.index('Mayor')}–{PAGE.index(' told')}" in said
    assert "20 January 2025 to the day, from the text" in said
    assert "Daily ← Herald ← Ann Low" in said
    assert "“The ferry stays.” (direct). Ann Low, Mayor, 20 January 2025 (on the word of Herald ← Ann Low). In: Daily" in said
    assert "is answered by Bo Ray" in said


def test_a_speaker_is_found_by_name_and_by_actor(desk):
    by_name, by_actor = (text_of(desk.get(f"/speakers/{key}")) for key in ("Ann%20Low", digest("low")))
    assert "The ferry stays." in by_name
    assert "The ferry stays." in by_actor
    assert "Bo Ray, the harbour" not in by_name
    assert "Mayor 21 January 2025" in by_name


def test_a_speaker_answers_whom_the_statements_are_about(desk):
    page = parsed.fromstring(desk.get("/speakers/Bo%20Ray").text)
    assert page.xpath("//h2[. = 'Answers']/following-sibling::ul[1]//a/text()") == ["Ann Low"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("q=ferry", ["The ferry stays."]),
        ("q=ferry+NOT+stays", []),
        ("q=ferry+OR+nobody", ["The ferry stays.", "that Low had said “nobody sails”", "nobody sails"]),
        ("q=%22nobody+sails%22&act=assert", ["nobody sails"]),
        ("q=ferry+NEAR/2+stays", ["The ferry stays."]),
        ("who=Bo+Ray", ["that Low had said “nobody sails”"]),
        ("to=Herald", ["The ferry stays."]),
        ("kind=mixed", ["that Low had said “nobody sails”"]),
        ("outlet=daily&since=2025-01-20&until=2025-01-20", ["The ferry stays."]),
        ("q=%E2%80%94", []),
    ],
)
def test_a_search_finds_what_is_asked_for(desk, asked, expected):
    page = parsed.fromstring(desk.get(f"/search?{asked}").text)
    assert sorted(q.text_content() for q in page.xpath("//*[@class='quote']/q")) == sorted(expected)


def test_facets_count_and_lead_to_narrower_searches(desk):
    page = parsed.fromstring(desk.get("/search?outlet=daily").text)
    (speaker,) = page.xpath("//section[h2 = 'Speaker']//li[a = 'Ann Low']")
    assert speaker.text_content().split()[-1] == "2"
    narrower = parsed.fromstring(desk.get(speaker.find("a").get("href")).text)
    assert len(narrower.xpath("//li[@class='item']")) == 2
    assert {one.get("href") for one in narrower.xpath("//a[@class='chip']")} == {"/search?who=Ann+Low", "/search?outlet=daily"}


def test_a_dispute_has_both_sides_in_time_and_says_why(desk):
    """From the list to the dispute; who says it on one side, who denies it on the other, by the day."""
    listed = parsed.fromstring(desk.get("/disputes").text)
    (address,) = set(listed.xpath("//h3/a[contains(., 'ferry stays')]/@href"))
    page = parsed.fromstring(desk.get(address).text)
    assert "The ferry stays." in page.xpath("//h1")[0].text_content()
    assert {one.text_content() for one in page.xpath("//ol[@aria-label='for']//a[@class='who']")} == {"Ann Low"}
    assert {one.text_content() for one in page.xpath("//ol[@aria-label='against']//a[@class='who']")} == {"Bo Ray"}
    assert page.xpath("//h3[@class='when']/text()") == ["20 January 2025", "21 January 2025"]
    assert "The ferry stays." in " ".join(page.xpath("//ol[@class='grounds']")[0].text_content().split())


def test_a_dispute_is_found_by_any_claim_in_it(desk, store):
    """Its name can change as claims are added; every name that it had leads to it."""
    items = [item for item in store.items("claim") if item.statement in (STAYS.id, DENIED.id)]
    assert len({str(desk.get(f"/disputes/{item.form}").url) for item in items}) == 1
    page = parsed.fromstring(desk.get(f"/statements/{DENIED.id}").text)
    assert page.xpath("//h2[@id='contested']/following-sibling::article//h3/a/@href") == [
        next(address for address in {str(desk.get(f"/disputes/{item.form}").url.path) for item in items})
    ]


def test_an_issue_shows_what_each_party_holds(desk, tmp_path):
    text = "Ann Low demanded that the dam be opened. Bo Ray refused to open the dam."
    said = (
        statement(text, "that the dam be opened", "Ann Low", act="demand"),
        statement(text, "to open the dam", "Bo Ray", act="refuse"),
    )
    with Store.open(tmp_path / "l.db") as store:
        store.add(reading(text, *said, outlet="Daily", published="2025-01-21"))
        page = parsed.fromstring(TestClient(create_app(store), base_url="http://localhost").get("/issues?words=dam").text)
    held = {
        one.xpath("string(h2)"): one.xpath("string(.//*[@class='stance'])") for one in page.xpath("//section[@class='party']")
    }
    assert held == {"Ann Low": "demands", "Bo Ray": "refuses"}
    assert page.xpath("//figure/svg/title") != []


def test_a_quotation_shows_each_wording_and_the_words_that_differ(tmp_path):
    """Which words were cut and added stands in the page as such; the one carried first comes first."""
    whole = "We will not close the old ferry before the new bridge is open to everybody in the valley."
    later = "We will close the old ferry before the new bridge is open to everybody in the valley."
    with Store.open(tmp_path / "l.db") as store:
        for said, outlet, day in ((whole, "Daily", "2025-01-20"), (later, "Herald", "2025-01-21")):
            text = f"“{said}” Ann Low said."
            one = statement(text, said, "Ann Low", kind="direct", verbatim=(cut(text, said),))
            store.add(reading(text, one, outlet=outlet, published=day, source=outlet))
        assert list(catch_up(store))
        desk = TestClient(create_app(store), base_url="http://localhost")
        (address,) = parsed.fromstring(desk.get("/quotations").text).xpath("//p[@class='quote']/a/@href")
        page = parsed.fromstring(desk.get(address).text)
        found = parsed.fromstring(desk.get(f"/statements/{digest(text, 1, 1 + len(later))}").text)
    first, second = page.xpath("//p[@class='quote']")
    assert first.text_content() == whole
    assert second.xpath("del/text()") == ["not"]
    assert "".join(second.itertext()).replace("not ", "") == later
    assert found.xpath("//h2[@id='elsewhere']/following-sibling::ol//p[@class='quote']/a/@href") == [address]


def test_starred_statements_come_in_the_order_of_the_address(desk):
    page = parsed.fromstring(desk.get(f"/starred?ids={SAILS.id},nothing,{STAYS.id}").text)
    assert page.xpath("//li[@class='item']/@data-id") == [SAILS.id, STAYS.id]


def test_the_beginning_of_an_id_leads_to_its_whole_address(desk):
    for part, whole in (
        (f"/articles/{FERRY[:6]}", f"/articles/{FERRY}"),
        (f"/statements/{STAYS.id[:8]}", f"/statements/{STAYS.id}"),
    ):
        assert str(desk.get(part).url).endswith(whole)


@pytest.mark.parametrize(
    "address", ["/articles/zzz", "/disputes/zzz", "/issues/zzz", "/quotations/zzz", "/statements/zzz", "/statements/zzz/found", "/speakers/Nobody", "/nothing", "/static/nothing.css",
    "/static/../_app.py", "/static/%2e%2e/_app.py", "/static/..%2f_app.py", "/static/%2e%2e%2f%2e%2e%2ferrors.py", "/static//etc/passwd"]
)  # fmt: skip
def test_what_is_not_there_is_a_page_that_says_so(desk, address):
    answer = desk.get(address)
    assert answer.status_code == 404
    assert "Today" in text_of(answer)
    assert "StaticFiles" not in answer.text


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/search?act=shout", "act is 'shout': it is one of assert"),
        ("/search?since=soon", "give an ISO date such as 2024"),
        ("/search?page=-1", "page is '-1'"),
        ("/search?page=99999", "narrow the search"),
        ("/search?q=" + "(" * 40 + "a", "parentheses more than"),
        ("/search?order=up", "order is 'up'"),
        ("/articles?page=x", "page is 'x'"),
        ("/disputes?page=0", "page is '0'"),
    ],
)
def test_what_cannot_be_asked_is_told_in_plain_words(desk, address, words):
    answer = desk.get(address)
    assert answer.status_code == 400
    assert words in text_of(answer)


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "localhost.evil.example", "127.0.0.1.evil.example", "", "[::1].evil"]
)
def test_a_foreign_host_name_is_refused(desk, host):
    """A page elsewhere that points its own name at this machine gets nothing."""
    answer = desk.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "Ferry" not in answer.text


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:8765", "[::1]:8765", "192.168.0.7:8765"])
def test_this_machine_may_be_called_localhost_or_by_an_address(desk, host):
    assert desk.get("/", headers={"host": host}).status_code == 200


def test_a_name_that_the_desk_was_given_is_its_own(store):
    app = create_app(store, DeskOptions(hosts=frozenset({"Desk.example"})))
    assert TestClient(app, base_url="http://desk.example:8765").get("/").status_code == 200


def test_pages_are_for_reading_only(desk):
    assert {desk.request(method, "/").status_code for method in ("POST", "PUT", "DELETE")} == {405}


def test_the_least_confidences_hold_on_every_page(store):
    """A statement below the least is on no page; a speaker below it is unresolved."""
    desk = TestClient(create_app(store, DeskOptions(confidence=0.7, sure=0.9)), base_url="http://localhost")
    page = parsed.fromstring(desk.get(f"/articles/{FERRY}").text)
    assert len(page.xpath("//li[contains(@class, 'note')]")) == 2
    assert "unresolved" in page.xpath("//li[@id='s-2']")[0].text_content()
    assert "nobody sails" not in [q.text_content() for q in parsed.fromstring(desk.get("/search").text).xpath("//q")]
    assert desk.get("/speakers/Bo%20Ray").status_code == 404


def test_three_thousand_statements_and_ten_thousand_words_are_one_page(tmp_path):
    """Nothing is left out, and the page stays linear in what it shows."""
    long = " ".join(f"word{n}" for n in range(10_000))
    text = f"He said: “{long}”\n\n" + "\n".join(f"She said thing{n}." for n in range(3000))
    said = [statement(text, long), *(statement(text, f"thing{n}.") for n in range(3000))]
    with Store.open(tmp_path / "l.db") as store:
        store.add(reading(text, *said))
        answer = TestClient(create_app(store), base_url="http://localhost").get(f"/articles/{digest(text)}")
    assert answer.status_code == 200
    assert answer.text.count('class="note ') == 3001
    assert "word9999" in answer.text
    assert len(answer.text) < 4_000_000


def test_statements_nested_without_end_do_not_swell_the_page(tmp_path):
    """800 statements each inside the last: the page grows with their number, not with its square."""
    text = "said " * 2000
    spans = [statement(text, text[: len(text) - 5 * n].strip()) for n in range(800)]
    spans = [replace(one, id=digest(n)) for n, one in enumerate(spans)]
    with Store.open(tmp_path / "l.db") as store:
        store.add(reading(text, *spans))
        answer = TestClient(create_app(store), base_url="http://localhost").get(f"/articles/{digest(text)}")
    assert answer.status_code == 200
    assert len(answer.text) < 2_000_000


def test_an_empty_ledger_says_what_to_do(tmp_path):
    with Store.open(tmp_path / "l.db") as store:
        desk = TestClient(create_app(store), base_url="http://localhost")
        assert "whoseword read" in text_of(desk.get("/"))
        assert {
            desk.get(page).status_code
            for page in ("/articles", "/speakers", "/search", "/starred", "/disputes", "/issues", "/issues?words=a")
        } == {200}


@pytest.mark.file
def test_the_command_serves_the_desk_and_says_where(tmp_path):
    """`whoseword desk` prints its address on standard error and answers there until it is ended."""
    ledger = filled(tmp_path / "ledger.db")
    command = [sys.executable, "-c", "from whoseword.cli import main; main()", "desk", "--ledger", str(ledger), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=tmp_path) as process:
        try:
            address = re.search(r"http://127\.0\.0\.1:\d+/", process.stderr.readline())[0]
            deadline = time.monotonic() + 30
            while True:
                try:
                    with urllib.request.urlopen(address, timeout=5) as answer:
                        assert "Ferry to stay" in html.unescape(answer.read().decode())
                    break
                except ConnectionError:
                    assert time.monotonic() < deadline
        finally:
            process.terminate()


def test_a_page_has_no_markup_that_a_browser_must_repair(desk):
    """Every page but the parts is parsed by a strict parser of HTML without an error in its nesting."""
    for address in (f"/articles/{FERRY}", "/", "/search"):
        parser = etree.HTMLParser()
        etree.fromstring(desk.get(address).text, parser)
        wrong = [error.message for error in parser.error_log if "invalid" not in error.message]
        assert wrong == []


# Files and feeds

NAMES = ["CSV", "JSON lines", "BibTeX", "RIS", "CSL-JSON", "JSON-LD", "evidence sheet", "feed"]


def taken_away(desk, address):
    """What each link under a page's list gives, by its name."""
    links = parsed.fromstring(desk.get(address).text).xpath("//p[contains(@class, 'saved-as')]/a")
    assert [one.text for one in links] == NAMES
    return {one.text: near(desk).get(one.get("href")) for one in links}


def near(desk):
    return TestClient(desk.app, base_url="http://localhost:8765", client=("127.0.0.1", 40000))


@pytest.mark.parametrize(
    "address", ["/search?q=ferry&in_article=harbour&to=Herald", "/speakers/Ann%20Low", f"/speakers/{digest('low')}"]
)
def test_a_list_is_taken_away_as_any_file(desk, address):
    """With the statements that the page has."""
    files = taken_away(desk, address)
    assert {one.status_code for one in files.values()} == {200}
    shown = parsed.fromstring(desk.get(address).text).xpath("//li[@class='item']/@data-id")
    assert [json.loads(line)["statement"]["id"] for line in files["JSON lines"].text.splitlines()] == shown
    assert "The ferry stays." in files["CSV"].text


def test_both_sides_of_a_dispute_are_taken_away_as_any_file(desk):
    listed = parsed.fromstring(desk.get("/disputes").text)
    (address,) = set(listed.xpath("//h3/a[contains(., 'ferry stays')]/@href"))
    files = taken_away(desk, address)
    assert {one.status_code for one in files.values()} == {200}
    assert "attachment" in files["RIS"].headers["content-disposition"]
    assert {json.loads(line)["statement"]["speaker"]["name"] for line in files["JSON lines"].text.splitlines()} == {
        "Ann Low",
        "Bo Ray",
    }
    assert desk.get(f"{address}/exports/zip").status_code == 404
    assert desk.get("/disputes/zzz/exports/csv").status_code == 404


@pytest.mark.parametrize("address", ["/search?q=ferry", "/speakers/Ann%20Low"])
def test_a_list_is_a_feed_that_readers_find(desk, address):
    (link,) = parsed.fromstring(desk.get(address).text).xpath("//head/link[@rel='alternate']")
    assert link.get("type") == "application/atom+xml"
    feed = etree.fromstring(near(desk).get(link.get("href")).content)
    assert etree.QName(feed).localname == "feed"


def test_of_many_pairs_in_a_dispute_the_surest_are_open_and_the_others_folded(tmp_path):
    """A page of forty pairs is not read; each keeps its place and its words."""
    text = "Low said the ferry stays. " + " ".join(f"Ray{n} denied that it stays on day {n}." for n in range(12))
    first = said(text, "the ferry stays", "said", "Low", speaker=Speaker("Ann Low", "person", how="name", confidence=0.9))
    denials = [
        said(text, f"that it stays on day {n}.", "denied", f"Ray{n}", act="deny", about=first.id,
             speaker=Speaker(f"Ray {n}", "person", how="name", confidence=0.9))
        for n in range(12)
    ]  # fmt: skip
    whole = replace(
        reading(text, first, *denials, published="2025-01-20"),
        disputes=(Dispute("the ferry stays", (first.id,), tuple(one.id for one in denials)),),
    )
    with Store.open(tmp_path / "l.db") as opened:
        opened.add(whole)
        assert list(catch_up(opened))
        found = opened.groups("claim", relation="against")[0]
        answer = TestClient(create_app(opened), base_url="http://localhost:8765").get(f"/disputes/{found.id}")
        page = parsed.fromstring(answer.text)
        folded = page.xpath("//details[@class='further']//ol/li")
        assert len(page.xpath("//section[@class='why']/ol[1]/li")) == 8
        assert page.xpath("string(//details[@class='further']/summary)") == f"{len(folded)} further pairs"
        assert len(folded) >= 2
