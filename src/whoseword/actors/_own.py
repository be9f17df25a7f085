"""A user's own actors, from a plain TOML file: who they are, what else they are called, which offices they held.

    [[actor]]
    name = "Ana Sol"
    aliases = ["Anna Soll"]
    type = "person"                  # person, state, organisation or media
    country = "KEN"                  # ISO 3166-1 alpha-3, or the name of a state in this file
    gender = "f"
    offices = [{ office = "water minister", of = "KEN", from = 2024-03-01, until = "2025-06" }]

What stands there comes before what whoseword knows. Every fault in the file is a ConfigError that names the file, the
actor, the value and the rule; nothing of a faulty file is used.
"""

import calendar
import difflib
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, NoReturn, get_args

from whoseword.actors._offices import Gender, Holder
from whoseword.errors import ConfigError

__all__ = ["OwnActor", "read_own"]

OwnType = Literal["person", "state", "organisation", "media"]
_KEYS = ("name", "aliases", "type", "country", "gender", "adjectives", "capital", "offices")
_OFFICE_KEYS = ("office", "of", "from", "until")
_DAY = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_CODE = re.compile(r"[A-Z]{3}")
_LONGEST = 200  # characters of a name
_BEGINNING, _END = "0001-01-01", "9999-12-31"


@dataclass(frozen=True, slots=True)
class OwnActor:
    """One actor of a user's file; `adjectives` and `capital` are a state's."""

    name: str
    type: OwnType
    aliases: tuple[str, ...] = ()
    country: str | None = None
    gender: Gender | None = None
    adjectives: tuple[str, ...] = ()
    capital: str | None = None
    offices: tuple[Holder, ...] = ()


def read_own(path: Path, countries: Collection[str]) -> tuple[OwnActor, ...]:
    """The actors of a file, in order. `countries` are the codes that are known; raises ConfigError."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        message = f"{path}, the file of actors, cannot be read: {error.strerror}: give this user the right to, or name another"
        raise ConfigError(message) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}, the file of actors, is not UTF-8 at byte {error.start}: save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f'{path} is not TOML: {error}: write [[actor]] and below it lines such as name = "Ana Sol"'
        ) from error
    rows = raw.pop("actor", None)
    if raw:
        raise ConfigError(f"{path}: unknown key {next(iter(raw))!r}: the file holds only [[actor]] tables: take it out")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ConfigError(f"{path} has no actors: begin each with a line [[actor]]")
    states = {row["name"] for row in rows if row.get("type") == "state" and isinstance(row.get("name"), str)}
    return tuple(_Reader(path, number, row, {*countries, *states}).actor() for number, row in enumerate(rows, 1))


class _Reader:
    """Reads one table of the file; its faults name it."""

    def __init__(self, path: Path, number: int, row: Mapping[str, Any], countries: Collection[str]) -> None:
        self._row = row
        self._countries = countries
        name = row.get("name")
        self._place = f"{path}: actor {number}" + (f" ({name})" if isinstance(name, str) else "")

    def actor(self) -> OwnActor:
        self._known(self._row, _KEYS)
        name, kind = self._text(self._row, "name"), self._choice("type", get_args(OwnType))
        country, gender = self._row.get("country"), self._row.get("gender")
        if kind != "state" and {"adjectives", "capital"} & set(self._row):
            self._refuse("adjectives and capital are a state's", 'take them out, or write type = "state"')
        if gender is not None:
            self._choice("gender", get_args(Gender))
        return OwnActor(
            name=name,
            type=kind,
            aliases=self._texts("aliases"),
            country=self._country(country, "country") if country is not None else None,
            gender=gender,
            adjectives=self._texts("adjectives"),
            capital=self._text(self._row, "capital") if "capital" in self._row else None,
            offices=self._offices(name, gender),
        )

    def _offices(self, name: str, gender: Gender | None) -> tuple[Holder, ...]:
        rows = self._row.get("offices", [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self._refuse("offices must be a list of tables", 'write offices = [{ office = "president", of = "KEN" }]')
        return tuple(self._office(row, name, gender) for row in rows)

    def _office(self, row: Mapping[str, Any], name: str, gender: Gender | None) -> Holder:
        self._known(row, _OFFICE_KEYS)
        of = self._text(row, "of")
        if _CODE.fullmatch(of):
            self._country(of, "of")
        since, until = self._day(row, "from", last=False), self._day(row, "until", last=True)
        if since > until:
            self._refuse(f"the office lasts from {since} until {until}", "let it begin before it ends")
        return Holder(name, self._text(row, "office").casefold(), of, since, until, "until" in row, gender)

    def _day(self, row: Mapping[str, Any], key: str, *, last: bool) -> str:
        """The first or last day of a date of any precision."""
        value = row.get(key)
        if value is None:
            return _END if last else _BEGINNING
        text = value.isoformat() if type(value) is date else str(value)
        if isinstance(value, bool) or not _DAY.fullmatch(text) or not _is_day(text):
            self._refuse(f"{key} is {value!r}", "give a date such as 2024-03-01, 2024-03 or 2024")
        if len(text) == 4:
            return f"{text}-12-31" if last else f"{text}-01-01"
        if len(text) == 7:
            return f"{text}-{calendar.monthrange(int(text[:4]), int(text[5:]))[1]:02d}" if last else f"{text}-01"
        return text

    def _country(self, value: object, key: str) -> str:
        if not isinstance(value, str) or value not in self._countries:
            self._refuse(
                f"{key} is {value!r}", "give an ISO 3166-1 alpha-3 code such as KEN, or a state of this file by its name"
            )
        return str(value)

    def _text(self, row: Mapping[str, Any], key: str) -> str:
        value = row.get(key)
        if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST or not value.isprintable():
            self._refuse(f"{key} is {value!r}", f"give it in quotation marks, in 1 to {_LONGEST} characters")
        return " ".join(str(value).split())

    def _texts(self, key: str) -> tuple[str, ...]:
        values = self._row.get(key, [])
        if not isinstance(values, list):
            self._refuse(f"{key} is {values!r}", f'give a list: {key} = ["one", "another"]')
        return tuple(self._text({key: value}, key) for value in values)

    def _choice(self, key: str, choices: tuple[Any, ...]) -> Any:
        value = self._row.get(key)
        if value not in choices:
            self._refuse(f"{key} is {value!r}", f"give one of {', '.join(choices)}")
        return value

    def _known(self, row: Mapping[str, Any], keys: tuple[str, ...]) -> None:
        for key in row:
            if key not in keys:
                near = difflib.get_close_matches(key, keys, 1)
                self._refuse(
                    f"unknown key {key!r}", f"did you mean {near[0]}?" if near else f"it must be one of {', '.join(keys)}"
                )

    def _refuse(self, what: str, advice: str) -> NoReturn:
        raise ConfigError(f"{self._place}: {what}: {advice}")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True
