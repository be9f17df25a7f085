"""The part of the API that adds articles and feeds: what is added waits in the inbox, and a reader of it reads it."""

from collections.abc import Callable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Request, Response
from fastapi import Query as Asked
from pydantic import BaseModel, ConfigDict, Field

from whoseword import arriving
from whoseword.errors import InputError
from whoseword.feeds import Outline
from whoseword.store import Arrival, Feed, State, Store, feed_id
from whoseword.web._answers import MOST, Answers, answer, as_json, faults, page_schema, paged
from whoseword.web._schema import reference

RECORDS: Final = (Arrival, Feed)
_FAR: Final = 1_000_000_000
_WRITE_FAULTS: Final = {403: "A page of another site", 411: "Without a length", 413: "Too large", 415: "Not JSON"}


class ArrivalsPage(BaseModel):
    """Which arrivals."""

    model_config = ConfigDict(extra="forbid")

    state: State | None = Field(None, description="Only those in this state.")
    feed: str | None = Field(None, max_length=64, description="Only what came by this feed: its whole id.")
    limit: int = Field(50, ge=1, le=MOST)
    offset: int = Field(0, ge=0, le=_FAR)


class FeedsPage(BaseModel):
    """Which feeds."""

    model_config = ConfigDict(extra="forbid")

    active: bool | None = Field(None, description="Only those that are followed, or only those that were stopped.")
    limit: int = Field(50, ge=1, le=MOST)
    offset: int = Field(0, ge=0, le=_FAR)


class Adding(BaseModel):
    """An article to read: a `url` to fetch, or its `text` with the `url` that it stands at, if any."""

    model_config = ConfigDict(extra="forbid")

    url: str | None = Field(None, max_length=2000)
    text: str | None = Field(None, max_length=arriving.LONGEST_TEXT, description="Plain text, or the source of a web page.")
    title: str | None = Field(None, max_length=500)
    outlet: str | None = Field(None, max_length=500)
    published: str | None = Field(None, max_length=40, description="An ISO 8601 date.")
    by: str | None = Field(None, max_length=200, description="Who adds it; a token's name comes before it.")


class Following(BaseModel):
    """A feed to follow."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field(min_length=1, max_length=2000)
    title: str | None = Field(None, max_length=300)
    by: str | None = Field(None, max_length=200, description="Who adds it; a token's name comes before it.")


class Nothing(BaseModel):
    """An empty object: all is said by the address."""

    model_config = ConfigDict(extra="forbid")


def incoming(store: Store, *, user: str, allow_private: bool) -> APIRouter:
    """The routes over an open ledger; `user` adds what comes without a token and a name."""
    router = APIRouter()

    def arrivals(request: Request, asked: Annotated[ArrivalsPage, Asked()]) -> Response:
        """What was added or came by feeds, the last first."""
        found = store.inbox.arrivals(state=asked.state, feed=asked.feed, limit=asked.limit + 1, offset=asked.offset)
        return paged(request, found, asked.limit, asked.offset)

    def arrival(arrival_id: str) -> Response:
        """One arrival: whether it was read, and as which article, or why not; the id or the beginning of it."""
        return as_json(store.inbox.arrival(arrival_id))

    def add(request: Request, adding: Adding) -> Response:
        """Put an article into the inbox; one that waits there already is not put there twice."""
        one = _arriving(adding, allow_private=allow_private)
        return as_json(store.inbox.add([one], by=_by(request, adding.by, user))[0], status=201)

    def retry(arrival_id: str, _nothing: Nothing) -> Response:
        """Have an arrival read again that was rejected or put off."""
        return as_json(store.inbox.retry(arrival_id))

    def feeds(request: Request, asked: Annotated[FeedsPage, Asked()]) -> Response:
        """The feeds, by folder and title."""
        return paged(
            request,
            store.feeds.feeds(active=asked.active, limit=asked.limit + 1, offset=asked.offset),
            asked.limit,
            asked.offset,
        )

    def follow(request: Request, following: Following) -> Response:
        """Follow a feed; one that is followed already stays as it is."""
        new = arriving.feed_of(Outline(following.url, following.title), allow_private=allow_private)
        store.feeds.add([new], by=_by(request, following.by, user))
        return as_json(store.feeds.feed(feed_id(new.url)), status=201)

    def stop(feed_id: str, _nothing: Nothing) -> Response:
        """Check a feed no more."""
        return as_json(store.feeds.follow(feed_id, active=False))

    def check(feed_id: str, _nothing: Nothing) -> Response:
        """Check a feed now; one that was stopped goes on."""
        return as_json(store.feeds.follow(feed_id, active=True))

    _routes(router, {"/arrivals": (arrivals, page_schema(reference(Arrival))), "/arrivals/{arrival_id}": (arrival, reference(Arrival)),
        "/feeds": (feeds, page_schema(reference(Feed)))}, {"/arrivals": (add, Arrival, 201), "/arrivals/{arrival_id}/retry": (retry, Arrival, 200),
        "/feeds": (follow, Feed, 201), "/feeds/{feed_id}/stop": (stop, Feed, 200), "/feeds/{feed_id}/check": (check, Feed, 200)})  # fmt: skip
    return router


def _routes(
    router: APIRouter,
    gets: dict[str, tuple[Callable[..., Response], dict[str, Any]]],
    posts: dict[str, tuple[Callable[..., Response], type, int]],
) -> None:
    for path, (function, schema) in gets.items():
        router.add_api_route(path, function, methods=["GET"], responses=answer(schema), response_class=Response)
    for path, (writer, record, status) in posts.items():
        made: Answers = {status: answer(reference(record))[200]}
        responses = made | faults(_WRITE_FAULTS)
        router.add_api_route(path, writer, methods=["POST"], status_code=status, responses=responses, response_class=Response)


def _arriving(adding: Adding, *, allow_private: bool) -> Any:
    said = {"title": adding.title, "outlet": adding.outlet, "published": adding.published}
    if adding.text is not None:
        return arriving.of_text(adding.text, said | {"url": adding.url})
    if adding.url is None:
        raise InputError("nothing is added: give a url or a text")
    return arriving.of_url(adding.url, allow_private=allow_private, said=said)


def _by(request: Request, given: str | None, user: str) -> str:
    """Who adds it: a token's name, else who is named, else the user of the desk."""
    name: str | None = getattr(request.state, "user", None)
    return name or (given or "").strip() or user
