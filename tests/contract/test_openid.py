"""Logging in by an OpenID provider that runs beside the test: whom it lets in, and everything that is refused."""

import base64
import hmac
import json
import time
from urllib.parse import parse_qsl, urlencode, urlsplit

import openid_provider
import pytest
from joserfc import jwt
from openid_provider import CLIENT, SECRET
from peopled import QUICK, WHOLE, visit, with_people

from whoseword import passwords
from whoseword.errors import ConfigError, InputError
from whoseword.late import desk_options
from whoseword.settings import load
from whoseword.store import Store
from whoseword.web import OpenId, create_app
from whoseword.web._desk import DeskOptions

SPOILED = "what the provider says of you does not hold"


@pytest.fixture(scope="module")
def running():
    yield from openid_provider.run()


@pytest.fixture
def provider(running):
    """The provider as it begins: it tells the truth."""
    fresh = openid_provider.Provider(signing=running.signing)
    for name in ("published", "claims", "spoil", "sign", "describe", "codes", "asked"):
        setattr(running, name, getattr(fresh, name))
    return running


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setattr(passwords, "_hasher", lambda: QUICK)
    with Store.open(tmp_path / "ledger.db") as opened:
        opened.add(WHOLE)
        with_people(opened).people.add("Out Side", "editor", password=None, outside="out@example.org", by="x")
        yield opened


def browser(store, provider, **options):
    return visit(store, openid=OpenId(provider.issuer, CLIENT, SECRET, **options))


def come_back(client, provider, *, wanted="/", change=lambda address: address):
    """Go to the provider, log in there, come back."""
    away = client.get("/login/openid?" + urlencode({"next": wanted}))
    assert away.status_code == 303, away.text
    back = urlsplit(change(provider.authorize(away.headers["location"])))
    return client.get(f"{back.path}?{back.query}")


def test_a_person_of_the_ledger_is_let_in_and_led_on(store, provider):
    client = browser(store, provider)
    assert "/login/openid?" in client.get("/login?next=/search").text
    answer = come_back(client, provider, wanted="/search?q=talks")
    assert answer.headers["location"] == "/search?q=talks", answer.text
    assert "Out Side" in client.get("/").text
    assert store.sessions.of(store.people.named("Out Side"))[0].how == "openid"
    assert [one.what for one in store.audit.deeds(by="Out Side")] == ["logged in", "bound to the provider"]


def test_the_provider_is_asked_for_nothing_until_somebody_goes_there(store, provider):
    client = browser(store, provider)
    for path in ("/login", "/", "/api/v1/counts", "/login/openid/back?code=1&state=2"):
        client.get(path)
    assert provider.asked == []
    without = visit(store)
    assert without.get("/login/openid").headers["location"] == "/login"
    assert without.get("/login/openid/back?code=1&state=2").headers["location"] == "/login"
    assert "openid" not in without.get("/login").text


def test_each_login_has_its_own_state_nonce_and_challenge(store, provider):
    client, seen = browser(store, provider), set()
    for _ in range(3):
        asked = dict(parse_qsl(urlsplit(client.get("/login/openid").headers["location"]).query))
        seen |= {asked["state"], asked["nonce"], asked["code_challenge"]}
        assert asked["redirect_uri"] == "http://localhost:8765/login/openid/back"
        assert len(asked["state"]) >= 43
    assert len(seen) == 9


def unsigned(claims, _key):
    def part(told):
        return base64.urlsafe_b64encode(json.dumps(told).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(claims)}."


def tampered(claims, key):
    head, _, signature = jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key).split(".")
    other = base64.urlsafe_b64encode(json.dumps(claims | {"email": "ada@example.org"}).encode()).rstrip(b"=").decode()
    return f"{head}.{other}.{signature}"


def by_secret(claims, key):
    """The old trick: the public key, taken for the secret of an HMAC."""
    head, body = unsigned(claims, key).split(".")[:2]
    head = base64.urlsafe_b64encode(json.dumps({"alg": "HS256", "kid": key.kid}).encode()).rstrip(b"=").decode()
    signature = hmac.digest(key.as_pem(private=False), f"{head}.{body}".encode(), "sha256")
    return f"{head}.{body}." + base64.urlsafe_b64encode(signature).rstrip(b"=").decode()


@pytest.mark.parametrize("said", [
    {"nonce": "another"}, {"aud": "another-desk"}, {"aud": ["another-desk"]}, {"iss": "https://evil.example"}, {"exp": int(time.time()) - 3600},
    {"iat": "soon"}, {"nonce": None}, {"aud": None}, {"exp": None}, {"sub": None}, {"iss": None},
], ids=repr)  # fmt: skip
def test_a_token_that_is_another_ones_or_has_run_out_lets_nobody_in(store, provider, said):
    provider.spoil = lambda claims: {name: value for name, value in (claims | said).items() if value is not None}
    client = browser(store, provider)
    answer = come_back(client, provider)
    assert answer.status_code == 401
    assert SPOILED in answer.text
    assert client.get("/").status_code == 303
    assert store.sessions.of(store.people.named("Out Side")) == ()


@pytest.mark.parametrize("sign", [unsigned, tampered, by_secret, lambda claims, key: "no.token.atall", lambda claims, key: ""],
    ids=["alg none", "tampered", "HS256 by the public key", "no token", "empty"])  # fmt: skip
def test_a_token_that_the_provider_did_not_sign_lets_nobody_in(store, provider, sign):
    provider.sign = sign
    answer = come_back(browser(store, provider), provider)
    assert answer.status_code == 401
    assert SPOILED in answer.text


def test_a_key_that_the_provider_does_not_publish_signs_for_nobody_and_a_new_one_is_looked_up(store, provider):
    client = browser(store, provider)
    assert come_back(client, provider).status_code == 303
    former, provider.signing = provider.signing, openid_provider.key()
    provider.published = former
    assert SPOILED in come_back(client, provider).text
    provider.published = None
    assert come_back(client, provider).status_code == 303
    provider.signing = former


def test_a_token_for_several_names_the_desk_as_its_party(store, provider):
    provider.spoil = lambda claims: claims | {"aud": [CLIENT, "other"], "azp": "other"}
    assert "for another program" in come_back(browser(store, provider), provider).text
    provider.spoil = lambda claims: claims | {"aud": [CLIENT, "other"], "azp": CLIENT}
    assert come_back(browser(store, provider), provider).status_code == 303


@pytest.mark.parametrize("change", [
    lambda address: address.replace("state=", "state=x"), lambda address: address.split("&state=")[0], lambda address: address + "&error=denied",
    lambda address: address.replace("code=", "cod="), lambda address: address.replace("code=", "code=x"),
], ids=["state changed", "no state", "denied", "no code", "code changed"])  # fmt: skip
def test_what_comes_back_otherwise_than_it_went_lets_nobody_in(store, provider, change):
    client = browser(store, provider)
    assert come_back(client, provider, change=change).status_code == 401
    assert client.get("/").status_code == 303


def test_a_login_that_began_in_one_browser_ends_in_no_other_and_but_once(store, provider):
    one, other = browser(store, provider), browser(store, provider)
    begun = provider.authorize(one.get("/login/openid").headers["location"])
    back = f"{urlsplit(begun).path}?{urlsplit(begun).query}"
    assert other.get(back).status_code == 401
    other.get("/login/openid")
    assert other.get(back).status_code == 401
    assert one.get(back).status_code == 303
    assert one.get(back).status_code == 401


def test_what_the_browser_keeps_of_a_login_cannot_be_made_up_or_changed_and_runs_out(store, provider, monkeypatch):
    client = browser(store, provider)
    begun = provider.authorize(client.get("/login/openid").headers["location"])
    back = f"{urlsplit(begun).path}?{urlsplit(begun).query}"
    kept = client.cookies["whoseword-openid"]
    signature, _, coded = kept.partition(".")
    for wrong in ("", "x", f"{signature}.zz", f"{'0' * 64}.{coded}", f"{signature}.{coded[:-2]}20", f"{signature}."):
        other = browser(store, provider)
        other.app = client.app
        other._transport.app = client.app
        other.cookies.set("whoseword-openid", wrong, path="/login")
        assert other.get(back).status_code == 401
    late = time.time() + 601
    monkeypatch.setattr(time, "time", lambda: late)
    assert "too long ago" in client.get(back).text


def test_who_is_not_in_the_ledger_stays_out_unless_newcomers_may_read(store, provider):
    provider.claims = {"sub": "user-2", "email": "new@example.org", "email_verified": True, "name": "New Comer"}
    answer = come_back(browser(store, provider), provider)
    assert answer.status_code == 401
    assert "not in this ledger" in answer.text
    client = browser(store, provider, newcomers=True)
    assert come_back(client, provider).status_code == 303
    assert store.people.named("New Comer").role == "reader"
    assert client.get("/people").status_code == 403


def test_a_newcomer_takes_nobodys_name(store, provider):
    provider.claims = {"sub": "user-3", "email": "x@example.org", "email_verified": True, "name": "ada MIN"}
    answer = come_back(browser(store, provider, newcomers=True), provider)
    assert answer.status_code == 401
    assert "taken by somebody else" in answer.text


def test_an_address_that_the_provider_has_not_made_sure_of_is_nobodys(store, provider):
    provider.claims = {"sub": "user-9", "email": "out@example.org", "email_verified": False}
    assert "not made sure of your address" in come_back(browser(store, provider), provider).text
    provider.claims = {"sub": "user-9"}
    assert "does not say your email" in come_back(browser(store, provider), provider).text
    provider.claims = {"sub": "user-9", "preferred_username": "OUT@example.org"}
    assert come_back(browser(store, provider, claim="preferred_username"), provider).status_code == 303


def test_whoever_gets_the_address_of_somebody_later_is_not_them(store, provider):
    assert come_back(browser(store, provider), provider).status_code == 303
    provider.claims = provider.claims | {"sub": "user-7"}
    assert "not in this ledger" in come_back(browser(store, provider), provider).text


def test_who_was_removed_is_let_in_no_more(store, provider):
    assert come_back(browser(store, provider), provider).status_code == 303
    store.people.remove(store.people.named("Out Side").id, by="x")
    assert come_back(browser(store, provider), provider).status_code == 401


@pytest.mark.parametrize("describe", [
    lambda told: told | {"issuer": "https://other.example"}, lambda told: told | {"token_endpoint": "http://other.example/token"},
    lambda told: told | {"jwks_uri": "file:///etc/passwd"}, lambda told: told | {"authorization_endpoint": None}, lambda told: {},
    lambda told: told | {"filler": "x" * 2_000_000}, lambda told: [1],
], ids=["issuer", "no TLS", "file", "none", "empty", "very long", "a list"])  # fmt: skip
def test_a_provider_that_describes_itself_otherwise_is_not_followed(store, provider, describe):
    provider.describe = describe
    answer = browser(store, provider).get("/login/openid")
    assert answer.status_code == 503
    assert "provider" in answer.text


def test_a_provider_that_is_not_there_is_told(store):
    client = visit(store, openid=OpenId("http://127.0.0.1:9", CLIENT))
    assert "cannot be reached" in client.get("/login/openid").text


def test_a_provider_without_tls_elsewhere_is_refused_at_the_start(store):
    with pytest.raises(InputError, match="no https address"):
        create_app(store, DeskOptions(openid=OpenId("http://id.example", CLIENT)))


def test_the_settings_say_which_provider_and_keep_its_secret(tmp_path):
    given = {
        "WHOSEWORD_OPENID_ISSUER": "https://id.example",
        "WHOSEWORD_OPENID_CLIENT": "desk",
        "WHOSEWORD_OPENID_SECRET": "very secret",
    }
    settings = load({}, given, tmp_path)
    options = desk_options(settings, None)
    assert options.openid == OpenId("https://id.example", "desk", "very secret")
    assert "very secret" not in repr(settings) + repr(options)
    with pytest.raises(ConfigError, match="without openid_client"):
        desk_options(load({}, {"WHOSEWORD_OPENID_ISSUER": "https://id.example"}, tmp_path), None)
