"""Citations, linked data, feeds and evidence sheets: read back by others' readers, and harmless whatever an article says."""

import json
import re
import warnings
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import bibtexparser
import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, Graph, Namespace, URIRef

from whoseword.errors import ConfigError
from whoseword.export import csv_lines
from whoseword.formats import FORMATS, View, row_of, written
from whoseword.records import Correction, Party, SaidOn, Span, Speaker, Statement
from whoseword.store import StatementRow

TEXT = "Talks at Liske\n\n“We go,” Ann Low told Bo on Monday, 5 & 6 < 7. “Now.” Others left.\n"
CHANGED = Correction(
    "c1", "statement", "s1", "speaker", {"name": "Ann Low", "type": "person"}, "Eva", "2026-02-03T04:05:06Z", "her <name>"
)


def at(words: str) -> Span:
    return Span.cut(TEXT, TEXT.index(words), TEXT.index(words) + len(words))


SAID = Statement(
    id="s1", kind="direct", act="announce", voiced=True, content=(at("We go,"), at("Now.")), verbatim=(), cue=(at("told"),), source=(at("Ann Low"),),
    speaker=Speaker("Ann Low", "person", role="Minister", how="corrected", confidence=1.0), addressee=Party("Bo", "person"),
    said_on=SaidOn("2026-01-19", "day", None, "text", at("Monday")), chain=(Party("Daily", "media"), Party("Ann Low", "person")), confidence=0.9,
    model="m 1", rules="3", corrections=(CHANGED,),
)  # fmt: skip
ROW = StatementRow(
    SAID, "a1", "talks.html", "https://daily.example/talks?a=1&b=2", "Daily", "Talks at Liske", "2026-01-20T10:00:00+02:00", 1, True,
    byline="Henrik Sol, Jon Ray", read_at="2026-02-01T00:00:00Z",
)  # fmt: skip
READ = replace(ROW, statement=replace(SAID, id="s2", kind="indirect", corrections=(), speaker=Speaker(None, "unresolved")))
VIEW = View("Speaker: Ann Low", "2026-03-01T00:00:00Z", lambda _: TEXT)
_LETTERS = st.text(st.characters() | st.sampled_from("{}\\%$#&_~^@\"'<>,\r\n\t\0\x1b\u2028\u202e\ufffe\ud800"), max_size=8)
_MARKUP = st.sampled_from(["</style>", "ER  - ", "]]>", "<script>", "--", "\\end{x}", "\n\n@misc{x,"])
SPITEFUL = st.lists(_LETTERS | _MARKUP, max_size=4).map("".join)


def made(name: str, *rows: StatementRow, view: View = VIEW) -> str:
    return b"".join(written(name, rows, view)).decode("utf-8")


@st.composite
def spiteful(draw) -> tuple[StatementRow, str]:
    """A row out of an article that says anything anywhere, and the article's text."""
    body = draw(SPITEFUL.filter(bool))
    end = draw(st.integers(1, len(body)))
    span = Span.cut(body, draw(st.integers(0, end - 1)), end)
    speaker = Speaker(draw(SPITEFUL), "person", role=draw(st.none() | SPITEFUL), how="name")
    said = replace(SAID, content=(span,), cue=(), source=(span,), speaker=speaker, chain=(Party(draw(SPITEFUL), "media"),),
                   addressee=None, corrections=(replace(CHANGED, why=draw(SPITEFUL), made_by=draw(SPITEFUL)),))  # fmt: skip
    words = {name: draw(st.none() | SPITEFUL) for name in ("outlet", "title", "published", "byline")}
    return replace(
        ROW, statement=said, source=draw(SPITEFUL), url=draw(st.none() | SPITEFUL.map("https://x/".__add__)), **words
    ), body


def test_bibtex_cites_the_article_with_the_words_and_the_speaker():
    entry = bibtexparser.parse_string(made("bibtex", ROW)).entries[0]
    fields = {name: field.value for name, field in entry.fields_dict.items()}
    assert (entry.entry_type, entry.key) == ("misc", "statement-s1")
    assert fields["author"] == "{Henrik Sol, Jon Ray}"
    assert fields["title"] == "{Talks at Liske}"
    assert (fields["date"], fields["year"], fields["urldate"]) == ("2026-01-20", "2026", "2026-02-01")
    assert fields["abstract"] == "We go, […] Now."
    assert fields["url"] == "https://daily.example/talks?a=1&b=2"
    assert fields["note"].startswith(
        "Ann Low (Minister): announce to Bo, 2026-01-19; on the word of Daily <- Ann Low; statement s1"
    )
    assert fields["note"].endswith("speaker corrected by Eva on 2026-02-03T04:05:06Z: her <name>")
    assert "  month = jan" in made("bibtex", ROW)


def test_bibtex_escapes_what_tex_would_act_on():
    odd = replace(ROW, title="50% of $3 & {more_} #1 ~^\\end")
    assert (
        r"50\% of \$3 \& \textbraceleft{}more\_\textbraceright{} \#1 \textasciitilde{}\textasciicircum{}\textbackslash{}end"
        in made("bibtex", odd)
    )


@given(spiteful(), spiteful())
def test_any_two_articles_are_two_bibtex_entries_whose_braces_balance(first, second):
    text = made("bibtex", first[0], replace(second[0], statement=replace(second[0].statement, id="s2")))
    library = bibtexparser.parse_string(text)
    assert [entry.key for entry in library.entries] == ["statement-s1", "statement-s2"]
    assert library.failed_blocks == []
    for entry in text.split("\n\n")[:-1]:
        depths = [0]
        for char in entry:
            depths.append(depths[-1] + (char == "{") - (char == "}"))
        assert min(depths) == 0 == depths[-1]


def test_ris_has_its_tags_and_one_record_a_statement():
    first, second = rispy.loads(made("ris", ROW, READ))
    assert first["type_of_reference"] == "NEWS"
    assert (first["id"], second["id"]) == ("statement-s1", "statement-s2")
    assert first["authors"] == ["Henrik Sol; Jon Ray"]
    assert first["title"] == "Talks at Liske"
    assert first["secondary_title"] == "Daily"
    assert (first["year"], first["date"]) == ("2026", "2026/01/20/")
    assert first["abstract"] == "We go, […] Now."
    assert first["keywords"] == ["announce", "direct"]
    assert first["notes"][0].startswith("Ann Low (Minister): announce")


@given(spiteful())
def test_any_article_is_one_ris_record_of_lines_that_begin_with_a_tag(given_row):
    text = made("ris", given_row[0])
    lines = text.split("\r\n")
    assert lines.pop() == ""
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - [^\r\n]*", line) for line in lines)
    assert (lines[0], lines[-1]) == ("TY  - NEWS", "ER  - ")
    assert sum(line.startswith(("TY", "ER")) for line in lines) == 2


def test_csl_has_the_fields_of_its_schema():
    """Names, types and required fields are those of CSL's input data schema, version 1.0."""
    strings = {"id", "type", "title", "container-title", "URL", "abstract", "note", "keyword"}
    items = json.loads(made("csl", ROW, READ))
    for item in items:
        assert set(item) == strings | {"author", "issued", "accessed"}
        assert all(isinstance(item[name], str) for name in strings)
        assert item["author"] == [{"literal": "Henrik Sol, Jon Ray"}]
    assert items[0]["issued"] == {"date-parts": [[2026, 1, 20]]}
    assert items[0]["type"] == "article-newspaper"
    assert json.loads(made("csl")) == []


@pytest.mark.parametrize(
    ("published", "parts"), [("2026-01", [2026, 1]), ("2026", [2026]), ("2026-W09", [2026]), ("soon", None), (None, None)]
)
def test_a_date_is_cited_as_exactly_as_it_is_known(published, parts):
    (item,) = json.loads(made("csl", replace(ROW, published=published)))
    assert item.get("issued") == ({"date-parts": [parts]} if parts else None)


OA, PROV, SCHEMA = (
    Namespace("http://www.w3.org/ns/oa#"),
    Namespace("http://www.w3.org/ns/prov#"),
    Namespace("https://schema.org/"),
)


def graph(*rows: StatementRow, view: View = VIEW) -> Graph:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's reader of JSON-LD uses a graph that rdflib deprecates
        return Graph().parse(data=made("jsonld", *rows, view=view), format="json-ld")


def test_linked_data_says_who_said_what_in_which_article():
    found = graph(ROW, READ, view=replace(VIEW, home="https://desk.example/"))
    one, two = URIRef("https://desk.example/statements/s1"), URIRef("https://desk.example/statements/s2")
    article = URIRef("https://desk.example/articles/a1")
    assert found.value(one, RDF.type) == SCHEMA.Quotation
    assert found.value(two, RDF.type) == SCHEMA.Claim
    assert str(found.value(found.value(one, SCHEMA.creator), SCHEMA.name)) == "Ann Low"
    assert found.value(two, SCHEMA.creator) is None
    assert found.value(one, SCHEMA.isPartOf) == article == found.value(two, SCHEMA.appearance)
    assert len(list(found.subjects(RDF.type, SCHEMA.NewsArticle))) == 1


def test_each_target_of_an_annotation_is_its_text_by_position_and_by_quotation():
    found = graph(ROW)
    (annotation,) = found.subjects(RDF.type, OA.Annotation)
    targets = list(found.objects(annotation, OA.hasTarget))
    assert len(targets) == 2
    for target in targets:
        by_type = {found.value(one, RDF.type): one for one in found.objects(target, OA.hasSelector)}
        position, quote = by_type[OA.TextPositionSelector], by_type[OA.TextQuoteSelector]
        start, end = (int(found.value(position, name)) for name in (OA.start, OA.end))
        exact, before, after = (str(found.value(quote, name)) for name in (OA.exact, OA.prefix, OA.suffix))
        assert TEXT[start:end] == exact
        assert TEXT[start - len(before) : end + len(after)] == before + exact + after


def test_a_correction_is_an_activity_of_a_person_that_revises_what_was_read():
    found = graph(ROW)
    statement = next(found.subjects(RDF.type, SCHEMA.Quotation))
    made_by = found.value(statement, PROV.wasGeneratedBy)
    assert str(found.value(found.value(made_by, PROV.wasAssociatedWith), SCHEMA.name)) == "Eva"
    as_read = found.value(statement, PROV.wasRevisionOf)
    reading = found.value(as_read, PROV.wasGeneratedBy)
    assert found.value(made_by, PROV.used) == as_read
    assert "m 1; rules 3" in str(found.value(found.value(reading, PROV.wasAssociatedWith), SCHEMA.softwareVersion))


def test_what_was_only_read_is_generated_by_its_reading():
    found = graph(READ)
    statement = next(found.subjects(RDF.type, SCHEMA.Claim))
    reading = found.value(statement, PROV.wasGeneratedBy)
    assert (reading, RDF.type, PROV.Activity) in found
    assert found.value(statement, PROV.wasRevisionOf) is None


def test_names_without_a_desk_are_the_same_each_time():
    assert made("jsonld", ROW) == made("jsonld", ROW)
    assert VIEW.name_of("statement", "s1") == "urn:uuid:" + VIEW.name_of("statement", "s1")[9:]
    assert VIEW.name_of("statement", "s1") != VIEW.name_of("article", "s1")


@given(spiteful())
def test_any_article_is_one_json_document(given_row):
    found, body = given_row
    document = json.loads(made("jsonld", found, view=replace(VIEW, text_of=lambda _: body)))
    assert len(document["@graph"]) == 5


ATOM = {"a": "http://www.w3.org/2005/Atom"}


def test_a_feed_has_what_atom_asks_for():
    feed = ET.fromstring(made("atom", ROW, READ, view=replace(VIEW, address="https://desk.example/feed?speaker=low")))
    for place in (feed, *feed.findall("a:entry", ATOM)):
        for name in ("id", "title", "updated", "author/a:name"):
            assert place.findtext(f"a:{name}", namespaces=ATOM), name
    first, second = feed.findall("a:entry", ATOM)
    assert first.findtext("a:updated", namespaces=ATOM) == "2026-02-03T04:05:06Z"
    assert second.findtext("a:updated", namespaces=ATOM) == "2026-02-01T00:00:00Z"
    assert feed.findtext("a:updated", namespaces=ATOM) == "2026-02-03T04:05:06Z"
    assert first.find("a:link", ATOM).get("href") == "https://daily.example/talks?a=1&b=2"
    assert "speaker corrected by Eva" in first.findtext("a:content", namespaces=ATOM)


def test_an_entry_keeps_its_id_when_it_is_corrected_and_an_empty_feed_is_one():
    before = replace(ROW, statement=replace(SAID, corrections=(), act="deny"))
    ids = [ET.fromstring(made("atom", row)).findtext("a:entry/a:id", namespaces=ATOM) for row in (ROW, before)]
    assert ids[0] == ids[1]
    assert ids[0].startswith("urn:uuid:")
    assert ET.fromstring(made("atom")).findtext("a:updated", namespaces=ATOM) == VIEW.made_at


@given(spiteful())
def test_any_article_is_a_well_formed_feed(given_row):
    found, body = given_row
    feed = ET.fromstring(made("atom", found, view=replace(VIEW, title=body, address="https://x/?q=\x00\ufffe")))
    assert len(feed.findall("a:entry", ATOM)) == 1


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.shown = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.shown += data


def read_page(text: str) -> _Tags:
    page = _Tags()
    page.feed(text)
    page.close()
    return page


_SHEET_TAGS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "h1",
    "p",
    "mark",
    "span",
    "section",
    "h2",
    "blockquote",
    "dl",
    "dt",
    "dd",
    "a",
}


def test_a_sheet_shows_each_statement_in_its_place_with_its_evidence():
    page = made("sheet", ROW, READ)
    assert (
        '<blockquote>… “<mark>We go,</mark>” <span class="source">Ann Low</span> <span class="cue">told</span> Bo on Monday, 5 &amp; 6 &lt; 7.'
        in page
    )
    shown = read_page(page).shown
    for evidence in (
        "2. unresolved speaker: announce",
        f"[{at('We go,').start}–{at('We go,').end}, {at('Now.').start}–{at('Now.').end}]",
        "Daily <- Ann Low",
        "from “Monday”",
        "speaker corrected by Eva",
        "her <name>",
    ):
        assert evidence in shown, evidence
    assert 'href="https://daily.example/talks?a=1&amp;b=2"' in page


@given(spiteful())
def test_no_article_can_put_anything_into_a_sheet_but_text(given_row):
    """Only the sheet's own elements, no handler, no address but of the web, and no mark that turns the line."""
    found, body = given_row
    page = made("sheet", found, view=replace(VIEW, text_of=lambda _: body, title=body))
    parsed = read_page(page)
    assert {tag for tag, _ in parsed.tags} <= _SHEET_TAGS
    for tag, attributes in parsed.tags:
        assert not any(name.startswith("on") for name in attributes)
        if tag == "a":
            assert attributes["href"].startswith("https://")
    assert not set("\u202e\u2066\x1b") & set(parsed.shown)
    assert "default-src 'none'" in page


def test_an_address_that_is_none_of_the_web_is_no_link():
    page = read_page(made("sheet", replace(ROW, url="javascript:alert(1)")))
    assert [tag for tag, _ in page.tags if tag == "a"] == []


def test_csv_says_what_was_corrected():
    assert b"speaker by Eva on 2026-02-03T04:05:06Z: her <name>" in b"".join(csv_lines([row_of(ROW)]))
    assert row_of(READ)["corrected"] is None


def test_every_format_writes_a_list_and_an_empty_list():
    for name in FORMATS:
        assert b"".join(written(name, [ROW], VIEW))
        b"".join(written(name, [], VIEW))


def test_a_format_that_is_none_is_refused_by_name():
    with pytest.raises(ConfigError, match="there is no format 'docx': it is one of csv"):
        written("docx", [], VIEW)


@pytest.mark.parametrize("name", ["bibtex", "ris", "csl", "jsonld", "atom", "sheet"])
def test_the_folders_of_a_file_are_in_nothing_that_is_handed_on(name):
    text = made(name, replace(ROW, title=None, url=None, source="/home/eva/secret/talks.html"))
    assert "secret" not in text
    assert ("talks.html" in text) == (name in {"bibtex", "ris", "csl", "sheet"})
