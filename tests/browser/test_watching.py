"""Watching in a real browser: by mouse, by keys and without scripts; the pages can be used by everybody."""

import re
import sys
from pathlib import Path

import pytest
from conftest import serve
from playwright.sync_api import expect
from test_desk_pages import violations

from whoseword.store import Store

sys.path.insert(0, str(Path(__file__).parents[1] / "contract"))
from watched_ledger import INSPECTORS, add, april, dispute_of, dry, leaked, may, turned  # beside the other tests' ledgers


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "ledger.db") as opened:
        opened.put_issue(INSPECTORS)
        add(opened, april(), leaked(), dry())
        yield opened


@pytest.fixture
def address(store):
    yield from serve(store)


def test_a_search_is_watched_and_an_article_that_comes_is_new_until_looked_at(page, store, address):
    page.goto(f"{address}/search?q=inspectors")
    page.get_by_role("button", name="Watch this search").click()
    expect(page.locator("a.watched")).to_contain_text("Watched")
    add(store, may())
    page.goto(f"{address}/")
    expect(page.locator(".news .new")).to_have_text("1 new")
    page.locator(".news .headline").click()
    page.wait_for_url(re.compile("/watching/[0-9a-f]{16}$"))
    expect(page.locator("li.fresh .quote")).to_have_text("Tarvonia will let inspectors in")
    page.get_by_role("button", name="Mark as looked at").click()
    expect(page.locator(".masthead")).to_contain_text("Nothing new since")
    expect(page.locator("li.fresh")).to_have_count(0)
    feed = page.evaluate(
        """async () => {
            const link = document.querySelector("link[rel=alternate]");
            const text = await (await fetch(link.href)).text();
            const read = new DOMParser().parseFromString(text, "application/xml");
            return [read.querySelector("parsererror") === null, read.querySelectorAll("entry").length];
        }"""
    )
    assert feed == [True, 3]


def test_w_watches_w_again_leads_to_it_and_l_marks_it(page, store, address):
    page.goto(f"{address}/disputes/{dispute_of(store)}")
    page.keyboard.press("w")
    expect(page.locator("a.watched")).to_be_visible()
    add(store, turned())
    page.keyboard.press("w")
    page.wait_for_url(re.compile("/watching/[0-9a-f]{16}$"))
    expect(page.locator("li.fresh")).to_contain_text("against, was for")
    page.keyboard.press("l")
    expect(page.locator("li.fresh")).to_have_count(0)
    page.keyboard.press("g")
    page.keyboard.press("w")
    page.wait_for_url("**/watching")
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url(re.compile("/watching/[0-9a-f]{16}$"))


def test_the_pages_can_be_used_by_everybody_and_fit_a_telephone(page, store, address):
    for place in ("/search?q=inspectors", "/speakers/Mara%20Stelik", "/issues/inspectors", f"/disputes/{dispute_of(store)}"):
        page.goto(address + place)
        page.keyboard.press("w")
        page.locator("a.watched").wait_for()
        assert violations(page) == []
    add(store, may(), turned())
    pages = [
        "/",
        "/watching",
        *(f"/watching/{one.id}" for one in store.watches.every()[2:]),
        "/speakers/Mara%20Stelik?by=issue",
    ]
    for place in pages:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(address + place)
        for summary in page.locator(".manage summary").all():
            summary.click()
        page.emulate_media(color_scheme="light")
        assert violations(page) == [], place
        page.emulate_media(color_scheme="dark")
        assert violations(page, rules=("color-contrast",)) == [], place
        page.set_viewport_size({"width": 360, "height": 720})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, place


def test_without_scripts_a_watch_is_made_named_and_stopped(chromium, store, address):
    context = chromium.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/speakers/Mara%20Stelik")
    page.get_by_role("button", name="Watch this speaker").click()
    page.locator("a.watched").click()
    page.locator(".manage summary").click()
    page.locator("input[name=name]").fill("the minister")
    page.get_by_role("button", name="Rename").click()
    expect(page.locator("h1")).to_have_text("the minister")
    page.locator(".manage summary").click()
    page.get_by_role("button", name="Stop watching").click()
    page.wait_for_url("**/speakers/Mara%20Stelik")
    assert store.watches.every() == ()
    context.close()
