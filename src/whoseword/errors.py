"""The errors that whoseword raises, and the exit code of each.

    WhosewordError        1
    ├── ConfigError       2   a setting or a flag that cannot be used
    ├── InputError        3   what was to be read cannot be
    ├── ModelError        4   the bundle is absent, damaged or of another version
    └── StoreError        5   the ledger cannot be opened, read or written
        ├── LostError         the ledger's server cannot be reached, or the connection was lost
        └── NotFoundError     what is asked for by its id is not in the ledger, or more than one is

A bad article is not an error but a value (`whoseword.records.Rejected`); these are raised where nothing
can go on. A message gives the thing, the value seen, the rule, and the next step.
"""


class WhosewordError(Exception):
    """Anything that stops whoseword; every other error here is a kind of it."""

    exit_code = 1


class ConfigError(WhosewordError):
    """A setting, a flag or a combination of them cannot be used."""

    exit_code = 2


class InputError(WhosewordError):
    """What was to be read does not exist or cannot be opened."""

    exit_code = 3


class ModelError(WhosewordError):
    """The bundle is absent, damaged or made for another version."""

    exit_code = 4


class StoreError(WhosewordError):
    """The ledger cannot be opened, read or written."""

    exit_code = 5


class LostError(StoreError):
    """The server that keeps the ledger cannot be reached, or the connection to it was lost: it may be there again later."""


class NotFoundError(StoreError):
    """Nothing in the ledger has the id that is asked for, or more than one thing begins with it."""
