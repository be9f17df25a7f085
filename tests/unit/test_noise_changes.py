"""Noise is exact: every span of the clean text has its place in the changed one, and a seed gives the same noise each time."""

import importlib
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
sys.path.append(str(BENCHMARKS))
noise = importlib.import_module("noise")

PROSE = '“The river is low,” Ana Sol said on Monday.\n"It will rise," she added. “We wait.”\nNo one asked why.'
PARTS = {"source": "Ana Sol", "cue": "said", "content": "“The river is low,”"}
LONG = "The minister said on Monday that the river would rise again before the end of the month. " * 4


def texts() -> st.SearchStrategy[str]:
    return st.text(st.sampled_from("aZéİß “”\"\n.'"), max_size=200)


@pytest.mark.parametrize("name", noise.CHANGES)
@given(text=texts())
def test_places_rise_to_the_end_of_the_changed_text(name: str, text: str) -> None:
    changed = noise.change(text, noise.CHANGES[name])
    assert len(changed.places) == len(text) + 1
    assert changed.places[0] == 0
    assert changed.places[-1] == len(changed.text)
    assert list(changed.places) == sorted(changed.places)


@pytest.mark.parametrize("name", noise.CHANGES)
def test_the_same_noise_comes_out_each_time(name: str) -> None:
    assert noise.change(PROSE * 9, noise.CHANGES[name]) == noise.change(PROSE * 9, noise.CHANGES[name])


@pytest.mark.parametrize("name", [n for n in noise.CHANGES if "typos" not in n and n != "lower case"])
def test_letters_stay_where_only_marks_and_lines_change(name: str) -> None:
    changed = noise.change(PROSE, noise.CHANGES[name])
    for word in ("river", "said", "wait", "asked"):
        start = PROSE.index(word)
        assert changed.text[slice(*changed.span(start, start + len(word)))] == word


def test_marks_take_the_style_asked_for() -> None:
    shown = {name: noise.change(PROSE, noise.CHANGES[name]).text.split("\n")[1] for name in noise.CHANGES}
    assert shown["straight marks"] == '"It will rise," she added. "We wait."'
    assert shown["curly marks"] == "“It will rise,” she added. “We wait.”"
    assert shown["German marks"] == "„It will rise,“ she added. „We wait.“"
    assert shown["French marks"] == "«\u00a0It will rise,\u00a0» she added. «\u00a0We wait.\u00a0»"


def test_mixed_marks_differ_within_a_text() -> None:
    text = noise.change(PROSE * 5, noise.CHANGES["mixed marks"]).text
    assert len({sign for sign in text if sign in '"“”„«»'}) > 3


def test_just_one_mark_is_missing() -> None:
    assert len(noise.change(PROSE, noise.CHANGES["one mark missing"]).text) == len(PROSE) - 1
    assert noise.change("No marks.", noise.CHANGES["one mark missing"]).text == "No marks."


def test_two_letters_in_a_hundred_have_slipped() -> None:
    text = LONG * 40
    parts = noise.with_typos(text, noise.random.Random(7))
    slips = sum(part != sign for part, sign in zip(parts, text, strict=True))
    letters = sum(sign.isalpha() for sign in text)
    assert 0.018 < slips / letters < 0.03  # a swap shows in two letters
    assert all(part == sign for part, sign in zip(parts, text, strict=True) if not sign.isalpha())


def test_lines_are_filled_and_paragraphs_kept_apart() -> None:
    text = noise.change(f"{LONG.strip()}\nShort.\n\n{LONG.strip()}", noise.CHANGES["lines of 72 columns"]).text
    assert max(map(len, text.split("\n"))) <= noise.COLUMNS
    assert [part.replace("\n", " ") for part in text.split("\n\n")] == [LONG.strip(), "Short.", LONG.strip()]


def test_a_row_moves_whole() -> None:
    said = {role: [[PROSE.index(part), PROSE.index(part) + len(part)]] for role, part in PARTS.items()}
    row = {"id": "a", "text": PROSE, "attributions": [said], "discard": [said["cue"][0]]}
    moved = noise.change_row(row, noise.CHANGES["French marks"])
    (one,) = moved["attributions"]
    cut = {role: [moved["text"][start:end] for start, end in one[role]] for role in noise.ROLES}
    assert cut == {**{role: [part] for role, part in PARTS.items()}, "content": ["«\u00a0The river is low,\u00a0»"]}
    assert moved["discard"] == one["cue"]


def test_a_span_of_which_nothing_is_left_is_left_out() -> None:
    row = {"id": "a", "text": "“Yes.”", "attributions": [{"source": [], "cue": [], "content": [[0, 1], [1, 6]]}], "discard": []}
    changed = noise.change_row(row, lambda text, _: ["", *text[1:]])
    assert changed["text"] == "Yes.”"
    assert changed["attributions"][0]["content"] == [[0, 5]]
