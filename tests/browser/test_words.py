"""Which words a statement is made of, in a real browser: by keys alone, by selecting, without scripts; and statements that were missed."""

import re

import pytest
from conftest import serve
from playwright.sync_api import expect
from store_words import ARTICLE, GO, HEBREW, TEXT, words_ledger
from test_desk_pages import violations

from whoseword.store import Store


@pytest.fixture
def store(tmp_path):
    with Store.open(words_ledger(tmp_path / "words.db"), create=False) as opened:
        yield opened


@pytest.fixture
def address(store):
    yield from serve(store)


@pytest.fixture
def opened(page, address):
    """The page of the article, its second statement (“We go”) reached."""
    page.goto(f"{address}/articles/{ARTICLE}")
    page.keyboard.press("j")
    page.keyboard.press("j")
    return page


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def at_words(page):
    page.keyboard.press("c")
    page.wait_for_url("**/edit?from=article#words")
    expect(page.locator("#words")).to_be_focused()


def now(page):
    return page.locator(".chosen-words .now q")


def words(store, role="content", statement=GO):
    return [span.text for span in getattr(store.statement(statement).statement, role)]


def test_shift_and_arrows_move_the_end_and_the_start_and_enter_saves(opened, store):
    at_words(opened)
    expect(now(opened)).to_have_text("We go")
    press(opened, "Shift+ArrowRight", "Shift+ArrowRight")
    expect(now(opened)).to_have_text("We go 👩‍👩‍👧")
    press(opened, "Control+Shift+ArrowRight", "Alt+Shift+ArrowRight")
    expect(now(opened)).to_have_text("We go 👩‍👩‍👧 home now")
    press(opened, "Control+Shift+ArrowLeft", "Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowUp")
    expect(now(opened)).to_have_text("e go 👩‍👩‍👧 home")
    press(opened, "Control+Shift+ArrowDown")
    expect(now(opened)).to_have_text("go 👩‍👩‍👧 home")
    press(opened, "Control+Shift+ArrowUp", "Enter")
    opened.wait_for_url("**#s-2")
    assert words(store) == ["We go 👩‍👩‍👧 home"]
    expect(opened.locator("#s-2 .by-hand")).to_contain_text("content corrected by")
    expect(opened.locator("mark[data-s~='2']")).to_have_text("We go 👩‍👩‍👧 home")
    press(opened, "u")
    expect(opened.locator("mark[data-s~='2']")).to_have_text("We go")
    assert words(store) == ["We go"]


def test_e_opens_the_form_and_c_goes_to_the_words_in_it(opened):
    press(opened, "e")
    opened.wait_for_url("**/edit?from=article")
    press(opened, "Escape", "c")
    expect(opened.locator("#words")).to_be_focused()


def test_escape_leaves_and_nothing_is_kept(opened, store):
    at_words(opened)
    press(opened, "Shift+ArrowLeft", "Escape")
    opened.wait_for_url(re.compile("/statements/[0-9a-f]{16}$"))
    assert store.corrections() == []


def test_cue_and_source_are_chosen_by_number(opened, store):
    at_words(opened)
    press(opened, "2", "Control+Shift+ArrowLeft", "Control+Shift+ArrowRight", "Control+Shift+ArrowRight")
    expect(now(opened)).to_have_text("said Ann")
    press(opened, "3", "Control+Shift+ArrowUp", "Enter")
    opened.wait_for_url("**#s-2")
    assert (words(store, "cue"), words(store, "source")) == (["said Ann"], ["Ann Low"])
    assert [one.field for one in store.corrections()] == ["cue", "source"]


def test_a_passage_is_added_and_taken_away(opened, store):
    at_words(opened)
    press(
        opened,
        "+",
        *["Control+ArrowRight"] * 6,
        "ArrowRight",
        "ArrowRight",
        "Control+Shift+ArrowRight",
        "Control+Shift+ArrowRight",
    )
    added = now(opened).all_inner_texts()
    assert (len(added), added[0]) == (2, "We go")
    press(opened, "Enter")
    opened.wait_for_url("**#s-2")
    assert words(store) == added
    at_words(opened)
    press(opened, "]", "-", "Enter")
    opened.wait_for_url("**#s-2")
    assert words(store) == ["We go"]
    assert [one.field for one in store.corrections()] == ["content", "content"]


def test_passages_never_overlap_and_never_end_before_they_begin(opened, store):
    at_words(opened)
    press(opened, *["Shift+ArrowLeft"] * 12, *["Shift+ArrowDown"] * 3)
    expect(now(opened)).to_have_text("W")
    press(opened, "+", "Shift+ArrowRight", "[", *["Shift+ArrowRight"] * 5, "Enter")
    opened.wait_for_url("**#s-2")
    spans = store.statement(GO).statement.content
    assert [span.text for span in spans] == ["W", "e"]
    assert spans[0].end <= spans[1].start


def test_in_text_from_right_to_left_the_arrow_to_the_left_goes_on(page, address, store):
    page.goto(f"{address}/statements/{HEBREW}")
    press(page, "c")
    page.wait_for_url("**/edit#words")
    expect(now(page)).to_have_text("שלום")
    press(page, "Control+Shift+ArrowLeft", "Enter")
    page.wait_for_url(re.compile("/statements/[0-9a-f]{16}$"))
    assert words(store, statement=HEBREW) == ["שלום עולם"]


def select(page, start, end):
    """Select code points of the text in the editor, as a mouse does."""
    page.evaluate(
        """([start, end]) => {
        const place = document.getElementById("words");
        const point = (at) => {
          for (const run of place.querySelectorAll("[data-i]")) {
            const signs = Array.from(run.textContent), from = Number(run.dataset.i);
            if (at >= from && at <= from + signs.length) return [run.firstChild, signs.slice(0, at - from).join("").length];
          }
        };
        getSelection().setBaseAndExtent(...point(start), ...point(end));
        }""",
        [start, end],
    )


def test_what_is_selected_can_be_taken(opened, store):
    at_words(opened)
    start = TEXT.index("👩‍👩‍👧")
    select(opened, start, TEXT.index(" now"))
    opened.get_by_role("button", name="Take selection").click()
    expect(now(opened)).to_have_text("👩‍👩‍👧 home")
    press(opened, "Enter")
    opened.wait_for_url("**#s-2")
    assert words(store) == ["👩‍👩‍👧 home"]


def test_a_real_drag_of_the_mouse_selects_in_the_text(opened):
    at_words(opened)
    box = opened.locator("#words mark.d1").first.bounding_box()
    middle = box["y"] + box["height"] / 2
    opened.mouse.move(box["x"] + 1, middle)
    opened.mouse.down()
    opened.mouse.move(box["x"] + box["width"] * 0.45, middle, steps=4)
    opened.mouse.up()
    press(opened, "t")
    expect(now(opened)).to_have_text("We")


def test_without_scripts_the_words_are_fields(chromium, address, store):
    context = chromium.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto(f"/statements/{GO}/edit")
    page.locator("[name=content_1]").fill("We go 👩‍👩‍👧 home")
    page.locator("[name=cue_2]").fill("now")
    page.locator("#correction button").click()
    assert (words(store), words(store, "cue")) == (["We go 👩‍👩‍👧 home"], ["now", "said"])
    page.goto(f"/statements/{GO}/edit")
    page.locator("[name=content_1]").fill("the dam")
    page.locator("#correction button").click()
    assert "stand in 2 places" in page.locator(".fault").inner_text()
    assert page.locator("[name=content_1]").input_value() == "the dam"
    page.locator(".undo button").first.click() if page.locator(".undo button").count() else None
    context.close()


def test_hostile_words_are_text_in_the_editor(page, address, store):
    hostile = next(row.statement for row in store.statements() if "<img" in row.statement.content[0].text)
    page.goto(f"{address}/statements/{hostile.id}/edit#words")
    expect(now(page)).to_have_text("<img src=x onerror=window.ran=1> <202E>evil<202C>")
    press(page, "Shift+ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowLeft")
    expect(now(page)).to_have_text("<img src=x onerror=window.ran=1> <202E>ev")
    assert page.evaluate("window.ran") is None
    assert page.locator("#words img").count() == 0


# Statements that were missed


def choose_in_article(page, words):
    """Select words of the article's text, as a mouse does."""
    page.evaluate(
        """(words) => {
        for (const text of document.querySelectorAll(".text")) {
          const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(words);
            if (at >= 0) return getSelection().setBaseAndExtent(node, at, node, at + words.length);
          }
        }
        throw new Error("not there");
        }""",
        words,
    )


def test_n_adds_a_statement_of_the_selected_words_and_u_takes_it_back(page, address, store):
    page.goto(f"{address}/articles/{ARTICLE}")
    choose_in_article(page, "the bridge 👩‍👩‍👧 is closed")
    press(page, "n")
    page.wait_for_url("**/add?at=*")
    expect(now(page)).to_have_text("the bridge 👩‍👩‍👧 is closed")
    expect(page.locator("#words")).to_be_focused()
    press(page, "2", *["Control+ArrowLeft"] * 2)
    page.locator("[name=speaker]").fill("Bo Ray")
    page.locator("[name=act]").select_option("announce")
    page.locator("[name=why]").fill("missed")
    page.locator("#correction button").click()
    page.wait_for_url(re.compile(r"#s-\d$"))
    note = page.locator(".note.at")
    expect(note).to_contain_text("Bo Ray")
    expect(note.locator(".by-hand")).to_contain_text("added by")
    expect(note.locator(".by-hand")).to_contain_text("missed")
    (made,) = store.corrections()
    assert store.statement(made.target_id).statement.content[0].text == "the bridge 👩‍👩‍👧 is closed"
    press(page, "u")
    page.wait_for_url(re.compile("/statements/[0-9a-f]{16}$"))
    assert store.statement(made.target_id).rejected
    page.locator(".told .undo button", has_text="Bring back").click()
    expect(page.locator("h1")).to_contain_text("Bo Ray")
    assert not store.statement(made.target_id).rejected


def test_a_statement_is_added_with_the_keyboard_alone(page, address, store):
    page.goto(f"{address}/articles/{ARTICLE}")
    press(page, "j", "n")
    page.wait_for_url("**/add?at=*")
    expect(page.locator("#words")).to_be_focused()
    press(page, *["ArrowDown"] * 4, "ArrowRight", "Control+Shift+ArrowRight", "Control+Shift+ArrowRight")
    chosen = now(page).inner_text()
    assert len(chosen.split()) == 2
    press(page, "Enter")
    page.wait_for_url(re.compile(r"#s-\d$"))
    (made,) = store.corrections()
    assert store.statement(made.target_id).statement.content[0].text == chosen


def test_codes_in_the_text_do_not_shift_what_is_selected(page, address, store):
    page.goto(f"{address}/articles/{ARTICLE}")
    choose_in_article(page, "is over")
    press(page, "n")
    page.wait_for_url("**/add?at=*")
    expect(now(page)).to_have_text("is over")


def test_without_scripts_a_statement_is_added(chromium, address, store):
    context = chromium.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto(f"/articles/{ARTICLE}")
    page.locator("#add").click()
    page.locator("[name=content_1]").fill("the bridge 👩‍👩‍👧 is closed")
    page.locator("[name=cue_1]").fill("")
    page.locator("#correction button").click()
    assert re.search(r"#s-\d$", page.url)
    assert len(store.corrections()) == 1
    context.close()


# What a statement is tied to


def test_what_it_answers_is_chosen_from_a_list_narrowed_by_typing(page, address, store):
    page.goto(f"{address}/statements/{GO}/edit")
    narrow = page.get_by_role("searchbox", name="narrow: answers")
    narrow.fill("dam")
    expect(page.locator("[name=about] option")).to_have_count(2)
    narrow.press("Enter")
    page.locator("[name=about]").press("Enter")
    page.locator("#correction button").click()
    page.wait_for_url(re.compile("/statements/[0-9a-f]{16}$"))
    expect(page.locator("#linked + .list")).to_contain_text("dam")
    assert store.statement(GO).statement.about is not None
    press(page, "u")
    expect(page.locator("#linked")).to_have_count(0)
    assert store.statement(GO).statement.about is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_forms_can_be_used_by_everybody(page, address, scheme):
    page.emulate_media(color_scheme=scheme)
    for place in (f"/statements/{GO}/edit#words", f"/articles/{ARTICLE}/add", f"/articles/{ARTICLE}/add?at=3:9"):
        page.goto(address + place)
        expect(page.locator("#words.choosing")).to_be_visible()
        assert violations(page) == [], place
    page.set_viewport_size({"width": 360, "height": 720})
    for place in (f"/statements/{GO}/edit", f"/articles/{ARTICLE}/add"):
        page.goto(address + place)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, place
