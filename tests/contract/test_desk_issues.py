"""Issues on the desk: what is kept from its forms, changed, taken out, and who may do it."""

import pytest
from fastapi.testclient import TestClient
from lxml import html as parsed
from watched_ledger import INSPECTORS, add, april, dry, leaked, may

from whoseword import watching
from whoseword.store import Store
from whoseword.web import DeskOptions, create_app

NEAR, FAR = ("127.0.0.1", 40000), ("192.0.2.7", 40000)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "ledger.db") as opened:
        add(opened, april(), leaked(), dry())
        yield opened


def desk_over(store, address=NEAR) -> TestClient:
    return TestClient(create_app(store, DeskOptions(user="Desk User")), base_url="http://localhost:8765", client=address)


@pytest.fixture
def desk(store):
    return desk_over(store)


def page_of(answer, status=200):
    assert answer.status_code == status, answer.text
    return parsed.fromstring(answer.text)


def form_at(desk, address, action="/issues"):
    return page_of(desk.get(address)).xpath(f"//main//form[@method='post'][@action='{action}']")[0]


def sent(desk, form, **changed):
    """The answer to a form as a browser sends it; not followed."""
    fields = {one.get("name"): one.get("value") or "" for one in form.xpath(".//input[@name]")}
    fields |= {one.get("name"): one.text or "" for one in form.xpath(".//textarea[@name]")}
    return desk.post(form.get("action"), data=fields | changed, follow_redirects=False)


def test_what_was_looked_for_is_kept_with_its_words(desk, store):
    answer = sent(desk, form_at(desk, "/issues?words=inspectors"), name="Who may look")
    assert answer.headers["location"] == "/issues/Who%20may%20look"
    assert [(one.name, one.words, one.examples) for one in store.issues()] == [("Who may look", "inspectors", ())]
    page = page_of(desk.get(answer.headers["location"]))
    assert "Mara Stelik" in page.text_content()
    assert page.xpath("//form[@class='watch']") != []


def test_a_kept_issue_is_known_to_today_when_a_party_turns(desk, store):
    """Positions are worked out as soon as it is kept, so that the turn that comes later is seen."""
    sent(desk, form_at(desk, "/issues"), name=INSPECTORS.name, words=INSPECTORS.words)
    add(store, may())
    assert "refuses → accepts" in page_of(desk.get("/")).xpath("string(//ol[@class='turns'])")


def test_words_and_examples_are_changed_and_the_name_stays(desk, store):
    sent(desk, form_at(desk, "/issues"), name="water", words="water")
    form = form_at(desk, "/issues/water")
    assert form.xpath(".//input[@name='words']/@value") == ["water"]
    answer = sent(desk, form, words="dam OR gates", examples="The gates stay shut\r\n\r\nNobody opens the dam")
    assert answer.status_code == 303
    (kept,) = store.issues()
    assert (kept.name, kept.words) == ("water", "dam OR gates")
    assert kept.examples == ("The gates stay shut", "Nobody opens the dam")


def test_one_is_taken_out_and_every_statement_stays(desk, store):
    sent(desk, form_at(desk, "/issues"), name="<b>water</b>", words="water")
    before = store.counts()
    form = form_at(desk, "/issues/%3Cb%3Ewater%3C%2Fb%3E", "/issues/remove")
    assert sent(desk, form).headers["location"] == "/issues"
    assert (store.issues(), store.counts()) == ((), before)
    assert desk.get("/issues/%3Cb%3Ewater%3C%2Fb%3E").status_code == 404


def test_what_is_no_issue_is_told_in_the_form_and_nothing_is_lost_of_it(desk, store):
    form = form_at(desk, "/issues")
    for fields in ({"name": "nothing"}, {"name": " ", "words": "x"}, {"name": "x" * 200, "words": "x"}):
        page = page_of(sent(desk, form, **fields), 422)
        assert page.xpath("//p[@role='alert']") != []
        assert page.xpath("//main//input[@name='name']/@value")[0].strip() == fields["name"].strip()
    assert store.issues() == ()


def test_an_example_that_is_no_statement_is_told(desk, store):
    page = page_of(sent(desk, form_at(desk, "/issues"), name="odd", examples="0123456789abcdef"), 422)
    assert "0123456789abcdef" in page.xpath("string(//p[@role='alert'])")
    assert store.issues() == ()


def test_only_a_form_of_this_desk_is_taken(desk, store):
    sent(desk, form_at(desk, "/issues"), name="water", words="water")
    watching.start(store, "issue", "water", by="Eva")
    fields = {one.get("name"): one.get("value") or "" for one in form_at(desk, "/issues/water").xpath(".//input[@name]")}
    for address in ("/issues", "/issues/remove"):
        given = {**fields, "words": "other"}
        assert desk.post(address, data={**given, "token": "x"}).status_code == 403
        assert desk.post(address, data=given, headers={"origin": "https://evil.example"}).status_code == 403
        assert desk.post(address, data=given, headers={"sec-fetch-site": "cross-site"}).status_code == 403
        assert desk.post(address, json=given).status_code == 415
        assert desk_over(store, FAR).post(address, data=given).status_code == 403
    assert [one.words for one in store.issues()] == ["water"]


def test_who_may_not_write_sees_no_forms(store):
    with Store.open(store.path, create=False, read_only=True) as only:
        assert page_of(desk_over(only).get("/issues")).xpath("//main//form[@method='post']") == []
    assert page_of(desk_over(store, FAR).get("/issues?words=dam")).xpath("//main//form[@method='post']") == []
