"""The words of a quotation as they count when two outlets' wordings are held side by side.

What only the house style of an outlet decides counts for nothing: case, punctuation, quotation marks, British or American spelling,
contractions ("won't", "will not"), figures ("three", "3"; "per cent", "%"), short forms of a few bodies ("U.S.", "United States").
Each word keeps its place in the text, so that what is shown is always verbatim. Nothing here knows a language but English: in
others words are compared as they stand.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from whoseword.compare._numbers import NUMBER_WORDS, figure, is_figure

_ALIASES: Final = {
    ("united", "states"): "united states", ("united", "kingdom"): "united kingdom", ("united", "nations"): "united nations",
    ("european", "union"): "european union", ("per", "cent"): "percent",
}  # fmt: skip
_SHORT: Final = {
    "US": "united states", "USA": "united states", "UK": "united kingdom", "UN": "united nations", "EU": "european union",
}  # fmt: skip
_CONTRACTED: Final = {
    "won't": ("will", "not"), "can't": ("can", "not"), "cannot": ("can", "not"), "shan't": ("shall", "not"), "ain't": ("is", "not"),
    "let's": ("let", "us"), "gonna": ("going", "to"), "gotta": ("got", "to"), "wanna": ("want", "to"), "'em": ("them",),
    "'cause": ("because",), "'til": ("until",), "y'all": ("you", "all"),
}  # fmt: skip
_ENDINGS: Final = {"'ll": "will", "'re": "are", "'ve": "have", "'m": "am", "'d": "would"}
_IS_WORDS: Final = "he she it that this there here what who where how when everybody everyone"
_IS: Final = frozenset(_IS_WORDS.split())
_SPELLED: Final = {
    "centre": "center", "centres": "centers", "theatre": "theater", "theatres": "theaters", "metre": "meter", "metres": "meters",
    "kilometre": "kilometer", "kilometres": "kilometers", "litre": "liter", "litres": "liters", "fibre": "fiber", "calibre": "caliber",
    "defence": "defense", "offence": "offense", "offences": "offenses", "licence": "license", "pretence": "pretense", "grey": "gray",
    "programme": "program", "programmes": "programs", "cheque": "check", "cheques": "checks", "ageing": "aging", "tyre": "tire",
    "judgement": "judgment", "sceptical": "skeptical", "sceptic": "skeptic", "sceptics": "skeptics", "plough": "plow",
    "catalogue": "catalog", "dialogue": "dialog", "analogue": "analog", "towards": "toward", "amongst": "among", "whilst": "while",
    "learnt": "learned", "burnt": "burned", "spelt": "spelled", "dreamt": "dreamed", "ok": "okay", "mr": "mister", "mrs": "missus",
    "aluminium": "aluminum", "mum": "mom", "afterwards": "afterward", "skilful": "skillful", "fulfil": "fulfill", "enrol": "enroll",
}  # fmt: skip
_OUR: Final = r"(behavi|col|endeav|fav|harb|hon|hum|lab|neighb|rum|sav|splend|tum|vap|val|vig|arm|cand)our"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a wording: what it counts as, and where it stands; parts of a contraction stand in one place.

    `first` is true where a sentence may begin with it, `named` where it has a capital that no beginning explains, `bracketed` where the outlet marks it as its
    own, `after` is the punctuation that ends a clause before it ("" for none).
    """

    norm: str
    start: int
    end: int
    first: bool = False
    named: bool = False
    bracketed: bool = False
    after: str = ""


@functools.lru_cache(maxsize=8192)
def wording(text: str) -> tuple[Word, ...]:
    """The words of a text in order.

    >>> [w.norm for w in wording("We won't favour 3 per cent, U.S.")]
    ['we', 'will', 'not', 'favor', '3', 'percent', 'united states']
    """
    return tuple(_joined(list(_single(text))))


def loud(text: str) -> bool:
    """Whether a text is printed in capitals, so that a capital says nothing of a word."""
    letters = [sign for sign in text if sign.isalpha()]
    return sum(sign.isupper() for sign in letters) > len(letters) / 2


def _single(text: str) -> Iterator[Word]:
    shouted, last = loud(text), 0
    brackets = [match.span() for match in _brackets().finditer(text)]
    for match in _token().finditer(text):
        gap = text[last : match.start()]
        first = not text[:last].strip() or bool(_ending().search(gap))
        clause = "." if first else ("," if _clause().search(gap) else "")
        raw = match.group()
        named = raw[0].isupper() and not first and not shouted and raw not in {"I", "O"} and not raw.startswith(("I'", "I’"))
        within = any(start < match.start() < end for start, end in brackets)
        for number, norm in enumerate(_norms(raw)):
            yield Word(
                norm, match.start(), match.end(), first=first and not number, named=named, bracketed=within,
                after="" if number else clause,
            )  # fmt: skip
        last = match.end()


def _norms(raw: str) -> tuple[str, ...]:
    bare = raw.replace(".", "") if re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]?", raw) else raw
    if bare in _SHORT:
        return (_SHORT[bare],)
    word = bare.casefold().replace("’", "'").replace("ʼ", "'")
    if word in _CONTRACTED:
        return _CONTRACTED[word]
    if word.endswith("n't"):
        return (word[:-3], "not")
    for ending, full in _ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending):
            return (word[: -len(ending)], full)
    if word.endswith("'s") and word[:-2] in _IS:
        return (word[:-2], "is")
    return (_spelled(word),)


@functools.lru_cache(maxsize=65_536)
def _spelled(word: str) -> str:
    """One spelling for British and American ones; two different words never become one but where one of them is no word."""
    word = _SPELLED.get(word, word)
    if word == "%":
        return "percent"
    if word[0].isdigit():
        return figure(word)
    word = re.sub(_OUR, r"\1or", word)
    word = re.sub(r"(?<=\w{3})([iy])s(e[ds]?|ing|ation|ations|er|ers)$", r"\1z\2", word)
    return re.sub(r"(?<=\w{2}[aeo])ll(ed|ing|ers?|ors?|ous)$", r"l\1", word)


def _joined(words: list[Word]) -> Iterator[Word]:
    """The words, those that count as one (a figure in several words, a body's long name) made one."""
    place = 0
    while place < len(words):
        word = words[place]
        pair = tuple(w.norm for w in words[place : place + 2])
        if pair in _ALIASES:
            yield _over(words[place : place + 2], _ALIASES[pair])
            place += 2
        elif word.norm in NUMBER_WORDS or word.norm[:1].isdigit():
            last = place + 1
            while last < len(words) and not words[last].after and is_figure(w.norm for w in words[place : last + 1]):
                last += 1
            yield _over(words[place:last], figure(" ".join(w.norm for w in words[place:last])))
            place = last
        else:
            yield word
            place += 1


def _over(words: list[Word], norm: str) -> Word:
    one = words[0]
    return Word(norm, one.start, words[-1].end, first=one.first, named=one.named, bracketed=one.bracketed, after=one.after)


@functools.cache
def _token() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:[^\W\d_]\.)+[^\W\d_]\b\.?|\d+(?:[.,]\d+)*(?:st|nd|rd|th)?\b|'(?:em|cause|til)\b|[^\W_]+(?:['’ʼ][^\W_]+)*|%"
    )


@functools.cache
def _brackets() -> re.Pattern[str]:
    """What an outlet puts in for its own: a few words, and the bracket is closed."""
    return re.compile(r"\[[^\[\]]{1,100}\]")


@functools.cache
def _ending() -> re.Pattern[str]:
    return re.compile(r"[.!?:…\n\"“”„«»]|\[\s*$")


@functools.cache
def _clause() -> re.Pattern[str]:
    return re.compile(r"[,;()—–]|\s-\s|--")
