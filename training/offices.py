"""Who held which office from which day to which day, from public tables and training/offices.toml.

Reads REIGN (who governed, 1945 to March 2021), the Factbook's incumbents, congress-legislators (presidents and vice
presidents of the United States), and terms written by hand. It does not read the Phoenix dictionaries: their dated roles
are kept apart, for benchmarks/office_holders.py to test the table with.

Where sources disagree about the same days of an office, the hand comes first, then congress-legislators, the Factbook,
REIGN. A day that no source covers belongs to nobody.
"""

import csv
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from whoseword.actors import loose

HERE = Path(__file__).resolve().parent
HAND = tomllib.loads((HERE / "offices.toml").read_text("utf8"))
HAND_ENDS = date(2025, 6, 30)  # until then a term of offices.toml without a last day was known to go on
REIGN_ENDS = date(2021, 3, 31)  # the same for REIGN
ONE = timedelta(1)
MONTH = timedelta(31)
FAMILY_FIRST = {"CHN", "KOR", "PRK", "TWN", "VNM", "KHM", "JPN", "SGP", "HUN", "MMR"}
OFFICES = {
    "premier": "prime minister", "crown prince and prime minister": "prime minister", "taoiseach": "prime minister",
    "prime minister and foreign minister": "prime minister", "amir": "emir", "sultan and prime minister": "sultan",
    "prime minister crown prince": "prime minister", "king sultan": "king",
}  # fmt: skip
KNOWN_OFFICES = {
    "president", "prime minister", "chancellor", "king", "queen", "emir", "sultan", "pope", "prince", "grand duke", "supreme leader", "emperor",
}  # fmt: skip
TITLES = "President|Premier|Prime Minister|Chancellor|King|Queen|Emir|Amir|Sultan|Pope|Grand Duke|Prince|Supreme Leader|Emperor"
# How the press names US presidents and vice presidents whom congress-legislators names otherwise.
AMERICANS = {
    ("William", "Clinton"): "Bill Clinton", ("James", "Carter"): "Jimmy Carter", ("Joseph", "Biden"): "Joe Biden", ("James David", "Vance"): "JD Vance",
    ("Michael", "Pence"): "Mike Pence", ("Albert", "Gore"): "Al Gore", ("Richard", "Cheney"): "Dick Cheney", ("Robert", "Cheney"): "Dick Cheney",
    ("James", "Quayle"): "Dan Quayle", ("Gerald", "Ford"): "Gerald Ford", ("Donald", "Trump"): "Donald Trump",
}  # fmt: skip


@dataclass(frozen=True)
class Term:
    """A term of office, both days included; `ended` where its last day is known to have been its last."""

    name: str
    office: str
    country: str
    since: date
    until: date
    ended: bool
    gender: str | None = None


def compile_terms(
    book: dict[str, dict], independent: set[str], iso_of_cow: dict[str, str], months: dict[str, str]
) -> list[list]:
    """Every term as the row that the table keeps: name, office, country, since, until, ended, gender."""
    kept: dict[tuple[str, str], list[Term]] = defaultdict(list)
    for source in (written(), united_states(), incumbents(book, independent, months), reign(iso_of_cow)):
        fresh: dict[tuple[str, str], list[Term]] = defaultdict(list)
        for term in source:
            fresh[term.country, term.office].append(term)
        for office, terms in fresh.items():
            kept[office] = add(kept[office], terms)
    rows = sorted((t for terms in kept.values() for t in terms), key=lambda t: (t.country, t.office, t.since, t.name))
    return [[t.name, t.office, t.country, t.since.isoformat(), t.until.isoformat(), t.ended, t.gender] for t in rows]


def add(known: list[Term], more: Iterable[Term]) -> list[Term]:
    """The terms of one office with those of a weaker source: it fills gaps, and tells more of a term that both know."""
    merged = list(known)
    for term in more:
        left: Term | None = term
        for i, other in enumerate(merged):
            if left is None or not same_person(left.name, other.name):
                continue
            if is_one_term(other, left):
                merged[i] = joined(other, left)
                left = None
            elif by_hand(other) and overlap(other, left) > MONTH:
                left = None
        for other in merged:
            left = outside(left, other) if left is not None else None
        if left is not None and left.since < left.until:
            merged.append(left)
    return merged


def outside(term: Term, other: Term) -> Term | None:
    """What a better source leaves of a term: the day of a change is both holders'."""
    if overlap(term, other) < timedelta(0):
        return term
    if term.since < other.since:
        return replace(term, until=min(term.until, other.since), ended=True)
    if term.until > other.until:
        return replace(term, since=max(term.since, other.until))
    return None


def overlap(one: Term, other: Term) -> timedelta:
    return min(one.until, other.until) - max(one.since, other.since)


def is_one_term(one: Term, other: Term) -> bool:
    """Whether two sources leave the same person in office, or one goes on soon after the other ended."""
    if one.ended or other.ended:
        return False
    return overlap(one, other) > timedelta(0) or timedelta(0) < other.since - one.until < 12 * MONTH


def joined(better: Term, other: Term) -> Term:
    """One person's term of which two sources know: what is written by hand stands, except for how long it went on."""
    until = max(better.until, other.until)
    if by_hand(better):
        return replace(better, until=until)
    name = other.name if " " in other.name else better.name
    return replace(better, name=name, since=min(better.since, other.since), until=until, gender=better.gender or other.gender)


def same_person(one: str, other: str) -> bool:
    """Whether two spellings of holders of one office at one time share a name of more than three letters."""
    a, b = ({loose(part) for part in re.split(r"[\s-]+", name) if len(part) > 3} for name in (one, other))
    return bool(a & b)


def by_hand(term: Term) -> bool:
    return (term.name, term.office, term.country, term.since) in WRITTEN


def written() -> Iterator[Term]:
    """The terms of offices.toml."""
    entry = re.compile(r"(.+?)( f)? (\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)?(\?)?")
    for office, countries in HAND["terms"].items():
        for country, text in countries.items():
            for part in text.split("; "):
                name, woman, since, until, goes_on = entry.fullmatch(part).groups()
                last = date.fromisoformat(until) if until else HAND_ENDS
                ended = bool(until) and not goes_on
                yield Term(name, office, country, date.fromisoformat(since), last, ended, "f" if woman else "m")


WRITTEN = {(term.name, term.office, term.country, term.since) for term in written()}


def united_states() -> Iterator[Term]:
    text = (HERE.parents[1] / "shared/facts/us_executive.yaml").read_text("utf8")
    for block in re.split(r"^- id:", text, flags=re.MULTILINE)[1:]:
        first, last = re.search(r"first: (.+)", block)[1], re.search(r"last: (.+)", block)[1]
        nickname = re.search(r"nickname: (.+)", block)
        name = AMERICANS.get((first, last)) or (f"{nickname[1].strip()} {last}" if nickname else f"{first} {last}")
        gender = "f" if re.search(r"gender: F", block) else "m"
        for kind, start, end in re.findall(r"type: (prez|viceprez)\n\s+start: '(\S+)'\n\s+end: '(\S+)'", block):
            if end > "1940":
                office = "president" if kind == "prez" else "vice president"
                yield Term(name, office, "USA", date.fromisoformat(start), date.fromisoformat(end), ended=True, gender=gender)


def incumbents(book: dict[str, dict], independent: set[str], months: dict[str, str]) -> Iterator[Term]:
    """Those whom the Factbook calls in office, until its last change: the month after that it knew nothing of."""
    pattern = re.compile(
        rf"(?P<office>(?:[A-Z][\w-]+ )*?(?:{TITLES})(?: \(Prime Minister\))?) (?P<name>[^()]+) \((?:since )?(?P<since>[^)]+)\)"
    )
    found = []
    for iso, row in sorted(book.items()):
        for field in ("chief_of_state", "head_of_government") if iso in independent else ():
            text = re.sub(r"; also spelled \w+", "", row.get(field) or "").split(";")[0]
            text = re.sub(r"President of the Government of Spain \([^)]*\)|Taoiseach \([^)]*\)", "Prime Minister", text)
            match = pattern.match(text)
            since = first_day(match["since"], months) if match else None
            if since is None or "represented by" in (row.get(field) or "") or match["office"].startswith("President of China"):
                continue
            office = match["office"].lower()
            office = OFFICES.get(office, office)
            if office in KNOWN_OFFICES:
                name = plain_name(match["name"], iso)
                found.append((HAND["press_names"].get(name, name), office, iso, since))
    last = max(since for *_, since in found)
    ends = (last.replace(day=1) + timedelta(31)).replace(day=1) - ONE
    for name, office, iso, since in found:
        if name[:1].isupper():
            yield Term(name, office, iso, since, ends, ended=False)


def first_day(text: str, months: dict[str, str]) -> date | None:
    """The first day on which the office was surely held: that of the next month or year where no day or month is given."""
    match = re.search(r"(?:(\d+) )?([A-Z][a-z]+)? ?(\d{4})", text)
    if not match:
        return None
    year = int(match[3])
    month = next((int(number) for name, number in months.items() if match[2] and name.startswith(match[2])), 0)
    if not month:
        return date(year + 1, 1, 1)
    return date(year, month, int(match[1])) if match[1] else (date(year, month, 1) + timedelta(32)).replace(day=1)


def plain_name(name: str, iso: str) -> str:
    """A Factbook name, `Vladimir Vladimirovich PUTIN`, as the press writes it."""
    words = name.split()
    surname = next((w for w in words if w.isupper() and len(w) > 2), words[-1])
    if words[0].isupper() and len(words[0]) > 1 and iso not in FAMILY_FIRST:
        surname = words[0]
    plain = bare(name)
    parts = plain.split()
    if iso not in FAMILY_FIRST - {"JPN", "HUN"} and len(parts) > 2 and bare(surname) in parts[1:]:
        return f"{parts[0]} {' '.join(parts[parts.index(bare(surname)) :])}"
    return plain


def bare(name: str) -> str:
    name = re.sub(r'"[^"]*"|\([^)]*\)', "", name)
    name = re.sub(r"\b(?:Col|Gen|Sr|Lt|Maj|Brig|Dr|Capt|Adm)\.\s*|\b(?:General|Colonel|Ratu|Sir|Sheikh)\s+", "", name)
    words = [w for w in name.replace(",", " ").split() if w not in {"Jr.", "Sr."}]
    shouted = [w.isupper() and len(w) > 1 and "." not in w and not re.fullmatch(r"[IVX]+", w) for w in words]
    return " ".join(
        "-".join(p.capitalize() for p in w.split("-")) if loud else w for w, loud in zip(words, shouted, strict=True)
    )


def reign(iso_of_cow: dict[str, str]) -> Iterator[Term]:
    """The terms of REIGN under the offices that offices.toml says those who governed held.

    REIGN gives only the month in which a term ended: it ended on the day on which the next began, where that is in the same
    month; else nothing is known of that month.
    """
    states: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (HERE.parents[1] / "shared/facts/leaders_1945_2021.csv").open(encoding="utf8", errors="replace", newline="") as file:
        for row in csv.DictReader(file):
            states[row["stateabb"]].append(row)
    for cow, rows in states.items():
        starts = sorted({day_of(row) for row in rows})
        for row in rows if cow != "USA" else ():
            name = name_of(cow, row)
            since, until, ended = day_of(row), *end_of(row, starts)
            if name is None or until <= since:
                continue
            for office, country, first, last in held(cow, iso_of_cow.get(cow, cow), since, until):
                yield Term(name, office, country, first, last, ended or last < until, {"1": "m", "0": "f"}.get(row["gender"]))


def day_of(row: dict[str, str]) -> date:
    return date(int(row["syear"]), int(row["smonth"]), int(row["sdate"]))


def end_of(row: dict[str, str], starts: list[date]) -> tuple[date, bool]:
    if not row["eyear"] or not row["emonth"]:
        return REIGN_ENDS, False
    month = date(int(row["eyear"]), int(row["emonth"]), 1)
    after = (month + timedelta(32)).replace(day=1)
    return next((day for day in starts if month <= day < after and day > day_of(row)), month - ONE), True


def held(cow: str, iso: str, since: date, until: date) -> Iterator[tuple[str, str, date, date]]:
    """The offices that whoever governed from one day to another held, each with its country and its days."""
    changes = [(date.min, "president")]
    for part in HAND["governs"].get(cow, "").split("; "):
        day, _, office = part.partition(" ") if re.match(r"\d{4}-", part) else ("0001-01-01", "", part)
        if office:
            changes.append((date.fromisoformat(day), office))
    for i, (start, office) in enumerate(changes):
        end = changes[i + 1][0] if i + 1 < len(changes) else date.max
        first, last = max(since, start), min(until, end)
        if first < last and office != "-":
            named = re.match(r"([A-Z]{3}) (.+)", office)
            yield (named[2], named[1], first, last) if named else (office, iso, first, last)


def name_of(cow: str, row: dict[str, str]) -> str | None:
    """The name as the press writes it; None for several people together."""
    name = row["leader"].strip()
    known = dict(re.findall(r"([^:]+): ([^:]+?)(?:, (?=[^:]+: )|$)", HAND["full_names"].get(cow, "")))
    full = known.get(f"{name}@{row['syear']}") or known.get(name)
    if full is not None:
        return full
    if " and " in name or "&" in name or "junta" in name.lower():
        return None
    name = re.sub(r"\s*\(.*|\s*\d.*", "", name)
    return " ".join(reversed(name.split(", "))) if name.count(", ") == 1 else name


def governing(iso_of_cow: dict[str, str]) -> dict[str, list[list[str]]]:
    """ISO code -> from which day on which office governs, where that is not always the president."""
    table = {}
    for cow, text in HAND["governs"].items():
        rows = []
        for part in text.split("; "):
            day, _, office = part.partition(" ") if re.match(r"\d{4}-", part) else ("0001-01-01", "", part)
            rows.append([day, "" if re.match("-|[A-Z]{3} ", office) else office])
        table[iso_of_cow.get(cow, cow)] = rows if rows[0][0] == "0001-01-01" else [["0001-01-01", "president"], *rows]
    return table
