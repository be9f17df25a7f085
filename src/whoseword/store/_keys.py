"""Keys that people make for programs: tokens for the API, and keys for feed readers, which read feeds and nothing else.

A key is shown once, when it is made; only its digest is kept. It may what its person may, as long as the person is there.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final, Literal

from sqlalchemy import delete, func, insert, select, update

from whoseword.errors import InputError, NotFoundError
from whoseword.store._arrivals import stamp
from whoseword.store._ledger import Ledger
from whoseword.store._noting import append
from whoseword.store._people import Person, person_of
from whoseword.store._people_tables import access_keys, people

KeyKind = Literal["token", "feed"]

_SECRET_BYTES: Final = 32
_ID_BYTES: Final = 8
_LONGEST_NAME: Final = 80
_MOST: Final = 100  # keys of one person
_TOUCH: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class AccessKey:
    """A key as it is listed: never the key itself."""

    id: str
    kind: KeyKind
    name: str
    made_at: str
    used_at: str | None


class Keys:
    """The keys of people. Use `Store.keys`."""

    def __init__(self, ledger: Ledger, clock: Callable[[], datetime]) -> None:
        self._ledger = ledger
        self._clock = clock

    def make(self, person: Person, kind: KeyKind, name: str, *, by: str) -> tuple[AccessKey, str]:
        """A new key, and what to give for it, which is shown this once."""
        called = " ".join(name.split())
        if not 0 < len(called) <= _LONGEST_NAME or not called.isprintable():
            raise InputError(f"a key is called by what it is for: give 1 to {_LONGEST_NAME} printable characters")
        secret, identity = secrets.token_urlsafe(_SECRET_BYTES), secrets.token_hex(_ID_BYTES)
        with self._ledger.writing() as connection:
            row = connection.execute(select(people.c.key).where(people.c.id == person.id, people.c.active)).one_or_none()
            if row is None:
                raise NotFoundError(f"{person.name} is not in the ledger any more")
            own = select(func.count()).select_from(access_keys).where(access_keys.c.person_key == row.key)
            if (connection.scalar(own) or 0) >= _MOST:
                raise InputError(f"{person.name} has {_MOST} keys, and no more can be made: take one back first")
            values = {"id": identity, "digest": _digest(secret), "person_key": row.key, "kind": kind, "name": called,
                "made_at": stamp(self._clock()), "used_at": None}  # fmt: skip
            connection.execute(insert(access_keys).values(**values))
            append(connection, by, f"{kind} key made", person.name, called)
            made = connection.execute(select(access_keys).where(access_keys.c.id == identity)).one()
        return _key(made), secret

    def of(self, person: Person) -> tuple[AccessKey, ...]:
        """The keys of a person, the last made first."""
        wanted = select(access_keys).join(people, people.c.key == access_keys.c.person_key).where(people.c.id == person.id)
        with self._ledger.reading() as connection:
            return tuple(_key(row) for row in connection.execute(wanted.order_by(access_keys.c.key.desc())))

    def revoke(self, person: Person, key_id: str, *, by: str) -> AccessKey:
        """Take a key of a person back; NotFoundError where it is none of theirs."""
        wanted = select(access_keys).join(people, people.c.key == access_keys.c.person_key).where(people.c.id == person.id)
        with self._ledger.writing() as connection:
            row = connection.execute(wanted.where(access_keys.c.id == key_id)).one_or_none()
            if row is None:
                raise NotFoundError(f"{person.name} has no key {key_id!r}: list them to see their ids")
            connection.execute(delete(access_keys).where(access_keys.c.key == row.key))
            append(connection, by, f"{row.kind} key taken back", person.name, row.name)
        return _key(row)

    def whose(self, secret: str, kind: KeyKind) -> Person | None:
        """Whose key of that kind it is, None for no key of ours."""
        now = self._clock()
        wanted = select(people, access_keys.c.key.label("access"), access_keys.c.used_at).join(
            access_keys, people.c.key == access_keys.c.person_key
        )
        wanted = wanted.where(access_keys.c.digest == _digest(secret), access_keys.c.kind == kind, people.c.active)
        with self._ledger.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            return None
        if not self._ledger.read_only and (row.used_at is None or row.used_at < stamp(now - _TOUCH)):
            with self._ledger.writing() as connection:
                connection.execute(update(access_keys).where(access_keys.c.key == row.access).values(used_at=stamp(now)))
        return person_of(row)


def _digest(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _key(row: Any) -> AccessKey:
    return AccessKey(row.id, row.kind, row.name, row.made_at, row.used_at)
