"""Two names that are one person, and one name that is two: on the page of a speaker and on the command line, taken back as one."""

import pytest
from desk_ledger import DENIED, SAILS, STAYS, filled
from test_desk_corrections import FAR, desk_over, fields_of, page_of, text_of

from whoseword.cli import main
from whoseword.corrections import learned
from whoseword.errors import InputError
from whoseword.store import Query, Store

LOW = "/speakers/Ann%20Low"


@pytest.fixture
def path(tmp_path):
    return filled(tmp_path / "ledger.db")


@pytest.fixture
def store(path):
    with Store.open(path, create=False) as opened:
        yield opened


@pytest.fixture
def desk(store):
    return desk_over(store)


def said_by(store, name):
    return {row.statement.id for row in store.statements(Query(who=name))}


def given(desk, **changed):
    form = page_of(desk.get(LOW)).xpath("//form[@aria-label='Give to another name']")[0]
    return desk.post(form.get("action"), data=fields_of(form) | {"by": "Eva Lind"} | changed, follow_redirects=False)


def test_all_statements_of_a_name_are_given_to_another_and_one_undo_takes_them_back(desk, store):
    answer = given(desk, which="all", speaker="Ann-Marie Low", why="one mayor")
    assert (answer.status_code, answer.headers["location"]) == (303, "/speakers/Ann-Marie%20Low")
    assert said_by(store, "Ann-Marie Low") == {STAYS.id, SAILS.id}
    assert desk.get(LOW).status_code == 404
    page = desk.get(answer.headers["location"])
    assert "2 statements of Ann Low given to Ann-Marie Low by Eva Lind" in text_of(page)
    assert "one mayor" in text_of(page)
    assert "Eva Lind" in text_of(desk.get(f"/statements/{STAYS.id}"))
    undo = page_of(page).xpath("//form[@action='/naming/undo']")[0]
    back = desk.post(undo.get("action"), data=fields_of(undo) | {"by": "Bo"}, follow_redirects=False)
    assert back.headers["location"] == LOW
    assert said_by(store, "Ann Low") == {STAYS.id, SAILS.id}
    assert store.check() == []


def test_some_statements_of_a_name_are_given_to_another(desk, store):
    assert given(desk, **{f"take-{SAILS.id}": "on"}, speaker="Ann Low (the younger)").status_code == 303
    assert (said_by(store, "Ann Low"), said_by(store, "Ann Low (the younger)")) == ({STAYS.id}, {SAILS.id})


def test_what_was_corrected_since_stays_when_all_is_taken_back_and_comes_back_with_it(store):
    made = store.name_speaker("Ann Low", [STAYS.id, SAILS.id], {"name": "Eve Low", "type": "person"}, by="Eva")
    store.correct(SAILS.id, "speaker", {"name": "Bo Ray", "type": "person"}, by="Bo")
    undone = store.undo(made.id, by="Bo")
    assert (store.statement(STAYS.id).statement.speaker.name, store.statement(SAILS.id).statement.speaker.name) == (
        "Ann Low",
        "Bo Ray",
    )
    store.undo(undone.id, by="Eva")
    assert (store.statement(STAYS.id).statement.speaker.name, store.statement(SAILS.id).statement.speaker.name) == (
        "Eve Low",
        "Bo Ray",
    )
    assert store.check() == []


def test_new_articles_can_learn_the_name(store):
    store.name_speaker("Ann Low", [STAYS.id], {"name": "Ann-Marie Low", "type": "person"}, by="Eva")
    (actor,) = learned([store.statement(STAYS.id).statement])
    assert (actor.name, actor.aliases) == ("Ann-Marie Low", ("Mayor Ann Low",))


@pytest.mark.parametrize(("changed", "status"), [({"speaker": "Eve"}, 422), ({"which": "all", "speaker": "Ann Low"}, 422),
    ({"which": "all", "speaker": "Eve", "by": " "}, 422), ({"which": "all", "speaker": "x" * 201}, 422),
    ({"which": "all", "speaker": "Eve", "type": "wizard"}, 422), ({"take-zzz": "on", "speaker": "Eve"}, 404), ({"which": "all", "token": "x"}, 403)],
    ids=["none-ticked", "the-same", "nobody", "too-long", "no-type", "unknown", "token"])  # fmt: skip
def test_what_cannot_be_is_not_kept(desk, store, changed, status):
    assert given(desk, **changed).status_code == status
    assert store.corrections() == []


def test_nobody_else_names_speakers(desk, store):
    far = desk_over(store, FAR)
    assert page_of(far.get(LOW)).xpath("//form[@method='post'] | //input[@type='checkbox']") == []
    assert far.post("/naming", data={"was": "Ann Low", "which": "all", "speaker": "Eve"}).status_code == 403
    assert desk.post("/naming", data={"was": "Ann Low"}, headers={"origin": "https://evil.example"}).status_code == 403
    assert store.corrections() == []


def test_hostile_names_are_text(desk):
    answer = given(desk, which="all", speaker="<script>window.ran = 1</script>", why="<img src=x onerror=alert(1)>")
    page = page_of(desk.get(answer.headers["location"]))
    assert page.xpath("//img | //script[not(@src)]") == []
    assert "<img src=x onerror=alert(1)>" in page.text_content()


def test_the_command_line_gives_statements_to_another_name(path, capsys):
    def run(*arguments):
        with pytest.raises(SystemExit) as stopped:
            main([*arguments, "--ledger", str(path)])
        return stopped.value.code or 0, capsys.readouterr()

    code, told = run("name", "Ann-Marie Low", "--was", "Ann Low", "--by", "Eva")
    assert (code, "2 statements of Ann Low are by Ann-Marie Low" in told.out) == (0, True)
    with Store.open(path, create=False) as store:
        assert said_by(store, "Ann-Marie Low") == {STAYS.id, SAILS.id}
        (made,) = store.corrections(target="speaker")
    assert run("corrections")[0] == 0
    assert run("undo", made.id)[0] == 0
    code, told = run("name", "Eve", DENIED.id[:10], "--was", "Ann Low")
    assert (code != 0, "not Ann Low's" in told.err) == (True, True)
    with Store.open(path, create=False) as store:
        assert said_by(store, "Ann Low") == {STAYS.id, SAILS.id}
        with pytest.raises(InputError, match="at least one"):
            store.name_speaker("Ann Low", [], {"name": "Eve", "type": "person"}, by="Eva")
