"""Accuracy on the shared corpora, by their own scorers, through `whoseword stage` and `whoseword read`.

usage: python benchmarks/accuracy.py [attribution speakers record dates acceptance]

Needs the shared corpora beside the project; says so and stops where they are not there.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from results import SHARED, sha256, write

WHOSEWORD = Path(sys.executable).with_name("whoseword")
OF = {
    "attribution": ("attribute", "corpora/polnear/dev.jsonl.gz"),
    "speakers": ("speakers", "corpora/speakers/dev.jsonl"),
    "record": ("record", "corpora/world/dev.jsonl"),
    "dates": ("dates", "corpora/time/news.jsonl"),
}


def run(*command: object, **more: object) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **more)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} gave {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout


def score(name: str) -> list[str]:
    """The scorer's lines for one corpus."""
    stage, corpus = OF[name]
    scorer = SHARED / f"eval/score_{name}.py"
    given = run(sys.executable, scorer, SHARED / corpus, "--input")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.jsonl"
        out.write_text(run(WHOSEWORD, "stage", stage, input=given), encoding="utf8")
        return run(sys.executable, scorer, SHARED / corpus, out).splitlines()


def score_acceptance() -> list[str]:
    folder = SHARED / "acceptance"
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "out.json"
        out.write_text(run(WHOSEWORD, "read", "--format", "json", folder / "article.txt"), encoding="utf8")
        return run(
            sys.executable, SHARED / "eval/score_acceptance.py", folder / "expected.json", folder / "article.txt", out
        ).splitlines()


def main(names: list[str]) -> None:
    if not SHARED.is_dir():
        sys.exit("the shared corpora are not beside the project (../shared): accuracy is not measured here")
    for name in names or [*OF, "acceptance"]:
        lines = score_acceptance() if name == "acceptance" else score(name)
        corpus = "acceptance/article.txt" if name == "acceptance" else OF[name][1]
        figures = {"scorer": [re.sub(r"\s+", " ", line).strip() for line in lines]}
        write(name, f"python benchmarks/accuracy.py {name}", figures, {corpus: sha256(SHARED / corpus)})


if __name__ == "__main__":
    main(sys.argv[1:])
