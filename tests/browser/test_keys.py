"""Every key of the desk, each pressed in a real browser."""

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def article(page, desk):
    """The first sample article, open."""
    page.goto(f"/articles/{desk.article('Andra water talks open in Liske').article.id}")
    return page


def at(page):
    return page.locator(".at")


def test_j_and_k_go_from_statement_to_statement_and_light_its_words(article):
    article.keyboard.press("j")
    expect(at(article)).to_have_id("s-1")
    article.keyboard.press("j")
    article.keyboard.press("j")
    expect(at(article)).to_have_id("s-3")
    article.keyboard.press("k")
    expect(at(article)).to_have_id("s-2")
    assert article.url.endswith("#s-2")
    lit = article.locator("mark.lit")
    assert "the river must not fall below 420" in " ".join("".join(lit.all_inner_texts()).split())
    expect(article.locator(".part").first).to_be_visible()


def test_k_first_goes_to_the_last_and_j_stops_there(article):
    article.keyboard.press("k")
    last = at(article).get_attribute("id")
    article.keyboard.press("j")
    expect(at(article)).to_have_id(last)


@pytest.mark.parametrize("key", ["o", "Enter"])
def test_o_and_enter_show_how_a_statement_was_found(article, key):
    article.keyboard.press("j")
    article.keyboard.press(key)
    expect(article.locator("#s-1 .fields dt").first).to_have_text("speaker")
    article.keyboard.press(key)
    expect(article.locator("#s-1 .fields")).not_to_be_visible()


@pytest.mark.parametrize("key", ["o", "Enter"])
def test_o_and_enter_open_a_line_of_a_list(page, key):
    page.goto("/articles")
    page.keyboard.press("j")
    page.keyboard.press(key)
    page.wait_for_url(re.compile("/articles/[0-9a-f]{16}"))


def test_v_opens_the_page_of_a_statement(article):
    article.keyboard.press("j")
    article.keyboard.press("v")
    article.wait_for_url(re.compile("/statements/[0-9a-f]{16}"))


def test_enter_on_a_link_follows_the_link(article):
    article.locator("#s-2 a.who").focus()
    article.keyboard.press("Enter")
    article.wait_for_url("**/speakers/Rui%20Castane")


def test_a_click_on_the_words_reaches_the_note_and_on_the_note_the_words(article):
    article.locator("mark[data-s='2']").first.click()
    expect(at(article)).to_have_id("s-2")
    article.locator("#s-5 .said .act").click()
    expect(at(article)).to_have_id("s-5")
    expect(article.locator("mark.lit").first).to_have_text("that a dry winter left it no choice")


def test_enter_goes_both_ways_between_number_and_note(article):
    article.locator("#m-4").focus()
    article.keyboard.press("Enter")
    expect(article.locator("#s-4")).to_be_focused()
    article.locator("#s-4 a.num").focus()
    article.keyboard.press("Enter")
    expect(article.locator("#m-4")).to_be_focused()
    expect(article.locator("mark.lit").first).to_be_visible()


def test_an_address_with_a_statement_opens_at_it(page, desk):
    page.goto(f"/articles/{desk.article('Andra water talks open in Liske').article.id}#s-9")
    expect(at(page)).to_have_id("s-9")
    expect(page.locator("#s-9")).to_be_in_viewport()


def test_slash_goes_to_the_search_and_escape_leaves_it(page):
    page.goto("/articles")
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("jk?")
    assert page.locator("#find").input_value() == "jk?"
    page.keyboard.press("Escape")
    expect(page.locator("#find")).not_to_be_focused()
    page.goto("/search")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()


@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("t", "/"),
        ("a", "/articles"),
        ("p", "/speakers"),
        ("d", "/disputes"),
        ("i", "/issues"),
        ("q", "/quotations"),
        ("r", "/relations"),
        ("s", "/search"),
        ("b", "/starred"),
        ("n", "/add"),
        ("f", "/feeds"),
    ],
)
def test_g_and_a_letter_go_to_a_page(page, desk, key, place):
    page.goto("/search?q=water")
    page.keyboard.press("g")
    page.keyboard.press(key)
    page.wait_for_url(desk.address + place)


def test_question_mark_shows_every_key_and_escape_closes(page):
    page.goto("/")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).not_to_be_visible()
    page.locator("#help").click()
    expect(page.locator("#keys")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#keys")).not_to_be_visible()


def test_s_stars_and_takes_the_star_away_and_the_stars_stay(article):
    article.keyboard.press("j")
    article.keyboard.press("j")
    starred = at(article).get_attribute("data-id")
    article.keyboard.press("s")
    expect(at(article)).to_have_class(re.compile("starred"))
    expect(article.get_by_role("status")).to_have_text("starred")
    article.reload()
    expect(article.locator(f"[data-id='{starred}']")).to_have_class(re.compile("starred"))
    article.keyboard.press("g")
    article.keyboard.press("b")
    article.wait_for_url(f"**/starred?ids={starred}")
    expect(article.locator(".item")).to_have_count(1)
    article.keyboard.press("j")
    article.keyboard.press("s")
    assert article.locator("#go-starred").get_attribute("href") == "/starred"


def test_n_and_p_turn_the_pages_of_a_list(page):
    page.goto("/search")
    page.keyboard.press("n")
    page.wait_for_url("**/search?page=2")
    page.keyboard.press("p")
    page.wait_for_url("**/search?page=1")


def test_d_goes_from_system_to_light_to_dark_and_it_stays(page):
    page.emulate_media(color_scheme="dark")
    page.goto("/")
    back = "getComputedStyle(document.body).backgroundColor"
    system = page.evaluate(back)
    page.keyboard.press("d")
    light = page.evaluate(back)
    assert light != system
    page.goto("/search")
    assert page.evaluate(back) == light
    page.locator("#theme").click()
    assert page.evaluate(back) == system
    expect(page.locator("#theme")).to_have_text("dark")


def test_e_and_u_say_that_a_ledger_for_reading_takes_no_correction(article):
    article.keyboard.press("e")
    expect(article.get_by_role("status")).to_have_text("go to a statement first: j, k")
    article.keyboard.press("j")
    article.keyboard.press("e")
    expect(article.get_by_role("status")).to_have_text("nothing can be corrected here")
    article.keyboard.press("u")
    expect(article.get_by_role("status")).to_have_text("nothing to take back")


def test_keys_with_a_modifier_are_the_browsers(article):
    article.keyboard.press("Control+j")
    expect(at(article)).to_have_count(0)


def test_the_evidence_of_one_statement_is_open_at_a_time(article):
    """It lies over the notes below: another one's, a click elsewhere, the next key or Escape closes it."""
    opened = article.locator("details.how[open]")
    article.locator("#s-9 summary").click()
    article.locator("#s-2 summary").click()
    expect(opened).to_have_count(1)
    article.locator("h1").click()
    expect(opened).to_have_count(0)
    article.locator("#s-2 summary").click()
    article.keyboard.press("Escape")
    expect(opened).to_have_count(0)
    article.keyboard.press("j")
    article.keyboard.press("o")
    expect(opened).to_have_count(1)
    article.keyboard.press("j")
    expect(opened).to_have_count(0)
