"""Each attribution's source in turn: pronoun, name or description, or none at all."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from whoseword.link import _words as w
from whoseword.link._named import by_name
from whoseword.link._nouns import by_noun
from whoseword.link._phrases import Phrase, label, noun_kind, one_line, parse
from whoseword.link._scene import UNRESOLVED, Answer, Scene, less_sure
from whoseword.records import Attribution, Block, How

_BYLINE = re.compile(r"^[ \t]*(?:By|BY)[ \xa0]+((?:[A-Z][\w.’'-]*[ \xa0]){1,3}[A-Z][\w’'-]+)[ \t]*(?:,|$|\n|\|)", re.MULTILINE)
_NEVER_WHO = {"organisation", "state", "media", "document"}
_PEOPLE_OF = re.compile(r"\b[a-z]{3,}s (?:in|from|at|of|near|across) (?:the )?(?:[A-Z][\w.’'-]*\s?){1,5}$")
_AND_THE = re.compile(r"\band the [A-Z]")
_BY = re.compile(r"^(?:By|BY)\s+")
_ONE_NAME = re.compile(r"(?:(?:By|BY)\s+)?[A-ZÀ-Þ][\w.’'-]*(?:\s[A-ZÀ-Þ][\w.’'-]*){1,3}")
_BIO = re.compile(
    r"\n(?:(?:Rep|Sen|Gov|Dr)\. )?([A-ZÀ-Þ][\w.’'-]+(?: [A-ZÀ-Þ][\w.’'-]*){1,2})(?:, [^\n]{2,40}?,)? (?:is|was|teaches|writes|covers|served|leads|directs) "
)
_APPOSED = re.compile(r",\s+(?:an?\s|the\s|[a-z])[^,.;]{2,80},\s*$|\s*\((?:R|D|I)[^)]*\),?\s*$")
_WIDE = re.compile(r"\b(?:the|The|his|her|His|Her)\s[^,.;:“”\"()—]{2,70},?\s*$")
_NAME_BEFORE = re.compile(r"(?:[A-Z][\w’'-]*\s)+(?:for|of)\s(?:the\s)?$")
_OF_MANY = re.compile(
    r".*\b(?:share|chunk|plenty|lots?|string|number|majority|handful|host|array|group|percent)\s+of\s+(?=\S)", re.DOTALL
)
_CLAUSE = re.compile(r"who\b(?:\s[\w’'-]+){1,10}")
_INDEFINITE = re.compile(r",\s+(?:an?|one of|the)\s[^,.;:]{2,80}$")
_WORDS = re.compile(r"[^\W_]+(?:[-.'’][^\W_]+)*|[,;:.!?“”\"()—]")
_PRONOUN_CONFIDENCE, _RELATIVE_CONFIDENCE, _FIRST_CONFIDENCE, _CARRIED_CONFIDENCE = 0.9, 0.9, 0.85, 0.75
# A pronoun is resolved where its best person leads the next one by at least this (speakers/train, 2026-11-23).
PRONOUN_MARGIN = 0.15
_PLURAL_REACH = 2


def resolve(scene: Scene) -> list[Answer]:
    """The answer for each attribution, in their order."""
    answers: list[Answer | None] = [None] * len(scene.attributions)
    order = sorted(range(len(answers)), key=lambda i: (_anchor(scene.attributions[i]), i))
    earlier: list[tuple[int, Answer]] = []
    pending: list[int] = []
    for i in order:
        if not scene.attributions[i].source:
            pending.append(i)
            continue
        answer = _resolve_one(scene, i, answers, earlier)
        answers[i] = answer
        if answer.name is not None:
            earlier.append((_anchor(scene.attributions[i]), answer))
    for i in order:
        if answers[i] is UNRESOLVED and scene.attributions[i].source:
            answers[i] = _resolve_one(scene, i, answers, earlier)
    for i in pending:
        answers[i] = _without_source(scene, i, answers)
    return [answer or UNRESOLVED for answer in answers]


def byline_author(text: str, blocks: Sequence[Block], byline: str | None) -> str | None:
    """Who wrote the article, where its byline or the line about its author at the end gives one person's name."""
    if byline and _ONE_NAME.fullmatch(byline.strip()):
        return _BY.sub("", byline.strip())
    bio = _BIO.search(text, max(0, len(text) - 700))
    if bio and text.count(bio[1]) == 1:
        return bio[1]
    places = [text[b.start : b.end] for b in blocks if b.kind == "byline"] or [text[:1500]]
    for place in places:
        match = _BYLINE.search(place)
        if match:
            return one_line(match[1]).title() if match[1].isupper() else one_line(match[1])
    return None


def _anchor(attribution: Attribution) -> int:
    spans = attribution.source or attribution.cue or attribution.content
    return spans[0].start if spans else 0


def _resolve_one(scene: Scene, number: int, answers: Sequence[Answer | None], earlier: Sequence[tuple[int, Answer]]) -> Answer:
    source = scene.attributions[number].source
    if len(source) == 1 and one_line(source[0].text).casefold() == "according to":
        source = scene.attributions[number].cue
    for span in source:
        start, end = span.start, min(span.end, len(scene.page.text))
        text = one_line(scene.page.text[start:end])
        first = text.split(" ")[0].casefold().replace("’", "'") if text else ""
        if first in {"he", "she", "they"} and " and " in text:
            answer = _pronoun_and_others(scene, start, text)
        elif first == "whose":
            answer = _whose(scene, start, text)
        elif first in w.PRONOUNS and not _is_noun_phrase(text) and not _is_acronym(text):
            answer = _by_pronoun(scene, number, first, answers, earlier)
        else:
            answer = by_name(scene, start, end)
            if answer.name is None:
                answer = by_noun(scene, (start, end), [pair for pair in earlier if pair[0] < start])
        if answer.name is not None:
            return _several_bodies(answer)
    return UNRESOLVED


def _several_bodies(answer: Answer) -> Answer:
    """A group, where the name joins two bodies; one body's own name goes on without an article ("Health and Human Services")."""
    joined = answer.type == "organisation" and _AND_THE.search(answer.name or "")
    return replace(answer, type="group", plural=True) if joined else answer


def _is_noun_phrase(text: str) -> bool:
    """Whether a phrase that begins like a pronoun has a noun of its own: "his campaign", "that company", "He and others"."""
    words = text.split(" ")
    if len(words) < 2:
        return False
    first, second = words[0].casefold(), words[1].casefold().strip(",")
    if first in {"his", "her", "its", "their", "our", "my", "your", "that", "which", "whose"}:
        return True
    return second == "and" and first in {"he", "she", "i", "they", "we"}


def _by_pronoun(
    scene: Scene, number: int, word: str, answers: Sequence[Answer | None], earlier: Sequence[tuple[int, Answer]]
) -> Answer:
    start = scene.attributions[number].source[0].start
    if word in w.HE or word in w.SHE:
        found = _nearest_pronoun(scene, start)
        if found is None or found[1] < PRONOUN_MARGIN:
            return UNRESOLVED
        return scene.of_person(found[0], "pronoun", _PRONOUN_CONFIDENCE if found[1] > 2 * PRONOUN_MARGIN else 0.7)
    if word in w.RELATIVE:
        return _relative(scene, start, word)
    if word in w.FIRST:
        return _first_person(scene, number, answers)
    before = [pair for pair in earlier if pair[0] < start]
    if word in w.THEY:
        return _back(scene, start, before, plural=True)
    if word in w.IT:
        return _back(scene, start, before, plural=False)
    return UNRESOLVED


def _is_acronym(text: str) -> bool:
    """Whether the word that looks like a pronoun is US, WHO or the like."""
    first = text.partition(" ")[0]
    return len(first) > 1 and first.isupper()


def _pronoun_and_others(scene: Scene, start: int, text: str) -> Answer:
    """Read "He and others who …" as the group, the pronoun replaced by the name."""
    found = _nearest_pronoun(scene, start)
    if found is None or found[1] < PRONOUN_MARGIN:
        return UNRESOLVED
    name = f"{scene.cast.people[found[0]].name} {text.split(' ', 1)[1]}"
    return Answer(name, "group", "pronoun", _CARRIED_CONFIDENCE, plural=True)


def _nearest_pronoun(scene: Scene, start: int) -> tuple[int, float] | None:
    for at in range(start, start + 4):
        if at in scene.pronouns:
            return scene.pronouns[at]
    return None


def _first_person(scene: Scene, number: int, answers: Sequence[Answer | None]) -> Answer:
    """Read "I" as whoever is quoted there; outside any quotation it is the author."""
    outer = scene.outer[number]
    while outer is not None:
        known = answers[outer]
        if known is None:
            known = _resolve_one(scene, outer, answers, [])
        if known.name is not None and known.type == "person":
            return _again(known, "pronoun", _FIRST_CONFIDENCE)
        if known.name is not None:
            return UNRESOLVED
        outer = scene.outer[outer]
    start = scene.attributions[number].source[0].start
    if scene.author is not None and scene.page.quote(start) is None:
        return Answer(scene.author, "person", "pronoun", _FIRST_CONFIDENCE)
    return UNRESOLVED


def _again(answer: Answer, how: How, confidence: float) -> Answer:
    return less_sure(
        Answer(answer.name, answer.type, how, 1.0, answer.person, answer.country, answer.role, answer.plural), confidence
    )


def _back(scene: Scene, start: int, earlier: Sequence[tuple[int, Answer]], *, plural: bool) -> Answer:
    """The last source near enough that "they" or "it" can stand for."""
    sentence = scene.page.sentence(start)
    for at, answer in reversed(earlier):
        if sentence - scene.page.sentence(at) > _PLURAL_REACH:
            break
        fits = (
            answer.plural
            if plural
            else answer.type in {"organisation", "document", "media", "state"}
            and not (answer.type == "document" and answer.plural)
        )
        if fits:
            return _again(answer, "pronoun", _CARRIED_CONFIDENCE)
    return UNRESOLVED


def _whose(scene: Scene, start: int, text: str) -> Answer:
    """Read "…, whose lawyers" as the lawyers of whoever stands right before."""
    owner = _relative(scene, start, "who")
    phrase = parse(text.split(" ", 1)[-1])
    if owner.name is None or phrase is None:
        return UNRESOLVED
    kind = noun_kind(phrase.head, plural=phrase.plural)
    if not phrase.plural or kind not in {"group", "anonymous"}:
        return UNRESOLVED
    return Answer(f"{owner.name}'s {phrase.text}", kind, "pronoun", _CARRIED_CONFIDENCE, plural=True)


def _relative(scene: Scene, start: int, word: str) -> Answer:
    """The noun phrase right before "who" or "which", over an apposition if one stands between."""
    begin, _ = scene.page.bounds(start)
    before = scene.page.text[begin:start]
    plain = _APPOSED.sub("", before)
    for text in (before, plain):
        end = begin + len(text.rstrip(" ,—-\xa0\n"))
        person = next((m for m in scene.cast.mentions if m.end in {end, end - 2} and m.start >= begin), None)
        if person is not None and word in {"who", "whom", "whose"}:
            return scene.of_person(person.person, "pronoun", _RELATIVE_CONFIDENCE)
    over = _INDEFINITE.search(before)
    if over is not None:
        named = _ending_at(scene, begin, begin + over.start())
        if named is not None:
            return _again(named, "pronoun", _RELATIVE_CONFIDENCE)
    wide = _WIDE.search(before)
    if wide is not None and word in {"who", "whom"}:
        role = by_noun(scene, (begin + wide.start(), start), [])
        if role.type == "person":
            return _again(role, "pronoun", _CARRIED_CONFIDENCE)
    antecedent = _OF_MANY.sub("", _antecedent(before))
    if antecedent.casefold() in {"those", "people", "anyone"}:
        clause = _CLAUSE.match(scene.page.text, start)
        return Answer(
            f"{antecedent} {clause[0]}" if clause else antecedent, "group", "pronoun", _CARRIED_CONFIDENCE, plural=True
        )
    if not antecedent:
        return UNRESOLVED
    named = by_name(scene, begin + before.rfind(antecedent), begin + before.rfind(antecedent) + len(antecedent))
    if named.name is not None:
        nobody = word in {"who", "whom"} and named.type in _NEVER_WHO
        return _people_of(before) if nobody else _again(named, "pronoun", _RELATIVE_CONFIDENCE)
    phrase = parse(antecedent)
    return _described(phrase, word) if phrase is not None else UNRESOLVED


def _people_of(before: str) -> Answer:
    """People named by their place or body, whom "who" means where it follows the place: "relatives in Miami who"."""
    match = _PEOPLE_OF.search(before.rstrip(" ,"))
    return Answer(one_line(match[0]), "group", "pronoun", _CARRIED_CONFIDENCE, plural=True) if match else UNRESOLVED


def _ending_at(scene: Scene, begin: int, end: int) -> Answer | None:
    """What the name that ends at an offset stands for."""
    find = next((f for f in scene.cast.finds if begin <= f.start and f.end in {end, end - 2}), None)
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


def _antecedent(before: str) -> str:
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


def _without_source(scene: Scene, number: int, answers: Sequence[Answer | None]) -> Answer:
    """A participle without subject ("…, adding that") shares the speaker of its sentence, if that is one alone."""
    attribution = scene.attributions[number]
    if not attribution.cue:
        return UNRESOLVED
    cue = one_line(attribution.cue[0].text).casefold().split(" ")[0]
    if cue not in w.HANGING_CUES:
        return UNRESOLVED
    at = attribution.cue[0].start
    outer = scene.outer[number]
    sentence = scene.page.sentence(at)
    near = list(_in_sentence(scene, sentence, number, outer))
    speakers = {answers[i].name for i in near if answers[i] is not None and answers[i].name}  # type: ignore[union-attr]
    if outer is not None and not near and answers[outer] is not None:
        return UNRESOLVED
    if len(speakers) != 1:
        return UNRESOLVED
    answer = next(answers[i] for i in near if answers[i] is not None and answers[i].name)  # type: ignore[union-attr]
    return _again(answer, "carried", _CARRIED_CONFIDENCE) if answer is not None else UNRESOLVED


def _in_sentence(scene: Scene, sentence: int, number: int, outer: int | None) -> Iterable[int]:
    """The attributions with a source in a sentence, at the same depth of nesting."""
    for i, attribution in enumerate(scene.attributions):
        if (
            i != number
            and attribution.source
            and scene.outer[i] == outer
            and scene.page.sentence(attribution.source[0].start) == sentence
        ):
            yield i
