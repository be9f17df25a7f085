"""The network of acts that ships: chances for any words, the same whatever their neighbours; heard only where clues leave an act open."""

import json
import math
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whoseword.errors import ModelError
from whoseword.pipeline import Pipeline
from whoseword.records import Attribution, Span, Worded
from whoseword.settings import Settings
from whoseword.speech import act_of, acts_of
from whoseword.tag import DEFAULT_BUNDLE, ActNetwork, Tagger, open_bundle
from whoseword.tag.act_network import ACTS_READ

BLAME = Worded("Sol", "said", "The mayor is a liar and a crook who robbed this city.", quoted=True)


@pytest.fixture(scope="module")
def network() -> ActNetwork:
    return ActNetwork(open_bundle(DEFAULT_BUNDLE), threads=1)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DEFAULT_BUNDLE, tmp_path / "bundle"))


def best(chances: Sequence[float]) -> str:
    return ACTS_READ[max(range(len(chances)), key=chances.__getitem__)]


def test_chances_add_up_to_one_and_plain_acts_come_first(network: ActNetwork) -> None:
    thanks = Worded("Sol", "said", "We thank the people of Sudria for the bread.", quoted=True)
    read = network.read([BLAME, thanks])
    assert [sum(map(math.exp, chances)) for chances in read] == [pytest.approx(1)] * 2
    assert best(read[0]) in ("criticise", "accuse")
    assert best(read[1]) == "thank"


def test_a_statements_chances_do_not_depend_on_its_neighbours(network: ActNetwork) -> None:
    other = Worded("The ministry", "announced", "a new bridge", quoted=False)
    assert network.read([BLAME, other])[0] == network.read([other, BLAME])[1] == network.read([BLAME])[0]


@settings(deadline=None, max_examples=30)
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=400), st.booleans())
def test_any_words_are_read(network: ActNetwork, source: str, cue: str, content: str, quoted: bool) -> None:
    (chances,) = network.read([Worded(source, cue, content, quoted)])
    assert sum(map(math.exp, chances)) == pytest.approx(1)


def test_words_of_any_length_are_read(network: ActNetwork) -> None:
    assert len(network.read([Worded("a " * 5000, "b " * 5000, "c " * 5000, quoted=False)])[0]) == len(ACTS_READ)


class Counting:
    """The network of acts, and how often it was asked."""

    def __init__(self, network: ActNetwork) -> None:
        self.network, self.asked = network, 0

    def read(self, worded: Sequence[Worded]) -> list[list[float]]:
        self.asked += len(worded)
        return self.network.read(worded)


def said(cue: str, content: str) -> tuple[str, Attribution]:
    text = f"Sol {cue} {content}."
    start = 4 + len(cue) + 1
    return text, Attribution(
        (Span.cut(text, 0, 3),), (Span.cut(text, 4, 4 + len(cue)),), (Span.cut(text, start, start + len(content)),)
    )


def test_what_the_cue_names_is_not_asked_about_and_stays(network: ActNetwork) -> None:
    counting = Counting(network)
    text, attribution = said("denied", "any part in it")
    assert acts_of(text, [attribution], counting) == (act_of(text, attribution),) == ("deny",)
    assert counting.asked == 0


def test_what_the_clues_leave_open_is_asked_about(network: ActNetwork) -> None:
    counting = Counting(network)
    acts_of(*_with_one(said("said of her", "not a leader, never a friend of the poor")), counting)
    assert counting.asked == 1


def _with_one(pair: tuple[str, Attribution]) -> tuple[str, list[Attribution]]:
    return pair[0], [pair[1]]


def test_an_altered_network_of_acts_is_refused(copied: Path) -> None:
    (copied / "acts.onnx").write_bytes(b"no network")
    with pytest.raises(ModelError, match=r"acts\.onnx has SHA-256"):
        ActNetwork(open_bundle(copied), threads=1)
    Tagger.load(copied)


def test_a_bundle_without_one_tells_acts_by_clues_alone(copied: Path) -> None:
    manifest = json.loads((copied / "manifest.json").read_text())
    del manifest["files"]["acts.onnx"]
    (copied / "manifest.json").write_text(json.dumps(manifest))
    assert Pipeline.load(Settings(threads=1, bundle=copied)).networks.acts is None
    with pytest.raises(ModelError, match=r"has no acts\.onnx"):
        ActNetwork(open_bundle(copied), threads=1)
