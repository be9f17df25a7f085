"""The part of the API that is about an article's versions, the page that it was read from, and where on it statements stand."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Request, Response
from fastapi import Query as Asked
from pydantic import BaseModel, ConfigDict, Field

from whoseword import originals, versions
from whoseword.originals import PlacedStatement
from whoseword.store import Kept, Store
from whoseword.versions import Changed, History
from whoseword.watching import Least
from whoseword.web._answers import answer, as_json, page_schema, paged
from whoseword.web._schema import reference

RECORDS: Final = (History, Changed, Kept, PlacedStatement)
_LOOKED_AT: Final = 200


class EditedPage(BaseModel):
    """A page of articles that were edited."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(20, ge=1, le=50)
    offset: int = Field(0, ge=0, le=_LOOKED_AT)


def versioned(store: Store, least: Least) -> APIRouter:
    """The routes over an open ledger."""
    router = APIRouter()

    def edited(request: Request, asked: Annotated[EditedPage, Asked()]) -> Response:
        """Articles whose statements or headline were edited after they were first read, the last read first; the last 200 are looked at."""
        end = asked.offset + asked.limit + 1
        found = versions.edited(store, least.confidence, limit=end, looked_at=_LOOKED_AT)
        return paged(request, found[asked.offset : end], asked.limit, asked.offset)

    def history(article_id: str) -> Response:
        """Every text of an article and what changed from each to the next; the id, or the beginning of it, of any of them."""
        return as_json(versions.history(store, article_id, least.confidence))

    def kept(article_id: str) -> Response:
        """That the bytes of an article are kept, and by which checksum; null where they are not. The desk gives them as a file."""
        return as_json(store.originals.find(article_id))

    def nodes(request: Request, article_id: str) -> Response:
        """Where the statements of an article stand on its kept page: text nodes by XPath, and offsets into their strings."""
        found = originals.placed(store.reading(article_id).statements, originals.nodes(store, article_id))
        return paged(request, found, max(1, len(found)), 0, more=False)

    routes: list[tuple[str, Any, dict[str, Any]]] = [
        ("/edited", edited, page_schema(reference(Changed))),
        ("/articles/{article_id}/versions", history, reference(History)),
        ("/articles/{article_id}/original", kept, {"anyOf": [reference(Kept), {"type": "null"}]}),
        ("/articles/{article_id}/nodes", nodes, page_schema(reference(PlacedStatement))),
    ]
    for path, function, schema in routes:
        router.add_api_route(path, function, methods=["GET"], responses=answer(schema), response_class=Response)
    return router
