"""JSON Schema of records, so that the API's description says what it answers: it follows from the types of `whoseword.records`."""

import dataclasses
import types
import typing
from collections.abc import Iterable, Mapping
from typing import Any, Literal, Union, get_args, get_origin

_REFERENCE = "#/components/schemas/"
_SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean"}


def schemas_of(kinds: Iterable[type]) -> dict[str, Any]:
    """The schemas of these dataclasses and of all that stand in them, by name."""
    found: dict[str, Any] = {}
    for kind in kinds:
        _add(kind, found)
    return found


def reference(kind: type) -> dict[str, Any]:
    """Where the schema of a dataclass stands."""
    return {"$ref": _REFERENCE + kind.__name__}


def _add(kind: Any, found: dict[str, Any]) -> None:
    if kind.__name__ in found:
        return
    found[kind.__name__] = {}
    hints = typing.get_type_hints(kind)
    optional = set(getattr(kind, "OPTIONAL", ()))
    fields = [
        (f.name.rstrip("_"), f.name, hints[f.name]) for f in dataclasses.fields(kind) if f.name not in getattr(kind, "HELD", ())
    ]
    found[kind.__name__] = {
        "type": "object",
        "description": " ".join((kind.__doc__ or "").split("\n\n")[0].split()),
        "properties": {key: _schema(hint, found) for key, _, hint in fields},
        "required": [key for key, name, _ in fields if name not in optional],
    }


def _schema(hint: Any, found: dict[str, Any]) -> dict[str, Any]:
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in _SCALARS:
        return {"type": _SCALARS[hint]}
    if origin is Literal:
        return {"type": "string", "enum": list(arguments)}
    if origin in (Union, types.UnionType):
        parts = [_schema(part, found) for part in arguments if part is not type(None)]
        return {"anyOf": [*parts, *([{"type": "null"}] if type(None) in arguments else [])]}
    if origin is tuple and arguments[-1] is Ellipsis:
        return {"type": "array", "items": _schema(arguments[0], found)}
    if origin is tuple:
        items = [_schema(part, found) for part in arguments]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _schema(arguments[1], found)}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        _add(hint, found)
        return reference(hint)
    return {}
