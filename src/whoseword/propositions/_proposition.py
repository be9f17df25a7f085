"""What a statement says, clause by clause, so that two statements can be held against each other.

A proposition has the concepts of one clause, whether it affirms or denies them, and in which mood: a fact, a wish, a plan or a view
of something. It is got from the words alone: no grammar is parsed, so that a denial may be taken to reach further than it does.
"""

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from whoseword.propositions._quantities import Quantity, quantities, years
from whoseword.propositions._tokens import Token, months, named_in, tokens
from whoseword.records import Span, Statement

Mood = Literal["fact", "wish", "plan", "view"]

# How many telling words after a negation it reaches: `did not strike the turbine hall` denies the strike and not the hall,
# `no shell fell` may be held against either.
_REACH_OF_VERB, _REACH_OF_NOUN = 1, 2
# Concepts of a clause's beginning that the next clause's `it` or `they` stands for.
_SUBJECT: Final = 2
_COUNTED: Final = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
# Stands for who speaks where that is not known.
UNNAMED: Final = "~"
_DENIERS: Final = frozenset({"deny", "reject", "refuse"})
_WISHES: Final = frozenset({"demand", "request", "propose", "hope"})
_PLANS: Final = frozenset({"intend", "promise", "threaten", "refuse", "accept"})
_GOOD: Final = frozenset({"welcome", "praise", "accept", "congratulate"})
_BAD: Final = frozenset({"criticise", "reject", "refuse"})


@dataclass(frozen=True, slots=True)
class Proposition:
    """One clause of a statement.

    `concepts` are its telling words in order, as concepts or stems; `plus` and `minus` are those that have an opposite, by the side on which they are. `weak`
    are those that say little. `names` are keys of the proper names in it, `subject` of those in front. `affirms` is False where it is denied; `reach`
    are the concepts that the denial stands next to, empty where it is of the whole clause. `cause` are the concepts and names of what
    it calls the cause of the rest. `context` are concepts that its pronouns stand for, `own` the keys of the speaker's names where it speaks of `us` or `our` people. `years` are those that it names, `year` the one in which it was said. `span` is where it stands in the article.
    """

    concepts: tuple[str, ...]
    plus: tuple[str, ...]
    minus: tuple[str, ...]
    weak: tuple[str, ...]
    names: tuple[str, ...]
    subject: tuple[str, ...]
    affirms: bool
    mood: Mood
    reach: tuple[str, ...] = ()
    cause: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    years: tuple[int, ...] = ()
    year: int | None = None
    months: tuple[int, ...] = ()
    span: tuple[int, int] = (0, 0)

    @property
    def signs(self) -> dict[str, int]:
        """Of each concept that has an opposite the side on which it is, 1 or -1."""
        return {**dict.fromkeys(self.plus, 1), **dict.fromkeys(self.minus, -1)}


@dataclass(frozen=True, slots=True)
class Reader:
    """What of an article is needed to read its statements: `names` from `names_of`, `own` the keys of who speaks.

    `year` is that of the article; `state` gives a code for a state by any of its words, None for all else.
    """

    names: frozenset[str]
    year: int | None = None
    own: tuple[str, ...] = ()
    state: Callable[[str], str | None] = lambda _: None


def names_of(text: str) -> frozenset[str]:
    """The keys of an article's proper names."""
    return named_in(text)


def propositions(statement: Statement, reader: Reader) -> tuple[Proposition, ...]:
    """The propositions of a statement in the order of its text; none for a question, a condition or what is not known."""
    cue = " ".join(span.text for span in statement.cue)
    if statement.act == "ask" or _unknown().search(cue):
        return ()
    found: list[Proposition] = []
    for span, clause in _clauses(statement.content):
        listed = tokens(clause, reader.names, reader.state)
        if _open().match(clause) or clause.rstrip().endswith("?") or _unknown().search(clause):
            continue
        one = _proposition(statement, cue, clause, listed)
        one = replace(one, years=_years(clause, listed, reader.year), year=reader.year)
        own = (reader.own or (UNNAMED,)) if _speakers().search(clause) else ()
        one = replace(one, own=own, span=span, context=_context(clause, found))
        if one.concepts:
            found.append(one)
    return tuple(found)


def _years(clause: str, listed: Sequence[Token], now: int | None) -> tuple[int, ...]:
    """The years that a clause names, `last year` counted from now."""
    said = _ago().search(clause)
    if said is None or now is None:
        return years(listed)
    back = -1 if said["next"] else _COUNTED.get(said["ago"] or "", 1)
    return (*years(listed), now - back)


def _context(clause: str, before: Sequence[Proposition]) -> tuple[str, ...]:
    """What a clause that begins with a pronoun, or goes on without a subject, is about: the subject of the clause before it."""
    if not before or not _goes_on().match(clause):
        return ()
    last = before[-1]
    return last.context or tuple(c for c in last.concepts if c not in last.weak)[:_SUBJECT]


def _proposition(statement: Statement, cue: str, clause: str, listed: Sequence[Token]) -> Proposition:
    mood = _mood(statement, cue, clause)
    if mood == "view":  # what is welcomed or condemned stands first; the rest says why, or which
        rest = _why().search(clause)
        listed = [t for t in listed if rest is None or t.start < rest.start()]
    judged = _judgement().search(clause) if mood == "fact" else None
    untrue = _untrue().search(clause)
    passed = [m.span() for m in (judged, untrue) if m is not None]  # what says yes or no is no matter of its own
    listed = [t for t in listed if not any(start <= t.start < end for start, end in passed)]
    terms = [t for t in listed if t.term is not None]
    signs = {t.term: t.sign for t in terms if t.term and t.sign}  # the last word for a concept decides
    denials, reach = _denied(clause, listed)
    flips = _flips(statement, cue, mood, denied=bool(denials), ill=-1 in signs.values() or untrue is not None)
    flips += int(untrue is not None) + int(judged is not None and judged["ill"] is not None)
    names = [t.name for t in listed if t.name]
    head = next((i for i, t in enumerate(terms) if not t.weak), len(terms))
    start = terms[head].start if head < len(terms) else len(clause)
    return Proposition(
        concepts=tuple(dict.fromkeys(t.term for t in terms if t.term)),
        plus=tuple(sorted(term for term, sign in signs.items() if sign > 0)),
        minus=tuple(sorted(term for term, sign in signs.items() if sign < 0)),
        weak=tuple(sorted({t.term for t in terms if t.term and t.weak})),
        names=tuple(sorted(set(names))),
        subject=tuple(sorted({t.name for t in listed if t.name and t.start <= start})),
        affirms=(denials + flips) % 2 == 0,
        mood="view" if judged is not None else mood,
        reach=() if flips else reach,
        cause=_cause(cue, clause, listed),
        quantities=quantities(listed),
        months=tuple(sorted(months(t.word for t in listed))),
    )


def _cause(cue: str, clause: str, listed: Sequence[Token]) -> tuple[str, ...]:
    """What a clause names as the cause of something: what stands after `was caused by`, before `caused`, in `blamed the fire on a fuse`."""
    blamed = re.search(r"(?i)\bblam(?:e[sd]?|ing)\b", cue) is not None
    after = re.search(r"(?i)\bon\b", clause) if blamed else _caused_by().search(clause)
    before = (re.search(r"(?i)\bfor\b", clause) if blamed else _causing().search(clause)) if after is None else None
    start, end = (after.end(), len(clause)) if after else (0, before.start() if before else 0)
    part = [t for t in listed if start <= t.start < end]
    return tuple(sorted({one for t in part for one in (t.name, None if t.weak else t.term) if one is not None}))


def _flips(statement: Statement, cue: str, mood: Mood, *, denied: bool, ill: bool) -> int:
    """1 where the act itself denies the content: `denied that …`, `refused to …`, `rejected the plan`."""
    if _calling().search(cue):  # what it is called stands in the content: `called it false` says no by itself
        return int(statement.act in _BAD and not ill)
    if _denying().search(cue):
        return 1
    if _approving().search(cue):
        return 0
    if mood == "view":
        return int(statement.act in _BAD)
    return int(statement.act in _DENIERS and not denied and not _saying().search(cue))


def _mood(statement: Statement, cue: str, clause: str) -> Mood:
    if _must().search(clause):
        return "wish"
    if _future().search(clause):
        return "plan"
    if _saying().search(cue):
        return "fact"
    to_do = re.match(r"(?i)\W*(?:\w+ ){0,5}?to [a-z]", clause) is not None
    if statement.act in _WISHES:
        return "wish"
    if statement.act in _PLANS and to_do:
        return "plan"
    head = re.split(r"(?i)\b(?:that|which|who|whom)\b", clause, maxsplit=1)[0]  # a relative clause has a verb, too
    nominal = bool(head.strip()) and not _finite().search(head)
    return "view" if statement.act in _GOOD | _BAD and nominal else "fact"


def _denied(clause: str, listed: Sequence[Token]) -> tuple[int, tuple[str, ...]]:
    """How many negations a clause has, and the concepts that they stand next to."""
    found = [m for m in _negation().finditer(clause) if not _no_negation().match(clause, m.start())]
    reach: list[str] = []
    for match in found:
        after = [t for t in listed if t.term and t.start >= match.end() and not t.weak]
        weak = [t for t in listed if t.term and t.start >= match.end()]
        before = [t for t in listed if t.term and t.start < match.start()]
        most = _REACH_OF_NOUN if _of_noun().match(clause, match.start()) else _REACH_OF_VERB
        reach += [t.term for t in (after or weak)[:most] or before[-most:] if t.term]
    return len(found), tuple(dict.fromkeys(reach))


def _clauses(content: Sequence[Span]) -> Iterator[tuple[tuple[int, int], str]]:
    """The clauses of a content and where they stand: at ends of sentences, and where a new subject or `but` begins another."""
    for span in content:
        start = 0
        for match in (*_border().finditer(span.text), None):
            asked = match is not None and match[0] == "?"  # the mark stays with its question
            end = len(span.text) if match is None else match.end() if asked else match.start()
            if span.text[start:end].strip():
                yield (span.start + start, span.start + end), span.text[start:end]
            start = match.end() if match else end


@functools.cache
def _ago() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b(?:last year|(?P<next>next year)|(?P<ago>{'|'.join(_COUNTED)}) years? ago)\b")


@functools.cache
def _border() -> re.Pattern[str]:
    return re.compile(
        r"\?|(?<!\b(?:Mr|Ms|Dr|St|Jr|Sr|Lt|No|vs))(?<!\b(?:Mrs|Gov|Sen|Rep|Gen|Col|Sgt|Cie))(?<=[^\W\d_]{2})[.!;:]+[”\"’']*\s+|\s+[–—]\s+|,?\s+(?:but|whereas|although|though)\s+|,?\s+and\s+that\s+|,\s+(?=whatever\b)|"
        r",\s+(?=(?:there|it|he|she|they|we|I|that|this)\s)|,?\s+and\s+(?=(?:(?:it|he|she|they|we|I)|(?:must|will|would|should|is|are|was|were|has|have|had|did|does|can|could))\s)"
    )


@functools.cache
def _caused_by() -> re.Pattern[str]:
    return re.compile(
        r"(?i)\b(?:(?:caused|triggered|sparked|started|brought (?:on|about)|set off) by|due to|because of|(?:the )?result of|down to|owing to|came from)\b"
    )


@functools.cache
def _causing() -> re.Pattern[str]:
    return re.compile(
        r"(?i)\b(?:(?:had |has |have )?(?:caused|triggered|sparked|brought (?:on|about)|set off)(?! by)|(?:is|are|was|were) (?:\w+ )?(?:to blame|responsible|behind|the cause))\b"
    )


@functools.cache
def _untrue() -> re.Pattern[str]:
    """That something is not so, said of what was said."""
    return re.compile(
        r"(?i)\b(?:(?:is|are|was|were|be|been|as) (?:\w+ )?)?(?:(?:a|an|pure|outright|simply|complete) (?:\w+ )?)?"
        r"(?:false|untrue|baseless|groundless|unfounded|nonsense|lies?|fabrications?|inventions?|invented|fairy tales?|myth|hoax|slander|smear|propaganda|fiction|fantasy)\b"
    )


@functools.cache
def _judgement() -> re.Pattern[str]:
    """A judgement that stands at the end of its clause, ill or good: `the deal is a disgrace`."""
    ill = "mistake|wrong|disaster|disgrace|shame|scandal|betrayal|surrender|outrage|setback|catastrophe|insult|farce|crime|step back\\w*|error|disappointment|blunder"
    good = "right|triumph|victory|success|breakthrough|milestone|blessing|step forward|step in the right direction|good news|the best|achievement|relief"
    return re.compile(rf"(?i)\b(?:is|are|was|were|as|been|be) (?:[\w-]+ ){{0,3}}?(?:(?P<ill>{ill})|(?P<good>{good}))\b")


@functools.cache
def _why() -> re.Pattern[str]:
    return re.compile(
        r"(?i)(?<=\w)(?<!proposal)(?<!plan)(?<!plans)(?<!call)(?<!calls)(?<!demand)(?<!demands)(?<!bid)(?<!request)(?<!appeal)(?<!offer)\W+(?:that|which|who|whom|as|for|because|over|,)\b"
    )


@functools.cache
def _goes_on() -> re.Pattern[str]:
    return re.compile(
        r"(?i)\W*(?:that )?(?:it|they|he|she|this|these|those|must|will|would|should|is|are|was|were|has|have|had|did|does|can|could)\b"
    )


@functools.cache
def _open() -> re.Pattern[str]:
    """A condition or a question, which says nothing of what is so."""
    return re.compile(r"(?i)\W*(?:(?:and|but|or) )?(?:if|unless|whether|in case|why|how|who|what (?:if|would))\b")


@functools.cache
def _unknown() -> re.Pattern[str]:
    return re.compile(
        r"(?i)\b(?:not|n['’]t|cannot|never|too (?:early|soon) to|unable to) (?:yet )?(?:know|say|tell|sure|certain|confirm|verify|clear|comment|been (?:confirmed|established))\b|"
        r"\b(?:unclear|unknown|to comment|no (?:comment|idea))\b"
    )


@functools.cache
def _negation() -> re.Pattern[str]:
    return re.compile(
        r"(?i)\b(?:not|cannot|never|no one|no|none|nobody|nothing|neither|hardly|nowhere|den(?:y|ies|ied|ying)|"
        r"(?:refus(?:e[sd]?|ing)|declin(?:e[sd]?|ing)|fail(?:s|ed|ing)?)(?= to\b))(?![\w’'])|n['’]t\b"
    )


@functools.cache
def _of_noun() -> re.Pattern[str]:
    return re.compile(r"(?i)no\b|none\b|no one\b|nobody\b|nothing\b|neither\b|not (?:a|an|one|any|a single)\b")


@functools.cache
def _no_negation() -> re.Pattern[str]:
    """Words that look like a denial and are none."""
    return re.compile(
        r"(?i)not (?:only|just|merely|simply|least|to mention)\b|no (?:more|less|fewer) than\b|no (?:doubt|matter|wonder)\b|nothing but\b|or not\b|not\s*$|no\W*$|nowhere near\b"
    )


@functools.cache
def _denying() -> re.Pattern[str]:
    return re.compile(
        r"(?i)\b(?:den(?:y|ies|ied|ying|ial|ials)|reject\w*|refus\w+|dismiss\w*|refut\w+|rul(?:e[sd]?|ing) out|disput\w+|rebuff\w*|declin\w+|condemn\w*|oppos(?:e[sd]?|ing)|denounc\w+|"
        r"criti\w+|(?:not|n['’]t|never) (?:\w+ )?(?:agree|accept|want|intend|plan|promise)\w*|against)\b"
    )


@functools.cache
def _calling() -> re.Pattern[str]:
    return re.compile(r"(?i)\b(?:call(?:s|ed|ing)?(?! (?:up)?on| for)|describ\w+|brand\w*|label\w*|dubb?\w*|term(?:s|ed))\b")


@functools.cache
def _approving() -> re.Pattern[str]:
    return re.compile(r"(?i)\b(?:welcom|prais|hail|applaud|support|back|endors|approv|accept|thank)\w*")


@functools.cache
def _speakers() -> re.Pattern[str]:
    """Words for what is the speaker's: who `we` are stands in no name."""
    return re.compile(r"(?i)\b(?:we|us|ours?|my|I|his|hers?|its|theirs?|he|she|they)\b")


@functools.cache
def _saying() -> re.Pattern[str]:
    return re.compile(
        r"(?i)\b(?:sa(?:id|ys?|ying)|told|tells?|add(?:ed|s)|stat(?:ed|es)|according|wr(?:ote|ites)|claim(?:ed|s)?|insist(?:ed|s)?|declar(?:ed|es)|stress\w*|not(?:ed|es)|repeat\w*|confirm\w*|maintain\w*)\b"
    )


@functools.cache
def _must() -> re.Pattern[str]:
    return re.compile(
        r"(?i)\b(?:must|should|cannot|can['’]t|may not|ought to|ha(?:s|ve|d) to|needs? to|let us|"
        r"(?:no (?:need|reason|plans?|intention)|not (?:willing|prepared|ready)) (?:to|for|of))\b"
    )


@functools.cache
def _future() -> re.Pattern[str]:
    return re.compile(
        r"(?i)\b(?:will|would|shall|won['’]t|going to|plan(?:s|ned)? to|intend(?:s|ed)? to|(?:refus|declin)ed? to|ready to|about to)\b|\w['’]ll\b"
    )


@functools.cache
def _finite() -> re.Pattern[str]:
    return re.compile(r"(?i)\b(?:is|are|was|were|has|have|had|will|would|did|does|can|could|must|should)\b")
