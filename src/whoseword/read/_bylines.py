"""Bylines, date lines and datelines: who signed an article, for which outlet, and when.

Only a line that is nothing else is a byline or a date line; a dateline may open a paragraph too. A name is
kept as the line has it. What is not plainly an organisation is a person, so that no outlet is invented.
"""

import re
from dataclasses import dataclass

from whoseword.read._dates import find_dates

_LONGEST_LINE = 250  # code points; a byline of five authors with roles and dates has some 180
_LABEL = re.compile(
    r"(?:(?:first |originally |date )?(?:published|posted|issued|filed|released|created|publication date|date)"
    r"|(?P<later>(?:last |most recently )?(?:updated|modified|revised)))(?: on| at)?\s*:?",
    re.IGNORECASE,
)
_DATE_DRESS = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun|on|at|and|min(?:ute)?s?(?: read)?|ago"
    r"|local time|am|pm|[a-z]{1,4}t|gmt|utc|\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\b\.?)?|\d{1,3} (?=min))\b|[^\w\s]|_",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"(?P<by>(?:(?:written|reported|posted|published|story|words|text|analysis|article|report|opinion|interview) )?by)"
    r"\s*:?\s+(?=\S)",
    re.IGNORECASE,
)
_REPORTING = re.compile(
    r"\(?(?:(?:additional |further )?(?:reporting|writing|editing|compiled|edited|translated) by "
    r"|with (?:additional )?(?:reporting|inputs?) (?:by|from) )[A-Z]",
    re.IGNORECASE,
)
_PARTICLES = frozenset(
    [
        "and",
        "&",
        "of",
        "the",
        "de",
        "van",
        "von",
        "der",
        "den",
        "di",
        "da",
        "del",
        "della",
        "la",
        "le",
        "bin",
        "ibn",
        "bint",
        "al",
        "el",
        "dos",
        "du",
        "do",
        "y",
        "e",
        "und",
        "et",
        "ter",
        "ten",
        "zu",
        "af",
        "av",
    ]
)
_NO_NAME = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "contrast",
        "law",
        "then",
        "now",
        "comparison",
        "far",
        "design",
        "default",
        "definition",
        "all",
        "any",
        "no",
        "some",
        "this",
        "that",
        "these",
        "those",
        "his",
        "her",
        "their",
        "its",
        "our",
        "my",
        "your",
        "mid",
        "late",
        "early",
        "noon",
        "midnight",
        "nightfall",
        "dawn",
    ]
)
_PLACED = re.compile(r"\s+(?:in|at|from)\s+[A-Z].*$")
_ROLE = re.compile(
    r",\s+(?=[^,]*\b[a-z]{4,}|[^,]*\b(?:Editor|Correspondent|Reporter|Writer|Staff|Chief|Columnist|Producer)\b).*$"
)
_FOR = re.compile(r"\s+[Ff]or\s+((?:The |the )?[A-Z].*)$")
_STAFF = re.compile(
    r"\b(?:staff|desk|correspondents?|reporters?|editors?|writers?|editorial board|team|contributor)s?\b", re.IGNORECASE
)
_AGENCIES = frozenset(
    ["AP", "Reuters", "UPI", "AFP", "Xinhua", "TASS", "ITAR-TASS", "Interfax", "DPA", "dpa", "ANSA", "EFE", "IANS", "PTI", "ANI", "Kyodo", "Yonhap", "CNN", "BBC", "Bloomberg", "Ukrinform", "IRNA", "SPA", "WAM", "KUNA", "Tanjug", "BelTA", "VOA", "RFE/RL", "AAP", "CP", "PA", "NPR", "KCNA", "APA", "Unian", "UNIAN", "Anadolu"]
) | {"RIA Novosti", "Associated Press", "The Associated Press", "Agence France-Presse", "Press Association", "Kyodo News",
     "BBC News", "Anadolu Agency", "Press Trust of India", "Radio Free Europe", "Bloomberg News"}  # fmt: skip
_ORGANISATION = re.compile(
    r"(?:\b|(?<=[a-z]))(?:News|Newsroom|Agency|Times|Tribune|Gazette|Media|Network|Radio|Television|TV|Broadcasting|Magazine"
    r"|Wire|Newswire|Newspaper|Online|Chronicle|Ledger|Courier|Bulletin|Dispatch|Journal|Daily|Weekly|Institute|Ministry)\b"
    r"|^The (?:\w+ ){0,3}(?:Post|Press|Herald|Mail|Standard|Observer|Guardian|Independent|Telegraph|Sun|Star|Mirror|Globe|Economist"
    r"|Conversation|Record|Examiner|Inquirer|Advertiser|Hill)$|\w+ (?:Post|Herald|Inquirer|Examiner) Staff$|\.(?:com|org|net)$"
)
_DATELINE = re.compile(
    r"(?P<place>(?:[A-Z][\w.'’-]{1,20}[ ,/]{1,2}){1,6})?"
    r"(?P<date>(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?,? ?)?"
    r"(?:\((?P<agency>[A-Za-z][\w/&.' -]{0,30}?) ?\) ?)?(?P<dash>--|[-–—_])(?=\s|[\w\"“]|$)"
)


@dataclass(frozen=True, slots=True)
class Signature:
    """What a byline, a date line or a dateline says; None where it does not."""

    byline: str | None = None
    outlet: str | None = None
    published: str | None = None
    modified: str | None = None


def read_byline(line: str) -> Signature | None:
    """What `line` says if it is a byline ("By Ann Lee | 3 March 2026", "Ann Lee 3 March 2026"), else None."""
    if len(line) > _LONGEST_LINE:
        return None
    opening = _OPENING.match(line)
    rest = line[opening.end() :] if opening else line
    published, modified = dates_of(rest)
    names = _names_before_dates(rest)
    if opening is None and (
        published is None or not _is_name(names, alone=False) or not _is_date_left(rest.replace(names, " ", 1))
    ):
        return None
    names, outlet = _split_outlet(names)
    if not _is_name(names, alone=opening is not None):
        return None
    if outlet is None and is_organisation(names):
        outlet = None if _STAFF.search(names) else names
    return Signature(names, outlet, published, modified)


def read_date_line(line: str) -> Signature | None:
    """What `line` says if it is only a date with its labels ("Updated: Tuesday, March 3, 2026 10:15 GMT"), else None."""
    if len(line) > _LONGEST_LINE:
        return None
    published, modified = dates_of(line)
    if published is None and modified is None:
        return None
    return Signature(published=published, modified=modified) if _is_date_left(line) else None


def read_dateline(paragraph: str) -> Signature | None:
    """What the dateline says that opens `paragraph` ("LVIV, Ukraine, March 3, 2026 (Reuters) - …"), else None."""
    match = _match_dateline(paragraph)
    if match is None:
        return None
    agency = match["agency"]
    date = next(find_dates((match["date"] or "").strip(" ,")), None)
    if agency is None and date is None:
        return None
    return Signature(outlet=agency.strip() if agency else None, published=date.value if date else None)


def is_dateline_alone(line: str) -> bool:
    """Whether `line` is a dateline and nothing after it, as where an agency's text was cut into paragraphs."""
    match = _match_dateline(line)
    return match is not None and match.end() >= len(line.rstrip())


def opens_with_dateline(paragraph: str) -> bool:
    """Whether a dateline opens `paragraph`, be there agency or date in it or only a place."""
    return _match_dateline(paragraph) is not None


def is_reporting_note(line: str) -> bool:
    """Whether `line` is a note at an article's end such as "(Reporting by Ann Lee; Editing by Jo Ray)"."""
    return len(line) <= _LONGEST_LINE and _REPORTING.match(line) is not None and '"' not in line and "“" not in line


def is_organisation(name: str) -> bool:
    """Whether `name` is plainly that of an outlet or an agency; a doubtful one is a person's."""
    return name in _AGENCIES or _ORGANISATION.search(name) is not None


def dates_of(line: str) -> tuple[str | None, str | None]:
    """The dates of publication and of change in `line`: the label nearest before a date says which it is."""
    published = modified = None
    past = 0
    for date in find_dates(line):
        labels = list(_LABEL.finditer(line, past, date.start))
        if labels and labels[-1]["later"]:
            modified = modified or date.value
        else:
            published = published or date.value
        past = date.end
    return published, modified


def _names_before_dates(rest: str) -> str:
    first = next(find_dates(rest), None)
    names = rest[: first.start] if first else rest
    label = _LABEL.search(names)
    if label and (label.start() == 0 or not names[label.start() - 1].isalnum()):
        names = names[: label.start()]
    names = re.split(r"\s*[|•·]\s*|\s+[-–—]+(?:\s+|$)|\s*@|\s+\(", names, maxsplit=1)[0]
    names = re.sub(r",?\s+(?:on\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s*$", "", names)
    return names.strip(" \t\xa0,;:")


def _split_outlet(names: str) -> tuple[str, str | None]:
    """Take role, place and outlet off a byline's names; the outlet only where it is plainly one."""
    before, _, last = names.rpartition(", ")
    if before and is_organisation(last):
        return _ROLE.sub("", before), last
    written_for = _FOR.search(names)
    if written_for:
        outlet = written_for[1].strip()
        return names[: written_for.start()], outlet if is_organisation(outlet) else None
    return _PLACED.sub("", _ROLE.sub("", names)), None


def _is_name(names: str, *, alone: bool) -> bool:
    """Whether `names` reads as names: capitals and particles only; a single word only where `alone` says By."""
    words = names.replace(",", " ").split()
    if not words or len(words) > 16 or words[0].lower() in _NO_NAME or re.search(r"[\"“”!?:;\[\]{}]", names):
        return False
    if is_organisation(names):
        return len(words) <= 8
    if words[0].lower() in {"the", "a", "an", "of", "and"} or (len(words) == 1 and not alone):
        return _STAFF.search(names) is not None and len(words) <= 4
    capitals = [word for word in words if word[0].isupper()]
    ends_sentence = names.endswith(".") and len(words[-1]) > len("Inc.")
    strange = [word for word in words if not word[0].isupper() and word.lower() not in _PARTICLES]
    return bool(capitals) and not strange and not ends_sentence


def _is_date_left(line: str) -> bool:
    """Whether nothing is left of `line` without its dates, their labels, weekdays and times of day."""
    pieces, past = [], 0
    for date in find_dates(line):
        pieces.append(line[past : date.start])
        past = date.end
    left = " ".join([*pieces, line[past:]])
    return not _DATE_DRESS.sub(" ", _LABEL.sub(" ", left)).strip()


def _match_dateline(paragraph: str) -> re.Match[str] | None:
    match = _DATELINE.match(paragraph[:160])
    if match is None:
        return None
    place, agency = (match["place"] or "").strip(" ,/"), (match["agency"] or "").strip()
    known = agency in _AGENCIES or (agency != "" and is_organisation(agency))
    capital = place.split(",")[0].isupper() and len(place) > len("UN")
    if known and (place or match["dash"]):
        return match
    if capital and (agency or match["date"] or paragraph[match.end() - len(match["dash"]) - 1].isspace()):
        return match
    return None
