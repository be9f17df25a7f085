"""Floors of the rules of speech, parties and relations on the hand-made readings; each leaves some noise below the figure of 2026-11-23."""

import gzip
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from whoseword.parties import addressees, chains, occasions
from whoseword.records import Attribution, Span, Speaker, Statement
from whoseword.relate import relate
from whoseword.speech import act_of, kind_of, voiced

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not CORPORA.is_dir(), reason="the hand-made readings are not beside this checkout (../shared/corpora)"),
]
TITLES = {"the", "a", "an", "mr", "mrs", "ms", "president", "former"}


def rows(name: str) -> list[dict[str, Any]]:
    path = CORPORA / name
    packed = path.read_bytes()
    text = (gzip.decompress(packed) if name.endswith(".gz") else packed).decode("utf8")
    return [json.loads(line) for line in text.split("\n") if line]


def words(name: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", name.casefold().replace("’s", ""))) - TITLES


def spans(text: str, bounds: list[list[int]]) -> tuple[Span, ...]:
    return tuple(Span.cut(text, *b) for b in bounds)


def cut(text: str, given: dict[str, Any]) -> Attribution:
    return Attribution(spans(text, given["source"]), spans(text, given["cue"]), spans(text, given["content"]))


def score_speech(row: dict[str, Any]) -> Counter[str]:
    n: Counter[str] = Counter()
    for given, gold in zip(row["attributions"], row["gold"], strict=True):
        attribution = cut(row["text"], given)
        act = act_of(row["text"], attribution)
        n["all"] += 1
        n["act"] += act in gold["act"]
        n["voiced"] += voiced(row["text"], attribution, act) in gold["voiced"]
    return n


def score_parties(row: dict[str, Any]) -> Counter[str]:
    n: Counter[str] = Counter()
    attributions = [cut(row["text"], a) for a in row["attributions"]]
    speakers = [Speaker(g["speaker"][0], g["type"][0]) for g in row["gold"]]
    told = [p.name if p else None for p in addressees(row["text"], attributions, speakers)]
    where = [s.text if s else None for s in occasions(row["text"], attributions, speakers)]
    for field, given in (("addressee", told), ("occasion", where)):
        for value, gold in zip(given, row["gold"], strict=True):
            n[f"{field} given"] += value is not None
            n[f"{field} gold"] += None not in gold[field]
            n[field] += value is not None and any(w and words(value) & words(w) for w in gold[field])
    return n


def total(counts: list[Counter[str]]) -> Counter[str]:
    return sum(counts, Counter())


@pytest.mark.parametrize(
    ("name", "act", "out_loud"), [("speakers/train.jsonl.gz", 0.74, 0.90), ("speakers/dev.jsonl", 0.64, 0.89)]
)
def test_acts_and_voices_keep_their_floors(name: str, act: float, out_loud: float) -> None:
    n = total([score_speech(row) for row in rows(name)])
    assert n["act"] / n["all"] >= act
    assert n["voiced"] / n["all"] >= out_loud


@pytest.mark.parametrize(
    ("name", "precision", "recall"), [("speakers/train.jsonl.gz", 0.85, 0.53), ("speakers/dev.jsonl", 0.78, 0.64)]
)
def test_addressees_keep_their_floors(name: str, precision: float, recall: float) -> None:
    n = total([score_parties(row) for row in rows(name)])
    assert n["addressee"] / n["addressee given"] >= precision
    assert n["addressee"] / n["addressee gold"] >= recall


def test_occasions_keep_their_floors() -> None:
    n = total([score_parties(row) for row in rows("speakers/train.jsonl.gz")])
    assert n["occasion"] / n["occasion given"] >= 0.69
    assert n["occasion"] / n["occasion gold"] >= 0.28


def world() -> list[tuple[dict[str, Any], list[Statement]]]:
    def statement(text: str, s: dict[str, Any]) -> Statement:
        part = cut(text, s)
        return Statement(
            s["id"], s["kind"], s["act"], s["voiced"], part.content, (), part.cue, part.source, Speaker(s["speaker"], s["type"])
        )

    return [(row, [statement(row["text"], s) for s in row["statements"]]) for row in rows("world/dev.jsonl")]


def test_kinds_of_whole_readings_keep_their_floor() -> None:
    pairs = [(s.kind, kind_of(row["text"], s.content, s.cue)) for row, statements in world() for s in statements]
    assert sum(a == b for a, b in pairs) / len(pairs) >= 0.95


def test_nesting_and_answers_keep_their_floors() -> None:
    n: Counter[str] = Counter()
    for row, statements in world():
        for got, gold in zip(relate(row["text"], (), statements)[0], row["statements"], strict=True):
            for link in ("inside", "about"):
                given = getattr(got, link)
                n[f"{link} given"] += given is not None
                n[f"{link} gold"] += gold[link] is not None
                n[link] += given is not None and given == gold[link]
    assert n["inside"] / n["inside gold"] >= 0.94
    assert n["about"] / n["about gold"] >= 0.45
    assert n["about"] / n["about given"] >= 0.60


def test_disputes_keep_their_floors() -> None:
    n: Counter[str] = Counter()
    for row, statements in world():
        sides = [(set(d["for"]), set(d["against"])) for d in row["disputes"]]
        given = [(set(d.for_), set(d.against)) for d in relate(row["text"], (), statements)[1]]
        n["gold"] += len(sides)
        n["given"] += len(given)
        n["right"] += sum(any((a & x and b & y) or (a & y and b & x) for x, y in given) for a, b in sides)
    assert n["right"] / n["gold"] >= 0.60
    assert n["right"] / n["given"] >= 0.57


def test_chains_of_whole_readings_keep_their_floors() -> None:
    n: Counter[str] = Counter()
    for row, statements in world():
        attributions = [Attribution(s.source, s.cue, s.content) for s in statements]
        for chain, gold in zip(
            chains(row["text"], attributions, [s.speaker for s in statements]), row["statements"], strict=True
        ):
            want = gold["chain"] or []
            n["given"] += bool(chain)
            n["gold"] += bool(want)
            n["right"] += (
                bool(want)
                and len(chain) == len(want)
                and all(words(p.name) & words(w) for p, w in zip(chain, want, strict=True))
            )
    assert n["right"] / n["gold"] >= 0.86
    assert n["right"] / n["given"] >= 0.80
