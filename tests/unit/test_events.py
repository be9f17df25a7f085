"""The rules of events: who acts on whom, what happened and what is only planned, when and on whose word. No network: a reader that says one root."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoseword.actors import ActorTable, State
from whoseword.compare import EventComparer, components, links_of
from whoseword.events import (
    COLUMNS,
    POLECAT_COLUMNS,
    QUADS,
    SCALE,
    Clues,
    Report,
    find_events,
    gather,
    involves,
    monday_of,
    polecat_row,
    relations,
    row,
)
from whoseword.records import (
    Article,
    Block,
    Event,
    EventActor,
    Name,
    Reading,
    SaidOn,
    Span,
    Speaker,
    Statement,
    check_spans,
    from_json,
    spans_of,
    to_json,
)

WORDS = {
    "sudria": State("Sudria", "Sudria", "name"),
    "sudrian": State("Sudria", "Sudria", "adjective"),
    "norland": State("NOR", "Norland", "name"),
    "norlandic": State("NOR", "Norland", "adjective"),
}
TABLE = ActorTable.load().with_states(WORDS)


class Says:
    """A reader that is sure of one root, whatever the pair; it keeps what it was asked."""

    def __init__(self, root="ASSAULT", chance=0.9):
        self.root, self.chance, self.asked = root, chance, []

    def read(self, pairs):
        self.asked += pairs
        rest = (1 - self.chance) / 14
        return [{root: self.chance if root == self.root else rest for root in QUADS} for _ in pairs]


def events_of(text, root="ASSAULT", *, chance=0.9, names=(), statements=(), dated=(), published="2026-04-22", reader=None):
    article = Article("a" * 16, "x.txt", text, "0" * 64, (Block("paragraph", 0, len(text)),), published=published)
    found = tuple(Name(Span.cut(text, text.index(n), text.index(n) + len(n)), kind) for n, kind in names)
    return find_events(Clues(article, statements, (), found, dated, TABLE), reader or Says(root, chance))


def parties(text, root="ASSAULT", **more):
    return [(e.source.name, e.root, e.target.name, e.status) for e in events_of(text, root, **more)]


def test_the_subject_acts_on_the_object():
    (event,) = events_of("Norland invaded Sudria in March.")
    assert (event.source.name, event.source.country, event.source.state, event.source.sector) == (
        "Norland",
        "NOR",
        "Norland",
        "GOV",
    )
    assert (event.target.name, event.target.country, event.target.state) == ("Sudria", None, "Sudria")
    assert event.evidence.text == "Norland invaded Sudria in March."
    assert event.confidence == 0.9


def test_who_stands_behind_by_acts_in_a_passive():
    assert parties("Sudria was attacked overnight by Norland.") == [("Norland", "ASSAULT", "Sudria", "asserted")]


def test_a_body_has_the_sector_of_its_noun_and_the_state_of_its_adjective():
    (event,) = events_of("Norlandic border guards arrested 12 Sudrian journalists.", "COERCE")
    assert (event.source.name, event.source.sector, event.source.country) == ("Norlandic border guards", "MIL", "NOR")
    assert (event.target.sector, event.target.state) == ("MED", "Sudria")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Norland will attack Sudria.", "planned"),
        ("Norland has agreed to release Sudrian prisoners.", "planned"),
        ("Norland did not attack Sudria.", "denied"),
        ("Norland never arrested Sudrian journalists.", "denied"),
        ("Norland has attacked Sudria.", "asserted"),
    ],
)
def test_the_verb_group_says_whether_it_happened(text, status):
    root = "AGREE" if "agreed" in text else "COERCE" if "arrested" in text else "ASSAULT"
    assert [event.status for event in events_of(text, root)] == [status]


@pytest.mark.parametrize(
    "text",
    [
        "Norland may attack Sudria.",
        "If Norland attacks Sudria, the bridge is lost.",
        "Would Norland attack Sudria?",
        "A man from Norland attacked a shop in Sudria.",
        "Norland said that the river was low while Sudria slept.",
        "Norland attacked the hill. Sudria slept.",
        "Norland attacked its own farmers.",
    ],
)
def test_what_is_supposed_asked_or_not_linked_is_no_event(text):
    assert parties(text) == []


def test_two_who_sign_together_act_on_each_other():
    text = "Norland and Sudria signed a treaty on Monday."
    assert parties(text, "SUPPORT") == [("Norland", "SUPPORT", "Sudria", "asserted")]


def test_nouns_link_their_owner_and_whom_they_are_against():
    assert parties("Norland's attack on Sudria failed.") == [("Norland", "ASSAULT", "Sudria", "asserted")]
    assert parties("Talks between Norland and Sudria began.", "CONSULT") == [("Norland", "CONSULT", "Sudria", "asserted")]


def test_the_subject_goes_on_behind_and():
    text = "Norland closed the bridge and attacked Sudria."
    assert parties("Norland condemned Sudria and arrested Sudrian traders.", "COERCE") == [
        ("Norland", "COERCE", "Sudrian traders", "asserted")
    ]
    assert parties(text) == []


def test_a_root_that_the_verb_cannot_have_and_an_unsure_one_are_left_out():
    assert parties("Norland invaded Sudria.", "AID") == []
    assert parties("Norland invaded Sudria.", chance=0.4) == []


def test_who_withdraws_troops_acts_on_those_whom_they_leave():
    text = "Norland withdrew troops from Sudria."
    assert [target for _, _, target, _ in parties(text, "YIELD")] == ["Sudria"]


def test_no_reader_is_asked_where_there_is_no_pair():
    reader = Says()
    assert events_of("The river was low in April.", reader=reader) == ()
    assert reader.asked == []


def test_the_reader_sees_the_sentence_alone_with_both_parties():
    reader = Says()
    events_of("It rained. Norland invaded Sudria.", reader=reader)
    (pair,) = reader.asked
    assert pair.text == "Norland invaded Sudria."
    assert [span.text for span in (*pair.source, *pair.target)] == ["Norland", "Sudria"]
    assert all(pair.text[span.start : span.end] == span.text for span in (*pair.source, *pair.target))


def said_in(text, content, act="assert"):
    start = text.index(content)
    return Statement(
        "s" * 16,
        "indirect",
        act,
        True,
        (Span.cut(text, start, start + len(content)),),
        (),
        (),
        (),
        Speaker("Ana Sol", "person"),
    )


def test_what_stands_in_a_statement_is_reported_by_it_or_denied():
    text = "Ana Sol said that Norland attacked Sudria."
    statement = said_in(text, "that Norland attacked Sudria")
    (event,) = events_of(text, statements=[statement])
    assert (event.status, event.reported_by) == ("reported", statement.id)
    (denied,) = events_of(text, statements=[said_in(text, "that Norland attacked Sudria", "deny")])
    assert (denied.status, denied.reported_by) == ("denied", statement.id)


def test_the_date_is_that_of_its_clause_else_publication_at_the_latest():
    text = "Norland attacked Sudria on 3 March."
    start = text.index("3 March")
    day = SaidOn("2026-03-03", "day", None, "text", Span.cut(text, start, start + 7))
    assert events_of(text, dated=[day])[0].date == day
    assert events_of(text)[0].date == SaidOn("2026-04-22", "day", "ON_OR_BEFORE", "publication")
    assert events_of(text, published=None)[0].date is None


def test_a_date_in_a_clause_of_its_own_and_a_plan_give_no_date():
    text = "Norland attacked Sudria, which had asked for help on 3 March."
    start = text.index("3 March")
    day = SaidOn("2026-03-03", "day", None, "text", Span.cut(text, start, start + 7))
    assert events_of(text, dated=[day])[0].date.from_ == "publication"
    assert events_of("Norland will attack Sudria.")[0].date is None


def test_a_place_is_named_behind_in_and_is_neither_party():
    (event,) = events_of("Norland attacked Sudrian troops in Tolvar.", names=[("Tolvar", "place")])
    assert event.place.text == "Tolvar"


PARTS = st.sampled_from(
    [
        *"aN. ,’'?\n\ud800",
        "Norland ",
        "Sudria",
        "Sudrian ",
        "troops ",
        "attacked ",
        "was ",
        "by ",
        "and ",
        "to ",
        "talks between ",
    ]
)


@given(st.lists(PARTS).map("".join))
def test_any_text_is_read_and_every_span_is_its_text(text):
    article = Article("a" * 16, "x.txt", text, "0" * 64, (Block("paragraph", 0, len(text)),) if text else ())
    found = find_events(Clues(article, (), (), (), (), TABLE), Says())
    reading = Reading(article, events=found)
    check_spans(reading)
    assert from_json(Reading, to_json(reading)) == reading
    assert len({event.id for event in found}) == len(found)
    assert all(span.text for span in spans_of(found))


# One event for many reports, and series.


def event(root="ASSAULT", day="2026-04-22", source=("Norland", "NOR"), target=("Sudria", None), **more):
    date = SaidOn(day, "day" if len(day) == 10 else "month", None, more.pop("from_", "text")) if day else None
    sides = [EventActor(name, code, name, "GOV") for name, code in (source, target)]
    known = {"id": f"{root}{day}{source[0]}", "status": "asserted", "evidence": Span(0, 1, "x"), "confidence": 0.9}
    return Event(root=root, source=sides[0], target=sides[1], date=date, **(known | more))


def groups_of(*events):
    comparer = EventComparer()
    readings = [Reading(Article(f"{n}" * 16, "x", "x", "0" * 64), events=(one,)) for n, one in enumerate(events)]
    items = [item for reading in readings for item in comparer.items(reading)]
    links = [link for link in links_of(comparer, items) if link.joins]
    found = components(dict.fromkeys(item.form for item in items), [(link.first, link.second) for link in links])
    return sorted(sorted(n for n, item in enumerate(items) if item.form in group) for group in found)


def test_reports_of_one_root_pair_and_day_are_one_event():
    assert groups_of(event(), event(confidence=0.7), event(day="2026-04-29")) == [[0, 1], [2]]


def test_a_report_dated_by_its_publication_a_day_later_is_of_the_same_event():
    assert groups_of(event(), event(day="2026-04-23", from_="publication")) == [[0, 1]]
    assert groups_of(event(), event(day="2026-04-23")) == [[0], [1]]


def test_a_month_holds_its_days():
    assert groups_of(event(day="2026-04"), event()) == [[0, 1]]


def test_another_root_direction_or_status_is_another_event():
    turned = event(source=("Sudria", None), target=("Norland", "NOR"))
    assert groups_of(event(), event("COERCE"), turned, event(status="planned")) == [[0], [1], [2], [3]]


def test_a_government_and_its_leader_are_one_party():
    leader = event(source=("Ana Sol", "NOR"))
    assert groups_of(event(), leader) == [[0, 1]]


def test_what_has_no_date_is_grouped_with_nothing():
    assert groups_of(event(day=None, id="one"), event(day=None, id="two")) == [[0], [1]]


@given(
    st.permutations(
        [event(), event(day="2026-04-23", from_="publication"), event(day="2026-04"), event("AID"), event(day="2026-05-02")]
    )
)
def test_groups_do_not_depend_on_the_order_of_reports(events):
    found = {frozenset(events[n].id for n in group) for group in groups_of(*events)}
    assert found == {
        frozenset({"ASSAULT2026-04-22Norland", "ASSAULT2026-04-23Norland", "ASSAULT2026-04Norland"}),
        frozenset({"AID2026-04-22Norland"}),
        frozenset({"ASSAULT2026-05-02Norland"}),
    }


def reported(*events):
    return gather(Report(one, f"g{n}", f"a{n}", "Daily", "=cmd", "2026-04-23T08:00") for n, one in enumerate(events))


def test_relations_count_each_event_once_in_its_week_with_gaps_and_evidence():
    first, later = event(), event("AID", "2026-05-06", source=("Sudria", None), target=("Norland", "NOR"))
    series = relations(
        reported(first, later, event(day="2026-04"), event(status="denied"), event(target=("Helmark", None))), "NOR", "Sudria"
    )
    assert [(w.week, w.events, w.mean) for w in series.weeks] == [
        ("2026-W17", 1, SCALE["ASSAULT"]),
        ("2026-W18", 0, None),
        ("2026-W19", 1, SCALE["AID"]),
    ]
    assert series.weeks[0].quads == {1: 0, 2: 0, 3: 0, 4: 1}
    assert series.weeks[2].evidence == (later.id,)
    assert series.undated == 1


def test_reports_of_one_group_are_one_event_as_the_surest_has_it():
    sure, unsure = event(confidence=0.9), event(confidence=0.6)
    (one,) = gather([Report(unsure, "g", "a1"), Report(sure, "g", "a2"), Report(sure, "g", "a2")])
    assert (one.event, one.articles, len(one.reports)) == (sure, 2, 3)


def test_a_country_asked_for_is_all_of_its_parties():
    army = EventActor("Sudrian army", None, "Sudria", "MIL")
    assert involves(army, "sudria")
    assert involves(army, "Sudrian army")
    assert not involves(army, "Sud")


@pytest.mark.parametrize(
    ("value", "monday"), [("2026-04-22", "2026-04-20"), ("2026-W17", "2026-04-20"), ("2026-04", None), ("2026-W99", None)]
)
def test_the_monday_of_a_day_or_week(value, monday):
    found = monday_of(event(day=value))
    assert found == (dt.date.fromisoformat(monday) if monday else None)


def test_rows_have_every_column_and_leave_out_what_is_not_known():
    (one,) = reported(event(day="2026-04"))
    assert tuple(row(one)) == COLUMNS
    polecat = polecat_row(one, "whoseword 1")
    assert tuple(polecat) == POLECAT_COLUMNS
    assert (polecat["Event Date"], polecat["Quad Code"], polecat["Publication Date"]) == (
        None,
        "MATERIAL CONFLICT",
        "2026-04-23",
    )
    assert (polecat["Recipient Country"], polecat["Event Mode"], polecat["Latitude"]) == (None, None, None)


def test_every_root_has_a_class_and_a_value_on_its_side_of_the_scale():
    assert QUADS.keys() == SCALE.keys()
    assert all((QUADS[root] <= 2) == (SCALE[root] > 0) for root in QUADS)
