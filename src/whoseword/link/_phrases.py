"""A source phrase taken apart: its determiner, head noun, owner and what follows, and the kind of thing its head names.

English noun phrases as news writes them, by word lists and word order; no parser. What it cannot tell is "unknown".
"""

import re
from dataclasses import dataclass
from typing import Literal

from whoseword.link import _words as w

Kind = Literal["person", "anonymous", "group", "document", "organisation", "media", "state", "unknown"]

_SPACES = re.compile(r"[\s\xa0]+")
_EDGES = " \t\n\xa0,;:.\"“”'‘`-–—"
_ASIDE = re.compile(
    r"\s*(?:,(?!\d)|;|\(|--|—|\s–\s|\bwho\b|\bwhich\b|\bthat\b|\bwhose\b|\bwhom\b|\bwhere\b|\bwhen\b).*", re.DOTALL
)
_AFTER_MARK = re.compile(r"\s*(?:,(?!\d)|;|\(|(?:--|—|\s–\s)(?!\s*and\b)).*", re.DOTALL)
_PASSED_ON = re.compile(r"\s+(?:cited|quoted|interviewed) by\b.*", re.DOTALL)
_LIST = re.compile(r"[^,]{3,40}(?:,[^,]{3,40})+,? and [^,]{3,40}")
_POSSESSIVE = re.compile(r"^(.+?)\s?(?:['’]s|(?<=s)['’](?=\s))\s+(.+)$")
_WORD = re.compile(r"[^\W_]+(?:[-.'’&/][^\W_]+)*\.?")
_PARTICIPLE = re.compile(
    r"(?:[a-z]+(?:ing|ed)|known|led|run|held|made|sent|given|seen|close|familiar|alike|responsible|involved|present|aligned|released|published|taken|done|shown|written|here|there|elsewhere|today|now|alone)"
)
_NOT_PARTICIPLE = w.word_set(
    "building meeting ruling filing united polling king wing thing being red feed seed hundred sacred wounded undecided registered"
)
_LEADING = re.compile(
    r"^(?:according to|by|from|in|per|both|at least|virtually|even|only|just|and|but|as|on)\s+", re.IGNORECASE
)
_ALONE = w.word_set("everyone everybody someone somebody anyone anybody nobody those")
_LATER = w.word_set("this last next that earlier late")
_IRREGULAR_PLURALS = w.word_set(
    "people men women children police media data spokesmen spokeswomen lawmakers congressmen businessmen folks clergy"
)
_SINGULAR_IN_S = w.word_set(
    "congress press news politics congress campus census corps success process business series analysis basis crisis bus status consensus kansas texas "
    "illinois arkansas boss loss class access progress witness address actress hostess waitress mistress princess caucus nexus this his its us"
)
_HUMAN_ENDINGS = ("er", "or", "ist", "man", "woman", "ian", "ant", "ee", "crat", "ive", "eer", "ess", "ent", "ate")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: all of it in one line, and its parts. `head` is lower case, `owner` keeps its capitals."""

    text: str
    core: str
    determiner: str | None
    modifiers: tuple[str, ...]
    head: str
    plural: bool
    owner: str | None
    after: str

    @property
    def definite(self) -> bool:
        """Whether it points back at something already named: the, this, that, these, those."""
        return self.determiner in {"the", "this", "that", "these", "those"}

    @property
    def indefinite(self) -> bool:
        """Whether it brings in someone new: a, an, one, another, any, no."""
        return self.determiner in {"a", "an", "one", "another", "any", "no", "some"}


def one_line(text: str) -> str:
    """The text in one line, without the marks and function words at its edges."""
    line = _SPACES.sub(" ", text).strip(_EDGES)
    line = line.removesuffix(" 's").removesuffix("'s").removesuffix("’s")
    shorter = _LEADING.sub("", line)
    return shorter if shorter[:1].isalnum() else line


def parse(text: str) -> Phrase | None:
    """The parts of a source phrase; None where it holds no word."""
    line = one_line(text)
    main = _ASIDE.sub("", line) or line
    owner = None
    possessive = _POSSESSIVE.match(main)
    rest = main
    if possessive and not _before_preposition(possessive[1]):
        owner, rest = possessive[1], possessive[2]
    tokens = _WORD.findall(rest)
    if not tokens:
        return None
    stop = _head_end(tokens)
    segment = tokens[:stop]
    determiner = segment[0].casefold() if segment[0].casefold() in w.DETERMINERS | w.QUANTIFIERS and len(segment) > 1 else None
    if owner is None and segment[0].casefold() in w.DETERMINERS:
        determiner = segment[0].casefold()
    head = segment[-1].casefold().rstrip(".")
    body = segment[1:-1] if determiner else segment[:-1]
    after = " ".join(tokens[stop:])
    return Phrase(line, " ".join(segment), determiner, tuple(body), head, is_plural(head), owner, after)


def _before_preposition(owner: str) -> bool:
    """Whether the would-be owner belongs to a part behind a preposition ("spokesman for Trump's campaign")."""
    words = [word.casefold() for word in owner.split()]
    return any(word in w.PREPOSITIONS for word in words[1:])


def _head_end(tokens: list[str]) -> int:
    """Where the words up to the head noun end: before the first preposition, participle or verb."""
    if tokens[0].casefold() in _ALONE:
        return 1
    for i, token in enumerate(tokens):
        if i == 0:
            continue
        if token in w.PREPOSITIONS or token in w.BE or (token in _LATER and i > 1):
            return i
        if token == "and" and (  # noqa: S105 - a word of the text
            is_plural(tokens[i - 1].casefold())
            or noun_kind(tokens[i - 1].casefold(), plural=False) == "person"
            or i + 1 == len(tokens)
        ):
            return i
        if token.endswith("ed") and tokens[i + 1 : i + 2] == ["by"]:
            return i
        if (
            i > 1
            and token.islower()
            and _PARTICIPLE.fullmatch(token)
            and token not in _NOT_PARTICIPLE
            and not _follows_adjective(tokens, i)
        ):
            return i
        if (
            i == 1
            and token.islower()
            and _PARTICIPLE.fullmatch(token)
            and is_plural(tokens[0].casefold())
            and token not in _NOT_PARTICIPLE
        ):
            return i
    return len(tokens)


def _follows_adjective(tokens: list[str], i: int) -> bool:
    """Whether a participle stands before its noun ("a leaked internal letter", "leading Republicans")."""
    before = tokens[i - 1].casefold()
    if before in w.DETERMINERS or before in w.QUANTIFIERS:
        return True
    return i + 1 < len(tokens) and noun_kind(before, plural=is_plural(before)) == "unknown"


def is_plural(head: str) -> bool:
    """Whether a noun is a plural, by its ending."""
    if head in _IRREGULAR_PLURALS or (head.endswith("men") and head[:-3] + "man" in w.ROLES | w.ANONYMOUS):
        return True
    return head.endswith("s") and not head.endswith(("ss", "us", "is")) and head not in _SINGULAR_IN_S


def singular(noun: str) -> str:
    """The singular of an English noun, by its ending."""
    if noun in {"people", "children"}:
        return "person"
    if noun.endswith("men"):
        return noun[:-3] + "man"
    if not is_plural(noun):
        return noun
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    if noun.endswith(("ches", "shes", "xes", "sses")):
        return noun[:-2]
    return noun[:-1]


def noun_kind(head: str, *, plural: bool) -> Kind:
    """What sort of source a common noun names."""
    one = singular(head)
    if head in w.ABSTRACT or one in w.ABSTRACT:
        return "unknown"
    if one in w.DOCUMENTS:
        return "document"
    if head in w.ANONYMOUS_PLURAL:
        return "anonymous"
    if head in w.GROUPS:
        return "group"
    if one in w.STATES and not plural:
        return "state"
    if one in w.MEDIA:
        return "media"
    if one in w.ORGANISATIONS:
        return "group" if plural and head != "police" else "organisation"
    if plural:
        return "group"
    if one in w.ANONYMOUS:
        return "anonymous"
    return "person" if one in w.ROLES or one.endswith(_HUMAN_ENDINGS) else "unknown"


def label(phrase: Phrase) -> str:
    """The phrase as a name for someone unnamed: one line, no leading article, without asides; a list stays whole."""
    text = (
        phrase.text
        if _LIST.fullmatch(phrase.text) or ", including " in phrase.text
        else _AFTER_MARK.sub("", phrase.text) or phrase.text
    )
    text = _PASSED_ON.sub("", text)
    first, _, rest = text.partition(" ")
    if first.casefold() in w.ARTICLES and rest:
        text = rest
    elif (
        first[:1].isupper()
        and first[1:].islower()
        and rest
        and (first.casefold() in w.DETERMINERS | w.QUANTIFIERS or first.casefold() in w.NOT_NAMES)
    ):
        text = first.casefold() + " " + rest
    return text.strip(_EDGES)
