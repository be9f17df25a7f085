"""The desk against who means harm: every page and form that it has, found from its routes, so that a new one is held to the same."""

import importlib
import pkgutil
import re
from urllib.parse import quote

import pytest
from desk_ledger import EVE, STAYS, filled, readings
from fastapi.testclient import TestClient
from lxml import html as parsed

from whoseword import web
from whoseword.store import Store
from whoseword.web import DeskOptions, create_app

NEAR, FAR = ("127.0.0.1", 40000), ("192.0.2.7", 40000)
FERRY = readings()[1].article.id
NAMES = [
    "q",
    "ids",
    "id",
    "by",
    "page",
    "limit",
    "offset",
    "format",
    "from",
    "since",
    "until",
    "kind",
    "speaker",
    "order",
    "before",
    "words",
    "a",
    "b",
    "who",
    "act",
]
ALIEN = [
    "x", "0", "-1", "%", "_", "%25", "*", "' OR 1=1 --", '"; DROP TABLE articles; --', "../../etc/passwd", "..%2f..%2fetc%2fpasswd", "\x00", "a\x00b",
    "\ud800", "\u202e", "<script>window.ran = 1</script>", "{{ 7 * 7 }}", "a" * 2_000, "9" * 400, "\r\nSet-Cookie: a=b", "NEAR(a b)", '"', "(", "[" * 300,
    "é" * 300, "=1+1", "file:///etc/passwd", EVE.id, STAYS.id, FERRY, FERRY[:3], "",
]  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store.open(filled(tmp_path_factory.mktemp("hostile") / "secret-place.db"), create=False) as opened:
        yield opened


def desk_over(store, client=NEAR):
    app = create_app(store, DeskOptions(user="Eva"))
    return TestClient(app, base_url="http://localhost:8765", client=client, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def desk(store):
    return desk_over(store)


def routes(method):
    """The paths of the desk's pages or forms that take a method, from every module of it that has some."""
    found = set()
    for module in pkgutil.iter_modules(web.__path__):
        router = getattr(importlib.import_module(f"whoseword.web.{module.name}"), "router", None)
        found |= {one.path for one in getattr(router, "routes", ()) if method in one.methods}
    return sorted(found)


# What people have to do with (test_people_rights.py, test_login.py) is not served while there is nobody.
OF_PEOPLE = ("/account", "/people", "/login", "/logout")
PAGES, FORMS = routes("GET"), [one for one in routes("POST") if not one.startswith(OF_PEOPLE)]


def at(path, given):
    """A path with every parameter in it as given."""
    return re.sub(r"\{[^}]*\}", lambda _: quote(given.encode("utf-8", "surrogatepass"), safe=""), path)


def test_the_routes_are_found():
    assert len(PAGES) > 25
    assert len(FORMS) > 15


@pytest.mark.parametrize("path", PAGES)
def test_an_alien_id_or_parameter_is_never_a_failure_and_tells_nothing_of_the_machine(desk, store, path):
    place = str(store.path.parent)
    for given in ALIEN:
        value = quote(given.encode("utf-8", "surrogatepass"), safe="")
        asked = f"{at(path, 'ferry')}?{'&'.join(f'{name}={value}' for name in NAMES)}"
        for address in (asked, at(path, given)) if "{" in path else (asked,):
            answer = desk.get(address, follow_redirects=False)
            assert answer.status_code < 500, (address[:200], answer.text[:500])
            assert place not in answer.text
            assert "set-cookie" not in answer.headers
            assert "<script>window" not in answer.text or "html" not in answer.headers["content-type"]


@pytest.mark.parametrize("path", FORMS)
def test_a_form_is_taken_from_this_desk_alone(store, path):
    """Without its token, from another site, from another machine and under a foreign name: refused, and nothing is written."""
    desk, far = desk_over(store), desk_over(store, FAR)
    token = parsed.fromstring(desk.get("/add").text).xpath("//input[@name='token']/@value")[0]
    before = state_of(store)
    for id_ in (FERRY, STAYS.id):
        address = at(path, id_)
        for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            body = (
                f"token={token}"
                if "url" in kind
                else f'--x\r\nContent-Disposition: form-data; name="token"\r\n\r\n{token}\r\n--x--\r\n'
            )
            sane = {"content-type": kind}
            refused = [
                desk.post(address, content=body.replace(token, "x" * 43), headers=sane),
                desk.post(address, content=body.replace(token, ""), headers=sane),
                desk.post(address, content=body, headers=sane | {"origin": "https://evil.example"}),
                desk.post(address, content=body, headers=sane | {"origin": "null"}),
                desk.post(address, content=body, headers=sane | {"sec-fetch-site": "cross-site"}),
                desk.post(address, content=body, headers=sane | {"x-forwarded-for": "192.0.2.7"}),
                far.post(address, content=body, headers=sane),
            ]
            assert {one.status_code for one in refused} <= {403, 415}, [(one.status_code, one.text[:300]) for one in refused]
            assert desk.post(address, content=body, headers=sane | {"host": "evil.example"}).status_code == 421
            assert desk.post(address, content=body, headers={"content-type": "text/plain"}).status_code in (403, 415)
    assert state_of(store) == before


@pytest.mark.parametrize("path", FORMS)
def test_a_form_with_alien_ids_and_fields_is_told_and_never_a_failure(desk, path):
    token = parsed.fromstring(desk.get("/add").text).xpath("//input[@name='token']/@value")[0]
    for given in ALIEN[:24]:
        shown = given.encode("utf-8", "replace").decode()
        fields = dict.fromkeys(
            ("how", "urls", "text", "from", "name", "to", "speaker", "what", "value", "why", "by", "verdict", "field", "group"),
            shown,
        )
        answer = desk.post(at(path, given), data={"token": token} | fields, follow_redirects=False)
        assert answer.status_code < 500, (given[:100], answer.text[:500])


def state_of(store):
    return (
        store.counts(),
        len(store.corrections()),
        len(store.inbox.arrivals()),
        len(store.feeds.feeds()),
        len(store.watches.every()),
    )


def test_an_id_that_is_not_there_does_not_tell_where_the_ledger_stands(desk, store):
    for address in (
        "/articles/nothing",
        "/statements/nothing",
        "/disputes/nothing",
        "/quotations/nothing",
        "/api/v1/articles/nothing",
    ):
        answer = desk.get(address)
        assert answer.status_code == 404
        assert "the ledger" in answer.text
        assert str(store.path) not in answer.text
        assert store.path.name not in answer.text
