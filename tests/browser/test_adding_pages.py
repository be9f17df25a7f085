"""Adding in a real browser: paste, read, open the article; a list of feeds; with scripts and without; usable by everybody."""

import re
import shutil
import threading

import pytest
from conftest import serve
from playwright.sync_api import expect
from test_desk_pages import violations

from whoseword import arriving
from whoseword.incoming import Reader, Workshop
from whoseword.read import ReadOptions
from whoseword.records import Rejected
from whoseword.settings import Settings
from whoseword.store import Store

STORY = "Mayor says dam is safe\n\nThe mayor of Exampleton said on Monday that the dam was safe.\n\n“It is,” she said.\n"
OPML = "<opml version='2.0'><body><outline text='World'><outline text='Example News' xmlUrl='https://news.example/feed'/></outline></body></opml>"


@pytest.fixture(scope="module")
def store(ledger, tmp_path_factory):
    """A copy of the samples that can be written."""
    path = shutil.copy(ledger[0], tmp_path_factory.mktemp("adding") / "samples.db")
    with Store.open(path, create=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(store):
    yield from serve(store)


@pytest.fixture
def reader(store):
    """What reads the inbox while a test runs; the desk's own is a process that does the same."""
    stop = threading.Event()
    with Workshop(Settings(threads=1, events=False)) as workshop:
        thread = threading.Thread(target=Reader(store, workshop, ReadOptions()).run, args=(stop,))
        thread.start()
        yield
        stop.set()
        thread.join()


def test_what_is_pasted_is_read_while_one_looks_on_and_leads_to_its_article(page, address, reader):
    page.goto(f"{address}/search")
    page.keyboard.press("g")
    page.keyboard.press("n")
    page.wait_for_url("**/add")
    page.locator("[name=text]").fill(STORY)
    page.locator("[name=outlet]").fill("Exampleton Daily")
    page.get_by_role("button", name="Add text").click()
    page.wait_for_url("**/add#inbox")
    line = page.locator(".arrival").first
    link = line.get_by_role("link", name="Mayor says dam is safe")
    expect(link).to_be_visible(timeout=60_000)  # without loading the page again
    expect(line.locator(".state")).to_have_text("read")
    link.click()
    expect(page.locator("h1")).to_contain_text("Mayor says dam is safe")
    expect(page.locator(".masthead .outlet")).to_have_text("Exampleton Daily")
    expect(page.locator(".note").first).to_be_visible()


def test_a_list_of_feeds_is_imported_shown_and_downloaded(page, address, tmp_path):
    (tmp_path / "feeds.opml").write_text(OPML)
    page.goto(address)
    page.keyboard.press("g")
    page.keyboard.press("f")
    page.wait_for_url("**/feeds")
    page.locator("input[type=file]").set_input_files(tmp_path / "feeds.opml")
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_role("status").first).to_have_text("1 added")
    expect(page.locator(".arrival", has_text="Example News")).to_contain_text("World")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the list").click()
    assert "https://news.example/feed" in download.value.path().read_text()
    page.get_by_role("button", name=re.compile("^Stop")).click()
    expect(page.locator(".stopped")).to_have_count(1)


def test_without_scripts_articles_are_added_and_left_out(chromium, address, tmp_path, store):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"{STORY}{name}")
    context = chromium.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/add")
    page.locator("input[type=file]").set_input_files([tmp_path / "a.txt", tmp_path / "b.txt"])
    page.get_by_role("button", name="Add files").click()
    assert page.url.endswith("/add#inbox")
    page.locator("[name=urls]").fill("nonsense\nhttps://news.example/1\nhttps://news.example/2")
    page.get_by_role("button", name="Add addresses").click()
    assert page.locator(".fault li").count() == 1
    assert page.locator("[name=urls]").input_value() == "nonsense"
    page.goto("/inbox?state=waiting")
    assert page.locator(".arrival").count() == 4
    page.locator(".arrival", has_text="news.example/2").get_by_role("button", name=re.compile("Leave out")).click()
    assert page.locator(".arrival", has_text="news.example/2").locator(".because").inner_text().startswith("Left out")
    for one in store.inbox.arrivals(state="waiting"):
        store.inbox.leave_out(one.id, by="test")
    context.close()


@pytest.fixture
def every_state(store):
    """Something in each state, and a feed that failed."""
    texts = [arriving.of_text(f"{STORY} {n} {'x' * 90}", {}) for n in range(4)]
    added = store.inbox.add(texts, by="Eva Lind")
    store.inbox.seen("r")
    taken = [store.inbox.take("r")[0] for _ in range(2)]
    store.inbox.settle(taken[0].id, "r", Rejected("x", "http", "the server answered 404 Not Found"))
    yield
    store.inbox.leave("r")
    for one in added:
        if store.inbox.arrival(one.id).state == "waiting":
            store.inbox.leave_out(one.id, by="test")


def test_pages_of_adding_can_be_used_by_everybody(page, address, every_state):
    """In both themes, with a fault, and on a telephone nothing lies beyond the edge."""
    for place in ("/add", "/inbox", "/feeds"):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
        page.goto(address + place)
        assert violations(page) == [], place
        page.emulate_media(color_scheme="dark")
        assert violations(page, rules=("color-contrast",)) == [], place
        page.set_viewport_size({"width": 360, "height": 720})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, place


def test_a_button_keeps_the_focus_while_the_list_is_loaded_again(page, address, every_state):
    """Who works with the keyboard is not thrown back every two seconds."""
    page.goto(f"{address}/inbox?state=waiting")
    button = page.get_by_role("button", name=re.compile("Leave out")).first
    name = button.get_attribute("id")
    button.focus()
    with page.expect_response("**/inbox/part*"):
        pass
    page.wait_for_timeout(200)
    assert page.evaluate("document.activeElement.id") == name
