"""Corrections on the desk's pages: what a form writes, how it is shown and taken back, and who may send one."""

from urllib.parse import unquote

import pytest
from desk_ledger import DENIED, EVE, STAYS, filled, readings
from fastapi.testclient import TestClient
from lxml import html as parsed

from whoseword.store import Store
from whoseword.web import DeskOptions, create_app

FERRY = readings()[1].article.id
NEAR, FAR = ("127.0.0.1", 40000), ("192.0.2.7", 40000)
EDIT = f"/statements/{STAYS.id}/edit"


@pytest.fixture
def store(tmp_path):
    with Store.open(filled(tmp_path / "ledger.db"), create=False) as opened:
        yield opened


def desk_over(store, address=NEAR) -> TestClient:
    app = create_app(store, DeskOptions(user="Desk User"))
    return TestClient(app, base_url="http://localhost:8765", client=address)


@pytest.fixture
def desk(store):
    return desk_over(store)


def page_of(answer):
    return parsed.fromstring(answer.text)


def text_of(answer) -> str:
    return " ".join(page_of(answer).text_content().split())


def fields_of(form) -> dict[str, str]:
    """What a browser would send of a form that nobody touched."""
    sent = {one.get("name"): one.get("value") or "" for one in form.xpath(".//input[@name and not(@type='radio')]")}
    sent |= {one.get("name"): one.get("value") for one in form.xpath(".//input[@type='radio' and @checked]")}
    return sent | {one.get("name"): one.value for one in form.xpath(".//select")}


def form_at(desk, address=EDIT) -> dict[str, str]:
    return fields_of(page_of(desk.get(address)).xpath("//form[@id='correction']")[0])


def corrected(desk, address=EDIT, **changed):
    """The answer to the form at an address, sent with some fields changed; not followed."""
    return desk.post(address, data=form_at(desk, address) | {"by": "Eva Lind"} | changed, follow_redirects=False)


def undo_form(desk, address):
    return page_of(desk.get(address)).xpath("//form[contains(@class, 'undo')]")[0]


def test_the_form_holds_what_the_record_says(desk):
    given = form_at(desk)
    assert (given["speaker"], given["type"], given["role"], given["country"]) == ("Ann Low", "person", "Mayor", "GBR")
    assert (given["act"], given["kind"], given["said_on"]) == ("announce", "direct", "2025-01-20")
    assert (given["addressee"], given["addressee_type"]) == ("the Herald", "media")
    assert given["by"] == "Desk User"


def test_a_correction_leads_back_to_the_statement_which_shows_it(desk, store):
    answer = corrected(desk, speaker="Cy Moss", act="deny", said_on="2025-01", addressee="", why="named in the line before")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/statements/{STAYS.id}")
    said = text_of(desk.get(answer.headers["location"]))
    assert "Cy Moss" in said
    assert "as a person corrected it" in said
    assert "named in the line before" in said
    assert "Eva Lind" in said
    seen = store.statement(STAYS.id).statement
    assert (seen.speaker.name, seen.act, seen.said_on.value, seen.addressee) == ("Cy Moss", "deny", "2025-01", None)
    assert store.reading(FERRY, raw=True).statements[0] == STAYS


def test_only_what_was_changed_is_said(desk, store):
    corrected(desk, act="warn")
    assert [(one.field, one.value, one.made_by) for one in store.corrections()] == [("act", "warn", "Eva Lind")]


def test_a_speaker_that_nobody_can_tell_is_unresolved(desk, store):
    corrected(desk, speaker="")
    assert (store.statement(STAYS.id).statement.speaker.name, store.corrections()[0].value["type"]) == (None, "unresolved")


def test_from_the_article_it_leads_back_to_the_note(desk):
    """Also after taking it back."""
    answer = corrected(desk, f"{EDIT}?from=article", act="warn")
    assert answer.headers["location"] == f"/articles/{FERRY}#s-1"
    note = page_of(desk.get(f"/articles/{FERRY}")).xpath("//li[@id='s-1']")[0]
    assert "corrected by Eva Lind" in " ".join(note.text_content().split())
    form = note.xpath(".//form[contains(@class, 'undo')]")[0]
    back = desk.post(form.get("action"), data=fields_of(form), follow_redirects=False)
    assert back.headers["location"] == f"/articles/{FERRY}#s-1"


def test_undo_takes_the_last_back_and_nothing_is_forgotten(desk, store):
    corrected(desk, act="warn")
    corrected(desk, act="deny")
    form = undo_form(desk, f"/statements/{STAYS.id}")
    answer = desk.post(form.get("action"), data=fields_of(form), follow_redirects=False)
    assert answer.status_code == 303
    assert store.statement(STAYS.id).statement.act == "warn"
    page = page_of(desk.get(f"/statements/{STAYS.id}"))
    told = [" ".join(one.text_content().split()) for one in page.xpath("//ol[@class='told']/li/span[@class='what']")]
    assert told == ["took back: deny", "act deny (taken back)", "act warn"]
    assert page.xpath("//ol[@class='told']/li/@class") == ["", "gone", ""]


def test_what_was_taken_back_can_be_brought_back(desk, store):
    corrected(desk, act="warn")
    form = undo_form(desk, f"/statements/{STAYS.id}")
    desk.post(form.get("action"), data=fields_of(form))
    again = undo_form(desk, f"/statements/{STAYS.id}")
    assert again.xpath("string(button)") == "Bring back"
    desk.post(again.get("action"), data=fields_of(again))
    assert store.statement(STAYS.id).statement.act == "warn"


def test_a_rejected_statement_keeps_its_page_and_can_come_back(desk, store):
    answer = corrected(desk, f"{EDIT}?from=article", verdict="reject", why="a headline")
    assert answer.headers["location"] == f"/statements/{STAYS.id}"
    said = text_of(desk.get(f"/statements/{STAYS.id}"))
    assert "Rejected by Eva Lind" in said
    article = page_of(desk.get(f"/articles/{FERRY}"))
    assert len(article.xpath("//li[contains(@class, 'note')]")) == 2
    assert f"/statements/{STAYS.id}" in article.xpath("//footer[@class='colophon']//a/@href")
    form = undo_form(desk, f"/statements/{STAYS.id}")
    desk.post(form.get("action"), data=fields_of(form))
    assert len(store.reading(FERRY).statements) == 3


def test_a_confirmed_statement_says_who_confirmed_it(desk):
    corrected(desk, verdict="confirm")
    assert "Confirmed by Eva Lind" in text_of(desk.get(f"/statements/{STAYS.id}"))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"said_on": "last week"}, "it must be an ISO date"),
        ({"act": "shout"}, "it must be one of assert"),
        ({"type": "wizard"}, "type must be one of person"),
        ({"by": " "}, "a correction is somebody's"),
        ({"speaker": "x" * 201}, "1 to 200 characters"),
        ({}, "nothing is changed"),
    ],
)
def test_what_cannot_be_said_comes_back_with_the_form(desk, store, changed, told):
    """The rule is told, what was typed is still there, and nothing is written, not even what would do."""
    also = {"kind": "indirect", "why": "since"} if changed else {}
    answer = corrected(desk, **also, **changed)
    assert answer.status_code == 422
    assert told in page_of(answer).xpath("string(//*[@role='alert'])")
    assert page_of(answer).xpath("//input[@name='why']/@value") == ([also["why"]] if also else [""])
    assert store.corrections() == []


def test_a_form_of_before_another_correction_writes_nothing(desk, store):
    old = form_at(desk)
    corrected(desk, speaker="Cy Moss")
    answer = desk.post(EDIT, data=old | {"act": "warn"})
    assert answer.status_code == 409
    assert page_of(answer).xpath("//input[@name='speaker']/@value") == ["Cy Moss"]
    assert len(store.corrections()) == 1


def test_the_name_is_remembered_in_this_browser(desk):
    answer = corrected(desk, by="Zoë  Lind", act="warn")
    cookie = answer.headers["set-cookie"]
    assert unquote(cookie.split("=", 1)[1].split(";")[0]) == "Zoë Lind"
    assert "samesite=strict" in cookie.lower()
    assert "httponly" in cookie.lower()
    assert form_at(desk)["by"] == "Zoë Lind"


@pytest.mark.parametrize(
    "text", ["<script>window.ran = 1</script>", "\"'><img src=x onerror=alert(1)>", "{{ 7 * 7 }}", "\u202eevil"]
)
def test_hostile_words_of_a_correction_are_text(desk, store, text):
    """Whoever corrects is trusted with the ledger, not with the page: tags are shown, controls are shown as codes or refused."""
    answer = corrected(desk, speaker=text, why=text, by=text)
    if not text.isprintable():
        assert answer.status_code == 422
        assert "\u202e" not in answer.text
        assert store.corrections() == []
        return
    assert answer.status_code == 303
    for address in (f"/statements/{STAYS.id}", EDIT, f"/articles/{FERRY}"):
        body = desk.get(address)
        page = page_of(body)
        assert page.xpath("//img | //script[not(@src)]") == []
        assert text in body.text.replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", '"').replace("&#39;", "'")


def test_a_hostile_article_is_corrected_as_any_other(desk):
    answer = corrected(desk, f"/statements/{EVE.id}/edit", speaker="Eve", addressee="")
    assert answer.status_code == 303
    assert page_of(desk.get(f"/statements/{EVE.id}/edit")).xpath("//img | //script[not(@src)]") == []


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://localhost:1"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
@pytest.mark.parametrize("address", [EDIT, f"/statements/{STAYS.id}/undo"])
def test_a_page_of_another_site_writes_nothing(desk, store, headers, address):
    """Not even one that knew the token."""
    answer = desk.post(address, data=form_at(desk) | {"act": "warn"}, headers=headers)
    assert answer.status_code == 403
    assert "another site" in text_of(answer)
    assert store.corrections() == []


@pytest.mark.parametrize("token", [None, "", "x" * 43, "é"])
@pytest.mark.parametrize("address", [EDIT, f"/statements/{STAYS.id}/undo"])
def test_a_form_without_the_token_of_this_desk_writes_nothing(desk, store, token, address):
    sent = form_at(desk) | {"act": "warn", "token": token}
    answer = desk.post(address, data={name: value for name, value in sent.items() if value is not None})
    assert answer.status_code == 403
    assert store.corrections() == []


def test_the_token_of_another_desk_is_none(desk, store):
    given = form_at(desk_over(store)) | {"act": "warn"}
    assert desk.post(EDIT, data=given).status_code == 403
    assert store.corrections() == []


def test_a_form_from_its_own_page_is_taken(desk, store):
    same = {"origin": "http://localhost:8765", "sec-fetch-site": "same-origin"}
    answer = desk.post(EDIT, data=form_at(desk) | {"act": "warn"}, headers=same, follow_redirects=False)
    assert answer.status_code == 303
    assert len(store.corrections()) == 1


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [(b"{}", "application/json", 415), (b"act=warn", "text/plain", 415), (b"x=" + b"y" * 70_000, "application/x-www-form-urlencoded", 413),
     (b"a=%ff", "application/x-www-form-urlencoded", 400), (b"a=1&" * 60, "application/x-www-form-urlencoded", 400)],
)  # fmt: skip
def test_what_is_no_form_of_the_desk_is_refused(desk, store, content, kind, status):
    assert desk.post(EDIT, content=content, headers={"content-type": kind}).status_code == status
    assert store.corrections() == []


def test_another_machine_reads_and_writes_nothing(desk, store):
    """It has no form, and one that it sends is refused; a proxy on this machine stands for others."""
    far = desk_over(store, FAR)
    assert far.get(EDIT).status_code == 403
    assert page_of(far.get(f"/statements/{STAYS.id}")).xpath("//a[@class='edit'] | //form[@method='post']") == []
    assert far.post(EDIT, data={"act": "warn"}).status_code == 403
    proxied = desk.post(EDIT, data=form_at(desk) | {"act": "warn"}, headers={"x-forwarded-for": "192.0.2.7"})
    assert proxied.status_code == 403
    assert store.corrections() == []


def test_a_ledger_for_reading_has_no_forms_and_takes_none(desk, store):
    """What was corrected is shown there all the same."""
    corrected(desk, act="warn")
    given = form_at(desk)
    with Store.open(store.path, create=False, read_only=True) as reader:
        reading = desk_over(reader)
        for address in (f"/statements/{STAYS.id}", f"/articles/{FERRY}"):
            answer = reading.get(address)
            assert page_of(answer).xpath("//a[@class='edit'] | //form[@method='post']") == []
            assert "Eva Lind" in text_of(answer)
        assert reading.get(EDIT).status_code == 403
        assert reading.post(EDIT, data=given | {"act": "deny"}).status_code == 403
    assert len(store.corrections()) == 1


def test_only_a_correction_of_the_statement_is_taken_back(desk, store):
    corrected(desk, f"/statements/{DENIED.id}/edit", act="warn")
    (made,) = store.corrections()
    sent = {"token": form_at(desk)["token"], "by": "Eva Lind", "correction": made.id}
    assert desk.post(f"/statements/{STAYS.id}/undo", data=sent).status_code == 422
    assert desk.post(f"/statements/{DENIED.id}/undo", data=sent | {"by": ""}).status_code == 422
    assert desk.post(f"/statements/{DENIED.id}/undo", data=sent, follow_redirects=False).status_code == 303
    assert desk.post(f"/statements/{DENIED.id}/undo", data=sent).status_code == 422
    assert len(store.corrections()) == 2


def test_what_was_corrected_is_compared_anew(desk, store):
    """A claim that is rejected is on no side of a dispute any more."""
    (before,) = [one for one in page_of(desk.get("/disputes")).xpath("//h3/a/text()") if "ferry stays" in one]
    corrected(desk, f"/statements/{DENIED.id}/edit", verdict="reject")
    assert before not in page_of(desk.get("/disputes")).xpath("//h3/a/text()")


def test_the_beginning_of_an_id_leads_to_the_whole_forms_address(desk):
    assert str(desk.get(f"/statements/{STAYS.id[:8]}/edit").url).endswith(EDIT)
    assert desk.get("/statements/zzz/edit").status_code == 404


# Disputes


@pytest.fixture
def dispute(desk):
    """The address of the dispute over the ferry."""
    (address,) = set(page_of(desk.get("/disputes")).xpath("//h3/a[contains(., 'ferry stays')]/@href"))
    return address


def judged(desk, address, **changed):
    form = page_of(desk.get(address)).xpath("//form[contains(@action, '/judge')]")[0]
    return desk.post(form.get("action"), data=fields_of(form) | {"by": "Eva Lind"} | changed, follow_redirects=False)


def test_a_ground_that_a_person_confirms_says_who_did(desk, store, dispute):
    answer = judged(desk, dispute, holds="yes", why="the same ferry")
    assert (answer.status_code, answer.headers["location"]) == (303, dispute)
    said = text_of(desk.get(dispute))
    assert "Confirmed by Eva Lind" in said
    assert "the same ferry" in said
    assert [one.value for one in store.corrections(target="link")] == [True]


def test_a_dispute_that_a_person_ends_says_so_and_can_be_brought_back(desk, dispute):
    answer = judged(desk, dispute, holds="no", why="two ferries")
    settled = desk.get(answer.headers["location"])
    assert settled.status_code == 200
    assert "Rejected by Eva Lind" in text_of(settled)
    assert "two ferries" in text_of(settled)
    assert dispute not in page_of(desk.get("/disputes")).xpath("//h3/a/@href")
    form = page_of(settled).xpath("//form[contains(@class, 'undo')]")[0]
    back = desk.post(form.get("action"), data=fields_of(form))
    assert back.status_code == 200
    assert dispute in page_of(desk.get("/disputes")).xpath("//h3/a/@href")
    assert "Rejected" not in text_of(desk.get(dispute))


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"token": "x"}, 403),
        ({"holds": "perhaps"}, 422),
        ({"holds": "no", "first": "x"}, 422),
        ({"holds": "no", "by": " "}, 422),
    ],
)
def test_a_verdict_that_cannot_be_is_not_kept(desk, store, dispute, changed, status):
    assert judged(desk, dispute, **changed).status_code == status
    assert store.corrections() == []


def test_hostile_words_of_a_verdict_are_text(desk, dispute):
    judged(desk, dispute, holds="yes", why="<script>window.ran = 1</script>", by="<img src=x onerror=alert(1)>")
    page = page_of(desk.get(dispute))
    assert page.xpath("//img | //script[not(@src)]") == []
    assert "<img src=x onerror=alert(1)>" in page.text_content()


def test_another_machine_gives_no_verdict(store, desk, dispute):
    far = desk_over(store, FAR)
    assert page_of(far.get(dispute)).xpath("//form[@method='post']") == []
    assert far.post(f"{dispute}/judge", data={"holds": "no"}).status_code == 403
    assert desk.post(f"{dispute}/judge", data={"holds": "no"}, headers={"origin": "https://evil.example"}).status_code == 403
