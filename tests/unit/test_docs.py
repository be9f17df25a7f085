"""The documents that are generated say what the code says, and the README names only commands that exist."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def flags(page: str) -> set[tuple[str, str]]:
    """(command, flag) of every flag in a page; the wording around them is the library's, and changes with it."""
    sections = re.split(r"^## ", page, flags=re.MULTILINE)
    return {
        (section.split("\n")[0], flag)
        for section in sections
        for flag in re.findall(r"^\* `(--[\w-]+|\w+)", section, re.MULTILINE)
    }


def test_the_document_of_the_command_line_has_every_command_and_flag() -> None:
    found = flags((ROOT / "docs/cli.md").read_text(encoding="utf8"))
    assert len(found) > 30
    assert found == flags(generator().commands()), "run make docs"


def test_the_reference_lists_what_is_public() -> None:
    assert (ROOT / "docs/reference.md").read_text(encoding="utf8") == generator().reference(), "run make docs"


def test_the_figures_are_those_of_the_results_files() -> None:
    assert (ROOT / "docs/figures.md").read_text(encoding="utf8") == generator().figures(), "run make docs"


def test_the_plan_for_many_articles_is_worked_out_from_what_was_measured() -> None:
    assert (ROOT / "docs/scale.md").read_text(encoding="utf8") == generator().scale(), "run make docs"


def test_every_command_in_the_readme_is_documented() -> None:
    documented = set(re.findall(r"^## `whoseword (\w+)`", (ROOT / "docs/cli.md").read_text(encoding="utf8"), re.MULTILINE))
    blocks = re.findall(r"^```[^\n]*\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf8"), re.MULTILINE | re.DOTALL)
    used = set(re.findall(r"whoseword (\w+)", "\n".join(blocks)))
    assert used
    assert used <= documented


def test_every_link_between_documents_leads_somewhere() -> None:
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_versions_that_setup_installs_are_all_pins_that_any_machine_can_have() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert len(pins) > 30
    assert [line for line in pins if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
