"""The part of the API that is about what people follow: watches, and the statements under one."""

from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Request, Response
from fastapi import Query as Asked
from pydantic import BaseModel, ConfigDict, Field

from whoseword import watching
from whoseword.store import Store, Watch, WatchKind
from whoseword.watching import Least, Line, News
from whoseword.web._answers import MOST, Answers, answer, as_json, page_schema, paged
from whoseword.web._schema import reference

_FAR: Final = 1_000_000_000
_LONGEST_NAME: Final = 120  # code points


@dataclass(frozen=True, slots=True)
class Watched:
    """A watch and how many statements under it are new, at least so many where `more` says so; `there` is false where it is no more."""

    watch: Watch
    new: int
    more: bool
    there: bool
    mark: int


RECORDS: Final = (Watch, Watched, Line)


class WatchesPage(BaseModel):
    """A page of watches."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=_FAR)


class LinesPage(BaseModel):
    """Which statements of a watch."""

    model_config = ConfigDict(extra="forbid")

    new: bool = Field(False, description="Only those that came since somebody looked.")
    limit: int = Field(50, ge=1, le=MOST)
    offset: int = Field(0, ge=0, le=_FAR)


class Followed(BaseModel):
    """What somebody follows from now on."""

    model_config = ConfigDict(extra="forbid")

    kind: WatchKind
    what: str = Field(
        min_length=1,
        max_length=8000,
        description="The query of a search's address, a speaker's name, an issue's name, or a dispute's id.",
    )
    name: str | None = Field(None, max_length=_LONGEST_NAME, description="What to call it.")
    by: str | None = Field(None, max_length=200, description="Who says so; a token's name comes before it.")


class Renamed(BaseModel):
    """What changes of a watch."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(None, min_length=1, max_length=_LONGEST_NAME)
    place: int | None = Field(None, ge=1, le=1000, description="From 1; the others make room.")


class Looked(BaseModel):
    """That somebody looked."""

    model_config = ConfigDict(extra="forbid")

    mark: int | None = Field(
        None, ge=0, le=2**53, description="The mark that came with what one looked at; by default all that there is."
    )


class Stopped(BaseModel):
    """That it is watched no more."""

    model_config = ConfigDict(extra="forbid")


def watched(store: Store, least: Least, user: str) -> APIRouter:
    """The routes over an open ledger; `user` is who follows without a token and a name."""
    router = APIRouter()
    _add_readers(router, store, least)
    _add_writers(router, store, user)
    return router


def _add_readers(router: APIRouter, store: Store, least: Least) -> None:
    def watches(request: Request, asked: Annotated[WatchesPage, Asked()]) -> Response:
        """What people follow, in their order, and how much of it is new."""
        some = store.watches.every()[asked.offset : asked.offset + asked.limit + 1]
        told = [_told(watching.news(store, one, least, limit=0)) for one in some[: asked.limit]]
        return paged(request, told, asked.limit, asked.offset, more=len(some) > asked.limit)

    def watch(watch_id: str) -> Response:
        """One watch, by its id or the beginning of it."""
        return as_json(_told(watching.news(store, store.watches.get(watch_id), least, limit=0)))

    def statements(request: Request, watch_id: str, asked: Annotated[LinesPage, Asked()]) -> Response:
        """The statements under a watch, the last that came into the ledger first; `new` says which came since somebody looked."""
        find = watching.news if asked.new else watching.latest
        found = find(store, store.watches.get(watch_id), least, limit=asked.limit + 1, offset=asked.offset)
        return paged(request, list(found.lines), asked.limit, asked.offset)

    for path, function, schema in (
        ("/watches", watches, page_schema(reference(Watched))),
        ("/watches/{watch_id}", watch, reference(Watched)),
        ("/watches/{watch_id}/statements", statements, page_schema(reference(Line))),
    ):
        router.add_api_route(path, function, methods=["GET"], responses=answer(schema), response_class=Response)


def _add_writers(router: APIRouter, store: Store, user: str) -> None:
    def follow(request: Request, what: Followed) -> Response:
        """Follow a search, a speaker, an issue or a dispute; what is followed already stays as it is."""
        by = getattr(request.state, "user", None) or what.by or user
        return as_json(watching.start(store, what.kind, what.what, by=by, name=what.name), status=201)

    def change(watch_id: str, changed: Renamed) -> Response:
        """Call a watch otherwise, or put it at another place of the list."""
        found = store.watches.get(watch_id)
        if changed.name is not None:
            found = store.watches.rename(found.id, changed.name)
        if changed.place is not None:
            found = store.watches.move(found.id, changed.place)
        return as_json(found, status=201)

    def looked(watch_id: str, at: Looked) -> Response:
        """Keep that somebody looked: what was there is new no more."""
        return as_json(watching.looked(store, watch_id, at.mark), status=201)

    def remove(watch_id: str, _stopped: Stopped) -> Response:
        """Watch it no more; every statement stays. The answer is what was watched."""
        return as_json(store.watches.remove(watch_id), status=201)

    made: Answers = {201: answer(reference(Watch))[200]}
    writers: tuple[tuple[str, Any], ...] = (
        ("/watches", follow), ("/watches/{watch_id}", change), ("/watches/{watch_id}/looked", looked), ("/watches/{watch_id}/remove", remove),
    )  # fmt: skip
    for path, writer in writers:
        router.add_api_route(path, writer, methods=["POST"], status_code=201, responses=made, response_class=Response)


def _told(news: News) -> Watched:
    return Watched(news.watch, news.count, news.more, news.there, news.mark)
