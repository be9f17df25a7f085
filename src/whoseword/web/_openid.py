"""Logging in by an OpenID Connect provider: the code flow with PKCE (RFC 7636), `state` and `nonce`.

Promises: nothing is asked unless a provider is set, and then its own addresses alone, over TLS (or on this machine); an ID token counts
only with a signature by a key of the provider, by an algorithm of keys in pairs, and with this issuer, this client, this nonce, and a time
that has not run out. Authlib speaks OAuth, joserfc checks the token. Not here: who the person is in the ledger (`_login`).
"""

import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from authlib.integrations.base_client.errors import OAuthError  # type: ignore[import-untyped]  # Authlib has no types
from authlib.integrations.httpx_client import OAuth2Client  # type: ignore[import-untyped]  # Authlib has no types
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from whoseword.errors import InputError

_ALGORITHMS: Final = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA", "Ed25519"]
_SCOPE: Final = "openid email profile"
_TIMEOUT_S: Final = 10.0
_KNOWN_S: Final = 3600.0  # how long a provider's description and keys are believed
_LEEWAY_S: Final = 60
_LARGEST: Final = 1_000_000  # bytes of an answer
_DISCOVERY: Final = "/.well-known/openid-configuration"
_SECRET_BYTES: Final = 32
_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_ADDRESSES: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class OpenId:
    """A provider and how this desk is known to it.

    `claim` is what says who somebody is, such as `email`; with `newcomers` who is not in the ledger is let in as a reader.
    """

    issuer: str
    client: str
    secret: str = field(default="", repr=False)
    claim: str = "email"
    newcomers: bool = False


@dataclass(frozen=True, slots=True)
class Started:
    """A login that was begun: the address to go to, and what must come back with it."""

    address: str
    state: str
    nonce: str
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom the provider means: its own name for them, what the claim says, and what to call them."""

    subject: str
    outside: str
    name: str


class RefusedLoginError(InputError):
    """The provider, or what came from it, does not say who this is."""


class Provider:
    """A provider that is asked over the network; its description and keys are kept for an hour."""

    def __init__(self, openid: OpenId) -> None:
        _check_address(openid.issuer, "issuer")
        self.openid = openid
        self._lock = threading.Lock()
        self._known: tuple[float, dict[str, Any], KeySet] | None = None

    def start(self, back: str) -> Started:
        """Begin a login that comes back to the address `back`."""
        described, _ = self._described()
        nonce, verifier = secrets.token_urlsafe(_SECRET_BYTES), secrets.token_urlsafe(_SECRET_BYTES)
        with self._client(back) as client:
            address, state = client.create_authorization_url(
                described["authorization_endpoint"],
                state=secrets.token_urlsafe(_SECRET_BYTES),
                nonce=nonce,
                code_verifier=verifier,
            )
        return Started(address, state, nonce, verifier)

    def finish(self, started: Started, code: str, back: str) -> Meant:
        """Whom the provider means, for the code that came back; RefusedLoginError where anything of it is not as it must be."""
        described, _ = self._described()
        with self._client(back) as client:
            try:
                given = client.fetch_token(described["token_endpoint"], code=code, code_verifier=started.verifier)
            except (httpx.HTTPError, OAuthError, ValueError) as error:
                raise RefusedLoginError("the provider gave nothing for this login: begin again") from error
        token = given.get("id_token")
        if not isinstance(token, str):
            raise RefusedLoginError("the provider did not say who you are: begin again")
        return self._meant(self._claims(token, started.nonce))

    def _claims(self, token: str, nonce: str) -> dict[str, Any]:
        described, keys = self._described()
        try:
            try:
                decoded = jwt.decode(token, keys, algorithms=_ALGORITHMS)
            except (JoseError, ValueError):
                _, keys = self._described(anew=True)  # it may have new keys
                decoded = jwt.decode(token, keys, algorithms=_ALGORITHMS)
            rules = jwt.JWTClaimsRegistry(
                leeway=_LEEWAY_S,
                iss={"essential": True, "value": described["issuer"]},
                aud={"essential": True, "value": self.openid.client},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True, "value": nonce},
                sub={"essential": True},
            )
            rules.validate(decoded.claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise RefusedLoginError("what the provider says of you does not hold: begin again") from error
        claims: dict[str, Any] = decoded.claims
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", None if several else self.openid.client) != self.openid.client:
            raise RefusedLoginError("what the provider says of you is for another program: begin again")
        return claims

    def _meant(self, claims: dict[str, Any]) -> Meant:
        said, subject = claims.get(self.openid.claim), claims["sub"]
        if not isinstance(subject, str) or not subject or not isinstance(said, str) or not said.strip():
            raise RefusedLoginError(f"the provider does not say your {self.openid.claim}: an admin can choose another claim")
        if self.openid.claim == "email" and claims.get("email_verified") is not True:
            raise RefusedLoginError("the provider has not made sure of your address")
        name = claims.get("name")
        called = name if isinstance(name, str) and name.strip() else said
        return Meant(f"{self.openid.issuer} {subject}", said, called)

    def _described(self, *, anew: bool = False) -> tuple[dict[str, Any], KeySet]:
        with self._lock:
            now = time.monotonic()
            if self._known is None or anew or now - self._known[0] > _KNOWN_S:
                described = _asked(self.openid.issuer.rstrip("/") + _DISCOVERY)
                if described.get("issuer") != self.openid.issuer:
                    raise RefusedLoginError("the provider calls itself otherwise than the setting openid_issuer")
                for name in _ADDRESSES:
                    _check_address(described.get(name), name)
                try:
                    keys = KeySet.import_key_set(_asked(described["jwks_uri"]))  # type: ignore[arg-type]  # any JSON; it checks
                except (JoseError, ValueError, KeyError, TypeError) as error:
                    raise RefusedLoginError("the provider's keys cannot be read") from error
                self._known = (now, described, keys)
            return self._known[1], self._known[2]

    def _client(self, back: str) -> OAuth2Client:
        return OAuth2Client(
            client_id=self.openid.client, client_secret=self.openid.secret or None, scope=_SCOPE, redirect_uri=back,
            token_endpoint_auth_method="client_secret_basic" if self.openid.secret else "none", code_challenge_method="S256",
            timeout=_TIMEOUT_S, follow_redirects=False, trust_env=False,
        )  # fmt: skip


def _asked(address: str) -> dict[str, Any]:
    """What a provider answers, as JSON; RefusedLoginError where it does not, or too much."""
    try:
        with httpx.stream("GET", address, timeout=_TIMEOUT_S, follow_redirects=False, trust_env=False) as answer:
            answer.raise_for_status()
            raw = b""
            for part in answer.iter_bytes():
                raw += part
                if len(raw) > _LARGEST:
                    raise RefusedLoginError("the provider answers too much")
        found = httpx.Response(200, content=raw).json()
    except (httpx.HTTPError, ValueError) as error:
        raise RefusedLoginError("the provider cannot be reached: try again later, or log in by password") from error
    if not isinstance(found, dict):
        raise RefusedLoginError("the provider does not answer as OpenID Connect says")
    return found


def _check_address(address: object, name: str) -> None:
    """InputError unless it is an address over TLS, or of this machine."""
    parts = urlsplit(address) if isinstance(address, str) else None
    if (
        parts is None
        or not parts.hostname
        or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOCAL))
    ):
        raise RefusedLoginError(f"the provider's {name} is no https address")
