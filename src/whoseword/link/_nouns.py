"""Sources that describe someone or something: "the senator", "her campaign", "Ukrainian officials", "a new poll".

Sorts them by their head noun and hands each sort to the module that knows it.
"""

from collections.abc import Callable

from whoseword.link import _words as w
from whoseword.link._bodies import campaign, government, medium, of_government, organisation
from whoseword.link._kin import OWN_KIN
from whoseword.link._papers import document
from whoseword.link._people import normal_role
from whoseword.link._phrases import Kind, Phrase, label, noun_kind, parse, singular
from whoseword.link._roles import labelled, one_human
from whoseword.link._scene import LABEL_CONFIDENCE, UNRESOLVED, Answer, Earlier, Scene, same_head

_EVERYONE = {"no one", "nobody", "anyone", "everyone", "everybody"}
_BARE = {"all", "both", "most", "those", "none", "others", "these", "each", "either", "neither", "half", "several"}
_NEVER_FIRST = {"how", "what", "why", "their", "our", "my", "your"}
_UNNAMED = {"group", "anonymous"}
_GATHERED = {"group", "team", "panel", "crowd", "band", "coalition", "pair", "number", "list"}


def by_noun(scene: Scene, where: tuple[int, int], earlier: Earlier) -> Answer:
    """The answer for a source whose head is a common noun; `earlier` holds the answers so far with their offsets."""
    phrase = parse(scene.page.text[where[0] : where[1]])
    if phrase is None or _points_nowhere(phrase):
        return UNRESOLVED
    if phrase.text.casefold() in _EVERYONE:
        return Answer(phrase.text, "group", "name", LABEL_CONFIDENCE)
    known = _back(phrase, earlier) or of_government(scene, phrase, where[0])
    if known is None and phrase.text.casefold() != "the officials":
        known = campaign(scene, phrase, where[0])
    return known if known is not None else _by_kind(scene, phrase, where[0], earlier)


def _points_nowhere(phrase: Phrase) -> bool:
    """Whether the words stand for something that they do not name: "both", "how many", a headline's lone "Report"."""
    folded = phrase.text.casefold()
    if folded in _BARE or (folded.split(" ")[0] in _NEVER_FIRST and not OWN_KIN.fullmatch(folded)):
        return True
    if phrase.definite and phrase.core.casefold().split()[1:2] == ["two"]:
        return True
    if " " in phrase.text or not phrase.text[:1].isupper() or phrase.plural or folded in w.QUANTIFIERS:
        return False
    return noun_kind(phrase.head, plural=False) in {"document", "media", "group"} and phrase.head not in {"media", *_EVERYONE}


def _back(phrase: Phrase, earlier: Earlier) -> Answer | None:
    """Whom "those voters" and "the officials" go back to."""
    if phrase.determiner in {"these", "those"} and phrase.plural and not phrase.after:
        return same_head(phrase, earlier, ("group", "anonymous"))
    if phrase.text.casefold() == "the officials":
        return next((a for _, a in reversed(earlier) if a.how == "metonymy" or "official" in (a.name or "")), UNRESOLVED)
    if phrase.plural and phrase.text.casefold() == f"the {phrase.head}":
        return next((a for _, a in reversed(earlier) if a.type in _UNNAMED and _is_headed(a.name or "", phrase.head)), None)
    return None


def _is_headed(name: str, noun: str) -> bool:
    """Whether the head of a phrase is that noun."""
    phrase = parse(name)
    return phrase is not None and phrase.head == noun


def _by_kind(scene: Scene, phrase: Phrase, at: int, earlier: Earlier) -> Answer:
    kind: Kind = noun_kind(phrase.head, plural=phrase.plural)
    if phrase.head in _GATHERED and phrase.after.startswith("of "):
        kind = "group"
    if kind in {"person", "anonymous"} and not phrase.plural:
        return one_human(scene, phrase, at, earlier)
    if _is_of_cast(scene, phrase):
        return UNRESOLVED
    if kind in {"group", "anonymous"}:
        return labelled(scene, phrase, at, kind)
    return _RESOLVERS.get(kind, _nothing)(scene, phrase, at, earlier)


def _is_of_cast(scene: Scene, phrase: Phrase) -> bool:
    """Whether bare "the ministers" means some of those whom the article names as ministers, it does not say which."""
    if not phrase.definite or not phrase.plural or phrase.modifiers or phrase.after or phrase.owner:
        return False
    return sum(normal_role(singular(phrase.head)) in person.traits for person in scene.cast.people) > 1


def _nothing(_scene: Scene, phrase: Phrase, _at: int, _earlier: Earlier) -> Answer:
    """A noun of no known sort: people if it is plural, else open."""
    if phrase.head in w.ABSTRACT or singular(phrase.head) in w.ABSTRACT:
        return UNRESOLVED
    if phrase.plural or phrase.determiner in w.QUANTIFIERS or phrase.head in w.GROUPS:
        return Answer(label(phrase), "group", "name", LABEL_CONFIDENCE, plural=True)
    return UNRESOLVED


_RESOLVERS: dict[Kind, Callable[[Scene, Phrase, int, Earlier], Answer]] = {
    "document": document,
    "organisation": organisation,
    "media": medium,
    "state": government,
}
