"""A ledger in which three outlets carry one quotation in three wordings, another quotation beside it, a dispute and an issue."""

from pathlib import Path

from whoseword.across import catch_up
from whoseword.records import Article, Block, Issue, Reading, Span, Speaker, Statement, digest
from whoseword.store import Store

WORDINGS = (
    "The old bridge over the Andra will be closed to lorries before the winter comes",
    "The old bridge over the Andra will be closed to lorries and buses before the winter comes",
    "The old bridge over the Andra will be closed to lorries, buses and horses before the winter comes",
)
OTHER = "Nobody who has stood on that dam at night will sleep well below it again"
DENIAL = "The old bridge over the Andra will not be closed to lorries before the winter comes"


def _read(number: int, words: str, who: str = "Ann Low", act: str = "assert") -> Reading:
    text = f"“{words},” said {who}, article {number}."
    content, cue, name = (Span.cut(text, start, start + size) for start, size in (
        (1, len(words)), (text.index("said"), 4), (text.index(who), len(who))))  # fmt: skip
    speaker = Speaker(who, "person", how="name", confidence=0.9)
    said = Statement(
        digest("quoted", number),
        "direct",
        act,
        True,
        (content,),
        (content,),
        (cue,),
        (name,),
        speaker,
        confidence=0.9,
        model="m 1",
        rules="1",
    )
    article = Article(
        digest(text), f"{number}.txt", text, "0" * 64, (Block("paragraph", 0, len(text)),), outlet=f"Paper {number}",
        title=f"Bridge {number}", published=f"2025-02-0{number + 1}",
    )  # fmt: skip
    return Reading(article, (said,), model="m 1", rules="1")


def quotations_ledger(path: Path) -> Path:
    """The ledger at `path`."""
    with Store.open(path) as store:
        for number, words in enumerate((*WORDINGS, OTHER)):
            store.add(_read(number, words))
        store.add(_read(4, DENIAL, "Bo Ray", "deny"))
        for _ in catch_up(store):
            pass
        store.put_issue(Issue("bridge", "bridge"))
    return path
