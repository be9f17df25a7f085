"""What PostgreSQL and the way to it refuse, in words: the ledger, what was seen, what is kept, the next step.

Errors are known by their SQLSTATE; those of connecting have none, so they are known by what the driver says.
"""

from pathlib import Path
from typing import Final

from whoseword.errors import InputError, LostError, StoreError, WhosewordError

_KEPT: Final = "what was being added is not in the ledger, all before it is"
_ACCESS: Final = "check the user, and the password in the URL, in PGPASSWORD or in ~/.pgpass"


def explained(path: Path, timeout_s: float, error: BaseException) -> WhosewordError:
    """What the driver raised, as an error about the ledger at `path`."""
    state = str(getattr(error, "sqlstate", None) or "")
    said = _line(error)
    if not state and "NUL" in said:
        return InputError(f"{path} cannot keep text with a NUL character: take it out")
    if state in ("28P01", "28000") or "authentication failed" in said or "no password supplied" in said:
        return StoreError(f"{path} refused the login ({said}): {_ACCESS}")
    if state == "3D000" or ("database" in said and "does not exist" in said):
        return StoreError(f"{path} is not there ({said}): make the database first, with createdb")
    if state == "55P03":
        return StoreError(f"{path} is being written by another process (waited {timeout_s:g} s): try again when it is done")
    if state in ("42501", "25006"):
        return StoreError(
            f"{path} may not be read or written so by this user ({said}): have it granted, or open it for reading only"
        )
    if state in ("53100", "58030"):
        return StoreError(
            f"{path}: the server's disk is full or failed ({said}): {_KEPT}: see to it, then run the same command again"
        )
    if state == "53300" or "too many clients" in said:
        return StoreError(f"{path} has too many connections ({said}): try again, or raise max_connections of the server")
    if not state or state[:2] in ("08", "57") or state == "25P03":
        return LostError(
            f"{path} cannot be reached, or the connection was lost ({said}): {_KEPT}: see that the server runs, then try again"
        )
    if state[:2] == "XX":
        return StoreError(f"{path} is damaged ({said}): have the database checked with pg_amcheck, or restore a copy")
    return StoreError(f"{path}: the database refused ({state}: {said}): {_KEPT}")


def _line(error: BaseException) -> str:
    said = getattr(getattr(error, "diag", None), "message_primary", None) or str(error)
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__
