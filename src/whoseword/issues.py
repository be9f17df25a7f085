"""Issues of a ledger: which of its statements speak of one, what parties hold on it, and which issues it proposes itself.

This asks the ledger and hands its statements to `whoseword.compare.positions`, which alone says what a position is. It changes nothing but
the ledger's own list of positions (`renew`); issues are kept by the ledger (`Store.issues`) or in a plain TOML file:

    [[issue]]
    name = "observers"
    words = "observer* OR inspector*"
    examples = ["No inspector will enter the dam"]      # or ids of statements

Every fault in such a file is a ConfigError that names the file, the issue, the value and the rule.
"""

import functools
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from whoseword.actors import ActorTable
from whoseword.compare.positions import By, Position, PositionTable, Proposal, positions, proposals, stems
from whoseword.errors import ConfigError, NotFoundError, StoreError
from whoseword.export import named_surely, speaker_surely
from whoseword.records import Issue, digest
from whoseword.store import Followed, Held, Query, StatementRow, Store

_KEYS: Final = ("name", "words", "examples")
_LOOKED_THROUGH: Final = 20_000  # statements for proposals, so that memory is bounded (under 200 MB) however large the ledger
_FOLLOWED: Final = 60  # statements that have an issue's words, the last added: as many as the desk's page of an issue looks at
_GLANCED: Final = 200  # statements that came since and have its words, among which one that is seen is looked for
_CORRECTED: Final = 50  # articles: where more were corrected, each issue is worked out anew
_LONGEST_NAME: Final = 120  # code points
_ROOTS: Final = 100  # telling words of an example
_ID: Final = re.compile(r"[0-9a-f]{6,64}")


def table(
    store: Store, issue: Issue, *, by: By = "actor", confidence: float = 0.0, sure: float = 0.0, window: int | None = None
) -> PositionTable:
    """What parties hold on an issue, by all that the ledger says, or with `window` by the articles of so many statements that have its words.

    With `window` it takes bounded time: those added last are looked at, and as many for each example.

    Statements less sure than `confidence` do not count, and a speaker less sure than `sure` is not named. Raises ConfigError where the
    issue has neither words nor examples, or words that no query can have.
    """
    return evident(store, issue, by=by, confidence=confidence, sure=sure, window=window)[0]


def evident(
    store: Store, issue: Issue, *, by: By = "actor", confidence: float = 0.0, sure: float = 0.0, window: int | None = None
) -> tuple[PositionTable, Mapping[str, StatementRow]]:
    """As `table`, with the statements that it rests on, and others that were looked at, by their ids."""
    if not (issue.words or "").strip() and not issue.examples:
        raise ConfigError(f"the issue {issue.name!r} has neither words nor examples: give one or the other")
    found = {row.statement.id: row for row in _having(store, issue, confidence, window)}
    likely = {row.statement.id: row for row in _like(store, issue.examples, confidence, window)}
    matching = {**likely, **found}
    around = store.around(list(matching), confidence=confidence)
    rows = list(_named([*matching.values(), *around.answers], sure))
    speakers = (speaker_surely(one, sure) for one in around.speakers)
    told = positions(rows, issue, found.keys(), by=by, names=_countries(), others=speakers)
    return told, {row.statement.id: row for row in rows}


def propose(store: Store, *, most: int = 20, confidence: float = 0.0, sure: float = 0.0) -> tuple[Proposal, ...]:
    """At most so many issues that the ledger proposes, from the newest 20,000 statements of it."""
    rows = store.statements(Query(order="newest", confidence=confidence, limit=_LOOKED_THROUGH))
    return proposals(_named(rows, sure), most=most, names=_countries())


def named(store: Store, name: str) -> Issue:
    """The issue of the ledger that has this name, in any case; NotFoundError where there is none."""
    wanted = " ".join(name.split()).casefold()
    found = next((one for one in store.issues() if one.name.casefold() == wanted), None)
    if found is None:
        raise NotFoundError(f"this ledger keeps no issue {name!r}: list the issues to see their names")
    return found


def keep(store: Store, issue: Issue) -> bool:
    """Keep an issue in the ledger and work out what parties hold on it; whether it replaced one of its name. ConfigError where it is none."""
    whole = checked(issue)
    table(store, whole, window=1)  # so that none is kept that cannot be asked for
    replaced = store.put_issue(whole)
    renew(store)
    return replaced


def remove(store: Store, name: str) -> Issue:
    """Take an issue out of the ledger; every statement stays. Returns it, or raises NotFoundError."""
    found = named(store, name)
    store.remove_issue(found.name)
    renew(store)
    return found


def renew(store: Store) -> tuple[str, ...]:
    """Work out anew what parties hold on those issues of the ledger of which something was read or corrected since; returns their names.

    It is kept in `Store.positions`, from the articles of the 60 statements that have the issue's words and came last. An issue that cannot
    be asked for (an example that is no statement any more) stays as it is.
    """
    kept = store.issues()
    store.positions.keep_only(one.name for one in kept)
    reached = store.reached() if kept else 0
    return tuple(one.name for one in kept if _renewed(store, one, reached))


def _renewed(store: Store, issue: Issue, reached: int) -> bool:
    known = store.positions.followed(issue.name)
    last, corrected = store.positions.corrected(known.correction if known else 0)
    upto = Followed(digest(issue.words, *issue.examples), reached, last)
    if known == upto:
        return False
    try:
        if known and known.defined == upto.defined and not _is_touched(store, issue, known.statement, corrected):
            store.positions.advance(issue.name, upto)
            return False
        found = table(store, issue, window=_FOLLOWED)
    except ConfigError:
        return False
    in_time = sorted(found.positions, key=lambda one: (one.last or "", one.first or ""))
    store.positions.put(issue.name, upto, [_held(found, one) for one in in_time])
    return True


def _is_touched(store: Store, issue: Issue, reached: int, corrected: Sequence[str]) -> bool:
    """Whether something that came since, or that stands in a corrected article, may speak of the issue."""
    if len(corrected) > _CORRECTED:
        return True
    asked = [
        Query(words=words, limit=1)
        for words in (issue.words, *(_roots(text) for _, text in _texts(store, issue.examples)))
        if words
    ]
    return any(store.latest(query, after=reached, window=_GLANCED).count for query in asked) or any(
        True for query in asked for one in corrected for _ in store.statements(replace(query, article=one), raw=True)
    )


def _held(found: PositionTable, one: Position) -> Held:
    change = found.change_at(one)
    return Held(
        issue=found.issue.name,
        party=one.party,
        told=one.told,
        date=one.date,
        dated=one.dated,
        last_day=one.last,
        passage=one.passage,
        statement=one.statements[0],
        confidence=one.confidence,
        turned=change.what if change else None,
        before=change.before.statements[0] if change else None,
    )


def read_issues(path: Path) -> tuple[Issue, ...]:
    """The issues of a TOML file, in order; raises ConfigError."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}, the file of issues, cannot be read: {error.strerror}: name another") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}, the file of issues, is not UTF-8 at byte {error.start}: save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f'{path} is not TOML: {error}: write [[issue]] and below it lines such as name = "observers"'
        ) from error
    rows = raw.pop("issue", None)
    if raw or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ConfigError(
            f"{path} holds {', '.join(map(repr, raw)) or 'no issue'}: it must hold [[issue]] tables, and nothing else"
        )
    issues = tuple(_issue(path, number, row) for number, row in enumerate(rows, 1))
    names = [issue.name.casefold() for issue in issues]
    for name in names:
        if names.count(name) > 1:
            raise ConfigError(f"{path}: two issues are called {name!r}: each needs its own name")
    return issues


def checked(issue: Issue) -> Issue:
    """The issue with blanks taken off; ConfigError where it has no name, or neither words nor examples."""
    name, words = " ".join(issue.name.split()), (issue.words or "").strip() or None
    examples = tuple(example.strip() for example in issue.examples if example.strip())
    if not name or len(name) > _LONGEST_NAME:
        raise ConfigError(f"the issue's name is {issue.name[:_LONGEST_NAME]!r}: it has 1 to {_LONGEST_NAME} characters")
    if words is None and not examples:
        raise ConfigError(f"the issue {name!r} has neither words nor examples: give one or the other")
    return replace(issue, name=name, words=words, examples=examples)


@functools.cache
def _countries() -> Mapping[str, str]:
    """The names of countries: to load the table for them takes longer than all else that a page of an issue needs."""
    return ActorTable.load().names


def _issue(path: Path, number: int, row: dict[str, Any]) -> Issue:
    for key in row:
        if key not in _KEYS:
            raise ConfigError(f"{path}: issue {number}: unknown key {key!r}: the keys are {', '.join(_KEYS)}")
    name, words, examples = row.get("name"), row.get("words"), row.get("examples", [])
    if not isinstance(name, str) or not (words is None or isinstance(words, str)):
        raise ConfigError(f"{path}: issue {number}: name is {name!r} and words {words!r}: each is a text")
    if not isinstance(examples, list) or not all(isinstance(example, str) for example in examples):
        raise ConfigError(f"{path}: issue {number} ({name}): examples is {examples!r}: it is a list of texts")
    try:
        return checked(Issue(name, words, tuple(examples)))
    except ConfigError as error:
        raise ConfigError(f"{path}: issue {number}: {error}") from error


def _having(store: Store, issue: Issue, confidence: float, window: int | None) -> Iterator[StatementRow]:
    if issue.words is None or not issue.words.strip():
        return iter(())
    return store.statements(Query(words=issue.words, order="text", confidence=confidence), window=window)


def _like(store: Store, examples: Iterable[str], confidence: float, window: int | None) -> Iterator[StatementRow]:
    """Statements that share a telling word with an example, and the examples themselves."""
    for row, text in _texts(store, examples):
        if row is not None and row.statement.confidence >= confidence:
            yield row
        if roots := _roots(text):
            yield from store.statements(Query(words=roots, order="text", confidence=confidence), window=window)


def _texts(store: Store, examples: Iterable[str]) -> Iterator[tuple[StatementRow | None, str]]:
    """What each example says, and the statement that it is, if it is the id of one."""
    for example in examples:
        if not _ID.fullmatch(example):
            yield None, example
            continue
        try:
            row = store.statement(example)
        except StoreError as error:
            raise ConfigError(f"the example {example} is no statement of this ledger: {error}") from error
        yield row, " ".join(span.text for span in row.statement.content)


def _roots(text: str) -> str:
    """What finds statements that share a telling word with a text; nothing where it has none."""
    return " OR ".join(f"{root}*" for root in sorted(stems(text))[:_ROOTS])


def _named(rows: Iterable[StatementRow], sure: float) -> Iterator[StatementRow]:
    return (replace(row, statement=named_surely(row.statement, sure)) for row in rows)
