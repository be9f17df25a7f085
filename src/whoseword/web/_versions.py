"""The versions of an article side by side, and the page that it was read from, as a file and never shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup

from whoseword import versions
from whoseword.compare import Edits, Run
from whoseword.markup import visible
from whoseword.versions import Changed, Version
from whoseword.web import _links
from whoseword.web._desk import TheDesk

router = APIRouter()

CHANGES: Final = {
    "altered": "words altered", "speaker": "given to another", "cue": "told with another word", "removed": "removed", "added": "added",
}  # fmt: skip
OWNED: Final = {
    "silent": "Silent: the page has no note of it and gives no later time of modification.",
    "dated": "The page gives a later time of modification, but no note of what changed.",
    "noted": "The page has a note.",
}
_FORMS: Final = {
    "moved": Markup('<span class="moved">{}</span>'),
    "del": Markup("<del>{}</del>"),
    "ins": Markup("<ins>{}</ins>"),
}
_MOST: Final = 200  # sentences and statements of a step that are shown
_SAFE: Final = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
    "cache-control": "private, no-store",
}


@dataclass(frozen=True, slots=True)
class Side:
    """Something of the older text beside what it became, each with its edits marked; None where a side has nothing."""

    change: str
    old: Markup | None
    new: Markup | None
    about: str = ""
    flags: tuple[str, ...] = ()
    statements: tuple[str | None, str | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Step:
    """From one version to the next."""

    old: Version
    new: Version
    edits: Edits
    statements: Sequence[Side]
    sentences: Sequence[Side]
    headline: Side | None
    left_out: int


@router.get("/articles/{article_id}/versions", response_class=HTMLResponse)
def versions_of(article_id: str, desk: TheDesk) -> Response:
    """All versions of an article, and what changed from each to the next, the last step first."""
    row = desk.store.article(article_id)
    if row.id != article_id:
        return RedirectResponse(_links.versions(row.id))
    history = versions.history(desk.store, row.id, desk.options.confidence)
    pairs = zip(history.versions, history.versions[1:], history.steps, strict=False)
    steps = [_step(old, new, step) for old, new, step in pairs]
    return desk.page(
        "versions.html",
        row=row,
        history=history,
        steps=steps[::-1],
        owned=OWNED,
        kept=desk.store.originals.find(row.id),
        here="articles",
    )


@router.get("/articles/{article_id}/original")
def original(article_id: str, desk: TheDesk) -> Response:
    """The bytes that an article was read from, to save: a browser never shows them as a page of ours."""
    kept = desk.store.originals.get(article_id)
    name = f"original-{kept.sha256[:16]}.bin"
    headers = _SAFE | {"content-disposition": f'attachment; filename="{name}"'}
    return Response(kept.raw, media_type="application/octet-stream", headers=headers)


def said_of(found: Changed | None) -> str | None:
    """One line on what changed of an article since it was first read; None where nothing did that is a statement or the headline."""
    if found is None:
        return None
    edits = found.edits
    parts = [f"{len(edits.statements)} statement{'s' if len(edits.statements) != 1 else ''}"] if edits.statements else []
    parts += ["the headline"] if edits.headline else []
    return " and ".join(parts) or (
        f"{len(edits.sentences)} sentence{'s' if len(edits.sentences) != 1 else ''}" if edits.sentences else None
    )


def _step(old: Version, new: Version, step: Edits) -> Step:
    headline = step.headline
    said = [
        Side(
            CHANGES[one.change],
            *sides(one.old_text, one.new_text, one.runs),
            _about(one.old_speaker, one.new_speaker, given=one.change == "speaker"),
            one.flags,
            (one.old, one.new),
        )
        for one in step.statements
    ]
    rest = [
        Side(one.change, *sides(one.old.text if one.old else None, one.new.text if one.new else None, one.runs))
        for one in step.sentences
    ]
    return Step(
        old,
        new,
        step,
        said[:_MOST],
        rest[:_MOST],
        Side("", *sides(headline.old, headline.new, headline.runs), "", headline.flags) if headline else None,
        max(0, len(said) - _MOST) + max(0, len(rest) - _MOST),
    )


def _about(old: str | None, new: str | None, *, given: bool) -> str:
    return f"{old or 'unresolved'} → {new or 'unresolved'}" if given else new or old or "unresolved"


def sides(old: str | None, new: str | None, runs: Sequence[Run]) -> tuple[Markup | None, Markup | None]:
    """Two texts, in each what the other has not: signs of editing, not colour alone, tell it."""
    cut = [(run.first, run.change) for run in runs if run.first and run.change != "equal"]
    put = [(run.second, run.change) for run in runs if run.second and run.change != "equal"]
    return (_marked(old, cut, "del") if old is not None else None, _marked(new, put, "ins") if new is not None else None)


def _marked(text: str, places: Sequence[tuple[tuple[int, int], str]], tag: str) -> Markup:
    parts, at = Markup(), 0
    for (start, end), change in sorted(places):
        form = _FORMS["moved" if change == "moved" else tag]
        parts += Markup("{}").format(visible(text[at:start])) + form.format(visible(text[start:end]))
        at = end
    return parts + Markup("{}").format(visible(text[at:]))
