"""Whom "who", "which" and "whose" stand for: the noun phrase before them, over an apposition, a phrase of time or an aside.

Nothing is guessed: where the words before do not end in a name or in people, there is no answer.
"""

import re
from dataclasses import replace

from whoseword.actors import Gender
from whoseword.link import _words as w
from whoseword.link._cast import Mention
from whoseword.link._named import by_name
from whoseword.link._nouns import by_noun
from whoseword.link._phrases import Phrase, label, noun_kind, one_line, parse, singular
from whoseword.link._scene import UNRESOLVED, Answer, Scene, again

_NEVER_WHO = {"organisation", "state", "media", "document"}
_PEOPLE_OF = re.compile(r"\b[a-z]{3,}s (?:in|from|at|of|near|across) (?:the )?(?:[A-Z][\w.’'-]*\s?){1,5}$")
_APPOSED = re.compile(r",\s+(?:an?\s|the\s|[a-z])[^,.;]{2,80},\s*$|\s*\((?:R|D|I)[^)]*\),?\s*$")
_WIDE = re.compile(r"\b(?:the|The|his|her|His|Her)\s[^,.;:“”\"()—]{2,70},?\s*$")
_NAME_BEFORE = re.compile(r"(?:[A-Z][\w’'-]*\s)+(?:for|of)\s(?:the\s)?$")
_CLAUSE = re.compile(r"who\b(?:\s[\w’'-]+){1,10}")
_INDEFINITE = re.compile(r",\s+(?:an?|one of|the)\s[^,.;:]{2,80}$")
_WORDS = re.compile(r"[^\W_]+(?:[-.'’][^\W_]+)*|[,;:.!?“”\"()—]")
_OF_MANY = re.compile(
    r".*\b(?:share|chunk|plenty|lots?|string|number|majority|handful|host|array|group|percent)\s+of\s+(?=\S)", re.DOTALL
)
_WHEN = re.compile(
    r"\s(?:(?:this|last|next) (?:year|week|month|spring|summer|fall|autumn|winter)|(?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|yesterday)(?=,\s*$)"
)
_BETWEEN_DASHES = re.compile(r"\s*(?:—|–|--)\s[^—–]{5,120}?\s(?:—|–|--)\s*$")
_BEHIND_PLURAL = re.compile(r"[a-z]{3,}s(?:,| such as| like|, including)\s$")
_WITH_PHRASE = re.compile(
    r"\b([A-Za-z][a-z]+)\s((?:of|on|in|at|from|for|to|with|near|across|familiar with|close to)\s[^,;:.—]{2,70}?),?\s*$"
)
# A phrase of more words than this is no part of what people are called.
_SHORT_PHRASE = 6
_RELATIVE_CONFIDENCE, _CARRIED_CONFIDENCE = 0.9, 0.75


def whose(scene: Scene, start: int, text: str) -> Answer:
    """Read "…, whose lawyers" as the lawyers of whoever stands right before."""
    owner = relative(scene, start, "who")
    phrase = parse(text.split(" ", 1)[-1])
    if owner.name is None or phrase is None:
        return UNRESOLVED
    kind = noun_kind(phrase.head, plural=phrase.plural)
    if not phrase.plural or kind not in {"group", "anonymous"}:
        return UNRESOLVED
    return Answer(f"{owner.name}'s {phrase.text}", kind, "pronoun", _CARRIED_CONFIDENCE, plural=True)


def relative(scene: Scene, start: int, word: str) -> Answer:
    """The noun phrase right before "who" or "which", over an apposition if one stands between."""
    begin, _ = scene.page.bounds(start)
    before = _WHEN.sub("", _BETWEEN_DASHES.sub("", scene.page.text[begin:start]))
    person = _person_before(scene, begin, before) if word in {"who", "whom", "whose"} else None
    if person is not None:
        return _listed(scene, begin, person) or scene.of_person(person.person, "pronoun", _RELATIVE_CONFIDENCE)
    over = _INDEFINITE.search(before)
    if over is not None:
        named = _ending_at(scene, begin, begin + over.start())
        if named is not None:
            return again(named, "pronoun", _RELATIVE_CONFIDENCE)
    wide = _WIDE.search(before)
    if wide is not None and word in {"who", "whom"}:
        role = by_noun(scene, (begin + wide.start(), start), [])
        if role.type == "person":
            return again(role, "pronoun", _CARRIED_CONFIDENCE)
    ended = _ending_at(scene, begin, begin + len(before.rstrip(" ,\xa0"))) if word == "which" else None
    if ended is not None:
        return again(ended, "pronoun", _RELATIVE_CONFIDENCE)
    noun = _OF_MANY.sub("", antecedent(before))
    if noun.casefold() in {"those", "people", "anyone"}:
        clause = _CLAUSE.match(scene.page.text, start)
        return Answer(f"{noun} {clause[0]}" if clause else noun, "group", "pronoun", _CARRIED_CONFIDENCE, plural=True)
    if not noun:
        return UNRESOLVED
    named = by_name(scene, begin + before.rfind(noun), begin + before.rfind(noun) + len(noun))
    if named.name is not None:
        nobody = word in {"who", "whom"} and named.type in _NEVER_WHO
        return _people_of(before) if nobody else again(named, "pronoun", _RELATIVE_CONFIDENCE)
    phrase = parse(noun)
    answer = _described(phrase, word) if phrase is not None else UNRESOLVED
    return _people_with_phrase(before) if answer.name is None and word in {"who", "whom"} else answer


def relative_questions(scene: Scene) -> dict[int, Gender | None]:
    """Where "who" follows a definite role ("the Republican nominee for president, who"), which is asked about as a pronoun is."""
    asked: dict[int, Gender | None] = {}
    for attribution in scene.attributions:
        for span in attribution.source[:1]:
            if span.text.casefold() not in {"who", "whom"}:
                continue
            begin, _ = scene.page.bounds(span.start)
            wide = _WIDE.search(scene.page.text, begin, span.start)
            phrase = parse(wide[0]) if wide is not None else None
            if wide is not None and phrase is not None and phrase.definite and not phrase.plural and phrase.head in w.ROLES:
                asked[wide.start()] = None
    return asked


def _person_before(scene: Scene, begin: int, before: str) -> Mention | None:
    """The person whose name ends right before, or before the apposition that stands there."""
    for text in (before, _APPOSED.sub("", before)):
        end = begin + len(text.rstrip(" ,—-\xa0\n"))
        found = next((m for m in scene.cast.mentions if m.end in {end, end - 2} and m.start >= begin), None)
        if found is not None:
            return found
    return None


def _listed(scene: Scene, begin: int, last: Mention) -> Answer | None:
    """Both people of a pair that stands behind a plural: "two voters, Ann Lee and Bo Dell, who", "candidates such as …"."""
    text = scene.page.text
    first = next((m for m in scene.cast.mentions if begin <= m.start and text[m.end : last.opens].strip() == "and"), None)
    if first is None or not _BEHIND_PLURAL.search(text, begin, first.opens):
        return None
    names = [scene.cast.people[m.person].name for m in (first, last)]
    return Answer(" and ".join(names), "group", "pronoun", _CARRIED_CONFIDENCE, plural=True)


def _people_with_phrase(before: str) -> Answer:
    """People told by a phrase that stands between them and "who": "political opponents on the left, who"."""
    for noun in reversed(list(_WORDS.finditer(before))):
        match = _WITH_PHRASE.match(before, noun.start())
        phrase = parse(antecedent(before[: match.end(1)])) if match is not None else None
        if match is None or phrase is None or noun_kind(singular(phrase.head), plural=False) not in {"person", "anonymous"}:
            continue
        answer = _described(phrase, "who")
        told = f"{answer.name} {' '.join(match[2].split())}"
        return replace(answer, name=told) if answer.name and len(match[2].split()) <= _SHORT_PHRASE else answer
    return UNRESOLVED


def _people_of(before: str) -> Answer:
    """People named by their place or body, whom "who" means where it follows the place: "relatives in Miami who"."""
    match = _PEOPLE_OF.search(before.rstrip(" ,"))
    return Answer(one_line(match[0]), "group", "pronoun", _CARRIED_CONFIDENCE, plural=True) if match else UNRESOLVED


def _ending_at(scene: Scene, begin: int, end: int) -> Answer | None:
    """What the name that ends at an offset stands for."""
    find = next((f for f in scene.cast.finds if begin <= f.start and f.end in {end, end - 1, end - 2}), None)
    if find is None:
        return None
    longer = _NAME_BEFORE.search(scene.page.text, begin, find.opens)
    answer = by_name(scene, longer.start() if longer else find.opens, end)
    return answer if answer.name is not None else None


def _described(phrase: Phrase, word: str) -> Answer:
    kind = noun_kind(phrase.head, plural=phrase.plural)
    if kind == "unknown" or kind == "person" or kind == "state":  # noqa: PLR1714 - mypy narrows these, not a set
        if word not in {"who", "whom"}:
            return UNRESOLVED
        kind = "group" if phrase.plural or phrase.head in {"those", "people"} else "anonymous"
    if not phrase.plural and (phrase.definite or phrase.determiner is None or phrase.head in {"someone", "anyone"}):
        return UNRESOLVED
    return Answer(label(phrase), kind, "pronoun", _CARRIED_CONFIDENCE, plural=phrase.plural)


def antecedent(before: str) -> str:
    """The words of the noun phrase that ends there, back to a verb, mark or conjunction."""
    tokens = list(_WORDS.finditer(before.rstrip(" ,\xa0\n—-")))
    taken: list[re.Match[str]] = []
    for token in reversed(tokens):
        word = token[0].casefold()
        if not word[0].isalnum() or word in w.BE or word in w.SPEECH or word in {"and", "but", "or", "that", "as", "than"}:
            break
        if word in w.PREPOSITIONS and word != "of":
            break
        if re.fullmatch(r"[a-z]+(?:ing|ed)", token[0]) and taken and taken[-1][0].casefold() in w.DETERMINERS | w.QUANTIFIERS:
            break
        taken.append(token)
        if word in w.DETERMINERS and not (len(tokens) > len(taken) and tokens[-len(taken) - 1][0].casefold() == "of"):
            break
    if not taken:
        return ""
    return before[taken[-1].start() : taken[0].end()]
