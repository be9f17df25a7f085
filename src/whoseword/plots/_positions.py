"""Positions over time: parties as rows, dates from left to right, each stance by its own shape and in words, changes marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from whoseword.compare.positions import Change, Position, PositionTable, Stance
from whoseword.plots._days import Days, day_of
from whoseword.plots._sheet import AGAINST, FAINT, FOR, INK, PAPER, RULE, Sheet, breadth, fitted, wrapped

_WIDTH: Final = 960.0
_MARGIN, _NAMES, _UNDATED = 16.0, 190.0, 110.0  # px of the edge, the names of parties, and the room for what has no date
_LABEL: Final = 84.0  # px right of the last day for a label
_LANE: Final = 24.0
_LANES, _MORE_LANES = 6, 14  # of one party: with labels, and without where there are too many positions for them
_UNTOLD: Final = 0.3  # the share of labels without room from which on a party is drawn without labels, in more lanes
_SHAPE: Final = 5.5  # px from a shape's middle to its edge
_BETWEEN, _CLOSE = 8.0, 2.0  # px between marks with labels, and without
_NAME_LINES: Final = 3
_LEGEND: Final[Mapping[Stance, str]] = {
    "demands": "demands", "offers": "offers", "accepts": "accepts", "supports": "supports",
    "refuses": "refuses", "denies": "denies", "opposes": "opposes", "weighs": "weighs",
}  # fmt: skip
_HELD_MOST: Final = 12  # changes told in the description


@dataclass(frozen=True, slots=True)
class _Mark:
    """A position in its place: the px of its days' middle and ends, its lane, and whether its label fits."""

    position: Position
    change: Change | None
    x: float
    start: float
    end: float
    lane: int
    label: str


def positions(table: PositionTable) -> str:
    """The table as an SVG of 960 px width: a row for each party, higher where it says more at once.

    A shape stands for each stance; it is hollow where the position is conditional, and has a ring where the party turned. ~ marks a date that is only the
    article's, ≤ one that is at most that, ? what is unsure. Where there is no room for a label, the shape has it as its tooltip.
    """
    title = f"Positions on {table.issue.name}"
    days = [day_of(day) for one in table.positions for day in (one.first, one.last) if day]
    if not days and not table.positions:
        return _empty(title)
    undated = any(one.first is None for one in table.positions)
    right = _WIDTH - _MARGIN - (_UNDATED + 12 if undated else _LABEL)
    axis = Days.over(days or [date(2000, 1, 1)], _MARGIN + _NAMES, right)
    rows = [(party, _placed(table, party, axis, right + 12)) for party in table.parties]
    heights = [_height(party, marks) for party, marks in rows]
    heading = wrapped(title, _WIDTH - 2 * _MARGIN, 16)
    top = _MARGIN + 22 * len(heading) + 14
    bottom = top + sum(heights)
    sheet = Sheet(title, _described(table), _WIDTH, bottom + (26 if days else 6) + 62)
    for number, line in enumerate(heading):
        sheet.text(_MARGIN, _MARGIN + 14 + 22 * number, line, size=16, bold=True)
    if days:
        axis.draw(sheet, top, bottom)
    if undated:
        sheet.text(right + 12, top - 4, "no date", fill=FAINT)
    y = top
    for (party, marks), height in zip(rows, heights, strict=True):
        _row(sheet, party, marks, y)
        y += height
    _legend(sheet, bottom + (26 if days else 6) + 14)
    return sheet.svg()


def _empty(title: str) -> str:
    sheet = Sheet(title, "No statement in the ledger takes a position on it.", _WIDTH, 90)
    sheet.text(_MARGIN, _MARGIN + 14, fitted(title, _WIDTH - 2 * _MARGIN, 16), size=16, bold=True)
    sheet.text(_MARGIN, _MARGIN + 42, sheet.description, fill=FAINT)
    return sheet.svg()


def _height(party: str, marks: Sequence[_Mark]) -> float:
    lanes = _LANE * (1 + max((mark.lane for mark in marks), default=0)) + 12
    return max(lanes, 14.0 * len(_name_lines(party)) + 12)


def _name_lines(party: str) -> list[str]:
    lines = list(wrapped(party, _NAMES - 14, 12))
    if len(lines) <= _NAME_LINES:
        return lines
    return [*lines[: _NAME_LINES - 1], fitted(" ".join(lines[_NAME_LINES - 1 :]), _NAMES - 14, 12)]


def _placed(table: PositionTable, party: str, axis: Days, undated: float) -> list[_Mark]:
    """The positions of a party in lanes, so that neither shapes nor labels lie on one another as long as there is room."""
    labelled = _laid(table, party, (axis, undated), labels=True)
    untold = sum(not mark.label for mark in labelled)
    return _laid(table, party, (axis, undated), labels=False) if untold > _UNTOLD * len(labelled) else labelled


def _laid(table: PositionTable, party: str, place: tuple[Days, float], *, labels: bool) -> list[_Mark]:
    axis, undated = place
    changes = {change.after: change for change in table.changes if change.party == party}
    taken: list[list[tuple[float, float]]] = [[] for _ in range(_LANES if labels else _MORE_LANES)]
    marks: list[_Mark] = []
    for position in (one for one in table.positions if one.party == party):
        start = axis.at(day_of(position.first)) if position.first else undated
        end = axis.at(day_of(position.last)) if position.last else undated
        x = (start + end) / 2 if position.dated != "before" else end
        label = _label(position) if labels else ""
        lane, shown = _lane(taken, x, label, (start, end))
        marks.append(_Mark(position, changes.get(position), x, start, end, lane, label if shown else ""))
    return marks


def _label(position: Position) -> str:
    before, published = "≤ " * (position.dated == "before"), " ~" * (position.dated == "published")
    return f"{before}{position.told}{published}{' ?' * position.unsure}"


def _lane(taken: Sequence[list[tuple[float, float]]], x: float, label: str, ends: tuple[float, float]) -> tuple[int, bool]:
    """The lowest lane with room for shape and label, else for the shape alone, else the lowest; `taken` is brought up to date."""
    shape = (min(x - _SHAPE, ends[0]), max(x + _SHAPE, ends[1]))
    whole = (shape[0], max(shape[1], x + _SHAPE + 8 + breadth(label)))
    for extent, shown in ((whole, True), (shape, False)) if label else ((shape, False),):
        if shown and whole[1] > _WIDTH - 4:
            continue
        gap = _BETWEEN if label else _CLOSE
        for lane, spans in enumerate(taken):
            if all(extent[0] - gap > last or extent[1] + gap < first for first, last in spans):
                spans.append(extent)
                return lane, shown
    return 0, False


def _row(sheet: Sheet, party: str, marks: Sequence[_Mark], top: float) -> None:
    sheet.line(_MARGIN, top, _WIDTH - _MARGIN, top, stroke=RULE)
    for number, line in enumerate(_name_lines(party)):
        sheet.text(_MARGIN, top + 20 + 14 * number, line, size=12, bold=True)
    middles = {mark.position: (mark.x, top + 6 + _LANE * (mark.lane + 0.5)) for mark in marks}
    for mark in marks:
        if mark.change is not None and mark.change.before in middles:
            _turn(sheet, middles[mark.change.before], middles[mark.position])
    for mark in marks:
        _mark(sheet, mark, middles[mark.position][1])


def _turn(sheet: Sheet, before: tuple[float, float], after: tuple[float, float]) -> None:
    """From what was held to what was taken instead."""
    sheet.line(*before, *after, stroke=INK, width=1.2, dash="5 3")


def _mark(sheet: Sheet, mark: _Mark, y: float) -> None:
    position = mark.position
    sheet.begin(_told(position, mark.change))
    if mark.end > mark.start:
        sheet.line(mark.start, y, mark.end, y, stroke=FAINT, width=3)
    if mark.change is not None:
        sheet.path(_circle(mark.x, y, _SHAPE + 4), fill=PAPER, stroke=INK, width=1.6)
    _shape(sheet, position.stance, hollow=position.bearing == "conditional", at=(mark.x, y))
    if mark.label:
        left = mark.x + _SHAPE + (7 if mark.change else 4)
        sheet.rectangle(left, y - 7, breadth(mark.label) * (1.08 if mark.change else 1), 14, fill=PAPER)
        sheet.text(left, y + 4, mark.label, bold=mark.change is not None)
    sheet.end()


def _shape(sheet: Sheet, stance: Stance, *, hollow: bool, at: tuple[float, float]) -> None:
    x, y = at
    points, colour, filled = _outline(stance, x, y)
    fill = "none" if not filled else PAPER if hollow else colour
    sheet.path(points, fill=fill, stroke=colour, width=1.6 if filled else 2.6, dash="2 1.6" if hollow and not filled else "")


def _outline(stance: Stance, x: float, y: float) -> tuple[str, str, bool]:
    """The data of a stance's shape, its colour, and whether it is filled."""
    r = _SHAPE
    match stance:
        case "demands":
            return f"M{x:.1f} {y - r:.1f}L{x + r:.1f} {y + r:.1f}L{x - r:.1f} {y + r:.1f}Z", FOR, True
        case "offers":
            return f"M{x - r:.1f} {y - r:.1f}L{x + r:.1f} {y:.1f}L{x - r:.1f} {y + r:.1f}Z", FOR, True
        case "accepts":
            return _circle(x, y, r), FOR, True
        case "supports":
            return f"M{x - r:.1f} {y:.1f}H{x + r:.1f}M{x:.1f} {y - r:.1f}V{y + r:.1f}", FOR, False
        case "refuses":
            return f"M{x - r:.1f} {y - r:.1f}H{x + r:.1f}V{y + r:.1f}H{x - r:.1f}Z", AGAINST, True
        case "denies":
            return (
                f"M{x - r:.1f} {y - r:.1f}L{x + r:.1f} {y + r:.1f}M{x + r:.1f} {y - r:.1f}L{x - r:.1f} {y + r:.1f}",
                AGAINST,
                False,
            )
        case "opposes":
            return f"M{x - r:.1f} {y:.1f}H{x + r:.1f}", AGAINST, False
        case "weighs":
            return f"M{x:.1f} {y - r:.1f}L{x + r:.1f} {y:.1f}L{x:.1f} {y + r:.1f}L{x - r:.1f} {y:.1f}Z", FAINT, True


def _circle(x: float, y: float, r: float) -> str:
    return f"M{x - r:.1f} {y:.1f}A{r:.1f} {r:.1f} 0 1 0 {x + r:.1f} {y:.1f}A{r:.1f} {r:.1f} 0 1 0 {x - r:.1f} {y:.1f}Z"


def _legend(sheet: Sheet, y: float) -> None:
    x = _MARGIN + _SHAPE
    for stance, label in _LEGEND.items():
        _shape(sheet, stance, hollow=False, at=(x, y))
        sheet.text(x + _SHAPE + 4, y + 4, label, fill=FAINT)
        x += breadth(label) + 34
    notes = (
        "(if), hollow: on conditions · ring and dashes: a change · ~ the article’s date · ≤ at some time before it · ? unsure"
    )
    sheet.text(_MARGIN, y + 26, notes, fill=FAINT)


def _told(position: Position, change: Change | None) -> str:
    when = position.date or "no date"
    turned = f" (change: {change.what})" if change else ""
    return f"{position.party}, {when}: {position.told}{turned}: {fitted(position.passage, 900)}"


def _described(table: PositionTable) -> str:
    dated = f", from {table.dates[0]} to {table.dates[-1]}" if table.dates else ""
    changes = [f"{change.party} on {change.after.date}: {change.what}" for change in table.changes[:_HELD_MOST]]
    more = len(table.changes) - len(changes)
    told_changes = "; ".join(changes) + (f"; and {more} more" if more > 0 else "") if changes else "none"
    return f"{_counted(len(table.positions), 'position')} of {_counted(len(table.parties), 'party', 'parties')}{dated}. Changes: {told_changes}."


def _counted(number: int, one: str, more: str | None = None) -> str:
    return f"{number} {one if number == 1 else more or one + 's'}"
