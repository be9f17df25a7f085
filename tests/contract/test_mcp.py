"""The MCP server, used by the protocol's own client: the real command over standard input and output, and its tools in one process."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import anyio
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from store_readings import reading, statement
from watched_ledger import LET_IN, add, april, may

from whoseword import watching
from whoseword.across import catch_up
from whoseword.mcp import create_server
from whoseword.records import Issue, Party
from whoseword.store import Store

TEXT = "The mayor said the ferry was safe. Bo Ray denied that the ferry was safe.\nShe hoped for calm."
SAFE = replace(
    statement(TEXT, "the ferry was safe", "Ann Low"), cue=statement(TEXT, "said").content, source=statement(TEXT, "The mayor").content,
    chain=(Party("Daily", "media"), Party("Ann Low", "person")),
)  # fmt: skip
CALM = statement(TEXT, "calm", None, act="hope")
WHOLE = reading(TEXT, SAFE, CALM, published="2025-01-20", outlet="Daily", url="https://daily.example/ferry")
OTHER = "Bo Ray said on Monday that the ferry was not safe."
DENIAL = replace(
    statement(OTHER, "the ferry was not safe", "Bo Ray"), cue=statement(OTHER, "said").content, source=statement(OTHER, "Bo Ray").content
)  # fmt: skip


def apart(asked):
    """What an asynchronous function gives, run in a thread of its own: a browser's test may have left this one with a loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(anyio.run, asked).result()


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "ledger.db") as opened:
        opened.add(WHOLE)
        opened.add(reading(OTHER, DENIAL, source="other.txt", published="2025-01-21"))
        list(catch_up(opened))
        yield opened


def ask(server, tool, **given):
    """What a tool answers, over the protocol."""

    async def asked():
        async with Client(server) as client:
            return await client.call_tool(tool, given)

    answer = apart(asked)
    assert not answer.is_error, answer.content
    return answer.structured_content


def test_the_command_serves_the_protocol_over_standard_streams(store):
    """The real process: it names its tools, says that they only read, and answers with words, place and article."""
    command = [sys.executable, "-c", "from whoseword.cli import main; main()", "mcp", "--ledger", store.url]
    parameters = StdioServerParameters(command=command[0], args=command[1:], env={**os.environ, "HOME": str(store.path.parent)})

    async def talk():
        async with Client(stdio_client(parameters)) as client:
            listed = await client.list_tools()
            return listed.tools, await client.call_tool("search_statements", {"words": "ferry safe", "speaker": "low"})

    tools, answer = apart(talk)
    assert {tool.name for tool in tools} == {
        "search_statements",
        "statement",
        "speaker",
        "article",
        "disputes",
        "dispute",
        "issues",
        "watches",
    }
    assert all(tool.annotations.read_only_hint for tool in tools)
    (found,) = answer.structured_content["statements"]
    assert found["words"] == "the ferry was safe"
    assert TEXT[slice(*found["spans"][0])] == found["words"]
    assert found["chain"] == ["Daily", "Ann Low"]
    assert found["article"]["url"] == "https://daily.example/ferry"


def test_a_statement_comes_with_its_passage(store):
    found = ask(create_server(store), "statement", id=SAFE.id[:10])
    assert (
        found["passage"]["text"] == TEXT[found["passage"]["start"] : found["passage"]["end"]] == TEXT.split("\n", maxsplit=1)[0]
    )


def test_an_article_comes_with_its_statements_as_spans(store):
    found = ask(create_server(store), "article", id=WHOLE.article.id)
    assert found["text"] == TEXT
    assert found["end"] is None
    assert [one["id"] for one in found["statements"]] == [SAFE.id, CALM.id]


def test_a_long_article_comes_in_parts_whose_offsets_go_on(store):
    long = "word " * 9000 + "She hoped for rain."
    store.add(reading(long, statement(long, "rain"), source="long.txt"))
    server, start, text, said = create_server(store), 0, "", []
    while start is not None:
        part = ask(server, "article", id=reading(long).article.id, start=start)
        text, said, start = text + part["text"], said + part["statements"], part["end"]
    assert text == long
    assert [long[slice(*one["spans"][0])] for one in said] == ["rain"]


def test_a_speaker_comes_with_counts_and_what_was_said_last(store):
    found = ask(create_server(store), "speaker", name="low")
    assert found["names"] == [{"name": "Ann Low", "statements": 1}]
    assert found["latest"][0]["id"] == SAFE.id


def test_a_dispute_has_both_sides_with_their_statements(store):
    (listed,) = ask(create_server(store), "disputes")["disputes"]
    assert {name for side in listed["sides"] for name in side["speakers"]} == {"Ann Low", "Bo Ray"}
    (whole,) = ask(create_server(store), "dispute", id=listed["id"])["disputes"]
    assert {said["statement"] for side in whole["sides"] for said in side["said"]} == {SAFE.id, DENIAL.id}


def test_a_list_says_that_there_is_more(store):
    found = ask(create_server(store), "search_statements", limit=1)
    assert found["more"]
    assert len(found["statements"]) == 1
    assert not ask(create_server(store), "search_statements", limit=50)["more"]


def test_what_a_person_corrected_is_said_and_what_is_not_sure_is_not_named(store):
    store.correct(CALM.id, "speaker", {"name": "Ann Low", "type": "person"}, by="Eva", why="she is the mayor")
    (found,) = ask(create_server(store), "search_statements", words="calm")["statements"]
    assert found["speaker"]["how"] == "corrected"
    assert found["corrected"][0].startswith("speaker corrected by Eva on")
    (unsure,) = ask(create_server(store, sure=0.95), "search_statements", words="ferry NOT not")["statements"]
    assert unsure["speaker"]["name"] is None


@pytest.mark.parametrize(
    ("tool", "given", "message"),
    [
        ("article", {"id": "zzz"}, "no article whose id begins with"),
        ("dispute", {"id": "zzz"}, "claim"),
        ("search_statements", {"since": "soon"}, "give an ISO date"),
        ("search_statements", {"act": "shout"}, "act"),
    ],
)
def test_what_cannot_be_asked_is_told_to_the_client(store, tool, given, message):
    async def asked():
        async with Client(create_server(store)) as client:
            return await client.call_tool(tool, given)

    answer = apart(asked)
    assert answer.is_error
    assert message in answer.content[0].text


@pytest.mark.file
def test_no_tool_writes(store):
    before = store.path.read_bytes()
    server = create_server(store)
    for tool, given in (
        ("search_statements", {}),
        ("speaker", {"name": "low"}),
        ("article", {"id": WHOLE.article.id}),
        ("disputes", {}),
    ):
        ask(server, tool, **given)
    assert store.path.read_bytes() == before


def test_what_is_watched_comes_with_its_news(store):
    """Only what came since somebody looked, in bounded lists that say whether there is more."""
    for words in ("ferry", "calm"):
        watching.start(store, "search", f"q={words}", by="Eva")
    text = "Cy Moss said the ferry waits. Cy Moss said the ferry leaks."
    waits, leaks = statement(text, "the ferry waits", "Cy Moss"), statement(text, "the ferry leaks", "Cy Moss")
    store.add(reading(text, waits, leaks, source="new.txt"))
    found = ask(create_server(store), "watches", limit=1, lines=1)
    (ferry,) = found["watches"]
    assert (ferry["name"], ferry["new"], found["more"]) == ("ferry", 2, True)
    assert [one["words"] for one in ferry["statements"]] == ["the ferry leaks"]
    assert [one["name"] for one in ask(create_server(store), "watches", offset=1)["watches"]] == ["calm"]


def test_issues_come_in_pages_with_who_turned(store):
    for name in ("a", "inspectors", "z"):
        store.put_issue(Issue(name, "inspector*" if name == "inspectors" else name * 9))
    add(store, april(), may())
    found = ask(create_server(store), "issues", limit=2)
    assert ([one["name"] for one in found["issues"]], found["more"]) == (["a", "inspectors"], True)
    assert [(one["party"], one["what"], one["statement"]["id"]) for one in found["turned"]] == [
        ("Mara Stelik", "refuses → accepts", LET_IN.id)
    ]
    assert [one["name"] for one in ask(create_server(store), "issues", limit=2, offset=2)["issues"]] == ["z"]


def test_the_statements_of_a_dispute_come_in_parts(store):
    (listed,) = ask(create_server(store), "disputes")["disputes"]
    assert not ask(create_server(store), "dispute", id=listed["id"])["more"]
    (beyond,) = ask(create_server(store), "dispute", id=listed["id"], offset=50)["disputes"]
    assert [side["said"] for side in beyond["sides"]] == [[], []]
