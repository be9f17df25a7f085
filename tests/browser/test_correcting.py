"""Corrections in a real browser, by keys and by mouse, with scripts and without; the pages with forms can be used by everybody."""

import re
import shutil

import pytest
from conftest import serve
from playwright.sync_api import expect
from test_desk_pages import violations

from whoseword.store import Store


@pytest.fixture(scope="module")
def address(ledger, tmp_path_factory):
    """A desk over a copy of the samples that can be written."""
    path = shutil.copy(ledger[0], tmp_path_factory.mktemp("correcting") / "samples.db")
    with Store.open(path, create=False) as store:
        yield from serve(store)


@pytest.fixture
def article(page, desk, address):
    page.goto(f"{address}/articles/{desk.article('Andra water talks open in Liske').article.id}")
    return page


def at(page):
    return page.locator(".at")


def save(page, **fields):
    for name, value in fields.items():
        page.locator(f"#correction [name={name}]").fill(value)
    page.locator("#correction button").click()


def test_e_corrects_a_statement_and_u_takes_it_back(article):
    """Two keys, and one is at the statement again each time."""
    for _ in range(2):
        article.keyboard.press("j")
    article.keyboard.press("e")
    article.wait_for_url("**/edit?from=article")
    save(article, speaker="Cy Moss", by="Eva Lind", why="named in the line before")
    article.wait_for_url("**#s-2")
    expect(at(article)).to_have_id("s-2")
    expect(article.locator("#s-2 .by-hand")).to_contain_text("corrected by Eva Lind")
    expect(article.locator("#s-2 a.who")).to_have_text("Cy Moss")
    article.keyboard.press("u")
    expect(article.locator("#s-2 a.who")).not_to_have_text("Cy Moss")
    expect(at(article)).to_have_id("s-2")
    article.keyboard.press("v")
    article.wait_for_url(re.compile("/statements/[0-9a-f]{16}$"))
    expect(article.locator(".told")).to_contain_text("took back: Cy Moss")


def test_e_and_u_work_on_the_page_of_a_statement_and_e_in_a_list(page, address):
    page.goto(f"{address}/search?q=water")
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.locator("#correction [name=act]").select_option("warn")
    page.locator("#correction button").click()
    page.wait_for_url(re.compile("/statements/[0-9a-f]{16}$"))
    expect(page.locator("h1 .act")).to_have_text("warn")
    page.keyboard.press("u")
    expect(page.locator(".told .gone")).to_have_count(1)
    page.keyboard.press("e")
    page.wait_for_url("**/edit")


def test_the_name_is_remembered_and_never_empty(page, address):
    page.goto(f"{address}/search?q=water")
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.get_by_role("radio", name="it is right").check()
    page.locator("#correction [name=by]").fill("")
    page.locator("#correction button").click()
    expect(page.locator("#correction")).to_be_visible()
    save(page, by="Zoë Lind")
    expect(page.locator(".verdict")).to_contain_text("Confirmed by Zoë Lind")
    page.keyboard.press("e")
    expect(page.locator("#correction [name=by]")).to_have_value("Zoë Lind")


def test_without_scripts_a_statement_is_corrected_and_taken_back(chromium, desk, address):
    context = chromium.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto(f"/articles/{desk.article('Andra water talks open in Liske').article.id}#s-4")
    page.locator("#s-4 a.edit").click()
    page.locator("#correction [name=said_on]").fill("2026-03")
    page.locator("#correction button").click()
    assert page.url.endswith("#s-4")
    assert "March 2026" in page.locator("#s-4").inner_text()
    page.locator("#s-4 .undo button").click()
    assert page.url.endswith("#s-4")
    assert "March 2026" not in page.locator("#s-4").inner_text()
    context.close()


def test_pages_with_forms_can_be_used_by_everybody(page, desk, address, watch):
    """The form, a fault in it, a corrected note and the history: in both themes, and on a telephone nothing lies beyond the edge."""
    statement = desk.article("Andra water talks open in Liske").statements[6].id
    page.emulate_media(color_scheme="light")
    page.goto(f"{address}/statements/{statement}/edit?from=article")
    assert violations(page) == []
    page.locator("#correction [name=act]").select_option("warn")
    save(page, said_on="soon")
    expect(page.locator(".fault")).to_be_visible()
    assert re.search("422", watch.errors.pop())  # the browser's own remark
    assert violations(page) == []
    save(page, said_on="2026-04-02", why="the line before")
    page.wait_for_url("**#s-7")
    assert violations(page) == []
    page.goto(f"{address}/statements/{statement}")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 720})
    for place in (f"/statements/{statement}", f"/statements/{statement}/edit"):
        page.goto(address + place)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, place
