"""Events of articles of our own through the whole pipeline, with the bundle that ships: what must be found, and what must not be."""

from functools import cache

import pytest

from whoseword.pipeline import Pipeline
from whoseword.read import ReadOptions, read_text
from whoseword.records import Article, Event
from whoseword.settings import Settings

TEXT = """Tarvonian troops cross the Lenn as talks collapse

PORT LISANE, April 22, 2026 – Tarvonian troops attacked Oressian border guards near Lenn on Tuesday, and Oressia closed its border with Tarvonia.

Oressian Foreign Minister Ana Sol accused Tarvonia of breaking the truce. Tarvonia rejected a proposal by Oressia to send observers.

Oressian police arrested 14 Tarvonian journalists in the capital on Monday. Tarvonia demanded their release and threatened Oressia with sanctions.

“We will not be the first to shoot,” Tarvonian Prime Minister Karl Ode told reporters. He may meet Sol in Helm next week.

Talks between Oressia and Tarvonia opened in Liske on 18 April. Helmark had sent food and medicine to Oressia in March, and Helmark's foreign ministry said it would help Tarvonia as well.

If Oressia attacks Tarvonia, the bridge is lost, said a farmer. He asked whether Tarvonia had been attacked by Oressia.

The Tarvonian army denied that its soldiers had attacked Oressia in January.
"""


@cache
def events() -> tuple[Event, ...]:
    article = read_text(TEXT, source="lenn.txt", options=ReadOptions(published="2026-04-22"))
    assert isinstance(article, Article)
    return Pipeline.load(Settings(threads=1)).read(article).events


def seen() -> set[tuple[str | None, str, str | None, str]]:
    return {(e.source.state, e.root, e.target.state, e.status) for e in events()}


@pytest.mark.parametrize(
    "event",
    [
        ("Tarvonia", "ASSAULT", "Oressia", "asserted"),
        ("Oressia", "ACCUSE", "Tarvonia", "asserted"),
        ("Tarvonia", "REJECT", "Oressia", "asserted"),
        ("Oressia", "COERCE", "Tarvonia", "asserted"),
        ("Tarvonia", "THREATEN", "Oressia", "asserted"),
        ("Oressia", "CONSULT", "Tarvonia", "asserted"),
        ("Helmark", "AID", "Oressia", "asserted"),
    ],
)
def test_what_the_text_plainly_says_is_found(event: tuple[str, str, str, str]) -> None:
    assert event in seen()


def test_most_of_what_is_found_is_in_the_text() -> None:
    """Nothing under "if", nothing that is asked, nobody who may meet; no attack of Oressia's."""
    assert not any(e.source.state == "Oressia" and e.root == "ASSAULT" for e in events())
    assert not any(
        "may meet" in e.evidence.text or "If Oressia" in e.evidence.text or "He asked" in e.evidence.text for e in events()
    )


def test_what_a_statement_denies_is_denied() -> None:
    assert {e.status for e in events() if "in January" in e.evidence.text} <= {"denied"}


def test_days_are_those_of_the_text() -> None:
    days = {(e.root, e.date.value, e.date.from_) for e in events() if e.date}
    assert ("ASSAULT", "2026-04-21", "text") in days
    assert ("COERCE", "2026-04-20", "text") in days
    assert ("REJECT", "2026-04-22", "publication") in days
