"""Logins and what they give: sessions, kept as digests, that end by themselves; and how often one may be wrong.

Promises: a session's id is made here and never taken from outside, so that nobody can fix one beforehand; who gives a wrong name waits
as long as who gives a wrong password; failures are counted before a password is looked at, for the name, for the address and for both.
"""

import math
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from whoseword import passwords
from whoseword.errors import InputError
from whoseword.records import digest
from whoseword.store._arrivals import stamp
from whoseword.store._columns import storable
from whoseword.store._ledger import Ledger
from whoseword.store._noting import append
from whoseword.store._people import Person, login_of, person_of
from whoseword.store._people_tables import failed_logins, people, sessions

IDLE: Final = timedelta(hours=24)
LONGEST: Final = timedelta(days=14)
_TOUCH: Final = timedelta(minutes=10)  # no page writes to the ledger only to say that somebody is still there
_SECRET_BYTES: Final = 32
_WINDOW: Final = timedelta(minutes=15)
# Failures in the window after which the next has to wait. Few for one name from one address; more for an address, which may be a whole
# office's; most for a name from anywhere, since others could keep its owner out.
_FAILURES: Final = {"both": 5, "address": 25, "name": 50}
_WRONG: Final = "there is nobody of that name with that password"
_MOST_SESSIONS: Final = 50  # of one person; the oldest end


class WaitError(InputError):
    """Too many failed logins; `wait_s` is how long until the next may be tried."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(f"too many failed logins: try again in {max(1, math.ceil(wait_s / 60))} minutes")
        self.wait_s = wait_s


class WrongError(InputError):
    """No such name with such a password."""


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that is logged in: how it was (password, openid), what it calls itself, since when, and when it was last there."""

    id: str
    how: str
    agent: str | None
    made_at: str
    seen_at: str


class Sessions:
    """Who is logged in. Use `Store.sessions`."""

    def __init__(self, ledger: Ledger, clock: Callable[[], datetime]) -> None:
        self._ledger = ledger
        self._clock = clock

    def log_in(self, name: str, password: str, *, address: str, agent: str | None) -> tuple[Person, str]:
        """The person and the secret of a new session; WrongError, or WaitError where it failed too often."""
        kept, attempt = self._sure(name, password, address)
        anew = passwords.hashed(password) if passwords.is_outdated(kept.password) else None
        with self._ledger.writing() as connection:
            connection.execute(delete(failed_logins).where(failed_logins.c.attempt == attempt))
            wanted = people.c.key == kept.key
            if anew is not None:
                connection.execute(update(people).where(wanted, people.c.password == kept.password).values(password=anew))
            now = connection.execute(select(people).where(wanted, people.c.active)).one_or_none()
            if now is None or now.password not in (kept.password, anew):
                raise WrongError(_WRONG)  # changed meanwhile
            return person_of(now), self._begin(connection, now, "password", agent)

    def confirm(self, person: Person, password: str, *, address: str) -> None:
        """Make sure that who is logged in knows the password; WrongError or WaitError as when logging in."""
        _, attempt = self._sure(person.name, password, address)
        with self._ledger.writing() as connection:
            connection.execute(delete(failed_logins).where(failed_logins.c.attempt == attempt))

    def _sure(self, name: str, password: str, address: str) -> tuple[Any, str]:
        """The row of who has that name and password, and the attempt that was counted for it."""
        login = login_of(storable(name))
        attempt = self._attempt(login, address)
        with self._ledger.reading() as connection:
            row = connection.execute(select(people).where(people.c.login == login, people.c.active)).one_or_none()
        if passwords.fits(row.password if row is not None else None, password):
            return row, attempt
        if row is not None:
            with self._ledger.writing() as connection:
                append(connection, row.name, "login failed", row.name)
        raise WrongError(_WRONG)

    def begin(self, person: Person, *, how: str, agent: str | None) -> str:
        """The secret of a new session of somebody whom another way has made sure of."""
        with self._ledger.writing() as connection:
            row = connection.execute(select(people).where(people.c.id == person.id, people.c.active)).one_or_none()
            if row is None:
                raise WrongError(f"{person.name} is let in no more")
            return self._begin(connection, row, how, agent)

    def whose(self, secret: str) -> tuple[Person, Session] | None:
        """Whose session it is; None where there is none such, or it has ended."""
        now = self._clock()
        wanted = select(sessions, people.c.key.label("person")).join(people, people.c.key == sessions.c.person_key)
        wanted = wanted.where(sessions.c.digest == _digest(secret), people.c.active)
        with self._ledger.reading() as connection:
            row = connection.execute(wanted).one_or_none()
            if row is None or row.seen_at < stamp(now - IDLE) or row.made_at < stamp(now - LONGEST):
                return None
            person = connection.execute(select(people).where(people.c.key == row.person)).one()
        if row.seen_at < stamp(now - _TOUCH):
            with self._ledger.writing() as connection:
                connection.execute(update(sessions).where(sessions.c.key == row.key).values(seen_at=stamp(now)))
        return person_of(person), _session(row)

    def of(self, person: Person) -> tuple[Session, ...]:
        """The sessions of a person that go on, the last first."""
        now = self._clock()
        wanted = select(sessions).join(people, people.c.key == sessions.c.person_key).where(people.c.id == person.id)
        wanted = wanted.where(sessions.c.seen_at >= stamp(now - IDLE), sessions.c.made_at >= stamp(now - LONGEST))
        with self._ledger.reading() as connection:
            return tuple(_session(row) for row in connection.execute(wanted.order_by(sessions.c.key.desc())))

    def end(self, secret: str, *, by: str) -> None:
        """End one session, by its secret."""
        with self._ledger.writing() as connection:
            gone = connection.execute(delete(sessions).where(sessions.c.digest == _digest(secret))).rowcount
            if gone:
                append(connection, by, "logged out", by)

    def end_of(self, person: Person, *, by: str, session: str | None = None, but: str | None = None) -> int:
        """End the sessions of a person: all, or the one of an id, or all but the one of an id. Returns how many ended."""
        with self._ledger.writing() as connection:
            key = connection.scalar(select(people.c.key).where(people.c.id == person.id))
            wanted = delete(sessions).where(sessions.c.person_key == key)
            rows = connection.execute(select(sessions.c.key, sessions.c.digest).where(sessions.c.person_key == key)).all()
            ids = {_session_id(row.digest): row.key for row in rows}
            if session is not None:
                wanted = wanted.where(sessions.c.key == ids.get(session, -1))
            elif but in ids:
                wanted = wanted.where(sessions.c.key != ids[but])
            ended = connection.execute(wanted).rowcount
            append(connection, by, "sessions ended", person.name, str(ended))
            return ended

    def _begin(self, connection: Connection, person: Any, how: str, agent: str | None) -> str:
        """A new session; those that have ended are swept out, and the oldest of who has very many."""
        now, secret = self._clock(), secrets.token_urlsafe(_SECRET_BYTES)
        ended = or_(sessions.c.seen_at < stamp(now - IDLE), sessions.c.made_at < stamp(now - LONGEST))
        connection.execute(delete(sessions).where(ended))
        own = select(sessions.c.key).where(sessions.c.person_key == person.key).order_by(sessions.c.key.desc())
        older = [key for (key,) in connection.execute(own.offset(_MOST_SESSIONS - 1))]
        connection.execute(delete(sessions).where(sessions.c.key.in_(older)))
        row = {"digest": _digest(secret), "person_key": person.key, "how": how, "agent": (storable(agent) or "")[:200] or None,
            "made_at": stamp(now), "seen_at": stamp(now)}  # fmt: skip
        connection.execute(insert(sessions).values(**row))
        connection.execute(update(people).where(people.c.key == person.key).values(seen_at=stamp(now)))
        append(connection, person.name, "logged in", person.name, how)
        return secret

    def _attempt(self, login: str, address: str) -> str:
        """Count an attempt as failed, until it is found not to be; WaitError where there were too many."""
        now, attempt = self._clock(), secrets.token_hex(8)
        against = {"both": digest("both", login, address), "address": digest("address", address), "name": digest("name", login)}
        since = stamp(now - _WINDOW)
        with self._ledger.writing() as connection:
            connection.execute(delete(failed_logins).where(failed_logins.c.at < since))
            for sort, what in against.items():
                counted = select(func.count(), func.min(failed_logins.c.at)).where(failed_logins.c.against == what)
                count, first = connection.execute(counted).one()
                if count >= _FAILURES[sort]:
                    raise WaitError(max(1, math.ceil((datetime.fromisoformat(first) + _WINDOW - now).total_seconds())))
            rows = [{"attempt": attempt, "against": what, "at": stamp(now)} for what in against.values()]
            connection.execute(insert(failed_logins), rows)
        return attempt


def _digest(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _session_id(kept: str) -> str:
    """What a session is called on a page: nothing that lets anybody in."""
    return digest("session", kept)


def _session(row: Any) -> Session:
    return Session(_session_id(row.digest), row.how, row.agent, row.made_at, row.seen_at)
