"""Plots as SVG, rendered here: no script, styled by the page's sheet, readable by a screen reader, printable."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from whoseword.web._words import day

_HEIGHT: Final = 44
_STEP: Final = 9
_BAR: Final = 7
_MOST_BARS: Final = 120


def bars(months: Sequence[tuple[str, int]], title: str) -> Markup:
    """A bar for each month from the first to the last of `months` (pairs of "2026-04" and a number, in order), empty ones too.

    At most the last 120 months. Nothing where there are fewer than two months: one bar says nothing.
    """
    numbers = dict(months)
    shown = _every_month(months[0][0], months[-1][0])[-_MOST_BARS:] if months else []
    if len(shown) < 2:
        return Markup("")
    most = max(numbers.get(month, 0) for month in shown) or 1
    drawn = Markup("").join(
        Markup('<rect x="{}" y="{}" width="{}" height="{}"><title>{}: {}</title></rect>').format(
            place * _STEP, _HEIGHT - _tall(numbers.get(month, 0), most), _BAR, _tall(numbers.get(month, 0), most), day(month), numbers.get(month, 0)
        )
        for place, month in enumerate(shown)
    )  # fmt: skip
    width = len(shown) * _STEP
    spoken = f"{title}: " + ", ".join(f"{day(month)} {number}" for month, number in months[-12:])
    svg = Markup('<svg class="bars" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">{}</svg>')
    caption = Markup("<figcaption><span>{}</span><span>{}</span></figcaption>").format(day(shown[0]), day(shown[-1]))
    return Markup('<figure class="plot">{}{}</figure>').format(
        svg.format(spoken, width, _HEIGHT, width, _HEIGHT, drawn), caption
    )


def _tall(number: int, most: int) -> int:
    return max(2, round(number * _HEIGHT / most)) if number else 0


def _every_month(first: str, last: str) -> list[str]:
    year, month = map(int, first.split("-"))
    months: list[str] = []
    while f"{year:04}-{month:02}" <= last:
        months.append(f"{year:04}-{month:02}")
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return months
