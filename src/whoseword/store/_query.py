"""What one may ask of the ledger, and the rows it answers with."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, FromClause, Select, and_, false, func, literal, or_, select

from whoseword.days import days
from whoseword.errors import ConfigError
from whoseword.records import Act, ActorType, Statement, StatementKind
from whoseword.store._columns import folded, storable
from whoseword.store._portable import matching
from whoseword.store._tables import articles, articles_fts, readings, statements, statements_fts
from whoseword.store._words import Match, match_of, phrase_of

Order = Literal["newest", "oldest", "text"]
ArticleOrder = Literal["added", "published"]

_MOST_ROWS = 2**63 - 1  # what SQLite can count to


@dataclass(frozen=True, slots=True)
class Query:
    """Which statements; None asks for nothing, and all that is asked must hold.

    - `words` are looked for in the content, `article_words` in the whole article: words side by side, "a phrase",
      AND, OR, NOT, parentheses, NEAR and begin*; case and accents do not matter.
    - `speaker` and `addressee` are whole words of the resolved name, in a row: "putin", "vladimir putin".
    - `who` is the speaker's resolved name exactly as it stands, `actor` the id of the actor that it stands for.
    - `outlet` is the outlet's whole name, in any case.
    - `since` and `until` are ISO dates of any precision ("2024", "2024-12", "2016-W38"), both inclusive. What may
      have been said on a day between them is found; a statement without a date counts with its article's.
    - `repeats`: whether statements that only say again what the body says (a caption's quotation) are found too.
    - `confidence` is the least that a statement may have.
    - `sure` is the least confidence of a speaker who is asked for by `speaker`, `who`, `actor` or `type`: one less sure is unresolved.
    - `article` is an article id or a unique beginning of one; without it only current versions are searched.
    - `order`: newest or oldest first by the day said (undated last), or text: as added, each in its text's order.

    An empty or wordless string in `words`, `article_words`, `speaker` or `addressee` finds nothing.
    """

    words: str | None = None
    article_words: str | None = None
    speaker: str | None = None
    addressee: str | None = None
    who: str | None = None
    actor: str | None = None
    act: Act | None = None
    kind: StatementKind | None = None
    type: ActorType | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    article: str | None = None
    repeats: bool = True
    confidence: float = 0.0
    sure: float = 0.0
    order: Order = "newest"
    limit: int | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article as a list shows it. `current` is false for a text that a newer one at its origin replaced."""

    id: str
    source: str
    url: str | None
    outlet: str | None
    title: str | None
    published: str | None
    statements: int
    version: int
    current: bool
    read_at: str


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement and the article it stands in.

    `current` is false where a newer reading or a newer version of the article has taken its place. `read_at` is when it came into
    the ledger, ISO 8601 in UTC. `rejected` is one that a person took out.
    """

    statement: Statement
    article_id: str
    source: str
    url: str | None
    outlet: str | None
    title: str | None
    published: str | None
    version: int
    current: bool
    byline: str | None = None
    read_at: str | None = None
    rejected: bool = False


def statement_keys(query: Query, article_key: int | None, *, raw: bool, among: Sequence[int] | None = None) -> Select[Any]:
    """The keys of the statements that `query` asks for, in its order; with `raw` also those that a person rejected, and none that a person added.

    `article_key` is what `query.article` was resolved to. With `among` only those with these keys, which `walks` of the query gave, are
    looked at. Raises ConfigError for a value that no query can have.
    """
    _check_choices(query)
    wanted = [
        readings.c.latest,
        *_word_conditions(query, article_key, among),
        *_plain_conditions(query),
        *_day_conditions(query),
    ]
    if among is not None:
        given = func.json_each(json.dumps(list(among))).table_valued("value")  # one parameter, however many keys
        wanted[1:1] = [statements.c.key.in_(select(given.c.value))]
    wanted.append(articles.c.current if article_key is None else articles.c.key == article_key)
    wanted.append(~statements.c.added if raw else ~statements.c.rejected)
    joined = statements.join(readings, readings.c.key == statements.c.reading_key).join(
        articles, articles.c.key == readings.c.article_key
    )
    found = select(statements.c.key).select_from(joined).where(and_(*wanted)).order_by(*_ordering(query.order))
    return paged(found, query.limit, query.offset)


def walks(query: Query, article_key: int | None) -> list[Select[Any]]:
    """The keys of statements among which `query` is answered where not all can be, best first: each is one walk of an index.

    Those of its article; else those that have its words, the last added; or whose articles have them; else those of its speaker, or of
    its act, or all, that were said in its days, the last said first (or the first, where the oldest are asked for). What else is asked is
    no part of this: it must be looked at one by one.
    """
    if article_key is not None:
        of_article = select(statements.c.key).join(readings, readings.c.key == statements.c.reading_key)
        return [of_article.where(readings.c.article_key == article_key, readings.c.latest).order_by(statements.c.position)]
    if wanted := fts_of(query):
        rowid = statements_fts.c.rowid
        matches = matching(statements_fts, wanted)
        return [select(rowid).where(matches).order_by(rowid.asc() if query.order == "oldest" else rowid.desc())]
    if words := _having_article(query):
        rowid = articles_fts.c.rowid
        joined = articles_fts.join(readings, and_(readings.c.article_key == rowid, readings.c.latest)).join(
            statements, statements.c.reading_key == readings.c.key
        )
        matches = matching(articles_fts, words)
        newest = rowid.asc() if query.order == "oldest" else rowid.desc()
        return [select(statements.c.key).select_from(joined).where(matches).order_by(newest)]
    return _walks_by_day(query)


def _walks_by_day(query: Query) -> list[Select[Any]]:
    """A walk by day; with `until` two, since by the last day alone one cannot tell where those begin that start early enough."""
    pairs: list[tuple[Any, str | None]] = [
        (statements.c.speaker, storable(query.who)), (statements.c.actor, storable(query.actor)), (statements.c.act, query.act),
    ]  # fmt: skip
    by = next(([column == value] for column, value in pairs if value is not None), [])  # one alone, or the walk has no bound
    day = statements.c.on_last
    ordered = day.asc().nulls_last() if query.order == "oldest" else day.desc()
    found = select(statements.c.key).where(*by, *_day_conditions(query)).order_by(ordered)
    if query.until is None:
        return [found]
    # Within one year the last day is bounded, too; the few that reach into another have an index of their own.
    return [found.where(day <= f"{_days_of('until', query.until)[1][:4]}-12-31"), found.where(reaches_over_years(statements))]


def reaches_over_years(table: FromClause) -> ColumnElement[bool]:
    """Whether it may have been said in more than one year, in a form that its index answers."""
    year, last_year = (
        func.substr(day, literal(1, literal_execute=True), literal(4, literal_execute=True))
        for day in (table.c.on_first, table.c.on_last)
    )
    return year < last_year


def article_keys(
    *,
    words: str | None,
    outlet: str | None,
    versions: bool,
    order: ArticleOrder,
    limit: int | None,
    offset: int,
    window: int | None,
) -> Select[Any]:
    """The keys of the articles that are asked for, the last added first; or the last published, those without a date last.

    With `window` only so many that have the words are looked at, the last added.
    """
    by_day = [articles.c.published.desc()] if order == "published" else []
    found = select(articles.c.key).order_by(*by_day, articles.c.key.desc())
    if words is not None:
        found = found.where(_article_match(words, window))
    if outlet is not None:
        found = found.where(articles.c.outlet_folded == folded(outlet))
    if not versions:
        found = found.where(articles.c.current)
    return paged(found, limit, offset)


def check_paging(limit: int | None, offset: int) -> None:
    """Raise ConfigError where either is negative."""
    for name, number in (("limit", limit), ("offset", offset)):
        if number is not None and number < 0:
            raise ConfigError(f"{name} is {number}: it cannot be less than 0")


def paged(found: Select[Any], limit: int | None, offset: int) -> Select[Any]:
    """`found` from `offset` on, at most `limit` of it; ConfigError where either is negative."""
    check_paging(limit, offset)
    if limit is None and not offset:
        return found
    return found.limit(None if limit is None else min(limit, _MOST_ROWS)).offset(min(offset, _MOST_ROWS))


def _check_choices(query: Query) -> None:
    for name, choices in (("act", Act), ("kind", StatementKind), ("type", ActorType), ("order", Order)):
        value = getattr(query, name)
        if value is not None and value not in get_args(choices):
            raise ConfigError(f"{name} is {value!r}: it is one of {', '.join(get_args(choices))}")


def _word_conditions(query: Query, article_key: int | None, among: Sequence[int] | None) -> list[ColumnElement[bool]]:
    """What is asked of words, and was no part of the walk that gave `among`."""
    matches = _matches(query)
    if any(match is None for _, match in matches):
        return [false()]
    wanted = fts_of(query)
    walked = among is not None and article_key is None
    conditions = [_having(wanted, among)] if wanted and not walked else []
    if not wanted:
        conditions = [~_having(fts, among) for fts in _unwanted(matches)]
    if query.article_words is not None and (wanted or not walked or not _having_article(query)):
        conditions.append(_article_match(query.article_words))
    return conditions


def _matches(query: Query) -> list[tuple[str, Match | None]]:
    """Each column that words are asked of, with the words; None where there is no word among them."""
    asked = (("quoted", query.words, match_of), ("speaker", query.speaker, _phrase), ("addressee", query.addressee, _phrase))
    return [(column, match(typed)) for column, typed, match in asked if typed is not None]


def fts_of(query: Query) -> str:
    """One FTS5 query for all the words that must be there, and not there; nothing where none must be there."""
    matches = _matches(query)
    wanted = " AND ".join(f"({{{column}}} : ({match.fts}))" for column, match in matches if match and not match.negated)
    return " NOT ".join([f"({wanted})", *_unwanted(matches)]) if wanted else ""


def _unwanted(matches: Sequence[tuple[str, Match | None]]) -> list[str]:
    return [f"({{{column}}} : ({match.fts}))" for column, match in matches if match is not None and match.negated]


def _having(fts: str, among: Sequence[int] | None) -> ColumnElement[bool]:
    rowid = statements_fts.c.rowid
    having = select(rowid).where(matching(statements_fts, fts))
    return statements.c.key.in_(having.where(rowid.between(min(among), max(among))) if among else having)


def _phrase(name: str) -> Match | None:
    phrase = phrase_of(name)
    return Match(phrase) if phrase else None


def _having_article(query: Query) -> str | None:
    """The FTS5 query for the articles that have what is asked of them; None where nothing is, or only that they do not have it."""
    wanted = match_of(query.article_words) if query.article_words is not None else None
    return wanted.fts if wanted is not None and not wanted.negated else None


def _article_match(words: str, window: int | None = None) -> ColumnElement[bool]:
    wanted = match_of(words)
    if wanted is None:
        return false()
    matches = matching(articles_fts, wanted.fts)
    having = select(articles_fts.c.rowid).where(matches)
    if window is not None:
        having = having.order_by(articles_fts.c.rowid.desc()).limit(window)
    found = articles.c.key.in_(having)
    return ~found if wanted.negated else found


def _plain_conditions(query: Query) -> list[ColumnElement[bool]]:
    pairs: list[tuple[Any, str | None]] = [
        (statements.c.act, query.act),
        (statements.c.kind, query.kind),
        (articles.c.outlet_folded, folded(query.outlet)),
    ]
    once = [] if query.repeats else [~statements.c.again]
    sure = [statements.c.confidence >= query.confidence] if query.confidence else []
    return [*(column == value for column, value in pairs if value is not None), *once, *sure, *_speaker_conditions(query)]


def _speaker_conditions(query: Query) -> list[ColumnElement[bool]]:
    """What is asked of the speaker's type, and how sure the speaker must be to be asked for."""
    unsure = and_(statements.c.speaker_confidence < query.sure, statements.c.speaker_type != "unresolved")
    if query.type == "unresolved":
        return [or_(statements.c.speaker_type == query.type, unsure)]
    typed = [statements.c.speaker_type == query.type] if query.type is not None else []
    if query.who is not None:
        typed.append(statements.c.speaker == storable(query.who))
    if query.actor is not None:
        typed.append(statements.c.actor == storable(query.actor))
    asked = any(one is not None for one in (query.speaker, query.who, query.actor, query.type))
    return [*typed, ~unsure] if asked and query.sure else typed


def _day_conditions(query: Query) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if query.since is not None:
        conditions.append(statements.c.on_last >= _days_of("since", query.since)[0])
    if query.until is not None:
        conditions.append(statements.c.on_first <= _days_of("until", query.until)[1])
    return conditions


def _days_of(name: str, value: str) -> tuple[str, str]:
    covered = days(value)
    if covered is None:
        raise ConfigError(f"{name} is {value!r}: give an ISO date such as 2024, 2024-12, 2016-W38 or 2024-12-05")
    return covered


def _ordering(order: Order) -> list[ColumnElement[Any]]:
    by_text = [articles.c.key.asc(), statements.c.position.asc()]
    if order == "newest":
        return [statements.c.on_last.desc().nulls_last(), statements.c.on_first.desc().nulls_last(), *by_text]
    if order == "oldest":
        return [statements.c.on_first.asc().nulls_last(), statements.c.on_last.asc().nulls_last(), *by_text]
    return list(by_text)


def begins_with(column: Any, prefix: str) -> ColumnElement[bool]:
    """Whether an id begins with `prefix`, in a form that its index answers."""
    start = storable(prefix)
    return and_(column >= start, column < start + "\U0010ffff")
