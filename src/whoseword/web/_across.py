"""The part of the API that is about what stands across articles: disputes, issues and positions, and relations."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Request, Response
from fastapi import Query as Asked
from pydantic import BaseModel, ConfigDict, Field

from whoseword import dyads, issues
from whoseword.compare import Contest, contests
from whoseword.compare.positions import By, PositionTable
from whoseword.errors import NotFoundError
from whoseword.events import Relations, Reported
from whoseword.records import Issue
from whoseword.store import Store
from whoseword.web._answers import MOST, Answers, answer, as_json, page_schema, paged
from whoseword.web._schema import reference

RECORDS: Final = (Contest, Issue, PositionTable, dyads.Pair, Relations, Reported)
_CLAIM: Final = "claim"
_AGAINST: Final = "against"


class DisputesPage(BaseModel):
    """Which disputes: groups of claims are counted, and each may hold several disputes."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(20, ge=1, le=MOST)
    offset: int = Field(0, ge=0, le=1_000_000_000)


class IssuesPage(BaseModel):
    """A page of issues."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(100, ge=1, le=MOST)
    offset: int = Field(0, ge=0, le=1_000_000_000)


class Kept(BaseModel):
    """An issue to keep in the ledger."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=120, description="What to call it; one of the same name is replaced.")
    words: str | None = Field(None, max_length=2000, description='Words, "a phrase", AND, OR, NOT, begin*.')
    examples: list[str] = Field([], max_length=50, description="Statements like those that belong to it: ids, or texts.")


class Removed(BaseModel):
    """Nothing more is said of it."""

    model_config = ConfigDict(extra="forbid")


class PairsPage(BaseModel):
    """A page of pairs of parties."""

    model_config = ConfigDict(extra="forbid")

    confidence: float = Field(0.0, ge=0, le=1)
    limit: int = Field(100, ge=1, le=MOST)
    offset: int = Field(0, ge=0, le=1_000_000_000)


class PairAsked(BaseModel):
    """Two parties, each a country by code or name (all of its parties) or a party by name."""

    model_config = ConfigDict(extra="forbid")

    first: str = Field(min_length=1, max_length=200)
    second: str = Field(min_length=1, max_length=200)
    confidence: float = Field(0.0, ge=0, le=1)


class EventsPage(PairAsked):
    """A page of the events between two parties."""

    limit: int = Field(30, ge=1, le=MOST)
    offset: int = Field(0, ge=0, le=1_000_000_000)


class PositionsAsked(BaseModel):
    """How positions are told."""

    model_config = ConfigDict(extra="forbid")

    window: int = Field(
        500,
        ge=1,
        le=20_000,
        description="How many statements that have its words are looked at, the last added: their whole articles are read.",
    )

    by: By = Field("actor", description="Of each actor, or of each country.")
    confidence: float = Field(0.0, ge=0, le=1)
    sure: float = Field(0.0, ge=0, le=1)


def across(store: Store, confidence: float) -> APIRouter:
    """The routes over an open ledger; of events none less sure than `confidence` is shown."""
    router = APIRouter()

    def disputes(request: Request, asked: Annotated[DisputesPage, Asked()]) -> Response:
        """What is contested across articles, the last heard of first."""
        rows = store.groups(_CLAIM, relation=_AGAINST, limit=asked.limit + 1, offset=asked.offset)
        groups = store.whole_groups(_CLAIM, [row.id for row in rows[: asked.limit]])
        found = [one for group in groups for one in contests(group.items, group.links)]
        return paged(request, found, asked.limit, asked.offset, more=len(rows) > asked.limit)

    def dispute(dispute_id: str) -> Response:
        """One dispute, by its id or any claim in it: both sides with every statement, and why they are held against each other."""
        found = _contests(store, dispute_id)
        chosen = next((one for one in found if one.id == dispute_id), found[0] if found else None)
        if chosen is None:
            raise NotFoundError(f"nothing is contested in the claims of {dispute_id!r}: list the disputes to see their ids")
        return as_json(chosen)

    def issues_(request: Request, asked: Annotated[IssuesPage, Asked()]) -> Response:
        """The issues that people defined, by name."""
        return paged(request, list(store.issues()[asked.offset : asked.offset + asked.limit + 1]), asked.limit, asked.offset)

    def positions(issue: str, asked: Annotated[PositionsAsked, Asked()]) -> Response:
        """What each party holds on an issue over time, with each change and both statements that show it."""
        chosen = issues.named(store, issue)
        least = {"confidence": asked.confidence, "sure": asked.sure}
        return as_json(issues.table(store, chosen, by=asked.by, window=asked.window, **least))

    routes: list[tuple[str, Any, dict[str, Any]]] = [
        ("/disputes", disputes, page_schema(reference(Contest))),
        ("/disputes/{dispute_id}", dispute, reference(Contest)),
        ("/issues", issues_, page_schema(reference(Issue))),
        ("/issues/{issue}/positions", positions, reference(PositionTable)),
    ]
    for path, function, schema in routes:
        router.add_api_route(path, function, methods=["GET"], responses=answer(schema), response_class=Response)
    _add_relations(router, store, confidence)
    _add_writers(router, store)
    return router


def _add_relations(router: APIRouter, store: Store, least: float) -> None:
    def pairs(request: Request, asked: Annotated[PairsPage, Asked()]) -> Response:
        """Which two parties events are told of in the articles added last, those with most events first."""
        found = dyads.pairs(store, confidence=max(asked.confidence, least))
        return paged(request, found[asked.offset : asked.offset + asked.limit + 1], asked.limit, asked.offset)

    def moves(asked: Annotated[PairAsked, Asked()]) -> Response:
        """How the relations of two parties move, week by week, with the ids of the events that count."""
        return as_json(dyads.between(store, asked.first, asked.second, confidence=max(asked.confidence, least)).series)

    def events(request: Request, asked: Annotated[EventsPage, Asked()]) -> Response:
        """The events between two parties with their reports and evidence, the last first."""
        found = dyads.between(store, asked.first, asked.second, confidence=max(asked.confidence, least)).events
        some = dyads.reports(store, [one.group for one in found[asked.offset : asked.offset + asked.limit]])
        return paged(request, some, asked.limit, asked.offset, more=len(found) > asked.offset + asked.limit)

    for path, function, schema in (
        ("/relations", pairs, page_schema(reference(dyads.Pair))),
        ("/relations/series", moves, reference(Relations)),
        ("/relations/events", events, page_schema(reference(Reported))),
    ):
        router.add_api_route(path, function, methods=["GET"], responses=answer(schema), response_class=Response)


def _add_writers(router: APIRouter, store: Store) -> None:
    def keep(given: Kept) -> Response:
        """Keep an issue, in place of the one of its name, and work out what parties hold on it."""
        issues.keep(store, Issue(given.name, given.words, tuple(given.examples)))
        return as_json(issues.named(store, given.name), status=201)

    def remove(issue: str, _nothing: Removed) -> Response:
        """Take an issue out; every statement stays. The answer is what was kept."""
        return as_json(issues.remove(store, issue), status=201)

    made: Answers = {201: answer(reference(Issue))[200]}
    for path, writer in (("/issues", keep), ("/issues/{issue}/remove", remove)):
        router.add_api_route(path, writer, methods=["POST"], status_code=201, responses=made, response_class=Response)


def _contests(store: Store, identity: str) -> list[Contest]:
    group = store.group(_CLAIM, identity)
    return contests(group.items, group.links, group.corrections)
