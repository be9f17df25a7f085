"""People, sessions, keys and the audit in the ledger."""

import sqlite3
import threading
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from argon2 import PasswordHasher
from peopled import NAMES, QUICK, TALKS, WHOLE, WORDS, with_people

from whoseword import passwords
from whoseword.acting import Acting, acting
from whoseword.errors import InputError, NotFoundError, StoreError
from whoseword.store import Store, WaitError, WrongError, _sessions

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Clock:
    """A clock that a test sets."""

    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(passwords, "_hasher", lambda: QUICK)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(tmp_path, clock):
    with Store.open(tmp_path / "ledger.db", clock=clock) as opened:
        opened.add(WHOLE)
        yield with_people(opened)


def enter(store, name="Ed Lind", password=WORDS, address="192.0.2.1"):
    return store.sessions.log_in(name, password, address=address, agent="Test/1")


def test_a_name_is_one_persons_whatever_the_case_and_stays_theirs(store):
    with pytest.raises(InputError, match="already"):
        store.people.add("  ED  lind ", "admin", password=WORDS, by="x")
    gone = store.people.remove(store.people.named("ed lind").id, by="Ada Min")
    with pytest.raises(NotFoundError, match="nobody called"):
        store.people.named("Ed Lind")
    back = store.people.add("Ed Lind", "reader", password=WORDS, by="Ada Min")
    assert (back.id, back.role) == (gone.id, "reader")
    assert [one.name for one in store.people.every()] == ["Ada Min", "Ed Lind", "Rea Dow"]


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\x00b", "a\u202eb"])
def test_a_name_is_printable_and_short(store, name):
    with pytest.raises(InputError, match="printable"):
        store.people.add(name, "reader", password=WORDS, by="x")


def test_who_could_not_log_in_is_not_added_and_a_role_is_one_of_three(store):
    with pytest.raises(InputError, match="could not log in"):
        store.people.add("No Way", "reader", password=None, by="x")
    with pytest.raises(InputError, match="must be one of reader, editor, admin"):
        store.people.add("No Role", "owner", password=WORDS, by="x")


def test_one_admin_stays_and_the_last_of_all_goes_only_when_it_is_meant(store):
    admin = store.people.named("Ada Min")
    for change in (
        lambda: store.people.remove(admin.id, by="x", keep_admin=True),
        lambda: store.people.set_role(admin.id, "reader", by="x", keep_admin=True),
    ):
        with pytest.raises(InputError, match="only admin"):
            change()
    for name in ("Rea Dow", "Ed Lind"):
        store.people.remove(store.people.named(name).id, by="x")
    with pytest.raises(InputError, match="the last"):
        store.people.remove(admin.id, by="x")
    assert store.people.any()
    store.people.remove(admin.id, by="x", last_too=True)
    assert not store.people.any()


def test_two_admins_who_remove_each_other_at_once_leave_one(store):
    other = store.people.add("Bea Min", "admin", password=WORDS, by="x")
    admin = store.people.named("Ada Min")
    faults = []

    def remove(person):
        try:
            store.people.remove(person.id, by="x", keep_admin=True)
        except InputError as error:
            faults.append(error)

    threads = [threading.Thread(target=remove, args=(one,)) for one in (admin, other)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(faults) == 1
    assert [one.role for one in store.people.every()].count("admin") == 1


def test_nothing_that_lets_anybody_in_stands_in_the_file(store, tmp_path):
    person, session = enter(store)
    _, token = store.keys.make(person, "token", "x", by="x")
    for secret in (session, token):
        assert len(secret) >= 43  # 256 bits
    raw = b"".join(one.read_bytes() for one in tmp_path.iterdir())
    for secret in (WORDS, session, token):
        assert secret.encode() not in raw
    assert sha256(session.encode()).hexdigest().encode() in raw


def test_a_session_ends_when_idle_and_in_any_case_in_the_end(store, clock):
    person, secret = enter(store)
    assert store.sessions.whose(secret)[0].id == person.id
    clock.now += timedelta(hours=23)
    assert store.sessions.whose(secret) is not None
    clock.now += timedelta(hours=23)  # it was there in between
    assert store.sessions.whose(secret) is not None
    clock.now += timedelta(hours=25)
    assert store.sessions.whose(secret) is None
    person, secret = enter(store)
    for _ in range(28):
        clock.now += timedelta(hours=12)
        assert store.sessions.whose(secret) is not None
    clock.now += timedelta(hours=12)
    assert store.sessions.whose(secret) is None
    assert store.sessions.of(person) == ()


def test_each_login_has_a_session_of_its_own(store):
    first, second = enter(store)[1], enter(store)[1]
    assert first != second
    assert len(store.sessions.of(store.people.named("Ed Lind"))) == 2


def test_a_new_role_a_new_password_and_a_removal_end_the_sessions_of_that_person_alone(store):
    admin = enter(store, "Ada Min")[1]
    for change in (
        lambda one: store.people.set_role(one.id, "reader", by="x"),
        lambda one: store.people.set_password(one.id, WORDS, by="x"),
        lambda one: store.people.remove(one.id, by="x"),
    ):
        person, secret = enter(store)
        change(person)
        assert store.sessions.whose(secret) is None
    assert store.sessions.whose(admin) is not None
    with pytest.raises(WrongError):
        enter(store)


def test_somebody_logs_out_of_one_browser_of_all_others_or_of_all(store):
    person, here = enter(store)
    others = [enter(store)[1] for _ in range(3)]
    mine = store.sessions.whose(here)[1].id
    one = store.sessions.whose(others[0])[1].id
    assert store.sessions.end_of(person, by="x", session=one) == 1
    assert store.sessions.whose(others[0]) is None
    assert store.sessions.end_of(person, by="x", but=mine) == 2
    assert [one.id for one in store.sessions.of(person)] == [mine]
    assert store.sessions.end_of(store.people.named("Rea Dow"), by="x", session=mine) == 0
    store.sessions.end(here, by="x")
    assert store.sessions.whose(here) is None


def test_after_five_failures_the_sixth_waits_even_with_the_right_password(store, clock):
    for _ in range(5):
        with pytest.raises(WrongError):
            enter(store, password="not it, not it")
    with pytest.raises(WaitError, match="15 minutes") as caught:
        enter(store)
    assert caught.value.wait_s == 900
    assert enter(store, address="192.0.2.2")  # its owner is not kept out by it
    clock.now += timedelta(minutes=16)
    assert enter(store)


def test_an_unknown_name_fails_and_waits_as_a_known_one(store):
    told = []
    for name in ("Ed Lind", "No Body"):
        for _ in range(6):
            with pytest.raises(InputError) as caught:
                enter(store, name, "not it, not it", address=name)
            told.append((type(caught.value), str(caught.value)))
    assert told[:6] == told[6:]


def test_who_tries_many_names_from_one_address_waits_and_so_does_a_name_tried_from_everywhere(store, monkeypatch):
    """With smaller numbers than those that count, to take less time."""
    assert _sessions._FAILURES == {"both": 5, "address": 25, "name": 50}
    monkeypatch.setattr(_sessions, "_FAILURES", {"both": 3, "address": 5, "name": 7})
    for number in range(5):
        with pytest.raises(WrongError):
            enter(store, f"name {number}", "not it, not it", address="192.0.2.9")
    with pytest.raises(WaitError):
        enter(store, "Ed Lind", address="192.0.2.9")
    for number in range(7):
        with pytest.raises(WrongError):
            enter(store, "Rea Dow", "not it, not it", address=f"192.0.2.{number + 100}")
    with pytest.raises(WaitError):
        enter(store, "Rea Dow", address="192.0.2.99")


def test_a_login_that_succeeds_counts_against_nobody(store):
    for _ in range(8):
        assert enter(store)


def test_an_old_hash_is_kept_anew_when_its_owner_logs_in(store, tmp_path, monkeypatch):
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher)
    weak = QUICK.hash(WORDS)
    with sqlite3.connect(tmp_path / "ledger.db") as raw:
        raw.execute("UPDATE people SET password = ? WHERE login = 'ed lind'", (weak,))
    assert enter(store)
    kept = raw.execute("SELECT password FROM people WHERE login = 'ed lind'").fetchone()[0]
    raw.close()
    assert "m=65536" in kept
    assert enter(store)


def test_a_key_is_its_persons_of_its_kind_and_until_it_is_taken_back(store):
    person = store.people.named("Ed Lind")
    made, secret = store.keys.make(person, "feed", " my  phone ", by="Ed Lind")
    assert made.name == "my phone"
    assert store.keys.whose(secret, "feed").name == "Ed Lind"
    assert store.keys.of(person)[0].used_at is not None
    assert store.keys.whose(secret, "token") is None
    assert store.keys.whose(secret + "x", "feed") is None
    with pytest.raises(NotFoundError, match="no key"):
        store.keys.revoke(store.people.named("Rea Dow"), made.id, by="x")
    store.keys.revoke(person, made.id, by="x")
    assert store.keys.whose(secret, "feed") is None
    _, token = store.keys.make(person, "token", "script", by="x")
    store.people.remove(person.id, by="x")
    assert store.keys.whose(token, "token") is None


def test_what_is_done_is_written_down_with_it_or_not_at_all(store):
    def correct(what, value):
        with acting(Acting("Ed Lind", "editor", "api", "statement corrected", TALKS.id)):
            store.correct(TALKS.id, what, value, by="Ed Lind")

    before = store.audit.count()
    correct("act", "deny")
    last = next(store.audit.deeds())
    assert (last.by, last.role, last.via, last.what, last.target) == (
        "Ed Lind",
        "editor",
        "api",
        "statement corrected",
        TALKS.id,
    )
    assert last.detail.startswith("act of statement")
    with pytest.raises(InputError):
        correct("act", "no such act")
    assert store.audit.count() == before + 1


def test_without_people_nothing_is_written_down(tmp_path):
    with Store.open(tmp_path / "other.db") as store:
        store.add(WHOLE)
        with acting(Acting("me", "", "terminal", "correct")):
            store.correct(TALKS.id, "act", "deny", by="me")
        assert store.audit.count() == 0


def test_the_audit_is_only_ever_added_to_whatever_asks(store, tmp_path):
    assert store.audit.count() >= 3
    raw = sqlite3.connect(tmp_path / "ledger.db")
    for deed in ("DELETE FROM audit", "UPDATE audit SET by = 'somebody else'"):
        with pytest.raises(sqlite3.IntegrityError, match="only added to"):
            raw.execute(deed)
    raw.close()


def test_the_audit_comes_in_pages_the_last_first_and_by_name(store):
    for number in range(600):
        deed = Acting("Ed Lind" if number % 3 else "Rea Dow", "editor", "desk", f"deed {number}")
        with acting(deed), store._ledger.writing():
            pass
    whole = list(store.audit.deeds())
    assert [one.what for one in whole[:2]] == ["deed 599", "deed 598"]
    assert len(whole) == 600 + len(NAMES) == store.audit.count()
    assert list(store.audit.deeds(limit=550, offset=10)) == whole[10:560]
    assert {one.by for one in store.audit.deeds(by="Rea Dow")} == {"Rea Dow"}
    assert len(list(store.audit.deeds(by="Rea Dow"))) == 200


def test_an_openid_subject_is_bound_at_first_and_its_claim_counts_no_more(store):
    store.people.add("Out Side", "editor", password=None, outside="Out@Example.org", by="x")
    assert store.people.known_outside("issuer 1", "out@example.org").name == "Out Side"
    assert store.people.known_outside("issuer 1", "changed@example.org").name == "Out Side"
    assert store.people.known_outside("issuer 2", "out@example.org") is None
    assert store.people.known_outside("issuer 3", "ed lind") is None
    with pytest.raises(InputError, match="is 'Out Side' already"):
        store.people.add("Other", "reader", password=None, outside="OUT@example.org", by="x")


def test_a_ledger_open_for_reading_lets_nobody_log_in(store, tmp_path):
    with Store.open(tmp_path / "ledger.db", read_only=True) as reading:
        assert reading.people.any()
        with pytest.raises(StoreError, match="reading only"):
            enter(reading)
