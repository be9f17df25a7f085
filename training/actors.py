"""Compile the table of facts that `whoseword.actors` reads, from ../shared/facts and training/actors.toml.

usage: python training/actors.py

Writes src/whoseword/data/actors.json.gz; the same inputs give the same bytes. Countries, capitals and demonyms come from
the CIA World Factbook (CC0), their ISO codes and alternate names from mledoze/countries (ODbL); who governed when from
REIGN (MIT), the Factbook's incumbents and congress-legislators (CC0); which minister or organisation belongs where from
the Phoenix dictionaries (MIT); the rest is written by hand in actors.toml.
"""

import csv
import gzip
import json
import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

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
CHANCELLOR = {"DEU", "AUT"}
MONARCHIES = {"SAU": "king", "JOR": "king", "MAR": "king", "BHR": "king", "QAT": "emir", "KWT": "emir", "OMN": "sultan", "BRN": "sultan",
              "SWZ": "king", "BTN": "king", "MCO": "prince", "LIE": "prince", "SUN": "leader", "CUB": "leader", "PRK": "leader"}  # fmt: skip
HAND = tomllib.loads((HERE / "actors.toml").read_text("utf8"))
ISO_OF_COW = dict(pair.split("=") for pair in HAND["codes"]["cow"].split())
PARLIAMENTARY = set(HAND["codes"]["parliamentary"].split())
NOT_GIVEN = set(HAND["codes"]["not_given"].split())
MONTHS = {name: f"{i:02d}" for i, name in enumerate(HAND["codes"]["months"].split(), 1)}
REIGN_ENDS = date(2021, 3, 31)  # an open term in REIGN only says that it went on until then


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


def bare(name: str) -> str:
    """A Factbook name, `Vladimir Vladimirovich PUTIN`, as the press writes it."""
    name = re.sub(r'"[^"]*"|\([^)]*\)', "", name)
    name = re.sub(r"\b(?:Col|Gen|Sr|Lt|Maj|Brig|Dr|Capt|Adm)\.\s*|\b(?:General|Colonel|Ratu|Sir|Sheikh)\s+", "", name)
    words = [w for w in name.replace(",", " ").split() if w not in {"Jr.", "Sr.", "II", "III"}]
    words = [
        w.capitalize()
        if w.isupper() and len(w) > 1 and "." not in w and "-" not in w
        else "-".join(p.capitalize() for p in w.split("-"))
        if w.isupper() and "-" in w
        else w
        for w in words
    ]
    return " ".join(words)


def incumbents(book: dict[str, dict]) -> list[list]:
    rows = []
    ruled = {
        ("XKX" if c["cca3"] == "UNK" else c["cca3"])
        for c in json.loads((FACTS / "countries.json").read_text("utf8"))
        if c["independent"]
    }
    for iso, row in sorted(book.items()):
        if iso not in ruled | {"XKX", "TWN", "PSE", "VAT"}:
            continue
        for field in ("chief_of_state", "head_of_government"):
            text = (row.get(field) or "").split(";")[0]
            match = re.match(
                r"(?P<office>(?:[A-Z][\w-]+ )*?(?:President|Premier|Prime Minister|Chancellor|King|Queen|Emir|Amir|Sultan|Pope|Grand Duke|Prince|Supreme Leader|Taoiseach)) (?P<name>[^()]+) \((?:since )?(?P<since>[^)]+)\)",
                text,
            )
            if not match or "represented by" in (row.get(field) or "") or match["office"].startswith("President of China"):
                continue
            office = re.sub(r"^(?:transition|interim|acting|executive|federal)\s+", "", match["office"].lower())
            office = {"premier": "prime minister", "crown prince and prime minister": "prime minister"}.get(office, office)
            day = re.search(r"(?:(\d+) )?([A-Z][a-z]+)? ?(\d{4})", match["since"])
            if not day:
                continue
            since = "-".join(p for p in (day[3], MONTHS.get(day[2] or ""), f"{int(day[1]):02d}" if day[1] else None) if p)
            words = match["name"].split()
            surname = next((w for w in words if w.isupper() and len(w) > 2), words[-1])
            if (
                words[0].isupper()
                and len(words[0]) > 1
                and iso not in {"CHN", "KOR", "PRK", "TWN", "VNM", "KHM", "JPN", "SGP", "HUN", "MMR"}
            ):
                surname = words[0]
            plain = bare(match["name"])
            parts = plain.split()
            if iso not in {"CHN", "KOR", "PRK", "TWN", "VNM", "KHM", "SGP", "MMR"} and len(parts) > 2:
                plain = f"{parts[0]} {' '.join(parts[parts.index(bare(surname)) :])}" if bare(surname) in parts[1:] else plain
            if plain[:1].isupper():
                rows.append([plain, office, iso, since, "", ""])
    return rows


def reign(hand: dict, people: dict[str, dict]) -> list[list]:
    rows = []
    with (FACTS / "leaders_1945_2021.csv").open(encoding="utf8", errors="replace", newline="") as file:
        for row in csv.DictReader(file):
            iso = ISO_OF_COW.get(row["stateabb"], row["stateabb"])
            if iso == "USA":
                continue
            if iso == "RUS" and int(row["syear"]) < 1991 and row["leader"].strip() not in {"Putin", "Yeltsin"}:
                iso = "SUN"
            known = dict(pair.split(": ") for pair in hand["full_names"].get(row["stateabb"], "").split(", ") if pair)
            name = known.get(row["leader"].strip(), row["leader"].strip())
            if " " not in name:
                name = _full(name, row, people.get(iso, {})) or name
            if " and " in name:
                continue
            name = re.sub(r"\s*\(.*|\s*\d.*", "", name)
            name = " ".join(reversed(name.split(", "))) if name.count(", ") == 1 else name
            office = (
                "chancellor"
                if iso in CHANCELLOR
                else "prime minister"
                if iso in PARLIAMENTARY
                else MONARCHIES.get(iso, "president")
            )
            start = date(int(row["syear"]), int(row["smonth"]), int(row["sdate"]))
            end = f"{int(row['eyear'])}-{int(row['emonth']):02d}" if row["eyear"] and row["emonth"] else REIGN_ENDS.isoformat()
            rows.append([name, office, iso, start.isoformat(), end, {"1": "m", "0": "f"}.get(row["gender"], "")])
    return rows


def _full(surname: str, row: dict, people: dict[str, list]) -> str | None:
    """The one full name in Phoenix of a governing person of that country with that surname, in office in these years."""
    hits = []
    for name, spells in people.items():
        if name.split()[-1] != fold(surname) or len(name.split()) > 3 or "." in name:
            continue
        for begin, _ in spells:
            year = re.sub(r"\D", "", begin)[:2]
            if year and row["syear"][2:] == year:
                hits.append(name)
    return hits[0].title() if len(set(hits)) == 1 else None


def united_states() -> list[list]:
    text = (FACTS / "us_executive.yaml").read_text("utf8")
    rows = []
    for block in re.split(r"^- id:", text, flags=re.MULTILINE)[1:]:
        first, last = re.search(r"first: (.+)", block)[1], re.search(r"last: (.+)", block)[1]
        nickname = re.search(r"nickname: (.+)", block)
        known = {("Donald", "Trump"): "Donald Trump", ("William", "Clinton"): "Bill Clinton", ("James", "Carter"): "Jimmy Carter", ("Joseph", "Biden"): "Joe Biden",
                 ("James David", "Vance"): "JD Vance", ("Michael", "Pence"): "Mike Pence", ("Albert", "Gore"): "Al Gore", ("Richard", "Cheney"): "Dick Cheney",
                 ("Robert", "Cheney"): "Dick Cheney", ("James", "Quayle"): "Dan Quayle", ("Gerald", "Ford"): "Gerald Ford"}  # fmt: skip
        name = known.get((first, last)) or (f"{nickname[1].strip()} {last}" if nickname else f"{first} {last}")
        gender = "f" if re.search(r"gender: F", block) else "m"
        for kind, start, end in re.findall(r"type: (prez|viceprez)\n\s+start: '(\S+)'\n\s+end: '(\S+)'", block):
            if end > "1940":
                rows.append([name, "president" if kind == "prez" else "vice president", "USA", start, end, gender])
    return rows


def holders(hand: dict, book: dict[str, dict], people: dict) -> list[list]:
    rows = [row.split("|") for row in hand["holders"]["rows"]]
    rows = [[r[0], r[1], r[2], r[3], r[4], r[5]] for r in rows] + united_states() + incumbents(book) + reign(hand, people)
    merged = {}
    for row in rows:
        merged.setdefault((fold(row[0]), row[1], row[2], row[3]), row)
    kept = sorted(merged.values(), key=lambda row: (row[2], row[1], row[3], row[0]))
    return [[*row[:4], row[4] or None, row[5] or None] for row in kept]


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
        "holders": holders(hand, book, people),
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
