"""Sources that are papers: polls, reports, laws, statements. "The poll" goes back to the phrase that brought it in."""

import re

from whoseword.link import _words as w
from whoseword.link._phrases import Phrase, label, noun_kind, one_line, parse, singular
from whoseword.link._roles import labelled, owner_of
from whoseword.link._scene import (
    BACK_CONFIDENCE,
    LABEL_CONFIDENCE,
    ROLE_CONFIDENCE,
    UNNAMED,
    UNRESOLVED,
    Answer,
    Earlier,
    Scene,
    again,
    less_sure,
    same_head,
)

_BACKWARDS = re.compile(r"[\w][\w/’'-]*(?:\.\w+)*|[^\w\s]")
_FINITE = re.compile(r"[a-z]+(?:ing|ed|s)|new|recent|earlier|same|late|latest|gave|put|made|sent|wrote")
_BY_NAME = re.compile(r"\s+(?:by|from|of|conducted by)\s+(?:the\s+)?[A-Z][\w’'-]*(?:\s(?:of\s)?[A-Z][\w’'-]*)*")
_IN_MEDIA = re.compile(r"\b(?:in|by|from|on)\s+(?:the\s+)?((?:[A-Z][\w.’'&-]*\s?)+)")
_SEEN_BY = re.compile(r"((?:[\w’'-]+\s){1,5})(?:seen|obtained|reviewed|viewed) by (?:the )?$")
# What was or will be done with a paper is no part of its name, where the name has words enough without.
_LATER = re.compile(r"^(\S+(?=\sto be)|(?:\S+\s){2,}?\S+)\s(?:published|reported|tallied|being|to be)\b.*$")
_THAT = re.compile(r"\s(?:that|which)\s.*")
_RESEARCH = {"report", "study", "survey", "poll", "polling", "result", "finding", "analysis", "review", "research", "paper"}
_WORDS_OF = {"statement", "remarks", "comments", "words", "speech", "tweet", "testimony", "message"}
# What an outlet publishes: its words are the outlet's.
_OF_OUTLETS = {"article", "story", "piece", "editorial", "column", "item"}
# How far back, in characters, the phrase that brought a paper in may stand.
REACH = 3000


def document(scene: Scene, phrase: Phrase, at: int, earlier: Earlier) -> Answer:
    if phrase.head in {"article", "story"} and phrase.definite and not phrase.modifiers and not phrase.after:
        return next((less_sure(answer, UNNAMED) for _, answer in reversed(earlier) if answer.type == "media"), UNRESOLVED)
    if phrase.head in {"article", "story", "report", "editorial", "column", "item"}:
        medium = _IN_MEDIA.search(phrase.text)
        known = scene.table.organisation(medium[1].strip()) if medium else None
        if known is not None and known[1] == "media":
            return Answer(known[0], "media", "metonymy", ROLE_CONFIDENCE)
    if phrase.head in _WORDS_OF and phrase.owner is not None and not phrase.plural:
        person = owner_of(scene, phrase, at)
        if person is not None:
            return scene.of_person(person, "metonymy", BACK_CONFIDENCE)
    if phrase.definite and not phrase.after and not phrase.modifiers:
        return _pointed_at(scene, phrase, at, earlier)
    if phrase.determiner in {"his", "her"}:
        return labelled(scene, phrase, at, "document")
    return Answer(_LATER.sub(r"\1", _THAT.sub("", label(phrase))), "document", "name", LABEL_CONFIDENCE, plural=phrase.plural)


def _pointed_at(scene: Scene, phrase: Phrase, at: int, earlier: Earlier) -> Answer:
    """What bare "the report" points back to: the phrase that brought it in, or else the last paper of its kind that spoke."""
    named = _introduced(scene, phrase, at)
    if named is not None and named.how == "role":
        return named
    last = _told_before(phrase, earlier) or (same_head(phrase, earlier, ("document",)) if named is None else None)
    if last is not None:
        return again(last, "role", BACK_CONFIDENCE)
    if named is not None:
        return named
    if phrase.head in _OF_OUTLETS:
        return UNRESOLVED
    return less_sure(Answer(label(phrase), "document", "name", LABEL_CONFIDENCE, plural=phrase.plural), UNNAMED)


def _told_before(phrase: Phrase, earlier: Earlier) -> Answer | None:
    """The last paper that spoke under a name of several words and is of the same kind: "the report" after "a study of tides"."""
    for _, answer in reversed(earlier):
        told = parse(answer.name or "") if answer.type == "document" and " " in (answer.name or "") else None
        heads = {singular(told.head), singular(phrase.head)} if told is not None else set()
        if told is not None and (len(heads) == 1 or (heads <= _RESEARCH and not phrase.plural)):
            return answer
    return None


def seen_by(scene: Scene, start: int) -> Answer | None:
    """The paper that a source has seen, where the words right before it say so: "A leaked letter seen by Sky News says"."""
    match = _SEEN_BY.search(scene.page.text, scene.page.bounds(start)[0], start)
    phrase = parse(match[1]) if match is not None else None
    if phrase is None or noun_kind(phrase.head, plural=phrase.plural) != "document":
        return None
    return Answer(label(phrase), "document", "name", LABEL_CONFIDENCE, plural=phrase.plural)


def _introduced(scene: Scene, phrase: Phrase, at: int) -> Answer | None:
    """The phrase by which the text brought in the thing that "the poll" points back to: its first with words of its own."""
    head = singular(phrase.head)
    same = {head, w.SYNONYMS.get(head, head)} | {
        word for word, other in w.SYNONYMS.items() if other == w.SYNONYMS.get(head, head)
    }
    forms = "|".join(sorted(same | {f"{word}s" for word in same}))
    plain = None
    for found in re.finditer(rf"\b(?:{forms})\b", scene.page.text[max(0, at - REACH) : at], re.IGNORECASE):
        place = max(0, at - REACH) + found.start()
        name = _noun_phrase(scene, place, place + len(found[0]))
        plain = plain or found[0]
        if " " in name and not scene.page.is_aside(place):
            return Answer(name, "document", "role", BACK_CONFIDENCE)
    return None if plain is None else Answer(phrase.head, "document", "name", BACK_CONFIDENCE, plural=phrase.plural)


def _noun_phrase(scene: Scene, start: int, end: int) -> str:
    """The noun that stands there with its modifiers, and whose it is where "by" or "from" and a name follow."""
    text = scene.page.text
    words: list[str] = []
    for word in reversed(_BACKWARDS.findall(text[max(scene.page.bounds(start)[0], start - 60) : start])):
        folded = word.casefold()
        if not word[0].isalnum() or folded in w.DETERMINERS | w.PREPOSITIONS | w.BE | w.SPEECH | w.QUANTIFIERS | {
            "and",
            "or",
            "but",
            "as",
        }:
            break
        if _FINITE.fullmatch(word) or len(words) > 3:
            break
        words.insert(0, word)
    by = _BY_NAME.match(text, end)
    return one_line(" ".join([*words, text[start:end]]) + (by[0] if by else ""))
