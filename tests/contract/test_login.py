"""Logging in to the desk: cookies, what forms may say, keys, and the pages of accounts, people and the audit."""

import base64
import csv
import io
import re

import pytest
from fastapi.testclient import TestClient
from peopled import FAR, HOME, NAMES, QUICK, TALKS, WHOLE, WORDS, log_in, logged_in, send, token_in, visit, with_people

from whoseword import passwords
from whoseword.store import Store
from whoseword.web import Tokens, create_api, create_app, new_token

NEAR = ("127.0.0.1", 40000)
API = "/api/v1"


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(passwords, "_hasher", lambda: QUICK)


@pytest.fixture
def empty(tmp_path):
    with Store.open(tmp_path / "ledger.db") as opened:
        opened.add(WHOLE)
        yield opened


@pytest.fixture
def store(empty):
    return with_people(empty)


def cookie_of(answer) -> str:
    return next(value for name, value in answer.headers.multi_items() if name == "set-cookie")


def test_without_people_nobody_is_asked_and_forms_are_this_machines(empty):
    """As it was: pages for all, forms from this machine alone, tokens for other addresses."""
    near, far = visit(empty, address=NEAR), visit(empty)
    for client in (near, far):
        assert client.get("/").status_code == 200
        assert client.get("/login").headers["location"] == "/"
        for path in ("/account", "/people", "/audit", "/audit.csv"):
            assert client.get(path).status_code == 404
            assert "people add" in client.get(path).text
        assert "/account" not in client.get("/").text
    assert "data-writable" in near.get("/").text
    assert far.get(f"{API}/counts").status_code == 401
    assert near.get(f"{API}/counts").status_code == 200
    shown = near.get(f"/statements/{TALKS.id}/edit")
    assert 'name="by" value="desk" required' in shown.text


def test_the_first_person_closes_the_desk_while_it_runs_and_the_last_opens_it(empty):
    client = visit(empty, address=NEAR)
    assert client.get("/articles").status_code == 200
    person = empty.people.add("Eva Lind", "admin", password=WORDS, by="x")
    assert client.get("/articles").headers["location"] == "/login?next=%2Farticles"
    assert client.get(f"{API}/counts").status_code == 401
    empty.people.remove(person.id, by="x", last_too=True)
    assert client.get("/articles").status_code == 200


def test_one_logs_in_and_is_led_to_where_one_wanted(store):
    client = visit(store)
    asked = client.get("/search?q=talks&order=text")
    assert asked.status_code == 303
    answer = send(
        client, "/login", asked.headers["location"], name="ed lind", password=WORDS, next="/search?q=talks&order=text"
    )
    assert answer.headers["location"] == "/search?q=talks&order=text"
    shown = client.get(answer.headers["location"]).text
    assert "Ed Lind" in shown
    assert "talks" in shown
    assert client.get("/login").headers["location"] == "/"


@pytest.mark.parametrize("elsewhere", [
    "https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/login?next=/", "/a b", "/a\r\nSet-Cookie: a=b",
    "/" + "a" * 5000, "\\\\evil.example", "/\u202ea",
])  # fmt: skip
def test_a_login_leads_to_this_desk_alone(store, elsewhere):
    assert log_in(visit(store), "editor", next=elsewhere).headers["location"] == "/"


def test_the_cookie_is_for_the_browser_alone_and_over_tls_for_this_host_alone(store):
    plain = cookie_of(log_in(visit(store), "editor"))
    assert plain.startswith("whoseword-session=")
    for rule in ("HttpOnly", "SameSite=lax", "Path=/"):
        assert rule in plain
    assert "Secure" not in plain
    safe = cookie_of(log_in(visit(store, base="https://localhost:8765"), "editor"))
    assert safe.startswith("__Host-whoseword-session=")
    assert "Secure" in safe
    assert "Domain" not in safe


def test_no_session_can_be_fixed_beforehand(store):
    """A session's id is made at login: one that was given before is neither taken nor kept."""
    client = visit(store)
    client.cookies.set("whoseword-session", "chosen-by-somebody-else", domain="localhost.local")
    answer = log_in(client, "editor")
    assert "chosen-by-somebody-else" not in cookie_of(answer)
    attacker = visit(store)
    attacker.cookies.set("whoseword-session", "chosen-by-somebody-else")
    assert attacker.get("/").status_code == 303
    older = client.cookies["whoseword-session"]
    page = client.get("/account").text
    again = client.post(
        "/login", data={"token": token_in(page), "name": "Rea Dow", "password": WORDS}, headers={"origin": HOME}
    )
    assert again.status_code == 403  # the form of another page than that of the login, in a session, is none of a login
    assert store.sessions.whose(older) is not None


def test_who_logs_in_anew_in_the_same_browser_leaves_the_old_session(store):
    client = visit(store)
    page = client.get("/login").text
    for name in ("Ed Lind", "Rea Dow"):
        older = client.cookies.get("whoseword-session", "")
        data = {"token": token_in(page), "name": name, "password": WORDS}
        assert client.post("/login", data=data, headers={"origin": HOME}).status_code == 303
    assert store.sessions.whose(older) is None
    assert "Rea Dow" in client.get("/").text


@pytest.mark.parametrize(
    ("name", "password"),
    [("Ed Lind", "not it, not it"), ("No Body", WORDS), ("", ""), ("Ed Lind", ""), ("Ed Lind", "x" * 20_000)],
)
def test_a_wrong_login_is_told_without_telling_which_was_wrong(store, name, password):
    answer = log_in(visit(store), name, password)
    assert answer.status_code == 401
    assert "there is nobody of that name with that password" in answer.text
    assert "set-cookie" not in answer.headers
    assert not password or password not in answer.text


def test_too_many_wrong_logins_wait_and_are_told_how_long(store):
    client = visit(store)
    told = [log_in(client, "editor", "not it, not it") for _ in range(6)]
    assert [one.status_code for one in told] == [401] * 5 + [429]
    assert "try again in 15 minutes" in told[-1].text
    assert 800 < int(told[-1].headers["retry-after"]) <= 900
    assert log_in(client, "editor").status_code == 429
    assert log_in(visit(store, address=("2001:db8::1", 1)), "editor").status_code == 303


def test_of_an_address_of_ipv6_the_network_counts(store):
    told = [log_in(visit(store, address=(f"2001:db8::{number}", 1)), "editor", "not it, not it") for number in range(6)]
    assert told[-1].status_code == 429


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}])
def test_no_page_of_another_site_logs_in_or_out_or_changes_people(store, headers):
    client = logged_in(store, "admin")
    token = token_in(client.get("/account").text)
    for path in ("/login", "/logout", "/account/password", "/account/keys", "/people", "/watching"):
        assert client.post(path, data={"token": token, "name": "x"}, headers=headers).status_code == 403
    for path in ("/logout", "/account/keys", "/people"):
        assert client.post(path, data={"token": "0" * 64}, headers={"origin": HOME}).status_code == 403
    assert client.post(f"{API}/watches", json={"kind": "search", "what": "q=a"}, headers=headers).status_code == 403
    assert client.get("/account").status_code == 200


def test_a_form_of_one_session_is_none_of_another(store):
    one, other = logged_in(store, "admin"), logged_in(store, "admin")
    token = token_in(one.get("/people").text)
    data = {"token": token, "name": "New One", "role": "admin", "password": WORDS}
    assert other.post("/people", data=data, headers={"origin": HOME}).status_code == 403
    assert one.post("/people", data=data, headers={"origin": HOME}).status_code == 303


def test_logging_out_ends_the_session_itself(store):
    client = logged_in(store, "editor")
    secret = client.cookies["whoseword-session"]
    assert send(client, "/logout", "/account").status_code == 303
    assert "whoseword-session" not in client.cookies
    assert store.sessions.whose(secret) is None
    assert client.get("/").status_code == 303


def test_what_one_saves_is_ones_own_whatever_the_form_says(store):
    """From another machine, too: who is logged in needs no loopback."""
    client = logged_in(store, "editor")
    page = f"/statements/{TALKS.id}/edit"
    shown = client.get(page).text
    assert 'name="by" value="Ed Lind" readonly required' in shown
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown))
    sent = client.post(
        page,
        data=fields | {"speaker": "Ana Sol", "type": "person", "act": "demand", "kind": "direct", "by": "Ada Min"},
        headers={"origin": HOME},
    )
    assert sent.status_code == 303, sent.text
    made = store.corrections()
    assert made
    assert {one.made_by for one in made} == {"Ed Lind"}
    answer = client.post(f"{API}/corrections", json={"statement": TALKS.id, "field": "act", "value": "deny", "by": "Ada Min"})
    assert answer.json()["made_by"] == "Ed Lind"
    watched = client.post(f"{API}/watches", json={"kind": "search", "what": "q=talks", "by": "Ada Min"})
    assert watched.json()["made_by"] == "Ed Lind"
    assert (
        client.post(f"{API}/arrivals", json={"url": "https://news.example/a", "by": "Ada Min"}).json()["made_by"] == "Ed Lind"
    )
    assert client.post(f"{API}/feeds", json={"url": "https://news.example/f", "by": "Ada Min"}).status_code == 201
    told = list(store.audit.deeds(by="Ed Lind"))
    assert [(one.via, one.what, one.detail) for one in told[:5]] == [
        ("api", "feed added", "https://news.example/f"), ("api", "article added", "https://news.example/a"),
        ("api", "watch added", told[2].detail), ("api", "statement corrected", f"act of statement {TALKS.id}"),
        ("desk", "statement corrected", told[4].detail),
    ]  # fmt: skip
    assert "talks" in told[2].detail
    assert "speaker of statement" in told[4].detail
    assert {one.role for one in told[:5]} == {"editor"}


def test_a_program_uses_the_token_of_its_person(store):
    client = logged_in(store, "editor")
    shown = send(client, "/account/keys", "/account", kind="token", name="a script")
    token = re.search(r'<code class="secret"[^>]*>([\w-]+)</code>', shown.text)[1]
    assert token not in client.get("/account").text
    bare, mine = visit(store), {"authorization": f"Bearer {token}"}
    assert bare.get(f"{API}/counts", headers=mine).json()["statements"] == 2
    made = bare.post(f"{API}/corrections", headers=mine, json={"statement": TALKS.id, "field": "act", "value": "deny"})
    assert made.json()["made_by"] == "Ed Lind"
    for wrong in ("Bearer x", "Bearer", f"Basic {token}", token, f"Bearer {token}x"):
        assert bare.get(f"{API}/counts", headers={"authorization": wrong}).status_code == 401
    assert bare.get("/articles", headers=mine).status_code == 303  # pages are for browsers that are logged in
    store.people.set_role(store.people.named("Ed Lind").id, "reader", by="x")
    refused = bare.post(f"{API}/corrections", headers=mine, json={"statement": TALKS.id, "field": "act", "value": "ask"})
    assert refused.status_code == 403
    assert refused.headers["content-type"] == "application/problem+json"
    assert bare.get(f"{API}/counts", headers=mine).status_code == 200
    key = store.keys.of(store.people.named("Ed Lind"))[0]
    store.keys.revoke(store.people.named("Ed Lind"), key.id, by="x")
    assert bare.get(f"{API}/counts", headers=mine).status_code == 401


def test_a_token_of_a_file_lets_nobody_in_while_there_are_people(store):
    token, line = new_token("Eva Lind")
    name, digest = line.rsplit(" ", 1)
    client = visit(store, tokens=Tokens(((name, digest),)))
    assert client.get(f"{API}/counts", headers={"authorization": f"Bearer {token}"}).status_code == 401


def test_the_api_by_itself_asks_as_well(store):
    bare = TestClient(create_api(store), base_url=HOME, client=NEAR)
    assert bare.get("/counts").status_code == 401
    _, token = store.keys.make(store.people.named("Rea Dow"), "token", "x", by="x")
    mine = {"authorization": f"Bearer {token}"}
    assert bare.get("/counts", headers=mine).status_code == 200
    assert bare.post("/watches", headers=mine, json={"kind": "search", "what": "q=a"}).status_code == 403


def test_a_feed_reader_has_a_key_that_reads_feeds_and_nothing_else(store):
    person = store.people.named("Ada Min")
    _, key = store.keys.make(person, "feed", "phone", by="x")
    client, basic = visit(store), {"authorization": "Basic " + base64.b64encode(f"any:{key}".encode()).decode()}
    for path in ("/watching.atom", f"{API}/exports/atom?speaker=putin"):
        by_address = client.get(path + ("&" if "?" in path else "?") + f"key={key}")
        assert by_address.status_code == 200, by_address.text
        assert "<feed" in by_address.text
        assert key not in by_address.text  # nor its address, which the feed repeats
        assert client.get(path, headers=basic).text.count("<entry") == by_address.text.count("<entry")
        refused = client.get(path)
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"].startswith("Basic ")
        assert client.get(path, headers={"authorization": "Basic !!!"}).status_code == 401
    for path in (f"{API}/exports/csv", f"{API}/counts", "/articles", "/people", "/audit.csv"):
        answer = client.get(f"{path}?key={key}")
        assert answer.status_code in (303, 401), path
        assert client.get(path, headers=basic).status_code in (303, 401)
        assert client.get(path, headers={"authorization": f"Bearer {key}"}).status_code in (303, 401)
    _, token = store.keys.make(person, "token", "x", by="x")
    assert client.get(f"/watching.atom?key={token}").status_code == 401


def test_one_changes_ones_password_and_is_logged_out_elsewhere(store):
    here, there = logged_in(store, "editor"), logged_in(store, "editor")
    new = "another way over the river"
    wrong = send(here, "/account/password", "/account", current="not it, not it", new=new, again=new)
    assert wrong.status_code == 422
    assert send(here, "/account/password", "/account", current=WORDS, new=new, again=new + "x").status_code == 422
    assert (
        "11 characters"
        in send(here, "/account/password", "/account", current=WORDS, new="short words", again="short words").text
    )
    before = here.cookies["whoseword-session"]
    assert send(here, "/account/password", "/account", current=WORDS, new=new, again=new).status_code == 303
    assert here.cookies["whoseword-session"] != before
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303
    assert log_in(visit(store), "editor").status_code == 401
    assert log_in(visit(store), "editor", new).status_code == 303


def test_the_present_password_cannot_be_guessed_from_a_session_that_was_taken(store):
    client = logged_in(store, "editor")
    for _ in range(5):
        send(client, "/account/password", "/account", current="not it, not it", new=WORDS, again=WORDS)
    answer = send(client, "/account/password", "/account", current=WORDS, new="another way over", again="another way over")
    assert "try again in 15 minutes" in answer.text


def test_one_logs_out_everywhere_else(store):
    here, there = logged_in(store, "reader"), logged_in(store, "reader")
    assert send(here, "/account/sessions", "/account").status_code == 303
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 303


def test_an_admin_looks_after_people(store):
    client = logged_in(store, "admin")
    editor = logged_in(store, "editor")
    assert send(client, "/people", name="New One", role="editor", password="short").status_code == 422
    assert send(client, "/people", name="New One", role="editor", password=WORDS).status_code == 303
    person = store.people.named("New One")
    assert (person.role, person.made_by) == ("editor", "Ada Min")
    assert log_in(visit(store), "New One").status_code == 303
    ed = store.people.named("Ed Lind")
    assert send(client, f"/people/{ed.id}/role", "/people", role="reader").status_code == 303
    assert editor.get("/").status_code == 303
    assert "must be one of" in send(client, f"/people/{ed.id}/role", "/people", role="owner").text
    new = "another way over the river"
    assert send(client, f"/people/{ed.id}/password", "/people", password=new).status_code == 303
    assert log_in(editor, "editor", new).status_code == 303
    assert send(client, f"/people/{ed.id}/sessions", "/people").status_code == 303
    assert editor.get("/").status_code == 303
    assert send(client, f"/people/{ed.id}/remove", "/people").status_code == 303
    assert log_in(editor, "editor", new).status_code == 401
    me = store.people.named("Ada Min")
    assert "only admin" in send(client, f"/people/{me.id}/remove", "/people").text
    assert "only admin" in send(client, f"/people/{me.id}/role", "/people", role="reader").text
    told = [(one.by, one.what, one.target, one.via) for one in store.audit.deeds(by="Ada Min")]
    for what in (
        ("role changed", "Ed Lind"),
        ("password changed", "Ed Lind"),
        ("person removed", "Ed Lind"),
        ("person added", "New One"),
    ):
        assert ("Ada Min", *what, "desk") in told
    assert not any(WORDS in str(one) or new in str(one) for one in store.audit.deeds())


def test_the_audit_is_shown_and_taken_away_without_running_formulas(store):
    store.people.add("=cmd()|x", "reader", password=WORDS, by="=1+1")
    client = logged_in(store, "admin")
    assert "person added" in client.get("/audit").text
    assert "person added" not in client.get("/audit?by=Ada+Min").text
    rows = list(csv.DictReader(io.StringIO(client.get("/audit.csv").text)))
    assert rows[0]["what"] == "logged in"
    assert {row["by"] for row in rows} >= {"Ada Min", "'=1+1"}
    assert "'=cmd()|x" in {row["target"] for row in rows}


def test_names_of_people_are_text_wherever_they_stand(store):
    name = "<script>window.ran=1</script>"
    store.people.add(name, "admin", password=WORDS, by=name)
    client = logged_in(store, name)
    for path in ("/", "/account", "/people", "/audit"):
        assert name not in client.get(path).text


def test_a_desk_that_only_reads_keeps_sessions_where_it_may_write(store, tmp_path):
    with Store.open(tmp_path / "ledger.db", read_only=True) as reading:
        client = TestClient(create_app(reading, None, store), base_url=HOME, client=FAR, follow_redirects=False)
        assert log_in(client, "editor").status_code == 303
        assert "data-writable" not in client.get("/").text
        assert client.get(f"/statements/{TALKS.id}/edit").status_code == 403
        assert client.get("/account").status_code == 200


def test_what_a_reader_cannot_do_is_said_and_everybody_sees_who_they_are(store):
    for role, name in NAMES.items():
        client = logged_in(store, role)
        assert name in client.get("/").text
        assert client.get("/people").status_code == (200 if role == "admin" else 403)
    assert "make you an editor" in logged_in(store, "reader").get("/feeds").text
