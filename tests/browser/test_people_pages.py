"""People in a real browser: log in, look after one's account and others, with scripts and without; usable by everybody."""

import shutil

import pytest
from conftest import serve
from playwright.sync_api import expect
from test_desk_pages import violations

from whoseword.store import Store

WORDS = "a long way to the ferry"
PAGES = ("/account", "/people", "/audit")


@pytest.fixture(scope="module")
def store(ledger, tmp_path_factory):
    """A copy of the samples with an admin and a reader."""
    path = shutil.copy(ledger[0], tmp_path_factory.mktemp("people") / "samples.db")
    with Store.open(path, create=False) as opened:
        opened.people.add("Ada Min", "admin", password=WORDS, by="a test")
        opened.people.add("Rea Dow", "reader", password=WORDS, by="a test")
        yield opened


@pytest.fixture(scope="module")
def address(store):
    yield from serve(store)


def log_in(page, address, name="Ada Min", wanted="/"):
    page.goto(f"{address}{wanted}")
    page.get_by_label("name").fill(name)
    page.get_by_label("password").fill(WORDS)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}{wanted}")


def usable(page):
    """By every rule in the light theme; by colours in the dark one; and within a telephone's width."""
    page.emulate_media(color_scheme="light")
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, rules=("color-contrast",)) == []
    before = page.viewport_size
    page.set_viewport_size({"width": 360, "height": 720})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size(before)


def test_one_logs_in_with_the_keyboard_and_comes_to_where_one_wanted(page, address):
    page.goto(f"{address}/search?q=water")
    assert page.locator("nav[aria-label='The desk']").count() == 0
    usable(page)
    page.keyboard.type("Ada Min")  # the name has the focus
    page.keyboard.press("Tab")
    page.keyboard.type(WORDS)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=water")
    expect(page.get_by_role("link", name="Ada Min")).to_be_visible()


def test_a_wrong_password_is_told_and_what_was_typed_is_not_shown(chromium, address):
    """A browser notes an answer of 401 as an error, so that this has a context of its own."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{address}/login")
    page.get_by_label("name").fill("Ada Min")
    page.get_by_label("password").fill("not it, not it")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("nobody of that name with that password")
    assert "not it" not in page.content()
    usable(page)
    context.close()


def test_the_pages_of_people_can_be_used_by_everybody(page, address):
    log_in(page, address, wanted="/account")
    page.get_by_label("what it is for").fill("my telephone")
    page.get_by_role("button", name="Make", exact=True).click()
    expect(page.locator(".secret")).to_be_visible()
    usable(page)
    for path in PAGES:
        page.goto(f"{address}{path}")
        if path == "/people":
            page.locator("summary").first.click()
        usable(page)


@pytest.mark.parametrize("width", [1280, 1120, 1104, 900])
def test_the_name_leaves_the_places_on_one_line(page, address, width):
    page.set_viewport_size({"width": width, "height": 800})
    log_in(page, address)
    tops = page.locator(".top nav a").evaluate_all("all => all.map((one) => one.getBoundingClientRect().top)")
    assert len(set(tops)) == 1
    assert page.locator("#find").bounding_box()["width"] >= 80


def test_without_scripts_an_admin_adds_somebody_who_logs_in_reads_and_logs_out(chromium, address):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    log_in(page, address, wanted="/people")
    page.locator("main [name=name]").fill("New One")
    page.get_by_role("form", name="Add a person").locator("[name=password]").fill(WORDS)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".headline", has_text="New One")).to_be_visible()
    other = chromium.new_context(java_script_enabled=False)
    theirs = other.new_page()
    log_in(theirs, address, "New One", "/articles")
    assert theirs.locator(".item").count() > 2
    theirs.goto(f"{address}/people")
    assert "not for your role" in theirs.content()
    theirs.goto(f"{address}/account")
    theirs.get_by_role("button", name="Log out here").click()
    theirs.wait_for_url("**/login")
    theirs.goto(f"{address}/articles")
    assert "/login" in theirs.url
    for one in (context, other):
        one.close()


def test_a_reader_has_no_keys_that_write(page, address):
    log_in(page, address, "Rea Dow", "/articles")
    page.locator(".item a").first.click()
    page.wait_for_url("**/articles/*")
    page.keyboard.press("j")
    here = page.url
    page.keyboard.press("e")
    page.keyboard.press("n")
    page.wait_for_timeout(300)
    assert page.url.split("#")[0] == here.split("#")[0]
    assert page.locator("[data-writable]").count() == 0
