"""Every page in a real browser: it opens without an error or a request elsewhere, and axe finds nothing of level A or AA."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest

AXE = (Path(__file__).parent / "vendor" / "axe-4.14.1.min.js").read_text(encoding="utf8")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PAGES = {
    "today": "/",
    "articles": "/articles",
    "article": None,
    "statement": None,
    "disputes": "/disputes",
    "dispute": None,
    "quotations": "/quotations",
    "quotation": None,
    "issues": "/issues",
    "issue": "/issues?words=observer*+OR+inspector*",
    "relations": "/relations",
    "relation": None,
    "speakers": "/speakers",
    "speaker": f"/speakers/{quote('Rui Castane')}",
    "search": "/search?q=water+OR+dam*",
    "narrow search": "/search?who=Pavo+Renn&act=deny&since=2026-04",
    "nothing found": "/search?q=zebra",
    "starred": "/starred",
    "add": "/add",
    "feeds": "/feeds",
}


def address_of(desk, name):
    reading = desk.article("Andra water talks open in Liske")
    if name == "article":
        return f"/articles/{reading.article.id}"
    if name == "dispute":
        return f"/disputes/{desk.dispute}"
    if name == "relation":
        event = next(one for whole in desk.readings for one in whole.events)
        return f"/relations/{quote(event.source.name, safe='')}/{quote(event.target.name, safe='')}"
    if name == "quotation":
        return f"/quotations/{desk.quotation}"
    if name == "statement":
        return f"/statements/{next(s.id for s in reading.statements if s.about)}"
    return PAGES[name]


def violations(page, *, rules: tuple[str, ...] = ()) -> list[str]:
    """What axe finds on the page as it is, a line each; by all rules of level A and AA, or by some."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    chosen = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": LEVELS}
    # Of what passed, one example of each rule is enough, and several times as fast.
    options = {"runOnly": chosen, "resultTypes": ["violations"], "elementRef": False}
    found = page.evaluate("options => axe.run(document, options)", options)
    assert found["passes"]
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_and_can_be_used_by_everybody(page, desk, name):
    """By every rule in the light theme; the dark one differs in its colours alone."""
    page.emulate_media(color_scheme="light")
    assert page.goto(address_of(desk, name)).status == 200
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, rules=("color-contrast",)) == []


def test_the_keys_and_the_evidence_can_be_used_by_everybody(page, desk):
    """What opens on demand is looked at as well: the help, the fields of the search, how a statement was found."""
    page.goto(address_of(desk, "article"))
    page.locator("#s-2 summary").click()
    page.locator("#s-2 .fields").wait_for()
    page.keyboard.press("j")
    assert violations(page) == []
    page.keyboard.press("?")
    assert violations(page) == []
    page.goto("/search")
    page.locator(".asking summary").click()
    assert violations(page) == []


def test_a_page_narrow_as_a_telephone_has_nothing_beyond_its_edge(page, desk):
    page.set_viewport_size({"width": 360, "height": 720})
    for name in PAGES:
        page.goto(address_of(desk, name))
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name


@pytest.mark.parametrize("width", [1280, 1120, 1104, 900])
def test_the_places_stand_on_one_line_and_there_is_room_to_search(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/")
    tops = page.locator(".top nav a").evaluate_all("all => all.map((one) => one.getBoundingClientRect().top)")
    assert len(set(tops)) == 1
    assert page.locator("#find").bounding_box()["width"] >= 110


def test_text_enlarged_to_twice_its_size_stays_within_the_page(page, desk):
    page.set_viewport_size({"width": 640, "height": 800})
    page.goto(address_of(desk, "article"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_without_scripts_an_article_is_read_and_its_links_work(chromium, desk):
    """Marks, notes, links between them, evidence by the statement's page, search and pages: none needs a script."""
    context = chromium.new_context(java_script_enabled=False, base_url=desk.address)
    page = context.new_page()
    page.goto(address_of(desk, "article"))
    page.locator("#m-3").click()
    assert page.url.endswith("#s-3")
    page.locator("#s-3 a.num").click()
    assert page.url.endswith("#m-3")
    page.locator("#s-3 summary").click()
    page.locator("#s-3 .found a").click()
    assert page.locator("h2", has_text="How each was found").is_visible()
    page.locator("#find").fill("inspectors")
    page.locator("#find").press("Enter")
    assert page.locator(".item").count() > 2
    assert not page.locator("#theme").is_visible()
    context.close()


def test_a_kind_is_told_by_its_line_and_its_shape_too(page, desk):
    """Whoever sees no colour sees solid, dotted or double lines and badges of three shapes."""
    page.goto(address_of(desk, "article"))
    drawn = {
        kind: page.locator(f".text mark.k-{kind}").first.evaluate("one => getComputedStyle(one).textDecorationStyle")
        for kind in ("direct", "indirect", "mixed")
    }
    shapes = {
        page.locator(f".note a.k-{kind}").first.evaluate("one => getComputedStyle(one).borderRadius")
        for kind in ("direct", "indirect", "mixed")
    }
    assert drawn == {"direct": "solid", "indirect": "dotted", "mixed": "double"}
    assert len(shapes) == 3


def test_on_paper_there_is_the_text_and_its_notes_and_no_controls(page, desk):
    page.goto(address_of(desk, "article"))
    page.emulate_media(media="print")
    assert page.locator("#s-1").is_visible()
    assert page.locator(".text").first.is_visible()
    assert not page.locator(".top").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_what_is_not_there_is_a_page(page, watch):
    answer = page.goto("/articles/zzz")
    assert answer.status == 404
    assert "whose id begins with" in page.locator("main").inner_text()
    assert violations(page) == []
    assert len(watch.errors) == 1
    assert re.search("404", watch.errors.pop())  # the browser's own remark
