"""Every address of the desk and the API, asked for by nobody and by a person of each role: the table comes from the app's own routes."""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from fastapi.routing import iter_route_contexts
from hypothesis import HealthCheck, given, settings
from peopled import FAR, NAMES, TALKS, WHOLE, logged_in, token_in, visit, with_people
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.routing import Mount

from whoseword.store import Store
from whoseword.web import DeskOptions, create_app
from whoseword.web._rights import API, FEEDS, rights

ROLES = ("nobody", *NAMES)
ANYBODY = {("GET", "/login"), ("POST", "/login"), ("GET", "/login/openid"), ("GET", "/login/openid/back")}
FILLED = {
    "article_id": WHOLE.article.id, "statement_id": TALKS.id, "page": "disputes", "kind": "claim", "name": "csv", "first": "Kyiv",
    "second": "Putin", "issue": "ferry",
}  # fmt: skip


def served(app) -> Iterator[tuple[str, str]]:
    """The method and address of each route of an app, those of what is mounted in it too; assets have no rights."""
    for context in iter_route_contexts(app.routes):
        route = context.original_route if hasattr(context, "original_route") else context
        if isinstance(route, Mount):
            if route.path != "/static":
                yield from ((method, route.path + path) for method, path in served(route.app))
        else:
            yield from ((method, context.path) for method in sorted(set(context.methods) - {"HEAD"}))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store.open(tmp_path_factory.mktemp("rights") / "ledger.db") as opened:
        opened.add(WHOLE)
        yield with_people(opened)


@pytest.fixture(scope="module")
def clients(store):
    return {role: visit(store) if role == "nobody" else logged_in(store, role) for role in ROLES}


def routes() -> list[tuple[str, str]]:
    """What there is, once for the parameters of the tests."""
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "ledger.db") as opened:
        return sorted(set(served(create_app(opened))))


ROUTES = routes()


def test_each_address_that_is_served_has_a_right_and_each_right_an_address():
    """A new page without a right fails here, and is not served where the ledger has people."""
    assert set(ROUTES) == set(rights())
    assert len(ROUTES) > 90
    assert set(FEEDS) - {path for _, path in ROUTES} <= {
        f"{API}/exports/atom", "/watching/{watch_id}/exports/atom", "/disputes/{dispute_id}/exports/atom",
    }  # fmt: skip


def test_readers_write_nothing_but_their_own_account_and_admins_alone_look_after_people():
    """The table itself, held against the words of the docs."""
    for (method, path), right in rights().items():
        own = path.startswith(("/account", "/logout"))
        if (method, path) in ANYBODY:
            assert right.role is None
        elif path.startswith(("/people", "/audit")):
            assert right.role == "admin"
        elif own or (method == "GET" and not path.endswith(("/add", "/edit"))) or (path == "/add" and method == "GET"):
            assert right.role == "reader", path
        else:
            assert right.role == "editor", path
        assert (method == "POST") == bool(right.does) or path == "/login"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_an_address_is_served_to_whoever_may_and_to_nobody_else(clients, store, method, path, role):
    """Where one may, the answer is the page's own, whatever it says of ids that are not there; where not, nothing is done."""
    right = rights()[method, path]
    address = re.sub(r"\{(\w+)(:path)?\}", lambda found: FILLED.get(found[1], "0123456789abcdef"), path)
    client, before = clients[role], store.audit.count()
    origin = {"origin": "http://localhost:8765"}
    answer = client.request(method, address, headers=origin, json={} if path.startswith(API) and method == "POST" else None)
    may = right.role is None or (role != "nobody" and ROLES.index(role) >= ROLES.index(right.role))
    refused = answer.status_code in (401, 403) or answer.headers.get("location", "").startswith("/login")
    if may and method == "GET":
        assert answer.status_code < 500
        assert not refused or path.startswith("/login"), answer.text
    elif may:
        # It came through the door: what refuses it is the form, which has no token here, or what it says.
        assert answer.status_code in (200, 201, 400, 403, 404, 415, 422), answer.text
        assert "Your role does not allow" not in answer.text
        assert "You are not logged in" not in answer.text
    elif role == "nobody" and method == "GET" and not path.startswith(API) and not path.endswith(".atom"):
        assert answer.status_code == 303
        assert answer.headers["location"] == "/login" or answer.headers["location"].startswith("/login?next=")
    else:
        assert answer.status_code == (401 if role == "nobody" else 403)
    if not may:
        assert "talks" not in answer.text
        assert store.audit.count() == before


@pytest.mark.parametrize("address", ["/zebra", "/articles/1/zebra", "/api/v1/zebra", "/api", "/docs", "/openapi.json"])
def test_what_nobody_declared_is_not_served(clients, address):
    for role, client in clients.items():
        answer = client.get(address)
        assert answer.status_code in ((303, 401) if role == "nobody" else (404, 307)), (role, answer.text)


def test_another_method_than_those_declared_is_refused(clients):
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        assert clients["admin"].request(method, "/articles").status_code == 405
        assert clients["nobody"].request(method, "/articles").status_code == 401
    assert clients["admin"].post("/articles").status_code == 405
    assert clients["reader"].head("/articles").status_code in (200, 405)
    assert clients["nobody"].head("/articles").status_code == 303


def test_a_reader_sees_no_form_that_is_not_theirs_and_an_editor_does(clients):
    shown = {role: clients[role].get(f"/statements/{TALKS.id}").text for role in NAMES}
    assert "data-writable" not in shown["reader"]
    assert "data-writable" in shown["editor"]
    assert f"/statements/{TALKS.id}/edit" not in shown["reader"].replace("data-open", "")
    assert token_in(clients["editor"].get("/search?q=talks").text)
    assert "Watch this search" not in clients["reader"].get("/search?q=talks").text


def test_assets_need_no_login_and_nothing_else_hides_among_them(clients):
    assert clients["nobody"].get("/static/desk.css").status_code == 200
    assert clients["nobody"].post("/static/0123/split").status_code == 401
    assert clients["nobody"].get("/static/%2e%2e/templates/base.html").status_code == 404


@pytest.fixture(scope="module")
def described(store):
    """The API's description, and the API as an editor's program reaches it from another machine."""
    _, token = store.keys.make(store.people.named(NAMES["editor"]), "token", "a fuzzer", by="a test")
    app = create_app(store, DeskOptions(hosts=frozenset({"testserver"})))

    async def theirs(scope, receive, send):
        if scope["type"] == "http":
            kept = [(name, value) for name, value in scope["headers"] if name != b"authorization"]
            scope = {**scope, "client": list(FAR), "headers": [*kept, (b"authorization", f"Bearer {token}".encode())]}
        await app(scope, receive, send)

    return schemathesis.openapi.from_asgi(f"{API}/openapi.json", theirs)


@pytest.mark.parametrize(("method", "path"), [(method, path.removeprefix(API)) for method, path in ROUTES if path.startswith(f"{API}/")
    and path != f"{API}/openapi.json"])  # fmt: skip
def test_whatever_an_editors_program_sends_no_answer_is_a_failure_and_each_is_as_described(described, store, method, path):
    """Fewer examples than tests/contract/test_api.py: it is the same API behind a door. What was written is the editor's."""

    @settings(max_examples=3, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(described[path][method].as_strategy())
    def send(case):
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    send()
    assert {one.made_by for one in store.corrections()} <= {NAMES["editor"]}
    assert {one.made_by for one in store.watches.every()} <= {NAMES["editor"]}
