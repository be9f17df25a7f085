"""`whoseword people`: who may use the desk, passwords that are no arguments, tokens, the audit."""

import csv
import io
import json

import pytest
from peopled import QUICK, TALKS, WHOLE, WORDS

from whoseword import passwords
from whoseword.cli import main
from whoseword.store import Store


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(passwords, "_hasher", lambda: QUICK)


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with Store.open("ledger.db") as store:
        store.add(WHOLE)
    return tmp_path / "ledger.db"


@pytest.fixture
def run(path, capsys, monkeypatch):
    def called(*arguments, typed="", code=0):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as ended:
            main(["people", *arguments])
        told = capsys.readouterr()
        assert (ended.value.code or 0) == code, told.err
        return told.out, told.err

    return called


def test_the_password_comes_on_standard_input_and_the_first_person_closes_the_desk(run, path):
    assert "asks nobody" in run("list")[1]
    told = run("add", "Eva Lind", "--role", "admin", typed=f"{WORDS}\n")[1]
    assert "from now on everybody logs in" in told
    run("add", "Bo", "--role", "editor", typed=f"{WORDS}\n")
    listed = run("list")[0]
    assert "Eva Lind" in listed
    assert "editor" in listed
    with Store.open(path) as store:
        assert store.sessions.log_in("eva lind", WORDS, address="", agent=None)


@pytest.mark.parametrize(("arguments", "typed", "code", "says"), [
    (("add", "Eva"), "short\n", 3, "5 characters"), (("add", "Eva"), "", 3, "there is no password"),
    (("add", "Eva", "--role", "owner"), f"{WORDS}\n", 2, "must be one of reader, editor, admin"), (("role", "Nobody", "admin"), "", 5, "nobody called"),
    (("add", "Eva", "--no-password"), "", 3, "could not log in"), (("tokens", "Nobody"), "", 5, "nobody called"),
])  # fmt: skip
def test_what_cannot_be_is_said_in_a_line(run, arguments, typed, code, says):
    out, err = run(*arguments, typed=typed, code=code)
    assert says in err
    assert WORDS not in out + err


def test_a_password_is_no_argument(run):
    assert "unexpected extra argument" in run("add", "Eva", WORDS, code=2)[1].lower()
    assert "no such option" in run("add", "Eva", "--password", WORDS, code=2)[1].lower()


def test_the_last_person_goes_only_when_it_is_meant(run):
    run("add", "Eva", typed=f"{WORDS}\n")
    assert "--last" in run("remove", "Eva", code=3)[1]
    run("remove", "Eva", "--last")
    assert "asks nobody" in run("list")[1]


def test_a_new_role_or_password_logs_out(run, path):
    run("add", "Eva", typed=f"{WORDS}\n")

    def logged_in(password):
        with Store.open(path) as store:
            return store.sessions.log_in("Eva", password, address="", agent=None)[1]

    def holds(secret):
        with Store.open(path) as store:
            return store.sessions.whose(secret) is not None

    one = logged_in(WORDS)
    run("role", "eva", "editor")
    assert not holds(one)
    two = logged_in(WORDS)
    run("password", "Eva", typed="another way over the river\n")
    assert not holds(two)
    three = logged_in("another way over the river")
    assert "1 sessions" in run("logout", "Eva")[1]
    assert not holds(three)


def test_tokens_are_made_listed_and_taken_back(run, path):
    run("add", "Eva", typed=f"{WORDS}\n")
    token = run("tokens", "Eva", "--new", "a script")[0].strip()
    feed = run("tokens", "Eva", "--new", "phone", "--feed")[0].strip()
    with Store.open(path) as store:
        assert store.keys.whose(token, "token").name == store.keys.whose(feed, "feed").name == "Eva"
        key = next(one for one in store.keys.of(store.people.named("Eva")) if one.kind == "token")
    listed = run("tokens", "Eva")[0]
    assert key.id in listed
    assert token not in listed
    run("tokens", "Eva", "--revoke", key.id)
    assert key.id not in run("tokens", "Eva")[0]


def test_what_is_done_in_the_terminal_stands_in_the_audit_too(run, path, capsys, monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "=user")
    run("add", "Eva", "--role", "admin", typed=f"{WORDS}\n")
    with pytest.raises(SystemExit):
        main(["correct", TALKS.id, "--act", "deny", "--by", "Somebody Else"])
    capsys.readouterr()
    told = json.loads(run("audit", "--format", "json")[0])
    assert [(one["by"], one["via"], one["what"]) for one in told] == [
        ("=user", "terminal", "correct"),
        ("=user", "terminal", "person added"),
    ]
    rows = list(csv.DictReader(io.StringIO(run("audit", "--format", "csv", "--limit", "1")[0])))
    assert [one["by"] for one in rows] == ["'=user"]
    assert "person added" in run("audit")[0]
    assert run("audit", "--by", "Eva", "--format", "jsonl")[0] == ""
