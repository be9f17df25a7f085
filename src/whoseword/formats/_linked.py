"""JSON-LD: statements as schema.org Quotation and Claim, their places as W3C Web Annotations, their making as PROV-O.

The context stands in the file, so that nobody has to fetch one. Offsets are code points into the article's text, as the Web
Annotation model counts them; each fragment of a content is a target of its own with both selectors.
"""

import functools
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from whoseword.export import done, joined
from whoseword.formats._view import View, web_address
from whoseword.records import BY_A_PERSON, Correction, Party, Span, Speaker

if TYPE_CHECKING:  # the store is loaded late
    from whoseword.store import StatementRow

_CONTEXT = {
    "schema": "https://schema.org/",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "prov:wasAttributedTo": {"@container": "@list"},
    "prov:endedAtTime": {"@type": "xsd:dateTime"},
    "oa:start": {"@type": "xsd:nonNegativeInteger"},
    "oa:end": {"@type": "xsd:nonNegativeInteger"},
    "schema:url": {"@type": "@id"},
}
_AROUND = 32  # code points before and after a quotation, by which it is found again in a text that has moved
_TEXTS = 64  # texts held at once
_KINDS = {
    "person": "schema:Person", "organisation": "schema:Organization", "media": "schema:NewsMediaOrganization", "state": "schema:Country",
    "group": "schema:Organization", "document": "schema:CreativeWork",
}  # fmt: skip
_TYPES = {"direct": ["schema:Quotation"], "indirect": ["schema:Claim"], "mixed": ["schema:Quotation", "schema:Claim"]}


def jsonld(rows: "Iterable[StatementRow]", view: View) -> Iterator[bytes]:
    """One JSON-LD document: a graph with each statement, its annotation, its reading and its corrections, a node a line.

    The article of several statements is told once. What a record does not say is left out.
    """
    text_of = functools.lru_cache(_TEXTS)(view.text_of)
    told: set[str] = set()
    yield b'{"@context": ' + _line(_CONTEXT) + b',\n"@graph": ['
    before = b"\n"
    for found in rows:
        nodes = [_statement(found, view), _annotation(found, view, text_of(found.article_id))]
        nodes += [_correction(one, found, view) for one in found.statement.corrections]
        if found.statement.model != BY_A_PERSON and _reading_key(found) not in told:
            told.add(_reading_key(found))
            nodes.insert(0, _reading(found, view))
        if found.article_id not in told:
            told.add(found.article_id)
            nodes.insert(0, _article(found, view))
        for node in nodes:
            yield before + _line(_present(node))
            before = b",\n"
    yield b"\n]}\n"


def _article(found: "StatementRow", view: View) -> dict[str, Any]:
    return {
        "@id": view.name_of("article", found.article_id),
        "@type": "schema:NewsArticle",
        "schema:headline": found.title,
        "schema:datePublished": found.published,
        "schema:url": web_address(found),
        "schema:author": found.byline,
        "schema:publisher": {"@type": "schema:NewsMediaOrganization", "schema:name": found.outlet} if found.outlet else None,
        "schema:identifier": found.article_id,
    }


def _statement(found: "StatementRow", view: View) -> dict[str, Any]:
    statement = found.statement
    article = {"@id": view.name_of("article", found.article_id)}
    made = [{"@id": view.name_of("correction", one.id)} for one in statement.corrections]
    to, on = statement.addressee, statement.said_on
    return {
        "@id": view.name_of("statement", statement.id),
        "@type": _TYPES[statement.kind],
        "schema:identifier": statement.id,
        "schema:text": joined(statement.content),
        "schema:creator": _speaker(statement.speaker),
        "schema:dateCreated": on.value if on else None,
        "schema:audience": {"@type": "schema:Audience", "schema:name": to.name} if to else None,
        "schema:keywords": statement.act,
        "schema:isPartOf" if statement.kind == "direct" else "schema:appearance": article,
        "prov:wasAttributedTo": [_agent(party) for party in statement.chain],
        "prov:wasGeneratedBy": made or {"@id": view.name_of("reading", _reading_key(found))},
        "prov:wasRevisionOf": {"@id": view.name_of("statement as read", statement.id)}
        if made and statement.model != BY_A_PERSON
        else None,
    }


def _annotation(found: "StatementRow", view: View, text: str) -> dict[str, Any]:
    return {
        "@id": view.name_of("annotation", found.statement.id),
        "@type": "oa:Annotation",
        "oa:motivatedBy": {"@id": "oa:identifying"},
        "oa:hasBody": {"@id": view.name_of("statement", found.statement.id)},
        "oa:hasTarget": [_target(found, span, view, text) for span in found.statement.content],
    }


def _target(found: "StatementRow", span: Span, view: View, text: str) -> dict[str, Any]:
    before, after = text[max(0, span.start - _AROUND) : span.start], text[span.end : span.end + _AROUND]
    position = {"@type": "oa:TextPositionSelector", "oa:start": span.start, "oa:end": span.end}
    quote = {"@type": "oa:TextQuoteSelector", "oa:exact": span.text, "oa:prefix": before, "oa:suffix": after}
    source = {"@id": view.name_of("article", found.article_id)}
    place = view.page_place(found.article_id, span) if view.page_place is not None else None
    selectors = [position, quote, *([_range(*place)] if place is not None else [])]
    return {"@type": "oa:SpecificResource", "oa:hasSource": source, "oa:hasSelector": selectors}


def _range(start: tuple[str, int], end: tuple[str, int]) -> dict[str, Any]:
    """From one text node of the page to another, each refined by an offset into its string."""

    def point(node: str, offset: int) -> dict[str, Any]:
        refined = {"@type": "oa:TextPositionSelector", "oa:start": offset, "oa:end": offset}
        return {"@type": "oa:XPathSelector", "rdf:value": node, "oa:refinedBy": refined}

    return {"@type": "oa:RangeSelector", "oa:hasStartSelector": point(*start), "oa:hasEndSelector": point(*end)}


def _reading(found: "StatementRow", view: View) -> dict[str, Any]:
    """The run that made the record as it was read."""
    statement = found.statement
    software = {
        "@type": "prov:SoftwareAgent",
        "schema:name": "whoseword",
        "schema:softwareVersion": f"{statement.model}; rules {statement.rules}",
    }
    return {
        "@id": view.name_of("reading", _reading_key(found)),
        "@type": "prov:Activity",
        "prov:used": {"@id": view.name_of("article", found.article_id)},
        "prov:endedAtTime": found.read_at,
        "prov:wasAssociatedWith": software,
    }


def _correction(correction: Correction, found: "StatementRow", view: View) -> dict[str, Any]:
    used: dict[str, Any] = {"@id": view.name_of("article", found.article_id)}  # a statement that a person added was never read
    if found.statement.model != BY_A_PERSON:
        used = {
            "@id": view.name_of("statement as read", found.statement.id),
            "@type": "prov:Entity",
            "prov:wasGeneratedBy": {"@id": view.name_of("reading", _reading_key(found))},
        }
    return {
        "@id": view.name_of("correction", correction.id),
        "@type": "prov:Activity",
        "schema:name": done(correction),
        "schema:description": correction.why,
        "prov:used": used,
        "prov:endedAtTime": correction.made_at,
        "prov:wasAssociatedWith": {"@type": "prov:Person", "schema:name": correction.made_by},
    }


def _speaker(speaker: Speaker) -> dict[str, Any] | None:
    if speaker.name is None:
        return None
    return _present({
        "@type": _KINDS.get(speaker.type, "schema:Thing"),
        "schema:name": speaker.name,
        "schema:jobTitle": speaker.role if speaker.type == "person" else None,
    })  # fmt: skip


def _agent(party: Party) -> dict[str, Any]:
    kind = {"person": "prov:Person", "organisation": "prov:Organization", "media": "prov:Organization"}.get(
        party.type, "prov:Agent"
    )
    return {"@type": kind, "schema:name": party.name}


def _reading_key(found: "StatementRow") -> str:
    return f"{found.article_id}/{found.statement.model}/{found.statement.rules}"


def _present(node: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in node.items() if value is not None and value != []}


def _line(node: Any) -> bytes:
    return json.dumps(node, ensure_ascii=False).encode("utf-8", "replace")
