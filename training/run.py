"""Train a bundle from the shared corpora, from nothing to OUT_DIR/bundle, in one command.

usage: python training/run.py OUT_DIR [--version N] [--trial]

Names by spaCy; a teacher of base size; what it says of texts; the student, in two processes; the mean of some of its
checkpoints in int8; calibration; the networks of events and of acts. About two hours on two cores. Seeds are fixed; sums of gradients in bf16 are not bit-stable
across machines, so expect figures within half a point.
"""

import argparse
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Run:
    """One run of `train.py`: in which order the examples come, how long, and which epochs' checkpoints go into the mean."""

    encoder: str
    epochs: int
    kept: tuple[int, ...]
    stop: int | None = None
    order: int = 7
    articles: int | None = None


# What the committed bundle was made by (2026-11-24). The teacher was stopped before its rate had come down.
TEACHER = Run("mpnet", epochs=3, stop=2, kept=(2,))
STUDENT = Run("minilm", epochs=7, kept=(5, 7))


def step(script: str, *args: object) -> list[str]:
    return [sys.executable, str(HERE / script), *map(str, args)]


def together(script: str, processes: int, *args: object) -> None:
    """One script in several processes; stops everything where one of them fails."""
    running = [subprocess.Popen(step(script, *args, "--world", processes, "--rank", rank)) for rank in range(processes)]
    if any(process.wait() for process in running):
        sys.exit(f"{script} stopped early: see above")


def train(out: Path, run: Run, processes: int, *more: object) -> list[Path]:
    """The checkpoints of a run that are kept."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "rendezvous").unlink(missing_ok=True)
    given = [
        out,
        "--encoder",
        run.encoder,
        "--epochs",
        run.epochs,
        "--stop",
        run.stop or run.epochs,
        "--order",
        run.order,
        *more,
    ]
    together("train.py", processes, *given, *(["--limit", run.articles] if run.articles else []))
    return [out / f"epoch-{epoch}.pt" for epoch in run.kept]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--version", default="2")
    parser.add_argument("--trial", action="store_true", help="every step, but one epoch of 40 articles: to see that all works")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    names = args.out / "names.json"
    if not names.exists():
        subprocess.run(step("names.py", names), check=True)
    teacher, student = (
        replace(run, epochs=1, stop=1, kept=(1,), articles=40) if args.trial else run for run in (TEACHER, STUDENT)
    )
    taught = args.out / "taught"
    teachers = train(args.out / "teacher", teacher, 1, "--names", names, "--threads", args.processes)
    together("teach.py", args.processes, taught, *teachers, *(["--limit", teacher.articles] if args.trial else []))
    checkpoints = train(args.out / "student", student, args.processes, "--names", names, "--taught", taught)
    subprocess.run(step("export.py", args.out / "bundle", *checkpoints, "--version", args.version), check=True)
    subprocess.run(step("calibrate.py", args.out / "bundle"), check=True)
    if not args.trial:
        subprocess.run(step("events.py", "ship", args.out / "events", args.out / "bundle"), check=True)
        subprocess.run(step("act_network.py", args.out / "acts", args.out / "bundle"), check=True)


if __name__ == "__main__":
    main()
