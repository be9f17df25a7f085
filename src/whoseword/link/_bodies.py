"""Sources that are bodies: governments, campaigns, companies, courts, newspapers, by description rather than by name.

A government is its state; "the department" is the one named before; what nothing ties to a name is left open.
"""

import re
from collections import Counter

from whoseword.actors import State
from whoseword.link import _words as w
from whoseword.link._phrases import Phrase, label, one_line, singular
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
    less_sure,
    same_head,
)

_STATE_HEADS = {"government", "administration", "regime", "authorities", "leadership", "officials", "junta"}
_BODY_OF_STATE = {"government", "administration", "regime", "authorities", "junta"}
_SOME = {"some", "many", "several", "two", "three", "a", "an", "one", "senior", "top", "other"}
_CAMPAIGN_HEADS = {"campaign", "team", "operation", "camp", "headquarters"}
_OWN_BODIES = {"office", "staff", "team", "foundation", "firm", "company", "lab"}
_POINTING = {"company", "group", "firm", "agency", "organization", "organisation", "institute", "committee", "bank", "maker"}
_BY_THEMSELVES = {"police", "court", "military", "army"}
# A state stands for "the government" where it makes up at least this share of the states that the article names.
_MAIN_STATE = 0.7
_YEAR = re.compile(r"(?:19|20)\d\d")
_CAMPAIGN_BEFORE = re.compile(r"([A-Z][\w.’'-]*?)(?:['’]s?)?\s+(?:presidential\s+)?campaign\b")
_IN_PLACE = re.compile(r"In ([A-Z][\w.]+(?: [A-Z]\w+)?),\s")
_APPOSED = re.compile(r", (?:the )?(?:daily |weekly )?((?:[A-Z][\w-]+ ?){1,4})$")
_GOVERNMENT = re.compile(r"\b([A-Z][a-z]+|U\.S\.|US) (?:[Gg]overnment|[Aa]dministration)\b|\b(White House)\b")


def of_government(scene: Scene, phrase: Phrase, at: int) -> Answer | None:
    """A nationality and its officials or government, bare ("Ukrainian officials"), is the state's own voice."""
    if phrase.head not in _STATE_HEADS or phrase.determiner in _SOME:
        return None
    state = _state_named(scene, phrase)
    if state is None and phrase.head in {"administration", "government"} and phrase.definite and not phrase.modifiers:
        state = _of_place(scene, at) or (_only_state(scene) if phrase.owner is None else None)
    if state is None or (phrase.head == "officials" and (phrase.after or state.by == "seat")):
        return None
    return Answer(state.name, "state", "metonymy", ROLE_CONFIDENCE, country=state.iso3)


def _state_named(scene: Scene, phrase: Phrase) -> State | None:
    """The state whose government or officials a phrase names."""
    words = [*phrase.modifiers] if phrase.determiner in w.DETERMINERS | w.QUANTIFIERS else phrase.core.split()[:-1]
    named = " ".join(words)
    state: State | None = scene.table.state(f"{named} {phrase.head}") if named else None
    if state is None and named and phrase.owner is None:
        state = scene.table.state(named)
    if state is None and phrase.owner is not None and phrase.head in _BODY_OF_STATE:
        state = scene.table.state(one_line(phrase.owner))
    if state is None and phrase.head == "administration" and words:
        state = _of_leader(scene, words[-1])
    return state


def _of_place(scene: Scene, at: int) -> State | None:
    """The state of the place that opens the sentence: "In Havana, the government …"."""
    opening = _IN_PLACE.match(scene.page.text, scene.page.bounds(at)[0])
    return scene.table.state(opening[1]) if opening is not None and opening.end() <= at else None


def _of_leader(scene: Scene, surname: str) -> State | None:
    for terms in (scene.table.terms_of(person.name) for person in scene.cast.people if person.name.endswith(surname)):
        if terms and scene.table.name_of(terms[0].country):
            return scene.table.state(scene.table.names[terms[0].country])
    return None


def _only_state(scene: Scene) -> State | None:
    """The one state whose government the article names, if it is one."""
    named = _GOVERNMENT.findall(scene.page.text)
    states = {
        state.iso3: state
        for pair in named
        for state in [scene.table.state(" ".join(pair).strip()) or scene.table.state(f"{pair[0]} administration")]
        if state
    }
    return next(iter(states.values())) if len(states) == 1 else None


def campaign(scene: Scene, phrase: Phrase, at: int) -> Answer | None:
    """A candidate's campaign is an organisation. One of a year ("her 2008 campaign") may be it or the candidacy: nobody is named."""
    if singular(phrase.head) not in _CAMPAIGN_HEADS or phrase.plural:
        return None
    person = owner_of(scene, phrase, at)
    if person is None and phrase.owner is None:
        person = _named_modifier(scene, phrase, at)
    if person is None:
        if phrase.head == "campaign" and phrase.definite and not phrase.modifiers:
            return _last_campaign(scene, at)
        return None
    if phrase.head == "campaign" and any(_YEAR.fullmatch(word) for word in phrase.core.split()):
        return UNRESOLVED
    surname = scene.cast.people[person].last
    campaign = phrase.head == "campaign" or (
        phrase.head == "team" and phrase.owner is None and phrase.determiner not in {"his", "her"}
    )
    name = f"{surname} campaign" if campaign else f"{surname}'s {phrase.head}"
    return Answer(
        name, "organisation", "role" if phrase.owner is None and phrase.determiner else "name", LABEL_CONFIDENCE, plural=True
    )


def _last_campaign(scene: Scene, at: int) -> Answer | None:
    surnames = {person.last for person in scene.cast.people}
    found = [match for match in _CAMPAIGN_BEFORE.finditer(scene.page.text) if match[1] in surnames]
    last = next((match for match in reversed(found) if match.start() < at), None)
    if last is None and len({match[1] for match in found}) == 1:
        last = found[0]
    if last is None:
        return None
    return Answer(f"{last[1]} campaign", "organisation", "role", BACK_CONFIDENCE, plural=True)


def _named_modifier(scene: Scene, phrase: Phrase, at: int) -> int | None:
    if not any(word[:1].isupper() for word in phrase.modifiers + tuple(phrase.core.split()[:1])):
        return None
    end = at + len(phrase.text) + 4
    return next((m.person for m in scene.cast.mentions if at <= m.start < end and m.end < end), None)


def organisation(scene: Scene, phrase: Phrase, at: int, earlier: Earlier) -> Answer:
    if phrase.definite and not phrase.after and not any(word[0].isupper() for word in phrase.modifiers):
        back = same_head(phrase, earlier, ("organisation",)) or _body_before(scene, phrase, at)
        if back is not None:
            return back
        if phrase.head in {
            "company",
            "group",
            "firm",
            "agency",
            "organization",
            "organisation",
            "institute",
            "committee",
            "bank",
            "maker",
        }:
            last = next((answer for _, answer in reversed(earlier) if answer.type == "organisation"), None)
            return last if last is not None else UNRESOLVED
        if phrase.head not in {"police", "court", "military", "army"} and not phrase.modifiers:
            return UNRESOLVED
    if phrase.determiner in {"his", "her", "its", "their"}:
        own = phrase.determiner in {"his", "her"} and phrase.head in _OWN_BODIES
        return labelled(scene, phrase, at, "organisation") if own else UNRESOLVED
    name = label(phrase) if phrase.owner is None or any(c.isupper() for c in phrase.owner) else phrase.text
    return Answer(name, "organisation", "name", LABEL_CONFIDENCE, plural=True)


def _body_before(scene: Scene, phrase: Phrase, at: int) -> Answer | None:
    """The last body named before whose own name holds the noun: "the department" after "the Labor Department"."""
    noun = singular(phrase.head)
    for find in reversed(scene.cast.finds):
        if find.start < at and len(find.core) > 1 and noun in (word.casefold() for word in find.core):
            return Answer(find.name, "organisation", "role", BACK_CONFIDENCE, plural=True)
    return None


def medium(scene: Scene, phrase: Phrase, at: int, earlier: Earlier) -> Answer:
    if phrase.definite and not phrase.after and not any(word[0].isupper() for word in phrase.modifiers):
        last = next((answer for _, answer in reversed(earlier) if answer.type == "media"), None)
        if last is not None:
            return last
        for find in reversed(scene.cast.finds):
            known = scene.table.organisation(find.name) if find.start < at else None
            if known is not None and known[1] == "media":
                return Answer(known[0], "media", "role", BACK_CONFIDENCE)
        return UNRESOLVED if phrase.head not in {"media", "press"} else Answer(label(phrase), "media", "name", LABEL_CONFIDENCE)
    apposed = _APPOSED.search(phrase.text)
    if apposed is not None:
        return Answer(apposed[1], "media", "name", LABEL_CONFIDENCE)
    return Answer(label(phrase), "media", "name", LABEL_CONFIDENCE, plural=phrase.plural)


def government(scene: Scene, phrase: Phrase, _at: int, earlier: Earlier) -> Answer:
    """A government that no word ties to a state: the last state that spoke, if only one has."""
    states = {answer.name: answer for _, answer in earlier if answer.type == "state"}
    if phrase.definite and len(states) == 1:
        return next(iter(states.values()))
    counts = Counter(state.iso3 for find in scene.cast.finds for state in [scene.table.state(find.name)] if state is not None)
    top = counts.most_common(1)
    if not phrase.definite or phrase.modifiers or not top or top[0][1] < 3 or top[0][1] < _MAIN_STATE * sum(counts.values()):
        return UNRESOLVED
    return less_sure(Answer(scene.table.names[top[0][0]], "state", "metonymy", ROLE_CONFIDENCE, country=top[0][0]), UNNAMED)
