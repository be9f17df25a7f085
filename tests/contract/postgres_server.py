"""A PostgreSQL server of the tests' own: started from the machine's binaries, with a ledger as a template, and nothing kept.

Each ledger is a database copied from the template, so that a test costs no migration. It listens on a socket in a folder of its own.
"""

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from whoseword.store import Store

_OPTIONS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "listen_addresses": "",
}


def binaries() -> Path | None:
    """The folder of the server's programs; None where this machine has none."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]))
    found = shutil.which("initdb") or (str(debian[-1]) if debian else None)
    return Path(found).parent if found else None


class Server:
    """A running server. `url` is of a database, `make` an empty ledger in one of its own."""

    def __init__(self, folder: Path, programs: Path, settings: dict[str, str]) -> None:
        self.folder = folder
        self._programs = programs
        self._settings = settings
        self._user = "postgres" if os.geteuid() == 0 else None  # the server refuses to run as root
        self._numbers = itertools.count(1)
        self._template: str | None = None
        self._emptied: list[str] = []
        self._free: list[str] = []
        if self._user:
            shutil.chown(folder, self._user)

    def run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), "-D", str(self.folder / "data"), *arguments]
        told = subprocess.run(
            command, user=self._user, cwd=self.folder, capture_output=True, text=True, check=False, timeout=120
        )
        assert told.returncode == 0, told.stdout + told.stderr

    def start(self) -> None:
        settings = " ".join(f"-c {name}={value or chr(39) * 2}" for name, value in self._settings.items())
        self.run(
            "pg_ctl",
            "-w",
            "-s",
            "-l",
            str(self.folder / "log"),
            "-o",
            f"{settings} -c unix_socket_directories={self.folder}",
            "start",
        )

    def stop(self) -> None:
        self.run("pg_ctl", "-s", "-m", "immediate", "stop")

    def url(self, database: str, user: str = "postgres") -> str:
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def execute(self, command: str, database: str = "postgres") -> list[tuple]:
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            found = connection.execute(command)
            return found.fetchall() if found.description else []

    def database(self, template: str = "template0") -> str:
        """A new database."""
        name = f"ledger_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def make(self) -> str:
        """The URL of an empty ledger: one that was given back, or a copy of the template."""
        if self._free:
            return self._free.pop()
        if self._template is None:
            self._template = self.database()
            Store.open(self.url(self._template)).close()
            named = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = '{0}'"
            tables = {name for (name,) in self.execute(named.format("r"), self._template)} - {"ledger", "alembic_version"}
            counters = [name for (name,) in self.execute(named.format("S"), self._template)]
            self._emptied = ["SET session_replication_role = replica", *(f"DELETE FROM {name}" for name in sorted(tables))]
            self._emptied += [f"SELECT setval('{name}', 1, false)" for name in counters]
        return self.url(self.database(self._template))

    def give_back(self, url: str) -> None:
        """Empty a ledger that `make` gave and that nobody uses any more: far faster than to make another."""
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(";".join(self._emptied))
        self._free.append(url)


@contextmanager
def serving(programs: Path, settings: dict[str, str] | None = None) -> Iterator[Server]:
    """A server for as long as it is needed; of other settings than the tests' where they are given."""
    folder = Path(tempfile.mkdtemp(prefix="ww-pg-"))
    server = Server(folder, programs, _OPTIONS if settings is None else settings)
    try:
        server.run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
