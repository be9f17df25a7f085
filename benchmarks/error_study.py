"""An error study of attribution: which gold attributions are missed and which found ones are false, by cause.

usage: python benchmarks/error_study.py draw FOUND.jsonl LABELS.jsonl    draw 100 of each; causes are left empty
       python benchmarks/error_study.py show FOUND.jsonl LABELS.jsonl    print them with their text, to be read
       python benchmarks/error_study.py table BEFORE.jsonl [AFTER.jsonl] print the tables of docs/error-study.md

FOUND holds what `whoseword stage attribute` gives for PolNeAR dev. A label file holds offsets and causes, no text: the
corpus belongs to others. A miss or false find is what the scorer of attributions calls one by its figure `relation`;
`draw` and `show` check that they count as many. Each is drawn by the hash of its offsets, so that one which stays wrong
from one reading to the next is drawn again, and the counts of two readings can be compared.
"""

import argparse
import hashlib
import importlib.util
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from results import SHARED

CORPUS = "corpora/polnear/dev.jsonl.gz"
EACH = 100
SEED = "whoseword error study 1"
AROUND = 160  # characters of context shown on either side
LEAST_SHARED = 0.5  # of the characters of two contents, as the scorer has it
ROLES = ("source", "cue", "content")
KINDS = {"miss": "misses", "false find": "false finds"}

Spans = list[list[int]]
Row = Mapping[str, Any]

# Cause -> group and meaning, in the order of the tables. One cause a row: the first of these that explains it.
CAUSES = {
    "slip": ("the annotation", "the annotation is slipped: source and cue swapped, a source left out"),
    "omission": ("the annotation", "a plain report of speech that the annotation lacks"),
    "no source": ("the source", "content and cue are found, the source that stands in the sentence is not"),
    "wrong source": ("the source", "another one's name is taken for the source"),
    "start": ("the bounds", "the content starts elsewhere, mostly because cue and content share out the words otherwise"),
    "fragment": ("the bounds", "one fragment of a content in two is missing: the subject before a passive or raising cue"),
    "short": ("the bounds", "the content ends before a clause or sentence that the annotator took in"),
    "long": ("the bounds", "the content takes in a clause, appositive or quotation that the annotator left out"),
    "joined": ("the layers", "two attributions are read as one, or one as two"),
    "nested": ("the layers", "one stands inside the other; the annotation keeps one layer, the tagger the other"),
    "wrong cue": ("the layers", "the content is given to a cue that is none, or to another's"),
    "speech": ("what counts", "a verb or phrase of speech is not seen"),
    "noun": ("what counts", "the cue is a noun (announcement, estimate, demand, debate)"),
    "stance": ("what counts", "a thought, wish, stance or impression is reported, no words (see, want, support, seem)"),
    "thing": ("what counts", "a law, study, film or circumstance allows, shows or requires"),
    "deed": ("what counts", "something is done rather than said (introduce, repeal, publish, examine)"),
    "unreal": ("what counts", "not said, or not yet: a modal, a condition, a negation, an imperative"),
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """A gold attribution that nothing found matches, or a found one that matches nothing in the gold."""

    kind: str
    article: str
    spans: Mapping[str, Spans]

    @property
    def name(self) -> str:
        """The same for the same offsets in the same text."""
        where = json.dumps([self.kind, self.article, *(self.spans[role] for role in ROLES)])
        return hashlib.sha256(where.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Compared:
    """One article: its text, the gold and the found attributions, and the pairs (gold, found) that match as relations."""

    article: str
    text: str
    gold: Sequence[Row]
    found: Sequence[Row]
    matched: frozenset[tuple[int, int]]

    def wrong(self) -> Iterator[Wrong]:
        """All misses and all false finds."""
        right = ({i for i, _ in self.matched}, {j for _, j in self.matched})
        for kind, rows, matched in zip(KINDS, (self.gold, self.found), right, strict=True):
            for number, row in enumerate(rows):
                if number not in matched:
                    yield Wrong(kind, self.article, {role: row.get(role, []) for role in ROLES})


def scorer() -> ModuleType:
    """The scorer of attributions as a module: what it calls a match is what counts."""
    path = SHARED / "eval/score_attribution.py"
    if not path.is_file():
        sys.exit("the shared corpora are not beside the project (../shared): there is nothing to compare with")
    spec = importlib.util.spec_from_file_location("score_attribution", path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path.name} is no Python module: put the scorer of the shared corpora in its place")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def compare(gold: Iterable[Row], found: Mapping[str, list[Row]]) -> list[Compared]:
    """The first version of each article, what lies in no discarded text, matched as the scorer matches."""
    first: dict[str, Row] = {}
    for row in gold:
        first.setdefault(row["id"], row)
    return [_compare(row, found.get(name, [])) for name, row in first.items()]


def _compare(row: Row, found: Sequence[Row]) -> Compared:
    discard = chars(row["discard"])
    gs, ps = ([a for a in rows if a["content"] and not chars(a["content"]) & discard] for rows in (row["attributions"], found))
    digest = hashlib.sha256(row["text"].encode()).hexdigest()[:16]
    matched = frozenset((i, j) for i, j in match_contents(gs, ps) if same_source(gs[i], ps[j]))
    return Compared(digest, row["text"], gs, ps, matched)


def match_contents(gold: Sequence[Row], found: Sequence[Row]) -> list[tuple[int, int]]:
    """Pairs of contents that share enough, each in one pair at most, those that share most first."""
    theirs, ours = [chars(a["content"]) for a in gold], [chars(a["content"]) for a in found]
    shares = [(len(a & b) / len(a | b), i, j) for i, a in enumerate(theirs) for j, b in enumerate(ours) if a & b]
    matched: dict[int, int] = {}
    for share, i, j in sorted(shares, key=lambda one: (-one[0], one[1], one[2])):
        if share >= LEAST_SHARED and i not in matched and j not in matched.values():
            matched[i] = j
    return list(matched.items())


def same_source(one: Row, other: Row) -> bool:
    """Whether the sources overlap, or both are absent."""
    a, b = chars(one["source"]), chars(other.get("source", []))
    return bool(a & b) or not (a or b)


def chars(spans: Spans) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf8").splitlines()]


def compare_files(path: Path) -> list[Compared]:
    """Dev against what was found in it; exits where the counts are not those of the scorer."""
    judge = scorer()
    gold = judge.read(str(SHARED / CORPUS))
    found = {row["id"]: [a for a in row["attributions"] if not a.get("depth")] for row in read(path)}
    compared = compare(gold, found)
    ours = Counter(wrong.kind for one in compared for wrong in one.wrong())
    relation = judge.score_relations(gold, found)["relation"]
    right = round(relation["r"] * relation["gold"] / 100)
    theirs = {"miss": relation["gold"] - right, "false find": relation["predicted"] - right}
    if theirs != dict(ours):
        sys.exit(f"the scorer counts {theirs}, this study {dict(ours)}: bring the matching here in line with the scorer")
    return compared


def draw(found: Path, labels: Path) -> None:
    """Write the label file: a line of totals, then one line a wrong attribution, its cause empty."""
    wrongs = [wrong for one in compare_files(found) for wrong in one.wrong()]
    totals = Counter(wrong.kind for wrong in wrongs)
    rows: list[dict[str, Any]] = [{"seed": SEED, **{kind: totals[kind] for kind in KINDS}}]
    for kind in KINDS:
        drawn = sorted((w for w in wrongs if w.kind == kind), key=lambda w: hashlib.sha256((SEED + w.name).encode()).digest())
        drawn = sorted(drawn[:EACH], key=lambda w: (w.article, w.spans["content"]))
        rows.extend({"kind": kind, "article": w.article, **w.spans, "cause": None} for w in drawn)
    labels.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf8")


def show(found: Path, labels: Path) -> None:
    """Print each drawn attribution in its context, with what stands near it on the other side."""
    compared = {one.article: one for one in compare_files(found)}
    for number, row in enumerate(read(labels)[1:], 1):
        one = compared[row["article"]]
        others = one.found if row["kind"] == "miss" else one.gold
        places = [i for role in ROLES for span in row[role] for i in span]
        start, end = max(0, min(places) - AROUND), min(len(one.text), max(places) + AROUND)
        near = [a for a in others if any(s < max(places) and min(places) < e for role in ROLES for s, e in a.get(role, []))]
        print(f"\n#{number} {row['kind']} {row['article']} cause: {row['cause']}")
        print(f"  {'gold' if row['kind'] == 'miss' else 'found'}: {describe(one.text, row)}")
        for other in near:
            print(f"  {'found' if row['kind'] == 'miss' else 'gold'}: {describe(one.text, other)}")
        print("  text:", " ".join(one.text[start:end].split()))


def describe(text: str, row: Row) -> str:
    parts = (f"{role} [{' … '.join(text[s:e] for s, e in row.get(role, []))}]" for role in ROLES)
    sure = f" ({row['confidence']:.2f})" if "confidence" in row else ""
    return " ".join(" ".join(parts).split()) + sure


def table(before: Path, after: Path | None) -> str:
    """Counts by cause as Markdown, of the rows drawn; the last rows give how many were drawn from."""
    files = [("before", before)] + ([("after", after)] if after else [])
    counts = {name: counted(path) for name, path in files}
    columns = [(kind, name) for kind in KINDS for name in counts]
    heads = [f"{KINDS[kind]}, {name}" if after else KINDS[kind] for kind, name in columns]
    rows = [["group", "cause", "what it means", *heads]]
    for cause, (group, meaning) in CAUSES.items():
        rows.append([group, cause, meaning, *(str(counts[name][kind, cause] or "") for kind, name in columns)])
    rows.append(["", "", "read", *(str(sum(counts[name][kind, cause] for cause in CAUSES)) for kind, name in columns)])
    rows.append(["", "", "of", *(str(counts[name][kind, "all"]) for kind, name in columns)])
    rows.insert(1, ["---"] * 3 + ["---:"] * len(columns))
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def counted(labels: Path) -> Counter[tuple[str, str]]:
    """(kind, cause) -> how many rows of a label file; (kind, "all") -> how many they were drawn from."""
    totals, *rows = read(labels)
    unknown = {row["cause"] for row in rows} - set(CAUSES)
    if unknown:
        sys.exit(f"{labels} has causes {sorted(map(str, unknown))}: give each row one of {', '.join(CAUSES)}")
    counts = Counter((row["kind"], row["cause"]) for row in rows)
    counts.update({(kind, "all"): totals[kind] for kind in KINDS})
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("draw", "show", "table"))
    parser.add_argument("files", nargs="+", type=Path)
    given = parser.parse_args()
    if len(given.files) != 2 and not (given.what == "table" and len(given.files) == 1):
        parser.error(f"{given.what} takes {'one or two' if given.what == 'table' else 'two'} files, not {len(given.files)}")
    if given.what == "draw":
        draw(*given.files)
    elif given.what == "show":
        show(*given.files)
    else:
        sys.stdout.write(table(given.files[0], given.files[1] if len(given.files) == 2 else None))


if __name__ == "__main__":
    main()
