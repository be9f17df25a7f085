"""The ledger as the rest of whoseword sees it: `Store`."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, select

from whoseword.corrections import signed
from whoseword.errors import InputError
from whoseword.matching import Comparer
from whoseword.records import Correction, Issue, Reading, Rejected, Target
from whoseword.store import (
    _apart,
    _around,
    _compared,
    _groups,
    _issues,
    _latest,
    _positions,
    _read,
    _seen,
    _sound,
    _verdicts,
    _versions,
    _write,
)
from whoseword.store._adding import Added, add_batch, checked
from whoseword.store._around import Around
from whoseword.store._arrivals import Inbox
from whoseword.store._audit import Audit
from whoseword.store._columns import Prepared, prepared
from whoseword.store._counts import Counts, counted
from whoseword.store._feeds import Feeds
from whoseword.store._groups import Group, GroupRow, ItemRow
from whoseword.store._keys import Keys
from whoseword.store._latest import Latest
from whoseword.store._ledger import Ledger, open_ledger
from whoseword.store._originals import Originals
from whoseword.store._people import People
from whoseword.store._positions import Positions
from whoseword.store._query import ArticleOrder, ArticleRow, Query, StatementRow, article_keys, check_paging, statement_keys
from whoseword.store._sessions import Sessions
from whoseword.store._survey import Candidates, Found, Survey, candidates, keys_of_ids, walked
from whoseword.store._tables import SCHEMA_VERSION, articles, readings, rejected
from whoseword.store._watches import Watches
from whoseword.store._write import Outcome

Shown = TypeVar("Shown")

# Rows fetched at once: bounded memory, and no transaction stays open while the caller looks at them.
_ROWS = 200


def _now() -> datetime:
    return datetime.now(UTC)


class Store:
    """An open ledger. Close it, or use it as a context manager; it may be shared by threads, not by forks."""

    def __init__(self, opened: Ledger, clock: Callable[[], datetime]) -> None:
        self._ledger = opened
        self._clock = clock

    @classmethod
    def open(
        cls,
        url_or_path: str | Path,
        *,
        create: bool = True,
        read_only: bool = False,
        clock: Callable[[], datetime] = _now,
        timeout_s: float = 30.0,
    ) -> Self:
        """Open the ledger at a path, a `sqlite:///` or a `postgresql://` URL, made or brought to this schema first if need be.

        With `read_only` nothing is made or migrated, and a folder that cannot be written will do. `clock` gives the
        time that readings are marked with; `timeout_s` is how long to wait for another process that writes.
        Raises ConfigError for a URL of another kind, StoreError for what is no ledger or cannot be opened.
        """
        return cls(open_ledger(url_or_path, create=create, read_only=read_only, timeout_s=timeout_s), clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the ledger."""
        self._ledger.close()

    @property
    def path(self) -> Path:
        """The ledger's file; of one in PostgreSQL its host and database, as messages name it."""
        return self._ledger.path

    @property
    def url(self) -> str:
        """What opens it again: its path or URL, with the password if there is one."""
        return self._ledger.url

    @property
    def read_only(self) -> bool:
        """Whether it was opened for reading only."""
        return self._ledger.read_only

    @property
    def schema(self) -> int:
        """The ledger's schema, which is this version's."""
        return SCHEMA_VERSION

    @property
    def inbox(self) -> Inbox:
        """What waits to be read, and what became of what did."""
        return Inbox(self._ledger, self._clock)

    @property
    def feeds(self) -> Feeds:
        """The feeds that are followed."""
        return Feeds(self._ledger, self._clock)

    @property
    def watches(self) -> Watches:
        """What people follow."""
        return Watches(self._ledger, self._read_at)

    @property
    def positions(self) -> Positions:
        """What parties hold on the issues, as `whoseword.issues.renew` last worked it out."""
        return Positions(self._ledger)

    @property
    def originals(self) -> Originals:
        """The bytes that articles were read from, where they were kept."""
        return Originals(self._ledger)

    @property
    def people(self) -> People:
        """Who may use the desk; where there is nobody, everybody on this machine may."""
        return People(self._ledger, self._clock)

    @property
    def sessions(self) -> Sessions:
        """Who is logged in."""
        return Sessions(self._ledger, self._clock)

    @property
    def keys(self) -> Keys:
        """The keys that people made for programs and feed readers."""
        return Keys(self._ledger, self._clock)

    @property
    def audit(self) -> Audit:
        """Who did what, when."""
        return Audit(self._ledger)

    def add(self, reading: Reading) -> Outcome:
        """Add one reading in one transaction, and say what it was to the ledger.

        - new: a text from an origin (its URL, else its source unless that is "-") not seen before;
        - version: another text from a known origin; it is shown from now on, the older ones are kept;
        - reread: another reading of a known text; it is shown from now on, the older ones are kept;
        - unchanged: the text and its latest reading are there already; nothing is touched.

        Raises InputError where the reading does not hold together (a span that is not its text, an id used twice),
        StoreError where the ledger cannot be written.
        """
        ready = prepared(reading)
        with self._ledger.writing() as connection:
            return _write.add_reading(connection, ready, self._read_at())

    def add_rejected(self, rejection: Rejected) -> None:
        """Keep that a source could not be read, and why; a reading of the same source removes it again."""
        with self._ledger.writing() as connection:
            _write.add_rejected(connection, rejection, self._read_at())

    def add_many(self, found: Iterable[Reading | Rejected], *, batch: int = 50) -> Iterator[Added]:
        """Add readings and rejections as they come, `batch` to a transaction, and yield what became of each, in order.

        A reading that does not hold together is kept as rejected ("bad-record"). Results come once they are
        committed; where `found` raises, what came before is added first. Nothing happens until this is iterated.
        """
        waiting: list[Prepared | Rejected] = []
        try:
            for one in found:
                waiting.append(one if isinstance(one, Rejected) else checked(one))
                if len(waiting) >= batch:
                    taken, waiting = waiting, []
                    yield from self._add_batch(taken)
        finally:
            # No yield here: where `found` raised or was interrupted, what it gave is still kept.
            rest = self._add_batch(waiting) if waiting else []
        yield from rest

    def articles(
        self,
        *,
        words: str | None = None,
        outlet: str | None = None,
        versions: bool = False,
        order: ArticleOrder = "added",
        limit: int | None = None,
        offset: int = 0,
        window: int | None = None,
    ) -> Iterator[ArticleRow]:
        """The articles, the last added (or published) first; with `versions` also the texts that newer ones replaced.

        `words` are looked for in the text as in `Query.article_words`; `outlet` is a whole name, in any case. With `window` only so many
        that have the words are looked at, the last added, so that it takes bounded time.
        """
        wanted = article_keys(
            words=words, outlet=outlet, versions=versions, order=order, limit=limit, offset=offset, window=window
        )
        with self._ledger.reading() as connection:
            keys = connection.scalars(wanted).all()
        return self._in_batches(keys, _read.article_rows)

    def article(self, id_prefix: str) -> ArticleRow:
        """The article whose id begins with `id_prefix`; StoreError where none or several do."""
        with self._ledger.reading() as connection:
            key = _read.article_key(connection, self.path, id_prefix)
            return _read.article_rows(connection, [key])[0]

    def versions(self, id_prefix: str) -> list[ArticleRow]:
        """Every text that stood where the article whose id begins with `id_prefix` stands, itself among them, the first first."""
        with self._ledger.reading() as connection:
            key = _read.article_key(connection, self.path, id_prefix)
            return _read.article_rows(connection, _versions.versions(connection, key))

    def edited(self, *, limit: int, offset: int = 0) -> list[ArticleRow]:
        """Articles that replaced an older text of their own, the last added first."""
        with self._ledger.reading() as connection:
            return _read.article_rows(connection, _versions.edited(connection, limit, offset))

    def text(self, id_prefix: str) -> str:
        """The text of the article whose id begins with `id_prefix`, into which all its offsets point."""
        with self._ledger.reading() as connection:
            key = _read.article_key(connection, self.path, id_prefix)
            return str(connection.execute(select(articles.c.text).where(articles.c.key == key)).scalar_one())

    def reading(self, id_prefix: str, *, raw: bool = False) -> Reading:
        """The latest reading of the article whose id begins with `id_prefix`, with its corrections, or with `raw` as it was read."""
        with self._ledger.reading() as connection:
            key = _read.article_key(connection, self.path, id_prefix)
            reading = _read.latest_reading(connection, self.path, key)
            return reading if raw else _seen.seen(connection, key, reading)

    def readings(self, id_prefix: str) -> Iterator[Reading]:
        """Every reading kept of one article, each as it was read, the first first."""
        with self._ledger.reading() as connection:
            key = _read.article_key(connection, self.path, id_prefix)
            of_article = select(readings.c.key).where(readings.c.article_key == key).order_by(readings.c.key)
            keys = connection.scalars(of_article).all()

        def load(connection: Connection, some: Sequence[int]) -> list[Reading]:
            return [_read.reading_of(connection, self.path, key) for key in some]

        return self._in_batches(keys, load)

    def statements(self, query: Query | None = None, *, raw: bool = False, window: int | None = None) -> Iterator[StatementRow]:
        """The statements that `query` asks for, all by default; what matches is settled when this is called.

        They are looked for and given as they are seen, with corrections. With `raw` they are given as they were read, those that a
        person rejected among them. With `window` only so many are looked at, so that it takes bounded time: those that have its words, the
        last added; or without words those of its speaker (`who`), act and days, the last said.

        Raises ConfigError for a value that no query can have, StoreError for an article that is not there.
        """
        query = query or Query()
        with self._ledger.reading() as connection:
            within = _read.article_key(connection, self.path, query.article) if query.article is not None else None
            among = walked(connection, query, within, window)[0] if window is not None else None
            keys = connection.scalars(statement_keys(query, within, raw=raw, among=among)).all()

        def load(connection: Connection, some: Sequence[int]) -> list[StatementRow]:
            return _read.statement_rows(connection, self.path, some, raw=raw)

        return self._in_batches(keys, load)

    def statement(self, id_prefix: str) -> StatementRow:
        """The statement whose id begins with `id_prefix`, from the reading that is seen if it is in it, even if it was rejected.

        StoreError where none or several do. The text around it is in `reading(row.article_id)`.
        """
        with self._ledger.reading() as connection:
            key = _read.statement_key(connection, self.path, id_prefix)
            return _read.statement_rows(connection, self.path, [key])[0]

    def correct(self, statement: str, field: str, value: Any, *, by: str, why: str | None = None) -> Correction:
        """Keep what a person says of one field of the statement whose id begins with `statement`, and show it from now on.

        `field` and `value` are those of `whoseword.corrections.checked`. Raises NotFoundError where there is no such statement,
        InputError where only an older reading has it, the value is against the field's rule, or `by` is no name.
        """
        by, why = signed(by, why)
        with self._ledger.writing() as connection:
            return _seen.add(connection, self.path, statement, field, value, by=by, at=self._read_at(), why=why)

    def correct_all(self, statement: str, said: Mapping[str, Any], *, by: str, why: str | None = None) -> list[Correction]:
        """As `correct` for each field and value that is said, but all of them are kept or none is."""
        by, why = signed(by, why)
        with self._ledger.writing() as connection:
            at = self._read_at()
            return [_seen.add(connection, self.path, statement, *one, by=by, at=at, why=why) for one in said.items()]

    def name_speaker(
        self, was: str, statements: Sequence[str], speaker: Mapping[str, Any], *, by: str, why: str | None = None
    ) -> Correction:
        """Keep that statements of one name are another speaker's: that two names are one person, or one name two.

        Each of them (ids or beginnings of ids, of `was`) is corrected, and the correction that is returned stands for all: to undo it
        undoes them. Raises what `correct` raises, and then nothing is kept.
        """
        by, why = signed(by, why)
        if not statements:
            raise InputError(f"no statement of {was!r} is given to another speaker: name at least one")
        with self._ledger.writing() as connection:
            return _seen.name_speaker(connection, self.path, was, statements, dict(speaker), by=by, at=self._read_at(), why=why)

    def add_statement(
        self, article: str, given: Mapping[str, Any], *, ties: Mapping[str, str] | None = None, by: str, why: str | None = None
    ) -> Correction:
        """Keep a statement that a person adds to the article whose id begins with `article`, and show it from now on.

        `given` is that of `whoseword.corrections.added`, `ties` its links (about, inside, repeats) to others of the article by their whole ids,
        each a correction of its own. The id of the statement is the `target_id` of the correction that is returned. Raises
        NotFoundError where there is no such article, InputError where what is given is against its rules or the very words are a statement
        already; then nothing is kept.
        """
        by, why = signed(by, why)
        with self._ledger.writing() as connection:
            key, at = _read.article_key(connection, self.path, article), self._read_at()
            made = _seen.add_statement(connection, self.path, key, given, by=by, at=at, why=why)
            for field, other in (ties or {}).items():
                _seen.add(connection, self.path, made.target_id, field, other, by=by, at=at, why=why)
            return made

    def undo(self, correction: str, *, by: str, why: str | None = None) -> Correction:
        """Keep that the correction whose id begins with `correction` counts no more; an undoing can be undone, too.

        Raises NotFoundError where there is none or several, InputError where it does not count already.
        """
        by, why = signed(by, why)
        with self._ledger.writing() as connection:
            return _verdicts.undo(connection, self.path, correction, by=by, at=self._read_at(), why=why)

    def corrections(
        self, *, target: Target | None = None, target_id: str | None = None, article: str | None = None
    ) -> list[Correction]:
        """What people said, in the order in which they said it, undoings too: all of it, or of one sort, one thing, one article.

        `whoseword.corrections.in_effect` tells which of them count.
        """
        with self._ledger.reading() as connection:
            if article is not None:
                made = _seen.of_article(connection, _read.article_key(connection, self.path, article))
                return [one for one in made if target in (None, one.target) and target_id in (None, one.target_id)]
            return _seen.every(connection, target, target_id)

    def compare(self, *comparers: Comparer) -> Iterator[str]:
        """Compare what `comparers` have not seen as it stands now: new articles, new readings, all of them for a new version of one.

        An article to a transaction, so a run that is stopped goes on from there; yields each article's id once it is kept. What
        newer texts and readings replaced is taken out first. The groups are the same in whatever order articles came.
        """
        waiting: dict[_compared.Due, list[Comparer]] = {}
        with self._ledger.reading() as connection:
            for comparer in comparers:
                for one in _compared.due(connection, comparer.kind, comparer.version):
                    waiting.setdefault(one, []).append(comparer)
        for one in sorted(waiting, key=lambda due: (due.reading_key is not None, due.article_key)):
            reading = self._reading_of(one)
            found = [(comparer, comparer.items(reading) if reading is not None else ()) for comparer in waiting[one]]
            with self._ledger.writing() as connection:
                kept = [_compared.replace(connection, one, comparer, items) for comparer, items in found]
            if reading is not None and any(kept):
                yield reading.article.id

    def groups(
        self, kind: str, *, relation: str | None = None, articles: int = 1, limit: int | None = None, offset: int = 0
    ) -> list[GroupRow]:
        """Groups of more than one item that a comparer found, the last heard of first.

        `relation` asks for those with such a link, `articles` for those that stand in at least so many articles.
        """
        with self._ledger.reading() as connection:
            return _groups.group_rows(connection, kind, relation=relation, articles_least=articles, limit=limit, offset=offset)

    def group(self, kind: str, id_prefix: str) -> Group:
        """The whole group of a form, or of a group's id, or of a beginning of one; StoreError where none or several have it."""
        with self._ledger.reading() as connection:
            return _apart.with_said(connection, kind, [_groups.group_of(connection, self.path, kind, id_prefix)])[0]

    def whole_groups(self, kind: str, ids: Sequence[str]) -> list[Group]:
        """The whole groups that have exactly these ids, in the order of `ids`, at once; unknown ones are passed over."""
        with self._ledger.reading() as connection:
            return _apart.with_said(connection, kind, _groups.groups_of(connection, kind, ids))

    def items(
        self,
        kind: str,
        *,
        article: str | None = None,
        statements: Sequence[str] = (),
        groups: Sequence[str] | None = None,
        named: str | None = None,
    ) -> list[ItemRow]:
        """What was compared: of one article, of statements and in groups with these whole ids, asked for by a name; the earliest first."""
        with self._ledger.reading() as connection:
            key = _read.article_key(connection, self.path, article) if article is not None else None
            id_ = _read.article_rows(connection, [key])[0].id if key is not None else None
            return _groups.items_of(connection, kind, _groups.Among(id_, statements, groups, named))

    def facts(self, kind: str, paths: Sequence[str], *, latest: int, named: str | None = None) -> list[list[Any]]:
        """Of each item of the `latest` articles added: its group's id, its article's `published`, and the plain values at these paths of its facts.

        With `named` of the `latest` items that can be asked for by this name (`matching.Item.names`) instead. A path is as SQLite has it (`$.event.root`). For views that need little of many items. In the order in which these were added.
        """
        with self._ledger.reading() as connection:
            return _groups.facts_of(connection, kind, paths, named=named, latest=latest)

    def judge(self, kind: str, first: str, second: str, *, holds: bool, by: str, why: str | None = None) -> str:
        """Keep that a person says two forms are linked or are not, for good; returns the id of that correction.

        It decides what is one group now and whenever the two are compared again.
        """
        with self._ledger.writing() as connection:
            return _verdicts.judge(connection, kind, first, second, holds=holds, by=by, at=self._read_at(), why=why)

    def merge(self, kind: str, first: str, second: str, *, by: str, why: str | None = None) -> Correction:
        """Keep that a person says two groups are one: the link between two forms, given by their ids or the beginnings of them.

        Raises NotFoundError where there is no such form, InputError where they are one group already, or the two are held against each
        other, or a person took the one out of the other: that is to be taken back first.
        """
        by, why = signed(by, why)
        with self._ledger.writing() as connection:
            return _verdicts.merge(connection, self.path, kind, (first, second), by=by, at=self._read_at(), why=why)

    def split(self, kind: str, group: str, members: Sequence[str], *, by: str, why: str | None = None) -> Correction:
        """Keep that a person says some members of a group are a group of their own, for as long as nobody takes that back.

        A member is a form, a statement or an article that is in it, by its id or the beginning of it; what shares a form goes together.
        Whatever links the two parts, now or with articles to come, they stay apart: a new item goes where its surest link leads. Raises
        NotFoundError where there is no such group, InputError where a member is none of its, or all of it is taken out.
        """
        by, why = signed(by, why)
        with self._ledger.writing() as connection:
            return _verdicts.split(connection, self.path, kind, group, members, by=by, at=self._read_at(), why=why)

    def statements_by_id(self, ids: Sequence[str]) -> list[StatementRow]:
        """The statements that are seen and have one of these whole ids, in the order of `ids`; unknown ones are passed over."""
        with self._ledger.reading() as connection:
            keys = connection.scalars(keys_of_ids(ids)).all()
            rows = {row.statement.id: row for row in _read.statement_rows(connection, self.path, keys)}
        return [rows[one] for one in dict.fromkeys(ids) if one in rows]

    def around(self, ids: Sequence[str], *, confidence: float = 0.0) -> Around:
        """Who answers the statements with these whole ids in their articles' latest readings, and who speaks there at all.

        What is less sure than `confidence`, and what a person rejected, is passed over.
        """
        with self._ledger.reading() as connection:
            keys, speakers = _around.around(connection, ids, confidence)
            rows = [row for start in range(0, len(keys), _ROWS) for row in self._rows(connection, keys[start : start + _ROWS])]
        return Around(tuple(rows), speakers)

    def survey(self, query: Query, *, window: int = 5_000, most: int = 2000) -> Survey:
        """How the statements that `query` asks for spread over speakers, acts, outlets and so on, whatever its limit.

        It takes bounded time: `window` is that of `statements`, and the first `most` in the query's order are counted. `Survey.more` and
        `Survey.cut` say whether there are others.
        """
        with self._ledger.reading() as connection:
            return self._candidates(connection, query, window).survey(most)

    def search(self, query: Query, *, window: int = 5_000, most: int = 2000) -> Found:
        """The statements that `query` asks for from its offset on, at most its limit, and how all of them spread, in one go.

        `window` and `most` are those of `survey`. Raises what `statements` raises.
        """
        check_paging(query.limit, query.offset)
        with self._ledger.reading() as connection:
            found = self._candidates(connection, query, window)
            end = None if query.limit is None else query.offset + query.limit
            rows = _read.statement_rows(connection, self.path, found.keys[query.offset : end])
        return Found(tuple(rows), found.survey(most))

    def reached(self) -> int:
        """How far the ledger has come: a number that is greater for what was read into it later. `latest` takes it."""
        with self._ledger.reading() as connection:
            return _latest.reached(connection)

    def latest(self, query: Query, *, after: int = 0, window: int = 5_000, older: bool = False) -> Latest:
        """The statements that `query` asks for in the order in which they came into the ledger, the last first, whatever its order.

        Only those that came after the ledger had reached `after`, with `older` also the others, behind them; and of these only so many as
        `window` says are looked at, the last. What was read again counts as new only where its speaker is another now. An `article`
        of the query is passed over.
        """
        check_paging(query.limit, query.offset)
        with self._ledger.reading() as connection:
            return _latest.latest(connection, self.path, query, _latest.Since(after, window, older))

    def issues(self) -> tuple[Issue, ...]:
        """The issues that people defined, by name."""
        with self._ledger.reading() as connection:
            return _issues.every(connection)

    def put_issue(self, issue: Issue) -> bool:
        """Keep an issue in place of the one of its name, whatever the case; says whether there was one."""
        with self._ledger.writing() as connection:
            return _issues.put(connection, issue, self._read_at())

    def remove_issue(self, name: str) -> bool:
        """Take the issue of that name out, and nothing else; says whether there was one."""
        with self._ledger.writing() as connection:
            _positions.forget(connection, name)
            return _issues.remove(connection, name)

    def rejected(self) -> Iterator[Rejected]:
        """What could not be read and has not been since, the first first."""
        columns = (rejected.c.source, rejected.c.reason, rejected.c.detail)
        with self._ledger.reading() as connection:
            rows = connection.execute(select(*columns).order_by(rejected.c.key)).all()
        return (Rejected(row.source, row.reason, row.detail) for row in rows)

    def counts(self) -> Counts:
        """How much the ledger holds."""
        with self._ledger.reading() as connection:
            return counted(connection)

    def check(self) -> list[str]:
        """What is wrong with the ledger, a line each; empty where it is sound. Reads all of it."""
        return _sound.problems(self._ledger)

    def _add_batch(self, waiting: Sequence[Prepared | Rejected]) -> list[Added]:
        read_at = self._read_at()
        with self._ledger.writing() as connection:
            return add_batch(connection, waiting, read_at)

    def _candidates(self, connection: Connection, query: Query, window: int) -> Candidates:
        within = _read.article_key(connection, self.path, query.article) if query.article is not None else None
        return candidates(connection, query, within, window)

    def _reading_of(self, one: _compared.Due) -> Reading | None:
        """What a comparer has to see of an article: its reading with corrections."""
        if one.reading_key is None:
            return None
        with self._ledger.reading() as connection:
            return _seen.seen(connection, one.article_key, _read.reading_of(connection, self.path, one.reading_key))

    def _rows(self, connection: Connection, keys: Sequence[int]) -> list[StatementRow]:
        return _read.statement_rows(connection, self.path, keys)

    def _in_batches(self, keys: Sequence[int], load: Callable[[Connection, Sequence[int]], list[Shown]]) -> Iterator[Shown]:
        for start in range(0, len(keys), _ROWS):
            with self._ledger.reading() as connection:
                rows = load(connection, keys[start : start + _ROWS])
            yield from rows

    def _read_at(self) -> str:
        return self._clock().astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
