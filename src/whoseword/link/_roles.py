"""Sources that say what one person is: "the senator", "his lawyer", "Iraq's foreign minister", "a reporter".

A role is resolved to the one person of the article who bears it, to whoever the table says held the office that day, or
to whom a pronoun there would stand for. Someone unnamed keeps the words of the text. Where two would fit, no answer.
"""

import re

from whoseword.actors import Gender
from whoseword.link import _words as w
from whoseword.link._cast import Mention
from whoseword.link._kin import OWN_KIN
from whoseword.link._offices import Office, holder_of, office_of
from whoseword.link._people import normal_role
from whoseword.link._phrases import Phrase, label, noun_kind, parse, singular
from whoseword.link._scene import (
    BACK_CONFIDENCE,
    LABEL_CONFIDENCE,
    ROLE_CONFIDENCE,
    UNNAMED,
    UNRESOLVED,
    Answer,
    Earlier,
    Scene,
    country_of_person,
    less_sure,
    same_head,
)
from whoseword.records import ActorType

_ENVOYS = {"minister", "ambassador", "official", "spokesman", "spokeswoman", "diplomat", "envoy", "delegate"}
_UNNAMED_HEADS = _ENVOYS | {
    "source", "aide", "adviser", "advisor", "staffer", "insider", "operative", "strategist", "spokesperson", "investigator",
}  # fmt: skip
_NO_HEADS = w.FEMININE_TITLES | {"former", "acting", "chief", "vice", "prime", "then", "late", "man", "woman"}
_HEADS = sorted((role for role in w.ROLES if role.isalpha() and role not in _NO_HEADS), key=len, reverse=True)
_THE_ROLE = re.compile(rf"\b[Tt]he (?:[\w’'-]+ ){{0,3}}?(?:{'|'.join(_HEADS)})\b")
_NAME_NEXT = re.compile(r"[\s\xa0]+[A-Z]|['’]s?\s+[A-Z]|,\s+[A-Z]\w+ [A-Z]")
# Someone by kinship or as a man or woman; titles and trades are asked about instead.
_UNNAMED = re.compile(
    r"\b([Mm]y|[Oo]ur|[Tt]he|[Aa]n?) (?:[a-z-]+ ){0,2}?(father|mother|brother|sister|husband|wife|son|daughter|uncle|aunt|man|woman|boy|girl)\b"
)
# What follows a role that is told by words of its own: "the head of the Dune Office".
_TOLD_APART = re.compile(r"\b(?:[A-Z]|(?:the|an?|another|his|her|their)\b)")
_NAME_WORD = re.compile(r"\b[A-Z][^\W\d_]+")
_LEDE = 3  # sentences
_UPPER = re.compile(r"[A-Z]")
_ADULTS: dict[str, Gender] = {"woman": "f", "man": "m"}
_IN_APPOSITION = re.compile(r"(?:,|\b(?:is|was|as|be|been|like|for))\s+$")
_NAME_AFTER = re.compile(r",\s+[A-Z][^\W\d_]+$")
# "The governor" is whoever a pronoun there would be, if that person leads the next by this much (speakers/train, 2026-11-23).
_ROLE_LEAD = 0.5
# The same where the article says of nobody, and where it says of others too, that they bear the role.
_ROLE_LEAD_UNSAID, _ROLE_LEAD_SHARED = 0.7, 2.0
# A role must fit one person better than the next by this much.
_ROLE_MARGIN = 0.5


def one_human(scene: Scene, phrase: Phrase, at: int, earlier: Earlier) -> Answer:
    """One person by what she or he is: whoever of the cast bears that role, else someone unnamed."""
    holder = holder_of(scene, phrase)
    if holder is not None:
        return holder
    kin = _relative(scene, phrase, at)
    if kin is not None:
        return scene.of_person(kin, "role", ROLE_CONFIDENCE)
    if phrase.definite or phrase.owner is not None or phrase.determiner in {"his", "her", None}:
        person = bearer_of(scene, phrase, at)
        if person is not None and _is_owned_by(scene, phrase, at, person):
            return scene.of_person(person, "role", ROLE_CONFIDENCE)
        back = same_head(phrase, earlier, ("anonymous",))
        if phrase.definite and back is not None and _is_told_alike(phrase, back.name or ""):
            return back
    if phrase.definite and not phrase.plural and " and " not in phrase.text and not _TOLD_APART.search(phrase.after):
        back = _brought_in(scene, phrase, at)
        if back is not None:
            return back
        salient = scene.pronouns.get(at)
        if salient is not None and _may_be(scene, phrase, salient[0]) and salient[1] >= _lead_needed(scene, phrase, salient[0]):
            return scene.of_person(salient[0], "role", BACK_CONFIDENCE)
    later = _named_later(scene, phrase, at)
    return _unnamed(scene, phrase, at) if later is None else scene.of_person(later, "role", BACK_CONFIDENCE)


def _named_later(scene: Scene, phrase: Phrase, at: int) -> int | None:
    """The one person whom the article first describes and then names: "A Dune Office spokesman", below "Ann Lee, its spokesman".

    In the first sentences the role alone tells, where only one person bears it; farther down its other words must be told too.
    """
    head = normal_role(singular(phrase.head))
    bearers = [i for i, person in enumerate(scene.cast.people) if head in person.traits]
    if len(bearers) != 1 or any(m.start < at for m in scene.cast.mentions if m.person == bearers[0]):
        return None
    told = scene.cast.people[bearers[0]].traits | {word.casefold() for word in scene.cast.people[bearers[0]].name.split()}
    named = {
        word.casefold() for word in _NAME_WORD.findall(f"{phrase.owner or ''} {' '.join(phrase.modifiers)} {phrase.after}")
    }
    if named:
        return bearers[0] if named & told else None
    return bearers[0] if phrase.owner is None and scene.page.sentence(at) <= _LEDE else None


def _relative(scene: Scene, phrase: Phrase, at: int) -> int | None:
    """The one person whom the article, before or after, calls somebody's father, wife and the like: "the boy's father"."""
    if phrase.head not in w.KIN or not (phrase.owner or phrase.determiner in {"the", "his", "her"}):
        return None
    bearers = [i for i, person in enumerate(scene.cast.people) if phrase.head in person.traits]
    if len(bearers) != 1:
        return None
    owner, traits = owner_of(scene, phrase, at), scene.cast.people[bearers[0]].traits
    if owner is None:
        return bearers[0] if {"his", "her"} & traits and not _UPPER.search(phrase.owner or "") else None
    return bearers[0] if _is_owned_by(scene, phrase, at, bearers[0]) else None


def _brought_in(scene: Scene, phrase: Phrase, at: int) -> Answer | None:
    """Someone unnamed to whom a bare role goes back: "the rabbi" after "she asked her village rabbi"."""
    if phrase.modifiers or phrase.after or phrase.head in w.KIN or not phrase.definite or phrase.plural:
        return None
    unnamed = re.compile(rf"\b([Aa]n?|[Hh]is|[Hh]er|[Tt]heir) ((?:[a-z-]+ ){{0,2}}{re.escape(phrase.head)})\b(?!,? [A-Z])")
    found = unnamed.search(scene.page.text, 0, at)
    if found is None:
        return None
    return UNRESOLVED if found[1].casefold() in w.ARTICLES else Answer(found[2], "anonymous", "role", BACK_CONFIDENCE)


def _is_told_alike(phrase: Phrase, name: str) -> bool:
    """Whether nothing in the phrase tells its person from the one of that name: "the Russian minister" is not Iraq's."""
    known = set(re.findall(r"\w+", name.casefold()))
    return all(word.casefold() in known for word in (*phrase.modifiers, *(phrase.owner or "").split()))


def _unnamed(scene: Scene, phrase: Phrase, at: int) -> Answer:
    """Someone whom the article leaves unnamed, by its own words; nobody where the words point at someone named."""
    if phrase.head in {"someone", "somebody"}:
        return labelled(scene, phrase, at, "anonymous")
    if phrase.determiner in {"my", "our", "your"}:
        kin = OWN_KIN.fullmatch(phrase.text)
        person = scene.kin.get(kin[1].casefold()) if kin is not None and scene.page.quote(at) is None else None
        return UNRESOLVED if person is None else scene.of_person(person, "role", ROLE_CONFIDENCE)
    if phrase.determiner is None and phrase.owner is None:
        return UNRESOLVED
    if phrase.owner is not None and _NAME_AFTER.search(phrase.text):
        return UNRESOLVED
    if phrase.head in _ENVOYS and _is_of_state(scene, phrase):
        return less_sure(Answer(label(phrase), "anonymous", "name", LABEL_CONFIDENCE), UNNAMED)
    told_apart = phrase.head in _UNNAMED_HEADS and bool(phrase.after or phrase.modifiers)
    if singular(phrase.head) in w.ANONYMOUS and (not phrase.definite or told_apart):
        return labelled(scene, phrase, at, "anonymous")
    if phrase.indefinite and phrase.determiner != "no":
        return Answer(label(phrase), "anonymous", "name", LABEL_CONFIDENCE)
    return UNRESOLVED


def _is_of_state(scene: Scene, phrase: Phrase) -> bool:
    """Whether a definite envoy is some state's: "The Russian foreign minister", "Iraq's ambassador"."""
    if phrase.owner is not None:
        return scene.table.state(phrase.owner) is not None
    return phrase.definite and any(scene.table.state(word) for word in phrase.modifiers)


def role_mentions(scene: Scene) -> tuple[Mention, ...]:
    """Where "the senator", "the Republican nominee" and the like stand for one of the cast, outside the names themselves."""
    taken = {m.opens for m in scene.cast.mentions}
    found = []
    for match in _THE_ROLE.finditer(scene.page.text):
        phrase = parse(match[0]) if match.start() not in taken else None
        if phrase is None or singular(phrase.head) not in w.ROLES or phrase.plural:
            continue
        person = bearer_of(scene, phrase, match.start())
        if person is not None and not _NAME_NEXT.match(scene.page.text, match.end()):
            found.append(Mention(match.start(), match.end(), match.start(), person))
    return tuple(found)


def unnamed_people(scene: Scene) -> tuple[tuple[Mention, ...], tuple[Gender, ...]]:
    """Where someone stands whom the article does not name there ("my father", "the woman"), and of what gender each is."""
    taken = {m.opens for m in scene.cast.mentions} | {m.start for m in role_mentions(scene)}
    number: dict[str, int] = {}
    genders: list[Gender] = []
    found = []
    for match in _UNNAMED.finditer(scene.page.text):
        before = scene.page.text[max(0, match.start() - 12) : match.start()]
        if match.start() in taken or _IN_APPOSITION.search(before) or _NAME_NEXT.match(scene.page.text, match.end()):
            continue
        head = match[2].casefold()
        known = _by_given_name(scene, _ADULTS[head]) if head in _ADULTS else None
        if match[1].casefold() in {"my", "our"} and scene.page.quote(match.start()) is None:
            known = scene.kin.get(head)
        if known is not None:
            found.append(Mention(match.start(), match.end(), match.start(), known))
            continue
        if head not in number:
            number[head] = len(scene.cast.people) + len(number)
            genders.append("f" if head in w.FEMININE_ROLES else "m")
        found.append(Mention(match.start(), match.end(), match.start(), number[head]))
    return tuple(found), tuple(genders)


def role_questions(scene: Scene) -> dict[int, Gender | None]:
    """Where an attribution's source is a definite role ("The governor"), and the gender that the noun gives."""
    asked: dict[int, Gender | None] = {}
    for attribution in scene.attributions:
        for span in attribution.source[:1]:
            phrase = parse(scene.page.text[span.start : span.end])
            if phrase is None or not phrase.definite or phrase.plural or phrase.owner is not None:
                continue
            head = singular(phrase.head)
            if head in w.ROLES and head not in _UNNAMED_HEADS:
                asked[span.start] = "f" if head in w.FEMININE_ROLES else "m" if head in w.MASCULINE_ROLES else None
    return asked


def labelled(scene: Scene, phrase: Phrase, at: int, kind: ActorType) -> Answer:
    """Someone unnamed by the words of the text, a pronoun before them replaced by whom it stands for."""
    name = label(phrase)
    if phrase.determiner in {"his", "her"}:
        person = owner_of(scene, phrase, at)
        if person is None:
            return UNRESOLVED
        name = f"{scene.cast.people[person].name}'s {name.split(' ', 1)[-1]}"
    elif phrase.owner is not None and phrase.owner.casefold().startswith("the "):
        name = _with_owner(scene, phrase, at) or name
    return Answer(name, kind, "name", LABEL_CONFIDENCE, plural=phrase.plural or kind == "group")


def _with_owner(scene: Scene, phrase: Phrase, at: int) -> str | None:
    """The phrase with its owner's name: "the prime minister's spokesman" is David Cameron's."""
    owner = parse(phrase.owner or "")
    if owner is None or noun_kind(owner.head, plural=owner.plural) != "person":
        return None
    holder = holder_of(scene, owner)
    if holder is not None and holder.name:
        return f"{holder.name}'s {phrase.core}"
    bearer = bearer_of(scene, owner, at)
    return None if bearer is None else f"{scene.cast.people[bearer].name}'s {phrase.core}"


def owner_of(scene: Scene, phrase: Phrase, at: int) -> int | None:
    """The person to whom a possessive points: "Trump's", "his"."""
    if phrase.determiner in {"his", "her"}:
        found = scene.pronouns.get(at)
        return found[0] if found is not None else None
    if phrase.owner is None:
        return None
    return next((m.person for m in scene.cast.mentions if at <= m.start < at + len(phrase.owner) + 6), None)


def _is_owned_by(scene: Scene, phrase: Phrase, at: int, person: int) -> bool:
    """Whether "his lawyer" is that lawyer: what the article says of her names the owner too."""
    if phrase.owner is None and phrase.determiner not in {"his", "her"}:
        return True
    traits = scene.cast.people[person].traits
    owner = owner_of(scene, phrase, at)
    if owner is None:
        return phrase.determiner not in {"his", "her"} and any(
            word.casefold().rstrip("'s") in traits for word in (phrase.owner or "").split()
        )
    return owner != person and (bool({"his", "her"} & traits) or scene.cast.people[owner].last.casefold() in traits)


def _lead_needed(scene: Scene, phrase: Phrase, person: int) -> float:
    """How salient somebody must be to be meant: less where he alone is said to bear the role."""
    head = normal_role(singular(phrase.head))
    bearers = [i for i, each in enumerate(scene.cast.people) if head in each.traits]
    if not bearers:
        return _ROLE_LEAD_UNSAID
    return _ROLE_LEAD if bearers == [person] else _ROLE_LEAD_SHARED


def bearer_of(scene: Scene, phrase: Phrase, at: int) -> int | None:
    """The one person named so far whom the phrase fits best; None where two fit alike or nobody does."""
    head = normal_role(singular(phrase.head))
    if head in _ADULTS and phrase.definite:
        return _by_given_name(scene, _ADULTS[head])
    office = office_of(phrase, scene.table)
    modifiers = [normal_role(word) for word in phrase.modifiers if word.casefold() not in w.DETERMINERS]
    scores: list[tuple[float, int]] = []
    for i, person in enumerate(scene.cast.people):
        holds = _is_incumbent(scene, office, person.name)
        if (head not in person.traits and not holds) or _is_of_another_state(scene, office, i):
            continue
        if (head in w.FEMININE_ROLES and person.gender == "m") or (head in w.MASCULINE_ROLES and person.gender == "f"):
            continue
        places = [m.start for m in scene.cast.mentions if m.person == i and m.start < at]
        if not places:
            continue
        fit = sum(1.0 if word in person.traits else -0.7 for word in modifiers)
        fit += holds
        fit -= 0.8 * ("former" in person.traits and "former" not in modifiers)
        gap = scene.page.sentence(at) - scene.page.sentence(places[-1])
        scores.append((fit - 0.12 * gap + 0.15 * min(len(places), 5), i))
    scores.sort(reverse=True)
    if not scores or scores[0][0] < -1.5 or (len(scores) > 1 and scores[0][0] - scores[1][0] < _ROLE_MARGIN):
        return None
    return scores[0][1]


def _by_given_name(scene: Scene, gender: Gender) -> int | None:
    """The one person of a gender whom the article calls by given name alone, as it does with those it calls "the woman"."""
    alone = [
        i
        for i, person in enumerate(scene.cast.people)
        if person.given is None and person.gender == gender and scene.table.gender_of(person.name) == gender
    ]
    return alone[0] if len(alone) == 1 else None


def _is_incumbent(scene: Scene, office: Office | None, name: str) -> bool:
    """Whether that person holds that office on the day of the article, or may still hold it."""
    if office is None or scene.day is None:
        return False
    return scene.table.offices.may_hold(office.name, name, scene.day, office.of)


def _may_be(scene: Scene, phrase: Phrase, person: int) -> bool:
    """Whether nothing is known against a person's holding the office that a phrase names."""
    return person >= len(scene.cast.people) or not _is_of_another_state(scene, office_of(phrase, scene.table), person)


def _is_of_another_state(scene: Scene, office: Office | None, person: int) -> bool:
    """Whether a person belongs to another state than the office."""
    if office is None or not office.is_states:
        return False
    return country_of_person(scene, person) not in {None, office.of}
