"""What every test stands on: a terminal of no width of its own, whichever way the tests are run."""

import os


def pytest_configure() -> None:
    """A worker of a parallel run is given COLUMNS; a test that needs a width sets it itself."""
    os.environ.pop("COLUMNS", None)
