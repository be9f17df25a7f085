"""`same` and `variants`: through the real command line on a real ledger that `whoseword.across` caught up."""

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from whoseword.across import catch_up
from whoseword.cli import app, main
from whoseword.errors import ConfigError, StoreError
from whoseword.records import Article, Block, Reading, Span, Speaker, Statement, digest
from whoseword.store import Store

LEAD = (
    "Talks on the waters of the Andra opened on Tuesday in the lake town of Liske, three days later than planned and with the two "
    "delegations seated in separate rooms."
)
FRONTIER = (
    "The river must not fall below 420 cubic metres a second at the frontier before the end of June, the foreign minister told "
    "reporters in the courtyard of the old customs house."
)
DAM = (
    "Tarvonia has lowered the flow through its Mirov dam twice since February, and its neighbour accuses it of holding the water back "
    "for turbines that run day and night."
)
MOOD = (
    "Along the lower river the mood is darker still, and farmers who drove six hundred kilometres stood outside the conference hall "
    "with a cart of dry earth."
)
PRICE = (
    "In the market of Port Lisane a sack of flour cost nine crowns on Monday, two more than in March, and bakers put a notice in their "
    "windows that blames nobody by name."
)
RADIO = (
    "Helmark Radio carried the opening speeches without comment and then, for an hour, the sound of a river, which its director later "
    "called the only neutral thing to be had in Liske."
)
OWN = (
    "A ferry that had been laid up since the autumn carried schoolchildren across the bay on Monday while the harbour office counted "
    "the tickets by hand and a brass band played."
)
HARBOUR = (
    "The harbour office hopes to sell four hundred tickets a day once the second ferry is painted, though nobody has yet found a "
    "captain who will work on Sundays."
)
SAID = "We will not sign a treaty that asks us to thank a tap, and we want three gates opened"
HOSTILE = "=cmd \x1b[31mtreaty that asks us to thank a tap, and we want four gates opened"


def article(name, day, outlet, *paragraphs, quote=None):
    """An article of a title and paragraphs; the last has the quotation."""
    parts = [f"{name} title", *paragraphs, *([f"“{quote},” Rui Castane said."] if quote else [])]
    text = "\n\n".join(parts)
    blocks, place = [], 0
    for index, part in enumerate(parts):
        blocks.append(Block("paragraph" if index else "title", place, place + len(part)))
        place += len(part) + 2
    statements = ()
    if quote:
        span = Span.cut(text, text.index(quote), text.index(quote) + len(quote))
        speaker = Speaker("Rui Castane", "person", how="name", confidence=0.9)
        statements = (Statement(digest(name, "s"), "direct", "assert", True, (span,), (span,), (), (), speaker),)
    whole = Article(digest(name), name, text, digest(text), tuple(blocks), outlet=outlet, title=parts[0], published=day)
    return Reading(whole, statements, model="m 1", rules="1")


WIRE = article("wire", "2026-04-14", "Meridian Wire", LEAD, FRONTIER, DAM, PRICE, RADIO, MOOD, quote=SAID)
COPY = article(
    "copy", "2026-04-14T09:00:00+02:00", "Post", LEAD, FRONTIER, DAM, PRICE, RADIO, MOOD, quote=SAID.replace("not ", "")
)
CUT = article("cut", "2026-04-15", "Courier", LEAD, DAM, PRICE, RADIO, MOOD, "Nobody spoke.", quote=HOSTILE)
PIER = (
    "Painters worked through the night under lamps lent by the theatre, and by morning the pier smelled of tar, oranges and wet rope, "
    "so that two cats refused to cross it."
)
SCHOOL = (
    "The head of the island school, which has nineteen pupils, thanked the crew with a song about a whale and a basket of boiled eggs "
    "that nobody dared to open on the water."
)
BAND = (
    "The band, four brothers and an aunt, has played at every launch since the war and takes no fee but soup, which the harbour master "
    "cooks himself in a pot that once held varnish."
)
PART = article("part", "2026-04-16", "Observer", OWN, FRONTIER, DAM, HARBOUR, PIER, SCHOOL, BAND, PIER[40:] + " Again.")


@pytest.fixture
def ledger(tmp_path, monkeypatch):
    """A ledger of four articles in the working directory, the wire's added last."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    with Store.open("ledger.db") as store:
        for reading in (PART, CUT, COPY, WIRE):
            store.add(reading)
        list(catch_up(store))
    return tmp_path / "ledger.db"


def run(*arguments, code=0):
    done = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert done.exit_code == code, done.output
    return done.stdout, done.stderr


def refused(capsys, *arguments):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    return caught.value.code, capsys.readouterr().err


def records(command, *arguments):
    return json.loads(run(command, *arguments, "--format", "json")[0])


def test_copies_are_listed_the_earliest_published_first(ledger):
    """Also where it was read last."""
    assert [(one["outlet"], one["relation"]) for one in records("same")] == [
        ("Meridian Wire", "first"), ("Post", "copy"), ("Courier", "near-copy"),
    ]  # fmt: skip


def test_an_article_shows_what_each_copy_did_and_who_shares_a_part(ledger):
    found = records("same", COPY.article.id[:8])
    assert [one["relation"] for one in found] == ["first", "copy", "near-copy", "in part"]
    post, courier, observer = found[1:]
    assert (post["words_cut"], post["words_added"]) == (1, 0)
    assert courier["words_cut"] > 20
    assert observer["outlet"] == "Observer"
    for own, theirs in observer["passages"]:
        assert COPY.article.text[slice(*own)][-20:] == PART.article.text[slice(*theirs)][-20:]


def test_an_article_without_copies_has_only_its_parts(ledger):
    found = records("same", PART.article.id)
    assert [one["relation"] for one in found] == ["first", "in part", "in part"]
    assert found[0]["article"] == PART.article.id


def test_two_texts_are_shown_word_by_word(ledger):
    shown, _ = run("same", WIRE.article.id, "--with", COPY.article.id)
    assert "We will [-not-] sign a treaty" in shown
    assert "wire" in shown
    assert "[-wire-]{+copy+} title" in shown
    runs = json.loads(run("same", WIRE.article.id, "--with", COPY.article.id, "--format", "json")[0])["changes"]["runs"]
    assert {one["change"] for one in runs} == {"equal", "changed", "cut"}


def test_the_table_of_copies_has_each_article(ledger):
    shown, _ = run("same")
    assert [name in shown for name in ("Meridian Wire", "Post", "Courier", "Observer")] == [True, True, True, False]


@pytest.mark.parametrize("command", ["same", "variants"])
def test_an_empty_ledger_says_so(tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    Store.open("ledger.db").close()
    shown, remark = run(command)
    assert not shown
    assert "found" in remark


def test_an_article_that_was_not_compared_is_an_error(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    with Store.open("ledger.db") as store:
        store.add(WIRE)
    code, error = refused(capsys, "same", WIRE.article.id)
    assert code == StoreError.exit_code
    assert "whoseword compare" in error


def test_variants_of_a_statement_have_differences_and_flags(ledger):
    (group,) = records("variants", WIRE.statements[0].id)
    assert [one["relation"] for one in group["wordings"]] == [None, "altered", "altered"]
    assert [one["flags"] for one in group["wordings"]] == [[], ["negation"], ["numbers"]]
    assert group["first"]["outlet"] == "Meridian Wire"
    assert group["flags"] == ["negation", "numbers"]
    shown, _ = run("variants", "thank")
    assert "We will [-not-] sign" in shown
    assert "[-three-]{+four+} gates" in shown
    assert "touches negation" in shown


def test_variants_are_found_by_words_and_by_flag(ledger):
    assert len(records("variants", "tap")) == 1
    assert records("variants", "harbour") == []
    assert len(records("variants", "--flag", "numbers")) == 1
    assert records("variants", "--flag", "names") == []


def test_an_unknown_flag_is_an_error(ledger, capsys):
    code, error = refused(capsys, "variants", "--flag", "tone")
    assert code == ConfigError.exit_code
    assert "negation" in error


@pytest.mark.parametrize(("command", "rows"), [(("same",), 3), (("variants",), 3), (("variants", "tap"), 3)])
def test_csv_runs_no_formula_and_jsonl_is_a_record_a_line(ledger, command, rows):
    """A quotation that begins with = gets a ' in front, and a table lets no escape through."""
    found = list(csv.DictReader(io.StringIO(run(*command, "--format", "csv")[0])))
    assert len(found) == rows
    assert not any(value.startswith(("=", "+", "-", "@")) for one in found for value in one.values())
    assert [json.loads(line) for line in run(*command, "--format", "jsonl")[0].splitlines()] == records(*command)
    assert "\x1b[31m" not in run(*command)[0]


def test_with_needs_an_article(ledger, capsys):
    code, error = refused(capsys, "same", "--with", WIRE.article.id)
    assert code == 2  # as Typer has it for a wrong use
    assert "ARTICLE" in error
