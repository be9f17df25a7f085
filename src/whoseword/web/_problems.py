"""Errors of the API as problem details (RFC 9457)."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from whoseword.errors import ConfigError, InputError, NotFoundError, StoreError

MEDIA_TYPE = "application/problem+json"
SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "properties": {name: {"type": "string"} for name in ("type", "title", "detail")} | {"status": {"type": "integer"}},
    "required": ["type", "title", "status", "detail"],
}


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """An answer that says what went wrong; a lone surrogate in it is shown as a question mark."""
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    shown = {
        name: value.encode("utf-8", "replace").decode() if isinstance(value, str) else value for name, value in told.items()
    }
    return JSONResponse(shown, status, dict(headers or {}), MEDIA_TYPE)


def plainly(error: Exception, ledger: object) -> str:
    """What an error says, without where the ledger stands: who asks from another machine, or shows the page to others, need not tell that."""
    return str(error).replace(str(ledger), "the ledger")


def tell_problems(app: FastAPI, ledger: object) -> None:
    """Make an app answer every error with its problem; `ledger` is where the ledger stands, which is not told."""
    app.add_exception_handler(NotFoundError, _told(404, ledger))
    app.add_exception_handler(InputError, _told(422, ledger))
    app.add_exception_handler(ConfigError, _told(400, ledger))
    app.add_exception_handler(StoreError, _told(503, ledger))
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _crash)


def _told(status: int, ledger: object) -> Callable[[Request, Exception], JSONResponse]:
    return lambda _request, error: problem(status, plainly(error, ledger))


def _invalid(_request: Request, error: Exception) -> JSONResponse:
    faults = error.errors() if isinstance(error, RequestValidationError) else []
    return problem(422, "; ".join(f"{'.'.join(map(str, fault['loc'][1:]))}: {fault['msg']}" for fault in faults))


def _http(_request: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = error.headers if isinstance(error, HTTPException) else None
    return problem(status, "There is no such thing here." if status == 404 else HTTPStatus(status).description, headers)


def _crash(_request: Request, _error: Exception) -> JSONResponse:
    return problem(500, "This could not be done. The terminal that runs the desk says why.")
