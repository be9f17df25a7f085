"""Watching on the desk: buttons, pages, feeds, Today, and who may send the forms."""

from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from lxml import etree
from lxml import html as parsed
from store_readings import reading, statement
from watched_ledger import INSPECTORS, LET_IN, add, april, dispute_of, dry, leaked, may, turned

from whoseword import watching
from whoseword.records import Issue
from whoseword.store import Store
from whoseword.web import DeskOptions, create_app

NEAR, FAR = ("127.0.0.1", 40000), ("192.0.2.7", 40000)
ATOM = {"a": "http://www.w3.org/2005/Atom"}
HOSTILE = "<script>window.ran = 1</script> inspectors \u202e& ]]> said Eve."


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "ledger.db") as opened:
        opened.put_issue(INSPECTORS)
        add(opened, april(), leaked(), dry())
        yield opened


def desk_over(store, address=NEAR, base="http://localhost:8765") -> TestClient:
    return TestClient(create_app(store, DeskOptions(user="Desk User")), base_url=base, client=address)


@pytest.fixture
def desk(store):
    return desk_over(store)


def page_of(answer):
    assert answer.status_code == 200, answer.text
    return parsed.fromstring(answer.text)


def text_of(element) -> str:
    return " ".join(element.text_content().split())


def sent(desk, form, **changed):
    """The answer to a form as a browser sends it; not followed."""
    fields = {one.get("name"): one.get("value") or "" for one in form.xpath(".//input[@name]")}
    return desk.post(form.get("action"), data=fields | changed, follow_redirects=False)


def watch_form(desk, address):
    return page_of(desk.get(address)).xpath("//form[@class='watch']")[0]


def watched(desk, address) -> str:
    """Watch what a page shows; the address of the watch."""
    answer = sent(desk, watch_form(desk, address))
    assert answer.status_code == 303
    return page_of(desk.get(answer.headers["location"])).xpath("//a[@class='watched']/@href")[0]


PLACES = [
    "/search?q=inspectors",
    "/search?q=inspectors&act=assert",
    "/speakers/Mara%20Stelik",
    "/issues/inspectors",
    "/disputes/-",
]


def place(store, address) -> str:
    return address.replace("-", dispute_of(store)) if address.startswith("/disputes") else address


@pytest.mark.parametrize("address", PLACES)
def test_what_a_page_shows_can_be_watched_and_it_says_so(desk, store, address):
    address = place(store, address)
    answer = sent(desk, watch_form(desk, address))
    assert (answer.status_code, answer.headers["location"]) == (303, address)
    (watch,) = store.watches.every()
    assert watch.made_by == "Desk User"
    page = page_of(desk.get(address))
    assert page.xpath("//form[@class='watch']") == []
    assert page.xpath("//a[@class='watched']/@href") == [f"/watching/{watch.id}"]


@pytest.mark.parametrize(("address", "more"), [*((one, (may, turned)) for one in PLACES)])
def test_what_is_read_then_is_new_until_it_was_looked_at(desk, store, address, more):
    """On the page of the watch, on the list, on Today, and not any more once somebody looked."""
    watch = watched(desk, place(store, address))
    assert page_of(desk.get(watch)).xpath("//span[@class='new']") == []
    add(store, *(one() for one in more))
    page = page_of(desk.get(watch))
    assert [text_of(one) for one in page.xpath("//header//span[@class='new']")] == ["1 new"]
    assert len(page.xpath("//li[contains(@class, 'fresh')]")) == 1
    assert [text_of(one) for one in page.xpath("//li[contains(@class, 'fresh')]//span[@class='new']")] == ["new"]
    assert len(set(page.xpath("//li/@data-id"))) == len(page.xpath("//li/@data-id"))
    assert "1 new" in text_of(page_of(desk.get("/watching")).xpath("//ol[@class='watches']")[0])
    assert "1 new" in text_of(page_of(desk.get("/")).xpath("//section[@class='news']")[0])
    answer = sent(desk, page.xpath("//form[@class='looked']")[0])
    assert (answer.status_code, answer.headers["location"]) == (303, watch)
    assert page_of(desk.get(watch)).xpath("//span[@class='new']") == []
    assert page_of(desk.get("/")).xpath("//section[@class='news']") == []


def test_a_turn_and_a_changed_side_are_told_in_words(desk, store):
    issue, dispute = watched(desk, "/issues/inspectors"), watched(desk, f"/disputes/{dispute_of(store)}")
    add(store, may(), turned())
    assert "turned: refuses → accepts" in text_of(page_of(desk.get(issue)).xpath("//li[contains(@class, 'fresh')]")[0])
    assert "against, was for" in text_of(page_of(desk.get(dispute)).xpath("//li[contains(@class, 'fresh')]")[0])


def test_today_tells_which_positions_changed(desk, store):
    assert page_of(desk.get("/")).xpath("//h2[@id='turned']") == []
    add(store, may())
    (line,) = page_of(desk.get("/")).xpath("//ol[@class='turns']/li")
    assert "Mara Stelik refuses → accepts on inspectors" in text_of(line)
    assert line.get("data-open") == f"/statements/{LET_IN.id}"
    assert "/issues/inspectors" in line.xpath(".//a/@href")
    store.correct(LET_IN.id, "verdict", "rejected", by="Eva")
    assert page_of(desk.get("/")).xpath("//ol[@class='turns']") == []


def test_all_are_marked_as_looked_at_together_but_not_what_came_meanwhile(desk, store):
    watched(desk, "/search?q=inspectors")
    watched(desk, "/search?q=oil")
    add(store, may())
    page = page_of(desk.get("/watching"))
    add(store, turned())
    assert sent(desk, page.xpath("//form[@action='/watching/looked']")[0]).status_code == 303
    assert [text_of(one) for one in page_of(desk.get("/watching")).xpath("//p/span[@class='new'][contains(., '1')]")] == [
        "1 new"
    ]


def test_watches_are_renamed_ordered_and_stopped(desk, store):
    watched(desk, "/search?q=inspectors")
    watched(desk, "/speakers/Mara%20Stelik")
    first, second = (one.id for one in store.watches.every())

    def form(action):
        return page_of(desk.get("/watching")).xpath(f"//form[@action='/watching/{action}']")[0]

    sent(desk, form(f"{first}/rename"), name="the  <b>gate</b>")
    assert store.watches.get(first).name == "the <b>gate</b>"
    sent(desk, form(f"{first}/move"), to="down")
    assert [one.id for one in store.watches.every()] == [second, first]
    sent(desk, form(f"{first}/move"), to="up")
    assert [one.id for one in store.watches.every()] == [first, second]
    sent(desk, form(f"{first}/remove"))
    assert [one.id for one in store.watches.every()] == [second]
    assert desk.get(f"/watching/{first}").status_code == 404
    answer = sent(desk, page_of(desk.get(f"/watching/{second}")).xpath("//form[contains(@action, 'remove')]")[0])
    assert answer.headers["location"] == "/speakers/Mara%20Stelik"


def test_a_name_that_cannot_be_is_told_as_a_page(desk, store):
    watched(desk, "/search?q=inspectors")
    form = page_of(desk.get("/watching")).xpath("//form[contains(@action, 'rename')]")[0]
    answer = sent(desk, form, name=" ")
    assert answer.status_code == 422
    assert "1 to 120" in answer.text


def test_the_beginning_of_an_id_leads_to_the_whole_and_an_address_is_canonical(desk):
    watch = watched(desk, "/search?q=inspectors&order=oldest&outlet=")
    assert desk.get(watch[:20], follow_redirects=False).headers["location"] == watch
    assert page_of(desk.get("/search?outlet=&q=inspectors")).xpath("//a[@class='watched']/@href") == [watch]


def test_a_search_for_nothing_has_no_button(desk):
    assert page_of(desk.get("/search")).xpath("//form[@class='watch']") == []
    assert page_of(desk.get("/issues?words=inspectors")).xpath("//form[@class='watch']") == []


def test_what_is_no_more_keeps_its_page(desk, store):
    watch = watched(desk, "/issues/inspectors")
    store.remove_issue("inspectors")
    assert "no more in the ledger" in text_of(page_of(desk.get(watch)))
    assert "no more in the ledger" in text_of(page_of(desk.get("/watching")))


# Feeds and files


def feed_at(desk, address):
    answer = desk.get(address)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    return etree.fromstring(answer.content)


def texts(feed, path) -> list[str]:
    return [one.text for one in feed.findall(path, ATOM)]


@pytest.mark.parametrize("address", PLACES)
def test_each_watch_is_a_feed_that_readers_find(desk, store, address):
    watch = watched(desk, place(store, address))
    (found,) = page_of(desk.get(watch)).xpath("//head/link[@rel='alternate']/@href")
    assert found == f"{watch}.atom"
    feed = feed_at(desk, found)
    assert texts(feed, "a:entry/a:id")
    assert feed.find("a:link[@rel='self']", ATOM).get("href") == f"http://localhost:8765{found}"


def test_a_feed_keeps_its_ids_and_its_time_until_something_comes(desk, store):
    """Whatever the desk is called by."""
    found = f"{watched(desk, '/search?q=inspectors')}.atom"
    before, elsewhere = feed_at(desk, found), feed_at(desk_over(store, base="http://127.0.0.1:9000"), found)
    for path in ("a:id", "a:entry/a:id", "a:updated", "a:entry/a:updated"):
        assert texts(before, path) == texts(elsewhere, path)
    assert texts(before, "a:updated") == [max(texts(before, "a:entry/a:updated"))]
    add(store, may())
    after = feed_at(desk, found)
    assert texts(after, "a:entry/a:id")[1:] == texts(before, "a:entry/a:id")
    assert texts(after, "a:id") == texts(before, "a:id")


def test_a_feed_without_entries_has_the_time_of_its_watch(desk, store):
    store.watches.add("search", "q=zebra", name="zebra", by="Eva")
    (watch,) = store.watches.every()
    feed = feed_at(desk, f"/watching/{watch.id}.atom")
    assert (texts(feed, "a:updated"), texts(feed, "a:entry")) == ([watch.made_at], [])


def test_the_feed_of_all_says_which_watch_and_what_turned(desk, store):
    watched(desk, "/issues/inspectors")
    watched(desk, "/search?q=inspectors")
    add(store, may())
    feed = feed_at(desk, "/watching.atom")
    titles = texts(feed, "a:entry/a:title")
    assert "[inspectors: turned: refuses → accepts; inspectors] Mara Stelik" in " ".join(titles)
    assert len(set(texts(feed, "a:entry/a:id"))) == len(titles)
    assert feed_at(desk, "/watching.atom").find("a:id", ATOM).text == feed.find("a:id", ATOM).text


def test_hostile_text_is_escaped_in_feeds_and_on_pages(desk, store):
    store.put_issue(Issue("<script>window.ran = 1</script>/..", "inspector*"))
    add(
        store,
        reading(HOSTILE, statement(HOSTILE, HOSTILE[:-10], "</title><script>Eve"), source="evil.txt", title="]]><script>"),
    )
    watch = watched(desk, "/search?q=inspectors")
    store.watches.rename(watch[-16:], "</name><script>window.ran = 1</script>\u202e")
    store.watches.add("speaker", "../..\"'><script>", name="x", by="<b>")
    watching.start(store, "issue", "<script>window.ran = 1</script>/..", by="Eva")
    for address in ("/watching.atom", f"{watch}.atom"):
        feed = feed_at(desk, address)
        assert {etree.QName(one).localname for one in feed.iter()} <= {
            "feed", "id", "title", "updated", "author", "name", "generator", "link", "entry", "category", "content",
        }  # fmt: skip
        assert "\u202e" not in etree.tostring(feed, encoding="unicode")
    for address in ("/", "/watching", watch, *(f"/watching/{one.id}" for one in store.watches.every())):
        answer = desk.get(address)
        page = page_of(answer)
        assert [one for one in page.xpath("//script/text()") if one.strip()] == []
        assert page.xpath("//script[not(@src)] | //style | //*[@style] | //main//b") == []
        assert "\u202e" not in answer.text
        assert all(one.startswith("/") and not one.startswith("//") for one in page.xpath("//main//a/@href | //form/@action"))


@pytest.mark.parametrize("address", PLACES)
def test_a_watch_is_taken_away_as_any_file(desk, store, address):
    watch = watched(desk, place(store, address))
    page = page_of(desk.get(watch))
    shown = set(page.xpath("//li/@data-id"))
    listed = {one.text: one.get("href") for one in page.xpath("//p[contains(@class, 'saved-as')]//a")}
    assert len(listed) == 8
    near = desk_over(store)
    assert {near.get(one).status_code for one in listed.values()} == {200}
    lines = near.get(listed["JSON lines"]).text
    assert all(identity in lines for identity in shown)
    assert desk.get(f"{watch}/exports/zip").status_code == 404


# Who may write


def test_forms_are_taken_from_this_desk_and_this_machine_alone(desk, store):
    """No token, another site's page, another machine, a ledger for reading only, a body that is no form: nothing is written."""
    form = watch_form(desk, "/search?q=inspectors")
    fields = {one.get("name"): one.get("value") or "" for one in form.xpath(".//input[@name]")}
    watch = watching.start(store, "speaker", "Mara Stelik", by="Eva")
    before = store.watches.every()
    posts = [
        "/watching",
        "/watching/looked",
        *(f"/watching/{watch.id}/{one}" for one in ("looked", "rename", "move", "remove")),
    ]
    for address in posts:
        assert desk.post(address, data={**fields, "token": "x"}).status_code == 403
        assert desk.post(address, data={**fields, "token": ""}).status_code == 403
        assert desk.post(address, data=fields, headers={"origin": "https://evil.example"}).status_code == 403
        assert desk.post(address, data=fields, headers={"sec-fetch-site": "cross-site"}).status_code == 403
        assert desk.post(address, json=fields).status_code == 415
        assert TestClient(desk.app, base_url="http://localhost", client=FAR).post(address, data=fields).status_code == 403
        assert desk.get(address, follow_redirects=False).status_code in (200, 404, 405)
    assert store.watches.every() == before


def test_who_may_not_write_sees_no_buttons(store):
    watching.start(store, "search", "q=inspectors", by="Eva")
    with Store.open(store.path, create=False, read_only=True) as only:
        desk = desk_over(only)
        for address in ("/search?q=oil", "/watching", f"/watching/{only.watches.every()[0].id}"):
            page = page_of(desk.get(address))
            assert page.xpath("//main//form[@method='post']") == []
    far = desk_over(store, FAR)
    assert page_of(far.get("/speakers/Mara%20Stelik")).xpath("//form[@class='watch']") == []


@pytest.mark.parametrize(
    "fields", [{"kind": "thing", "what": "x"}, {}, {"kind": "issue", "what": "none"}, {"kind": "search", "what": "act=sing"}]
)
def test_a_form_that_says_nothing_that_can_be_watched_is_told(desk, store, fields):
    form = watch_form(desk, "/search?q=oil")
    token = form.xpath(".//input[@name='token']/@value")[0]
    answer = desk.post("/watching", data={"token": token, **fields})
    assert answer.status_code in (400, 404, 422)
    assert store.watches.every() == ()


# A speaker by issue


def test_the_page_of_a_speaker_sorts_statements_by_issue(desk, store):
    store.put_issue(Issue("mill", "mill"))
    add(store, may())
    page = page_of(desk.get("/speakers/Mara%20Stelik?by=issue"))
    assert [text_of(one) for one in page.xpath("//h3[@class='day']")] == ["inspectors"]
    assert "refuses → accepts 1 May 2026" in text_of(page.xpath("//ul[contains(@class, 'held')]")[0])
    assert set(page.xpath("//li/@data-id")) == {LET_IN.id, april().statements[0].id}
    nobody = text_of(page_of(desk.get(f"/speakers/{quote('Bo Ray')}?by=issue")))
    assert "mill" in nobody
    store.remove_issue("mill")
    assert "Nothing of this speaker" in text_of(page_of(desk.get(f"/speakers/{quote('Bo Ray')}?by=issue")))
