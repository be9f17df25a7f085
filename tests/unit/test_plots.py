"""Plots: well-formed and harmless whatever an article says, readable without colour, the same bytes for the same data."""

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from whoseword import plots
from whoseword.compare.positions import Change, Position, PositionTable
from whoseword.errors import InputError
from whoseword.plots._sheet import breadth, fitted
from whoseword.records import Issue

SVG = "{http://www.w3.org/2000/svg}"
STANCES = ["demands", "offers", "accepts", "refuses", "denies", "supports", "opposes", "weighs"]
HOSTILE = '<script>alert("1")</script> & ]]> \u202eevil\x00\x1b[31m\ud800\ufffe'
ALLOWED = {"svg", "title", "desc", "defs", "pattern", "rect", "line", "path", "text", "g"}


def position(party="Tarvonia", stance="refuses", first="2026-04-17", last=None, **fields):
    bearing = "against" if stance in ("refuses", "denies", "opposes") else "open" if stance == "weighs" else "for"
    values = {
        "party": party, "stance": stance, "bearing": bearing, "date": first, "first": first, "last": last or first, "dated": "said" if first else "undated",
        "words": ("will not",), "matter": ("dam",), "passage": "p", "statements": ("1",), "speakers": ("s",), "outlets": (), "through": (), "confidence": 0.5,
    }  # fmt: skip
    return Position(**(values | fields))


def table(*held, changes=(), name="dam"):
    parties = tuple(sorted({one.party for one in held}))
    dates = tuple(sorted({one.date for one in held if one.date}))
    return PositionTable(Issue(name), "actor", parties, dates, held, tuple(changes), 0)


def drawn(svg):
    """The document, parsed strictly; nothing in it could run, load or style."""
    root = etree.fromstring(svg.encode("utf-8"), etree.XMLParser(resolve_entities=False))
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in ALLOWED
        assert not {"style", "class", "href", "onload", "onclick"} & set(element.attrib)
        for value in element.attrib.values():
            assert "javascript" not in value
            assert not value.startswith("url(") or re.fullmatch(r"url\(#p[0-9a-f]{8}h\)", value)
    assert root.get("role") == "img"
    names = root.get("aria-labelledby").split()
    assert [root.xpath(f"//*[@id='{name}']")[0].text for name in names] == [root[0].text, root[1].text]
    return root


def labels(root):
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def test_each_stance_has_its_own_shape_and_its_name_beside_it():
    """So that it is read without colour."""
    shapes = {}
    for stance in STANCES:
        root = drawn(plots.positions(table(position(stance=stance))))
        (group,) = root.iter(f"{SVG}g")
        data = group.find(f"{SVG}path")
        shapes[stance] = (
            re.sub(r"[\d.]+", "", data.get("d")),
            re.sub(r"[\d.-]+ ", "", data.get("d")),
            data.get("fill") == "none",
        )
        assert labels(group) == [stance]
    assert len(set(shapes.values())) == len(STANCES)


def test_a_conditional_position_is_hollow():
    (group,) = drawn(plots.positions(table(position(stance="accepts", bearing="conditional")))).iter(f"{SVG}g")
    assert group.find(f"{SVG}path").get("fill") == "#ffffff"
    assert labels(group) == ["accepts (if)"]


def test_a_change_has_a_ring_a_line_from_what_was_held_and_words():
    before, after = position(), position(stance="accepts", first="2026-04-28")
    svg = plots.positions(table(before, after, changes=[Change("Tarvonia", before, after)]))
    root = drawn(svg)
    assert "Changes: Tarvonia on 2026-04-28: refuses → accepts." in root[1].text
    assert len(list(list(root.iter(f"{SVG}g"))[1].iter(f"{SVG}path"))) == 2
    assert [line for line in root.iter(f"{SVG}line") if line.get("stroke-dasharray") == "5 3"]
    assert "Changes: none." in drawn(plots.positions(table(before, after)))[1].text


def test_marks_say_what_the_date_is():
    held = [
        position("A", dated="published"),
        position("B", dated="before"),
        position("C", first=None),
        position("D", confidence=0.1),
    ]
    shown = labels(drawn(plots.positions(table(*held))))
    assert {"refuses ~", "≤ refuses", "no date", "refuses ?"} <= set(shown)


@pytest.mark.parametrize(
    "svg",
    [
        plots.positions(table()),
        plots.positions(table(position())),
        plots.positions(table(position(first=None))),
        plots.positions(table(position(first="0001-01-01", last="9999-12-31"))),
        plots.relations([], ("A", "B")),
        plots.relations([("2026-W16", None, 0)], ("A", "B")),
        plots.relations([("0001-W01", 1, 1), ("9999-W51", -1, 1)], ("A", "B")),
        plots.statements([]),
        plots.statements([("A", None)]),
        plots.statements([("A", "2026"), ("A", "9999-12-31"), ("B", "0001-01-01"), ("B", "nonsense")], "month"),
    ],
)
def test_nothing_one_point_and_the_ends_of_the_calendar_are_drawn(svg):
    root = drawn(svg)
    assert not re.search(r"\bnan\b|\binf\b", svg)
    assert float(root.get("height")) > 50
    assert root[1].text


def test_five_hundred_positions_of_one_party_lie_apart():
    first = dt.date(2020, 1, 1)
    held = [position(stance=STANCES[n % 8], first=(first + dt.timedelta(days=3 * n)).isoformat()) for n in range(500)]
    root = drawn(plots.positions(table(*held)))
    places = set()
    for group in root.iter(f"{SVG}g"):
        x, y = re.findall(r"-?[\d.]+", group.find(f"{SVG}path").get("d"))[:2]
        places.add((x, y))
    assert len(places) > 480


@pytest.mark.parametrize(
    "svg",
    [
        plots.positions(table(position(HOSTILE, passage=HOSTILE), name=HOSTILE)),
        plots.relations([("2026-W16", 1, 1)], (HOSTILE, HOSTILE)),
        plots.statements([(HOSTILE, "2026-04-17")]),
    ],
)
def test_hostile_text_is_shown_and_takes_no_effect(svg):
    root = drawn(svg)
    whole = " ".join(element.text or "" for element in root.iter())
    assert "<script>alert" in whole
    assert "<202E>evil<00><1B>[31m<D800>" in whole
    assert not {"\u202e", "\x00", "\x1b", "\ud800"} & set(svg)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200), st.text(max_size=60), st.sampled_from(STANCES), st.dates().map(str))
def test_any_text_makes_a_well_formed_plot(party, name, stance, day):
    drawn(plots.positions(table(position(party, stance, day, passage=party), name=name)))
    drawn(plots.statements([(party, day)]))
    drawn(plots.relations([("2026-W16", -3.5, 2)], (party, name)))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 52), st.one_of(st.none(), st.floats(-10, 10)), st.integers(0, 10_000)), max_size=40))
def test_the_order_of_weeks_and_of_statements_makes_no_difference(rows):
    series = [
        (f"2026-W{week:02}", value, count) for week, value, count in {week: row for row in rows for week in [row[0]]}.values()
    ]
    assert plots.relations(series, ("A", "B")) == plots.relations(series[::-1], ("A", "B"))
    said = [(f"S{week % 20}", f"2026-W{week:02}") for week, *_ in rows]
    assert plots.statements(said) == plots.statements(said[::-1])
    drawn(plots.relations(series, ("A", "B")))


def test_conflict_stands_below_the_line_and_cooperation_above():
    root = drawn(plots.relations([("2026-W16", -5.0, 1), ("2026-W17", 5.0, 1)], ("A", "B")))
    low, high = (group.find(f"{SVG}rect") for group in root.iter(f"{SVG}g"))
    assert float(low.get("y")) == float(high.get("y")) + float(high.get("height"))
    assert low.get("fill") != high.get("fill")
    assert {"−5.0", "+5.0"} <= set(labels(root))


@pytest.mark.parametrize(
    ("week", "message"),
    [
        (("2026-04-17", 1, 1), "is no week"),
        (("2026-W99", 1, 1), "is no week"),
        (("2026-W16", 11, 1), "off the scale"),
        (("2026-W16", 1, -1), "0 or more"),
    ],
)
def test_what_is_no_week_of_events_is_refused(week, message):
    with pytest.raises(InputError, match=message):
        plots.relations([week], ("A", "B"))


def test_speakers_beyond_fifteen_are_one_row():
    root = drawn(plots.statements([(f"S{n:02}", "2026-04-17") for n in range(20)]))
    assert "5 others (own scale)" in labels(root)
    assert "20 statements of 20 speakers" in root[1].text


def test_statements_are_counted_by_week_and_by_month():
    said = [("A", "2026-04-13"), ("A", "2026-04-19"), ("A", "2026-04-20"), ("A", None)]
    by_week, by_month = (drawn(plots.statements(said, period)) for period in ("week", "month"))
    assert [group[0].text for group in by_week.iter(f"{SVG}g")] == ["A, week of 2026-04-13: 2", "A, week of 2026-04-20: 1"]
    assert [group[0].text for group in by_month.iter(f"{SVG}g")] == ["A, month of 2026-04-01: 3"]
    assert "1 without a date" in labels(by_week)


def test_two_plots_in_one_page_share_no_id():
    one, other = (drawn(plots.positions(table(position(), name=name))) for name in ("a", "b"))
    assert not {e.get("id") for e in one.iter() if e.get("id")} & {e.get("id") for e in other.iter() if e.get("id")}


def test_a_plot_in_pixels_is_a_whole_png_of_its_size_with_its_words():
    """Twice as large as the SVG; and the words are drawn: the same plot with other names is another picture."""
    svg = plots.relations([("2026-W10", -3.0, 4), ("2026-W11", 2.0, 1)], ("Oressia", "Helmark"))
    picture = plots.png(svg)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    size = tuple(int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    width, height = (int(etree.fromstring(svg).get(name)) for name in ("width", "height"))
    assert size == (2 * width, 2 * height)
    assert picture == plots.png(svg)
    assert picture != plots.png(svg.replace("Oressia", "Norland"))


def test_a_hostile_plot_is_drawn_too():
    assert plots.png(plots.relations([("2026-W10", 1.0, 1)], (HOSTILE, "Helmark"))).startswith(b"\x89PNG")


@given(st.text(max_size=60), st.floats(0, 400), st.sampled_from((11, 16)))
def test_a_line_is_cut_where_one_more_letter_would_not_fit(text, room, size):
    line = " ".join(text.split())
    shown = fitted(text, room, size)
    if breadth(line, size) <= room:
        assert shown == line
    else:
        longest = next((n for n in range(len(line), 0, -1) if breadth(line[:n], size) + size <= room), 0)
        assert shown == line[:longest].rstrip() + "…"
