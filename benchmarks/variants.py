"""How well variants of quotations are found and their changes flagged: real quotations, varied by a seeded generator.

usage: python benchmarks/variants.py [tune]

Originals are the quotations of PolNeAR train by its gold attributions, each the statement of an article of its own. Some of them are
varied (`variant_edits`): each variant stands in another outlet's article, its speaker the same, shortened, unresolved or wrong as
outlets and readings have it. All other quotations and the indirect reports of the corpus are there too, most of them of the same
speakers and articles. A pair counts as right where both come from one original. Real quotations that share eight words in a row
count as one original: outlets did carry the same words. The articles whose digest is even are for tuning, the others give the figures.

Pairs, of each kind of edit: original and variant (recall); a variant with anything of another original is wrong (precision).
Flags: of the linked pairs whose edit touches a negation, a number, a name or a modal; false where the edit touches none of them.
"""

import gzip
import hashlib
import json
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from results import SHARED, sha256, write
from variant_edits import Edit, Names, edits

from whoseword.compare import Item, Link, components, links_of
from whoseword.compare.variants import VariantComparer
from whoseword.quotes import find_quotations
from whoseword.records import Article, Reading, Span, Speaker, Statement, digest

CORPUS = "corpora/polnear/train.jsonl.gz"
SEED = "whoseword variants 1"
VARIED = 0.6  # of the quotations that are long enough
LEAST_WORDS = 8
EACH = 4  # variants of one original
ALSO_CUT, ALSO_PUNCTUATED = 0.25, 0.35
RELATIONS = {
    "cut": "cut", "re-punctuated": "re-punctuated", "bracketed": "bracketed", "re-ordered": "re-ordered", "negation": "altered",
    "number": "altered", "name": "altered", "modality": "altered", "worded": "altered", "paraphrase": "altered", "reported": "paraphrase",
}  # fmt: skip
FLAGS = {"negation": "negation", "number": "numbers", "name": "names", "modality": "modality"}
HARMLESS = ("cut", "re-punctuated", "bracketed", "re-ordered", "worded", "paraphrase", "reported")
DENIES = re.compile(r"(?i)\b(?:not|no|never|none|nothing|nobody|without|neither|nor|hardly|cannot)\b|n['’]t\b")


@dataclass(frozen=True, slots=True)
class Made:
    """One item of the benchmark: the quotation it was made of, by what edit (original, other or a kind of edit).

    `origin` is one number for all quotations of the corpus that are the same words.
    """

    item: Item
    base: int
    origin: int
    edit: str
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation or report of the corpus."""

    text: str
    quoted: bool
    speaker: str | None
    article: str


def said(even: bool) -> list[Said]:
    """The quotations and reports of one half of the corpus, one annotation of each article."""
    seen, found = set(), []
    with gzip.open(SHARED / CORPUS, "rt", encoding="utf8") as rows:
        for row in map(json.loads, rows):
            if row["id"] in seen or (int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % 2 == 0) != even:
                continue
            seen.add(row["id"])
            for one in row["attributions"]:
                found += _said(row, one)
    return found


def _said(row: Mapping[str, Any], one: Mapping[str, Any]) -> Iterator[Said]:
    text = row["text"]
    source = " ".join(text[a:b] for a, b in one["source"])
    speaker = " ".join(re.findall(r"\b[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+)*", source)[-1:]) or None
    speaker = None if speaker in {"He", "She", "They", "It", "We", "I", "The"} else speaker
    quoted = [
        text[max(q.start, a) : min(q.end, b)]
        for a, b in one["content"]
        for q in find_quotations(text, max(0, a - 1), min(len(text), b + 1))
        if max(q.start, a) < min(q.end, b) and not q.single
    ]
    content = " ".join(text[a:b] for a, b in one["content"])
    inside = " ".join(" ".join(quoted).split())
    if len(inside) > len(content) / 2:
        yield Said(inside, True, speaker, row["id"])
    elif not quoted:
        yield Said(" ".join(content.split()), False, speaker, row["id"])


def reading(one: Said, number: str) -> Reading:
    """An article of one statement."""
    before = "It was said: “" if one.quoted else "It was said "
    text = before + one.text + ("”" if one.quoted else "") + "."
    span = Span.cut(text, len(before), len(before) + len(one.text))
    statement = Statement(
        id=digest(number, "s"), kind="direct" if one.quoted else "indirect", act="assert", voiced=True, content=(span,),
        verbatim=(span,) if one.quoted else (), cue=(), source=(),
        speaker=Speaker(one.speaker, "person" if one.speaker else "unresolved"),
    )  # fmt: skip
    return Reading(Article(digest(number), number, text, digest(text), outlet="A"), (statement,))


def made(even: bool, share: float = 1.0) -> list[Made]:
    """Everything that is compared, in a seeded order."""
    chance = random.Random(f"{SEED} {even}")
    corpus = said(even)
    corpus = corpus[: int(len(corpus) * share)]
    names = names_of(corpus)
    comparer, ways = VariantComparer(), edits(names)
    origins = _origins(corpus)
    found: list[Made] = []
    for number, (one, origin) in enumerate(zip(corpus, origins, strict=True)):
        kinds = ["other" if not one.quoted else "original"]
        versions = [one]
        if one.quoted and len(one.text.split()) >= LEAST_WORDS and chance.random() < VARIED:
            for kind in chance.sample(list(ways), len(ways)):
                changed = _edited(kind, ways, one.text, chance)
                if changed and changed != one.text and len(kinds) <= EACH:
                    kinds.append(kind)
                    versions.append(Said(changed, kind != "reported", _speaker(one.speaker, corpus, chance), one.article))
        for kind, version in zip(kinds, versions, strict=True):
            items = comparer.items(reading(version, f"{number} {kind}"))
            found += [Made(item, number, origin, kind, version.text) for item in items]
    chance.shuffle(found)
    return found


def _edited(kind: str, ways: Mapping[str, Edit], text: str, chance: random.Random) -> str | None:
    """An edit, one in four of a quotation that was cut before, one in three in another house style."""
    if kind not in {"cut", "re-punctuated"} and chance.random() < ALSO_CUT:
        text = ways["cut"](text, chance) or text
    changed = ways[kind](text, chance)
    if changed and changed != text and kind != "re-punctuated" and chance.random() < ALSO_PUNCTUATED:
        changed = ways["re-punctuated"](changed, chance)
    return changed if changed != text else None


def _speaker(name: str | None, corpus: Sequence[Said], chance: random.Random) -> str | None:
    """As another outlet names the speaker, or another reading finds him: 1 in 10 not at all, 1 in 50 wrongly."""
    draw = chance.random()
    if name is None or draw < 0.1:
        return None
    if draw < 0.12:
        return chance.choice(corpus).speaker
    return name.split()[-1] if draw < 0.3 else name


def names_of(corpus: Sequence[Said]) -> Names:
    """Words that stand with a capital within sentences, three times or more, and never without one."""
    lower = {word for one in corpus for word in re.findall(r"\b[a-z]+\b", one.text)}
    within = Counter(word for one in corpus for word in re.findall(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b", one.text))
    return Names(sorted(word for word, count in within.items() if count >= 3 and word.lower() not in lower))


def _origins(corpus: Sequence[Said]) -> list[int]:
    """One number for quotations that share eight words in a row."""
    places: dict[tuple[str, ...], int] = {}
    pairs = []
    for number, one in enumerate(corpus):
        words = re.findall(r"\w+", one.text.lower().replace("’", "'"))
        runs = (tuple(words[start : start + 8]) for start in range(len(words) - 7))
        pairs += [(number, places.setdefault(run, number)) for run in runs]
    return [group for _, group in sorted((n, g) for g, ns in enumerate(components(range(len(corpus)), pairs)) for n in ns)]


def measure(everything: Sequence[Made], least: float = 0.0) -> dict[str, Any]:
    """Figures of pairs and flags."""
    by_form: dict[str, list[Made]] = defaultdict(list)
    for one in everything:
        by_form[one.item.form].append(one)
    links = [link for link in links_of(VariantComparer(), (one.item for one in everything)) if link.grade >= least]
    right, wrong, linked = _pairs(by_form, links)
    figures: dict[str, Any] = {"items": len(everything), "links": len(links), **_work(everything), **_kept(everything)}
    totals: Counter[str] = Counter()
    gold = _gold(by_form)
    for kind in sorted(gold):
        figures[f"pairs, {kind}"] = _f1(right[kind], wrong[kind], gold[kind])
        totals += Counter(right=right[kind], wrong=wrong[kind], gold=gold[kind])
    between = wrong["original"] + wrong["other"]
    figures["links between quotations and reports of the corpus that are not one original"] = between
    figures["pairs, all"] = _f1(totals["right"], totals["wrong"] + between, totals["gold"])
    for kind, relation in RELATIONS.items():
        found = [link.relation for original, variant, link in linked if variant.edit == kind and original.base == variant.base]
        named = ", ".join(f"{name} {count}" for name, count in Counter(found).most_common(3))
        figures[f"relation of {kind} is {relation}"] = f"{100 * found.count(relation) / max(1, len(found)):.1f} ({named})"
    figures.update(_flags(linked))
    return figures


class Counting(VariantComparer):
    """Counts its comparisons."""

    made = 0

    def compare(self, first: Item, second: Item) -> Link | None:
        Counting.made += 1
        return super().compare(first, second)


def _work(everything: Sequence[Made]) -> dict[str, str]:
    """How many comparisons an item costs in ledgers of three sizes: it grows with how many speak of the same, not more."""
    figures = {}
    for part in (4, 2, 1):
        some = everything[: len(everything) // part]
        Counting.made = 0
        begun = time.process_time()
        links = sum(1 for _ in links_of(Counting(), (one.item for one in some)))
        spent = time.process_time() - begun
        figures[f"comparisons an item, {len(some):,} items"] = (
            f"{Counting.made / len(some):.1f}, {links / len(some):.1f} of them links; {1000 * spent / len(some):.2f} ms of CPU"
        )
    return figures


def _kept(everything: Sequence[Made]) -> dict[str, str]:
    """What share of the original's words a variant still has, in any order, for the kinds that put it in other words."""
    originals = {one.base: Counter(one.text.lower().split()) for one in everything if one.edit == "original"}
    figures = {}
    for kind in ("worded", "paraphrase", "reported"):
        shares = [
            (originals[one.base] & Counter(one.text.lower().split())).total() / originals[one.base].total()
            for one in everything
            if one.edit == kind and one.base in originals
        ]
        figures[f"words of the original that are left, {kind}"] = f"{100 * sum(shares) / max(1, len(shares)):.0f} %"
    return figures


def _gold(by_form: Mapping[str, Sequence[Made]]) -> Counter[str]:
    """Of each kind of edit, the variants whose original is compared too."""
    originals = {one.origin for many in by_form.values() for one in many if one.edit == "original"}
    return Counter(
        one.edit
        for many in by_form.values()
        for one in many
        if one.edit not in {"original", "other"} and one.origin in originals
    )


def _pairs(
    by_form: Mapping[str, Sequence[Made]], links: Sequence[Link]
) -> tuple[Counter[str], Counter[str], list[tuple[Made, Made, Link]]]:
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    linked = []
    done = set()
    for link in links:
        for one in by_form[link.first]:
            for other in by_form[link.second]:
                if one.origin != other.origin:
                    # What joins two originals of the corpus is counted once; what joins a variant with another's, for that variant.
                    kinds = [x.edit for x in (one, other) if x.edit not in {"original", "other"}]
                    wrong[kinds[0] if kinds else "original"] += 1
                    continue
                original, variant = (one, other) if one.edit == "original" else (other, one)
                if original.edit == "original" and variant.edit not in {"original", "other"}:
                    if id(variant) not in done:
                        done.add(id(variant))
                        right[variant.edit] += 1
                    linked.append((original, variant, link))
    return right, wrong, linked


def _f1(right: int, wrong: int, gold: int) -> str:
    precision, recall = right / max(1, right + wrong), right / max(1, gold)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"P {100 * precision:.1f} R {100 * recall:.1f} F1 {100 * f1:.1f} of {gold}"


def _flags(linked: Sequence[tuple[Made, Made, Link]]) -> dict[str, str]:
    figures = {}
    asked = [(variant, link) for original, variant, link in linked if original.base == variant.base]
    for kind, flag in FLAGS.items():
        hit = [flag in link.evidence["flags"] for variant, link in asked if variant.edit == kind]
        figures[f"flagged, {kind}"] = f"{100 * sum(hit) / max(1, len(hit)):.1f} of {len(hit)}"
    three = [FLAGS[v.edit] in link.evidence["flags"] for v, link in asked if v.edit in {"negation", "number", "name"}]
    figures["flagged, negation, number or name"] = f"{100 * sum(three) / max(1, len(three)):.1f} of {len(three)}"
    every, drops = [], []
    for kind in HARMLESS:
        false = []
        for original, variant, link in linked:
            if variant.edit == kind and original.base == variant.base:
                (drops if _drops(original, variant) else false).append(_plain(link))
        every += false
        figures[f"false flags, {kind}"] = f"{100 * sum(false) / max(1, len(false)):.1f} of {len(false)}"
    figures["false flags, all"] = f"{100 * sum(every) / max(1, len(every)):.1f} of {len(every)}"
    figures["a negation cut off with the end of a harmless variant (no false flag), flagged"] = f"{sum(drops)} of {len(drops)}"
    return figures


def _plain(link: Link) -> bool:
    return bool({"negation", "numbers", "names"} & set(link.evidence["flags"]))


def _drops(original: Made, variant: Made) -> bool:
    """Whether a cut left out a negation."""
    return len(DENIES.findall(original.text)) > len(DENIES.findall(variant.text))


def main(arguments: Sequence[str]) -> None:
    if not SHARED.is_dir():
        sys.exit("the shared corpora are not beside the project (../shared): variants are not measured here")
    figures = measure(made(even="tune" in arguments))
    if "tune" in arguments:
        print(json.dumps(figures, indent=1))
        return
    write("variants", "python benchmarks/variants.py", figures, {CORPUS: sha256(SHARED / CORPUS)})


if __name__ == "__main__":
    main(sys.argv[1:])
