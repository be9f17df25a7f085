"""The REST API, version 1, with its OpenAPI description: what the ledger holds as JSON, corrections, and exports.

Promises: it reads and writes nothing but the ledger, its inbox among it; answers are bounded (`limit`, and `next` for the rest); records have the form
of docs/record.md; an error is a problem (RFC 9457); from another machine it is used with a token alone; a page of another site
can neither read nor write. Names and forms stay within version 1.
"""

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Final

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi import Query as Asked
from fastapi.openapi.utils import get_openapi

from whoseword.corrections import FIELDS, undone_by
from whoseword.export import named_surely, surest
from whoseword.formats import FORMATS
from whoseword.records import Correction, Reading
from whoseword.store import ArticleRow, Counts, Group, GroupRow, StatementRow, Store
from whoseword.watching import Least
from whoseword.web import _across, _incoming, _versioned, _watched
from whoseword.web._answers import Answers, answer, as_json, faults, page_schema, paged, plain
from whoseword.web._asked import (
    Added,
    ArticlesPage,
    CorrectionsPage,
    GroupsPage,
    Merged,
    Said,
    SpeakersAsked,
    Split,
    StatementsAsked,
    StatementsPage,
    Taken,
)
from whoseword.web._correcting import compare_anew
from whoseword.web._door import Door, cookie_name
from whoseword.web._exports import file_of
from whoseword.web._gate import Gate
from whoseword.web._problems import SCHEMA, problem, tell_problems
from whoseword.web._rights import API
from whoseword.web._schema import reference, schemas_of
from whoseword.web._tokens import Tokens

_VERSION: Final = "1"
_RECORDS: Final = (Reading, StatementRow, ArticleRow, Correction, Counts, Group, GroupRow)
_FAULTS: Final = {
    400: "What is asked cannot be", 401: "A token is needed", 404: "It is not in the ledger", 422: "A value is against its rule",
    503: "The ledger cannot be read or written",
}  # fmt: skip
_WRITE_FAULTS: Final = {
    403: "A page of another site, or not for this role",
    411: "Without a length",
    413: "Too large",
    415: "Not JSON",
}


@dataclass(frozen=True, slots=True)
class ApiOptions:
    """Who may use the API, and how it shows the ledger.

    `tokens` let other machines in. `user` makes the corrections of who has no token and gives no name. `confidence` and `sure` are
    the least that are shown, whatever is asked. With `allow_private` an address that is added may lead into this machine's network.
    """

    tokens: Tokens = field(default_factory=Tokens)
    user: str = "desk"
    confidence: float = 0.0
    sure: float = 0.0
    allow_private: bool = False


def create_api(store: Store, options: ApiOptions | None = None, members: Store | None = None) -> FastAPI:
    """The API over an open ledger, as an ASGI app to mount at /api/v1; corrections need a ledger that is open for writing.

    `members` is the same ledger, open for writing, where sessions of people are kept; by default `store`.
    """
    options = options or ApiOptions()
    app = FastAPI(title="whoseword", version=_VERSION, docs_url=None, redoc_url=None, openapi_url="/openapi.json")
    app.state.ledger = _Ledger(store, options)
    app.include_router(_router())
    app.include_router(_across.across(store, options.confidence), responses=faults(_FAULTS | _WRITE_FAULTS))
    incoming = _incoming.incoming(store, user=options.user, allow_private=options.allow_private)
    app.include_router(incoming, responses=faults(_FAULTS))
    least = Least(options.confidence, options.sure)
    app.include_router(_watched.watched(store, least, options.user), responses=faults(_FAULTS | _WRITE_FAULTS))
    app.include_router(_versioned.versioned(store, least), responses=faults(_FAULTS))
    tell_problems(app, store.path)
    app.add_middleware(Gate, tokens=options.tokens)
    app.add_middleware(Door, members=members or store, page=problem, prefix=API)
    app.openapi = functools.cache(functools.partial(_description, app))  # type: ignore[method-assign]  # FastAPI's way to do it
    return app


@dataclass(frozen=True, slots=True)
class _Ledger:
    """The ledger as the API shows it."""

    store: Store
    options: ApiOptions

    def rows(self, asked: StatementsAsked, *, limit: int | None = None, offset: int = 0) -> Iterator[StatementRow]:
        """The statements asked for, but none less sure than the options allow."""
        query = asked.query(limit=limit, offset=offset)
        sure = max(query.sure, self.options.sure)
        query = replace(query, confidence=max(query.confidence, self.options.confidence), sure=sure)
        return (self.surely(row, sure) for row in self.store.statements(query, raw=asked.raw))

    def surely(self, row: StatementRow, sure: float | None = None) -> StatementRow:
        """The row, its speaker unresolved where not sure enough."""
        return replace(row, statement=named_surely(row.statement, self.options.sure if sure is None else sure))


def _ledger(request: Request) -> _Ledger:
    found: _Ledger = request.app.state.ledger
    return found


def _router() -> APIRouter:
    router = APIRouter(responses=dict(faults(_FAULTS)))
    writes = faults(_WRITE_FAULTS)
    listed: list[tuple[str, Callable[..., Response], Answers]] = [
        ("/counts", counts, answer(reference(Counts))),
        ("/articles", articles, answer(page_schema(reference(ArticleRow)))),
        ("/articles/{article_id}", article, answer(reference(Reading))),
        ("/statements", statements, answer(page_schema(reference(StatementRow)))),
        ("/statements/{statement_id}", statement, answer(reference(StatementRow))),
        ("/speakers", speakers, answer(_speakers_schema())),
        ("/corrections", corrections, answer(page_schema(_correction_schema()))),
        ("/groups/{kind}", groups, answer(page_schema(reference(GroupRow)))),
        ("/groups/{kind}/{group_id}", group, answer(reference(Group))),
        (
            "/exports/{name}",
            exported,
            {200: {"description": "A file", "content": {f.media_type: {} for f in FORMATS.values()}}},
        ),
    ]
    for path, function, answers in listed:
        router.add_api_route(path, function, methods=["GET"], responses=answers, response_class=Response)
    made: Answers = {201: answer(reference(Correction))[200]}
    writers: list[tuple[str, Callable[..., Response]]] = [
        ("/corrections", correct),
        ("/corrections/{correction_id}/undo", undo),
        ("/articles/{article_id}/statements", add),
        ("/groups/{kind}/merge", merge),
        ("/groups/{kind}/{group_id}/split", split),
    ]
    for path, writer in writers:
        router.add_api_route(path, writer, methods=["POST"], status_code=201, responses=made | writes, response_class=Response)
    return router


def counts(request: Request) -> Response:
    """How much the ledger holds."""
    return as_json(_ledger(request).store.counts())


def articles(request: Request, asked: Annotated[ArticlesPage, Asked()]) -> Response:
    """The articles, the last added or published first."""
    store = _ledger(request).store
    found = store.articles(
        words=asked.words,
        outlet=asked.outlet,
        versions=asked.versions,
        order=asked.order,
        limit=asked.limit + 1,
        offset=asked.offset,
    )
    return paged(request, list(found), asked.limit, asked.offset)


def article(request: Request, article_id: str, *, raw: bool = False) -> Response:
    """The record of an article, with corrections, or with `raw` as it was read; the id or the beginning of it."""
    ledger = _ledger(request)
    return as_json(surest(ledger.store.reading(article_id, raw=raw), ledger.options.confidence, ledger.options.sure))


def statements(request: Request, asked: Annotated[StatementsPage, Asked()]) -> Response:
    """The statements that are asked for."""
    found = _ledger(request).rows(asked, limit=asked.limit + 1, offset=asked.offset)
    return paged(request, list(found), asked.limit, asked.offset)


def statement(request: Request, statement_id: str) -> Response:
    """One statement with the article it stands in; the id or the beginning of it."""
    ledger = _ledger(request)
    return as_json(ledger.surely(ledger.store.statement(statement_id)))


def speakers(request: Request, asked: Annotated[SpeakersAsked, Asked()]) -> Response:
    """Who speaks in the statements that are asked for, and how often, the most heard first."""
    ledger = _ledger(request)
    survey = ledger.store.survey(asked_query(asked, ledger.options), window=asked.window)
    heard = [{"name": name, "statements": number} for name, number in survey.counts["speaker"] if name is not None]
    return as_json({"items": heard, "counted": survey.counted, "more": survey.more})


def corrections(request: Request, asked: Annotated[CorrectionsPage, Asked()]) -> Response:
    """What people said of records, in the order in which they said it; `counts` is false where it was undone."""
    store = _ledger(request).store
    made = store.corrections(article=asked.article)
    if asked.statement is not None:
        whole = store.statement(asked.statement).statement
        ids = {whole.id, *(one.target_id for one in whole.corrections)}
        made = [one for one in made if one.target_id in ids]
    undone = undone_by(made)
    some = made[asked.offset : asked.offset + asked.limit + 1]
    return paged(request, [plain(one) | {"counts": one.id not in undone} for one in some], asked.limit, asked.offset)


def correct(request: Request, said: Said) -> Response:
    """Keep what somebody says of a statement; it is shown from now on, and the reading stays."""
    store = _ledger(request).store
    made = store.correct(said.statement, said.field, said.value, by=_by(request, said.by), why=said.why)
    return _written(store, made)


def undo(request: Request, correction_id: str, taken: Taken) -> Response:
    """Take a correction back; that is a correction of its own."""
    store = _ledger(request).store
    return _written(store, store.undo(correction_id, by=_by(request, taken.by), why=taken.why))


def add(request: Request, article_id: str, given: Added) -> Response:
    """Keep a statement that the reading missed; its id is the correction's `target_id`."""
    store = _ledger(request).store
    return _written(store, store.add_statement(article_id, given.statement, by=_by(request, given.by), why=given.why))


def merge(request: Request, kind: str, given: Merged) -> Response:
    """Keep that two groups are one."""
    store = _ledger(request).store
    return _written(store, store.merge(kind, given.first, given.second, by=_by(request, given.by), why=given.why))


def split(request: Request, kind: str, group_id: str, given: Split) -> Response:
    """Keep that some of a group are a group of their own, whatever articles come."""
    store = _ledger(request).store
    return _written(store, store.split(kind, group_id, given.members, by=_by(request, given.by), why=given.why))


def groups(request: Request, kind: str, asked: Annotated[GroupsPage, Asked()]) -> Response:
    """Groups of what was compared across articles, of one kind, the last heard of first."""
    found = _ledger(request).store.groups(kind, articles=asked.articles, limit=asked.limit + 1, offset=asked.offset)
    return paged(request, found, asked.limit, asked.offset)


def group(request: Request, kind: str, group_id: str) -> Response:
    """One group with all that is in it."""
    return as_json(_ledger(request).store.group(kind, group_id))


def exported(request: Request, name: str, asked: Annotated[StatementsAsked, Asked()]) -> Response:
    """The statements that are asked for as a file in one of the formats of docs/exports.md; `atom` is a feed."""
    ledger = _ledger(request)
    return file_of(request, ledger.store, name, ledger.rows(asked), _title(asked))


def asked_query(asked: StatementsAsked, options: ApiOptions) -> Any:
    """The question to the ledger with the least confidences of the options."""
    query = asked.query()
    confidence, sure = max(query.confidence, options.confidence), max(query.sure, options.sure)
    return replace(query, confidence=confidence, sure=sure)


def _by(request: Request, given: str | None) -> str:
    """Who says it: a token's name, else who is named, else the user of the desk."""
    user: str | None = getattr(request.state, "user", None)
    return user or given or _ledger(request).options.user


def _written(store: Store, made: Correction) -> Response:
    compare_anew(store)
    return as_json(made, status=201)


def _title(asked: StatementsAsked) -> str:
    given = asked.model_dump(exclude_defaults=True, exclude={"order", "window", "limit", "offset"})
    shown = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in given.items())
    return f"Statements: {shown}" if shown else "Statements"


def _speakers_schema() -> dict[str, Any]:
    one = {
        "type": "object",
        "properties": {"name": {"type": "string"}, "statements": {"type": "integer"}},
        "required": ["name", "statements"],
    }
    properties = {"items": {"type": "array", "items": one}, "counted": {"type": "integer"}, "more": {"type": "boolean"}}
    return {"type": "object", "properties": properties, "required": list(properties)}


def _correction_schema() -> dict[str, Any]:
    counting = {"type": "object", "properties": {"counts": {"type": "boolean"}}, "required": ["counts"]}
    return {"allOf": [reference(Correction), counting]}


def _description(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI description, with the schemas of records."""
    says = f"{app.title}: who said what. Fields that can be corrected: {', '.join(FIELDS)}."
    whole = get_openapi(title=app.title, version=app.version, description=says, routes=app.routes, servers=[{"url": "/api/v1"}])
    components = whole.setdefault("components", {})
    components.setdefault("schemas", {}).update(
        schemas_of((*_RECORDS, *_across.RECORDS, *_incoming.RECORDS, *_watched.RECORDS, *_versioned.RECORDS))
        | {"Problem": SCHEMA}
    )
    components["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer"},
        "session": {"type": "apiKey", "in": "cookie", "name": cookie_name(secure=False)},
    }
    whole["security"] = [{}, {"token": []}, {"session": []}]
    return whole
