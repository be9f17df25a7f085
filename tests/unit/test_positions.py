"""Issues and positions: which stance a statement takes, whose it is, and what counts as a change."""

import random
from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whoseword.compare.positions import Position, positions, proposals
from whoseword.errors import ConfigError
from whoseword.records import Issue, Party, SaidOn, Span, Speaker, Statement, digest

ISSUE = Issue("observers", "observer* OR inspector*")
NAMES = {"KEN": "Kenya"}


def said(content, *, act="assert", cue="said", who="Mara Stelik", on="2026-04-17", **fields):
    """One row as the ledger gives it; `on` is when it was said, `published` when the article appeared."""
    published, outlet = fields.pop("published", "2026-04-20"), fields.pop("outlet", "Daily")
    article = fields.pop("article", "a" * 16)
    speaker = fields.pop("speaker", None) or Speaker(
        who, "person", fields.pop("country", None), fields.pop("role", None), how="name", confidence=1.0
    )
    when = SaidOn(on, "day", None, "text") if on else None
    one = Statement(
        digest(content, act, cue, who, on, published, outlet), "indirect", act, True, (Span(0, len(content), content),), (),
        (Span(0, len(cue), cue),), (), speaker, said_on=when, chain=(Party("Daily", "media"),), **fields,
    )  # fmt: skip
    return SimpleNamespace(statement=one, article_id=article, outlet=outlet, published=published)


def table_of(*rows, issue=ISSUE, found=None, **options):
    """The table of rows; unless told, those with a word of the issue are found."""
    words = ("observer", "inspector")
    having = {row.statement.id for row in rows if any(word in row.statement.content[0].text.lower() for word in words)}
    return positions(rows, issue, having if found is None else found, names=NAMES, **options)


def held(*rows, **options):
    return [(one.party, one.told) for one in table_of(*rows, **options).positions]


@pytest.mark.parametrize(
    ("act", "cue", "content", "told"),
    [
        ("demand", "demanded", "the withdrawal of all observers", "demands (against)"),
        ("demand", "demanded", "observers at the dam", "demands"),
        ("request", "asked for", "two inspectors", "demands"),
        ("propose", "proposes", "that observers stay for a year", "offers"),
        ("refuse", "refused", "to let inspectors in", "refuses"),
        ("reject", "rejected", "the end of the observers’ mission", "refuses (for)"),
        ("reject", "rejected", "an end to the observers", "refuses (for)"),
        ("accept", "agreed", "to let observers in", "accepts"),
        ("accept", "agreed", "to observers if the river is opened", "accepts (if)"),
        ("deny", "denied", "that there were observers", "denies"),
        ("welcome", "welcomed", "the observers", "supports"),
        ("criticise", "criticised", "the observers", "opposes"),
        ("threaten", "threatened", "to leave if an inspector is seen", "opposes"),
        ("threaten", "threatened", "to leave unless inspectors come", "demands"),
        ("intend", "wants", "observers posted on both banks", "demands"),
        ("intend", "intends", "to send observers", "offers"),
        ("intend", "decided against", "inspectors", "refuses"),
        ("confirm", "neither confirmed nor denied", "that observers would come", "weighs"),
        ("assert", "said", "that no foreign inspector would set foot on the dam", "refuses"),
        ("assert", "said", "We will not let inspectors in", "refuses"),
        ("assert", "said", "her country would accept observers, provided that they are unarmed", "accepts (if)"),
        ("assert", "said", "inspectors were a question for another year", "weighs"),
        ("assert", "said", "her government would look again at observers", "weighs"),
        ("assert", "said", "that the inspectors must come", "demands"),
        ("assert", "said", "the inspectors must not come", "demands (against)"),
        ("promise", "promised", "never to let inspectors in", "refuses"),
        ("promise", "promised", "to send observers", "offers"),
        ("assert", "said", "there were no observers at the dam", "denies"),
        ("assert", "said", "she was in favour of observers", "supports"),
        ("announce", "said", "observers were out of the question", "refuses"),
        ("assert", "said", "If there are no observers, there will be no treaty", "demands"),
        ("assert", "said", "she would talk of the river if observers were let in", "demands"),
    ],
)
def test_the_stance_follows_from_act_and_form(act, cue, content, told):
    """The words of a condition or an end turn it."""
    assert [words for _, words in held(said(content, act=act, cue=cue))] == [told]


@pytest.mark.parametrize(
    ("act", "cue", "content"),
    [
        ("assert", "said", "the observers arrived on Monday"),
        ("ask", "asked", "whether she would accept observers"),
        ("expect", "expects", "observers by May"),
        ("report", "found", "that people would accept observers"),
        ("assert", "said", "Oressia would accept observers"),  # another's doing is no stand of the speaker's
        ("assert", "said", "Rui Castane will not accept inspectors"),
        ("assert", "told", "whether her country would accept observers"),
        ("refuse", "declined", "to comment on the observers"),  # to refuse words is not to refuse the matter
        ("assert", "said", "he could not tell who the observers were"),
        ("assert", "said", "she had to walk past the inspectors"),
        ("assert", "said", "it would be very hard if the observers went"),
        ("assert", "said", "there is no one who has seen the observers"),
        ("assert", "said", "she had never agreed to observers"),
        ("assert", "said", "I think Pavo would probably accept observers"),
        ("assert", "said", "that the billionaire, who is now in the lead, would accept observers"),
        ("assert", "said", "there was no reason to fear observers"),
        ("refuse", "has not responded", "to the inspectors"),
        ("assert", "said", "that it was a question that should give the observers pause"),
    ],
)
def test_what_takes_no_stand_is_no_position(act, cue, content):
    assert held(said(content, act=act, cue=cue)) == []


def test_what_is_only_the_condition_of_a_concession_is_demanded():
    rows = [said("his government would look again at the dam if observers were let in", who="Pavo Renn")]
    assert held(*rows) == [("Pavo Renn", "demands")]


def test_the_sentence_that_names_the_matter_decides_not_the_whole_quotation():
    content = "We will accept the flow. The inspectors came. No observer will enter the dam. We accept everything else."
    (position,) = table_of(said(content)).positions
    assert (position.told, position.passage) == ("refuses", "No observer will enter the dam.")
    assert position.matter == ("observer",)


def test_a_change_has_both_statements_and_says_what_changed():
    before, after = said("We will not let inspectors in"), said("We will accept observers", on="2026-04-28")
    (change,) = table_of(before, after).changes
    assert change.what == "refuses → accepts"
    assert (change.before.statements, change.after.statements) == ((before.statement.id,), (after.statement.id,))


def test_two_outlets_of_one_day_are_one_position_and_no_change():
    one = said("We will not let inspectors in", outlet="Daily")
    other = said("her country would accept observers", outlet="Post")
    same = said("We will not let inspectors in", outlet="Wire")
    table = table_of(one, other, same)
    assert table.changes == ()
    assert [(p.told, p.outlets) for p in table.positions if p.stance == "refuses"] == [("refuses", ("Daily", "Wire"))]


def test_days_that_overlap_cannot_be_put_in_order_and_change_nothing():
    assert (
        table_of(said("We will not let inspectors in", on="2026-04"), said("We will accept observers", on="2026-04-28")).changes
        == ()
    )
    assert table_of(
        said("We will not let inspectors in", on="2026-03"), said("We will accept observers", on="2026-04-28")
    ).changes


def test_a_day_with_both_changes_nothing_before_or_after():
    mixed = [said("We will not let inspectors in", on="2026-04-20"), said("We will accept observers", on="2026-04-20")]
    assert (
        table_of(
            said("We will accept inspectors", on="2026-04-10"),
            *mixed,
            said("We will accept observers at last", on="2026-04-28"),
        ).changes
        == ()
    )


def test_a_softer_word_on_the_same_side_is_no_change():
    rows = [
        said("two inspectors", act="request", cue="asked for"),
        said("the inspectors", act="welcome", cue="welcomed", on="2026-04-28"),
    ]
    assert table_of(*rows).changes == ()


def test_words_carried_again_by_a_later_article_are_the_earlier_statement():
    """A later article without a date for them would else undo the change in between."""
    refused = said("no inspector will set foot on the dam, not this spring and not in ten years")
    accepted = said("We will accept observers", on="2026-04-28")
    again = said("no inspector will set foot on the dam", on=None, published="2026-05-04")
    table = table_of(refused, accepted, again)
    assert [change.what for change in table.changes] == ["refuses → accepts"]
    assert {one.date for one in table.positions} == {"2026-04-17", "2026-04-28"}


def test_what_was_said_some_time_before_the_article_changes_nothing():
    rows = [
        said("We will accept observers"),
        said("any inspector", act="refuse", cue="had refused", on=None, published="2026-05-04"),
    ]
    table = table_of(*rows)
    assert table.changes == ()
    assert [one.dated for one in table.positions if one.stance == "refuses"] == ["before"]


def test_what_is_known_only_through_another_party_changes_nothing():
    rows = [said("We will not let inspectors in"), said("to let observers in", act="accept", cue="agreed", on="2026-04-28")]
    told_on = replace(
        rows[1].statement, chain=(Party("Daily", "media"), Party("two officials", "anonymous"), Party("Mara Stelik", "person"))
    )
    rows[1].statement = told_on
    table = table_of(*rows)
    assert table.changes == ()
    assert [one.through for one in table.positions if one.stance == "accepts"] == [("two officials",)]


def test_the_date_of_the_article_stands_in_and_is_marked():
    (position,) = table_of(said("We will accept observers", on=None)).positions
    assert (position.date, position.dated) == ("2026-04-20", "published")
    (position,) = table_of(said("We will accept observers", on=None, published=None)).positions
    assert (position.date, position.dated) == (None, "undated")


def test_a_caption_that_repeats_is_passed_over():
    assert held(said("We will accept observers", repeats="a" * 16)) == []


def test_an_answer_takes_its_matter_from_what_it_answers():
    proposed = said("that observers stay for a year", act="propose", cue="proposes", who="Rui Castane")
    answer = said("that", act="reject", cue="rejects", about=proposed.statement.id)
    assert ("Mara Stelik", "refuses") in held(proposed, answer)


def test_who_rejects_a_refusal_is_for_what_was_refused():
    refused = said("to let inspectors in", act="refuse", cue="refused")
    answer = said("the decision", act="criticise", cue="called", who="Rui Castane", about=refused.statement.id)
    assert ("Rui Castane", "opposes (for)") in held(refused, answer)


def test_who_speaks_for_a_state_is_that_state_by_country_and_a_person_by_actor():
    rows = [
        said("We will not let inspectors in", role="Foreign Minister"),
        said("two inspectors", act="request", cue="asked for", who="Rui Castane", role="Oressian Foreign Minister"),
        said("We will accept observers", who="Ilan Dorvek", role="Tarvonian President", on="2026-04-28"),
        said("the dam opens", who="Mara Stelik", role="Tarvonian Foreign Minister"),
        said("the dam opens", speaker=Speaker("Tarvonia", "state", how="name", confidence=1.0)),
        said("the dam opens", speaker=Speaker("Oressia", "state", how="name", confidence=1.0)),
        said("We will accept observers", who="Juna Halvas", role="leader of the Rural League"),
        said("two inspectors", act="request", cue="asked for", who="Wangari Odera", role="President", country="KEN"),
    ]
    by_country = table_of(*rows, by="country")
    assert by_country.parties == ("Juna Halvas", "Kenya", "Oressia", "Tarvonia")
    assert [(change.party, change.what) for change in by_country.changes] == [("Tarvonia", "refuses → accepts")]
    by_actor = table_of(*rows)
    assert by_actor.parties == ("Ilan Dorvek", "Juna Halvas", "Mara Stelik", "Rui Castane", "Wangari Odera")
    assert by_actor.changes == ()


@pytest.mark.parametrize(
    "role", ["former Tarvonian President", "opposition leader", "president of Tarvonia Bank", "mayor", None]
)
def test_who_holds_no_office_of_state_speaks_for_none(role):
    state = said("the dam opens", speaker=Speaker("Tarvonia", "state", how="name", confidence=1.0))
    assert table_of(state, said("We will accept observers", role=role), by="country").parties == ("Mara Stelik",)


def test_a_surname_alone_is_the_one_person_who_bears_it():
    rows = [said("We will accept observers", who="Stelik"), said("We will accept inspectors", who="Mara Stelik")]
    assert table_of(*rows).parties == ("Mara Stelik",)
    assert table_of(*rows, said("We will accept inspectors", who="Ivo Stelik")).parties == (
        "Ivo Stelik",
        "Mara Stelik",
        "Stelik",
    )


@pytest.mark.parametrize("kind", ["anonymous", "group", "document", "unresolved", "media"])
def test_who_cannot_be_followed_is_left_out_and_counted(kind):
    name = None if kind == "unresolved" else "two officials"
    table = table_of(said("We will accept observers", speaker=Speaker(name, kind)))
    assert (table.positions, table.left_out) == ((), 1)


def test_examples_find_what_shares_enough_of_their_words_and_no_less():
    issue = Issue("keys", None, ("the gates of the upper dam stay closed in winter",))
    near = said("We will not open the gates of the upper dam")
    far = said("We will not open the upper floor to guests from other countries after lunch")
    assert [p.passage for p in table_of(near, far, issue=issue, found=()).positions] == [near.statement.content[0].text]


def test_an_example_may_be_the_id_of_a_statement_or_its_beginning():
    row = said("We will not open the gates")
    for identity in (row.statement.id, row.statement.id[:8]):
        assert len(table_of(row, issue=Issue("gates", None, (identity,)), found=()).positions) == 1


def test_between_keeps_the_change_that_falls_in_its_days():
    table = table_of(said("We will not let inspectors in"), said("We will accept observers", on="2026-04-28"))
    later = table.between("2026-04-20", None)
    assert (len(later.positions), len(later.changes), later.dates) == (1, 1, ("2026-04-28",))
    assert table.between(None, "2026-04-20").changes == ()
    with pytest.raises(ConfigError, match="since is 'soon'"):
        table.between("soon", None)


def test_the_ledger_proposes_what_parties_contest():
    rows = [
        said("We will not let inspectors in"),
        said("two inspectors", act="request", cue="asked for", who="Rui Castane"),
        said("the talks", act="welcome", cue="welcomed", who="Rui Castane"),
        said("the talks", act="welcome", cue="welcomed", who="Pavo Renn"),
        said("the weather", act="welcome", cue="welcomed", who="Pavo Renn"),
    ]
    found = proposals(rows)
    assert [(one.issue.name, one.contested) for one in found] == [("inspectors", True), ("talks", False)]
    assert found[0].bearings == {"Mara Stelik": ("against",), "Rui Castane": ("for",)}
    assert found[0].statements == tuple(sorted(row.statement.id for row in rows[:2]))


def test_parties_of_two_stories_do_not_contest_one_matter():
    rows = [
        said("We will not let inspectors in", article="1"),
        said("two inspectors", act="request", cue="asked for", who="Rui Castane", article="2"),
    ]
    assert proposals(rows) == ()
    assert len(proposals([*rows, said("the river rose", article="1", who="Rui Castane")])) == 1


def test_what_another_will_do_is_no_stand_even_behind_an_apposition():
    assert held(said("that the boy’s father, Pavo Renn, would travel with the observers")) == []
    assert held(said("her country had heard enough and would not accept observers")) == [("Mara Stelik", "refuses")]


def test_an_act_read_off_a_whole_quotation_is_not_that_of_each_sentence():
    """Criticism in one sentence of a long quotation says nothing of the observers in another; a cue that names the act does."""
    content = "That is a disgrace. The observers came by the first train on Monday."
    assert held(said(content, act="criticise", cue="said")) == []
    assert held(said(content, act="criticise", cue="criticised")) == [("Mara Stelik", "opposes")]


def test_who_speaks_of_others_in_their_own_words_takes_no_stand_for_them():
    """In direct speech *they* are others; reported, they are the speaker."""
    row = said("They would accept observers")
    assert held(row) == [("Mara Stelik", "accepts")]
    row.statement = replace(row.statement, kind="direct")
    assert held(row) == []


ACTS = [
    "assert",
    "deny",
    "demand",
    "refuse",
    "accept",
    "propose",
    "promise",
    "threaten",
    "intend",
    "confirm",
    "welcome",
    "accuse",
    "ask",
]
ROWS = st.builds(
    said,
    st.one_of(
        st.text(min_size=1, max_size=80),
        st.sampled_from(
            ["We will not let inspectors in", "We will accept observers if they leave", "observers must go", "no inspector"]
        ),
    ),
    act=st.sampled_from(ACTS),
    cue=st.sampled_from(["said", "had said", "wants", "refused", "neither confirmed nor denied", "\u202e"]),
    who=st.sampled_from(["Mara Stelik", "Stelik", "Oressia", "mara stelik", "\x00", "أحمد"]),
    on=st.sampled_from([None, "2026-04-17", "2026-04", "2026-W16", "XXXX", "2026-05-01", "19XX"]),
    published=st.sampled_from([None, "2026-04-20", "not a date", "2026-05-04T10:00:00Z"]),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(ROWS, max_size=14), st.randoms(use_true_random=False), st.sampled_from(["actor", "country"]))
def test_any_statements_give_a_table_whatever_their_order(rows, chance, by):
    """And every change is between two positions of one party, the second later, on another side."""
    shuffled = list(rows)
    chance.shuffle(shuffled)
    table = table_of(*rows, by=by)
    assert table == table_of(*shuffled, by=by)
    assert proposals(rows) == proposals(shuffled)
    for one in table.positions:
        assert 0 <= one.confidence <= 1
        assert one.statements
        assert one.date is None or one in table.at(one.party, one.date)
    for change in table.changes:
        assert {change.before, change.after} <= set(table.positions)
        assert change.before.party == change.after.party == change.party
        assert change.before.last < change.after.first
        assert change.before.bearing != change.after.bearing


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300), st.text(max_size=60))
def test_any_words_and_examples_are_looked_for_without_a_crash(content, words):
    row = said(content or "x")
    table_of(row, issue=Issue("any", words, (words,)), found={row.statement.id})


def test_a_thousand_statements_of_one_party_take_no_more_than_their_share():
    """Each is held against a bounded number of earlier ones."""
    rows = [
        said(f"We will not let inspectors in, said for the {random.Random(n).random()} time", on=None, published="2026-04-20")
        for n in range(1000)
    ]
    assert len(table_of(*rows).positions) == 1


def test_positions_are_values():
    (one,) = table_of(said("We will accept observers")).positions
    assert isinstance(one, Position)
    assert hash(one) == hash(replace(one))
