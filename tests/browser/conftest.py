"""A desk on the sample articles, and Debian's Chromium to look at it with. Where there is no Chromium, every test here is skipped and says so."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn

from whoseword.across import catch_up
from whoseword.pipeline import Pipeline, read_all
from whoseword.read import ReadOptions
from whoseword.records import Reading
from whoseword.settings import Settings
from whoseword.store import Store
from whoseword.web import create_app

SAMPLES = Path(__file__).parents[2] / "samples"
# Enough for every page, and half the time to read.
_READ = (
    "01-meridian-talks-open.txt",
    "02-post-talks-open.txt",
    "03-courier-no-inspectors.txt",
    "05-meridian-tolvar.txt",
    "10-meridian-draft.html",
)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# It must not look for its maker's hosts; without a sandbox, since tests run in containers as root.
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--font-render-hinting=none"]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CHROMIUM is None:
        reason = "there is no chromium on this machine: install it (apt-get install chromium) to run the tests of the desk"
        here = Path(__file__).parent
        for test in items:
            if here in test.path.parents:
                test.add_marker(pytest.mark.skip(reason=reason))


@dataclass
class Desk:
    """A desk that runs, and the readings in its ledger."""

    address: str
    dispute: str
    quotation: str
    readings: list[Reading] = field(default_factory=list)

    def article(self, title: str) -> Reading:
        """The reading whose title begins so."""
        return next(one for one in self.readings if (one.article.title or "").startswith(title))


@dataclass
class Watch:
    """What a page did that it must not: requests elsewhere, errors."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def serve(store: Store) -> Iterator[str]:
    """Serve a desk over `store`; yields its address."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        server = uvicorn.Server(uvicorn.Config(create_app(store), log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def ledger(tmp_path_factory):
    """The sample articles, read once for all tests."""
    readings = list(Pipeline.load(Settings(threads=1)).run(read_all([str(SAMPLES / name) for name in _READ], ReadOptions())))
    path = tmp_path_factory.mktemp("browser") / "samples.db"
    with Store.open(path) as store:
        for one in readings:
            store.add(one)
        for _ in catch_up(store):
            pass
    return path, readings


@pytest.fixture(scope="session")
def desk(ledger):
    path, readings = ledger
    with Store.open(path, create=False, read_only=True) as store:
        for address in serve(store):
            dispute, quotation = (
                store.groups("claim", relation="against", articles=2)[0],
                store.groups("variant", articles=2)[0],
            )
            yield Desk(address, dispute.id, quotation.id, readings)


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def watch():
    """What the test's pages did; nothing of it may be wrong when the test ends."""
    return Watch()


@pytest.fixture
def context(chromium, watch, desk):
    """A fresh browser profile. Afterwards: no request went elsewhere, and no page had an error."""
    opened = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce", base_url=desk.address)
    opened.on("request", lambda request: watch.requests.append(request.url))
    opened.on("console", lambda message: watch.errors.append(message.text) if message.type in ("error", "warning") else None)
    opened.on("weberror", lambda error: watch.errors.append(str(error.error)))
    yield opened
    opened.close()
    assert watch.requests
    assert {urlsplit(url).hostname for url in watch.requests} == {"127.0.0.1"}
    assert watch.errors == []


@pytest.fixture
def page(context):
    return context.new_page()
