"""What every page shares: the ledger, the options, and templates that show all text as text."""

import hmac
import secrets
from dataclasses import dataclass, field, replace
from hashlib import sha256
from importlib import resources
from typing import Annotated, Any, Final

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from whoseword.export import done, joined, named_surely, surest
from whoseword.markup import visible
from whoseword.records import Reading, Statement
from whoseword.store import Query, StatementRow, Store, Survey
from whoseword.web import _exports, _links, _words
from whoseword.web._openid import OpenId
from whoseword.web._tokens import Tokens
from whoseword.web._visitor import visitor

STATIC_FILES: Final = resources.files("whoseword.web") / "static"
_ASSETS: Final = ("desk.css", "icon.svg", "theme.js", "desk.js", "words.js", "vendor/htmx-2.0.11.min.js")

_TOKEN_BYTES: Final = 32
# Statements that a search looks at, the last added or said: about 25 ms of a two-core machine's time in a ledger of a million (2026-11-30,
# benchmarks/desk.py). Deeper pages than they fill there are none.
LOOKED_AT: Final = 2500
COUNTED: Final = 2000  # statements of those found that are counted


@dataclass(frozen=True, slots=True)
class DeskOptions:
    """How the desk shows the ledger, and under which names it may be called.

    `hosts` are names of this machine that a browser may call it by, besides localhost and any IP address. `confidence` is the least
    that a statement shown may have, `sure` the least with which a speaker is named. `tokens` let other machines use the API; `user`
    makes the corrections of who has none. With `allow_private` an address that is added may lead into this machine's network. `openid` is
    the provider that people may log in by.
    """

    hosts: frozenset[str] = frozenset()
    confidence: float = 0.0
    sure: float = 0.0
    tokens: Tokens = field(default_factory=Tokens)
    user: str = "desk"
    allow_private: bool = False
    openid: OpenId | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """The ledger as the pages see it: only what is sure enough, and a way to show it.

    `members` is where people, sessions and the audit are kept: the same ledger, open for writing even where the desk only reads.
    """

    store: Store
    options: DeskOptions
    members: Store
    templates: Environment = field(repr=False)
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(_TOKEN_BYTES), repr=False)

    @property
    def token(self) -> str:
        """What stands in every form of this run, and of this session where somebody is logged in."""
        who = visitor()
        return self.signed(f"form {who.session.id}" if who is not None and who.session is not None else "form")

    def signed(self, text: str) -> str:
        """A signature of this run under a text."""
        return hmac.new(self.secret, text.encode("utf-8", "surrogatepass"), sha256).hexdigest()

    def page(self, template: str, *, status: int = 200, **shown: Any) -> HTMLResponse:
        """A page from a template; whatever text is put into it is escaped, its invisible characters made visible."""
        who = visitor()
        person = who.person if who is not None else None
        known = {"person": person, "log_out": self.token if person is not None else "", "bare": False}
        if person is not None and not person.may("editor"):
            known["writable"] = False
        return HTMLResponse(self.templates.get_template(template).render(known | shown), status)

    def query(self, **asked: Any) -> Query:
        """A question to the ledger with this desk's least confidences."""
        return Query(**({"confidence": self.options.confidence, "sure": self.options.sure, "repeats": False} | asked))

    def rows(self, query: Query) -> list[StatementRow]:
        """The statements found, their speakers unresolved where not sure enough; give the query a limit."""
        return [self.surely(row) for row in self.store.statements(query, window=LOOKED_AT)]

    def search(self, query: Query, window: int = LOOKED_AT) -> tuple[list[StatementRow], Survey]:
        """As `rows`, with how all that was found spreads."""
        found = self.store.search(query, window=window, most=COUNTED)
        return [self.surely(row) for row in found.rows], found.survey

    def by_id(self, ids: list[str]) -> list[StatementRow]:
        """The statements of these ids that there are, in this order."""
        return [self.surely(row) for row in self.store.statements_by_id(ids)]

    def surely(self, row: StatementRow) -> StatementRow:
        """The row as this desk shows it."""
        statement = named_surely(row.statement, self.options.sure)
        return row if statement is row.statement else replace(row, statement=statement)

    def reading(self, article_id: str) -> Reading:
        """The latest reading of an article as this desk shows it; NotFoundError where there is none."""
        return surest(self.store.reading(article_id), self.options.confidence, self.options.sure)


def desk_of(request: Request) -> Desk:
    """The desk of the app that serves this request."""
    desk: Desk = request.app.state.desk
    return desk


TheDesk = Annotated[Desk, Depends(desk_of)]


def new_desk(store: Store, options: DeskOptions, members: Store | None = None) -> Desk:
    """A desk over a ledger, its templates ready."""
    environment = Environment(
        loader=PackageLoader("whoseword.web"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "day": _words.day, "shortened": _words.shortened, "words_of": _words_of, "oneline": _words.oneline,
        "count": _words.count, "named": _words.arrival_name, "web_address": _links.web_address,
    }  # fmt: skip
    environment.globals |= {
        "writable": not store.read_only, "exports_of": _exports.of_search, "done": done,
        "link": _links, "how_words": _words.HOW, "type_words": _words.TYPES, "act_words": _words.ACTS,
        "static": {name: f"/static/{name}?v={_digest(name)}" for name in _ASSETS},
    }  # fmt: skip
    return Desk(store, options, members or store, environment)


def _shown(value: Any) -> Any:
    """Every string that a template puts out comes through here; Markup, which is made by this package, is left as it is."""
    if value is None:
        return ""
    return visible(value) if type(value) is str else value


def _words_of(statement: Statement) -> str:
    return joined(statement.content) or ""


def _digest(name: str) -> str:
    return sha256(STATIC_FILES.joinpath(name).read_bytes()).hexdigest()[:12]
