"""The tagger with the bundle that ships: whole statements, given to their source; a bundle that is not whole is refused."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whoseword.errors import ModelError
from whoseword.read import read_text
from whoseword.records import Article, Rejected, Tagged
from whoseword.tag import DEFAULT_BUNDLE, Tagger, open_bundle


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger.load()


def tag(tagger: Tagger, text: str) -> Tagged:
    article = read_text(text, source="test.txt")
    assert isinstance(article, Article)
    (tagged,) = tagger.tag([article])
    return tagged


def parts(tagged: Tagged) -> list[tuple[list[str], list[str], list[str]]]:
    return [([s.text for s in a.source], [s.text for s in a.cue], [s.text for s in a.content]) for a in tagged.attributions]


TITLE = "Ministers meet in Liske over the river\n\n"


def test_a_split_quotation_is_one_statement(tagger: Tagger) -> None:
    (found,) = parts(tag(tagger, TITLE + "“The river is low,” Foreign Minister Rui Castane said. “It will rise in May.”"))
    assert found[0] == ["Foreign Minister Rui Castane"]
    assert found[1] == ["said"]
    assert [c.strip("“”") for c in found[2]] == ["The river is low,", "It will rise in May."]


def test_each_of_two_speakers_in_a_sentence_gets_what_is_his(tagger: Tagger) -> None:
    text = "While Keldra has claimed that the dam was open, Oressia has denied receiving any water."
    assert parts(tag(tagger, TITLE + text)) == [
        (["Keldra"], ["has claimed"], ["that the dam was open"]),
        (["Oressia"], ["has denied"], ["receiving any water"]),
    ]


def test_who_stands_after_by_is_the_source_of_a_passive(tagger: Tagger) -> None:
    text = "Critics said the plan would fail, a charge rejected by Dorvek."
    assert (["Dorvek"], ["rejected"], ["a charge"]) in parts(tag(tagger, TITLE + text))


def test_a_statement_inside_anothers_content_is_one_of_its_own(tagger: Tagger) -> None:
    text = "The Meridian Wire reported that Castane had told his aides that the dam was unsafe."
    outer, nested = tag(tagger, TITLE + text).attributions
    assert (outer.depth, nested.depth) == (0, 1)
    assert [s.text for s in nested.source] == ["Castane"]
    assert [s.text for s in nested.content] == ["that the dam was unsafe"]
    assert outer.content[0].start <= nested.cue[0].start
    assert nested.content[0].end <= outer.content[0].end


def test_a_caption_is_not_linked_to_the_body(tagger: Tagger) -> None:
    text = "“We open the door,” Ilan Dorvek said. / Reuters\n\nBy Ana Sol April 28, 2026\n\n“We open the door,” Dorvek said. “We can close it.”"
    tagged = tag(tagger, TITLE + text)
    caption_ends = (TITLE + text).index("/ Reuters")
    for a in tagged.attributions:
        spans = (*a.source, *a.cue, *a.content)
        assert len({span.start < caption_ends for span in spans}) == 1


def test_names_are_found_with_their_type(tagger: Tagger) -> None:
    names = {
        n.span.text: n.type for n in tag(tagger, TITLE + "President Barack Obama met Angela Merkel in Berlin on Monday.").names
    }
    assert names["Barack Obama"] == names["Angela Merkel"] == "person"
    assert names["Berlin"] == "place"


def test_articles_come_out_in_their_order_whatever_the_batch(tagger: Tagger) -> None:
    texts = [f"{TITLE}Minister Ana Sol said that {n} boats had sailed." * (n % 4 + 1) for n in range(40)]
    articles = [a for n, t in enumerate(texts) if isinstance(a := read_text(t, source=f"{n}.txt"), Article)]
    together = list(tagger.tag(articles))
    for number in (0, 17, 39):
        assert parts(together[number]) == parts(next(tagger.tag([articles[number]])))


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=400), st.text(alphabet="said Ana. “”\"'\n:—by ", max_size=400)))
def test_any_text_at_all_is_tagged_and_every_span_is_its_text(text: str) -> None:
    article = read_text(text, source="any.txt")
    if isinstance(article, Rejected):
        return
    (tagged,) = _shared().tag([article])
    for a in tagged.attributions:
        assert a.content
        assert 0.0 <= a.confidence <= 1.0
        assert all(article.text[s.start : s.end] == s.text for s in (*a.source, *a.cue, *a.content))
    assert all(article.text[n.span.start : n.span.end] == n.span.text for n in tagged.names)


_loaded: list[Tagger] = []


def _shared() -> Tagger:
    if not _loaded:
        _loaded.append(Tagger.load())
    return _loaded[0]


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DEFAULT_BUNDLE, tmp_path / "bundle"))


def test_a_bundle_with_an_altered_file_is_refused(copied: Path) -> None:
    (copied / "heads.json").write_text((copied / "heads.json").read_text() + " ")
    with pytest.raises(ModelError, match=r"heads\.json has SHA-256 .* but its manifest says"):
        Tagger.load(copied)


def test_a_bundle_that_is_cut_off_is_refused(copied: Path) -> None:
    network = copied / "network.onnx"
    network.write_bytes(network.read_bytes()[:1000])
    with pytest.raises(ModelError, match="damaged or replaced"):
        Tagger.load(copied)


@pytest.mark.parametrize("missing", ["manifest.json", "network.onnx", "tokenizer.json"])
def test_a_bundle_without_one_of_its_files_is_refused(copied: Path, missing: str) -> None:
    (copied / missing).unlink()
    with pytest.raises(ModelError, match="no whole bundle"):
        Tagger.load(copied)


def test_a_bundle_of_another_format_is_refused(copied: Path) -> None:
    manifest = json.loads((copied / "manifest.json").read_text())
    (copied / "manifest.json").write_text(json.dumps({**manifest, "format": 99}))
    with pytest.raises(ModelError, match="format 99"):
        Tagger.load(copied)


def test_a_network_that_cannot_be_loaded_is_a_model_error(copied: Path) -> None:
    import hashlib

    (copied / "network.onnx").write_bytes(b"no network")
    manifest = json.loads((copied / "manifest.json").read_text())
    manifest["files"]["network.onnx"] = hashlib.sha256(b"no network").hexdigest()
    (copied / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ModelError, match="cannot be loaded"):
        Tagger.load(copied)


def test_the_bundle_is_small_enough_to_ship() -> None:
    assert open_bundle(DEFAULT_BUNDLE).size_bytes < 40_000_000


def test_a_quotation_that_goes_on_after_a_long_cue_is_one_statement(tagger: Tagger) -> None:
    text = "“Snow is not politics,” Renn told the Keldra Courier in an interview on Monday. “Anyone can measure it.”"
    (found,) = parts(tag(tagger, TITLE + text))
    assert [c.strip("“”") for c in found[2]] == ["Snow is not politics,", "Anyone can measure it."]
