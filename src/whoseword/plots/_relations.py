"""The relations of two parties: how they treat each other, week by week, and how many events that stands on."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from whoseword.days import days
from whoseword.errors import InputError
from whoseword.plots._days import Days, day_of
from whoseword.plots._sheet import AGAINST, FAINT, FOR, HATCH, INK, PAPER, RULE, Sheet, wrapped

Week = tuple[str, float | None, int]

_WIDTH, _MARGIN, _RIGHT, _LEFT = 960.0, 16.0, 44.0, 118.0
_SCALE_HEIGHT, _COUNT_HEIGHT, _BETWEEN = 220.0, 70.0, 22.0
_SCALE: Final = 10.0  # the PLOVER scale runs from -10, conflict, to 10, cooperation
_WIDEST, _THINNEST = 26.0, 0.8  # px of a bar
_HATCHED: Final = 6.0  # px of a bar, from which on hatching can be seen; under it, below the line is enough
_NUMBERED: Final = 24.0  # px of a week, from which on each bar has its value written beside it


def relations(series: Sequence[Week], pair: tuple[str, str]) -> str:
    """The weekly series of two parties as an SVG of 960 px width.

    Each week is (ISO week such as 2026-W16, mean value on the scale from -10 to 10 or None, number of events), in any order; a week that is not
    there has no events. Cooperation stands above the line, filled; conflict below it, hatched. Raises InputError for what is no week, for a
    value off the scale and for a negative number.
    """
    weeks = sorted((_monday(week), week, value, count) for week, value, count in series if _sound(week, value, count))
    title = f"{pair[0]} and {pair[1]}: relations week by week"
    heading = wrapped(title, _WIDTH - 2 * _MARGIN, 16)
    top = _MARGIN + 22 + 22 * len(heading)
    middle, floor = top + _SCALE_HEIGHT / 2, top + _SCALE_HEIGHT + _BETWEEN + _COUNT_HEIGHT
    sheet = Sheet(title, _described(weeks), _WIDTH, floor + 62 if weeks else top + 28)
    for number, line in enumerate(heading):
        sheet.text(_MARGIN, _MARGIN + 14 + 22 * number, line, size=16, bold=True)
    if not weeks:
        sheet.text(_MARGIN, top + 4, sheet.description, fill=FAINT)
        return sheet.svg()
    axis = Days.over([day for monday, *_ in weeks for day in (monday, monday + timedelta(days=6))], _LEFT, _WIDTH - _RIGHT)
    axis.draw(sheet, top, floor)
    _frame(sheet, top, middle, floor)
    most = max(count for *_, count in weeks)
    for monday, week, value, count in weeks:
        _week(sheet, axis, (monday, week, value, count), (middle, floor, most))
    sheet.line(_LEFT, middle, _WIDTH - _RIGHT, middle, stroke=INK)
    sheet.text(_LEFT - 8, floor - _COUNT_HEIGHT + 8, str(most), anchor="end", fill=FAINT)
    return sheet.svg()


def _sound(week: str, value: float | None, count: int) -> bool:
    if "W" not in week or days(week) is None:
        raise InputError(f"{week!r} is no week: give ISO weeks such as 2026-W16")
    if value is not None and not -_SCALE <= value <= _SCALE:
        raise InputError(f"{week}: {value} is off the scale: it runs from -10 to 10")
    if count < 0:
        raise InputError(f"{week}: {count} events: a number of events is 0 or more")
    return True


def _monday(week: str) -> date:
    covered = days(week)
    return day_of(covered[0]) if covered else date.min


def _frame(sheet: Sheet, top: float, middle: float, floor: float) -> None:
    for value in (-10, -5, 5, 10):
        y = middle - value / _SCALE * _SCALE_HEIGHT / 2
        sheet.line(_LEFT, y, _WIDTH - _RIGHT, y, stroke=RULE)
        sheet.text(_LEFT - 8, y + 4, f"{value:+d}".replace("-", "−"), anchor="end", fill=FAINT)
    sheet.text(_LEFT - 8, middle + 4, "0", anchor="end")
    sheet.text(_MARGIN, top + 34, "cooperation")
    sheet.text(_MARGIN, top + _SCALE_HEIGHT - 26, "conflict")
    sheet.text(_MARGIN, floor - _COUNT_HEIGHT / 2 + 4, "events a week")
    sheet.rectangle(_LEFT, floor + 32, 14, 10, fill=FOR)
    sheet.text(_LEFT + 20, floor + 41, "cooperation (filled)", fill=FAINT)
    sheet.rectangle(_LEFT + 150, floor + 32, 14, 10, fill=HATCH, stroke=INK)
    sheet.text(_LEFT + 170, floor + 41, "conflict (hatched)", fill=FAINT)
    sheet.rectangle(_LEFT + 290, floor + 32, 14, 10, fill=PAPER, stroke=INK)
    sheet.text(_LEFT + 310, floor + 41, "number of events; a mean on the PLOVER scale", fill=FAINT)


def _week(sheet: Sheet, axis: Days, row: tuple[date, str, float | None, int], place: tuple[float, float, int]) -> None:
    (monday, week, value, count), (middle, floor, most) = row, place
    step = axis.at(monday + timedelta(days=7)) - axis.at(monday) if monday.year < 9999 else _WIDEST
    width = min(_WIDEST, max(_THINNEST, step * 0.72))
    centre = axis.at(monday + timedelta(days=3))
    told = "no value" if value is None else f"{value:+.1f}".replace("-", "−")
    sheet.begin(f"{week}: {told}, {count} {'event' if count == 1 else 'events'}")
    if value is not None:
        height = abs(value) / _SCALE * _SCALE_HEIGHT / 2
        outline = INK if width > 3 else "none"
        if value >= 0:
            sheet.rectangle(centre - width / 2, middle - max(height, 1), width, max(height, 1), fill=FOR, stroke=outline)
        else:
            sheet.rectangle(
                centre - width / 2, middle, width, height, fill=HATCH if width > _HATCHED else AGAINST, stroke=outline
            )
        if step >= _NUMBERED:
            sheet.text(centre, middle - height - 4 if value >= 0 else middle + height + 13, told, anchor="middle")
    tall = _COUNT_HEIGHT * count / max(1, most)
    sheet.rectangle(
        centre - width / 2, floor - tall, width, tall, fill=PAPER if width > 3 else FAINT, stroke=INK if width > 3 else "none"
    )
    sheet.end()


def _described(weeks: Sequence[tuple[date, str, float | None, int]]) -> str:
    if not weeks:
        return "The ledger has no events between them."
    valued = [(value, week) for _, week, value, _ in weeks if value is not None]
    events = sum(count for *_, count in weeks)
    span = f"{len(weeks)} weeks with events from {weeks[0][1]} to {weeks[-1][1]}, {events} events."
    if not valued:
        return span
    (low, at_low), (high, at_high) = min(valued), max(valued)
    return f"{span} Lowest {low:+.1f} in {at_low}, highest {high:+.1f} in {at_high}, on a scale from -10 (conflict) to +10 (cooperation)."
