"""Which statement answers which: what a denial denies, a rejection rejects, an answer answers.

Rules in an order, from those that the text's own words carry (a noun that says what is answered, and whose) to those that
lean on place and shared words. The first that finds something decides; none of them looks past _FAR.
"""

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from whoseword.propositions import terms
from whoseword.records import Act, Statement
from whoseword.relate.nouns import against_it, called_false, meant, nearest, noun, pointing, someones, subject
from whoseword.relate.words import matter, same_voice, start_of, stems, whole

ANSWERING: Final[frozenset[Act]] = frozenset({"deny", "reject", "refuse", "accept", "confirm", "criticise", "welcome"})
AGAINST: Final[frozenset[Act]] = frozenset({"deny", "reject", "refuse", "criticise"})
_OPPOSING: Final[frozenset[Act]] = AGAINST | {"accuse"}
_ASKING: Final[frozenset[Act]] = frozenset({"ask", "request", "demand", "propose"})
# How far back (code points) an answer may look; set by reading errors on the world dev readings, 2026-11-23.
_FAR: Final = 2500
# Shared stems, and their share of the shorter text, that make an answer: plain opposition needs less than comment does.
_OPPOSING_STEMS: Final = (2, 0.3)
_COMMENTING_STEMS: Final = (3, 0.6)
# How far into a content (code points) its opening goes; how far before an objection its `despite` may stand; how long a
# bare `they disagree` may be; and in how much of a statement a feeling is looked for.
_OPENING, _BEFORE, _FEW, _LEAD = 60, 50, 60, 120
_BRIDGE: Final = 30  # code points between an answer and the words of its own that go on with it
_DAYS: Final = frozenset(
    {"today", "yesterday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "week"}
)


@dataclass(frozen=True, slots=True)
class _Case:
    """A statement that may answer, and what it may answer.

    `ordered` are all of the article's statements, `before` those that stand before it and are not nested with it, `earlier`
    of these the ones of another voice within reach; each in the order of the text. `inside` gives what is nested in what.
    """

    text: str
    statement: Statement
    ordered: Sequence[Statement]
    before: Sequence[Statement]
    earlier: Sequence[Statement]
    inside: Mapping[str, str]

    @property
    def content(self) -> str:
        """The words of the statement's content."""
        return whole(self.statement.content)

    @property
    def words(self) -> str:
        """The words of its cue and content."""
        return whole((*self.statement.cue, *self.statement.content))

    @property
    def answers(self) -> bool:
        """Whether its act is one that answers, or it speaks of a feeling at what it answers."""
        return self.statement.act in ANSWERING or _moved().search(self.words[:_LEAD]) is not None or self.pleads

    @property
    def pleads(self) -> bool:
        """Whether it says that someone is not guilty."""
        return _plea().search(self.words) is not None


def contests(statement: Statement) -> bool:
    """Whether a statement that answers another stands against it: by its act, or by what it says of the other."""
    words = whole((*statement.cue, *statement.content))
    shortly = len(words) <= _FEW and _stand().search(words)
    said = called_false().search(whole(statement.content)) or against_it().match(whole(statement.content))
    moved = _moved().search(words[:_LEAD])
    ill = _outrage().search(whole(statement.cue)) or (moved is not None and moved["ill"])
    return statement.act in AGAINST or bool(shortly or said or ill or _plea().search(words))


def answers(text: str, statements: Sequence[Statement], inside: Mapping[str, str]) -> dict[str, str]:
    """For each statement that answers another, the id of that other; `inside` gives what is nested in what."""
    ordered = sorted(statements, key=lambda s: (start_of(s), s.id))
    found: dict[str, str] = {}
    for index, statement in enumerate(ordered):
        before = [s for s in ordered[:index] if not _related(s, statement, inside)]
        earlier = [s for s in before if start_of(statement) - start_of(s) <= _FAR and not same_voice(s, statement)]
        case = _Case(text, statement, ordered, before, earlier, inside)
        target = next((one for rule in _RULES if (one := rule(case)) is not None), None)
        answered = found.get(before[-1].id) if target is None and before and _goes_on(text, before[-1], statement) else None
        if target is not None or answered is not None:
            found[statement.id] = target.id if target is not None else answered or ""
    return {**_by_own_words(ordered, inside, found), **found}


def _by_own_words(ordered: Sequence[Statement], inside: Mapping[str, str], found: Mapping[str, str]) -> dict[str, str]:
    """`“I am disappointed with the decision …,” Sol said`: who answers in what is said answers by saying it."""
    known = {s.id: s for s in ordered}
    outer: dict[str, str] = {}
    for statement in ordered:
        holder = known.get(inside.get(statement.id, ""))
        target = found.get(statement.id)
        if holder is None or target is None or holder.id in found or target in (holder.id, inside.get(holder.id)):
            continue
        opens = any(0 <= start_of(statement) - span.start <= _OPENING for span in holder.content)
        if opens and same_voice(statement, holder) and not _related(known[target], holder, inside):
            outer.setdefault(holder.id, target)
    return outer


def _goes_on(text: str, before: Statement, statement: Statement) -> bool:
    """`rejected it. “We have never been asked,” he said`: an answer's own words, right behind it, answer the same."""
    if statement.kind != "direct" or statement.act not in {*ANSWERING, "accuse"} or not same_voice(before, statement):
        return False
    end = max((s.end for s in (*before.content, *before.cue, *before.source)), default=0)
    return 0 <= start_of(statement) - end <= _BRIDGE and not _between(text, before, statement)


def _related(one: Statement, other: Statement, inside: Mapping[str, str]) -> bool:
    return _holds(one, other, inside) or _holds(other, one, inside)


def _holds(outer: Statement, inner: Statement, inside: Mapping[str, str]) -> bool:
    seen: set[str] = set()
    parent = inside.get(inner.id)
    while parent is not None and parent not in seen:
        if parent == outer.id:
            return True
        seen.add(parent)
        parent = inside.get(parent)
    return False


def _possessed(case: _Case) -> Statement | None:
    """`criticised Castro's announcement`, `today's decision is an affront`: that of whom, and of what sort."""
    asked = re.match(r"(?i)(?:asked|to comment|comment)", case.words)
    if not case.answers and not asked and not subject().search(case.content):
        return None
    for match in someones().finditer(case.content):
        owner = match.group("owner").lower()
        said = [s for s in case.earlier if owner in f"{s.speaker.name or ''} {whole(s.source)}".lower().split()]
        dated = [s for s in case.before if not same_voice(s, case.statement)] if owner in _DAYS else []
        plain = [s for s in said if s.act == "assert"]
        found = meant(match["noun"], said) or meant(match["noun"], dated) or next(iter(plain), None)
        if found is not None:
            return found
    return None


def _anaphor(case: _Case) -> Statement | None:
    """`a claim denied by X`, `rejected these conditions`, `denied it`: what the content's first words point at."""
    match = pointing().match(case.content)
    taken = case.statement.act in ("accept", "welcome") and (
        match is None or not match["noun"] or _signing().search(case.words)
    )
    against = re.match(r"(?i)\s*against\b", case.content)
    if re.match(r"(?i)\s*that,", case.content):
        return None  # it joins the content to its cue, and stands for nothing
    if match is None or not case.earlier or taken or not (against or case.answers):
        return None  # what is signed or taken is mostly a thing, and no words
    near = [s for s in case.earlier if not _between(case.text, s, case.statement)]
    if match["noun"]:
        return nearest(match["noun"], near) or nearest(match["noun"], case.earlier)
    return (near or case.earlier)[-1]


def _rebutted(case: _Case) -> Statement | None:
    """`said the claims were lies`: whatever the act, a noun for what was said, called untrue."""
    match = called_false().search(case.content)
    if match is None:
        return None
    own = stems(case.content)
    named = [s for s in case.earlier if own & stems(s.speaker.name or "")]
    return meant(match["noun"], named) or meant(match["noun"], case.earlier)


def _called(case: _Case) -> Statement | None:
    """`called the talk about it nonsense`: what was told of by that very noun, called untrue or taken a stand on."""
    match = _opening_noun().match(case.content)
    if match is None or not (case.answers or _nonsense().search(case.content)):
        return None
    noun = stems(match["noun"])
    cued = [s for s in case.earlier if noun and noun <= stems(whole(s.cue))]
    return cued[-1] if cued else None


def _despite(case: _Case) -> Statement | None:
    """`is committed to it, despite objections from B`: what stands around the objection is what is objected to."""
    statement = case.statement
    if statement.act not in _OPPOSING or statement.id not in case.inside:
        return None
    start = statement.cue[0].start if statement.cue else start_of(statement)
    lead = case.text[max(0, start - _BEFORE) : start]
    if not re.search(
        r"(?i)\b(?:despite|in spite of|over|amid|against|notwithstanding|ignoring|defying)\s+(?:[\w-]+\s+){0,3}$", lead
    ):
        return None
    return next((s for s in case.ordered if s.id == case.inside[statement.id] and not same_voice(s, statement)), None)


def _within(case: _Case) -> Statement | None:
    """`denied accusations made by X that …`, `agreed to a request from X`: the answered statement is the one inside, by another voice.

    Saying that someone decided something is no answer to it; taking a stand on it, granting it or weighing it is.
    """
    statement = case.statement
    if not case.answers and (_plain_saying().search(whole(statement.cue)) or not statement.cue):
        return None
    held = [s for s in case.ordered if case.inside.get(s.id) == statement.id and not same_voice(s, statement)]
    head = statement.content[0].start if statement.content else 0
    near = [s for s in held if s.cue and s.cue[0].start - head <= _OPENING and _is_noun(s, answering=case.answers)]
    if near and re.match(r"(?i)(?:decision|announcement|move)", whole(near[0].cue)):
        announced = [
            s
            for s in case.ordered
            if s.act == "announce" and start_of(s) < start_of(statement) and not same_voice(s, statement)
        ]
        return announced[-1] if announced else near[0]
    return near[0] if near else None


def _is_noun(statement: Statement, *, answering: bool) -> bool:
    """Whether the cue names the statement (`accusations`, `made by`), and is no verb in a clause of its own."""
    cue = whole(statement.cue)
    asked = r"(?i)\b(?:request|demand|appeal|plea|offer|proposal|suggestion|invitation|order|ultimatum)s?$"
    if not answering:
        return re.search(asked, cue) is not None
    verb = r"(?i)\b(?:is|are|was|were|has|have|had|will|would|do|does|did|can|could|not)\b|\b(?!charges|claims)(?:\w+[^s]s)$"
    return re.search(asked, cue) is not None or noun().search(cue) is not None or re.search(verb, cue) is None


def _spoken_of(case: _Case) -> Statement | None:
    """`said the ruling was fair`, `the decision was met with outrage`, `will appeal the decision`: of what was said before."""
    match = subject().search(case.content) or against_it().match(case.content)
    if match is None or case.statement.act == "ask":
        return None
    owner = match["owner"] or next(
        iter(re.findall(r"\b[A-Z][\w.]+(?= (?:[\w-]+ )?$)", case.content[: match.start("noun")])), ""
    )
    theirs = [s for s in case.earlier if _is_called(s, owner)] if owner else []
    return meant(match["noun"], theirs) if theirs or match["owner"] else meant(match["noun"], case.earlier)


def _is_called(statement: Statement, name: str) -> bool:
    """Whether a name, or the letters of an acronym, are those of who speaks."""
    speaker = statement.speaker.name or whole(statement.source)
    return stems(name) <= stems(speaker) or name == "".join(re.findall(r"\b[A-Z]", speaker))


def _pleaded(case: _Case) -> Statement | None:
    """`should be declared not guilty`: the latest accusation, or the latest words of those who prosecute."""
    if not case.pleads:
        return None
    charges = [s for s in case.earlier if s.act == "accuse" or _prosecution().search(s.speaker.name or whole(s.source))]
    return charges[-1] if charges else None


def _contrast(case: _Case) -> Statement | None:
    """`While A claimed X, B has denied Y`, `A claimed X. But B denied Y`: another voice's claim, turned against."""
    statement = case.statement
    if statement.act not in AGAINST or not case.earlier:
        return None
    before = case.earlier[-1]
    if statement.act == "criticise" and not stems(case.content) & stems(whole(before.content)):
        return None
    end = max((s.end for s in before.content), default=0)
    bridge = case.text[end : start_of(statement)]
    opening = case.text[max(0, start_of(before) - _OPENING) : start_of(before)]
    if re.search(r"[.!?”\"']\s+(?:But|However,|Yet)\s+(?:[\w'’-]+ ){0,3}$", bridge) and bridge.count("\n") <= 2:
        return before
    joined = "\n" not in bridge and not re.search(r"[.!?][\"”’']*\s", bridge) and len(bridge) <= _OPENING
    turned = re.search(r"(?i)\b(?:while|although|though|whereas)\b[^.!?\n]*$", opening) or re.search(
        r"(?i)\b(?:but|while|although|though|whereas)\b", bridge
    )
    return before if joined and turned else None


def _of_the_speaker(case: _Case) -> Statement | None:
    """`rejected the court's jurisdiction` right after the court spoke: an answer that names who spoke last."""
    if not (case.statement.act in _OPPOSING or _lacking().search(case.content)) or not case.earlier:
        return None
    own = stems(case.content)
    last = case.earlier[-1]
    named = last.speaker.name or whole(last.source)
    name, head = stems(named), stems(named.split()[-1] if named else "")
    called = head and head <= own and len(name & own) >= max(1, len(name) - 1)
    return last if called and not _between(case.text, last, case.statement) else None


def _same_matter(case: _Case) -> Statement | None:
    """The latest earlier statement of another voice whose words an answer takes up."""
    statement = case.statement
    if not case.answers:
        return None
    least, share = _OPPOSING_STEMS if statement.act in ("deny", "reject") else _COMMENTING_STEMS
    own = terms(case.content)
    best: tuple[float, Statement] | None = None
    # Two denials of one claim stand side by side: the later one answers the claim, not the other denial.
    for other in (s for s in case.earlier if s.act != statement.act):
        theirs = terms(whole(other.content))
        shared = len(own & theirs)
        score = shared / max(1, min(len(own), len(theirs)))
        if shared >= least and score >= share and (best is None or score >= best[0]):
            best = (score, other)
    return best[1] if best else None


def _granted(case: _Case) -> Statement | None:
    """`were told to sign a paper … have refused to sign it`: granted or refused is what was asked for just before, in its words."""
    if case.statement.act not in ("accept", "refuse", "reject"):
        return None
    own = matter(case.content)
    near = [s for s in reversed(case.earlier) if not _between(case.text, s, case.statement)]
    asked = [s for s in near if s.act in ("demand", "request", "propose") and own & matter(whole(s.content))]
    doing = re.match(r"(?i)\W*to ([a-z]{3,})\b", case.content)
    same = [s for s in near if doing and re.search(rf"(?i)\bto {doing[1]}\b", whole(s.content))]
    return next(iter((*asked, *same)), None)


def _when_asked(case: _Case) -> Statement | None:
    """`“…,” Sol said when asked about it`: the question that stands behind its answer."""
    if case.statement.act == "ask" or not case.statement.cue:
        return None
    end = case.statement.cue[-1].end
    after = [s for s in case.ordered if s.act == "ask" and s.cue and 0 <= s.cue[0].start - end <= _BEFORE]
    behind = [s for s in after if re.match(r"(?i),? (?:when|after being|being)?\s*$", case.text[end : s.cue[0].start])]
    return (
        behind[0] if behind and re.match(r"(?i)(?:when |being )?(?:asked|pressed|questioned)", whole(behind[0].cue)) else None
    )


def _unconvinced(case: _Case) -> Statement | None:
    """`aren’t so sure`, `disagree`: a few words that take a stand and leave what on to the sentence before."""
    if not case.earlier or len(case.words) > _FEW or not _stand().search(case.words):
        return None
    return None if _between(case.text, case.earlier[-1], case.statement) else _outermost(case, case.earlier[-1])


def _outermost(case: _Case, found: Statement) -> Statement:
    """What stands before, as a whole: a bare answer is to what was said, and not to what was told in it."""
    holders = [s for s in case.earlier if _holds(s, found, case.inside)]
    return min(holders, key=lambda s: (start_of(s), -max((c.end for c in s.content), default=0)), default=found)


def _denied(case: _Case) -> Statement | None:
    """A denial right after another's words, in one paragraph, is of those words, if it is of none that it names."""
    if case.statement.act != "deny" or case.statement.id in case.inside or not case.earlier:
        return None
    before = case.earlier[-1]
    end = max((s.end for s in (*before.content, *before.cue)), default=0)
    alone = case.before[-1] is before and "\n" not in case.text[end : start_of(case.statement)]
    return _outermost(case, before) if alone else None


def _reply(case: _Case) -> Statement | None:
    """An answer that follows its question, plea or demand at once."""
    statement = case.statement
    if statement.id in case.inside or not case.earlier or case.earlier[-1].act not in _ASKING:
        return None
    before = case.earlier[-1]
    replied = re.search(r"(?i)\b(?:repl(?:y|ied|ies)|respond\w*|answer\w*)\b", whole(statement.cue))
    asked = re.match(r"(?i)(?:(?:was|were|when) )?(?:asked|pressed)\b", whole(before.cue)) and statement.act != "ask"
    return before if (replied or asked) and not _between(case.text, before, statement) else None


def _between(text: str, one: Statement, other: Statement) -> bool:
    """Whether more than a paragraph's end lies between two statements."""
    end = max((s.end for s in (*one.content, *one.cue)), default=0)
    return text.count("\n", end, max(end, start_of(other))) > 2


@functools.cache
def _stand() -> re.Pattern[str]:
    return re.compile(
        r"(?i)(?:\bnot|n['’]t) (?:so |quite |entirely |all that )?(?:sure|convinced|certain|agree|true|so)\b|\b(?:disagree[sd]?|beg(?:s|ged)? to differ|doubts? (?:it|that))\b"
    )


@functools.cache
def _opening_noun() -> re.Pattern[str]:
    return re.compile(
        r"\W*(?:(?:called|calls|calling|labell?ed|dismiss(?:ed|es)) )?(?:[Tt]he|[Tt]his|[Tt]hat|[Tt]hese|[Tt]hose|[Ss]uch) (?P<noun>[a-z]{4,20})\b"
    )


@functools.cache
def _nonsense() -> re.Pattern[str]:
    return re.compile(
        r"(?i)\b(?:lies?|false|untrue|baseless|groundless|unfounded|nonsense|absurd|ridiculous|wrong|rubbish|propaganda)\b"
    )


@functools.cache
def _moved() -> re.Pattern[str]:
    """A feeling at something that was said or done, ill or good."""
    return re.compile(
        r"(?i)\b(?:am|is|are|was|were|be|feels?|felt)(?: \w+)? (?:(?P<ill>disappointed|outraged|dismayed|appalled|angry|angered|shocked|saddened|frustrated|unhappy|upset|"
        r"disturbed|troubled)|pleased|glad|delighted|gratified|grateful|encouraged|happy) (?:with|by|at|about|over|in|to learn|that)\b"
    )


@functools.cache
def _plea() -> re.Pattern[str]:
    """A plea of not guilty, one's own or another's; a verdict is none."""
    return re.compile(
        r"(?i)\b(?:plead(?:s|ed|ing)?|pled) (?:not guilty|innocent)\b|\b(?:(?:is|are|am|was|were)(?: \w+)?|should be (?:found|declared)) (?:innocent of|innocent\W*$|not guilty)"
    )


@functools.cache
def _prosecution() -> re.Pattern[str]:
    return re.compile(r"\b(?:Crown|[Pp]rosecut\w+|[Dd]istrict [Aa]ttorney|indictment|[Pp]olice)\b")


@functools.cache
def _signing() -> re.Pattern[str]:
    return re.compile(r"(?i)\b(?:sign(?:s|ed|ing)?|ratif(?:y|ied|ies))\b")


@functools.cache
def _lacking() -> re.Pattern[str]:
    """A denial of a right or a ground."""
    return re.compile(
        r"(?i)\b(?:ha(?:s|ve|d) no|lack(?:s|ed)?|no (?:right|authority|power|standing|jurisdiction|legal|basis))\b"
    )


@functools.cache
def _plain_saying() -> re.Pattern[str]:
    return re.compile(
        r"(?i)\b(?:sa(?:id|ys?|ying)|told|tells?|add(?:ed|s|ing)?|note[sd]?|report(?:ed|s)?|announced?|according|wr(?:ote|ites|itten)|claim(?:ed|s)?|explained)\b"
    )


@functools.cache
def _outrage() -> re.Pattern[str]:
    return re.compile(r"(?i)\b(?:outrage\w*|protest\w*|anger|fury|dismay|oppos\w+|objection\w*|object(?:s|ed))\b")


_RULES: Final[tuple[Callable[[_Case], Statement | None], ...]] = (
    _possessed,
    _within,
    _anaphor,
    _rebutted,
    _called,
    _despite,
    _spoken_of,
    _pleaded,
    _contrast,
    _of_the_speaker,
    _same_matter,
    _granted,
    _when_asked,
    _unconvinced,
    _reply,
    _denied,
)
