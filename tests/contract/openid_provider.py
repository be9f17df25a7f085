"""A small OpenID Connect provider that runs: real HTTP on this machine, real RS256 signatures, PKCE checked; a test may spoil what it says."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "the-desk", "a-secret-of-the-desk"


def key() -> RSAKey:
    """A key to sign with."""
    return RSAKey.generate_key(2048, private=True, auto_kid=True)


@dataclass
class Provider:
    """What the provider knows: its key, who is logged in with it, and how a test spoils its answers."""

    signing: RSAKey = field(default_factory=key)
    published: RSAKey | None = None
    claims: dict[str, Any] = field(default_factory=lambda: {
        "sub": "user-1", "email": "out@example.org", "email_verified": True, "name": "Out Side",
    })  # fmt: skip
    spoil: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
    sign: Callable[[dict[str, Any], RSAKey], str] | None = None
    describe: Callable[[dict[str, Any]], dict[str, Any]] = lambda told: told
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    issuer: str = ""

    def authorize(self, address: str) -> str:
        """What a browser does with the address that the desk sent it to: the address that it comes back to."""
        given = dict(parse_qsl(urlsplit(address).query))
        assert given["response_type"] == "code"
        assert given["client_id"] == CLIENT
        assert "openid" in given["scope"].split()
        assert given["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}-{time.monotonic_ns()}"
        self.codes[code] = given
        return given["redirect_uri"] + "?" + urlencode({"code": code, "state": given["state"]})

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """What the token endpoint answers: an ID token once for each code, to who has its verifier and the client's secret."""
        basic = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        given = self.codes.pop(form.get("code", ""), None)
        if given is None or authorization != basic or form.get("redirect_uri") != given["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        challenge = (
            base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        )
        if challenge != given["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": given["nonce"], **self.claims}
        sign = self.sign or (lambda said, signing: jwt.encode({"alg": "RS256", "kid": signing.kid}, said, signing))
        return 200, {"access_token": "unused", "token_type": "Bearer", "id_token": sign(self.spoil(claims), self.signing)}

    def described(self) -> dict[str, Any]:
        """Its description (discovery)."""
        told = {"issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize", "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys"}  # fmt: skip
        return self.describe(told)


class Handler(BaseHTTPRequestHandler):
    """Serves a provider over HTTP."""

    provider: Provider

    def do_GET(self):
        self.provider.asked.append(self.path)
        if self.path == "/.well-known/openid-configuration":
            self.answer(200, self.provider.described())
        elif self.path == "/keys":
            shown = self.provider.published or self.provider.signing
            self.answer(200, {"keys": [shown.as_dict(private=False) | {"kid": shown.kid}]})
        else:
            self.answer(404, {})

    def do_POST(self):
        self.provider.asked.append(self.path)
        raw = self.rfile.read(int(self.headers["content-length"])).decode()
        form = {name: values[0] for name, values in parse_qs(raw).items()}
        self.answer(*self.provider.token(form, self.headers.get("authorization", "")))

    def answer(self, status, told):
        raw = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_):
        """Nothing."""


def run():
    """Run a provider; yields it."""
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"provider": provider}))
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield provider
    server.shutdown()
    thread.join()
    server.server_close()
