"""What SQLite and PostgreSQL say differently, said once: searches for words, functions for JSON, and what to do with a row that is there.

The rest of the store writes SQL as SQLite has it, through SQLAlchemy's names; here stands what PostgreSQL is asked instead. Each function is
translated for the use that the store makes of it, not for every use: `json_each` takes keys of rows.
"""

from typing import Any

from sqlalchemy import Boolean, ColumnElement, FromClause, Integer, String, bindparam, literal
from sqlalchemy.dialects.sqlite.dml import OnConflictDoNothing, OnConflictDoUpdate
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import NullType

from whoseword.store import _tsquery
from whoseword.store._tables import articles_fts, statements_fts

_INDEXED: dict[str, FromClause] = {"articles_fts": articles_fts, "statements_fts": statements_fts}


class _Having(ColumnElement[bool]):
    """Whether a row of a full-text table has what a query of FTS5 asks for."""

    # SQLAlchemy keeps the SQL that it made by these, so the query is a part of them.
    inherit_cache = True
    _traverse_internals = [("table", InternalTraversal.dp_string), ("fts", InternalTraversal.dp_string)]  # noqa: RUF012 - so SQLAlchemy has it
    type = Boolean()
    _is_implicitly_boolean = True  # or SQLite is asked whether it "= 1"

    def __init__(self, table: str, fts: str) -> None:
        self.table = table
        self.fts = fts

    @property
    def _from_objects(self) -> list[FromClause]:
        return [_INDEXED[self.table]]


def matching(table: FromClause, fts: str) -> ColumnElement[bool]:
    """Whether a row of a full-text table has what `fts`, a query in FTS5's language, asks for."""
    return _Having(str(table.name), fts)  # type: ignore[attr-defined]  # only tables are given


@compiles(_Having)
def _having(element: _Having, compiler: SQLCompiler, **kw: Any) -> str:
    table = _INDEXED[element.table]
    return compiler.process(table.c[element.table].op("MATCH")(bindparam(None, element.fts)), **kw)


@compiles(_Having, "postgresql")
def _having_words(element: _Having, compiler: SQLCompiler, **kw: Any) -> str:
    return compiler.process(_tsquery.condition(element.fts, _INDEXED[element.table]).self_group(), **kw)


class _Number(GenericFunction[int]):
    name = "ledger_number_at"
    type = Integer()
    inherit_cache = True


def number_at(whole: ColumnElement[Any], name: str) -> ColumnElement[int]:
    """The number of that name in a JSON object, in a form that an index on it answers: so the name is no parameter."""
    return _Number(whole, literal(name, literal_execute=True))


@compiles(_Number)
def _number(element: _Number, compiler: SQLCompiler, **kw: Any) -> str:
    whole, name = element.clauses
    path = literal(f'$."{name.value}"', literal_execute=True)
    return f"json_extract({compiler.process(whole, **kw)}, {compiler.process(path, **kw)})"


@compiles(_Number, "postgresql")
def _number_of(element: _Number, compiler: SQLCompiler, **kw: Any) -> str:
    whole, name = (compiler.process(one, **kw) for one in element.clauses)
    return f"CAST(CAST({whole} AS jsonb) ->> {name} AS integer)"


class _Part(GenericFunction[str]):
    name = "substr"
    type = String()
    inherit_cache = True


@compiles(_Part, "postgresql")
def _part(element: _Part, compiler: SQLCompiler, **kw: Any) -> str:
    whole, *numbers = (compiler.process(one, **kw) for one in element.clauses)
    return f"substr({', '.join([whole, *(f'CAST({number} AS integer)' for number in numbers)])})"


class _Extracted(GenericFunction[Any]):
    name = "json_extract"
    type = NullType()
    inherit_cache = True


class _Array(GenericFunction[Any]):
    name = "json_array"
    type = NullType()
    inherit_cache = True


class _Gathered(GenericFunction[Any]):
    name = "json_group_array"
    type = NullType()
    inherit_cache = True


class _Json(GenericFunction[Any]):
    name = "json"
    type = NullType()
    inherit_cache = True


class _Each(GenericFunction[Any]):
    name = "json_each"
    inherit_cache = True


@compiles(_Extracted, "postgresql")
def _extracted(element: _Extracted, compiler: SQLCompiler, **kw: Any) -> str:
    whole, path = element.clauses
    return f"jsonb_path_query_first(ledger_json({compiler.process(whole, **kw)}), CAST({compiler.process(path, **kw)} AS jsonpath))"


@compiles(_Array, "postgresql")
def _array(element: _Array, compiler: SQLCompiler, **kw: Any) -> str:
    return f"jsonb_build_array({compiler.process(element.clauses, **kw)})"


@compiles(_Gathered, "postgresql")
def _gathered(element: _Gathered, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST(coalesce(jsonb_agg({compiler.process(element.clauses, **kw)}), '[]') AS text)"


@compiles(_Json, "postgresql")
def _json(element: _Json, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **kw)} AS jsonb)"


@compiles(_Each, "postgresql")
def _each(element: _Each, compiler: SQLCompiler, **kw: Any) -> str:
    return f"ledger_keys({compiler.process(element.clauses, **kw)})"


@compiles(OnConflictDoNothing, "postgresql")
def _do_nothing(element: Any, compiler: Any, **kw: Any) -> str:
    element.constraint_target = None  # what only PostgreSQL's own has
    return str(compiler.visit_on_conflict_do_nothing(element, **kw))


@compiles(OnConflictDoUpdate, "postgresql")
def _do_update(element: Any, compiler: Any, **kw: Any) -> str:
    element.constraint_target = None
    return str(compiler.visit_on_conflict_do_update(element, **kw))
