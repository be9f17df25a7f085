"""Take the screenshots of docs/desk.md: the desk on the sample articles, in Debian's Chromium.

usage: python docs/screenshots.py
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
WIDTH, HEIGHT = 1120, 700
PASTED = "Brandvik: No date for new talks\n\nOressia said on Friday that no date was set for new talks. “We are ready,” Rui Castane said.\n"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def shoot(page: Page, name: str) -> None:
    page.screenshot(path=HERE / "desk" / f"{name}.png")


def walk(page: Page, address: str) -> None:
    """The five steps of docs/desk.md, as tests/browser/test_walk.py tries them."""
    page.goto(address)
    shoot(page, "1-today")
    page.locator("#find").fill("water")
    page.locator("#find").press("Enter")
    shoot(page, "2-search")
    page.locator(".facet", has_text="Speaker").get_by_role("link", name="Pavo Renn").click()
    page.locator(".chip").wait_for()
    shoot(page, "3-speaker")
    page.locator(".item", has_text="holding water back").first.get_by_role("link", name="evidence").click()
    page.locator(".excerpt").wait_for()
    shoot(page, "4-statement")
    statement = page.url
    page.locator("#contested ~ .contest h3 a").first.click()
    page.locator(".moment").first.wait_for()
    shoot(page, "5-dispute")
    dispute = page.url
    page.goto(statement)
    page.locator("#linked + ol").get_by_role("link", name=re.compile("in the article")).first.click()
    page.locator(".note.at").wait_for()
    page.keyboard.press("o")
    page.locator(".note.at .fields").wait_for()
    shoot(page, "article")
    page.keyboard.press("e")
    page.locator("#correction [name=by]").fill("Eva Lind")
    page.locator("#correction [name=why]").fill("named in the line before")
    shoot(page, "correct")
    page.context.add_cookies([{"name": "whoseword-name", "value": "Eva%20Lind", "url": address}])
    for watched in ("speakers/Rui%20Castane", dispute.removeprefix(address)):
        page.goto(address + watched)
        page.keyboard.press("w")
        page.locator("a.watched").wait_for()
    page.goto(f"{address}add")
    page.locator("[name=text]").fill(PASTED)
    page.get_by_role("button", name="Add text").click()
    page.locator(".s-read").wait_for()
    page.goto(f"{address}add")
    page.locator("[name=urls]").fill("https://news.example/2026/04/water-talks\nhttps://news.example/2026/04/dam")
    shoot(page, "add")
    page.goto(f"{address}watching")
    page.locator(".new").first.wait_for()
    shoot(page, "watching")
    page.emulate_media(color_scheme="dark")
    page.goto(f"{address}speakers/Rui%20Castane")
    shoot(page, "dark-speaker")


def main() -> None:
    (HERE / "desk").mkdir(exist_ok=True)
    whoseword = [sys.executable, "-c", "from whoseword.cli import main; main()"]
    with tempfile.TemporaryDirectory() as folder:
        ledger = str(Path(folder) / "samples.db")
        subprocess.run([*whoseword, "read", "--ledger", ledger, str(HERE.parent / "samples")], check=True)
        with subprocess.Popen(
            [*whoseword, "desk", "--ledger", ledger, "--port", "0"], stderr=subprocess.PIPE, text=True
        ) as desk:
            address = re.search(r"http://\S+", desk.stderr.readline())[0]  # type: ignore[union-attr,index]
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
                context = browser.new_context(
                    viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce", color_scheme="light"
                )
                walk(context.new_page(), address)
                browser.close()
            desk.terminate()


if __name__ == "__main__":
    main()
