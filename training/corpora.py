"""The training texts: PolNeAR with its attributions, and names that a teacher found in it, as one kind of document.

Nothing here ships: only weights trained on these texts do. `SHARED` is the folder of shared corpora beside the
project (or $WHOSEWORD_SHARED).
"""

import gzip
import json
import os
import random
import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path

SHARED = Path(os.environ.get("WHOSEWORD_SHARED", Path(__file__).resolve().parents[2] / "shared"))
TRACKS = ("source", "cue", "content", "person", "organisation", "place")
ROLES = TRACKS[:3]


@dataclass(frozen=True)
class Document:
    """A text, spans of each track, and attributions as indices; `known` are the tracks that carry labels."""

    id: str
    text: str
    spans: dict[str, list[tuple[int, int]]]
    attributions: list[dict] = field(default_factory=list)
    known: frozenset[str] = frozenset(TRACKS)
    discard: list[tuple[int, int]] = field(default_factory=list)


def read_rows(path: Path) -> list[dict]:
    raw = path.read_bytes()
    lines = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf8").split("\n")
    return [json.loads(line) for line in lines if line]


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Paragraphs of a corpus text: lines that hold anything but space, without the space around them."""
    return [(m.start(), m.end()) for m in re.finditer(r"[^\s](?:[^\n]*[^\s])?", text)]


def polnear(split: str, names: dict[str, dict[str, list]] | None = None) -> dict[str, list[Document]]:
    """Article id -> its annotation versions."""
    versions = defaultdict(list)
    for row in read_rows(SHARED / f"corpora/polnear/{split}.jsonl.gz"):
        spans = {role: sorted({tuple(s) for a in row["attributions"] for s in a[role]}) for role in ROLES}
        silver = (names or {}).get(row["id"])
        known = set(ROLES)
        if silver:
            spans.update({track: [tuple(s) for s in silver[track]] for track in TRACKS[3:]})
            known |= set(TRACKS[3:])
        document = Document(row["id"], row["text"], spans, row["attributions"], frozenset(known), row["discard"])
        versions[row["id"]].append(document)
    return dict(versions)


def vary(document: Document, chance: random.Random) -> Document:
    """The same document as another outlet might print it: other quotation marks, now and then no capitals or a slip.

    Every change keeps the length, so that the spans still hold.
    """
    text = document.text
    if chance.random() < 0.25:
        text = _requote(text, chance.choice(['""', "„“", "«»", "“”", "‘’"]))
    roll = chance.random()
    if roll < 0.04:
        text = text.lower() if len(text.lower()) == len(text) else text
    elif roll < 0.10:
        letters = list(text)
        for _ in range(len(text) // 120):
            i = chance.randrange(len(text) - 1)
            if letters[i].isalpha() and letters[i + 1].isalpha():
                letters[i], letters[i + 1] = letters[i + 1], letters[i]
        text = "".join(letters)
    return replace(document, text=text)


def _requote(text: str, pair: str) -> str:
    opened, out = False, []
    for c in text:
        if c == "\n":
            opened = False
        if c in '“”"':
            opening = c == "“" or (c == '"' and not opened)
            out.append(pair[0] if opening else pair[1])
            opened = opening
        else:
            out.append(c)
    return "".join(out)
