"""Write docs/cli.md and docs/reference.md from the code, docs/figures.md and the table of docs/scale.md from benchmarks/results: `make docs`.

A test compares them with what this gives.

usage: python docs/generate.py
"""

import importlib
import inspect
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
ARTICLES = 100_000_000  # of the plan in docs/scale.md, and what it assumes: cores, dollars for an hour of one, bytes of a page and of a shard
CORES = 512
PAGE = 25_000
PRICE = 0.04
SHARD = 32 << 20
MODULES = (
    "whoseword",
    "whoseword.records",
    "whoseword.errors",
    "whoseword.settings",
    "whoseword.actors",
    "whoseword.read",
    "whoseword.feeds",
    "whoseword.tag",
    "whoseword.link",
    "whoseword.when",
    "whoseword.speech",
    "whoseword.parties",
    "whoseword.propositions",
    "whoseword.relate",
    "whoseword.matching",
    "whoseword.events",
    "whoseword.compare",
    "whoseword.corrections",
    "whoseword.store",
    "whoseword.formats",
    "whoseword.compare.positions",
    "whoseword.issues",
    "whoseword.plots",
    "whoseword.days",
    "whoseword.pipeline",
    "whoseword.across",
    "whoseword.crawl",
    "whoseword.arriving",
    "whoseword.incoming",
    "whoseword.watching",
    "whoseword.web",
    "whoseword.mcp",
)


def commands() -> str:
    """Every command, argument and flag, as the command line's own help has them."""
    typer = Path(sys.executable).with_name("typer")
    made = subprocess.run(
        [typer, "whoseword.cli", "utils", "docs", "--name", "whoseword", "--title", "The command line"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    lines = [line for line in made.stdout.splitlines() if "-completion`" not in line]
    return "\n".join(lines).replace("&#x27;", "'").rstrip() + "\n"


def reference() -> str:
    """Every public name of every module with the first sentence of its docstring."""
    parts = ["# Reference\n\nEvery public name. What is not here is private and may change.\n"]
    for name in MODULES:
        module = importlib.import_module(name)
        public = getattr(module, "__all__", None) or [
            n for n, v in vars(module).items() if not n.startswith("_") and getattr(v, "__module__", None) == name
        ]
        parts.append(f"\n## `{name}`\n\n{first_sentence(module)}\n\n")
        parts.extend(f"- `{entry}`: {first_sentence(getattr(module, entry))}\n" for entry in sorted(public, key=str.lower))
    return "".join(parts)


def figures() -> str:
    """Every results file, with the command, commit, bundle, corpus and machine that it names."""
    parts = [
        "# Figures\n\nWhat was measured, by which command, on what. Dev splits: they were tuned on, so real news may do worse.\n"
    ]
    for path in sorted((HERE.parent / "benchmarks" / "results").glob("*.json")):
        row = json.loads(path.read_text(encoding="utf8"))
        corpora = ", ".join(f"{name} ({digest})" for name, digest in row["corpora"].items()) or "the sample articles"
        parts.append(f"\n## {path.stem}\n\n`{row['command']}` on {corpora}; commit {row['commit']}, bundle {row['bundle']},\n")
        parts.append(f"{row['machine']}, {row['measured']}.\n\n```\n")
        for name, value in row["figures"].items():
            parts.append("\n".join(value) + "\n" if isinstance(value, list) else f"{name}: {value}\n")
        parts.append("```\n")
    return "".join(parts)


def scale() -> str:
    """docs/scale.md with the table of its plan worked out from what was measured."""
    text = (HERE / "scale.md").read_text(encoding="utf8")
    before, _, rest = text.partition("<!-- plan -->\n")
    return before + "<!-- plan -->\n" + "".join(plan()) + "<!-- /plan -->" + rest.partition("<!-- /plan -->")[2]


def plan() -> Iterator[str]:
    """The rows of the table: what ARTICLES articles take, by the figures of one crawl and one load."""
    row = json.loads((HERE.parent / "benchmarks" / "results" / "crawling.json").read_text(encoding="utf8"))
    measured = row["figures"]
    pages_a_second = measured["pages a second of the processor, without the start"]
    core_hours = ARTICLES / pages_a_second / 3600
    kept = measured["bytes of Parquet an article of the samples, all three kinds"]
    loaded, ledger = measured["articles loaded a second of the processor"], measured["bytes of the ledger a page"]
    yield "| | measured | for 100 million |\n|---|---|---|\n"
    yield f"| reading, from web archive to Parquet | {pages_a_second} pages a second and core | {core_hours:,.0f} hours of one core |\n"
    yield f"| on {CORES} cores, of which a tenth is idle | | {core_hours / CORES / 0.9:,.0f} hours |\n"
    yield f"| cost, at {PRICE} US dollars for an hour of one core | | {core_hours / 0.9 * PRICE:,.0f} dollars |\n"
    yield f"| the archives, at {PAGE:,} bytes a page | | {PAGE * ARTICLES / 1e12:.1f} TB |\n"
    yield f"| Parquet, all three kinds | {kept:,} bytes an article of the samples | {kept * ARTICLES / 1e12:.1f} TB |\n"
    yield f"| shards, at {SHARD >> 20} MB | | {PAGE * ARTICLES / SHARD:,.0f} |\n"
    yield f"| loading into one ledger (SQLite) | {loaded} articles a second | {ARTICLES / loaded / 86400:,.0f} days of one core |\n"
    yield f"| that ledger | {ledger:,} bytes a page | {ledger * ARTICLES / 1e12:.1f} TB |\n"


def first_sentence(thing: object) -> str:
    if not (inspect.ismodule(thing) or inspect.isclass(thing) or inspect.isroutine(thing)):
        values = ", ".join(map(str, getattr(thing, "__args__", ())))
        return f"`{values}`" if values else f"a constant, {type(thing).__name__}"
    text = inspect.getdoc(thing) or ""
    return " ".join(text.split("\n\n")[0].split())


def main() -> None:
    (HERE / "cli.md").write_text(commands(), encoding="utf8")
    (HERE / "reference.md").write_text(reference(), encoding="utf8")
    (HERE / "figures.md").write_text(figures(), encoding="utf8")
    (HERE / "scale.md").write_text(scale(), encoding="utf8")


if __name__ == "__main__":
    main()
