"""The stand-off annotations point into the corpus's own texts: same text, spans inside it, cue and content inside one gold content."""

import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest

from whoseword.records import Act, ActorType

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared/corpora/polnear/train.jsonl.gz"
FILES = sorted((ROOT / "training/annotations").glob("nested-*.jsonl"))

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not CORPUS.is_file(), reason="PolNeAR train is not beside this checkout (../shared/corpora)"),
]


def rows(raw: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in raw.decode("utf8").split("\n") if line]


def reach(text: str, spans: list[list[int]]) -> tuple[int, int]:
    """From the first to the last of a content's fragments, and what lies between in marks and space."""
    return min(s for s, _ in spans), max(e for _, e in spans)


def first_versions() -> dict[str, dict[str, Any]]:
    gold: dict[str, dict[str, Any]] = {}
    for row in rows(gzip.decompress(CORPUS.read_bytes())):
        gold.setdefault(row["id"], row)
    return gold


def test_readings_of_speakers_hold_in_the_corpus() -> None:
    """One object for each attribution of the article whose text has that hash; acts, types and spans are valid."""
    gold = first_versions()
    for line in rows((ROOT / "training/annotations/speakers-1.jsonl").read_bytes()):
        text = gold[line["id"]]["text"]
        assert hashlib.sha256(text.encode()).hexdigest() == line["text_sha256"]
        assert len(line["gold"]) == len(gold[line["id"]]["attributions"])
        for one in line["gold"]:
            assert one["act"] in get_args(Act)
            assert one["type"] in get_args(ActorType)
            assert (one["speaker"] is None) == (one["type"] == "unresolved")
            assert one["occasion"] is None or text[slice(*one["occasion"])].strip()


def test_whole_readings_hold_in_the_corpus() -> None:
    """Spans lie in the text of that hash; links name statements of the article."""
    texts = {
        hashlib.sha256(row["text"].encode()).hexdigest(): row["text"]
        for row in rows((CORPUS.parents[1] / "time/news.jsonl").read_bytes())
    }
    for line in rows((ROOT / "training/annotations/world-1.jsonl").read_bytes()):
        text, ids = texts[line["text_sha256"]], {s["id"] for s in line["statements"]}
        for one in line["statements"]:
            spans = one["source"] + one["cue"] + one["content"]
            assert one["content"]
            assert all(0 <= s < e <= len(text) and text[s:e].strip() == text[s:e] for s, e in spans)
            assert {one["inside"], one["about"]} <= ids | {None}
            assert one["act"] in get_args(Act)
        assert all(ids.issuperset(dispute["for"] + dispute["against"]) for dispute in line["disputes"])


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_annotations_hold_in_the_corpus(path: Path) -> None:
    gold = first_versions()
    for line in rows(path.read_bytes()):
        text = gold[line["id"]]["text"]
        assert hashlib.sha256(text.encode()).hexdigest() == line["text_sha256"]
        contents = [reach(text, a["content"]) for a in gold[line["id"]]["attributions"] if a["content"]]
        # fragments parted only by marks and space are one to a reader
        joined = [(a, b) for a, b in contents] + [
            (a, d) for a, b in contents for c, d in contents if b <= c and not re.search(r"\w", text[b:c])
        ]
        for nested in line["nested"]:
            spans = nested["source"] + nested["cue"] + nested["content"]
            assert nested["cue"]
            assert nested["content"]
            assert nested["depth"] >= 1
            assert all(0 <= s < e <= len(text) and text[s:e].strip() == text[s:e] for s, e in spans)
            start, end = reach(text, nested["cue"] + nested["content"])
            assert any(a <= start and end <= b for a, b in joined), (line["id"], nested)
