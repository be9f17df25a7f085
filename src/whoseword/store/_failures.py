"""What can be wrong with a ledger's file or disk, in words: the thing, what was seen, what is kept, the next step."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from whoseword.errors import InputError, StoreError, WhosewordError
from whoseword.store import _refusals

# Where writing failed and less than this is free, the disk is full, whatever SQLite calls it: it reports
# its shared-memory file, and a quota, as an I/O error.
_FULL_BYTES = 256 * 1024


def check_file(path: Path, *, create: bool, read_only: bool, magic: bytes) -> None:
    """StoreError where `path` cannot be a ledger, before SQLite touches it."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError as error:
        _check_absent(path, create=create, error=error)
        return
    except (OSError, ValueError) as error:
        raise StoreError(f"{path} cannot be opened ({_cause(error)}): name another ledger") from error
    if stat.S_ISDIR(mode):
        raise StoreError(f"{path} is a folder, not a ledger: name a file in it, such as {path / 'ledger.db'}")
    if not stat.S_ISREG(mode):
        raise StoreError(f"{path} is no regular file, so no ledger: name another file")
    try:
        with path.open("rb") as file:
            head = file.read(len(magic))
    except OSError as error:
        raise StoreError(f"{path} cannot be read ({_cause(error)}): get permission to it, or name another") from error
    if head and head != magic:
        raise StoreError(f"{path} is not a ledger (nor any SQLite file): name another file")
    if not read_only and not (os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)):
        raise StoreError(f"{path} and its folder cannot be written by you: get permission, or open it for reading only")


def _check_absent(path: Path, *, create: bool, error: FileNotFoundError) -> None:
    folder = path.absolute().parent
    if not create:
        raise StoreError(f"there is no ledger {path}: name another, or read an article into it first") from error
    if not folder.is_dir():
        raise StoreError(f"{path} cannot be made, since there is no folder {folder}: make it first") from error
    if not os.access(folder, os.W_OK):
        raise StoreError(f"{path} cannot be made, since you may not write in {folder}: name another place") from error


@contextmanager
def told(path: Path, timeout_s: float) -> Iterator[None]:
    """Raise what the database (or a damaged record) raises inside as a StoreError about the ledger at `path`."""
    try:
        yield
    except DBAPIError as error:
        raise _explained(path, timeout_s, error.orig or error) from error
    except sqlite3.Error as error:
        raise _explained(path, timeout_s, error) from error
    except PoolTimeoutError as error:
        raise StoreError(f"{path} has too many readers at once in this process: try again") from error
    except NoResultFound as error:
        raise StoreError(_damaged(path, "a row that must be there is not")) from error


@contextmanager
def held(path: Path, what: str) -> Iterator[None]:
    """Raise what a record that no longer holds together raises as a StoreError about the ledger at `path`."""
    try:
        yield
    except (InputError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(_damaged(path, f"{what}: {error}")) from error


def code_of(error: BaseException) -> int | None:
    """SQLite's primary result code, where the error has one."""
    if isinstance(error, DBAPIError):
        error = error.orig or error
    code = getattr(error, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None


def _explained(path: Path, timeout_s: float, error: BaseException) -> WhosewordError:
    if not isinstance(error, sqlite3.Error):
        return _refusals.explained(path, timeout_s, error)
    code = code_of(error)
    if code == sqlite3.SQLITE_FULL or (code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) and _is_full(path)):
        kept = "what was being added is not in the ledger, all before it is"
        return StoreError(f"{path}: the disk is full: {kept}: make room, then run the same command again")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreError(f"{path} is being written by another process (waited {timeout_s:g} s): try again when it is done")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_AUTH):
        return StoreError(f"{path} cannot be opened or written ({error}): get permission to it and its folder, or name another")
    if code == sqlite3.SQLITE_IOERR:
        kept = "what was being added is not in the ledger, all before it is"
        return StoreError(f"{path}: the disk refused to read or write ({error}): {kept}: see to the disk, then run again")
    return StoreError(_damaged(path, str(error)))


def _damaged(path: Path, detail: str) -> str:
    return f"{path} is damaged ({detail}): restore a copy, or rescue what is left with `sqlite3 {path} .recover`"


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.absolute().parent).free < _FULL_BYTES
    except OSError:
        return False


def _cause(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
