"""A new user's walk of docs/desk.md, step by step; and searches while one types, citing, and hostile pages."""

import re
import sys
from pathlib import Path

import pytest
from conftest import serve
from playwright.sync_api import expect

from whoseword.store import Store

sys.path.insert(0, str(Path(__file__).parents[1] / "contract"))
from desk_ledger import EVE, filled, readings


def test_from_the_first_page_to_what_is_said_and_who_disputes_it(page):
    """What does Pavo Renn say about water, and who disputes it? Five steps."""
    page.goto("/")
    expect(page.locator("h2", has_text="Contested")).to_be_visible()  # 1: the desk opens on what is new
    page.keyboard.press("/")
    page.keyboard.type("water")
    page.keyboard.press("Enter")  # 2: what is said about water
    page.wait_for_url("**/search?q=water")
    page.locator(".facet", has_text="Speaker").get_by_role("link", name="Pavo Renn").click()  # 3: by Pavo Renn
    page.wait_for_url("**/search?q=water&who=Pavo+Renn")
    expect(page.locator(".item").first).to_be_visible()
    assert set(page.locator(".item a.who").all_inner_texts()) == {"Pavo Renn"}
    page.locator(".item", has_text="holding water back").first.get_by_role("link", name="evidence").click()  # 4: the evidence
    expect(page.locator(".excerpt mark").first).to_be_visible()
    page.locator("#contested ~ .contest h3 a").first.click()  # 5: who disputes it
    page.wait_for_url("**/disputes/*")
    expect(page.locator("[aria-label='for'] a.who").first).to_be_visible()
    assert "Pavo Renn" in page.locator("[aria-label='against'] a.who").all_inner_texts()
    page.go_back()
    answered = page.locator("#linked + ol .item").first
    expect(answered.locator(".rel")).to_have_text(re.compile("answers|is answered by"))
    answered.get_by_role("link", name=re.compile("in the article")).click()
    expect(page.locator(".note.at")).to_be_in_viewport()
    expect(page.locator("mark.lit").first).to_be_in_viewport()


def test_results_follow_what_one_types_and_the_address_follows_them(page):
    page.goto("/search")
    page.locator("#q").press_sequentially("inspectors", delay=5)
    page.wait_for_url("**/search?q=inspectors*")
    expect(page.locator(".hit").first).to_have_text(re.compile("inspectors", re.IGNORECASE))
    expect(page.locator("#q")).to_be_focused()
    page.reload()
    expect(page.locator(".hit").first).to_be_visible()
    page.go_back()
    page.wait_for_url("**/search")


def test_a_field_of_the_search_narrows_it_at_once(page):
    page.goto("/search?q=inspectors+OR+observers")
    page.locator(".asking summary").click()
    page.locator("input[name=speaker]").fill("Stelik")
    page.locator("input[name=speaker]").press("Tab")
    page.wait_for_url("**speaker=Stelik**")
    expect(page.locator(".chip")).to_have_count(1)
    assert set(page.locator(".item a.who").all_inner_texts()) == {"Mara Stelik"}


def test_a_citation_is_copied(context, page, desk):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    statement = desk.article("Andra water talks open in Liske").statements[1]
    page.goto(f"/statements/{statement.id}")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("status")).to_have_text("copied")
    assert statement.id in page.evaluate("navigator.clipboard.readText()")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    path = filled(tmp_path_factory.mktemp("hostile") / "ledger.db")
    with Store.open(path, create=False, read_only=True) as store:
        yield from serve(store)


@pytest.mark.parametrize(
    "place", [f"/articles/{readings()[2].article.id}", f"/statements/{EVE.id}", "/", "/articles", "/disputes", "/search?q=mark"]
)
def test_what_a_hostile_article_holds_does_not_run(page, hostile, place):
    """No script of it runs, nothing of it is loaded, and the page stays as it should be."""
    page.goto(hostile + place)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.ran") is None
    assert page.evaluate("getComputedStyle(document.body).display") == "block"
    expect(page.locator("main")).to_contain_text("<script>")
    for details in page.locator("details.how").all():
        details.locator("summary").click()
        expect(details.locator(".fields")).to_be_visible()
        page.keyboard.press("Escape")
    assert page.evaluate("window.ran") is None
