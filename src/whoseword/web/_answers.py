"""How the API answers: records as JSON, lists in pages, and what its description says of them."""

import json
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from fastapi import Request, Response

from whoseword.export import json_line
from whoseword.web._problems import MEDIA_TYPE

Answers: TypeAlias = dict[int | str, dict[str, Any]]

MOST: Final = 500  # things of one answer


def as_json(record: Any, status: int = 200) -> Response:
    """A record as JSON."""
    return Response(json_line(record), status, media_type="application/json")


def plain(record: Any) -> Any:
    """A record as plain JSON values."""
    return json.loads(json_line(record))


def paged(request: Request, found: list[Any], limit: int, offset: int, *, more: bool | None = None) -> Response:
    """A page of a list. Without `more`, one more than `limit` was fetched to see whether there is another page."""
    shown = found if more is not None else found[:limit]
    further = len(found) > limit if more is None else more
    following = str(request.url.include_query_params(limit=limit, offset=offset + limit)) if further else None
    return as_json({"items": [plain(one) for one in shown], "limit": limit, "offset": offset, "next": following})


def answer(schema: dict[str, Any]) -> Answers:
    """The description of an answer."""
    return {200: {"description": "Found", "content": {"application/json": {"schema": schema}}}}


def faults(told: Mapping[int, str]) -> Answers:
    """The description of problems, by status."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {status: {"description": says, "content": {MEDIA_TYPE: {"schema": schema}}} for status, says in told.items()}


def page_schema(item: dict[str, Any]) -> dict[str, Any]:
    """The schema of a page of such items."""
    numbers = {name: {"type": "integer"} for name in ("limit", "offset")}
    following = {"anyOf": [{"type": "string"}, {"type": "null"}], "description": "The address of the next page."}
    properties = {"items": {"type": "array", "items": item}, **numbers, "next": following}
    return {"type": "object", "properties": properties, "required": list(properties)}
