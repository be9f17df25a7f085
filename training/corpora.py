"""The training texts: PolNeAR with its attributions, and names that a teacher found in it, as one kind of document.

Nothing here ships: only weights trained on these texts do. `SHARED` is the folder of shared corpora beside the
project (or $SHARED_CORPORA).
"""

import gzip
import hashlib
import json
import os
import random
import re
import string
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path

ANNOTATIONS = Path(__file__).with_name("annotations")
# Genres of GUM in which somebody is quoted now and then.
GENRES = {"news", "interview", "speech", "bio", "letter", "essay", "court", "podcast", "fiction"}
SHARED = Path(os.environ.get("SHARED_CORPORA", Path(__file__).resolve().parents[2] / "shared"))
TRACKS = ("source", "cue", "content", "person", "organisation", "place", "nested source", "nested cue", "nested content")
ROLES, NAMES, NESTED = TRACKS[:3], TRACKS[3:6], TRACKS[6:]


@dataclass(frozen=True)
class Document:
    """A text, spans of each track, and attributions as offsets; `known` are the tracks that carry labels."""

    id: str
    text: str
    spans: dict[str, list[tuple[int, int]]]
    attributions: list[dict] = field(default_factory=list)
    nested: list[dict] = field(default_factory=list)
    known: frozenset[str] = frozenset(TRACKS)
    discard: list[tuple[int, int]] = field(default_factory=list)


def read_rows(path: Path) -> list[dict]:
    raw = path.read_bytes()
    lines = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf8").split("\n")
    return [json.loads(line) for line in lines if line]


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Paragraphs of a corpus text: lines that hold anything but space, without the space around them."""
    return [(m.start(), m.end()) for m in re.finditer(r"[^\s](?:[^\n]*[^\s])?", text)]


def nested_statements() -> dict[str, list[dict]]:
    """Text's SHA-256 -> the attributions that stand directly inside another's content (`annotations/`)."""
    return {
        row["text_sha256"]: [a for a in row["nested"] if a["depth"] == 1]
        for path in sorted(ANNOTATIONS.glob("nested-*.jsonl"))
        for row in read_rows(path)
    }


def role_spans(attributions: list[dict], tracks: tuple[str, ...]) -> dict[str, list[tuple[int, int]]]:
    """Track -> its spans, each once."""
    return {track: sorted({tuple(s) for a in attributions for s in a[role]}) for role, track in zip(ROLES, tracks, strict=True)}


def polnear(split: str, names: dict[str, dict[str, list]] | None = None) -> dict[str, list[Document]]:
    """Article id -> its annotation versions."""
    versions = defaultdict(list)
    inner = nested_statements()
    for row in read_rows(SHARED / f"corpora/polnear/{split}.jsonl.gz"):
        spans = role_spans(row["attributions"], ROLES)
        known = set(ROLES)
        silver = (names or {}).get(row["id"])
        if silver:
            spans.update({track: [tuple(s) for s in silver[track]] for track in NAMES})
            known |= set(NAMES)
        nested = inner.get(text_digest(row["text"]))
        if nested is not None:
            spans.update(role_spans(nested, NESTED))
            known |= set(NESTED)
        document = Document(row["id"], row["text"], spans, row["attributions"], nested or [], frozenset(known), row["discard"])
        versions[row["id"]].append(document)
    return dict(versions)


def text_digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def speaker_rows() -> list[dict]:
    """The speakers train split, and in its form the further readings of `annotations/`, whose texts are PolNeAR's."""
    read = {row["text_sha256"]: row for path in sorted(ANNOTATIONS.glob("speakers-*.jsonl")) for row in read_rows(path)}
    rows = read_rows(SHARED / "corpora/speakers/train.jsonl.gz")
    for row in read_rows(SHARED / "corpora/polnear/train.jsonl.gz"):
        reading = read.pop(text_digest(row["text"]), None)
        if reading:
            published = row["id"].split("_")[1]
            rows.append({**row, "published": published, "gold": [accepted(row["text"], g) for g in reading["gold"]]})
    return rows


def accepted(text: str, gold: dict) -> dict:
    """One attribution as `annotations/` keeps it (an occasion as offsets) in the form of the speakers split: lists of values."""
    occasion = gold["occasion"] and text[slice(*gold["occasion"])]
    return {key: [value] for key, value in {**gold, "occasion": occasion}.items()}


def international_rows() -> list[dict]:
    """The whole readings of `annotations/world-*.jsonl`, with their texts, which are TempEval-3's."""
    texts = {text_digest(row["text"]): row for row in read_rows(SHARED / "corpora/time/news.jsonl")}
    read = (row for path in sorted(ANNOTATIONS.glob("world-*.jsonl")) for row in read_rows(path))
    return [{**row, **{key: texts[row["text_sha256"]][key] for key in ("text", "published")}} for row in read]


def unlabelled() -> list[Document]:
    """News and other texts in prose without labels of attributions, for a teacher; none that `world` has readings of."""
    read_whole = {row["text"] for row in read_rows(SHARED / "corpora/world/dev.jsonl")}
    rows = read_rows(SHARED / "corpora/time/news.jsonl")
    rows += [row for row in read_rows(SHARED / "corpora/coref/gum.jsonl.gz") if row["genre"] in GENRES]
    return [Document(row["id"], row["text"], {}, known=frozenset()) for row in rows if row["text"] not in read_whole]


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
    elif roll < 0.17:
        text = _slip(text, chance)
    return replace(document, text=text)


def _slip(text: str, chance: random.Random) -> str:
    """The text with up to one letter in forty swapped with the next or replaced by another."""
    letters = list(text)
    for _ in range(int(len(text) * chance.uniform(0.005, 0.025))):
        i = chance.randrange(len(text) - 1)
        if letters[i].isalpha() and letters[i + 1].isalpha():
            swapped = (letters[i + 1], letters[i])
            letters[i : i + 2] = swapped if chance.random() < 0.5 else (chance.choice(string.ascii_lowercase), letters[i + 1])
    return "".join(letters)


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
