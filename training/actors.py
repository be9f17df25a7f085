"""Compile the table of facts that `whoseword.actors` reads, from ../shared/facts, training/actors.toml and offices.toml.

usage: python training/actors.py

Writes src/whoseword/data/actors.json.gz; the same inputs give the same bytes. Countries, capitals and demonyms come from
the CIA World Factbook (CC0), their ISO codes and alternate names from mledoze/countries (ODbL); who held which
office when is compiled by training/offices.py; which person in government or organisation belongs where comes from the
Phoenix dictionaries (MIT), though no office does; the rest is written by hand in actors.toml.
"""

import calendar
import gzip
import json
import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import offices

HERE = Path(__file__).resolve().parent
FACTS = HERE.parents[1] / "shared/facts"
OUT = HERE.parent / "src/whoseword/data/actors.json.gz"

# Factbook names that countries.json does not have, by code.
ISO_OF_NAME = {
    "Burma": "MMR", "Turkey (Turkiye)": "TUR", "Korea, North": "PRK", "Korea, South": "KOR", "Holy See (Vatican City)": "VAT",
    "Congo, Democratic Republic of the": "COD", "Congo, Republic of the": "COG", "Bahamas, The": "BHS", "Gambia, The": "GMB",
    "Cote d'Ivoire": "CIV", "Cabo Verde": "CPV", "DRC": "COD", "Micronesia, Federated States of": "FSM", "Kosovo": "XKX",
    "The Bahamas": "BHS", "The Gambia": "GMB", "West Bank": "PSE", "Gaza Strip": "PSE", "North Korea": "PRK", "South Korea": "KOR",
    "Congo (Kinshasa)": "COD", "Congo (Brazzaville)": "COG",
}  # fmt: skip
HAND = tomllib.loads((HERE / "actors.toml").read_text("utf8"))
ISO_OF_COW = dict(pair.split("=") for pair in HAND["codes"]["cow"].split())
NOT_GIVEN = set(HAND["codes"]["not_given"].split())
MONTHS = {name: f"{i:02d}" for i, name in enumerate(calendar.month_name) if name}


def fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold().replace("’", "'")


def unique(names) -> list[str]:
    kept = {}
    for name in names:
        if name and len(name) > 1:
            kept.setdefault(name.strip(), None)
    return list(kept)


def clean(text: str | None) -> list[str]:
    """The forms in a Factbook field such as `Motswana (singular), Batswana (plural)` or `Algerian(s)`."""
    if not text or text.lower().startswith("none"):
        return []
    text = re.sub(r"\((?:s|es)\)", "", text)
    text = re.sub(r";.*|\([^)]*\)", "", text)
    return [part.strip() for part in re.split(r",|/| or ", text) if re.fullmatch(r"[^\W\d][\w' .-]*", part.strip())]


def factbook() -> dict[str, dict]:
    codes = {}
    for row in json.loads((FACTS / "countries.json").read_text("utf8")):
        iso = "XKX" if row["cca3"] == "UNK" else row["cca3"]
        for name in (row["name"]["common"], row["name"]["official"], *row["altSpellings"]):
            if len(name) > 3:
                codes.setdefault(fold(name), iso)
    rows = {}
    for row in json.loads((FACTS / "factbook_leaders.json").read_text("utf8")):
        for name in (row["short"], row["long"]):
            iso = ISO_OF_NAME.get(name or "") or codes.get(fold(name or ""))
            if iso:
                rows.setdefault(iso, row)
                break
    return rows


def independent() -> set[str]:
    """ISO codes of the states that have a government of their own."""
    rows = json.loads((FACTS / "countries.json").read_text("utf8"))
    return {"XKX" if c["cca3"] == "UNK" else c["cca3"] for c in rows if c["independent"]} | {"XKX", "TWN", "PSE", "VAT"}


def latin(name: str) -> bool:
    return all(ord(c) < 0x250 or c == "’" for c in name)


def countries(hand: dict, incumbents: dict[str, dict]) -> dict[str, list]:
    """ISO code -> [names, adjectives and words for its people, capitals, seats of government]; the first name is the common one."""
    table = {}
    for row in sorted(json.loads((FACTS / "countries.json").read_text("utf8")), key=lambda row: row["cca3"]):
        iso = "XKX" if row["cca3"] == "UNK" else row["cca3"]
        book = incumbents.get(iso, {})
        book_name = book.get("short") or ""
        names = [row["name"]["common"], row["name"]["official"], *[a for a in row["altSpellings"] if len(a) > 3 and latin(a)]]
        if "," not in book_name and "(" not in book_name:
            names.append(book_name)
        adjectives = [
            *clean(book.get("adjective")),
            *clean(book.get("noun")),
            *clean((row["demonyms"].get("eng") or {}).get("m")),
        ]
        if book:
            capitals = [c for c in re.split(r";|,", re.sub(r"\([^)]*\)", "", book.get("capital") or "")) if latin(c)][:1]
        else:
            capitals = []
        capitals += [c for c in row["capital"] if latin(c)]
        table[iso] = [names, adjectives, [c.strip() for c in capitals if len(c.split()) < 4 and c.strip() != "none"], []]
    for column, section in enumerate(("names", "adjectives", "capitals", "seats")):
        for iso, text in hand.get(section, {}).items():
            table.setdefault(iso, [[], [], [], []])
            table[iso][column] = [part.strip() for part in text.split(", ")] + table[iso][column]
    settle(table, hand)
    return {iso: [unique(column) for column in row] for iso, row in sorted(table.items())}


def settle(table: dict[str, list], hand: dict) -> None:
    """Leave a word that several countries claim (Guinean, Dominican, American) to the one that actors.toml names, or to none."""
    for column, section in ((1, "adjectives"), (2, "capitals"), (3, "seats")):
        claims = defaultdict(set)
        for iso, row in table.items():
            for word in row[column]:
                claims[word].add(iso)
        chosen = {part.strip(): iso for iso, text in hand.get(section, {}).items() for part in text.split(", ")}
        for iso, row in table.items():
            row[column] = [w for w in row[column] if len(claims[w]) == 1 or chosen.get(w) == iso]


def phoenix_people() -> dict[str, dict[str, list]]:
    """ISO code -> folded name -> years in government, for people whom CountryInfo lists."""
    people = defaultdict(dict)
    name = None
    for raw in (FACTS / "phoenix_countries_actors.txt").read_text("latin1").splitlines():
        line = raw.strip()
        if match := re.match(r"([A-Z][A-Z_.'\- ]+?)_?\s*;\s*CountryInfo", line):
            name = match[1].replace("_", " ").strip()
        elif name and (match := re.match(r"\[([A-Z]{3})(?:GOV|ELI)\w* ?([<>]?\d*)-?(\d*)\]", line)):
            people[match[1]].setdefault(fold(name), []).append((match[2], match[3]))
        elif not line.startswith(("[", "+")):
            name = None
    return people


def phoenix_organisations() -> list[str]:
    found = {}
    name = []
    for raw in (FACTS / "phoenix_international_actors.txt").read_text("latin1").splitlines():
        line = raw.split(";")[0].split("#")[0].strip()
        if line.startswith("["):
            if re.match(r"\[(IGO|NGO)", line):
                for each in name:
                    found.setdefault(each, None)
            name = []
            if re.match(r"\[.*\]$", line):
                continue
        elif line.startswith("+") and name:
            continue
        elif match := re.fullmatch(r"([A-Z][A-Z_.'&/() \-]+?)_?(?:\s*\[(IGO|NGO)[^\]]*\])?", line):
            words = match[1].replace("_", " ").strip()
            name = [words]
            if match[2]:
                found.setdefault(words, None)
                name = []
    keys = [
        "COUNCIL",
        "COMMITTEE",
        "ORGANIZATION",
        "ORGANISATION",
        "ASSOCIATION",
        "FUND",
        "BANK",
        "UNION",
        "LEAGUE",
        "FOUNDATION",
        "INSTITUTE",
        "AGENCY",
        "COMMISSION",
        "CENTER",
        "CENTRE",
    ]
    return sorted({fold(n) for n in found if len(n.split()) > 1 and set(n.split()) & set(keys) and len(n) < 60})


def spellings(rows: list[str]) -> dict[str, list[str]]:
    return {row.split(": ")[0]: row.split(": ")[1].split(", ") if ": " in row else [] for row in rows}


def main() -> None:
    hand = HAND
    book = factbook()
    people = phoenix_people()
    firsts = Counter(
        name.split()[0] for names in people.values() for name in names if len(name.split()) in {2, 3} and "." not in name
    )
    common = " ".join(
        sorted(name for name, n in firsts.items() if n >= 3 and name.isalpha() and len(name) > 2 and name not in NOT_GIVEN)
    )
    given = {key: " ".join(sorted(set(hand["given"][key].split()))) for key in ("m", "f", "both")}
    table = {
        "countries": countries(hand, book),
        "holders": offices.compile_terms(book, independent(), ISO_OF_COW, MONTHS),
        "governing": offices.governing(ISO_OF_COW),
        "organisations": spellings(hand["organisations"]["rows"]),
        "media": spellings(hand["media"]["rows"]),
        "known_organisations": phoenix_organisations(),
        "people": {iso: "|".join(sorted(n for n in names if 1 < len(n.split()) < 5)) for iso, names in sorted(people.items())},
        "given": {**given, "unknown": common},
    }
    OUT.parent.mkdir(exist_ok=True)
    packed = gzip.compress(json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode(), 9, mtime=0)
    OUT.write_bytes(packed)
    print(
        f"{OUT.name}: {len(packed):,} bytes; {len(table['countries'])} countries, {len(table['holders'])} terms of office, "
        f"{sum(t.count('|') + 1 for t in table['people'].values())} people, {len(table['known_organisations'])} organisations"
    )


if __name__ == "__main__":
    main()
