"""An article that was edited, and issues that are kept, in a real browser: led to, read and used by everybody."""

import re
from pathlib import Path

import pytest
from conftest import SAMPLES, serve
from playwright.sync_api import expect
from test_desk_pages import violations

from whoseword.across import catch_up
from whoseword.pipeline import Pipeline, read_all
from whoseword.read import ReadOptions
from whoseword.settings import Settings
from whoseword.store import Store

REVISED = Path(__file__).parents[2] / "samples-revised"
NAME = "09-post-conditions.html"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    pipeline = Pipeline.load(Settings(threads=1))
    with Store.open(tmp_path_factory.mktemp("edited") / "ledger.db") as store:
        for folder in (SAMPLES, REVISED):
            for one in pipeline.run(read_all([str(folder / NAME)], ReadOptions())):
                store.add(one)
        for _ in catch_up(store):
            pass
        yield from serve(store)


def test_today_leads_to_what_was_edited_and_from_there_to_the_article(page, address):
    page.goto(f"{address}/")
    page.locator("a[href$='/versions']").first.click()
    page.wait_for_url(re.compile("/articles/[^/]+/versions$"))
    expect(page.locator("main")).to_contain_text("Silent: the page has no note of it")
    page.get_by_role("link", name="Article", exact=True).click()
    expect(page.locator("main")).to_contain_text("Changed since first read")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_versions_can_be_read_by_everybody(page, address, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{address}/")
    page.locator("a[href$='/versions']").first.click()
    page.wait_for_url(re.compile("/versions$"))
    assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 720})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_issue_is_kept_changed_and_taken_out(page, address, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{address}/issues?words=observer*")
    page.get_by_text("Keep this issue").click()
    assert violations(page) == []
    page.get_by_label("call it").fill(f"who looks {scheme}")
    page.get_by_role("button", name="Keep").click()
    page.wait_for_url(re.compile("/issues/who%20looks"))
    page.get_by_text("words, examples, take out").click()
    assert violations(page) == []
    page.get_by_label("words", exact=True).fill("observer* OR inspect*")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".masthead .meta").first).to_contain_text("observer* OR inspect*")
    page.get_by_text("words, examples, take out").click()
    page.get_by_role("button", name="Take it out").click()
    page.wait_for_url(re.compile("/issues$"))
    expect(page.locator("main")).not_to_contain_text(f"who looks {scheme}")
