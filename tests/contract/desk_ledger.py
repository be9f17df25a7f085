"""A small ledger for tests of the desk: an article with nested and answered statements, an older text, and a hostile one."""

from dataclasses import replace
from pathlib import Path

from store_readings import reading

from whoseword.across import catch_up
from whoseword.records import Block, Dispute, Issue, Party, Reading, SaidOn, Span, Speaker, Statement, digest
from whoseword.store import Store

PAGE = (
    "Ferry to stay\n\nMayor Ann Low told the Herald on Monday: “The ferry stays.” Bo Ray, the harbour master, denied that "
    "Low had said “nobody sails”.\n\nBuy a subscription"
)
HOSTILE = (
    "<script>window.ran = 1</script>\n\n<img src=x onerror='window.ran = 1'> Eve said: “</mark></p><script>window.ran = 1</script>"
    "<style>body{display:none}</style> \u202eevil\u202c {{ 7 * 7 }} &amp; <b>bold</b>”. Mallory denied <img src=x onerror=window.ran=1> all of it."
)


def cut(text: str, words: str) -> Span:
    """The first place of `words` in `text`."""
    start = text.index(words)
    return Span.cut(text, start, start + len(words))


def said(text: str, content: str, cue: str, source: str, **fields) -> Statement:
    """A statement of these words, with whatever else is given."""
    spans = {"content": (cut(text, content),), "cue": (cut(text, cue),), "source": (cut(text, source),), "verbatim": ()}
    given = {"kind": "indirect", "act": "assert", "voiced": True, "model": "m 1", "rules": "1", "confidence": 0.9}
    return Statement(id=digest(text, content), **(given | spans | fields))


STAYS = said(
    PAGE, "The ferry stays.", "told", "Mayor Ann Low", kind="direct", act="announce",
    speaker=Speaker("Ann Low", "person", "GBR", "Mayor", digest("low"), "name", 0.97), addressee=Party("the Herald", "media"),
    said_on=SaidOn("2025-01-20", "day", None, "text", cut(PAGE, "Monday")),
    chain=(Party("Daily", "media"), Party("Herald", "media"), Party("Ann Low", "person")),
)  # fmt: skip
DENIED = said(
    PAGE, "that Low had said “nobody sails”", "denied", "Bo Ray, the harbour master,", act="deny", about=STAYS.id, kind="mixed",
    speaker=Speaker("Bo Ray", "person", role="harbour master", how="name", confidence=0.6),
)  # fmt: skip
SAILS = said(
    PAGE, "nobody sails", "said", "Low", inside=DENIED.id, confidence=0.5,
    speaker=Speaker("Ann Low", "person", actor=digest("low"), how="alias", confidence=0.8),
)  # fmt: skip
BLOCKS = (
    Block("title", 0, 13),
    Block("paragraph", 15, PAGE.index("\n\nBuy")),
    Block("furniture", PAGE.index("Buy"), len(PAGE)),
)
EVE = said(
    HOSTILE, HOSTILE[HOSTILE.index("</mark>") : HOSTILE.rindex("”")], "said", "Eve", kind="direct",
    speaker=Speaker("<img src=x onerror=alert(1)>/../Eve", "person", role="<b>\u202erole", how="name", confidence=0.9),
    addressee=Party("</li><script>window.ran = 1</script>", "group"),
    chain=(Party("<i>", "media"), Party("\u202e<script>", "person")),
)  # fmt: skip

MALLORY = said(
    HOSTILE, "<img src=x onerror=window.ran=1> all of it", "denied", "Mallory", act="deny", about=EVE.id,
    speaker=Speaker("<script>window.ran = 1</script>Mallory", "person", how="name", confidence=0.9),
)  # fmt: skip


def readings() -> list[Reading]:
    """What is added, in order."""
    older = reading("Ferry may go. So it is said.", source="ferry.txt", outlet="Daily", published="2025-01-01")
    ferry = reading(
        PAGE, STAYS, DENIED, SAILS, source="ferry.txt", outlet="Daily", title="Ferry to stay", published="2025-01-21", blocks=BLOCKS
    )  # fmt: skip
    evil = reading(
        HOSTILE, EVE, MALLORY, source="x'\"><script>window.ran = 1</script>.html", title="<script>window.ran = 1</script>",
        outlet="\"'><svg onload=window.ran=1>", url="javascript:window.ran=1", published="2025-01-19", byline="{{ 7 * 7 }}",
    )  # fmt: skip
    disputed = Reading(
        ferry.article,
        ferry.statements,
        disputes=(Dispute("The ferry stays.", (STAYS.id,), (DENIED.id,)),),
        model="m 1",
        rules="1",
    )
    evil = replace(evil, disputes=(Dispute("</mark><script>", (EVE.id,), (MALLORY.id,)),))
    return [older, disputed, evil]


def filled(path: Path) -> Path:
    """A ledger with all of it at `path`."""
    with Store.open(path) as store:
        for one in readings():
            store.add(one)
        for _ in catch_up(store):
            pass
        store.put_issue(Issue("ferry", "ferry OR stays OR evil"))
        store.put_issue(Issue("<script>window.ran = 1</script>/..", "ferry"))
    return path
