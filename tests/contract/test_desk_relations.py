"""Relations on the desk: pairs of parties, the series of one pair, and events that lead to the words that tell of them."""

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from lxml import html as parsed
from sqlalchemy.event import listen
from store_readings import reading, statement

from whoseword.across import catch_up
from whoseword.compare import EventComparer, dyad
from whoseword.events import Told, is_between, surest
from whoseword.records import Block, Event, EventActor, SaidOn, Span, digest, from_json
from whoseword.store import Store
from whoseword.web import DeskOptions, create_app

LINE = "Borduria shelled a village in Sudria on Monday."
TALKS = "Envoys of Borduria and Sudria met <script>window.ran = 1</script> in Wexmoor."
TEXT = f"News of the week\n\n{LINE}\n\n{TALKS} Ann Low said so."
BLOCKS = tuple(Block("paragraph", TEXT.index(one), TEXT.index(one) + len(one)) for one in ("News of the week", LINE, TALKS))
BORDURIA, SUDRIA = EventActor("Bordurian army", None, "Borduria", "MIL"), EventActor("Sudria", None, "Sudria", "GOV")
PIRATES = EventActor("<b>pirates</b>/..")


def event(words, root, day, source=BORDURIA, target=SUDRIA, **more):
    start = TEXT.index(words)
    date = SaidOn(day, "day", None, "text", None) if day else None
    evidence = Span.cut(TEXT, start, start + len(words))
    return Event(
        digest(words, root, day, source.name), root, source, target, more.pop("status", "asserted"), evidence, date, **more
    )


SAID = statement(TEXT, "so", "Ann Low")
EVENTS = (
    event(LINE, "ASSAULT", "2025-01-20", confidence=0.9),
    event(TALKS, "CONSULT", "2025-02-03", reported_by=SAID.id, confidence=0.5),
    event(LINE, "ACCUSE", "0001-01-01", confidence=0.8),
    event(LINE, "YIELD", "2025-01-21", confidence=0.8, status="denied"),
    event(TALKS, "AID", None, source=PIRATES, confidence=0.8),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store.open(tmp_path_factory.mktemp("relations") / "l.db") as opened:
        for outlet in ("Daily", "Herald"):
            whole = reading(
                TEXT + f"\n{outlet}", SAID, outlet=outlet, title=f"In the {outlet}", published="2025-02-04", source=outlet
            )
            article = replace(whole.article, blocks=BLOCKS)
            opened.add(replace(whole, article=article, events=EVENTS))
        assert list(catch_up(opened))
        yield opened


@pytest.fixture(scope="module")
def desk(store):
    return TestClient(create_app(store), base_url="http://localhost:8765")


def page_of(answer):
    assert answer.status_code == 200
    return parsed.fromstring(answer.text)


def test_pairs_of_states_are_listed_with_their_mean(desk):
    """What was denied counts nowhere; each event counts once, however many articles tell of it."""
    rows = [[cell.text_content() for cell in row] for row in page_of(desk.get("/relations")).xpath("//tbody/tr")]
    assert rows[0][:2] == ["Borduria and Sudria", "3"]
    assert rows[0][3] == "3 February 2025"
    assert len(rows) == 2


def test_a_pair_has_its_series_and_its_events_with_their_evidence(desk):
    page = page_of(desk.get("/relations/Borduria/Sudria"))
    assert page.xpath("//figure/svg/title/text()") == ["Borduria and Sudria: relations week by week"]
    told = [" ".join(one.text_content().split()) for one in page.xpath("//li[@class='item']")]
    assert len(told) == 4
    assert "3 February 2025" in told[0]
    assert "consult" in told[0]
    assert TALKS in told[0]
    assert "in 2 articles" in told[0]
    assert page.xpath(f"//a[@href='/statements/{SAID.id}']") != []


def test_an_event_leads_to_the_passage_that_tells_of_it(desk):
    address = page_of(desk.get("/relations/Borduria/Sudria")).xpath("//li[@class='item'][2]//a/@href")[0]
    page = page_of(desk.get(address))
    (passage,) = page.xpath("//*[@id='at']")
    assert LINE in passage.text_content()
    assert "News of the week" not in passage.text_content()


@pytest.mark.parametrize("at", ["x", "-1", "9" * 30, "", "99999"])
def test_an_offset_that_is_none_marks_nothing(desk, store, at):
    article = next(iter(store.articles())).id
    assert page_of(desk.get(f"/articles/{article}", params={"at": at})).xpath("//*[@id='at']") == []


def test_a_strange_date_does_not_stretch_the_series(desk):
    """An event dated to the year 1 would make a series of a hundred thousand weeks."""
    page = page_of(desk.get("/relations/Borduria/Sudria"))
    assert "1 event of another time is left out" in " ".join(page.text_content().split())
    assert len(page.xpath("//figure/svg//g")) < 20


def test_the_form_leads_to_the_pair_in_any_case_and_order(desk):
    answer = desk.get("/relations", params={"first": "sudria", "second": "BORDURIA"}, follow_redirects=False)
    assert answer.headers["location"] == "/relations/sudria/BORDURIA"
    assert "Relations" in page_of(desk.get(answer.headers["location"])).text_content()


def test_hostile_names_and_words_are_text_and_have_pages(desk):
    listed = page_of(desk.get("/relations"))
    (address,) = listed.xpath("//tbody//a[contains(., 'pirates')]/@href")
    for page in (listed, page_of(desk.get(address)), page_of(desk.get("/relations/Borduria/Sudria"))):
        assert page.xpath("//b | //script[not(@src)]") == []
    assert "<b>pirates</b>/.." in page_of(desk.get(address)).xpath("string(//h1)")


def test_the_least_confidence_holds_for_events(store):
    sure = TestClient(create_app(store, DeskOptions(confidence=0.7)), base_url="http://localhost:8765")
    assert TALKS not in sure.get("/relations/Borduria/Sudria").text


def test_the_api_tells_pairs_their_series_and_their_events(store):
    desk = TestClient(create_app(store), base_url="http://localhost:8765", client=("127.0.0.1", 40000))
    between = {"first": "sudria", "second": "Borduria"}
    (pair, _) = desk.get("/api/v1/relations").json()["items"]
    assert (pair["first"], pair["second"], pair["events"], pair["latest"]) == ("Borduria", "Sudria", 3, "2025-02-03")
    moves = desk.get("/api/v1/relations/series", params=between).json()
    assert [week["week"] for week in moves["weeks"] if week["events"]] == ["2025-W04", "2025-W06"]
    page = desk.get("/api/v1/relations/events", params={**between, "limit": 2}).json()
    assert [one["reports"][0]["event"]["root"] for one in page["items"]] == ["CONSULT", "YIELD"]
    assert {one["outlet"] for one in page["items"][0]["reports"]} == {"Daily", "Herald"}
    assert page["next"] is not None
    assert desk.get("/api/v1/relations/series", params={"first": "x", "second": "y"}).status_code == 404


def test_parties_without_events_are_told_of(desk):
    answer = desk.get("/relations/Borduria/Nobody")
    assert answer.status_code == 404
    assert "no event between" in answer.text


@pytest.mark.parametrize(
    "asked",
    [("Borduria", "Sudria"), ("sudria ", "BORDURIA"), ("Bordurian army", "Sudria"), ("<b>pirates</b>/..", "Sudria")],
    ids="|".join,
)
def test_reports_are_asked_for_by_their_two_parties(store, asked):
    """The names of either party as anybody writes them give what going through all gives; in the order in which they were added."""
    found = store.items("event", named=dyad(*asked))
    assert found == [one for one in store.items("event") if is_between(from_json(Event, one.facts["event"]), *asked)]
    assert found
    told = [identity for _, _, identity in store.facts("event", ("$.event.id",), named=dyad(*asked), latest=99)]
    assert sorted(told) == sorted(one.facts["event"]["id"] for one in found)
    assert store.facts("event", ("$.event.id",), named=dyad(*asked), latest=1)[0][2] == told[-1]


def test_parties_of_no_event_have_no_reports(store):
    assert store.items("event", named=dyad("Borduria", "Nobody")) == []
    assert store.facts("event", ("$.event.id",), named=dyad("Borduria", "Nobody"), latest=9) == []


def test_what_left_the_ledger_is_not_asked_for_by_name(tmp_path):
    """An article whose newer text tells of other parties; the one name that stays is that of the other article."""
    with Store.open(tmp_path / "l.db") as opened:
        for text, source in ((f"{TEXT}\nEarlier", "one"), (f"{TEXT}\nOther", "two")):
            opened.add(replace(reading(text, SAID, source=source), events=EVENTS[:1]))
        assert list(opened.compare(EventComparer()))
        opened.add(reading(f"{TEXT}\nLater", SAID, source="one"))
        list(opened.compare(EventComparer()))
        assert len(opened.items("event", named=dyad("Borduria", "Sudria"))) == 1
        opened.add(reading(f"{TEXT}\nLater yet", SAID, source="two"))
        list(opened.compare(EventComparer()))
        with opened._ledger.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM names").scalar_one() == 0


def test_what_is_seldom_needed_of_many_items_is_not_read(store):
    """The facts at a few paths, the group and the day of publication, of the articles added last."""
    told = store.facts("event", ("$.event.root", "$.event.source.state", "$.event.date.value"), latest=1)
    assert {tuple(one[1:]) for one in told} == {
        ("2025-02-04", e.root, e.source.state, e.date.value if e.date else None) for e in EVENTS
    }
    assert {one[0] for one in told} == {one.group for one in store.items("event")}


def test_items_of_groups(store):
    some = store.items("event")[0].group
    assert {one.group for one in store.items("event", groups=[some])} == {some}
    assert store.items("event", groups=[]) == []


def test_a_pair_asks_no_more_of_a_larger_ledger(tmp_path):
    """Nor is the evidence of more events read than stand on the page."""
    with Store.open(tmp_path / "l.db") as opened:
        asked, counts = [], []
        listen(opened._ledger.engine, "before_cursor_execute", lambda *seen: asked.append(seen[2]))
        for size in (3, 60):
            for number in range(size):
                day = f"2025-01-{number % 28 + 1:02d}"
                told = [replace(one, id=digest(size, number, one.id), date=SaidOn(day, "day", None, "text")) for one in EVENTS]
                whole = reading(TEXT + f"\n{size} {number}", SAID, source=f"{size}-{number}", published="2025-02-04")
                opened.add(replace(whole, events=tuple(told)))
            assert list(opened.compare(EventComparer()))
            desk = TestClient(create_app(opened), base_url="http://localhost:8765")
            for address in ("/relations", "/relations/Borduria/Sudria"):
                asked.clear()
                page = page_of(desk.get(address))
                counts.append((address, len(asked)))
        assert len(page.xpath("//li[@class='item']")) == 30
        assert counts[:2] == counts[2:]


def told(number, *, group="g", confidence=0.5, date="2025-01-20", by_text=True):
    return Told(f"e{number}", group, "AID", "asserted", BORDURIA, SUDRIA, date, by_text, confidence)


def test_of_reports_of_one_event_the_surest_counts_and_of_equals_the_dated_one():
    reports = [told(1), told(2, confidence=0.9, by_text=False), told(3, confidence=0.9), told(4, confidence=0.9)]
    assert [one.id for one in surest(reports)] == ["e3"]


def test_the_event_that_happened_last_comes_first_and_what_has_no_date_last():
    reports = [told(1, group="a", date=None), told(2, group="b"), told(3, group="c", date="2025-02-01")]
    assert [one.id for one in surest(reports)] == ["e3", "e2", "e1"]
