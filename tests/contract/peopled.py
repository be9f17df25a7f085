"""A ledger with a person of each role, and clients that are logged in as them."""

import re

from argon2 import PasswordHasher
from fastapi.testclient import TestClient
from store_readings import reading, statement

from whoseword.store import Store
from whoseword.web import DeskOptions, create_app

# Argon2 with little work, for tests that log in again and again; tests/unit/test_passwords.py looks at the real parameters.
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
WORDS = "a long way to the ferry"  # the password of all three
NAMES = {"reader": "Rea Dow", "editor": "Ed Lind", "admin": "Ada Min"}
TEXT = "Putin demanded talks. Kyiv refused talks. She hoped for peace."
TALKS, REFUSED = statement(TEXT, "talks", act="demand"), statement(TEXT, "refused talks", "Kyiv", act="refuse")
WHOLE = reading(TEXT, TALKS, REFUSED, published="2025-01-20", outlet="Daily")
FAR = ("192.0.2.7", 40000)
HOME = "http://localhost:8765"


def with_people(store: Store) -> Store:
    """The same ledger, with one person of each role."""
    for role, name in NAMES.items():
        store.people.add(name, role, password=WORDS, by="a test")
    return store


def visit(store: Store, *, address=FAR, base=HOME, **options) -> TestClient:
    """A browser somewhere that nobody is logged in with."""
    app = create_app(store, DeskOptions(**options))
    return TestClient(app, base_url=base, client=address, raise_server_exceptions=False, follow_redirects=False)


def token_in(page: str) -> str:
    """What the forms of a page hold."""
    return re.search(r'name="token" value="(\w+)"', page)[1]


def send(client: TestClient, path: str, page: str | None = None, **fields):
    """Send the form of a page."""
    shown = client.get(page or path)
    return client.post(
        path, data={"token": token_in(shown.text), **fields}, headers={"origin": str(client.base_url).rstrip("/")}
    )


def log_in(client: TestClient, role: str, password: str = WORDS, **fields):
    """Log in as the person of that role."""
    return send(client, "/login", name=NAMES.get(role, role), password=password, **fields)


def logged_in(store: Store, role: str, **options) -> TestClient:
    """A browser somewhere that this person is logged in with."""
    client = visit(store, **options)
    assert log_in(client, role).status_code == 303
    return client
