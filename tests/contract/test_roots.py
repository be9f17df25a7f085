"""The network of events that ships: chances for any pair, the same whatever its neighbours; a bundle that is not whole is refused."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whoseword.errors import ModelError
from whoseword.pipeline import Pipeline
from whoseword.records import Pair, Span
from whoseword.settings import Settings
from whoseword.tag import DEFAULT_BUNDLE, Roots, Tagger

TEXT = "Norland invaded Sudria."


@pytest.fixture(scope="module")
def roots() -> Roots:
    return Roots.load()


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DEFAULT_BUNDLE, tmp_path / "bundle"))


def pair(text: str = TEXT, source: str | None = "Norland", target: str | None = "Sudria") -> Pair:
    spans = [(Span.cut(text, text.index(side), text.index(side) + len(side)),) if side else () for side in (source, target)]
    return Pair(text, *spans)


def test_chances_add_up_to_one_and_the_plain_root_comes_first(roots: Roots) -> None:
    (chances,) = roots.read([pair()])
    assert sum(chances.values()) == pytest.approx(1)
    assert max(chances, key=chances.__getitem__) == "ASSAULT"


def test_a_pairs_chances_do_not_depend_on_its_neighbours(roots: Roots) -> None:
    other = pair("Sudria thanked Norland for the bread.", "Sudria", "Norland")
    assert roots.read([pair(), other])[0] == roots.read([other, pair()])[1] == roots.read([pair()])[0]


def test_a_side_without_a_span_and_a_sentence_of_any_length_are_read(roots: Roots) -> None:
    long = f"{'It rained. ' * 200}{TEXT}{' It rained.' * 200}"
    read = roots.read([pair(source=None), pair(target=None), Pair("", (), ()), pair(long)])
    assert [max(chances, key=chances.__getitem__) for chances in read[:1] + read[3:]] == ["ASSAULT", "ASSAULT"]


@settings(deadline=None, max_examples=30)
@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_any_text_is_read(roots: Roots, text: str, first: int, second: int) -> None:
    low, high = sorted((min(first, len(text)), min(second, len(text))))
    span = (Span.cut(text, low, high),) if low < high else ()
    (chances,) = roots.read([Pair(text, span, span)])
    assert sum(chances.values()) == pytest.approx(1)


def test_an_altered_network_of_events_is_refused_by_who_asks_for_it_alone(copied: Path) -> None:
    (copied / "events.onnx").write_bytes(b"no network")
    with pytest.raises(ModelError, match=r"events\.onnx has SHA-256"):
        Roots.load(copied)
    Tagger.load(copied)


def test_a_bundle_without_one_reads_no_events(copied: Path) -> None:
    manifest = json.loads((copied / "manifest.json").read_text())
    del manifest["files"]["events.onnx"]
    (copied / "manifest.json").write_text(json.dumps(manifest))
    assert Pipeline.load(Settings(threads=1, bundle=copied)).networks.roots is None
    with pytest.raises(ModelError, match=r"has no events\.onnx"):
        Roots.load(copied)


def test_the_setting_switches_events_off() -> None:
    assert Pipeline.load(Settings(threads=1, events=False)).networks.roots is None
