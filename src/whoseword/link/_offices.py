"""Offices that a phrase names, and who of the table of facts held them on the day of the article.

"The Russian president", "Russia's president" and "the president of Russia" name an office of a state, "NATO's chief" one of
an organisation. A former, future, deputy or acting holder is not the holder: such a phrase names no office here.
"""

import re
from dataclasses import dataclass

from whoseword.actors import ActorTable
from whoseword.link import _words as w
from whoseword.link._cast import same_given
from whoseword.link._phrases import Phrase, label, one_line
from whoseword.link._scene import ROLE_CONFIDENCE, Answer, Scene

_HOLDER_CONFIDENCE = 0.8
_NAMES = {
    "premier": "prime minister", "pm": "prime minister", "taoiseach": "prime minister", "vice-president": "vice president", "amir": "emir",
    "pontiff": "pope", "foreign secretary": "foreign minister", "external affairs minister": "foreign minister", "defence secretary": "defense secretary",
    "secretary of defense": "defense secretary", "secretary of the treasury": "treasury secretary", "head of state": "president",
}  # fmt: skip
_CHIEF = {"chief", "head", "boss"}
# An organisation -> its office in the table, whose it is there, and what else it is called.
_OF_BODIES = {
    "United Nations": ("secretary general", "UN", _CHIEF | {"secretary-general"}),
    "NATO": ("secretary general", "NATO", _CHIEF | {"secretary-general"}),
    "European Commission": ("commission president", "EU", _CHIEF | {"president"}),
    "European Council": ("council president", "EU", {"head", "president"}),
    "European Union": ("foreign policy chief", "EU", {"foreign affairs chief", "top diplomat", "high representative"}),
    "World Health Organization": ("director general", "World Health Organization", _CHIEF | {"director-general"}),
    "International Atomic Energy Agency": ("director general", "International Atomic Energy Agency", _CHIEF | {"director-general"}),
    "European Central Bank": ("head", "European Central Bank", _CHIEF | {"president"}),
    "World Bank": ("head", "World Bank", _CHIEF | {"president"}),
    "International Monetary Fund": ("head", "International Monetary Fund", _CHIEF | {"managing director"}),
    "Federal Reserve": ("head", "Federal Reserve", _CHIEF | {"chair", "chairman", "chairwoman"}),
}  # fmt: skip
_REGAL = {"king", "queen", "emperor", "emir", "sultan", "pope", "prince", "grand duke"}
_ALONE = {"pope": "VAT"}  # offices that need no country
_TOP_DIPLOMAT = {"USA": "secretary of state"}
_BY_THEMSELVES = {"president", "prime minister", "chancellor", "king", "queen", "emir", "pope", "leader", "secretary general"}
# Who is called so does not hold the office now, or holds another.
_NOT_HOLDING = w.word_set(
    "former ex then late past previous onetime one-time erstwhile deputy vice assistant acting interim caretaker transitional provisional "
    "elect designate next future incoming would-be potential first second opposition rebel military party parliament parliamentary "
    "regional provincial state city crown youth student church religious spiritual honorary self-proclaimed self-declared self-styled exiled"
)
_ANOTHER_TIME = re.compile(
    r"\b(?:then|at (?:the|that) time|in (?:the )?\d{4}s?|in the \d{2}s|during|under|until|before|from \d{4})\b"
)
_OF_WHOM = re.compile(r"of (?:the )?([A-Z][\w.’'-]*(?: (?:and |of )?[A-Z][\w.’'-]*)*)")
_WITH_OF = re.compile(r"of (?:the )?[a-z]+")


@dataclass(frozen=True, slots=True)
class Office:
    """An office as the table names it, and the state (ISO code) or body whose it is; None where the phrase does not say."""

    name: str
    of: str | None
    is_states: bool = False


def office_of(phrase: Phrase, table: ActorTable) -> Office | None:
    """The office whose holder a phrase means by it; None for a former, deputy or acting one."""
    words = [word for word in phrase.core.split() if word.casefold() not in w.DETERMINERS]
    if phrase.indefinite or phrase.plural or _ANOTHER_TIME.search(phrase.after) or not words:
        return None
    whose, rest = _whose(phrase, words, table)
    titled = _titled(phrase, rest)
    lowered = [part for word in rest for part in (word.casefold(), *word.casefold().split("-"))]
    named = _named(" ".join(titled).casefold(), whose, table)
    barred = [part for part in lowered if part in _NOT_HOLDING and part not in (named.name.split() if named else ())]
    return None if barred else named


def holder_of(scene: Scene, phrase: Phrase) -> Answer | None:
    """Who held the office of the phrase on the day of the article, by the table: by the article's name where it names that person."""
    office = office_of(phrase, scene.table) if scene.day is not None else None
    if office is None or office.of is None or scene.day is None:
        return None
    holder = scene.table.offices.holder(office.name, office.of, scene.day)
    if holder is None or (" " not in holder.name and office.name not in _REGAL):
        return None
    number = _in_cast(scene, holder.name)
    if number is not None:
        return scene.of_person(number, "role", ROLE_CONFIDENCE)
    name = holder.name if " " in holder.name else f"{office.name.title()} {holder.name}"
    country = office.of if scene.table.name_of(office.of) else None
    return Answer(name, "person", "role", _HOLDER_CONFIDENCE, country=country, role=label(phrase))


def _in_cast(scene: Scene, name: str) -> int | None:
    """The person of the article who bears a name: in full, or by surname with no other given name."""
    words, at = name.split(), len(scene.page.text)
    number = scene.cast.named(words, at, scene.page) if len(words) > 1 else None
    if number is not None:
        return number
    number = scene.cast.named(words[-1:], at, scene.page)
    given = scene.cast.people[number].given if number is not None else None
    if given is not None and (len(words) == 1 or not same_given(given, words[0])):
        return None
    return number


def _whose(phrase: Phrase, words: list[str], table: ActorTable) -> tuple[str | None, list[str]]:
    """The state or body that the phrase names, and the words of its core that are no part of that name."""
    if phrase.owner is not None:
        return one_line(phrase.owner), words
    of = _OF_WHOM.search(phrase.after)
    if of is not None and (table.state(of[1]) or table.organisation(of[1])):
        return of[1], words
    for start in range(len(words) - 1):
        for end in range(min(len(words) - 1, start + 4), start, -1):
            name = " ".join(words[start:end])
            if name[0].isupper() and (table.organisation(name) or table.state(name)):
                return name, words[end:] if not _bars(words[:start]) else words
    return None, words


def _bars(words: list[str]) -> bool:
    return any(part in _NOT_HOLDING for word in words for part in (word.casefold(), *word.casefold().split("-")))


def _titled(phrase: Phrase, rest: list[str]) -> list[str]:
    """The words of the office itself: "secretary" of "the US secretary of state" is nothing without what follows."""
    more = _WITH_OF.match(phrase.after)
    if rest and rest[-1].casefold() in {"secretary", "head"} and more and more[0] != "of the":
        return [*rest, *more[0].split()]
    return rest


def _named(title: str, whose: str | None, table: ActorTable) -> Office | None:
    """The longest ending of a title that is an office of that state or body, or an office by itself."""
    body = table.organisation(whose) if whose else None
    state = table.state(whose) if whose else None
    words = title.split()
    for start in range(len(words)):
        name = " ".join(words[start:])
        if body is not None:
            known = _OF_BODIES.get(body[0])
            if known is not None and (name == known[0] or name in known[2]):
                return Office(known[0], known[1])
            if table.offices.has(name, body[0]):
                return Office(name, body[0])
        name = _NAMES.get(name, name)
        of = _ALONE.get(name) or (state.iso3 if state is not None and body is None else None)
        if name == "top diplomat" and of:
            name = _TOP_DIPLOMAT.get(of, "foreign minister")
        if name == "leader" and start > 0:
            return None
        if of is not None and table.offices.has(name, of):
            return Office(name, of, is_states=True)
        if name in _BY_THEMSELVES:
            return Office(name, of, is_states=of is not None)
    return None
