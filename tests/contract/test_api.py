"""The REST API: what it answers, who may use it, and what it refuses; and a fuzzer that follows its own description."""

import json
from dataclasses import replace

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from store_readings import numbered, reading, statement

from whoseword import watching
from whoseword.across import catch_up
from whoseword.errors import ConfigError
from whoseword.formats import FORMATS
from whoseword.records import Dispute, Issue, Reading, digest, from_json
from whoseword.store import Arriving, NewFeed, Store, watch_id
from whoseword.web import DeskOptions, Tokens, create_app, new_token, read_tokens

TEXT = "Putin demanded talks. Kyiv refused talks. She hoped for peace."
TALKS, REFUSED, PEACE = (
    statement(TEXT, "talks", act="demand"), statement(TEXT, "refused talks", "Kyiv", act="refuse"), statement(TEXT, "peace", None),
)  # fmt: skip
WHOLE = reading(TEXT, TALKS, REFUSED, PEACE, published="2025-01-20", outlet="Daily", byline="Ann Low")
NEAR, FAR = ("127.0.0.1", 40000), ("192.0.2.7", 40000)
TOKEN, LINE = new_token("Eva Lind")


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "ledger.db") as opened:
        opened.add(WHOLE)
        yield opened


def client(store, address=NEAR, **options) -> TestClient:
    app = create_app(store, DeskOptions(**options))
    return TestClient(app, base_url="http://localhost:8765/", client=address, raise_server_exceptions=False)


@pytest.fixture
def api(store):
    return client(store)


def got(api, path, status=200, **asked):
    answer = api.get(f"/api/v1{path}", params=asked)
    assert answer.status_code == status, answer.text
    return answer.json()


def ids(page) -> list[str]:
    return [one["statement"]["id"] for one in page["items"]]


def test_an_article_is_its_record(api):
    assert from_json(Reading, got(api, f"/articles/{WHOLE.article.id}")) == WHOLE
    assert got(api, "/articles")["items"][0]["id"] == WHOLE.article.id
    assert got(api, "/counts")["statements"] == 3


def test_statements_are_found_by_all_that_a_query_has(api):
    assert ids(got(api, "/statements", speaker="putin")) == [TALKS.id]
    assert ids(got(api, "/statements", words="talks", act="refuse", order="text")) == [REFUSED.id]
    assert ids(got(api, "/statements", who="Kyiv", outlet="daily", since="2025", until="2025-01")) == [REFUSED.id]
    assert got(api, f"/statements/{PEACE.id[:10]}")["byline"] == "Ann Low"
    assert got(api, "/speakers")["items"][0] == {"name": "Vladimir Putin", "statements": 1}


def test_a_list_comes_in_pages_that_lead_to_each_other(store):
    list(store.add_many(map(numbered, range(30))))
    api = client(store)
    page, found = got(api, "/statements", limit=25, order="text"), []
    while True:
        found += ids(page)
        if page["next"] is None:
            break
        page = api.get(page["next"]).json()
    assert found == ids(got(api, "/statements", limit=500, order="text"))
    assert len(found) == len(set(found)) == store.counts().statements


def test_a_correction_is_written_listed_shown_and_undone(api, store):
    said = {
        "statement": PEACE.id,
        "field": "speaker",
        "value": {"name": "Ana Sol", "type": "person"},
        "why": "the line before",
        "by": "Bo",
    }
    answer = api.post("/api/v1/corrections", json=said)
    assert answer.status_code == 201
    made = answer.json()
    assert (made["made_by"], made["field"], made["why"]) == ("Bo", "speaker", "the line before")
    assert ids(got(api, "/statements", speaker="sol")) == [PEACE.id]
    assert got(api, f"/articles/{WHOLE.article.id}", raw=True)["statements"][2]["speaker"]["name"] is None
    assert [one["counts"] for one in got(api, "/corrections", statement=PEACE.id)["items"]] == [True]
    undone = api.post(f"/api/v1/corrections/{made['id']}/undo", json={})
    assert undone.status_code == 201
    assert undone.json()["made_by"] == "desk"
    assert [one["counts"] for one in got(api, "/corrections", article=WHOLE.article.id)["items"]] == [False, True]
    assert store.reading(WHOLE.article.id) == WHOLE


@pytest.mark.parametrize("name", FORMATS)
def test_a_search_can_be_exported_in_each_format(api, name):
    answer = api.get(f"/api/v1/exports/{name}", params={"speaker": "putin"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(FORMATS[name].media_type)
    assert "talks" in answer.text
    assert TALKS.id in answer.text
    assert REFUSED.id not in answer.text
    assert ("attachment" in answer.headers.get("content-disposition", "")) == (name != "atom")


def test_a_feed_links_to_the_desk(api):
    feed = api.get("/api/v1/exports/atom?speaker=putin").text
    assert f'href="http://localhost:8765/statements/{TALKS.id}"' in feed
    assert 'rel="self"' in feed


@pytest.mark.parametrize(
    ("path", "asked", "status"),
    [
        ("/statements/zzz", {}, 404), ("/articles/zzz", {}, 404), ("/nothing", {}, 404), ("/exports/docx", {}, 404), ("/groups/copy/zzz", {}, 404),
        ("/statements", {"act": "shout"}, 422), ("/statements", {"limit": 501}, 422), ("/statements", {"offset": -1}, 422),
        ("/statements", {"since": "soon"}, 400), ("/statements", {"words": "(" * 20 + "a" + ")" * 20}, 400), ("/statements", {"tone": 1}, 422),
        ("/statements", {"article": "zzz"}, 404),
    ],
)  # fmt: skip
def test_an_error_is_a_problem(api, path, asked, status):
    answer = api.get(f"/api/v1{path}", params=asked)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert told["detail"]


def test_a_value_against_its_rule_is_a_problem_that_gives_the_rule(api):
    answer = api.post("/api/v1/corrections", json={"statement": PEACE.id, "field": "act", "value": "shout"})
    assert answer.status_code == 422
    assert "one of assert" in answer.json()["detail"]


def test_a_ledger_for_reading_takes_no_correction(tmp_path, store):
    with Store.open(store.path, read_only=True) as reader:
        answer = client(reader).post("/api/v1/corrections", json={"statement": PEACE.id, "field": "act", "value": "ask"})
    assert answer.status_code == 503
    assert "open for reading only" in answer.json()["detail"]


def test_disputes_and_positions_are_found_across_articles(store):
    store.add(replace(WHOLE, disputes=(Dispute("talks", (TALKS.id,), (REFUSED.id,)),)))
    list(catch_up(store))
    store.put_issue(Issue("talks", "talks"))
    api = client(store)
    (dispute,) = got(api, "/disputes")["items"]
    assert {name for side in dispute["sides"] for name in side["speakers"]} == {"Kyiv", "Vladimir Putin"}
    assert got(api, f"/disputes/{dispute['id']}") == dispute
    assert got(api, "/disputes", offset=1)["items"] == []
    assert got(api, "/issues")["items"][0]["name"] == "talks"
    held = got(api, "/issues/TALKS/positions")
    assert held["issue"]["name"] == "talks"
    assert {one["party"] for one in held["positions"]} <= {"Kyiv", "Vladimir Putin"}
    assert got(api, "/issues/none/positions", status=404)["status"] == 404


def test_articles_are_added_and_what_became_of_them_is_told(api, store):
    added = api.post("/api/v1/arrivals", json={"url": "https://a.example/1#x", "outlet": "Daily", "by": "Bo"})
    assert added.status_code == 201
    one = added.json()
    assert (one["source"], one["state"], one["said"], one["made_by"]) == (
        "https://a.example/1",
        "waiting",
        {"outlet": "Daily"},
        "Bo",
    )
    said = {"text": "The ferry stays. " * 50_000, "url": "https://a.example/2", "published": "2026-04"}
    text = api.post("/api/v1/arrivals", json=said).json()
    assert (text["how"], text["made_by"], text["said"]["url"]) == ("paste", "desk", "https://a.example/2")
    assert [a["id"] for a in got(api, "/arrivals", state="waiting")["items"]] == [text["id"], one["id"]]
    store.inbox.seen("r")
    assert store.inbox.take("r")[0].id == one["id"]
    store.inbox.settle(one["id"], "r", WHOLE)
    done = got(api, f"/arrivals/{one['id'][:8]}")
    assert (done["state"], done["article_id"]) == ("read", WHOLE.article.id)
    assert api.post(f"/api/v1/arrivals/{one['id']}/retry", json={}).status_code == 422
    assert api.post("/api/v1/arrivals/zzz/retry", json={}).status_code == 404


@pytest.mark.parametrize(
    ("said", "status"),
    [({"url": "http://127.0.0.1/"}, 422), ({"url": "http://[::ffff:10.0.0.1]/"}, 422), ({"url": "file:///etc/passwd"}, 422), ({}, 422), ({"text": " "}, 422),
     ({"text": "x" * 1_000_001}, 422), ({"url": "https://a.example/", "published": "soon"}, 422), ({"urls": []}, 422), ({"text": "x" * 8_000_000}, 413)],
    ids=["loopback", "mapped", "file", "nothing", "blank", "long", "day", "name", "large"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(api, store, said, status):
    assert api.post("/api/v1/arrivals", json=said).status_code == status
    assert store.inbox.arrivals() == []


def test_feeds_are_followed_listed_and_stopped(api, store):
    made = api.post("/api/v1/feeds", json={"url": "https://a.example/f", "title": "A"})
    assert made.status_code == 201
    feed = made.json()
    assert api.post("/api/v1/feeds", json={"url": "https://a.example/f"}).json() == feed
    assert got(api, "/feeds")["items"] == [feed]
    assert api.post(f"/api/v1/feeds/{feed['id']}/stop", json={}).json()["active"] is False
    assert got(api, "/feeds", active=True)["items"] == []
    assert api.post(f"/api/v1/feeds/{feed['id'][:6]}/check", json={}).json()["active"] is True
    assert api.post("/api/v1/feeds", json={"url": "http://10.0.0.1/"}).status_code == 422


def test_adding_from_another_machine_needs_a_token_and_is_its_owners(store):
    far = client(store, FAR, tokens=Tokens((tuple(LINE.rsplit(" ", 1)),)))
    for path in ("/arrivals", "/feeds"):
        said = {"url": "https://a.example/", "by": "somebody else"}
        assert far.post(f"/api/v1{path}", json=said).status_code == 401
        made = far.post(f"/api/v1{path}", json=said, headers={"authorization": f"Bearer {TOKEN}"})
        assert made.json()["made_by"] == "Eva Lind"
        assert client(store).post(f"/api/v1{path}", json=said, headers={"origin": "https://evil.example"}).status_code == 403


# Who may use it


@pytest.mark.parametrize("address", [FAR, ("testclient", 1), ("::ffff:192.0.2.7", 1)])
def test_from_another_machine_a_token_is_needed(store, address):
    api = client(store, address, tokens=Tokens(((LINE.rsplit(" ", 1)[0], LINE.rsplit(" ", 1)[1]),)))
    answer = api.get("/api/v1/counts")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert api.get("/api/v1/openapi.json").status_code == 401
    assert api.get("/api/v1/counts", headers={"authorization": "Bearer nonsense"}).status_code == 401
    assert api.get("/api/v1/counts", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_a_wrong_token_is_refused_from_near_too_and_a_proxy_is_not_near(store):
    api = client(store)
    assert api.get("/api/v1/counts", headers={"authorization": "Bearer x"}).status_code == 401
    for header in ("x-forwarded-for", "forwarded"):
        assert api.get("/api/v1/counts", headers={header: "for=192.0.2.7"}).status_code == 401


def test_a_correction_that_comes_with_a_token_is_its_owners(store):
    api = client(store, FAR, tokens=Tokens((tuple(LINE.rsplit(" ", 1)),)))
    said = {"statement": PEACE.id, "field": "act", "value": "ask", "by": "somebody else"}
    assert (
        api.post("/api/v1/corrections", json=said, headers={"authorization": f"Bearer {TOKEN}"}).json()["made_by"] == "Eva Lind"
    )


def test_a_file_of_tokens_holds_digests_alone(tmp_path):
    path = tmp_path / "tokens"
    path.write_text(f"# who may\n\n{LINE}\n", "utf-8")
    assert TOKEN not in path.read_text("utf-8")
    assert read_tokens(path).name_of(TOKEN) == "Eva Lind"
    assert read_tokens(path).name_of(TOKEN + "x") is None
    assert new_token("Eva Lind")[0] != TOKEN


@pytest.mark.parametrize(
    "line", ["Eva", f"Eva {TOKEN}", "Eva " + "A" * 64, "a" * 64], ids=["name", "name and token", "name and letters", "letters"]
)
def test_a_line_that_is_none_is_told_by_number(tmp_path, line):
    path = tmp_path / "tokens"
    path.write_text(f"# remark\n{line}\n", "utf-8")
    with pytest.raises(ConfigError, match="line 2"):
        read_tokens(path)


@pytest.mark.parametrize("name", ["", " Eva", "#Eva", "E\nva", "x" * 201])
def test_a_name_that_could_not_stand_in_a_line_gets_no_token(name):
    with pytest.raises(ConfigError, match="a token's name"):
        new_token(name)


# What a page of another site can do

SAID = json.dumps({"statement": PEACE.id, "field": "act", "value": "ask"})
JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (JSON, 201),
        (JSON | {"origin": "http://localhost:8765", "sec-fetch-site": "same-origin"}, 201),
        (JSON | {"origin": "https://evil.example"}, 403),
        (JSON | {"origin": "null"}, 403),
        (JSON | {"sec-fetch-site": "cross-site"}, 403),
        (JSON | {"sec-fetch-site": "same-site"}, 403),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
        ({}, 415),
    ],
)
def test_only_json_from_the_desks_own_pages_or_no_page_is_written(api, store, headers, status):
    assert api.post("/api/v1/corrections", content=SAID, headers=headers).status_code == status
    assert len(store.corrections()) == (status == 201)


def test_what_is_too_long_or_of_unknown_length_is_not_read(api):
    assert api.post("/api/v1/corrections", content=b" " * 65_537, headers=JSON).status_code == 413
    assert api.post("/api/v1/corrections", content=iter([b"{}"]), headers=JSON).status_code == 411


def test_no_other_site_is_ever_given_leave(api):
    asked = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    answer = api.options("/api/v1/corrections", headers=asked)
    assert not [name for name in answer.headers if name.startswith("access-control")]
    assert api.get("/api/v1/counts", headers={"host": "evil.example"}).status_code == 421


# Its own description


def test_the_description_names_every_record_and_needs_no_page_of_another_site(api):
    described = got(api, "/openapi.json")
    assert {"Reading", "Statement", "StatementRow", "Correction", "Problem", "Speaker"} <= set(
        described["components"]["schemas"]
    )
    assert "/corrections/{correction_id}/undo" in described["paths"]
    assert api.get("/api/v1/docs").status_code == 404


@pytest.fixture(scope="module")
def described(tmp_path_factory, home):
    """The description of an API over a ledger of its own, reached as from this machine."""
    with Store.open(tmp_path_factory.mktemp("api") / "ledger.db") as store:
        store.add(WHOLE)
        store.feeds.add([NewFeed(url="https://a.example/f")], by="Eva")
        (REAL["arrival_id"],) = [
            one.id for one in store.inbox.add([Arriving(how="url", source="https://a.example/")], by="Eva")
        ]
        watching.start(store, "search", "q=talks", by="Eva")
        app = create_app(store, DeskOptions(hosts=frozenset({"testserver"})))

        async def near(scope, receive, send):
            await app({**scope, "client": list(NEAR)} if scope["type"] == "http" else scope, receive, send)

        yield schemathesis.openapi.from_asgi("/api/v1/openapi.json", near)


OPERATIONS = [
    ("GET", "/counts"), ("GET", "/articles"), ("GET", "/articles/{article_id}"), ("GET", "/statements"), ("GET", "/statements/{statement_id}"),
    ("GET", "/speakers"), ("GET", "/corrections"), ("GET", "/groups/{kind}"), ("GET", "/groups/{kind}/{group_id}"), ("GET", "/exports/{name}"),
    ("GET", "/disputes"), ("GET", "/disputes/{dispute_id}"), ("GET", "/issues"), ("GET", "/issues/{issue}/positions"),
    ("POST", "/issues"), ("POST", "/issues/{issue}/remove"), ("GET", "/relations"), ("GET", "/relations/series"), ("GET", "/relations/events"),
    ("GET", "/watches"), ("GET", "/watches/{watch_id}"), ("GET", "/watches/{watch_id}/statements"), ("POST", "/watches"),
    ("POST", "/watches/{watch_id}"), ("POST", "/watches/{watch_id}/looked"), ("POST", "/watches/{watch_id}/remove"),
    ("POST", "/corrections"), ("POST", "/corrections/{correction_id}/undo"), ("POST", "/articles/{article_id}/statements"),
    ("POST", "/groups/{kind}/{group_id}/split"), ("POST", "/groups/{kind}/merge"),
    ("GET", "/arrivals"), ("POST", "/arrivals"), ("GET", "/arrivals/{arrival_id}"), ("POST", "/arrivals/{arrival_id}/retry"),
    ("GET", "/edited"), ("GET", "/articles/{article_id}/versions"), ("GET", "/articles/{article_id}/original"), ("GET", "/articles/{article_id}/nodes"),
    ("GET", "/feeds"), ("POST", "/feeds"), ("POST", "/feeds/{feed_id}/stop"), ("POST", "/feeds/{feed_id}/check"),
]  # fmt: skip


FEED = digest("feed", "https://a.example/f")
REAL = {
    "article_id": WHOLE.article.id,
    "statement_id": PEACE.id,
    "kind": "copy",
    "name": "jsonld",
    "feed_id": FEED,
    "watch_id": watch_id("search", "q=talks"),
}


def test_every_operation_is_sent_to(described):
    operations = {(one.ok().method.upper(), one.ok().path) for one in described.get_all_operations()}
    assert operations == set(OPERATIONS)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_whatever_is_sent_no_answer_is_a_failure_and_each_is_as_described(described, method, path):
    """No 5xx, and every answer has a status, a media type and a form that the description gives.

    What a description cannot say (that a date is one, that a name has no controls) may be refused. Each request is sent again about
    an article and a statement that are there.
    """

    @settings(max_examples=15, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(described[path][method].as_strategy())
    def send(case):
        case.call_and_validate(excluded_checks=[positive_data_acceptance])
        case.path_parameters = {name: REAL.get(name, value) for name, value in (case.path_parameters or {}).items()}
        if isinstance(case.body, dict) and path.startswith("/corrections"):
            case.body = case.body | {"statement": PEACE.id}
        assert case.call().status_code < 500

    send()


def test_an_issue_is_kept_replaced_and_taken_out(api, store):
    given = {"name": " Peace  talks ", "words": "talks", "examples": ["Talks will go on"]}
    assert api.post("/api/v1/issues", json=given).status_code == 201
    answer = api.post("/api/v1/issues", json={"name": "peace talks", "words": "peace"})
    assert answer.json() == {"name": "peace talks", "words": "peace", "examples": []}
    assert [one.words for one in store.issues() if one.name == "peace talks"] == ["peace"]
    for wrong in ({"name": "empty"}, {"name": " ", "words": "x"}):
        assert api.post("/api/v1/issues", json=wrong).status_code in (400, 422)
    assert api.post("/api/v1/issues/PEACE%20TALKS/remove", json={}).status_code == 201
    assert api.post("/api/v1/issues/PEACE%20TALKS/remove", json={}).status_code == 404
    assert "peace talks" not in [one.name for one in store.issues()]


# Watches


def test_a_search_is_followed_its_news_listed_and_marked_as_looked_at(api, store):
    answer = api.post("/api/v1/watches", json={"kind": "search", "what": "q=talks", "by": "Bo"})
    assert answer.status_code == 201
    made = answer.json()
    assert (made["name"], made["made_by"], made["place"]) == ("talks", "Bo", 1)
    text = "Sol welcomed the talks."
    came = statement(text, "the talks", "Ana Sol")
    store.add(reading(text, came, source="sol.txt"))
    (listed,) = got(api, "/watches")["items"]
    assert (listed["new"], listed["more"], listed["there"]) == (1, False, True)
    assert [one["row"]["statement"]["id"] for one in got(api, f"/watches/{made['id']}/statements", new=True)["items"]] == [
        came.id
    ]
    every = got(api, f"/watches/{made['id']}/statements")["items"]
    assert [one["new"] for one in every] == [True, False, False]
    assert api.post(f"/api/v1/watches/{made['id']}/looked", json={"mark": listed["mark"]}).status_code == 201
    assert got(api, f"/watches/{made['id'][:6]}")["new"] == 0


def test_watches_are_renamed_ordered_paged_and_stopped(api, store):
    for name in ("Ann", "Bo", "Cy"):
        assert api.post("/api/v1/watches", json={"kind": "speaker", "what": name}).status_code == 201
    last = watch_id("speaker", "Cy")
    assert api.post(f"/api/v1/watches/{last}", json={"name": "Cy Moss", "place": 1}).json()["name"] == "Cy Moss"
    page = got(api, "/watches", limit=2)
    assert [one["watch"]["name"] for one in page["items"]] == ["Cy Moss", "Ann"]
    assert [one["watch"]["name"] for one in api.get(page["next"]).json()["items"]] == ["Bo"]
    assert api.post(f"/api/v1/watches/{last}/remove", json={}).status_code == 201
    assert [one.name for one in store.watches.every()] == ["Ann", "Bo"]
    assert got(api, f"/watches/{last}", status=404)["status"] == 404


def test_watches_are_written_as_other_things_are(store):
    """With a token from elsewhere, whose name they have; by no page of another site; as JSON."""
    said = {"kind": "search", "what": "q=talks", "by": "somebody else"}
    far = client(store, FAR, tokens=Tokens((tuple(LINE.rsplit(" ", 1)),)))
    assert far.post("/api/v1/watches", json=said).status_code == 401
    assert far.post("/api/v1/watches", json=said, headers={"authorization": f"Bearer {TOKEN}"}).json()["made_by"] == "Eva Lind"
    near = client(store)
    assert near.post("/api/v1/watches", json=said, headers={"origin": "https://evil.example"}).status_code == 403
    assert near.post("/api/v1/watches", data=said).status_code == 415
    assert near.post("/api/v1/watches", json={"kind": "issue", "what": "none"}).status_code == 404
    assert near.post("/api/v1/watches", json={"kind": "search", "what": "act=sing"}).status_code == 400


def test_issues_come_in_pages(api, store):
    for name in ("a", "b", "c"):
        store.put_issue(Issue(name, "talks"))
    page = got(api, "/issues", limit=2)
    assert [one["name"] for one in page["items"]] == ["a", "b"]
    assert [one["name"] for one in api.get(page["next"]).json()["items"]] == ["c"]
    assert got(api, "/issues/a/positions", window=1)["issue"]["name"] == "a"
    got(api, "/issues/a/positions", status=422, window=0)
