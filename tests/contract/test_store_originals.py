"""The bytes that articles were read from: kept once, given back exactly, damaged ones refused; and the command that gives them back."""

import json
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from store_readings import reading, statement
from typer.testing import CliRunner

from whoseword import arriving, originals
from whoseword.arriving import options_of
from whoseword.cli import app
from whoseword.errors import NotFoundError, StoreError
from whoseword.read import ReadOptions, read_bytes
from whoseword.records import Original, Reading, Rejected, to_json
from whoseword.store import Store

PAGE = (
    b"<html><head><title>Dam holds</title></head><body><nav>Home</nav><article><h1>Dam holds</h1>"
    b"<p>The mayor of Exampleton said on Monday that the dam was <b>safe</b> and that nobody need leave.</p>"
    b"<p>&ldquo;It will <em>not</em> break,&rdquo; she said at the foot of the eastern wall.</p></article></body></html>"
)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "ledger.db") as opened:
        yield opened


def page(raw=PAGE, source="dam.html", **more):
    return read_bytes(raw, source=source, options=ReadOptions(keep=True, **more))


def with_statement(article):
    said = statement(article.text, "It will not break", "Ann Low", verbatim=())
    return Reading(article, (said,), model="m", rules="r")


@given(st.binary(min_size=1, max_size=3000))
def test_any_bytes_are_given_back_as_they_came(tmp_path_factory, raw):
    with Store.open(tmp_path_factory.mktemp("originals") / "ledger.db") as store:
        one = reading("Some text.")
        original = Original(raw, "https://a.example/\ud800", "text/html", "utf-8", "html", None)
        store.add(replace(one, article=replace(one.article, original=original)))
        back = store.originals.get(one.article.id)
        assert back.raw == raw
        assert (back.media_type, back.charset, back.format, back.url) == ("text/html", "utf-8", "html", None)


def test_equal_bytes_are_kept_once_and_other_bytes_of_the_same_text_not_at_all(store):
    """One page of two addresses is two articles with one original; a new advertisement about the same text is nothing new."""
    store.add(Reading(page(url="https://a.example/1"), model="m", rules="r"))
    store.add(Reading(page(url="https://a.example/2"), model="m", rules="r"))
    assert store.originals.sizes()[:2] == (1, len(PAGE))
    other = page(PAGE.replace(b"<nav>Home", b"<nav>Home, advertisement"), url="https://a.example/1")
    assert store.add(Reading(other, model="m", rules="r")) == "unchanged"
    assert store.originals.sizes()[0] == 1
    assert store.originals.get(other.id).raw == PAGE
    assert store.check() == []


def test_each_version_of_an_article_has_its_own_bytes(store):
    first = page(url="https://a.example/1")
    second = page(PAGE.replace(b"<em>not</em> ", b""), url="https://a.example/1")
    assert [store.add(Reading(one, model="m", rules="r")) for one in (first, second)] == ["new", "version"]
    assert (store.originals.get(first.id).raw, b"<em>" in store.originals.get(second.id).raw) == (PAGE, False)


def test_a_text_that_was_known_without_its_page_gets_it_when_it_is_read_again(store):
    article = page()
    store.add(Reading(replace(article, original=None), model="m", rules="r"))
    assert store.originals.find(article.id) is None
    with pytest.raises(NotFoundError, match="keep-pages"):
        store.originals.get(article.id)
    assert store.add(Reading(article, model="m", rules="r")) == "unchanged"
    assert store.originals.find(article.id).size_bytes == len(PAGE)


def test_the_bytes_are_no_part_of_the_record(store):
    article = page()
    assert "original" not in to_json(article)
    store.add(Reading(article, model="m", rules="r"))
    assert store.reading(article.id).article.original is None


@pytest.mark.parametrize("packed", [b"damaged", zlib.compress(b"others"), zlib.compress(b"x" * 5_000_000)])
def test_damaged_bytes_are_refused_and_never_given(store, packed):
    """Also where they would unpack to more than was kept."""
    article = page()
    store.add(Reading(article, model="m", rules="r"))
    with store._ledger.writing() as connection:
        connection.execute(sa.text("UPDATE originals SET packed = :packed"), {"packed": packed})
    with pytest.raises(StoreError, match="kept bytes"):
        store.originals.get(article.id)


def test_when_a_page_was_had_makes_no_other_reading_of_it(store):
    """A page that is fetched twice with the same text is read once."""
    article = page(url="https://a.example/1")
    times = ("2026-04-13T08:00:00Z", "2026-04-14T08:00:00Z")
    taken = [replace(article, captured=at, origins={**article.origins, "captured": "fetch"}) for at in times]
    assert [store.add(Reading(one, model="m", rules="r")) for one in taken] == ["new", "unchanged"]
    assert store.originals.find(article.id).captured == times[0]


@pytest.mark.parametrize(
    "one",
    [arriving.of_url("https://a.example/1"), arriving.of_text("Some text.", {}), arriving.of_file("a.txt", b"Some text.")],
    ids=["url", "paste", "file"],
)
def test_what_comes_by_the_inbox_is_kept(store, one):
    (arrival,) = store.inbox.add([one], by="Eva")
    assert options_of(arrival, ReadOptions()).keep


def test_what_is_kept_is_held_against_the_text(store):
    article = page()
    store.add(with_statement(article))
    assert originals.faults(store, article.id) == []
    with store._ledger.writing() as connection:
        connection.execute(sa.text("UPDATE captures SET format = 'text'"))
    (fault, *_) = originals.faults(store, article.id)
    assert "the text differs from character 0 on" in fault


def test_a_statement_stands_in_the_nodes_of_its_page(store):
    article = page()
    store.add(with_statement(article))
    (placed,) = originals.placed(store.reading(article.id).statements, originals.nodes(store, article.id))
    (content,) = placed.content
    assert (content.start.node, content.start.offset) == ("/html/body/article/p[2]/text()[1]", 1)
    assert (content.end.node, content.end.offset) == ("/html/body/article/p[2]/em/following-sibling::text()[1]", len(" break"))


# The command


@pytest.fixture
def ledger(store, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    store.add(with_statement(page()))
    store.add(reading("No page.", source="b.txt"))
    return tmp_path / "ledger.db"


def run(*arguments):
    return CliRunner().invoke(app, ["original", *arguments, "--ledger", "ledger.db"])


def test_the_command_gives_the_very_bytes(ledger):
    assert run(page().id[:8], "--out", "out.html").exit_code == 0
    assert Path("out.html").read_bytes() == PAGE
    assert run(page().id).stdout_bytes == PAGE


def test_the_command_says_whether_text_and_spans_hold(ledger, store):
    found = run(page().id, "--check")
    assert found.exit_code == 0
    assert "the same text, blocks and spans" in found.stderr
    with store._ledger.writing() as connection:
        connection.execute(sa.text("UPDATE captures SET format = 'text'"))
    broken = run(page().id, "--check")
    assert broken.exit_code == StoreError.exit_code
    assert "the text differs" in broken.stderr


def test_the_command_prints_where_statements_stand(ledger):
    (line,) = run(page().id, "--nodes").stdout.splitlines()
    assert json.loads(line)["content"][0]["start"] == {"node": "/html/body/article/p[2]/text()[1]", "offset": 1}


def test_an_article_without_kept_bytes_says_how_to_keep_them(ledger):
    found = run(reading("No page.").article.id)
    assert isinstance(found.exception, NotFoundError)
    assert "keep-pages" in str(found.exception)


def test_files_are_kept_only_when_asked(tmp_path):
    (tmp_path / "dam.html").write_bytes(PAGE)
    from whoseword.read import read

    (plain,) = read(str(tmp_path / "dam.html"))
    (kept,) = read(str(tmp_path / "dam.html"), ReadOptions(keep=True))
    assert not isinstance(plain, Rejected)
    assert (plain.original, kept.original.raw) == (None, PAGE)


def test_linked_data_says_where_on_its_page_a_statement_stands(ledger):
    found = CliRunner().invoke(app, ["export", "--format", "jsonld", "--nodes", "--ledger", "ledger.db"])
    graph = json.loads(found.stdout)["@graph"]
    (annotation,) = [node for node in graph if node.get("@type") == "oa:Annotation"]
    selector = annotation["oa:hasTarget"][0]["oa:hasSelector"][2]
    assert selector["@type"] == "oa:RangeSelector"
    assert selector["oa:hasStartSelector"]["rdf:value"] == "/html/body/article/p[2]/text()[1]"
    assert selector["oa:hasEndSelector"]["oa:refinedBy"]["oa:end"] == len(" break")
    without = json.loads(CliRunner().invoke(app, ["export", "--format", "jsonld", "--ledger", "ledger.db"]).stdout)["@graph"]
    (plain,) = [node for node in without if node.get("@type") == "oa:Annotation"]
    assert len(plain["oa:hasTarget"][0]["oa:hasSelector"]) == 2
