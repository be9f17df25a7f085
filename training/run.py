"""Train a bundle from the shared corpora, from nothing to OUT_DIR/bundle, in one command.

usage: python training/run.py OUT_DIR [--epochs 12]

Names by the teacher, training in two processes, export to int8, calibration, figures on dev. About an hour on two cores.
Settings and seeds are fixed; sums of gradients in bf16 are not bit-stable across machines, so expect figures within 0.5.
"""

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def step(script: str, *args: object) -> list[str]:
    return [sys.executable, str(HERE / script), *map(str, args)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--version", default="1")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    names = args.out / "names.json"
    if not names.exists():
        subprocess.run(step("names.py", names), check=True)
    (args.out / "rendezvous").unlink(missing_ok=True)
    common = (args.out, "--names", names, "--epochs", args.epochs, "--world", args.processes)
    running = [subprocess.Popen(step("train.py", *common, "--rank", rank)) for rank in range(args.processes)]
    if any(process.wait() for process in running):
        sys.exit("training stopped early: see above")
    subprocess.run(step("export.py", args.out / "checkpoint.pt", args.out / "bundle", "--version", args.version), check=True)
    subprocess.run(step("calibrate.py", args.out / "bundle"), check=True)


if __name__ == "__main__":
    main()
