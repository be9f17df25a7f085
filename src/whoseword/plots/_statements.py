"""Statements over time: how many a week or a month, each speaker in a row of its own."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, Literal

from whoseword.days import days
from whoseword.plots._days import Days, day_of
from whoseword.plots._sheet import FAINT, FOR, INK, RULE, Sheet, fitted, wrapped

Period = Literal["week", "month"]

_WIDTH, _MARGIN, _RIGHT, _LEFT = 960.0, 16.0, 44.0, 220.0
_ROW, _BAR = 52.0, 34.0  # px of a row, and of the highest bar in it
_MOST_ROWS: Final = 15
_WIDEST, _THINNEST = 30.0, 0.8
_NUMBERED: Final = 22.0  # px of a period, from which on each bar has its number


def statements(said: Iterable[tuple[str, str | None]], period: Period = "week") -> str:
    """Pairs of speaker and ISO date as an SVG of 960 px width; those who speak most come first, and after fifteen the rest together.

    All speakers have one scale, the rest together its own. A date of a longer time than the period counts in the period of its first day; what has no date, or none that
    lies on the calendar, is counted below the plot.
    """
    counted, undated = _counted(said, period)
    title = f"Statements a {period} by speaker"
    rows = _rows(counted)
    sheet = Sheet(title, _described(counted, undated), _WIDTH, _MARGIN + 50 + _ROW * len(rows) + 50 if rows else 90)
    sheet.text(_MARGIN, _MARGIN + 14, title, size=16, bold=True)
    if not rows:
        sheet.text(_MARGIN, _MARGIN + 42, sheet.description, fill=FAINT)
        return sheet.svg()
    top = _MARGIN + 36
    floor = top + _ROW * len(rows)
    begins = [day for _, counts in rows for day in counts]
    axis = Days.over([*begins, *(_end(day, period) for day in begins)], _LEFT, _WIDTH - _RIGHT)
    axis.draw(sheet, top, floor)
    highest = max(count for _, counts in rows[:_MOST_ROWS] for count in counts.values())
    for number, (name, counts) in enumerate(rows):
        most = highest if number < _MOST_ROWS else max(counts.values())
        _row(sheet, axis, (name, counts, period), (top + _ROW * (number + 1), most))
    if undated:
        sheet.text(_MARGIN, floor + 36, f"{undated} without a date", fill=FAINT)
    return sheet.svg()


def _counted(said: Iterable[tuple[str, str | None]], period: Period) -> tuple[dict[str, Counter[date]], int]:
    counts: dict[str, Counter[date]] = {}
    undated = 0
    for speaker, when in said:
        covered = days(when) if when else None
        if covered is None:
            undated += 1
            continue
        day = day_of(covered[0])
        begins = day.replace(day=1) if period == "month" else day - timedelta(days=min(day.weekday(), day.toordinal() - 1))
        counts.setdefault(speaker, Counter())[begins] += 1
    return counts, undated


def _rows(counted: Mapping[str, Counter[date]]) -> list[tuple[str, Counter[date]]]:
    ranked = sorted(counted.items(), key=lambda pair: (-pair[1].total(), pair[0]))
    if len(ranked) <= _MOST_ROWS:
        return ranked
    rest: Counter[date] = Counter()
    for _, counts in ranked[_MOST_ROWS:]:
        rest.update(counts)
    return [*ranked[:_MOST_ROWS], (f"{len(ranked) - _MOST_ROWS} others (own scale)", rest)]


def _end(day: date, period: Period) -> date:
    last = date.max - day
    return day + min(last, timedelta(days=30 if period == "month" else 6))


def _row(sheet: Sheet, axis: Days, row: tuple[str, Mapping[date, int], Period], place: tuple[float, int]) -> None:
    (name, counts, period), (floor, most) = row, place
    lines: Sequence[str] = wrapped(name, _LEFT - _MARGIN - 46, 12)[:2]
    for number, line in enumerate(lines):
        sheet.text(_MARGIN, floor - _ROW + 24 + 14 * number, fitted(line, _LEFT - _MARGIN - 46, 12), size=12, bold=True)
    sheet.text(_LEFT - 10, floor - _ROW + 24, str(sum(counts.values())), anchor="end", fill=FAINT)
    sheet.line(_MARGIN, floor, _WIDTH - _MARGIN, floor, stroke=RULE)
    for begins, count in sorted(counts.items()):
        left, right = axis.at(begins), axis.at(_end(begins, period))
        width = min(_WIDEST, max(_THINNEST, (right - left) * 0.8))
        height = _BAR * count / most
        sheet.begin(f"{name}, {period} of {begins.isoformat()}: {count}")
        sheet.rectangle(
            (left + right - width) / 2, floor - height, width, height, fill=FOR, stroke=INK if width > 3 else "none"
        )
        if right - left >= _NUMBERED:
            sheet.text((left + right) / 2, floor - height - 3, str(count), anchor="middle")
        sheet.end()


def _described(counted: Mapping[str, Counter[date]], undated: int) -> str:
    if not counted:
        return f"No statement with a date{f', {undated} without' if undated else ''}."
    total = sum(counts.total() for counts in counted.values())
    ranked = sorted(counted.items(), key=lambda pair: (-pair[1].total(), pair[0]))[:5]
    most = ", ".join(f"{name} {counts.total()}" for name, counts in ranked)
    return f"{total} statements of {len(counted)} speakers. Most: {most}.{f' {undated} more have no date.' if undated else ''}"
