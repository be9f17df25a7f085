"""Splitting and merging groups on the desk, on the command line and over the API: what is kept, how it is shown and taken back."""

import csv
import io
import json

import pytest
from grouped_ledger import OTHER, QUOTED, WORDINGS, grouped
from test_desk_corrections import FAR, desk_over, fields_of, page_of, text_of

from whoseword.cli import main
from whoseword.store import Store


@pytest.fixture
def path(tmp_path):
    return grouped(tmp_path / "ledger.db")


@pytest.fixture
def store(path):
    with Store.open(path, create=False) as opened:
        yield opened


@pytest.fixture
def desk(store):
    return desk_over(store)


@pytest.fixture
def quotation(store):
    (group,) = store.groups("variant", articles=2)
    assert group.forms == 3
    return f"/quotations/{group.id}"


def forms_by_words(store, kind="variant"):
    key = {"variant": lambda one: one.value["text"], "claim": lambda one: one.facts["words"]}[kind]
    return {key(one): one.form for one in store.items(kind)}


def form_at(desk, address, label):
    return page_of(desk.get(address)).xpath(f"//form[@aria-label='{label}']")[0]


def sent(desk, address, label, **changed):
    form = form_at(desk, address, label)
    return desk.post(form.get("action"), data=fields_of(form) | {"by": "Eva Lind"} | changed, follow_redirects=False)


def together(store):
    items = [one for one in store.items("variant") if one.value["text"] in (*WORDINGS, OTHER)]
    return sorted(sorted(one.value["text"] for one in items if one.group == group) for group in {one.group for one in items})


def test_what_is_ticked_is_taken_out_and_says_who_did_and_why(desk, store, quotation):
    form = forms_by_words(store)[WORDINGS[1]]
    answer = sent(desk, quotation, "Take out", **{f"take-{form}": "on"}, why="another bridge")
    assert answer.status_code == 303
    assert together(store) == sorted([[WORDINGS[0], WORDINGS[2]], [WORDINGS[1]], [OTHER]])
    for address in (answer.headers["location"], f"/quotations/{form}"):
        said = text_of(desk.get(address))
        assert "Taken out by Eva Lind" in said
        assert "another bridge" in said
    undo = page_of(desk.get(f"/quotations/{form}")).xpath("//form[contains(@action, 'regroup/undo')]")[0]
    assert desk.post(undo.get("action"), data=fields_of(undo) | {"by": "Bo"}, follow_redirects=False).status_code == 303
    assert together(store) == sorted([sorted(WORDINGS), [OTHER]])
    assert [one.made_by for one in store.corrections(target="group")] == ["Eva Lind", "Bo"]


@pytest.mark.parametrize("named", ["statement", "address", "form"])
def test_two_quotations_are_made_one_and_apart_again(desk, store, quotation, named):
    other = {
        "statement": QUOTED[3].id,
        "address": f"http://localhost:8765/statements/{QUOTED[3].id}#x",
        "form": forms_by_words(store)[OTHER],
    }
    answer = sent(desk, quotation, "Make one", other=other[named], why="the same evening")
    assert answer.status_code == 303
    assert together(store) == [sorted([*WORDINGS, OTHER])]
    page = page_of(desk.get(answer.headers["location"]))
    assert "Made one by Eva Lind" in " ".join(page.text_content().split())
    undo = page.xpath("//form[contains(@action, 'regroup/undo')]")[0]
    desk.post(undo.get("action"), data=fields_of(undo))
    assert together(store) == sorted([sorted(WORDINGS), [OTHER]])


@pytest.mark.parametrize(("said", "status"), [((label, changed), status) for label, changed, status in [
    ("Take out", {}, 422), ("Take out", {"take-zzz": "on"}, 422), ("Make one", {"other": ""}, 422), ("Make one", {"other": "zzz"}, 404),
    ("Make one", {"other": QUOTED[3].id, "by": " "}, 422), ("Make one", {"other": QUOTED[0].id}, 422), ("Make one", {"other": "<script>"}, 404),
    ("Make one", {"other": QUOTED[3].id, "token": "x"}, 403)]],
    ids=["nothing", "another", "empty", "unknown", "nobody", "itself", "markup", "token"])  # fmt: skip
def test_what_cannot_be_said_of_a_group_is_not_kept(desk, store, quotation, said, status):
    label, changed = said
    assert sent(desk, quotation, label, **changed).status_code == status
    assert store.corrections() == []


def test_nobody_else_regroups(desk, store, quotation):
    far = desk_over(store, FAR)
    assert page_of(far.get(quotation)).xpath("//form[@method='post'] | //input[@type='checkbox']") == []
    form = form_at(desk, quotation, "Make one")
    given = fields_of(form) | {"other": QUOTED[3].id}
    assert far.post(form.get("action"), data=given).status_code == 403
    assert desk.post(form.get("action"), data=given, headers={"origin": "https://evil.example"}).status_code == 403
    assert desk.post("/planets/1/merge", data=given).status_code == 404
    assert store.corrections() == []


def test_hostile_words_about_a_group_are_text(desk, store, quotation):
    form = forms_by_words(store)[WORDINGS[1]]
    sent(
        desk,
        quotation,
        "Take out",
        **{f"take-{form}": "on"},
        why="<script>window.ran = 1</script>",
        by="<img src=x onerror=alert(1)>",
    )
    page = page_of(desk.get(quotation))
    assert page.xpath("//img | //script[not(@src)]") == []
    assert "<script>window.ran = 1</script>" in page.text_content()


def dispute_of(desk):
    (address,) = set(page_of(desk.get("/disputes")).xpath("//h3/a[contains(., 'ferry stays')]/@href"))
    return address


def test_a_clause_is_taken_out_of_a_dispute_and_the_page_says_so_and_undoes_it(desk, store):
    address = dispute_of(desk)
    form = next(f for words, f in forms_by_words(store, "claim").items() if words.startswith("The ferry stays"))
    answer = sent(desk, address, "Take out", **{f"take-{form}": "on"}, why="two ferries")
    assert answer.status_code == 303
    assert [a for a in page_of(desk.get("/disputes")).xpath("//h3/a/text()") if "ferry stays" in a] == []
    page = page_of(desk.get(answer.headers["location"]))
    assert "Taken out by Eva Lind" in " ".join(page.text_content().split())
    undo = page.xpath("//form[contains(@action, 'regroup/undo')]")[0]
    desk.post(undo.get("action"), data=fields_of(undo))
    assert dispute_of(desk) == address


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as stopped:
        main([*arguments])
    return stopped.value.code or 0, capsys.readouterr()


def test_the_command_line_splits_merges_and_undoes(path, capsys):
    def names():
        with Store.open(path, create=False) as store:
            return together(store)

    code, said = run(
        capsys, "split", "quotation", QUOTED[0].id, QUOTED[1].id[:10], "--by", "Eva", "--why", "another", "--ledger", str(path)
    )
    assert (code, "taken out: 1 of 3" in said.out) == (0, True)
    assert names() == sorted([[WORDINGS[0], WORDINGS[2]], [WORDINGS[1]], [OTHER]])
    code, said = run(capsys, "merge", "quotation", QUOTED[0].id, QUOTED[1].id, "--ledger", str(path))
    assert (code != 0, "Eva took the one out of the other" in said.err) == (True, True)
    _, listed = run(capsys, "corrections", "--format", "json", "--ledger", str(path))
    (made,) = json.loads(listed.out)
    assert (made["target"], made["made_by"], made["why"]) == ("group", "Eva", "another")
    assert run(capsys, "undo", made["id"][:8], "--ledger", str(path))[0] == 0
    assert names() == sorted([sorted(WORDINGS), [OTHER]])
    code, said = run(capsys, "merge", "quotation", QUOTED[0].id, QUOTED[3].id, "--by", "Eva", "--ledger", str(path))
    assert (code, "merged" in said.out) == (0, True)
    assert names() == [sorted([*WORDINGS, OTHER])]
    assert run(capsys, "corrections", "--ledger", str(path))[0] == 0


def test_every_listing_of_groups_says_what_people_said(path, capsys, store, desk):
    store.split("variant", forms_by_words(store)[WORDINGS[0]], [QUOTED[1].id], by="Eva", why="=another")
    _, listed = run(capsys, "variants", "--format", "json", "--ledger", str(path))
    assert [one["made_by"] for group in json.loads(listed.out) for one in group["corrections"]] == ["Eva"]
    _, listed = run(capsys, "variants", "--format", "csv", "--ledger", str(path))
    assert all(row["by_people"].startswith("split by Eva on") for row in csv.DictReader(io.StringIO(listed.out)))
    _, shown = run(capsys, "variants", "bridge", "--ledger", str(path))
    assert "split by Eva" in shown.out
    group = store.items("variant", statements=[QUOTED[0].id])[0].group
    answer = desk.get(f"/api/v1/groups/variant/{group}").json()
    assert [one["made_by"] for one in answer["corrections"]] == ["Eva"]


def test_the_api_splits_merges_and_undoes(desk, store):
    group = store.items("variant", statements=[QUOTED[0].id])[0].group
    made = desk.post(f"/api/v1/groups/variant/{group}/split", json={"members": [QUOTED[1].id], "by": "Eva"})
    assert (made.status_code, made.json()["target"]) == (201, "group")
    assert len(together(store)) == 3
    assert desk.post(f"/api/v1/corrections/{made.json()['id']}/undo", json={}).status_code == 201
    forms = forms_by_words(store)
    merged = desk.post("/api/v1/groups/variant/merge", json={"first": forms[WORDINGS[0]], "second": forms[OTHER], "by": "Eva"})
    assert merged.status_code == 201
    assert len(together(store)) == 1
    assert desk.post(f"/api/v1/groups/variant/{group}/split", json={"members": []}).status_code == 422


def test_the_api_adds_a_statement(desk, store):
    article = store.statement(QUOTED[0].id).article_id
    given = {"content": [[5, 15]], "act": "deny", "speaker": {"name": "Bo Ray", "type": "person"}}
    made = desk.post(f"/api/v1/articles/{article}/statements", json={"statement": given, "by": "Eva", "why": "missed"})
    assert (made.status_code, made.json()["field"]) == (201, "added")
    assert desk.get(f"/api/v1/statements/{made.json()['target_id']}").json()["statement"]["corrections"][0]["made_by"] == "Eva"
    assert desk.post(f"/api/v1/articles/{article}/statements", json={"statement": given}).status_code == 422
    assert desk.post(f"/api/v1/articles/{article}/statements", json={"statement": {"content": 1}}).status_code == 422


def test_the_command_line_adds_a_statement_in_the_very_words(path, capsys):
    with Store.open(path, create=False) as store:
        article = store.statement(QUOTED[0].id).article_id
    asked = (
        "add",
        article[:10],
        "--words",
        "bridge over the Andra",
        "--speaker",
        "Bo Ray",
        "--act",
        "warn",
        "--by",
        "Eva",
        "--ledger",
        str(path),
    )
    code, said = run(capsys, *asked)
    assert (code, "added statement" in said.out) == (0, True)
    code, said = run(capsys, *asked)
    assert (code != 0, "already" in said.err) == (True, True)
    with Store.open(path, create=False) as store:
        (made,) = store.corrections()
        assert store.statement(made.target_id).statement.content[0].text == "bridge over the Andra"
    code, said = run(capsys, "correct", made.target_id, "--words", "the Andra", "--cue", "none", "--ledger", str(path))
    assert code == 0
    with Store.open(path, create=False) as store:
        assert store.statement(made.target_id).statement.content[0].text == "the Andra"
