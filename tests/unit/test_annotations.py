"""The stand-off annotations point into the corpus's own texts: same text, spans inside it, cue and content inside one gold content."""

import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

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


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_annotations_hold_in_the_corpus(path: Path) -> None:
    gold: dict[str, dict[str, Any]] = {}
    for row in rows(gzip.decompress(CORPUS.read_bytes())):
        gold.setdefault(row["id"], row)
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
