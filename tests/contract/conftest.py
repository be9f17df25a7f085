"""The ledger's tests run over both of its homes: a file of SQLite, and a database of PostgreSQL.

In the modules named here every test runs twice. The second time `Store.open` is given, for each path that it is asked for, the URL of a
database of its own, empty where the file would not be there; all else is the same. Tests that are about the file, or that hand its path to
another process, are run over SQLite alone.
"""

from pathlib import Path

import pytest
from hypothesis import settings
from postgres_server import binaries, serving

from whoseword.store import Store

BOTH = {
    "test_across",
    "test_api",
    "test_desk",
    "test_inbox",
    "test_mcp",
    "test_store",
    "test_store_added",
    "test_store_apart",
    "test_store_around",
    "test_store_compared",
    "test_store_corrections",
    "test_store_search",
    "test_store_survey",
    "test_store_watches",
    "test_watched_news",
}
_MOST_EXAMPLES = 10  # of a property over PostgreSQL, where a ledger costs more; SQLite has them all


def pytest_configure(config):
    config.addinivalue_line("markers", "file: about a ledger's file, so over SQLite alone")


def pytest_generate_tests(metafunc):
    if metafunc.module.__name__ in BOTH:
        alone = metafunc.definition.get_closest_marker("file") is not None
        metafunc.parametrize("home", ["sqlite"] if alone else ["sqlite", "postgres"], indirect=True, scope="module")


@pytest.fixture(scope="session")
def server():
    """A server of PostgreSQL, for the whole session."""
    programs = binaries()
    if programs is None:
        pytest.skip("PostgreSQL's server is not installed: apt-get install postgresql")
    with serving(programs) as started:
        yield started


@pytest.fixture(autouse=True, scope="module")
def home(request):
    """Where ledgers of a module's tests are kept."""
    kept_in = getattr(request, "param", "sqlite")
    if kept_in == "sqlite":
        yield kept_in
        return
    server = request.getfixturevalue("server")
    urls: dict[str, str] = {}
    as_it_is = Store.open.__func__

    def open_there(cls, url_or_path, **options):
        if not str(url_or_path).startswith("postgresql:"):
            named = str(url_or_path)
            if named not in urls:
                urls[named] = server.make()
            url_or_path = urls[named]
        opened = as_it_is(cls, url_or_path, **options)
        urls[str(opened.path)] = opened.url
        return opened

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Store, "open", classmethod(open_there))
        yield kept_in


@pytest.fixture(autouse=True)
def fewer_examples(request, home):
    """A property is tried with fewer examples over PostgreSQL."""
    function = request.function
    usual = getattr(function, "_hypothesis_internal_use_settings", None)
    if usual is None or home == "sqlite":
        yield
        return
    function._hypothesis_internal_use_settings = settings(usual, max_examples=min(usual.max_examples, _MOST_EXAMPLES))
    yield
    function._hypothesis_internal_use_settings = usual
