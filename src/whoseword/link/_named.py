"""Sources that name someone: which name in the phrase is its head, and whom or what that name stands for."""

import re
from collections.abc import Sequence

from whoseword.actors import State, fold, skeleton
from whoseword.link import _words as w
from whoseword.link._cast import Mention
from whoseword.link._names import Find, find_within
from whoseword.link._people import name_parts, title_gender
from whoseword.link._phrases import is_plural, label, noun_kind, one_line, parse, singular
from whoseword.link._scene import UNRESOLVED, Answer, Scene
from whoseword.records import ActorType

_ENDS_HEAD = re.compile(
    r"[\s\xa0]*(?:$|[,;(\[—–:]|--|-\s|(?:who|whom|whose|which|that|himself|herself|itself|themselves|both|too|also|alone|is|was)\b|(?:of|for|at|from|with|in|on|to|by|speaking|writing|citing)\b)"
)
_OWNS = re.compile(r"\s?(?:['’]s|(?<=s)['’])[\s\xa0]+(?=\w)")
_TRAILING_OWN = re.compile(r"\s?(?:['’]s|['’])?[\s\xa0,.]*$")
_APPOSED = re.compile(r",\s*(?!his\s|her\s|their\s)(?:[a-z0-9]|The\s|(?:[A-Z][\w’']*\s+)?(?:[A-Z]\w*['’]s))")
_RELATIVE = re.compile(r"[\s,\xa0](?:who|whom|whose|which|that|such as)\s")
_AND = re.compile(r"[\s\xa0]+(?:and|&|or)[\s\xa0]+")
_PREPOSITION = re.compile(
    r"(?<!\w)(?:of|for|to|with|by|from|in|on|at|about|against|between|among|under|like|than|behind|including)(?!\w)"
)
# "The Portland, Ore., jury": the name is only where the body sits.
_PLACED = re.compile(r",\s(?:[A-Z][a-z]+\.?\s?){1,2},\s[a-z]+$")
_LONG_LIST = 3  # commas before "and" that no apposition has
_COMPASS = {"west", "east", "north", "south"}
_NAME_CONFIDENCE, _ALIAS_CONFIDENCE, _LONE_CONFIDENCE = 0.97, 0.95, 0.85
_BODY_CONFIDENCE, _UNKNOWN_CONFIDENCE, _STATE_CONFIDENCE = 0.9, 0.7, 0.95


def by_name(scene: Scene, start: int, end: int) -> Answer:
    """The answer for a source whose head is a proper name; unresolved where it has none."""
    text = scene.page.text
    relative = _RELATIVE.search(text, start, end)
    limit = relative.start() if relative and relative.start() > start else end
    finds = [find for find in scene.cast.finds if start <= find.start < limit]
    if not finds or finds[0].end > end:
        alone = find_within(scene.page, start, limit, scene.table)
        finds = [alone] if alone is not None else []
    people = [m for m in scene.cast.mentions if start <= m.start < end]
    together = _several(scene, people, start, end)
    if together is not None:
        return together
    last = _after_role(scene, finds, start, end)
    if last is not None:
        return _stands_for(scene, last, (start, end))
    for find in finds:
        if find.end > end or (
            len(find.core) == 1
            and find.core[0].casefold() in w.ROLES
            and find.core[0].casefold() not in w.PARTIES
            and find.end < end
        ):
            continue
        after = text[find.end : end]
        late = find.start > find.opens and not find.titles
        if _is_head(scene, find, text[start : find.opens], after) or (
            late and _is_head(scene, find, text[start : find.start], after)
        ):
            if _is_common(scene, find, start):
                return UNRESOLVED
            answer = _stands_for(scene, find, (start, end))
            if answer.type == "state" and re.match(r",? (?:\w+,? )?and ", text[find.end : end]):
                return Answer(label_of(scene, (start, end)), "group", "name", _BODY_CONFIDENCE, plural=True)
            return answer
    return UNRESOLVED


def _after_role(scene: Scene, finds: Sequence[Find], start: int, end: int) -> Find | None:
    """The person whose role stands in lower case right before the name, whatever body comes first."""
    text = scene.page.text
    comma = text.find(",", start, end)
    main = [find for find in finds if find.end <= (comma if comma > 0 else end)]
    if len(main) < 2 or not _TRAILING_OWN.fullmatch(text[main[-1].end : comma if comma > 0 else end]):
        return None
    words = text[start : main[-1].opens].split()
    first = words[0].casefold() if words else ""
    if not words or words[-1] not in w.ROLES or first in w.DETERMINERS or singular(first) in w.ANONYMOUS:
        return None
    return main[-1] if len(main[-1].core) > 1 else None


def _is_common(scene: Scene, find: Find, start: int) -> bool:
    """Whether the capital is only that of a sentence's first word, a party's or a people's: "Opponents", "the Texan"."""
    last = find.core[-1].casefold()
    people = is_plural(last) and (singular(last) in w.ROLES | w.ANONYMOUS or noun_kind(last, plural=True) == "document")
    if people and not find.titles and not _in_cast(scene, find):
        return True
    if len(find.core) > 1 and (last not in w.PARTIES or find.titles or scene.table.is_given(find.core[0])):
        return False
    word = find.core[-1].casefold()
    if scene.table.kind_of(find.name) in {"organisation", "media"}:
        return False
    if word in w.PARTIES or (is_plural(word) and singular(word) in w.PARTIES):
        return True
    if _in_cast(scene, find) or find.titles or scene.table.kind_of(find.name) in {"organisation", "media", "state"}:
        return False
    if word.endswith("s") and scene.table.state(find.core[0][:-1]) is not None:
        return True
    opens = find.start <= start + 1 and find.start - scene.page.bounds(find.start)[0] < 3
    if noun_kind(word, plural=is_plural(word)) not in {"unknown", "group"} and (opens or find.after_the):
        return True
    return opens and is_plural(word) and not word.endswith("'s")


def _several(scene: Scene, people: Sequence[Mention], start: int, end: int) -> Answer | None:
    """A group that the phrase joins by "and", people in it by their full names."""
    text = scene.page.text[start:end]
    joint = _AND.search(text)
    if (
        len(people) == 2
        and re.fullmatch(r",\s+", scene.page.text[people[0].end : people[1].opens])
        and people[1].end >= end - 1
        and not text.split()[-1].strip(".,").isupper()
    ):
        return Answer(
            _listed([scene.cast.people[m.person].name for m in people]), "group", "name", _BODY_CONFIDENCE, plural=True
        )
    if joint is None or not people or scene.table.kind_of(one_line(text)) in {"organisation", "media"}:
        return None
    heads = [m for m in people if not _OWNS.match(scene.page.text, m.end)]
    left = [m for m in heads if m.start < start + joint.start() and _opens_part(scene, m, start)]
    last = list(_AND.finditer(text))[-1]
    right = text[last.end() :].lstrip()
    if not left:
        lead = parse(text[: joint.start()].split(",")[0])
        if lead is None or not lead.plural or len(heads) < 2:
            return None
    if left and text.count(",", 0, last.start()) >= _LONG_LIST and _opens_anew(right) and not _RELATIVE.search(text):
        return Answer(
            _with_full_names(scene, [m for m in people if m.end <= end], start, end),
            "group",
            "name",
            _BODY_CONFIDENCE,
            plural=True,
        )
    comma = text.find(",", 0, last.start())
    if comma >= 0 and left and _APPOSED.match(text, comma):
        return None
    own = re.match(r",\s*(?:his|her|their)\s", text[max(comma, 0) :])
    if comma >= 0 and not own and not any(start + last.end() <= m.opens <= start + last.end() + 24 for m in heads):
        return None
    if comma < 0 and left and not _is_phrase(right):
        return None
    if len(heads) == len(_AND.findall(text)) + 1 + max(0, text.count(",", 0, last.start()) - (0 if left else 1)):
        name = _listed([scene.cast.people[m.person].name for m in heads])
    else:
        name = _with_full_names(scene, [m for m in people if m.end <= end], start, end)
    return Answer(name, "group", "name", _BODY_CONFIDENCE, plural=True)


def _opens_anew(right: str) -> bool:
    """Whether words begin a noun phrase of their own: with a determiner or a name."""
    first = right.partition(" ")[0]
    return first[:1].isupper() or first.casefold() in w.DETERMINERS | w.QUANTIFIERS


def _listed(names: Sequence[str]) -> str:
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]


def _opens_part(scene: Scene, mention: Mention, start: int) -> bool:
    before = scene.page.text[start : mention.opens]
    first = before.split(" ")[0].casefold()
    return not _PREPOSITION.search(before) or (first in w.ROLES and not re.search(r"(?:of|for|to)\s*$", before))


def _is_phrase(right: str) -> bool:
    first = right.partition(" ")[0].strip(",")
    return bool(first) and (
        first[0].isupper() or first.casefold() in w.DETERMINERS | w.QUANTIFIERS or first.endswith(("s", "e", "n"))
    )


def _with_full_names(scene: Scene, people: Sequence[Mention], start: int, end: int) -> str:
    text, pieces, at = scene.page.text, [], start
    for mention in people:
        if mention.opens < at:
            continue
        pieces += [text[at : mention.opens], scene.cast.people[mention.person].name]
        at = mention.end
    pieces.append(text[at:end])
    line = one_line("".join(pieces))
    for article in ("the ", "The ", "both ", "Both "):
        line = line.removeprefix(article)
    return line


def _is_head(scene: Scene, find: Find, before: str, after: str) -> bool:
    """Whether a name is what the phrase is about, by the words of the phrase before and after it."""
    if _PLACED.match(after) or not (_TRAILING_OWN.fullmatch(after) or _ENDS_HEAD.match(after)):
        return False
    lead = " ".join(before.split()).strip(" “\"'‘`(").casefold()
    if not lead or lead in w.ARTICLES | {"both", "even", "like", "by", "from", "according to", "in", "as"}:
        return True
    if lead.endswith((",", "--", "—", ":")):
        plain = len(find.core) > 1 and not any(word.casefold() in w.BODY_WORDS | w.REGIONS for word in find.core)
        return _is_reversed(before) and (find.is_person or _in_cast(scene, find) or plain)
    words = lead.split()
    if _PREPOSITION.search(" ".join(words[1:])) or words[0] in {"of", "for", "with", "close"}:
        return _after_bare_title(words, find, scene)
    if words[-1] in {"and", "or", "&", "as"}:
        return False
    if re.search(r"(?:['’]s|s['’])$", words[-1]):
        return True
    if any(word.strip(",") in w.QUANTIFIERS for word in words):
        return False
    return words[-1] not in w.PREPOSITIONS


def _is_reversed(before: str) -> bool:
    """Whether the words before a name with a comma describe one person: "His campaign manager, …"."""
    phrase = parse(before)
    if phrase is not None and phrase.text.casefold().startswith("one of "):
        return True
    if phrase is None or phrase.plural:
        return False
    kind = noun_kind(phrase.head, plural=False)
    return kind in {"person", "anonymous", "unknown"} or phrase.head in w.ROLES


def _after_bare_title(words: Sequence[str], find: Find, scene: Scene) -> bool:
    """Whether a title without article ends right before the name: "Governor of Washington Chris Gregoire"."""
    first = next((i for i, word in enumerate(words[:2]) if word in w.ROLES), None)
    if words[0] in w.ARTICLES or first is None or words[-1] in w.PREPOSITIONS or words[-1] in w.DETERMINERS:
        return False
    return find.is_person or _in_cast(scene, find)


def _in_cast(scene: Scene, find: Find) -> bool:
    return any(m.start == find.start for m in scene.cast.mentions)


def _stands_for(scene: Scene, find: Find, where: tuple[int, int]) -> Answer:
    parts = name_parts(find.core)
    person = next((m.person for m in scene.cast.mentions if m.start == find.start), None)
    if person is None and (not find.after_the or (len(parts) == 1 and find.core[0].casefold() not in w.BODY_WORDS)):
        person = scene.cast.named(parts, find.start, scene.page, title_gender(find.titles))
    full = scene.page.text[find.opens : find.end]
    known = None if find.titles and person is not None else _known(scene, find, full, known_person=person is not None)
    if known is not None:
        return known
    if person is None and len(parts) > 1 and find.opens - scene.page.bounds(find.opens)[0] < 4:
        person = scene.cast.named(parts[1:], find.start, scene.page)
    if person is None and len(parts) == 1 and len(scene.cast.by_surname.get(skeleton(parts[0]), ())) > 1:
        return UNRESOLVED
    if person is not None:
        alias = len(parts) == 1 and scene.cast.people[person].given is not None
        confidence = _ALIAS_CONFIDENCE if alias else _NAME_CONFIDENCE if len(parts) > 1 else _LONE_CONFIDENCE
        return scene.of_person(person, "alias" if alias else "name", confidence)
    return _unknown_name(scene, find, where)


def _known(scene: Scene, find: Find, full: str, *, known_person: bool) -> Answer | None:
    """What the table of facts says that a name stands for; a person of that name in the article comes first."""
    table = scene.table
    for name in (full, find.name):
        if known_person and " " not in name:
            continue
        body = table.organisation(name)
        if body is not None:
            shown = body[0] if body[0] in scene.page.text else one_line(name)
            return Answer(shown, body[1], "name" if shown == name else "alias", _BODY_CONFIDENCE, key=fold(body[0]))
        state = table.state(name)
        if state is not None and state.by != "adjective" and not _is_region(scene, state, name):
            return of_state(state)
    spelt_out = scene.cast.spelt_out.get(find.name)
    return None if spelt_out is None else Answer(spelt_out, "organisation", "alias", _BODY_CONFIDENCE)


def of_state(state: State) -> Answer:
    """The state as the one who speaks, whether by its name or by what stands for it."""
    return Answer(state.name, "state", "name" if state.by == "name" else "metonymy", _STATE_CONFIDENCE, country=state.iso3)


def _is_region(scene: Scene, state: State, name: str) -> bool:
    """Whether Georgia is the American state: nothing else in the article speaks of the country."""
    return state.iso3 == "GEO" and not re.search(r"Tbilisi|Georgian", scene.page.text) and name == "Georgia"


def _unknown_name(scene: Scene, find: Find, where: tuple[int, int]) -> Answer:
    """A name that neither the article's cast nor the table knows: taken as it stands, its type by its words."""
    words = [word.casefold() for word in find.core]
    line = one_line(scene.page.text[find.opens : find.end])
    if len(find.core) == 1 and scene.table.state(find.core[0]) is not None:
        return _demonym(scene, find, where)
    if len(words) == 1 and (words[0] in _COMPASS or (not find.titles and find.core[0] in scene.cast.many)):
        return Answer(label_of(scene, where), "group", "name", _BODY_CONFIDENCE, plural=True)
    longest = _longer_name(scene, find, where)
    kind: ActorType = "organisation"
    last = singular(words[-1])
    if (
        last in w.MEDIA
        or last in {"time", "post", "tribune", "herald", "journal", "new", "gazette", "globe", "telegraph"}
        or words[-1] in {"news", "times"}
    ):
        kind = "media"
    elif last in w.DOCUMENTS and last not in w.ORGANISATIONS:
        kind = "document"
    elif words[-1].endswith("s") and (
        words[-1] in w.PARTIES or scene.table.state(find.core[-1].rpartition("-")[2][:-1]) is not None
    ):
        return Answer(label_of(scene, where), "group", "name", _BODY_CONFIDENCE, plural=True)
    elif find.is_person or (
        len(find.core) in {2, 3} and not find.after_the and not any(word in w.BODY_WORDS for word in words)
    ):
        kind = "person"
        if len(find.core) == 1 and not find.titles and find.tagged is None and words[0] in w.NOT_NAMES:
            return UNRESOLVED
        return Answer(
            " ".join(name_parts(find.core)), kind, "name", _UNKNOWN_CONFIDENCE, country=scene.table.country_of(find.name)
        )
    return Answer(longest or line, kind, "name", _UNKNOWN_CONFIDENCE)


def _demonym(scene: Scene, find: Find, where: tuple[int, int]) -> Answer:
    if find.core[0].endswith("s"):
        return Answer(label_of(scene, where), "group", "name", _BODY_CONFIDENCE, plural=True)
    state = scene.table.state(find.core[0])
    return of_state(state) if state is not None else UNRESOLVED


def label_of(scene: Scene, where: tuple[int, int]) -> str:
    """The source's own words as a name."""
    phrase = parse(scene.page.text[where[0] : where[1]])
    return label(phrase) if phrase is not None else one_line(scene.page.text[where[0] : where[1]])


def _longer_name(scene: Scene, find: Find, where: tuple[int, int]) -> str | None:
    """A body's name with its "of …", "for …" where the phrase has it: "Department of Homeland Security"."""
    text = scene.page.text
    tail = re.match(
        r"(?:[\s\xa0]+(?:of|for|on|and)(?:[\s\xa0]+the)?[\s\xa0]+[A-Z][\w.’'-]*(?:[\s\xa0]+[A-Z][\w.’'-]*)*)+",
        text[find.end : where[1]],
    )
    if tail is None:
        return None
    return one_line(text[find.opens : find.end + tail.end()])
