"""The part of the API that is about what stands across articles: disputes, issues and positions."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Request, Response
from fastapi import Query as Asked
from pydantic import BaseModel, ConfigDict, Field

from whoseword import issues
from whoseword.compare import Contest, contests
from whoseword.compare.positions import By, PositionTable
from whoseword.errors import NotFoundError
from whoseword.records import Issue
from whoseword.store import Store
from whoseword.web._answers import MOST, answer, as_json, page_schema, paged
from whoseword.web._schema import reference

RECORDS: Final = (Contest, Issue, PositionTable)
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


def across(store: Store) -> APIRouter:
    """The routes over an open ledger."""
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
        chosen = next((one for one in store.issues() if one.name.casefold() == issue.casefold()), None)
        if chosen is None:
            raise NotFoundError(f"there is no issue {issue!r}: list the issues to see their names")
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
    return router


def _contests(store: Store, identity: str) -> list[Contest]:
    group = store.group(_CLAIM, identity)
    return contests(group.items, group.links, group.corrections)
