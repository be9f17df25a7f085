"""Corrections: what one sees of a reading, what counts, and how a correction finds its statement in another reading."""

import json
import tomllib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoseword.actors import OwnActor
from whoseword.corrections import (
    FIELDS,
    actors_toml,
    checked,
    corrected,
    home,
    in_effect,
    learned,
    own_actors,
    place_of,
    undone_by,
)
from whoseword.errors import InputError
from whoseword.records import (
    Actor,
    Article,
    Correction,
    Dispute,
    Party,
    Place,
    Reading,
    SaidOn,
    Span,
    Speaker,
    Statement,
    check_spans,
    from_json,
    to_json,
)

TEXT = (
    "Minister Ana Sol told reporters on Monday that the dam was safe. “It will hold,” she said.\n"
    "Bordurian officials denied that the dam was safe. Lind hopes for rain."
)


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span.cut(TEXT, start, start + len(words))


def said(identity: str, content: str, cue: str, source: str, **more) -> Statement:
    fields = {
        "kind": "indirect",
        "act": "assert",
        "voiced": True,
        "verbatim": (),
        "speaker": Speaker(None, "unresolved"),
    } | more
    return Statement(id=identity, content=(at(content),), cue=(at(cue),), source=(at(source),), **fields)


SAFE = said("s1", "the dam was safe", "told", "Minister Ana Sol", speaker=Speaker("Ana Sol", "person", how="name", confidence=0.9),
            chain=(Party("Daily", "media"), Party("Ana Sol", "person")))  # fmt: skip
HOLD = said("s2", "It will hold,", "said", "she", kind="direct", verbatim=(at("It will hold,"),))
DENIED = Statement(
    id="s3", kind="indirect", act="deny", voiced=True, content=(Span.cut(TEXT, TEXT.rindex("the dam"), TEXT.index(". Lind")),),
    verbatim=(), cue=(at("denied"),), source=(at("Bordurian officials"),), speaker=Speaker("Borduria", "state", how="metonymy"), about="s1",
)  # fmt: skip
HOPES = said("s4", "for rain", "hopes", "Lind", act="hope", voiced=False, inside="s3")
READING = Reading(
    Article("a1", "a.txt", TEXT, "0" * 64), (SAFE, HOLD, DENIED, HOPES), (Actor("act1", "Ana Sol", "person", "ORS", "Minister"),),
    disputes=(Dispute("the dam was safe", ("s1",), ("s3",)),), model="m", rules="r",
)  # fmt: skip
_BY_ID = {one.id: one for one in READING.statements}


def correction(number: int, statement: str, field: str, value: object, **more) -> Correction:
    kept = checked(READING, statement, field, value) if more.get("undoes") is None else None
    fields = {"place": place_of("a1", _BY_ID[statement])} | more
    return Correction(f"c{number}", "statement", statement, field, kept, "Eva", f"2026-01-01T00:00:{number:02d}Z", **fields)


def undo(number: int, of: Correction) -> Correction:
    return replace(of, id=f"c{number}", value=None, undoes=of.id)


def seen(*corrections: Correction, reading: Reading = READING) -> dict[str, Statement]:
    whole = corrected(reading, corrections)
    check_spans(whole)
    return {one.id: one for one in whole.statements}


def test_without_corrections_it_is_the_same_reading():
    assert corrected(READING, []) is READING
    other = replace(correction(1, "s1", "act", "deny"), target="group")
    assert corrected(READING, [other]) is READING


def test_a_corrected_speaker_takes_what_the_reading_knows_of_the_actor_and_ends_the_chain():
    one = correction(1, "s2", "speaker", {"name": "Ana  Sol", "type": "person"}, why="see the line before")
    found = seen(one)["s2"]
    assert found.speaker == Speaker("Ana Sol", "person", "ORS", "Minister", "act1", "corrected", 1.0)
    assert found.corrections == (one,)
    moved = seen(correction(2, "s1", "speaker", {"name": "Eva Lind", "type": "person"}))["s1"]
    assert moved.chain == (Party("Daily", "media"), Party("Eva Lind", "person"))
    nobody = seen(correction(3, "s1", "speaker", {"name": None, "type": "unresolved"}))["s1"]
    assert nobody.chain == (Party("Daily", "media"),)


def test_a_corrected_content_is_its_text_and_brings_its_kind_and_verbatim():
    start = TEXT.index("Monday")
    whole = [start, TEXT.index("hold,") + 5]
    found = seen(correction(1, "s2", "content", [whole]))["s2"]
    assert found.content == (Span.cut(TEXT, *whole),)
    assert found.verbatim == (at("It will hold,"),)
    assert found.kind == "mixed"


def test_what_follows_from_a_field_gives_way_to_what_is_said_of_it():
    start = TEXT.index("Monday")
    kind = correction(1, "s2", "kind", "direct")
    content = correction(2, "s2", "content", [[start, TEXT.index("hold,") + 5]])
    assert seen(kind, content)["s2"].kind == "direct"


def test_an_act_brings_whether_it_was_voiced():
    assert seen(correction(1, "s4", "act", "demand"))["s4"].voiced is True
    assert seen(correction(1, "s4", "act", "demand"), correction(2, "s4", "voiced", False))["s4"].voiced is False


def test_a_date_has_the_precision_of_its_value():
    found = seen(correction(1, "s1", "said_on", {"value": "2025-03", "span": [at("Monday").start, at("Monday").end]}))["s1"]
    assert found.said_on == SaidOn("2025-03", "month", None, "correction", at("Monday"))
    assert seen(correction(1, "s1", "said_on", "2025-W09"))["s1"].said_on.precision == "week"
    assert seen(correction(1, "s1", "said_on", None))["s1"].said_on is None


def test_addressee_occasion_and_chain_are_taken():
    party = {"name": "reporters", "type": "group"}
    span = [at("Monday").start, at("Monday").end]
    found = seen(
        correction(1, "s1", "addressee", party), correction(2, "s1", "occasion", span), correction(3, "s1", "chain", [party])
    )
    assert found["s1"].addressee == Party("reporters", "group")
    assert found["s1"].occasion == at("Monday")
    assert found["s1"].chain == (Party("reporters", "group"),)


def test_a_rejected_statement_is_taken_out_with_every_link_to_it_and_its_dispute():
    one = correction(1, "s1", "verdict", "rejected")
    whole = corrected(READING, [one])
    assert [s.id for s in whole.statements] == ["s2", "s3", "s4"]
    assert whole.rejected == (replace(SAFE, corrections=(one,)),)
    assert whole.statements[1].about is None
    assert whole.disputes == ()


def test_a_confirmed_statement_is_as_it_was_and_says_who_confirmed_it():
    one = correction(1, "s1", "verdict", "confirmed")
    assert seen(one)["s1"] == replace(SAFE, corrections=(one,))
    assert corrected(READING, [one]).disputes == READING.disputes
    assert seen(correction(1, "s1", "verdict", "rejected"), correction(2, "s1", "verdict", "confirmed"))["s1"].id == "s1"


def test_a_corrected_link_changes_the_dispute():
    away = corrected(READING, [correction(1, "s3", "about", None)])
    assert away.statements[2].about is None
    back = corrected(away, [])
    assert back is away
    moved = corrected(READING, [correction(1, "s3", "about", "s2")])
    assert moved.statements[2].about == "s2"
    assert any("s2" in d.for_ and "s3" in d.against for d in moved.disputes)


def test_the_last_correction_of_a_field_counts_and_undoing_it_brings_back_the_one_before():
    first, second = correction(1, "s1", "act", "warn"), correction(2, "s1", "act", "threaten")
    assert seen(first, second)["s1"].act == "threaten"
    assert seen(first, second)["s1"].corrections == (second,)
    assert seen(first, second, undo(3, second))["s1"].act == "warn"
    assert seen(first, second, undo(3, second), undo(4, first))["s1"] == SAFE


def test_undoing_an_undoing_brings_the_correction_back_in_its_old_place():
    first, second = correction(1, "s1", "act", "warn"), correction(2, "s1", "act", "threaten")
    gone = undo(3, first)
    again = undo(4, gone)
    assert in_effect([first, second, gone, again]) == [first, second]
    assert undone_by([first, second, gone]) == {"c1": "c3"}
    assert seen(first, second, gone, again)["s1"].act == "threaten"
    assert in_effect([first, gone, again, undo(5, again)]) == []


@given(st.lists(st.integers(0, 9), max_size=10))
def test_a_correction_counts_unless_one_that_counts_undoes_it(targets):
    """Each correction after the first undoes an earlier one; the definition is checked for every one of them."""
    made = [correction(0, "s1", "act", "warn")]
    for number, target in enumerate(targets, 1):
        made.append(undo(number, made[target % len(made)]))
    undone = undone_by(made)
    for one in made:
        counts = one.id not in undone
        assert counts == (not any(other.undoes == one.id and other.id not in undone for other in made))


def reread(old: Statement, **more) -> Reading:
    """Another reading in which a statement has another id, as one with other spans has."""
    changed = replace(old, id="new", **more)
    return replace(READING, statements=tuple(changed if one.id == old.id else one for one in READING.statements))


def test_a_correction_finds_its_statement_in_another_reading_by_half_of_its_words():
    one = correction(1, "s1", "act", "warn")
    span = at("the dam was safe")
    near = reread(SAFE, content=(Span.cut(TEXT, span.start, span.end + 1),))
    assert seen(one, reading=near)["new"].act == "warn"
    half = reread(SAFE, content=(Span.cut(TEXT, span.start, span.start + 8),))
    assert seen(one, reading=half)["new"].corrections == (one,)
    less = reread(SAFE, content=(Span.cut(TEXT, span.start, span.start + 7),))
    assert corrected(less, [one]).unplaced == (one,)
    assert [replace(s, id=s.id) for s in corrected(less, [one]).statements] == list(less.statements)


def test_a_correction_never_goes_to_who_passes_the_same_words_on_under_another_cue():
    """The inner of two statements with the same content is gone from the new reading: its speaker is not the outer's."""
    outer = replace(SAFE, id="outer", cue=(at("denied"),))
    one = correction(1, "s1", "speaker", {"name": "Eva Lind", "type": "person"})
    assert corrected(replace(READING, statements=(outer,)), [one]).unplaced == (one,)


def test_of_two_statements_with_the_same_words_the_one_with_the_cue_is_meant():
    near, far = replace(SAFE, id="near"), replace(SAFE, id="far", cue=(Span.cut(TEXT, at("told").start, at("told").end + 10),))
    whole = replace(READING, statements=(far, near))
    assert home(whole, "gone", [place_of("a1", SAFE)]) == near


def test_a_place_in_another_article_is_nowhere():
    one = replace(correction(1, "s1", "act", "warn"), target_id="gone", place=Place("other", ((0, 5),)))
    assert corrected(READING, [one]).unplaced == (one,)


def test_the_corrections_of_a_statement_follow_the_content_that_was_corrected():
    """A newer model finds the very spans that a person gave: everything said of the statement goes with them."""
    wide = [TEXT.index("Minister"), TEXT.index("safe") + 4]
    content = correction(1, "s1", "content", [wide])
    speaker = correction(2, "s1", "speaker", {"name": "Eva Lind", "type": "person"})
    newer = reread(SAFE, content=(Span.cut(TEXT, *wide),))
    assert seen(content, speaker, reading=newer)["new"].speaker.name == "Eva Lind"


def test_a_link_finds_its_end_in_another_reading_or_has_no_place():
    one = correction(1, "s3", "about", "s2")
    moved = seen(one, reading=reread(HOLD))
    assert moved["s3"].about == "new"
    without = replace(READING, statements=(SAFE, DENIED, HOPES))
    whole = corrected(without, [one])
    assert whole.unplaced == (one,)
    assert whole.statements[1].corrections == ()


def test_links_that_lead_back_are_refused_and_never_shown():
    with pytest.raises(InputError, match="must not lead back"):
        checked(READING, "s3", "inside", "s4")
    made = [correction(1, "s1", "inside", "s2"), correction(2, "s2", "inside", "s1")]
    assert corrected(READING, made).unplaced == (made[1],)


def test_a_field_of_a_newer_version_has_no_place_and_changes_nothing():
    one = replace(correction(1, "s1", "act", "warn"), field="tone")
    whole = corrected(READING, [one])
    assert (whole.unplaced, whole.statements) == ((one,), READING.statements)


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("speaker", {"name": "Ann"}, "type must be one of"),
        ("speaker", {"name": "", "type": "person"}, "name must be a text"),
        ("speaker", {"name": "A\x1b[31m", "type": "person"}, "name must be a text"),
        ("speaker", {"name": "A" * 201, "type": "person"}, "1 to 200 characters"),
        ("speaker", {"name": "Ann", "type": "person", "age": 3}, "an object with some of"),
        ("speaker", {"name": "Ann", "type": "unresolved"}, "another type"),
        ("speaker", {"name": None, "type": "person"}, "has the type unresolved"),
        ("speaker", "Ann", "must be an object"),
        ("content", [], "at least one span"),
        ("content", [[5, 3]], "in code points"),
        ("content", [[0, 10**9]], "in code points"),
        ("content", [[0.5, 3]], "in code points"),
        ("content", [[True, 3]], "in code points"),
        ("content", [[0, 9], [5, 12]], "order of the text"),
        ("content", {"start": 1}, "a list of at most"),
        ("act", "shout", "one of assert"),
        ("kind", 3, "one of direct"),
        ("voiced", "yes", "true or false"),
        ("said_on", "yesterday", "ISO date"),
        ("said_on", {"value": "2025-13"}, "ISO date"),
        ("said_on", {"value": "2025", "span": [1]}, r"\[start, end\]"),
        ("addressee", {"name": "Bo", "type": "unresolved"}, "other than unresolved"),
        ("chain", "Daily", "a list of names"),
        ("about", "nobody", "id of a statement of the same article"),
        ("about", 7, "id of a statement of the same article"),
        ("about", {"of": 1}, "id"),
        ("verdict", "maybe", "one of confirmed, rejected"),
        ("tone", "warm", "no field 'tone'"),
    ],
)  # fmt: skip
def test_a_value_against_its_rule_is_refused_with_the_rule(field, value, rule):
    with pytest.raises(InputError, match=rule):
        checked(READING, "s1", field, value)


def test_a_statement_that_is_not_there_cannot_be_corrected():
    with pytest.raises(InputError, match="has no statement s9"):
        checked(READING, "s9", "act", "deny")


_ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 200) | st.text(max_size=5) | st.sampled_from(["person", "deny", "s2", "2025"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "type", "value", "span", "id"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.sampled_from(sorted(FIELDS)), _ANY)
def test_any_value_is_kept_as_json_that_can_be_shown_or_is_refused(field, value):
    """What `checked` lets through is plain JSON, is applied without a fault, and keeps every span its text."""
    try:
        kept = checked(READING, "s1", field, value)
    except InputError:
        return
    one = Correction("c", "statement", "s1", field, json.loads(json.dumps(kept)), "Eva", "2026", place=place_of("a1", SAFE))
    whole = corrected(READING, [one])
    check_spans(whole)
    assert whole.unplaced == ()


def test_a_corrected_reading_round_trips_and_one_without_corrections_has_no_such_keys():
    one = correction(1, "s1", "speaker", {"name": "Eva Lind", "type": "person"}, why="the caption says so")
    whole = corrected(
        READING, [one, correction(2, "s2", "verdict", "rejected"), replace(one, id="c9", target_id="x", place=None)]
    )
    written = to_json(whole)
    assert from_json(Reading, json.loads(json.dumps(written))) == whole
    assert written["statements"][0]["corrections"][0]["why"] == "the caption says so"
    assert not {"rejected", "unplaced"} & set(to_json(READING))
    assert "corrections" not in to_json(SAFE)


def test_names_in_sources_become_aliases_and_phrases_do_not():
    lind = {"name": "Eva Lind", "type": "person", "country": "ORS"}
    found = seen(
        correction(1, "s4", "speaker", lind), correction(2, "s2", "speaker", lind), correction(3, "s3", "speaker", lind)
    )
    (actor,) = learned(found.values())
    assert (actor.name, actor.aliases, actor.country) == ("Eva Lind", ("Lind",), "ORS")
    assert len(actor.statements) == 3
    assert learned(READING.statements) == ()


@pytest.mark.parametrize(
    ("name", "source", "alias"),
    [
        ("Eva Lind", "Prime Minister Lind", True),
        ("Eva Lind", "Prime Minister", False),
        ("Eva Lind", "union leader Ewa Lind", True),
        ("Eva Lind", "Eva Lind’s spokesman", False),
        ("Eva Lind", "Eva Sol", False),
        ("Eva Lind", "Officials", False),
        ("Eva Lind", "She", False),
        ("Mohammed Hadi", "Muhammad Hady", True),
        ("Dune Office", "D.O.", True),
        ("Dune Office", "The Trade Office", True),
        ("Bank of Borduria", "the bank", False),
    ],
)  # fmt: skip
def test_an_alias_is_a_form_of_the_name(name, source, alias):
    one = replace(HOPES, source=(Span(0, len(source), source),), speaker=Speaker(name, "person", how="corrected"))
    assert bool(learned([one])[0].aliases) == alias


def test_a_name_given_to_two_actors_is_nobodys_alias():
    first = seen(correction(1, "s4", "speaker", {"name": "Eva Lind", "type": "person"}))["s4"]
    second = seen(correction(1, "s4", "speaker", {"name": "Olof Lind", "type": "person"}))["s4"]
    assert [actor.aliases for actor in learned([first, second])] == [(), ()]


def test_what_was_learnt_serves_as_a_users_own_actors():
    lind = {"name": "Eva Lind", "type": "person", "country": "ORS"}
    found = learned(seen(correction(1, "s4", "speaker", lind)).values())
    assert own_actors(found, {"ORS"}) == (OwnActor("Eva Lind", "person", ("Lind",), "ORS"),)
    assert own_actors(found, set())[0].country is None


def test_the_file_of_actors_is_toml_that_says_what_was_learnt():
    odd = seen(correction(1, "s4", "speaker", {"name": 'Eva "the \\ Lind', "type": "person"}))["s4"]
    table = tomllib.loads(actors_toml(learned([odd])))
    assert table == {"actor": [{"name": 'Eva "the \\ Lind', "type": "person", "aliases": ["Lind"]}]}
