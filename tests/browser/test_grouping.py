"""Splitting and merging in a real browser, with keys and without scripts; and the pages of disputes, issues and speakers that take forms."""

import pytest
from conftest import serve
from playwright.sync_api import expect
from store_quotations import OTHER, WORDINGS, quotations_ledger
from test_desk_pages import violations

from whoseword.store import Store

ALL = len(WORDINGS) + 1  # and one that denies it


@pytest.fixture
def store(tmp_path):
    with Store.open(quotations_ledger(tmp_path / "quotations.db"), create=False) as opened:
        yield opened


@pytest.fixture
def address(store):
    yield from serve(store)


@pytest.fixture
def quotation(store, address):
    (row,) = store.groups("variant", articles=2)
    return f"{address}/quotations/{row.id}"


def test_a_wording_is_ticked_and_taken_out_with_keys_and_taken_back(page, store, quotation):
    page.goto(quotation)
    page.locator(".wordings .item").nth(1).locator("input[type=checkbox]").press("Space")
    page.locator(".regroup summary").press("Enter")
    page.locator("form[aria-label='Take out'] [name=by]").fill("Eva Lind")
    page.locator("form[aria-label='Take out'] [name=why]").fill("another bridge")
    page.locator("form[aria-label='Take out'] [name=why]").press("Enter")
    expect(page.locator(".regrouped")).to_contain_text("Taken out by Eva Lind")
    expect(page.locator(".wordings .item")).to_have_count(ALL - 1)
    page.locator(".regrouped a", has_text="the other part").click()
    expect(page.locator(".wordings .item")).to_have_count(1)
    page.get_by_role("button", name="Undo: taken out").press("Enter")
    expect(page.locator(".wordings .item")).to_have_count(ALL)
    assert [one.undoes is None for one in store.corrections(target="group")] == [True, False]


def test_two_quotations_are_made_one_and_apart_again(page, address, store, quotation):
    other = next(one.statement for one in store.items("variant") if one.value["text"] == OTHER)
    page.goto(quotation)
    page.locator(".regroup summary").click()
    page.locator("[name=other]").fill(f"{address}/statements/{other}")
    page.locator("[name=other]").press("Enter")
    expect(page.locator(".wordings .item")).to_have_count(ALL + 1)
    expect(page.locator(".regrouped")).to_contain_text("Made one by")
    page.get_by_role("button", name="Undo: made one").click()
    expect(page.locator(".wordings .item")).to_have_count(ALL)


def test_without_scripts_it_works_too(chromium, quotation):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(quotation)
    page.locator(".wordings .item input[type=checkbox]").first.check()
    page.locator(".regroup summary").click()
    page.locator("form[aria-label='Take out'] button").click()
    assert (
        page.locator(".regrouped").inner_text().startswith("✎ Taken out")
        or "Taken out" in page.locator(".regrouped").inner_text()
    )
    context.close()


def test_statements_of_one_name_are_given_to_another_and_back(page, address, store):
    page.goto(f"{address}/speakers/Ann%20Low")
    page.locator("input[type=checkbox]").first.press("Space")
    page.locator(".regroup summary").press("Enter")
    page.locator("#naming [name=speaker]").fill("Ann Low (the younger)")
    page.locator("#naming [name=speaker]").press("Enter")
    expect(page.locator("h1")).to_have_text("Ann Low (the younger)")
    expect(page.locator(".regrouped")).to_contain_text("1 statement of Ann Low given to Ann Low (the younger)")
    page.get_by_role("button", name="Undo: given to").click()
    expect(page.locator("h1")).to_have_text("Ann Low")
    assert {row.statement.speaker.name for row in store.statements()} == {"Ann Low", "Bo Ray"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_that_take_forms_can_be_used_by_everybody(page, address, store, quotation, scheme):
    """The pages of a quotation, a dispute, one that a person ended, an issue and a speaker, all open, in either theme and on a telephone."""
    (dispute,) = store.groups("claim", relation="against")
    page.emulate_media(color_scheme=scheme)
    places = [
        quotation,
        f"{address}/disputes/{dispute.id}",
        f"{address}/issues/bridge",
        f"{address}/issues",
        f"{address}/speakers/Ann%20Low",
    ]
    for place in places:
        page.goto(place)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert violations(page) == [], place
    page.goto(places[1])
    while page.locator(".grounds .judge summary").count():
        page.locator(".grounds .judge summary").first.click()
        with page.expect_navigation():
            page.get_by_role("button", name="They do not").first.click()
    expect(page.locator("h1")).to_have_text("Not against each other")
    assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 720})
    for place in (*places, page.url):
        page.goto(place)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, place
