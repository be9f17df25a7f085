"""One stage at a time over plain JSON objects: for measuring each stage against a corpus and for debugging.

A stage takes one object and gives one, both as the table in docs/reference says; offsets in and out count in the
text as given, which is frozen as it came. What a stage gives here is what the same stage gives inside the
pipeline, except that `attribute` keeps all attributions, in any block, and `speakers` takes those it is given.
"""

import functools
import hashlib
import re
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from whoseword.errors import ConfigError, InputError
from whoseword.pipeline import Pipeline, assemble, look_around
from whoseword.read import ReadOptions, read_text
from whoseword.records import Article, Attribution, Pair, Party, Rejected, Span, Tagged, digest, to_json
from whoseword.settings import Settings
from whoseword.speech import voiced
from whoseword.tag import Roots
from whoseword.when import find_dates

Row = Mapping[str, Any]
Stage = Callable[[Row], dict[str, Any] | Rejected]
_Run = Callable[[Row], dict[str, Any]]

# What reading takes out of a text or unifies; here offsets must stay.
_UNTIDY: Final = re.compile("\r\n?|[\0\ufeff\ud800-\udfff]")

_ROLES: Final = ("source", "cue", "content")


def load(name: str, settings: Settings) -> Stage:
    """The stage of that name, with what it needs loaded; ModelError where a bundle or table does not serve.

    An object that the stage cannot use comes out as Rejected ("bad-line"), one on which it fails likewise ("crash",
    with the traceback), so that neither costs the objects after it.
    """
    match name:
        case "dates":
            run: _Run = _dates
        case "events":
            run = functools.partial(_events, Roots.load(settings.bundle, threads=settings.threads or 1))
        case _:
            run = _with_model(name, Pipeline.load(replace(settings, events=settings.events and name == "record")))
    return functools.partial(_guarded, run)


def _with_model(name: str, pipeline: Pipeline) -> _Run:
    stages: Mapping[str, Callable[[Pipeline, Row], dict[str, Any]]] = {
        "attribute": _attribute,
        "speakers": _speakers,
        "record": _record,
    }
    return functools.partial(stages[name], pipeline)


def _guarded(run: _Run, row: Row) -> dict[str, Any] | Rejected:
    name = str(row.get("id"))
    try:
        return run(row)
    except InputError as error:
        return Rejected(name, "bad-line", str(error))
    except Exception as error:  # noqa: BLE001  # the worker's edge: it becomes a Rejected
        return Rejected(name, "crash", "".join(traceback.format_exception(error)))


def _dates(row: Row) -> dict[str, Any]:
    text, published = _text(row), _optional(row, "published")
    return {"id": row.get("id"), "dates": to_json(find_dates(text, published))}


def _events(roots: Roots, row: Row) -> dict[str, Any]:
    text = _text(row)
    source, target = (_spans(text, row.get(side, [])) for side in ("source", "target"))
    (chances,) = roots.read([Pair(text, source, target)])
    return {"id": row.get("id"), "root": max(chances, key=lambda root: chances[root])}


def _attribute(pipeline: Pipeline, row: Row) -> dict[str, Any]:
    (tagged,) = pipeline.tagger.tag([_article(row)])
    return {"id": row.get("id"), "attributions": [_attribution_json(a) for a in tagged.attributions]}


def _record(pipeline: Pipeline, row: Row) -> dict[str, Any]:
    article = _article(row)
    (tagged,) = pipeline.tagger.tag([article])
    reading = assemble(article, tagged, pipeline.table, pipeline.model, networks=pipeline.networks)
    return {"id": row.get("id"), **to_json(reading)}


def _speakers(pipeline: Pipeline, row: Row) -> dict[str, Any]:
    """Names come from the tagger, attributions from the row; the fields are in the order of the row."""
    article, given = _article(row), _attributions(row)
    (tagged,) = pipeline.tagger.tag([article])
    order = sorted(range(len(given)), key=lambda i: _place(given[i]))
    seen = Tagged(tuple(given[i] for i in order), tagged.names)
    dates = find_dates(article.text, article.published)
    around = look_around(article, seen, dates, pipeline.table, pipeline.networks.acts)
    rows: list[dict[str, Any]] = [{}] * len(given)
    for rank, place in enumerate(order):
        said_on, to = around.said_on[rank], around.addressees[rank]
        speaker, chain = around.linked.speakers[rank], around.chains[rank]
        act = around.acts[rank]
        rows[place] = {
            "speakers": {"name": speaker.name, "type": speaker.type, "how": speaker.how, "confidence": speaker.confidence},
            "said_on": said_on.value if said_on else None,
            "addressee": to.name if to else None,
            "act": act,
            "voiced": voiced(article.text, given[place], act),
            "chain": _without_publisher(chain, article.outlet),
        }
    names = ("speakers", "said_on", "addressee", "act", "voiced", "chain")
    return {"id": row.get("id"), **{name: [one[name] for one in rows] for name in names}}


def _attribution_json(attribution: Attribution) -> dict[str, Any]:
    spans = {role: [[span.start, span.end] for span in getattr(attribution, role)] for role in _ROLES}
    return {**spans, "depth": attribution.depth, "confidence": attribution.confidence}


def _attributions(row: Row) -> list[Attribution]:
    text, given = _text(row), row.get("attributions")
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise InputError("attributions is absent or no list of objects: give source, cue and content as [[start, end], …]")
    spans = [{role: _spans(text, one.get(role, [])) for role in _ROLES} for one in given]
    return [Attribution(one["source"], one["cue"], one["content"]) for one in spans]


def _spans(text: str, pairs: object) -> tuple[Span, ...]:
    if not isinstance(pairs, list):
        raise InputError(f"{pairs!r} is no list of spans: give [[start, end], …]")
    return tuple(_span(text, pair) for pair in pairs)


def _span(text: str, pair: object) -> Span:
    match pair:
        case [int(start), int(end)] if 0 <= start < end <= len(text):
            return Span.cut(text, start, end)
    raise InputError(f"{pair!r} is no span of this text: give [start, end] with 0 <= start < end <= {len(text)}")


def _place(attribution: Attribution) -> int:
    return min((span.start for span in (*attribution.content, *attribution.cue, *attribution.source)), default=0)


def _article(row: Row) -> Article:
    """The row's text as an article, frozen as it came: what reading would tidy is only overlooked, in place."""
    text, name = _text(row), str(row.get("id") or "-")
    try:
        options = ReadOptions(published=_optional(row, "published"))
    except ConfigError as error:
        raise InputError(str(error)) from error
    found = read_text(_UNTIDY.sub(_blank, text), source=name, options=options)
    checksum = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    if isinstance(found, Rejected):  # nothing to read in it; it is still an article of that text
        return Article(digest(checksum, name), name, text, checksum, published=options.published)
    return replace(found, id=digest(checksum, name), text=text, text_sha256=checksum)


def _blank(found: re.Match[str]) -> str:
    """As many code points as were found, so that blocks lie where they lay."""
    return "\n" if found[0] == "\r" else " \n" if found[0] == "\r\n" else " "


def _without_publisher(chain: Sequence[Party], outlet: str | None) -> list[str] | None:
    names = [party.name for party in chain]
    return (names[1:] if names[:1] == [outlet] else names) or None


def _text(row: Row) -> str:
    text = row.get("text")
    if not isinstance(text, str):
        raise InputError(f"text is {text!r}: give the article's text as a string")
    return text


def _optional(row: Row, name: str) -> str | None:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        raise InputError(f"{name} is {value!r}: give a string or null")
    return value
