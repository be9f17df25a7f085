"""Each attribution's source in turn: pronoun, name or description, or none at all."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from whoseword.link import _words as w
from whoseword.link._named import by_name
from whoseword.link._nouns import by_noun
from whoseword.link._papers import seen_by
from whoseword.link._phrases import one_line, singular
from whoseword.link._relatives import antecedent, relative, whose
from whoseword.link._scene import UNRESOLVED, Answer, Scene, again, country_of_person
from whoseword.records import Attribution, Block

_BYLINE = re.compile(r"^[ \t]*(?:By|BY)[ \xa0]+((?:[A-Z][\w.’'-]*[ \xa0]){1,3}[A-Z][\w’'-]+)[ \t]*(?:,|$|\n|\|)", re.MULTILINE)
_TOLD = re.compile(
    r"(?:was|were|been|had been|has been|have been|being)\s(?:told|informed|assured|advised|notified|reassured)\b"
)
_AND_THE = re.compile(r"\band the [A-Z]")
_BY = re.compile(r"^(?:By|BY)\s+")
_ONE_NAME = re.compile(r"(?:(?:By|BY)\s+)?[A-ZÀ-Þ][\w.’'-]*(?:\s[A-ZÀ-Þ][\w.’'-]*){1,3}")
_BIO = re.compile(
    r"\n(?:(?:Rep|Sen|Gov|Dr)\. )?([A-ZÀ-Þ][\w.’'-]+(?: [A-ZÀ-Þ][\w.’'-]*){1,2})(?:, [^\n]{2,40}?,)? (?:is|was|teaches|writes|covers|served|leads|directs) "
)
_PRONOUN_CONFIDENCE, _FIRST_CONFIDENCE, _CARRIED_CONFIDENCE = 0.9, 0.85, 0.75
# A pronoun is resolved where its best person leads the next one by at least this: with less of a lead 6 of 10 were wrong on articles that
# no rule was made on (speakers/train and 216 more of PolNeAR train, 28 international ones, 2026-12-01).
PRONOUN_MARGIN = 0.35
# With less of a lead than this one in four was wrong, with more one in fifty (speakers/train, 2026-11-27).
_CLEAR_LEAD, _CLOSE_CONFIDENCE = 0.6, 0.7
# "They" in what the officials say, meaning the officials: right in 17 of 18 (28 international articles, 2026-12-01).
_OWN_CONFIDENCE = 0.95
_PLURAL_REACH = 2
_OPENING = 5  # characters: a source that starts so near the start of its sentence is its subject
_RELATIVES = ("who", "which", "that")
_JOINED = re.compile(r"\b(?:and|but|then)\s(?:(?:also|later|then|once)\s)?$")
_OFFICES = {"president", "minister", "premier", "chancellor", "ambassador", "envoy", "official", "secretary"}
_AS_ONE = re.compile(r"As (?:someone|somebody|one|a [a-z]+|an [a-z]+) (?:who\b|$)")
_THEN_I = re.compile(r",\sI\s")
_BODIES = {"organisation", "document", "media", "state"}
_OF_WHOM = re.compile(r"\b(?:from|by|of)\s(?:the\s)?$")
_SUBORDINATE = re.compile(r"\b(?:because|though|although|if|unless|until|while|when|once|after|before|since)\s+$")
_PLURAL = re.compile(r"\b[a-z]+(?:s|people|men|women)\b")


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
    if _is_told(scene.attributions[number]):
        return UNRESOLVED
    if len(source) == 1 and one_line(source[0].text).casefold() == "according to":
        source = scene.attributions[number].cue
    for span in source:
        start, end = span.start, min(span.end, len(scene.page.text))
        text = one_line(scene.page.text[start:end])
        first = text.split(" ")[0].casefold().replace("’", "'") if text else ""
        if first in {"he", "she", "they"} and " and " in text:
            answer = _pronoun_and_others(scene, start, text)
        elif first == "whose":
            answer = whose(scene, start, text)
        elif first in w.PRONOUNS and not _is_noun_phrase(text) and not _is_acronym(text):
            answer = _by_pronoun(scene, number, first, answers, earlier)
        else:
            answer = seen_by(scene, start) or by_name(scene, start, end)
            if answer.name is None:
                answer = by_noun(scene, (start, end), [pair for pair in earlier if pair[0] < start])
        if answer.name is not None:
            return _several_bodies(answer)
    return UNRESOLVED


def _is_told(attribution: Attribution) -> bool:
    """Whether the would-be source is the one to whom it was said: "Ms. Adair was told", "he was assured"."""
    source, cue = attribution.source, attribution.cue
    return bool(source and cue) and source[0].start < cue[0].start and _TOLD.match(cue[0].text) is not None


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
        return scene.of_person(found[0], "pronoun", _PRONOUN_CONFIDENCE if found[1] > _CLEAR_LEAD else _CLOSE_CONFIDENCE)
    if word in w.RELATIVE:
        answer = _as_one_who(scene, number, answers) or relative(scene, start, word)
        return UNRESOLVED if word == "who" and _is_no_one(answer) else answer
    if word in w.FIRST:
        return _first_person(scene, number, answers)
    if word == "we":
        return _first_plural(scene, number, answers)
    if word in w.THEY or word in w.IT:
        before = [pair for pair in earlier if pair[0] < start]
        return _own(scene, number, answers, _back(scene, start, before, plural=word in w.THEY))
    return UNRESOLVED


def _is_no_one(answer: Answer) -> bool:
    """Whether a name is one that "who" is mostly wrong with: a paper's, or that of one person whom the article leaves unnamed."""
    one = answer.type == "anonymous" and not answer.plural and not (answer.name or "").endswith("s")
    return one or answer.type == "document"


def _is_many(answer: Answer) -> bool:
    return answer.plural and answer.type != "document"


def _own(scene: Scene, number: int, answers: Sequence[Answer | None], answer: Answer) -> Answer:
    """What "they" or "it" goes back to: surer where it is who says so."""
    teller = scene.outer[number]
    told = answers[teller] if teller is not None else None
    if told is None or answer.name is None or told.name != answer.name:
        return answer
    return replace(answer, confidence=max(answer.confidence, round(told.confidence * _OWN_CONFIDENCE, 3)))


def _as_one_who(scene: Scene, number: int, answers: Sequence[Answer | None]) -> Answer | None:
    """The subject that "As someone who …, I" tells beforehand: the first person of the sentence."""
    start = scene.attributions[number].source[0].start
    begin, end = scene.page.bounds(start)
    if not _AS_ONE.match(scene.page.text, begin, start) or not _THEN_I.search(scene.page.text, start, end):
        return None
    return _first_person(scene, number, answers)


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
    quoted = _quoted(scene, number, answers)
    if quoted is not None:
        return again(quoted, "pronoun", _FIRST_CONFIDENCE) if quoted.type == "person" else UNRESOLVED
    start = scene.attributions[number].source[0].start
    if scene.author is not None and scene.page.quote(start) is None:
        return Answer(scene.author, "person", "pronoun", _FIRST_CONFIDENCE)
    return UNRESOLVED


def _first_plural(scene: Scene, number: int, answers: Sequence[Answer | None]) -> Answer:
    """Read "we" as the state of the minister or official who is quoted, or else as the one quoted; outside quotations it is open."""
    quoted = _quoted(scene, number, answers)
    if quoted is None or quoted.type == "media":
        return UNRESOLVED
    if quoted.person is None:
        return again(quoted, "pronoun", _CARRIED_CONFIDENCE)
    person = scene.cast.people[quoted.person]
    if not person.traits & _OFFICES:
        leads = bool(scene.table.terms_of(person.name))
        return UNRESOLVED if leads else again(quoted, "pronoun", _CARRIED_CONFIDENCE)
    country = country_of_person(scene, quoted.person)
    if country is None or "president" in person.traits:
        return UNRESOLVED
    return Answer(scene.table.name_of(country), "state", "pronoun", _CARRIED_CONFIDENCE, country=country)


def _quoted(scene: Scene, number: int, answers: Sequence[Answer | None]) -> Answer | None:
    """Whose words an attribution stands in: of the nearest one around it that somebody is named for."""
    outer = scene.outer[number]
    while outer is not None:
        known = answers[outer] or _resolve_one(scene, outer, answers, [])
        if known.name is not None:
            return known
        outer = scene.outer[outer]
    return None


def _back(scene: Scene, start: int, earlier: Sequence[tuple[int, Answer]], *, plural: bool) -> Answer:
    """The last source near enough that "they" or "it" can stand for."""
    told = None if plural else _complement(scene, start)
    if told is not None:
        return told
    sentence = scene.page.sentence(start)
    beside = _people_beside(scene, start) if plural else None
    reach = 0 if beside is not None else _PLURAL_REACH
    near = [(at, a) for at, a in reversed(earlier) if sentence - scene.page.sentence(at) <= reach and _fits(a, plural=plural)]
    if near:
        first = scene.page.bounds(near[0][0])[0]
        opening = [answer for at, answer in near if first <= at < first + _OPENING and scene.page.sentence(at) < sentence]
        return again((opening or [near[0][1]])[0], "pronoun", _CARRIED_CONFIDENCE)
    return UNRESOLVED if beside is None else again(beside, "pronoun", _CARRIED_CONFIDENCE)


def _fits(answer: Answer, *, plural: bool) -> bool:
    if plural:
        return _is_many(answer)
    return answer.type in _BODIES and not (answer.type == "document" and answer.plural)


def _complement(scene: Scene, start: int) -> Answer | None:
    """Whose sign or promise it is, of which "that it …" is the content: "signals from Norvia that it wants to talk"."""
    begin, _ = scene.page.bounds(start)
    find = next((f for f in reversed(scene.cast.finds) if begin <= f.start < start), None)
    if (
        find is None
        or not _OF_WHOM.search(scene.page.text, begin, find.opens)
        or scene.page.text[find.end : start].strip() != "that"
    ):
        return None
    answer = by_name(scene, find.opens, find.end)
    return again(answer, "pronoun", _CARRIED_CONFIDENCE) if answer.type in _BODIES else None


def _people_beside(scene: Scene, start: int) -> Answer | None:
    """The last people, or else papers, that the sentence names by a plural before "because they", "even though they"."""
    begin, _ = scene.page.bounds(start)
    before = scene.page.text[begin:start]
    if not _SUBORDINATE.search(before):
        return None
    plurals = list(_PLURAL.finditer(before))
    people = [word for word in plurals if singular(word[0]) in w.ROLES | w.ANONYMOUS or word[0] in w.ANONYMOUS_PLURAL]
    papers = [word for word in plurals if singular(word[0]) in w.DOCUMENTS]
    if not people and not papers:
        return None
    end = (people or papers)[-1].end()
    noun = antecedent(before[:end]).rpartition(" of ")[2]
    answer = by_noun(scene, (begin + end - len(noun), begin + end), [])
    return answer if answer.plural else None


def _without_source(scene: Scene, number: int, answers: Sequence[Answer | None]) -> Answer:
    """A participle or second verb ("…, adding that", "… and said") shares the speaker of its sentence, if that is one alone."""
    attribution = scene.attributions[number]
    if not attribution.cue:
        return UNRESOLVED
    cue = one_line(attribution.cue[0].text).casefold().split(" ")[0]
    at = attribution.cue[0].start
    if cue not in w.HANGING_CUES and not (cue in w.SPEECH and _JOINED.search(scene.page.text, max(at - 24, 0), at)):
        return UNRESOLVED
    outer = scene.outer[number]
    sentence = scene.page.sentence(at)
    near = list(_in_sentence(scene, sentence, number, outer))
    speakers = {answers[i].name for i in near if answers[i] is not None and answers[i].name}  # type: ignore[union-attr]
    if outer is not None and not near and answers[outer] is not None:
        return UNRESOLVED
    if len(speakers) != 1:
        return UNRESOLVED
    answer = next(answers[i] for i in near if answers[i] is not None and answers[i].name)  # type: ignore[union-attr]
    return again(answer, "carried", _CARRIED_CONFIDENCE) if answer is not None else UNRESOLVED


def _in_sentence(scene: Scene, sentence: int, number: int, outer: int | None) -> Iterable[int]:
    """The attributions with a source in a sentence, at the same depth of nesting."""
    for i, attribution in enumerate(scene.attributions):
        if (
            i != number
            and attribution.source
            and not attribution.source[0].text.casefold().startswith(_RELATIVES)
            and scene.outer[i] == outer
            and scene.page.sentence(attribution.source[0].start) == sentence
        ):
            yield i
