"""Train a bundle from the shared corpora, from nothing to OUT_DIR/bundle, in one command.

usage: python training/run.py OUT_DIR [--version N] [--trial]

Names by the teacher, training in two processes, the mean of some checkpoints as int8, calibration. About an hour on two cores.
Seeds are fixed; sums of gradients in bf16 are not bit-stable across machines, so expect
figures within half a point.
"""

import argparse
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Run:
    """One run over the examples in one order, and the epochs whose checkpoints go into the mean."""

    order: int
    epochs: int
    kept: tuple[int, ...]
    articles: int | None = None


# What the committed bundle was made by (2026-11-23).
RECIPE = (Run(order=7, epochs=12, kept=(4, 7, 12)),)
TRIAL = Run(order=7, epochs=1, kept=(1,), articles=40)


def step(script: str, *args: object) -> list[str]:
    return [sys.executable, str(HERE / script), *map(str, args)]


def train(out: Path, run: Run, names: Path, processes: int) -> None:
    """One run in several processes; stops everything where one of them fails."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "rendezvous").unlink(missing_ok=True)
    common = [out, "--names", names, "--epochs", run.epochs, "--order", run.order, "--world", processes]
    common += ["--limit", run.articles] if run.articles else []
    running = [subprocess.Popen(step("train.py", *common, "--rank", rank)) for rank in range(processes)]
    if any(process.wait() for process in running):
        sys.exit("training stopped early: see above")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--version", default="1")
    parser.add_argument("--trial", action="store_true", help="every step, but one epoch of 40 articles: to see that all works")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    names = args.out / "names.json"
    if not names.exists():
        subprocess.run(step("names.py", names), check=True)
    checkpoints = []
    for run in (TRIAL,) if args.trial else RECIPE:
        folder = args.out / f"order-{run.order}"
        train(folder, run, names, args.processes)
        checkpoints += [folder / f"epoch-{epoch}.pt" for epoch in run.kept]
    subprocess.run(step("export.py", args.out / "bundle", *checkpoints, "--version", args.version), check=True)
    subprocess.run(step("calibrate.py", args.out / "bundle"), check=True)


if __name__ == "__main__":
    main()
