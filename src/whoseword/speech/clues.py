"""What an attribution shows of its act: named clues, each true or absent, for the fitted weights of `acts`.

The clues come from the rules (what the cue names, which pattern the content fits), from the words of the cue, from
how the content opens and from what sort of source there is. A clue `x@act` says that `x` points at that act. The
words of a content are never clues by themselves: there are too many, and they belong to their news.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from whoseword.records import Attribution, Span
from whoseword.speech.judging import weigh
from whoseword.speech.lexicon import PLAIN, act_named, lemma
from whoseword.speech.rules import Judged, cue_lemmas, judge, patterns_in

_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[?!]")
# How much of a content is looked at for patterns (code points), and for the words of its clause; tuned by
# cross-validation on the speakers train split, 2026-11-23, and watched by tests/unit/test_rules_shared.py.
_LOOK: Final = 400
_CLAUSE: Final = 14
# The rules that speak only where the cue leaves the act to what is said.
_LEFT_OPEN: Final = ("content", "plain", "question")
_FILLERS_WORDS: Final = "that well and but now so look yes no oh okay also then because i-think i-believe"
_FILLERS: Final = frozenset(_FILLERS_WORDS.split())
_SUBJECTS: Final[dict[str, str]] = {
    **dict.fromkeys(("i", "i'm", "i'll", "i'd", "i've"), "i"),
    **dict.fromkeys(("we", "we're", "we'll", "we'd", "we've", "let's", "let"), "we"),
    **dict.fromkeys(("he", "she", "he's", "she's", "he'll", "she'll", "he'd", "she'd"), "he"),
    **dict.fromkeys(("they", "they're", "they'll", "they'd", "they've"), "they"),
    **dict.fromkeys(("it", "it's", "it'll", "this", "that's", "these", "those", "there", "there's"), "it"),
    **dict.fromkeys(("you", "you're", "you'll", "you've", "your"), "you"),
    **dict.fromkeys(("his", "her", "their", "its"), "theirs"),
    **dict.fromkeys(("my", "our"), "ours"),
    **dict.fromkeys(("the", "a", "an", "any", "all", "some", "every", "no", "many", "most"), "the"),
    **dict.fromkeys(("who", "what", "why", "when", "where", "how", "whether", "which"), "wh"),
    **dict.fromkeys(("if", "unless", "as", "while", "until", "once", "after"), "if"),
    **dict.fromkeys(("to",), "to"),
    **dict.fromkeys(("for", "of", "on", "in", "with", "against", "about", "at", "by", "from", "into", "as"), "of"),
    **dict.fromkeys(("not", "never", "don't", "nothing", "nobody"), "not"),
}
_MODALS: Final = re.compile(
    r"(?P<will>\b(?:will|going to|gonna|set to|about to)\b|['’]ll\b)|(?P<would>\bwould\b|['’]d\b)|(?P<should>\b(?:should|ought to)\b)|"
    r"(?P<must>\b(?:must|needs? to|ha(?:s|ve|d) to|got to|needs?)\b)|(?P<could>\b(?:could|may|might|can)\b)|"
    r"(?P<want>\b(?:wants?|wanted|hopes?|hoped|plans?|planned|intends?|intended|like to)\b)|(?P<past>\b(?:was|were|had|did)\b)"
)
_NOT: Final = re.compile(r"\b(?:not|never|no|cannot)\b|n['’]t\b")
# Somebody else is spoken of: a pronoun of the third person, you, or a name.
_OTHERS: Final = re.compile(
    r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Hh]im|[Tt]hey|[Tt]heir|[Yy]ou|[Yy]our)\b|(?<=[a-z,] )[A-Z][a-z]+"
)
_SOURCES: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("document", re.compile(r"(?i)\b(?:polls?|surveys?|data|reports?|stud(?:y|ies)|analysis|documents?|e?mails?|records?|figures|results|returns|research|articles?|letter|transcript|book|memos?|statement|account)\b")),
    ("court", re.compile(r"(?i)\b(?:courts?|judges?|panel|tribunal|jury|prosecutors?|ruling|police)\b")),
    ("many", re.compile(r"(?i)\b(?:percent|voters|republicans|democrats|people|americans|supporters|critics|residents|those|many|most|some)\b")),
    ("media", re.compile(r"\b(?:Times|Post|Journal|News|CNN|CBS|NBC|ABC|BBC|Fox|Reuters|Politico|POLITICO|Guardian|Tribune|Herald|Press|AP|[Rr]eporters?|[Mm]agazine|[Nn]ewspapers?|[Mm]edia|[Oo]utlets?)\b")),
    ("office", re.compile(r"(?i)\b(?:officials?|spokes\w+|department|government|administration|agency|ministry|office|authorities|commission|council)\b")),
    ("pronoun", re.compile(r"(?i)^\W*(?:he|she|they|it|who|that|which)\W*$")),
    ("own", re.compile(r"(?i)^\W*(?:i|we|my|our|you|us)\b")),
    ("possessive", re.compile(r"(?:['’]s?|\b[Hh]is|\b[Hh]er|\b[Tt]heir|\b[Ii]ts)\W*$")),
)  # fmt: skip


def clues(text: str, attribution: Attribution) -> tuple[str, ...]:
    """The names of the clues that an attribution shows, each once, in a fixed order."""
    judged = judge(text, attribution)
    content = " ".join(span.text for span in attribution.content)
    found = [
        "always",
        *_judged(judged),
        *_cue(attribution.cue, judged),
        *_content(attribution, content, judged),
        *_source(" ".join(span.text for span in attribution.source)),
    ]
    return tuple(dict.fromkeys(found))


def _judged(judged: Judged) -> Iterator[str]:
    """What the rules say, and by which of them."""
    yield f"rule@{judged.act}"
    yield f"{judged.how}@{judged.act}"
    yield f"how={judged.how}"


def _cue(cue: Sequence[Span], judged: Judged) -> Iterator[str]:
    line = " ".join(span.text for span in cue)
    words = cue_lemmas(line)
    yield f"cue length={min(len(words), 5)}"
    yield "cue=" + "_".join(words[:5])
    for word in words:
        yield f"cue has={word}"
    for one, other in zip(("^", *words), (*words, "$"), strict=True):
        yield f"cue pair={one}_{other}"
    for word in words:
        if (act := act_named(word)) and word not in PLAIN:
            yield f"named@{act}"
            yield f"named {judged.how}@{act}"
    if _NOT.search(line):
        yield "cue negated"


def _content(attribution: Attribution, content: str, judged: Judged) -> Iterator[str]:
    plain = "plain" if judged.how in _LEFT_OPEN else "other"
    yield f"quoted={judged.quoted}"
    look = content[:_LOOK]
    for act in patterns_in(look):
        yield f"pattern@{act}"
        yield f"pattern {plain}@{act}"
    yield from _judging(look, plain)
    words = [lemma(w.lower().replace("’", "'")) for w in _WORD.findall(look)]
    yield f"length={_size(len(words))}"
    for place, word in enumerate(words[:2]):
        yield f"opens {place}={word}"
        yield f"{plain} opens {place}={word}"
    clause = _clause(look)
    yield f"{plain} {clause}"
    yield clause
    if "?" in content:
        yield f"{plain} asks"
    if "!" in content:
        yield f"{plain} exclaims"
    if re.search(r"\d", look):
        yield f"{plain} number"
    if re.search(r"%|\bper ?cent\b", look):
        yield f"{plain} share"
    first = min((s.start for s in attribution.cue), default=0)
    yield f"cue first={bool(attribution.content) and first < attribution.content[0].start}"


def _judging(look: str, plain: str) -> Iterator[str]:
    """How much blame and praise the content holds, and whether of somebody else."""
    blame, praise = weigh(look)
    whom = "other" if _OTHERS.search(look) else "none"
    yield f"{plain} blame={min(blame, 3)} of {whom}"
    yield f"{plain} praise={min(praise, 3)} of {whom}"
    yield f"{plain} leans={(blame > praise) - (praise > blame)} of {whom}"
    yield f"{plain} heavily={min(10 * blame // (1 + len(look) // 6), 3)}"


def _clause(content: str) -> str:
    """The subject of the first clause and its modal, in classes: `i will`, `name should not`."""
    found = _WORD.findall(content)
    words = [w.lower().replace("’", "'") for w in found]
    at = 0
    while at < min(len(words) - 1, 4) and (words[at] in _FILLERS or words[at : at + 2] in (["i", "think"], ["i", "believe"])):
        at += 2 if words[at] == "i" else 1
    subject = _SUBJECTS.get(words[at]) if words else "none"
    if subject is None:
        subject = "name" if found[at][0].isupper() and (at > 0 or found[at][1:2].islower()) else "word"
    clause = " ".join(words[at : at + _CLAUSE])
    modal = _MODALS.search(clause)
    near = clause[: modal.end() + 8] if modal else clause[:20]
    return f"clause={subject} {modal.lastgroup if modal else 'plain'}{' not' if _NOT.search(near) else ''}"


def _size(words: int) -> str:
    return next((str(most) for most in (1, 3, 6, 12, 25, 50) if words <= most), "more")


def _source(source: str) -> Iterator[str]:
    if not source.strip():
        yield "no source"
        return
    for name, pattern in _SOURCES:
        if pattern.search(source):
            yield f"source={name}"
