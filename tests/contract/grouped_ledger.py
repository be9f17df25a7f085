"""A ledger in which three outlets carry one quotation in three wordings, another quotation beside it, and a dispute."""

from dataclasses import replace
from pathlib import Path

from desk_ledger import readings
from store_readings import reading

from whoseword.across import catch_up
from whoseword.records import Span, Speaker, Statement, digest
from whoseword.store import Store

LOW = Speaker("Ann Low", "person", how="name", confidence=0.9)
WORDINGS = (
    "The old bridge over the Andra will be closed to lorries before the winter comes",
    "The old bridge over the Andra will be closed to lorries and buses before the winter comes",
    "The old bridge over the Andra will be closed to lorries, buses and horses before the winter comes",
)
OTHER = "Nobody who has stood on that dam at night will sleep well below it again"


def quoted(number: int, words: str) -> Statement:
    text = f"“{words},” said Ann Low, article {number}."
    content = Span.cut(text, 1, 1 + len(words))
    cue, name = text.index("said"), text.index("Ann Low")
    return Statement(
        id=digest("quoted", number), kind="direct", act="assert", voiced=True, content=(content,), verbatim=(content,),
        cue=(Span.cut(text, cue, cue + 4),), source=(Span.cut(text, name, name + 7),), speaker=LOW, confidence=0.9, model="m 1", rules="1",
    )  # fmt: skip


QUOTED = [quoted(number, words) for number, words in enumerate((*WORDINGS, OTHER))]


def grouped(path: Path) -> Path:
    """The ledger at `path`."""
    with Store.open(path) as store:
        for one in readings():
            store.add(one)
        for number, (one, words) in enumerate(zip(QUOTED, (*WORDINGS, OTHER), strict=True)):
            text = f"“{words},” said Ann Low, article {number}."
            article = reading(text, one, source=f"{number}.txt", outlet=f"Paper {number}", published=f"2025-02-0{number + 1}")
            store.add(replace(article, model="m 1", rules="1"))
        for _ in catch_up(store):
            pass
    return path
