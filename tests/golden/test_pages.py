"""Frozen pages, invented and half of them damaged, against the articles that were read from them.

After a change that is meant, run this file as a script: it writes what is read now, for a person to compare.
"""

import json
from pathlib import Path

import pytest

from whoseword.read import read_bytes
from whoseword.records import Article, to_json

PAGES = Path(__file__).parent / "pages"
NAMES = sorted(path.name for path in PAGES.iterdir() if path.suffix in {".html", ".txt"})


def read_page(name):
    """What is read from one page, as JSON, with each block's words beside its offsets."""
    page = read_bytes((PAGES / name).read_bytes(), source=name)
    frozen = {"rejected": to_json(page)} if not isinstance(page, Article) else to_json(page)
    if isinstance(page, Article):
        frozen["blocks"] = [[block.kind, block.start, block.end, page.text[block.start : block.end]] for block in page.blocks]
    return frozen


def test_there_are_pages():
    assert len(NAMES) >= 8


@pytest.mark.parametrize("name", NAMES)
def test_page_gives_the_frozen_article(name):
    wanted = json.loads((PAGES / name).with_suffix(".json").read_text(encoding="utf-8"))
    assert read_page(name) == wanted


if __name__ == "__main__":
    for page_name in NAMES:
        frozen_json = json.dumps(read_page(page_name), ensure_ascii=False, indent=1, sort_keys=True)
        (PAGES / page_name).with_suffix(".json").write_text(frozen_json + "\n", encoding="utf-8")
