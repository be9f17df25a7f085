"""A ledger with one article whose words are hard to count: emoji of several code points, text from right to left, controls, markup."""

from pathlib import Path

from whoseword.across import catch_up
from whoseword.records import Article, Block, Reading, Span, Speaker, Statement, digest
from whoseword.store import Store

PARTS = (
    "Mayor says the dam is safe",
    "The mayor said the dam was safe. “We go 👩‍👩‍👧 home now,” said Ann Low on Monday. Nobody asked whether the bridge 👩‍👩‍👧 is closed.",
    "שלום עולם אמר דן",
    "Eve wrote: <img src=x onerror=window.ran=1> \u202eevil\u202c and that it is over.",
    "Six said the well is dry. Seven said the road is long. Eight said the ferry stays. Nine said the gate is shut.",
)
TEXT = "\n\n".join(PARTS)


def cut(words: str, after: str = "") -> tuple[Span, ...]:
    if not words:
        return ()
    start = TEXT.index(words, TEXT.index(after))
    return (Span.cut(TEXT, start, start + len(words)),)


def said(content: str, cue: str, source: str, name: str, after: str = "") -> Statement:
    return Statement(
        id=digest(TEXT, content), kind="indirect", act="assert", voiced=True, content=cut(content, after), verbatim=(),
        cue=cut(cue, after), source=cut(source, after), speaker=Speaker(name, "person", how="name", confidence=0.9), confidence=0.9, model="m 1", rules="1",
    )  # fmt: skip


STATEMENTS = (
    said("the dam was safe", "said", "The mayor", "Ann Low", "The mayor"),
    said("We go", "said", "Low", "Ann Low", "“We go"),
    said("שלום", "אמר", "דן", "דן", "שלום"),
    said("<img src=x onerror=window.ran=1> \u202eevil\u202c", "wrote", "Eve", "Eve", "Eve wrote"),
    *(
        said(words, "said", name, name, f"{name} said")
        for name, words in (
            ("Six", "the well is dry"),
            ("Seven", "the road is long"),
            ("Eight", "the ferry stays"),
            ("Nine", "the gate is shut"),
        )
    ),
)
GO, HEBREW = STATEMENTS[1].id, STATEMENTS[2].id


def _blocks() -> tuple[Block, ...]:
    found, at = [], 0
    for number, part in enumerate(PARTS):
        found.append(Block("paragraph" if number else "title", at, at + len(part)))
        at += len(part) + 2
    return tuple(found)


READING = Reading(
    Article(digest(TEXT), "words.txt", TEXT, "0" * 64, _blocks(), outlet="Daily", title=PARTS[0], published="2025-01-21"), STATEMENTS, model="m 1", rules="1",
)  # fmt: skip
ARTICLE = READING.article.id


def words_ledger(path: Path) -> Path:
    """A ledger with that article at `path`."""
    with Store.open(path) as store:
        store.add(READING)
        for _ in catch_up(store):
            pass
    return path
