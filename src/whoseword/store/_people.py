"""The people who may use the desk: their names, roles and passwords.

Promises: a name is one person's for good, so that the audit never speaks of another; a new role or password ends the sessions of who
has it; at least one admin stays where the caller says so. A ledger without active people asks nobody who they are.
"""

import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, get_args

from sqlalchemy import Connection, delete, insert, select, update

from whoseword import passwords
from whoseword.errors import InputError, NotFoundError
from whoseword.store._arrivals import stamp
from whoseword.store._ledger import Ledger
from whoseword.store._noting import append
from whoseword.store._people_tables import access_keys, people, sessions
from whoseword.store._query import begins_with

Role = Literal["reader", "editor", "admin"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)

_LONGEST_NAME: Final = 80  # code points
_LONGEST_OUTSIDE: Final = 320
_ID_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may use the desk. `outside` is what an OpenID provider calls them; times are ISO 8601 in UTC."""

    id: str
    name: str
    role: Role
    has_password: bool
    outside: str | None
    made_by: str
    made_at: str
    seen_at: str | None

    def may(self, role: Role) -> bool:
        """Whether this person may do what one of that role may."""
        return ROLES.index(self.role) >= ROLES.index(role)


class People:
    """The people of an open ledger. Use `Store.people`."""

    def __init__(self, ledger: Ledger, clock: Callable[[], datetime]) -> None:
        self._ledger = ledger
        self._clock = clock

    def any(self) -> bool:
        """Whether there are people, so that everybody has to log in."""
        with self._ledger.reading() as connection:
            return connection.execute(select(people.c.key).where(people.c.active).limit(1)).first() is not None

    def every(self) -> tuple[Person, ...]:
        """All of them, by name."""
        with self._ledger.reading() as connection:
            rows = connection.execute(select(people).where(people.c.active).order_by(people.c.login)).all()
        return tuple(person_of(row) for row in rows)

    def get(self, id_prefix: str) -> Person:
        """The person whose id is this, or begins with it and is the only one; NotFoundError where none or several do."""
        with self._ledger.reading() as connection:
            return person_of(_by_id(connection, id_prefix))

    def named(self, name: str) -> Person:
        """The person of that name, whatever the case; NotFoundError where there is none."""
        with self._ledger.reading() as connection:
            row = connection.execute(select(people).where(people.c.login == login_of(name), people.c.active)).one_or_none()
        if row is None:
            raise NotFoundError(f"there is nobody called {name!r} in the ledger: whoseword people list says who there is")
        return person_of(row)

    def add(self, name: str, role: Role, *, password: str | None, outside: str | None = None, by: str) -> Person:
        """Let somebody in, with a password or by what an OpenID provider calls them. Somebody who was removed comes back.

        Raises InputError for a name that is taken or none, a password against the rules, or where there is neither of the two.
        """
        called, kept = _called(name), passwords.hashed(passwords.checked(password, name)) if password is not None else None
        _check_role(role)
        elsewhere = _outside(outside)
        if kept is None and elsewhere is None:
            raise InputError(f"{called} could not log in: give a password, or what the OpenID provider calls them")
        values = {"name": called, "role": role, "password": kept, "outside": elsewhere, "subject": None, "active": True, "made_by": by,
            "made_at": stamp(self._clock()), "seen_at": None}  # fmt: skip
        with self._ledger.writing() as connection:
            login = login_of(called)
            there = connection.execute(select(people).where(people.c.login == login)).one_or_none()
            if there is not None and there.active:
                raise InputError(f"there is somebody called {there.name!r} already: choose another name")
            _check_free(connection, elsewhere, there.key if there is not None else None)
            if there is not None:
                connection.execute(update(people).where(people.c.key == there.key).values(**values))
            else:
                made = {"id": secrets.token_hex(_ID_BYTES), "login": login}
                connection.execute(insert(people).values(**values, **made))
            append(connection, by, "person added", called, role)
            return person_of(connection.execute(select(people).where(people.c.login == login)).one())

    def set_role(self, id_prefix: str, role: Role, *, by: str, keep_admin: bool = False) -> Person:
        """Give somebody another role, which ends their sessions. With `keep_admin` InputError where no admin would be left."""
        _check_role(role)
        with self._ledger.writing() as connection:
            row = _by_id(connection, id_prefix)
            if keep_admin and row.role == "admin" and role != "admin":
                _check_admins(connection, row)
            connection.execute(update(people).where(people.c.key == row.key).values(role=role))
            connection.execute(delete(sessions).where(sessions.c.person_key == row.key))
            append(connection, by, "role changed", row.name, f"{row.role} → {role}")
            return person_of(_by_id(connection, row.id))

    def set_password(self, id_prefix: str, password: str, *, by: str) -> Person:
        """Give somebody another password, which ends their sessions; InputError where it is against the rules."""
        person = self.get(id_prefix)
        kept = passwords.hashed(passwords.checked(password, person.name))
        with self._ledger.writing() as connection:
            row = _by_id(connection, person.id)
            connection.execute(update(people).where(people.c.key == row.key).values(password=kept))
            connection.execute(delete(sessions).where(sessions.c.person_key == row.key))
            append(connection, by, "password changed", row.name)
            return person_of(_by_id(connection, row.id))

    def remove(self, id_prefix: str, *, by: str, keep_admin: bool = False, last_too: bool = False) -> Person:
        """Let somebody in no more: their sessions and keys go, their name stays on what they did.

        With `keep_admin` InputError where no admin would be left; without `last_too` InputError for the last of all, since the desk
        would then ask nobody to log in.
        """
        with self._ledger.writing() as connection:
            row = _by_id(connection, id_prefix)
            others = select(people.c.key).where(people.c.active, people.c.key != row.key).with_for_update()
            if not last_too and connection.execute(others).first() is None:
                raise InputError(f"{row.name} is the last in the ledger, and without people the desk asks nobody to log in")
            if keep_admin and row.role == "admin":
                _check_admins(connection, row)
            for table in (sessions, access_keys):
                connection.execute(delete(table).where(table.c.person_key == row.key))
            gone = {"active": False, "password": None, "outside": None, "subject": None}
            connection.execute(update(people).where(people.c.key == row.key).values(**gone))
            append(connection, by, "person removed", row.name)
        return person_of(row)

    def known_outside(self, subject: str, outside: str) -> Person | None:
        """Whom an OpenID provider means: the person that it meant before by this subject, else the one with what its claim says.

        From the first time on the subject alone counts, since what a claim says (an address) may become another's.
        """
        with self._ledger.writing() as connection:
            row = connection.execute(select(people).where(people.c.subject == subject, people.c.active)).one_or_none()
            if row is not None:
                return person_of(row)
            wanted = select(people).where(people.c.outside == login_of(outside), people.c.subject.is_(None), people.c.active)
            row = connection.execute(wanted).one_or_none()
            if row is None:
                return None
            connection.execute(update(people).where(people.c.key == row.key).values(subject=subject))
            append(connection, row.name, "bound to the provider", row.name, outside)
            return person_of(row)


def login_of(name: str) -> str:
    """The name as it is looked for: whatever the case and the form of its characters."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def person_of(row: Any) -> Person:
    """A row as a person."""
    return Person(row.id, row.name, row.role, row.password is not None, row.outside, row.made_by, row.made_at, row.seen_at)


def _by_id(connection: Connection, id_prefix: str) -> Any:
    wanted = select(people).where(begins_with(people.c.id, id_prefix.strip().lower()), people.c.active)
    rows = connection.execute(wanted.order_by(people.c.id).limit(2)).all()
    if len(rows) != 1 or not id_prefix.strip():
        raise NotFoundError(f"{'several people have' if rows else 'nobody has'} an id that begins with {id_prefix!r}")
    return rows[0]


def _called(name: str) -> str:
    called = " ".join(unicodedata.normalize("NFKC", name).split())
    if not 0 < len(called) <= _LONGEST_NAME or not called.isprintable():
        raise InputError(f"the name is {name[:40]!r}: it must have 1 to {_LONGEST_NAME} printable characters")
    return called


def _outside(given: str | None) -> str | None:
    called = login_of(given) if given is not None else None
    if called is not None and (not 0 < len(called) <= _LONGEST_OUTSIDE or not called.isprintable()):
        raise InputError(f"what the OpenID provider says must have 1 to {_LONGEST_OUTSIDE} printable characters")
    return called


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise InputError(f"the role is {role!r}: it must be one of {', '.join(ROLES)}")


def _check_free(connection: Connection, outside: str | None, but: int | None) -> None:
    if outside is None:
        return
    other = connection.execute(select(people).where(people.c.outside == outside)).one_or_none()
    if other is not None and other.key != but:
        raise InputError(f"the OpenID provider's {outside!r} is {other.name!r} already")


def _check_admins(connection: Connection, but: Any) -> None:
    """InputError where this is the only admin. The rows are locked, so that two admins cannot remove each other at once."""
    admins = select(people.c.key).where(people.c.active, people.c.role == "admin").order_by(people.c.key).with_for_update()
    if [key for (key,) in connection.execute(admins)] == [but.key]:
        raise InputError(f"{but.name} is the only admin: make somebody else one first")
