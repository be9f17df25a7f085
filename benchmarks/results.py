"""One form for every results file: what was measured, by which command, commit, bundle, corpus and machine."""

import hashlib
import importlib
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results"
SHARED = ROOT.parent / "shared"


def commit() -> str:
    """The commit measured, with a plus where the working tree differs from it."""
    head = subprocess.run(["git", "rev-parse", "--short=12", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    asked = ["git", "status", "--porcelain", "-uno", "--", ".", ":!benchmarks/results", ":!docs"]
    changed = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    return (head.stdout.strip() or "none") + ("+" if changed.stdout.strip() else "")


def machine() -> str:
    """Processor, cores, memory, Python: nothing that names the machine itself."""
    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line), "?"
    )
    gib = round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
    return f"{model}, {os.cpu_count()} cores, {gib} GiB, Python {platform.python_version()}, {platform.system()}"


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def scorer(name: str) -> ModuleType:
    """One of the shared scorers as a module; they import one another by name."""
    folder = str(SHARED / "eval")
    if folder not in sys.path:
        sys.path.append(folder)
    return importlib.import_module(name)


def write(name: str, command: str, figures: dict[str, Any], corpora: dict[str, str] | None = None) -> None:
    """Write results/NAME.json and print it."""
    from whoseword.tag import DEFAULT_BUNDLE, open_bundle

    row = {
        "command": command,
        "commit": commit(),
        "bundle": open_bundle(DEFAULT_BUNDLE).version,
        "corpora": corpora or {},
        "machine": machine(),
        "measured": datetime.now(UTC).strftime("%Y-%m-%d"),
        "figures": figures,
    }
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(row, indent=1, ensure_ascii=False)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf8")
    print(text)
