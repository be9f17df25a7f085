"""The ledger's tests run over both of its homes: a file of SQLite, and a database of PostgreSQL.

In the modules named here every test runs twice. The second time `Store.open` is given, for each path that it is asked for, the URL of a
database of its own, empty where the file would not be there; all else is the same. Tests that are about the file, or that hand its path to
another process, are run over SQLite alone.
"""

import pytest
from hypothesis import settings
from postgres_server import Server, binaries, serving

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


class Home:
    """Where the ledgers of a module's tests are kept; `urls` are those in PostgreSQL, by the path that was asked for."""

    def __init__(self, server: Server | None) -> None:
        self.server = server
        self.urls: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._as_it_is = Store.open.__func__

    def opener(self):
        def opened_there(cls, url_or_path, **options):
            given = str(url_or_path)
            if not given.startswith("postgresql:"):
                given = self._names.get(given) or self.urls.get(given) or self.urls.setdefault(given, self.server.make())
            opened = self._as_it_is(cls, given, **options)
            self._names[str(opened.path)] = given
            return opened

        return opened_there


@pytest.fixture(autouse=True, scope="module")
def home(request):
    """The home of the ledgers."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield Home(None)
        return
    there = Home(request.getfixturevalue("server"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Store, "open", classmethod(there.opener()))
        yield there
    for url in there.urls.values():
        there.server.give_back(url)


@pytest.fixture(autouse=True)
def over_postgres(request, home):
    """Over PostgreSQL a property is tried with fewer examples, and a test's ledgers are given back after it."""
    if home.server is None:
        yield
        return
    function, before = request.function, set(home.urls)
    usual = getattr(function, "_hypothesis_internal_use_settings", None)
    if usual is not None:
        function._hypothesis_internal_use_settings = settings(usual, max_examples=min(usual.max_examples, _MOST_EXAMPLES))
    yield
    if usual is not None:
        function._hypothesis_internal_use_settings = usual
    for path in set(home.urls) - before:
        home.server.give_back(home.urls.pop(path))
