"""What one sees of a reading: its statements with people's corrections, in columns that can be searched.

It follows from the reading and its corrections alone, so it is derived again whenever either changes, in the same transaction,
and `out_of_step` can tell whether it still holds. Each function runs inside a transaction that its caller holds.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, or_, select, update

from whoseword.corrections import ADDED, added, additions, carried, checked, corrected, place_of, undone_by, with_added
from whoseword.errors import InputError, NotFoundError, StoreError
from whoseword.records import Correction, Place, Reading, from_json, to_json
from whoseword.store import _corrected
from whoseword.store._columns import dumped, statement_columns, storable
from whoseword.store._indexing import index_statement, unindex_statement
from whoseword.store._query import begins_with
from whoseword.store._read import article_rows, latest_reading, statement_key
from whoseword.store._tables import articles, compared, corrections, readings, statements

STATEMENT = "statement"
_SPEAKER = "speaker"


def seen(connection: Connection, article_key: int, reading: Reading) -> Reading:
    """A reading of an article with the corrections that its statements have."""
    return corrected(reading, made_of(connection, article_key, reading))


def of_article(connection: Connection, article_key: int) -> list[Correction]:
    """The corrections of an article's statements, in the order in which they were made."""
    return _listed(connection, corrections.c.article_key == article_key)


def made_of(connection: Connection, article_key: int, reading: Reading) -> list[Correction]:
    """What counts of the statements of a reading: what was said of its own text, and of those that it replaced as far as it has their words."""
    newer = articles.alias()
    earlier = (
        select(articles.c.key)
        .join(newer, newer.c.origin == articles.c.origin)
        .where(newer.c.key == article_key, articles.c.version < newer.c.version)
    )
    made = _listed(connection, or_(corrections.c.article_key == article_key, corrections.c.article_key.in_(earlier)))
    others = {one.place.article for one in made if one.place is not None} - {reading.article.id}
    if not others:
        return made
    path = Path(connection.engine.url.database or "the ledger")
    keys = connection.scalars(select(articles.c.key).where(articles.c.id.in_(others), articles.c.key.in_(earlier))).all()
    return carried(made, [latest_reading(connection, path, key) for key in keys], reading)


def every(connection: Connection, target: str | None, target_id: str | None) -> list[Correction]:
    """Every correction, or those of one sort of thing, or of one thing, in the order in which they were made."""
    wanted = [
        column == value
        for column, value in ((corrections.c.target, target), (corrections.c.target_id, target_id))
        if value is not None
    ]
    return _listed(connection, and_(True, *wanted))  # SQL's TRUE, where nothing is asked


def add(
    connection: Connection, path: Path, prefix: str, field: str, value: Any, *, by: str, at: str, why: str | None
) -> Correction:
    """Keep a correction of the statement whose id begins with `prefix`, and show it.

    Raises NotFoundError where there is no such statement, InputError where only an older reading has it, the value is against the
    field's rule, or it cannot be shown beside the corrections that are there.
    """
    made, article_key, reading = _keep(connection, path, prefix, field, value, by=by, at=at, why=why)
    shown = derive(connection, article_key, reading)
    if any(one.id == made for one in shown.unplaced):
        raise InputError(f"statement {prefix}: {field} would lead back to the statement itself: give another value")
    return one(connection, made)


def name_speaker(
    connection: Connection, path: Path, was: str, ids: Sequence[str], speaker: Any, *, by: str, at: str, why: str | None
) -> Correction:
    """Keep that the statements with these ids, which were `was`'s, are another speaker's: a correction of each, and one that is of all.

    To undo that one undoes them all.
    """
    made: list[str] = []
    articles: dict[int, Reading] = {}
    for identity in ids:
        kept, key, reading = _keep(connection, path, identity, _SPEAKER, speaker, by=by, at=at, why=why)
        made.append(kept)
        articles[key] = reading
    for key, reading in articles.items():
        derive(connection, key, reading)
    value = {_SPEAKER: speaker, "corrections": made}
    return one(
        connection,
        _corrected.append(connection, target=_SPEAKER, target_id=was, field=_SPEAKER, value=value, by=by, at=at, why=why),
    )


def _keep(
    connection: Connection, path: Path, prefix: str, field: str, value: Any, *, by: str, at: str, why: str | None
) -> tuple[str, int, Reading]:
    """Keep a correction of a statement without showing it: its id, the article's key and its reading as it was read."""
    key = statement_key(connection, path, prefix)
    row = connection.execute(
        select(statements.c.id, readings.c.article_key, readings.c.latest)
        .join(readings, readings.c.key == statements.c.reading_key)
        .where(statements.c.key == key)
    ).one()
    if not row.latest:
        raise InputError(
            f"{path}: statement {prefix} is in an older reading only: correct what its article's latest reading has"
        )
    reading = latest_reading(connection, path, row.article_key)
    whole = with_added(reading, made_of(connection, row.article_key, reading))
    statement = next((one for one in whole.statements if storable(one.id) == row.id), None)
    if statement is None:
        raise InputError(f"statement {row.id} was added by a person and taken back: bring it back first, then correct it")
    place = place_of(reading.article.id, statement)
    kept = checked(whole, statement.id, field, value)
    made = _corrected.append(
        connection, target=STATEMENT, target_id=statement.id, field=field, value=kept, by=by, at=at, why=why,
        article_key=row.article_key, place=json.dumps(to_json(place)),
    )  # fmt: skip
    return made, row.article_key, reading


def add_statement(
    connection: Connection, path: Path, article_key: int, given: Mapping[str, Any], *, by: str, at: str, why: str | None
) -> Correction:
    """Keep a statement that a person adds to an article, and show it; InputError where what is given is against its rules."""
    reading = latest_reading(connection, path, article_key)
    whole = with_added(reading, made_of(connection, article_key, reading))
    statement, value = added(whole, given)
    made = _corrected.append(
        connection, target=STATEMENT, target_id=statement.id, field=ADDED, value=value, by=by, at=at, why=why,
        article_key=article_key, place=json.dumps(to_json(place_of(reading.article.id, statement))),
    )  # fmt: skip
    derive(connection, article_key, reading)
    return one(connection, made)


def undo(connection: Connection, path: Path, prefix: str, *, by: str, at: str, why: str | None) -> Correction:
    """Keep that the correction whose id begins with `prefix` counts no more; NotFoundError where none or several have it.

    Raises InputError where it does not count already.
    """
    found = connection.execute(
        select(corrections.c.id, corrections.c.article_key, corrections.c.place)
        .where(begins_with(corrections.c.id, prefix.strip().lower()))
        .limit(2)
    ).all()
    if len(found) != 1:
        many = "several corrections" if found else "no correction"
        raise NotFoundError(f"{path} has {many} whose id begins with {prefix!r}: list the corrections to see their ids")
    old = one(connection, found[0].id)
    undone = undone_by(every(connection, old.target, old.target_id))
    if old.id in undone:
        raise InputError(f"correction {old.id} was undone already, by {undone[old.id]}: undo that to bring it back")
    made = _corrected.append(
        connection, target=old.target, target_id=old.target_id, field=old.field, value=None, by=by, at=at, why=why,
        undoes=old.id, article_key=found[0].article_key, place=found[0].place,
    )  # fmt: skip
    if found[0].article_key is not None:
        derive(connection, found[0].article_key, latest_reading(connection, path, found[0].article_key))
    if old.target == _SPEAKER:
        _undo_all(connection, path, old, by=by, at=at, why=why)
    return one(connection, made)


def _undo_all(connection: Connection, path: Path, old: Correction, *, by: str, at: str, why: str | None) -> None:
    """Take back what a correction of a speaker made of statements; or, where it took that back itself, bring it back."""
    if old.undoes is None:
        wanted = set(old.value["corrections"])
    else:  # those that were taken back with it
        first = old
        while first.undoes is not None:
            first = one(connection, first.undoes)
        wanted = _undoing(connection, set(first.value["corrections"]), old)
    every_one = every(connection, STATEMENT, None)
    undone = undone_by(every_one)
    for made in every_one:
        if made.id in wanted and made.id not in undone:
            undo(connection, path, made.id, by=by, at=at, why=why)


def _undoing(connection: Connection, ids: set[str], with_: Correction) -> set[str]:
    """Corrections that lead back to some and were made together with one."""
    every_one = {made.id: made for made in every(connection, STATEMENT, None)}

    def leads_to(made: Correction) -> bool:
        while made.undoes is not None:
            made = every_one[made.undoes]
        return made.id in ids

    together = (with_.made_at, with_.made_by)
    return {m.id for m in every_one.values() if m.undoes is not None and (m.made_at, m.made_by) == together and leads_to(m)}


def derive(connection: Connection, article_key: int, reading: Reading) -> Reading:
    """Make the columns of an article's latest reading say what its corrections make of it; returns what is seen.

    What was compared across articles is compared anew. Texts that replaced this one take over what they can.
    """
    whole = _derive_one(connection, article_key, reading)
    path = Path(connection.engine.url.database or "the ledger")
    for key in _newer(connection, article_key):
        _derive_one(connection, key, latest_reading(connection, path, key))
    return whole


def _newer(connection: Connection, article_key: int) -> Sequence[int]:
    """The keys of the texts that replaced an article's."""
    older = articles.alias()
    joined = select(articles.c.key).join(older, older.c.origin == articles.c.origin)
    return connection.scalars(joined.where(older.c.key == article_key, articles.c.version > older.c.version)).all()


def _derive_one(connection: Connection, article_key: int, reading: Reading) -> Reading:
    made = made_of(connection, article_key, reading)
    whole = corrected(reading, made)
    for key, columns in _changed(connection, article_key, reading, whole):
        unindex_statement(connection, key)
        connection.execute(update(statements).where(statements.c.key == key).values(**columns))
        index_statement(connection, key)
    _derive_added(connection, article_key, reading, whole, made)
    connection.execute(delete(compared).where(compared.c.article_key == article_key))
    return whole


def out_of_step(connection: Connection, path: Path) -> Iterator[str]:
    """Articles whose statements do not say what their corrections make of them, a line each."""
    changed = or_(statements.c.corrected.is_not(None), statements.c.rejected)
    shown = select(readings.c.article_key).join(statements, statements.c.reading_key == readings.c.key)
    touched = set(connection.scalars(shown.where(readings.c.latest, changed)))
    spoken = set(connection.scalars(select(corrections.c.article_key).where(corrections.c.article_key.is_not(None))))
    spoken |= {newer for key in spoken for newer in _newer(connection, key)}
    for key in sorted(touched | spoken):
        try:
            reading = latest_reading(connection, path, key)
        except StoreError as error:
            yield str(error)
            continue
        made = made_of(connection, key, reading)
        whole = corrected(reading, made)
        gone, fresh = _changed_added(connection, key, reading, whole, made)
        count = sum(1 for _ in _changed(connection, key, reading, whole)) + len(gone) + len(fresh)
        if count:
            (article,) = article_rows(connection, [key])
            yield f"{path}: article {article.id}: {count} statements are not as their corrections make them"


def _changed(
    connection: Connection, article_key: int, reading: Reading, whole: Reading
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Of each statement of the latest reading whose columns are not what they must be: its key, and what they must be."""
    shown = {one.id: one for one in (*whole.statements, *whole.rejected)}
    rejected = {one.id for one in whole.rejected}
    rows = connection.execute(
        select(statements)
        .where(statements.c.reading_key == _latest(article_key), ~statements.c.added)
        .order_by(statements.c.position)
    ).all()
    for row, as_read in zip(rows, reading.statements, strict=True):
        one = shown[as_read.id]
        columns = statement_columns(one, reading.article.published)
        columns["corrected"] = dumped(to_json(one)) if one != as_read else None
        columns["rejected"] = one.id in rejected
        if any(getattr(row, name) != value for name, value in columns.items()):
            yield row.key, columns


def _derive_added(
    connection: Connection, article_key: int, reading: Reading, whole: Reading, made: Sequence[Correction]
) -> None:
    """Make the rows of statements that people added to an article what they must be."""
    gone, fresh = _changed_added(connection, article_key, reading, whole, made)
    for key in gone:
        unindex_statement(connection, key)
        connection.execute(delete(statements).where(statements.c.key == key))
    if not fresh:
        return
    reading_key = connection.execute(select(_latest(article_key))).scalar_one()
    for columns in fresh:
        row = insert(statements).values(**columns, reading_key=reading_key).returning(statements.c.key)
        index_statement(connection, connection.execute(row).scalar_one())


def _changed_added(
    connection: Connection, article_key: int, reading: Reading, whole: Reading, made: Sequence[Correction]
) -> tuple[list[int], list[dict[str, Any]]]:
    """Of the rows of added statements in the latest reading: the keys of those to take out, and those to put in.

    One that was taken back keeps its row, as rejected, so that it can be found and brought back; one that the reading has by
    itself has none.
    """
    last = {one.target_id: replace(one, undoes=None) for one in additions(made)}
    as_added = {one.id: one for one in with_added(reading, last.values()).statements if one.id in last}
    shown = {one.id: one for one in (*whole.statements, *whole.rejected)}
    there = {one.id for one in whole.statements}
    wanted: dict[str, dict[str, Any]] = {}
    for position, (identity, one) in enumerate(as_added.items(), len(reading.statements)):
        seen_as = shown.get(identity, one)
        wanted[identity] = statement_columns(seen_as, reading.article.published) | {
            "id": identity, "position": position, "record": dumped(to_json(one)), "added": True, "rejected": identity not in there,
            "corrected": dumped(to_json(seen_as)) if seen_as != one else None,
        }  # fmt: skip
    asked = select(statements).where(statements.c.reading_key == _latest(article_key), statements.c.added)
    kept: dict[str, int] = {}
    gone: list[int] = []
    for row in connection.execute(asked.order_by(statements.c.key)):
        columns = wanted.get(row.id)
        if columns is not None and all(getattr(row, name) == value for name, value in columns.items()):
            kept[row.id] = row.key
        else:
            gone.append(row.key)
    return gone, [columns for identity, columns in wanted.items() if identity not in kept]


def _latest(article_key: int) -> Any:
    return select(readings.c.key).where(readings.c.article_key == article_key, readings.c.latest).scalar_subquery()


def _listed(connection: Connection, wanted: Any) -> list[Correction]:
    rows: Sequence[Any] = connection.execute(select(corrections).where(wanted).order_by(corrections.c.key)).all()
    return [_correction(row) for row in rows]


def one(connection: Connection, identity: str) -> Correction:
    """The correction with this id."""
    (found,) = _listed(connection, corrections.c.id == identity)
    return found


def _correction(row: Any) -> Correction:
    return Correction(
        id=row.id,
        target=row.target,
        target_id=row.target_id,
        field=row.field,
        value=json.loads(row.value),
        made_by=row.made_by,
        made_at=row.made_at,
        why=row.why,
        undoes=row.undoes,
        place=from_json(Place, json.loads(row.place)) if row.place is not None else None,
    )
