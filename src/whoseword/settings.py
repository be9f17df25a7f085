"""The settings: defaults < the user's file < the project's file < environment < flags.

A setting can be given in `$XDG_CONFIG_HOME/whoseword/config.toml` (else `~/.config/whoseword/config.toml`), in
`whoseword.toml` of the working directory, as `WHOSEWORD_NAME` in the environment, or as a flag; the later in
this list wins, and `Settings.origins` remembers who won. Environment, directory and flags come in as
arguments; nothing is read at import. This module opens no ledger and no bundle: it only says which.
"""

import difflib
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from whoseword.errors import ConfigError

Colour = Literal["auto", "always", "never"]

FILE_NAME = "whoseword.toml"
ENVIRONMENT_PREFIX = "WHOSEWORD_"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run needs to know before it starts.

    `ledger` is a file or a database URL. `bundle` is the model's folder; None means the one that ships with
    whoseword. `threads` is the model's; None means one for each core that this process may use. `batch` is
    how many articles are tagged, and added to the ledger, together. `origins` names, for each setting, the place its
    value came from. `actors` is a file of the user's own actors (`whoseword.actors.read_own`). `confidence` is the least
    confidence of a statement that is shown, found or exported, `sure` the least with which a speaker is named there; neither
    decides what is kept. `events` says whether articles are read for political events, too. `openid_…` are the OpenID provider that people
    may log in by on the desk, how the desk is known to it, the claim that says who somebody is, and whether newcomers become readers.
    """

    ledger: str = "ledger.db"
    bundle: Path | None = None
    threads: int | None = None
    batch: int = 16
    colour: Colour = "auto"
    actors: Path | None = None
    confidence: float = 0.0
    sure: float = 0.0
    events: bool = True
    openid_issuer: str | None = None
    openid_client: str | None = None
    openid_secret: str | None = field(default=None, repr=False)
    openid_claim: str = "email"
    openid_newcomers: bool = False
    origins: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value was written, what relative paths there start from, and what `~` stands for there."""

    name: str
    folder: Path
    home: str | None


@dataclass(frozen=True, slots=True)
class _Rule:
    """How one setting is understood: a parser that raises ValueError, and the rule in words."""

    parse: Callable[[Any, _Place], Any]
    says: str


def load(flags: Mapping[str, object], environment: Mapping[str, str], directory: Path) -> Settings:
    """The settings for a run in `directory`.

    A flag that is None was not given. A relative path is taken from where it was written: from the file's own
    folder, or else from `directory` (where it is left as it is). Raises ConfigError for a file that is no
    TOML, an unknown name or a value against its rule; the message names the place, the name, the value, the
    rule and what to do.
    """
    values: dict[str, Any] = {}
    origins = dict.fromkeys(_RULES, "default")
    for place, name, value in _given(flags, environment, directory):
        values[name] = _understand(name, value, place)
        origins[name] = place.name
    return Settings(**values, origins=origins)


def shown(settings: Settings) -> list[tuple[str, str, str]]:
    """(name, value, origin) of each setting, for a person; a password inside a ledger URL is masked."""
    rows = []
    for name in _RULES:
        value = getattr(settings, name)
        text = _text(name, value) if value is not None else _UNSET[name]
        rows.append((name, text, settings.origins.get(name, "argument")))
    return rows


def _text(name: str, value: object) -> str:
    return "***" if name in _SECRETS else hide_password(str(value))


def hide_password(ledger: str) -> str:
    """`ledger` with `***` for the password of a URL."""
    return re.sub(r"(://[^/@:]*):.*@", r"\1:***@", ledger)


def _given(
    flags: Mapping[str, object], environment: Mapping[str, str], directory: Path
) -> Iterator[tuple[_Place, str, object]]:
    """Everything that someone set, the weakest place first."""
    home = environment.get("HOME")
    for path in _files(environment, directory):
        for name, value in _read_file(path).items():
            yield _Place(str(path), path.parent, home), name, value
    for variable, value in environment.items():
        if variable.startswith(ENVIRONMENT_PREFIX):
            name = variable.removeprefix(ENVIRONMENT_PREFIX).lower()
            yield _Place(f"environment variable {variable}", Path(), home), name, value
    for name, value in flags.items():
        if value is not None:
            yield _Place(f"flag --{name}", Path(), home), name, value


def _files(environment: Mapping[str, str], directory: Path) -> list[Path]:
    home = environment.get("HOME")
    configured = environment.get("XDG_CONFIG_HOME") or (f"{home}/.config" if home else None)
    paths = [Path(configured) / "whoseword" / "config.toml"] if configured else []
    return [path for path in (*paths, directory / FILE_NAME) if _is_file(path)]


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError as error:  # such as a HOME that belongs to another user
        message = f"{path} cannot be looked for: {error.strerror}: give this user the right to, or set HOME or XDG_CONFIG_HOME"
        raise ConfigError(message) from error


def _read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}: give this user the right to, or move it away") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 at byte {error.start}: save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f'{path} is not TOML: {error}: write lines such as ledger = "news.db"') from error


def _understand(name: str, value: object, place: _Place) -> Any:
    rule = _RULES.get(name)
    if rule is None:
        near = difflib.get_close_matches(name, _RULES, 1)
        advice = f"did you mean {near[0]}?" if near else "take it out"
        raise ConfigError(f"{place.name}: unknown setting {name!r}: it must be one of {', '.join(_RULES)}: {advice}")
    try:
        return rule.parse(value, place)
    except ValueError as error:
        seen = "a secret" if name in _SECRETS else repr(value)
        raise ConfigError(f"{place.name}: {name} is {seen}, but must be {rule.says}: change it, or take it out") from error


def _ledger(value: object, place: _Place) -> str:
    if isinstance(value, str) and "://" in value:
        return value
    return str(_path(value, place))


def _path(value: object, place: _Place) -> Path:
    if not isinstance(value, str | Path) or not str(value).strip() or "\0" in str(value):
        raise ValueError
    if place.home and str(value).startswith("~/"):
        return Path(place.home) / str(value)[2:]
    return place.folder / value


def _count(value: object, _place: _Place) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError  # noqa: TRY004  # every refusal is the same to the caller
    number = int(value)
    if not 1 <= number <= _MOST:
        raise ValueError
    return number


def _chance(value: object, _place: _Place) -> float:
    if isinstance(value, bool) or not isinstance(value, float | int | str):
        raise ValueError  # noqa: TRY004  # every refusal is the same to the caller
    number = float(value)
    if not 0 <= number <= 1:  # not a number fails, too
        raise ValueError
    return number


def _switch(value: object, _place: _Place) -> bool:
    words = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
    if isinstance(value, bool):
        return value
    if not isinstance(value, str) or value.lower() not in words:
        raise ValueError
    return words[value.lower()]


def _line(value: object, _place: _Place) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ValueError
    return value.strip()


def _colour(value: object, _place: _Place) -> str:
    if value not in get_args(Colour):
        raise ValueError
    return str(value)


_MOST = 1024  # more threads or articles in a batch than this is a slip of the hand

_RULES: Mapping[str, _Rule] = {
    "ledger": _Rule(_ledger, "a file name or a database URL"),
    "bundle": _Rule(_path, "the folder of a bundle"),
    "threads": _Rule(_count, f"a whole number from 1 to {_MOST}"),
    "batch": _Rule(_count, f"a whole number from 1 to {_MOST}"),
    "colour": _Rule(_colour, f"one of {', '.join(get_args(Colour))}"),
    "actors": _Rule(_path, "a file of your own actors"),
    "confidence": _Rule(_chance, "a number from 0 to 1"),
    "sure": _Rule(_chance, "a number from 0 to 1"),
    "events": _Rule(_switch, "true or false"),
    "openid_issuer": _Rule(_line, "the https address of an OpenID provider"),
    "openid_client": _Rule(_line, "the name by which the provider knows this desk"),
    "openid_secret": _Rule(_line, "a line of characters"),
    "openid_claim": _Rule(_line, "the name of a claim, such as email"),
    "openid_newcomers": _Rule(_switch, "true or false"),
}

_UNSET = {"bundle": "(the one that ships)", "threads": "(one for each core)", "actors": "(none)"} | dict.fromkeys(
    ("openid_issuer", "openid_client", "openid_secret"), "(none)"
)
_SECRETS = frozenset({"openid_secret"})
