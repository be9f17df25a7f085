"""Floors of the network of events that ships, and of the pairs that events are made of."""

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

from whoseword.events import QUADS
from whoseword.pipeline import Pipeline
from whoseword.read import read_text
from whoseword.records import Article, Pair, Span
from whoseword.settings import Settings
from whoseword.tag import Roots

SHARED = Path(__file__).parents[3] / "shared"

# One act a line, in our own words: root, sentence with [source] and {target}. None stands in training/phrases.py.
OWN = """
ACCUSE   [Tarvonia] charged that {Oressia} had poisoned the wells along the border.
ACCUSE   [A court in Keldra] found {two Oressian traders} guilty of spying.
AGREE    [Oressia] will receive {a Tarvonian envoy} in Port Lisane next week.
AGREE    [Helmark] has pledged 40 million crowns to rebuild {Tolvar}.
AID      [Helmark] flew tents, blankets and field kitchens to {Tolvar} after the flood.
AID      [The Helmark navy] took {some 300 stranded Oressians} aboard and brought them to safety.
ASSAULT  [Tarvonian gunners] shelled {an Oressian pumping station} overnight.
ASSAULT  [Gunmen] dragged {the mayor of Tolvar} out of her car and shot her.
COERCE   [Keldra's police] took {eleven barge owners} into custody.
COERCE   [Tarvonia] shut its ports to {Oressian ships} and impounded four of them.
CONSULT  [Dorvek] sat down with {the Oressian delegation} for three hours.
CONSULT  [Aldersund] rang {Castane} twice on Monday to go through the draft.
COOPERATE [Oressian detectives] passed fingerprints to {their colleagues in Keldra}.
COOPERATE [The Helmark navy] and {Oressia} held exercises off the coast.
MOBILIZE [Oressia] called up reservists and moved two brigades towards {the Tarvonian border}.
MOBILIZE [Tarvonia] put its army on high alert along {the frontier with Oressia}.
PROTEST  [Thousands of farmers] marched on {the parliament in Port Lisane}.
PROTEST  [Dock workers in Lisane] walked out over {the new grain law}.
REJECT   [Keldra] turned down {Oressia}'s offer of a second gauge.
REJECT   [The Rural League] voted against {Dorvek}'s treaty.
REQUEST  [Oressia] called on {Tarvonia} to open the sluices at once.
REQUEST  [Castane] wants {the Rivers Commission} to send inspectors.
SANCTION [Helmark] broke off relations with {Tarvonia} and sent its ambassador home.
SANCTION [The Rivers Commission] stopped paying {Tarvonia} for the gauges.
SUPPORT  [Arlando] congratulated {Dorvek} on his election.
SUPPORT  [Tarvonia] and {Oressia} signed a treaty on the waters of the Andra.
THREATEN [Dorvek] warned that his army would cross the river if {Oressia} did not back down.
THREATEN [Oressia] gave {Keldra} until Friday to withdraw, or face war.
YIELD    [Tarvonia] set free {nine Oressian fishermen}.
YIELD    [Oressia] lifted its ban on {Tarvonian barges}.
"""


@pytest.fixture(scope="module")
def roots() -> Roots:
    return Roots.load()


def pair_of(marked: str) -> Pair:
    plain, spans = "", {}
    for sign in marked:
        if sign in "[{":
            spans[sign] = len(plain)
        elif sign in "]}":
            opened = "[" if sign == "]" else "{"
            spans[sign] = (spans[opened], len(plain))
        else:
            plain += sign
    return Pair(plain, *((Span.cut(plain, *spans[sign]),) for sign in "]}"))


def test_most_plain_sentences_of_our_own_have_the_right_root_and_quad_class(roots: Roots) -> None:
    lines = [line.split(maxsplit=1) for line in OWN.strip().splitlines()]
    said = [max(chances, key=chances.__getitem__) for chances in roots.read([pair_of(marked) for _, marked in lines])]
    wrong = [(root, found, marked) for (root, marked), found in zip(lines, said, strict=True) if root != found]
    assert len(wrong) <= FLOOR_WRONG_ROOTS, wrong
    assert sum(QUADS[root] != QUADS[found] for root, found, _ in wrong) <= FLOOR_WRONG_QUADS, wrong


FLOOR_WRONG_ROOTS, FLOOR_WRONG_QUADS = 6, 4


def scorer() -> ModuleType:
    folder = str(SHARED / "eval")
    if folder not in sys.path:
        sys.path.append(folder)
    return importlib.import_module("score_events")


@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "corpora").is_dir(), reason="the corpora are not beside the project, in ../shared/corpora")
def test_the_network_that_ships_knows_what_it_was_trained_on(roots: Roots) -> None:
    """In int8 too: it says nothing of new rows, for which benchmarks/events.py has figures by folds."""
    score = scorer()
    rows = score.read(str(SHARED / "corpora/events/plv_train.jsonl"))[::5]
    pairs = [
        Pair(r["text"], *(tuple(Span.cut(r["text"], *span) for span in r[side]) for side in ("source", "target"))) for r in rows
    ]
    said = [max(chances, key=chances.__getitem__) for chances in roots.read(pairs)]
    assert score.macro([(row["root"], root) for row, root in zip(rows, said, strict=True)]) >= 93


@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "corpora").is_dir(), reason="the corpora are not beside the project, in ../shared/corpora")
def test_of_the_pairs_found_in_marked_sentences_most_are_those_marked() -> None:
    """The network has read these sentences: what is held here is which pairs are found. A tenth of the floor is noise."""
    pipeline = Pipeline.load(Settings(threads=1))
    right = other = 0
    for row in scorer().read(str(SHARED / "corpora/events/plv_train.jsonl"))[::8]:
        article = read_text(f"A title that says little\n\n{row['text']}", source=row["id"])
        assert isinstance(article, Article)
        shift = article.text.index(row["text"][:20])
        for event in pipeline.read(article).events:
            sides = ((event.source.span, row["source"]), (event.target.span, row["target"]))
            marked = all(
                span and any(span.start < end + shift and start + shift < span.end for start, end in side)
                for span, side in sides
            )
            right, other = right + marked, other + (not marked)
    assert right >= 20
    assert right >= 0.8 * (right + other)
