"""Versions of an article through the ledger, the command line, the desk and the API."""

import csv
import io
import json
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from lxml import html as parsed
from store_readings import reading, statement
from typer.testing import CliRunner

from whoseword import versions
from whoseword.cli import app
from whoseword.records import Original
from whoseword.store import Store
from whoseword.web import DeskOptions, create_app
from whoseword.web._tokens import Tokens

URL = "https://a.example/dam"
OLD = "Dam holds\n\nAna Sol said that the wall will not break. Bo Ray said that <b>300</b> people left."
NEW = OLD.replace("will not break", "may break").replace("300", "30").replace("Dam holds", "Dam may hold")
PAGE = b"<script>window.ran = 1</script>"


def version(text, **more):
    wanted = (
        ("the wall will not break", "Ana Sol"),
        ("the wall may break", "Ana Sol"),
        ("<b>300</b> people left", "Bo Ray"),
        ("<b>30</b> people left", "Bo Ray"),
    )
    said = [statement(text, words, name) for words, name in wanted if words in text]
    found = reading(text, *said, url=URL, title=text.split("\n")[0], outlet="Daily", **more)
    return replace(found, article=replace(found.article, original=Original(PAGE + text.encode(), URL, "text/html"), captured="2026-04-13T08:00:00Z",
        origins={"captured": "fetch"}))  # fmt: skip


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "ledger.db") as opened:
        opened.add(version(OLD))
        opened.add(reading("An article of one text.", source="other.txt"))
        opened.add(version(NEW))
        yield opened


@pytest.fixture
def desk(store):
    return TestClient(create_app(store), base_url="http://localhost:8765")


FIRST, NEWEST = version(OLD).article.id, version(NEW).article.id


def text_of(answer):
    return " ".join(parsed.fromstring(answer.text).text_content().split())


def test_the_ledger_has_every_text_of_a_place_in_order(store):
    assert [row.id for row in store.versions(FIRST[:8])] == [row.id for row in store.versions(NEWEST)] == [FIRST, NEWEST]
    assert [row.id for row in store.edited(limit=10)] == [NEWEST]
    only = reading("An article of one text.").article.id
    assert [row.id for row in store.versions(only)] == [only]


def test_what_came_by_standard_input_has_one_version(store):
    piped = reading("Piped text.", source="-")
    store.add(piped)
    assert [row.id for row in store.versions(piped.article.id)] == [piped.article.id]
    assert versions.changed(store, piped.article.id) is None


def test_steps_go_from_each_text_to_the_next_and_what_changed_is_since_the_first(store):
    third = NEW.replace("30", "3")
    said = statement(third, "the wall may break", "Ana Sol")
    store.add(reading(third, said, url=URL, title="Dam may hold"))
    history = versions.history(store, FIRST)
    assert [[edit.change for edit in step.statements] for step in history.steps] == [["altered", "altered"], ["removed"]]
    assert len(versions.history(store, FIRST, most=1).steps) == 1
    assert versions.history(store, FIRST, most=1).left_out == 1
    (one,) = versions.edited(store, limit=5)
    assert (one.edits.old, one.article.version) == (FIRST, 3)


def test_what_a_person_rejected_or_corrected_is_no_edit_of_the_page(store):
    before = versions.edited(store, limit=5)[0].edits
    ids = [edit.new for edit in before.statements]
    store.correct(ids[0], "speaker", {"name": "Someone Else", "type": "person"}, by="Eva")
    store.correct(ids[1], "verdict", "rejected", by="Eva")
    (one,) = versions.edited(store, limit=5)
    assert [(edit.change, edit.new_speaker) for edit in one.edits.statements] == [("altered", "Ana Sol"), ("removed", None)]


def test_an_article_is_not_named_edited_for_sentences_alone(tmp_path):
    with Store.open(tmp_path / "ledger.db") as store:
        for text in ("Dam holds\n\nIt rained.", "Dam holds\n\nIt snowed."):
            store.add(reading(text, url=URL, title="Dam holds"))
        assert versions.edited(store, limit=5) == []
        assert len(versions.history(store, store.edited(limit=1)[0].id).steps[0].sentences) == 1


# The command


def run(store, *arguments):
    return CliRunner().invoke(app, ["versions", *arguments, "--ledger", str(store.path)])


def test_the_command_shows_what_changed(store):
    shown = run(store, NEWEST).stdout
    assert "silent: no note of it" in shown
    assert "Ana Sol: the wall [-will not-]{+may+} break  (touches negation, modality)" in shown
    assert "headline: Dam [-holds-]{+may hold+}" in shown
    assert "Daily: Dam may hold" in run(store).stdout
    assert "one text of this article" in run(store, reading("An article of one text.").article.id).stderr


def test_the_command_prints_json_and_csv(store):
    whole = json.loads(run(store, NEWEST, "--format", "json").stdout)
    assert [edit["change"] for edit in whole["steps"][0]["statements"]] == ["altered", "altered"]
    assert (whole["steps"][0]["owned"], whole["versions"][0]["captured"]) == ("silent", "2026-04-13T08:00:00Z")
    rows = list(csv.DictReader(io.StringIO(run(store, NEWEST, "--format", "csv").stdout)))
    assert [(row["what"], row["change"]) for row in rows][:3] == [
        ("headline", "changed"),
        ("statement", "altered"),
        ("statement", "altered"),
    ]
    assert rows[1]["new"] == "the wall may break"
    (one,) = json.loads(run(store, "--format", "json").stdout)
    assert one["article"]["id"] == NEWEST


# The desk


def test_the_page_shows_both_sides_with_their_words_marked(desk):
    answer = desk.get(f"/articles/{NEWEST}/versions")
    page = parsed.fromstring(answer.text)
    assert [node.text_content() for node in page.xpath("//ol[@class='edits-of']//del")][:2] == ["holds", "will not"]
    assert "may" in [node.text_content() for node in page.xpath("//ins")]
    assert "Silent: the page has no note of it" in text_of(answer)
    assert "touches numbers" in text_of(answer)
    assert not page.xpath("//b"), "what stands in an article is text"
    assert (
        desk.get(f"/articles/{NEWEST[:8]}/versions", follow_redirects=False).headers["location"]
        == f"/articles/{NEWEST}/versions"
    )


def test_the_article_and_today_say_that_it_was_edited(desk):
    assert "Changed since first read: 2 statements and the headline, and the page does not say so." in text_of(
        desk.get(f"/articles/{NEWEST}")
    )
    assert "Changed since first read" not in text_of(desk.get(f"/articles/{FIRST}"))
    today = text_of(desk.get("/"))
    assert "Edited after publication Dam may hold Daily changed 2 statements and the headline, and does not say so" in today


def test_the_article_shows_its_times_with_zone_and_origin(desk):
    assert "captured2026-04-13T08:00:00Z by fetch" in text_of(desk.get(f"/articles/{NEWEST}"))


def test_the_page_as_it_was_read_is_saved_and_never_shown(desk):
    answer = desk.get(f"/articles/{NEWEST}/original")
    assert answer.content == PAGE + NEW.encode()
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert desk.get(f"/articles/{reading('An article of one text.').article.id}/original").status_code == 404


# The API


@pytest.fixture
def api(store):
    tokens = Tokens(())
    client = TestClient(
        create_app(store, DeskOptions(tokens=tokens)), base_url="http://localhost:8765", client=("127.0.0.1", 50000)
    )
    return lambda path: client.get(f"/api/v1{path}")


def test_the_api_gives_versions_and_what_was_edited(api):
    assert [step["owned"] for step in api(f"/articles/{FIRST}/versions").json()["steps"]] == ["silent"]
    (one,) = api("/edited").json()["items"]
    assert one["edits"]["headline"]["new"] == "Dam may hold"
    assert api(f"/articles/{FIRST}/original").json()["address"] == URL
    assert api(f"/articles/{reading('An article of one text.').article.id}/original").json() is None
    assert api(f"/articles/{FIRST}/nodes").status_code == 200
    assert api("/articles/ffff/versions").status_code == 404
