"""Search over what was said, with counts beside it; and the statements that a reader starred."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup, escape

from whoseword import watching
from whoseword.markup import visible
from whoseword.store import Survey
from whoseword.watching import FIELDS
from whoseword.web import _links, _words
from whoseword.web._desk import LOOKED_AT, TheDesk
from whoseword.web._paging import page_of
from whoseword.web._watching import button

router = APIRouter()

_A_PAGE: Final = 25
_FACET_VALUES: Final = 10
_MOST_STARS: Final = 500
_LONGEST: Final = 2000  # code points of one field of the form

_CHIPS: Final[Mapping[str, str]] = {
    "who": "speaker", "speaker": "speaker’s name has", "to": "said to", "type": "speaker is", "act": "act", "kind": "kind",
    "outlet": "outlet", "since": "since", "until": "until", "in_article": "article has",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facet:
    """One way in which found statements spread: its values with their counts, and the search that each leads to."""

    title: str
    values: tuple[tuple[str, int, str | None], ...]


@router.get("/search", response_class=HTMLResponse)
def search(request: Request, desk: TheDesk) -> HTMLResponse:
    """Statements by words, speaker, addressee, act, kind, outlet and date."""
    page = page_of(request.query_params, _A_PAGE)
    asked = asked_of(request.query_params)
    query = desk.query(**{FIELDS[name]: value for name, value in asked.items()})
    found, survey = desk.search(replace(query, limit=page.limit, offset=page.offset))
    what = watching.what_of(asked)
    return desk.page(
        "search.html",
        asked=asked,
        rows=found[: page.size],
        more=len(found) > page.size,
        page=page,
        survey=survey,
        looked_at=LOOKED_AT,
        facets=_facets(asked, survey),
        chips=[(label, asked[name], _links.search(asked, **{name: None})) for name, label in _CHIPS.items() if name in asked],
        form={name: asked.get(name, "") for name in FIELDS},
        lit=lit_by(asked.get("q", "")),
        **button(request, desk, "search", what, " · ".join(watching.asked_of(what).values())),
        here="search",
    )


@router.get("/starred", response_class=HTMLResponse)
def starred(request: Request, desk: TheDesk) -> HTMLResponse:
    """The statements of the ids in the address: those that the reader's browser remembers as starred."""
    ids = [one for one in request.query_params.get("ids", "").split(",") if one][:_MOST_STARS]
    return desk.page("starred.html", rows=desk.by_id(ids), ids=ids, here="starred")


def asked_of(parameters: Mapping[str, str]) -> dict[str, str]:
    """What an address asks for, by the names of the form; empty fields ask for nothing."""
    given = {name: parameters.get(name, "").strip()[:_LONGEST] for name in FIELDS}
    return {name: value for name, value in given.items() if value}


def _facets(asked: Mapping[str, str], survey: Survey) -> list[Facet]:
    """The counts beside the results; a value that is asked for already, or that cannot be, has no link."""
    names = (
        ("speaker", "who", "Speaker"), ("act", "act", "Act"), ("kind", "kind", "Kind"), ("type", "type", "Speaker is"),
        ("outlet", "outlet", "Outlet"),
    )  # fmt: skip
    facets = [
        Facet(
            title, tuple((value or "none", n, _narrowed(asked, name, value)) for value, n in survey.counts[key][:_FACET_VALUES])
        )
        for key, name, title in names
    ]
    months = sorted(((m, n) for m, n in survey.counts["month"] if m is not None), reverse=True)[:_FACET_VALUES]
    dated = tuple((_words.day(month), n, _links.search(asked, since=month, until=month)) for month, n in months)
    return [one for one in (*facets, Facet("Said in", dated)) if one.values]


def _narrowed(asked: Mapping[str, str], name: str, value: str | None) -> str | None:
    if value is None:
        return _links.search(asked, type="unresolved") if name == "who" and asked.get("type") != "unresolved" else None
    return _links.search(asked, **{name: value}) if asked.get(name) != value else None


class Lit:
    """Text with the words of a search marked in it."""

    def __init__(self, words: Sequence[str]) -> None:
        self._form = re.compile("|".join(words), re.IGNORECASE) if words else None

    def __call__(self, text: str) -> Markup:
        """`text` escaped, each of the words in it in a `b` element."""
        if self._form is None:
            return escape(visible(text))
        parts, at = [], 0
        for hit in self._form.finditer(text):
            parts += [escape(visible(text[at : hit.start()])), Markup('<b class="hit">{}</b>').format(visible(hit[0]))]
            at = hit.end()
        return Markup("").join([*parts, escape(visible(text[at:]))])


def lit_by(typed: str) -> Lit:
    """What marks the words of a typed search; words after NOT are not marked. Accents must match here, unlike in the search."""
    words: list[str] = []
    for found in _typed_word().finditer(typed):
        word = found["word"]
        if found["not"] or word in ("AND", "OR", "NEAR"):
            continue
        ending = r"\w*" if found["star"] else r"\b"
        words.append(rf"\b{re.escape(word)}{ending}")
    return Lit(sorted(words, key=len, reverse=True))


@cache
def _typed_word() -> re.Pattern[str]:
    return re.compile(r"(?P<not>NOT\s+)?(?P<word>\w+)(?P<star>\*)?")
