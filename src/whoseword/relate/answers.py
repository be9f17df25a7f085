"""Which statement answers which: what a denial denies, a rejection rejects, an answer answers."""

import functools
import re
from collections.abc import Mapping, Sequence
from typing import Final

from whoseword.records import Act, Statement
from whoseword.relate.words import same_voice, start_of, stems, whole

ANSWERING: Final[frozenset[Act]] = frozenset({"deny", "reject", "refuse", "accept", "confirm", "criticise", "welcome"})
AGAINST: Final[frozenset[Act]] = frozenset({"deny", "reject", "refuse", "criticise"})
_OPPOSING: Final[frozenset[Act]] = AGAINST | {"accuse"}
# How far back (code points) an answer may look; set by reading errors on the world dev readings, 2026-11-23.
_FAR: Final = 2500
# Shared stems, and their share of the shorter text, that make an answer: plain opposition needs less than comment does.
_OPPOSING_STEMS: Final = (2, 0.3)
_COMMENTING_STEMS: Final = (3, 0.6)

# A noun that stands for something said, and the acts that it can stand for.
_STANDING: Final[tuple[tuple[str, tuple[Act, ...]], ...]] = (
    (
        "claim assertion statement remark comment contention argument account",
        ("assert", "accuse", "deny", "criticise", "report", "confirm", "warn"),
    ),
    ("accusation charge allegation criticism", ("accuse", "criticise", "assert", "report")),
    ("report rumour rumor finding", ("report", "assert", "announce", "accuse")),
    ("condition demand ultimatum term requirement order", ("demand", "request", "propose", "announce")),
    (
        "proposal offer suggestion idea plan bid recommendation initiative",
        ("propose", "intend", "demand", "request", "announce"),
    ),
    ("request appeal call plea invitation", ("request", "demand", "propose")),
    ("threat warning", ("threaten", "warn")),
    ("decision announcement move ruling pledge promise", ("announce", "intend", "promise", "refuse", "demand")),
)
_NOUNS: Final[dict[str, frozenset[Act]]] = {noun: frozenset(acts) for nouns, acts in _STANDING for noun in nouns.split()}


def contests(statement: Statement) -> bool:
    """Whether a statement that answers another stands against it: by its act, or by what it says of the other."""
    words = whole((*statement.cue, *statement.content))
    shortly = len(words) <= _FEW and _stand().search(words)
    return statement.act in AGAINST or bool(shortly or _called_false().search(whole(statement.content)))


def answers(text: str, statements: Sequence[Statement], inside: Mapping[str, str]) -> dict[str, str]:
    """For each statement that answers another, the id of that other; `inside` gives what is nested in what."""
    ordered = sorted(statements, key=lambda s: (start_of(s), s.id))
    found: dict[str, str] = {}
    for index, statement in enumerate(ordered):
        before = [s for s in ordered[:index] if not _related(s, statement, inside)]
        earlier = [s for s in before if start_of(statement) - start_of(s) <= _FAR and not same_voice(s, statement)]
        target = (
            _possessed(statement, earlier, before)
            or _anaphor(text, statement, earlier)
            or _rebutted(statement, earlier)
            or _despite(text, statement, ordered, inside)
            or _within(statement, ordered, inside)
            or _contrast(text, statement, earlier)
            or _of_the_speaker(text, statement, earlier)
            or _same_matter(statement, earlier)
            or _unconvinced(text, statement, earlier)
            or (None if statement.id in inside else _reply(text, statement, earlier))
        )
        if target is not None:
            found[statement.id] = target.id
    return found


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


def _within(statement: Statement, ordered: Sequence[Statement], inside: Mapping[str, str]) -> Statement | None:
    """`denied accusations made by X that …`: the answered statement is the one inside, by another voice."""
    if statement.act not in ANSWERING:
        return None
    held = [s for s in ordered if inside.get(s.id) == statement.id and not same_voice(s, statement)]
    head = statement.content[0].start if statement.content else 0
    near = [s for s in held if s.cue and s.cue[0].start - head <= _OPENING and _is_noun(s)]
    if near and re.match(r"(?i)(?:decision|announcement|move)", whole(near[0].cue)):
        announced = [
            s for s in ordered if s.act == "announce" and start_of(s) < start_of(statement) and not same_voice(s, statement)
        ]
        return announced[-1] if announced else near[0]
    return near[0] if near else None


_OPENING: Final = 60
# How far before an objection its `despite` may stand, and how long a bare `they disagree` may be (code points).
_BEFORE, _FEW = 50, 60


def _is_noun(statement: Statement) -> bool:
    """Whether the cue names the statement (`accusations`, `made by`), and is no verb in a clause of its own."""
    return not re.match(r"(?i)(?:is|are|was|were|has|have|had|will|would|do|does|did)\b", whole(statement.cue))


def _anaphor(text: str, statement: Statement, earlier: Sequence[Statement]) -> Statement | None:
    """`a claim denied by X`, `rejected these conditions`, `denied it`: what the content's first words point at."""
    match = _pointing().match(whole(statement.content))
    against = re.match(r"(?i)\s*against\b", whole(statement.content))
    if match is None or not earlier or not (against or statement.act in ANSWERING):
        return None
    noun = (match.group("noun") or "").lower().removesuffix("s")
    wanted = _NOUNS.get(noun)
    fitting = [s for s in earlier if wanted is None or s.act in wanted]
    near = [s for s in fitting if not _between(text, s, statement)]
    candidates = near or fitting
    return candidates[-1] if candidates else None


def _between(text: str, one: Statement, other: Statement) -> bool:
    """Whether more than a paragraph's end lies between two statements."""
    end = max((s.end for s in (*one.content, *one.cue)), default=0)
    return text.count("\n", end, max(end, start_of(other))) > 2


def _contrast(text: str, statement: Statement, earlier: Sequence[Statement]) -> Statement | None:
    """`While A claimed X, B has denied Y`: another voice's claim in the same sentence, turned against."""
    if statement.act not in AGAINST or not earlier:
        return None
    before = earlier[-1]
    if statement.act == "criticise" and not stems(whole(statement.content)) & stems(whole(before.content)):
        return None
    end = max((s.end for s in before.content), default=0)
    bridge = text[end : start_of(statement)]
    opening = text[max(0, start_of(before) - _OPENING) : start_of(before)]
    joined = "\n" not in bridge and not re.search(r"[.!?][\"”’']*\s", bridge) and len(bridge) <= _OPENING
    turned = re.search(r"(?i)\b(?:while|although|though|whereas)\b[^.!?\n]*$", opening) or re.search(
        r"(?i)\b(?:but|while|although|though|whereas)\b", bridge
    )
    return before if joined and turned else None


def _same_matter(statement: Statement, earlier: Sequence[Statement]) -> Statement | None:
    """The latest earlier statement of another voice whose words an answer takes up."""
    if statement.act not in ANSWERING:
        return None
    least, share = _OPPOSING_STEMS if statement.act in ("deny", "reject") else _COMMENTING_STEMS
    own = stems(whole(statement.content))
    best: tuple[float, Statement] | None = None
    # Two denials of one claim stand side by side: the later one answers the claim, not the other denial.
    for other in (s for s in earlier if s.act != statement.act):
        theirs = stems(whole(other.content))
        shared = len(own & theirs)
        score = shared / max(1, min(len(own), len(theirs)))
        if shared >= least and score >= share and (best is None or score >= best[0]):
            best = (score, other)
    return best[1] if best else None


def _possessed(statement: Statement, earlier: Sequence[Statement], before: Sequence[Statement]) -> Statement | None:
    """`criticised Castro's announcement`, `today's decision is an affront`: that of whom, and of what sort."""
    asked = re.match(r"(?i)(?:asked|to comment|comment)", whole((*statement.cue, *statement.content)))
    if statement.act not in ANSWERING and not asked:
        return None
    for match in _someones().finditer(whole(statement.content)):
        wanted = _NOUNS[match.group("noun").lower().removesuffix("s")]
        owner = match.group("owner").lower()
        fitting = [s for s in earlier if s.act in wanted]
        theirs = [s for s in fitting if owner in (s.speaker.name or whole(s.source)).lower().split()]
        dated = [s for s in before if s.act in wanted and not same_voice(s, statement)] if owner in _DAYS else []
        if theirs or dated:
            return _meant(match.group("noun"), theirs or dated)
    return None


def _meant(noun: str, fitting: Sequence[Statement]) -> Statement:
    """Of statements that a noun can stand for: the last one cued by its own word, and of a run of one voice the first."""
    stem = stems(noun)
    cued = [s for s in fitting if stem & stems(whole(s.cue))]
    if cued:
        return cued[-1]
    at = len(fitting) - 1
    while at and same_voice(fitting[at - 1], fitting[at]):
        at -= 1
    return fitting[at]


def _rebutted(statement: Statement, earlier: Sequence[Statement]) -> Statement | None:
    """`said the claims were lies`: whatever the act, a noun for what was said, called untrue."""
    match = _called_false().search(whole(statement.content))
    if match is None:
        return None
    wanted = _NOUNS[match.group("noun").lower().removesuffix("s")]
    fitting = [s for s in earlier if s.act in wanted]
    own = stems(whole(statement.content))
    named = [s for s in fitting if own & stems(s.speaker.name or "")]
    return (named or fitting)[-1] if fitting else None


def _despite(text: str, statement: Statement, ordered: Sequence[Statement], inside: Mapping[str, str]) -> Statement | None:
    """`is committed to it, despite objections from B`: what stands around the objection is what is objected to."""
    if statement.act not in _OPPOSING or statement.id not in inside:
        return None
    start = statement.cue[0].start if statement.cue else start_of(statement)
    lead = text[max(0, start - _BEFORE) : start]
    if not re.search(
        r"(?i)\b(?:despite|in spite of|over|amid|against|notwithstanding|ignoring|defying)\s+(?:[\w-]+\s+){0,3}$", lead
    ):
        return None
    return next((s for s in ordered if s.id == inside[statement.id] and not same_voice(s, statement)), None)


def _of_the_speaker(text: str, statement: Statement, earlier: Sequence[Statement]) -> Statement | None:
    """`rejected the court's jurisdiction` right after the court spoke: an answer that names who spoke last."""
    if statement.act not in _OPPOSING or not earlier:
        return None
    own = stems(whole(statement.content))
    last = earlier[-1]
    name = stems(last.speaker.name or whole(last.source))
    return last if name and name <= own and not _between(text, last, statement) else None


def _unconvinced(text: str, statement: Statement, earlier: Sequence[Statement]) -> Statement | None:
    """`aren’t so sure`, `disagree`: a few words that take a stand and leave what on to the sentence before."""
    words = whole((*statement.cue, *statement.content))
    if not earlier or len(words) > _FEW or not _stand().search(words):
        return None
    return None if _between(text, earlier[-1], statement) else earlier[-1]


_DAYS: Final = frozenset(
    {"today", "yesterday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "week"}
)


def _reply(text: str, statement: Statement, earlier: Sequence[Statement]) -> Statement | None:
    """An answer that follows its question, plea or demand at once."""
    if not earlier or earlier[-1].act not in ("ask", "request", "demand", "propose"):
        return None
    before = earlier[-1]
    replied = re.search(r"(?i)\b(?:repl(?:y|ied|ies)|respond\w*|answer\w*)\b", whole(statement.cue))
    asked = re.match(r"(?i)(?:(?:was|were|when) )?(?:asked|pressed)\b", whole(before.cue)) and statement.act != "ask"
    return before if (replied or asked) and not _between(text, before, statement) else None


@functools.cache
def _stand() -> re.Pattern[str]:
    return re.compile(
        r"(?i)(?:\bnot|n['’]t) (?:so |quite |entirely |all that )?(?:sure|convinced|certain|agree|true|so)\b|\b(?:disagree[sd]?|beg(?:s|ged)? to differ|doubts? (?:it|that))\b"
    )


@functools.cache
def _called_false() -> re.Pattern[str]:
    return re.compile(
        rf"(?i)\b(?:the|this|that|these|those|such|all|any|his|her|its|their|['’]s) (?:[\w-]+ ){{0,2}}?(?P<noun>(?:{_noun_choice()})s?)\b[^.!?]{{0,80}}?\b"
        r"(?:lies?|false|untrue|baseless|groundless|unfounded|nonsense|fabricat\w+|invent(?:ed|ions?)|absurd|ridiculous|wrong|without (?:merit|foundation|basis)|(?:not|n['’]t) (?:true|so|the case))\b"
    )


def _noun_choice() -> str:
    return "|".join(sorted(_NOUNS, key=len, reverse=True))


@functools.cache
def _someones() -> re.Pattern[str]:
    nouns = _noun_choice()
    return re.compile(rf"(?i)\b(?P<owner>[^\W\d_]+) ?['’]s? (?:[\w-]+ )?(?P<noun>(?:{nouns})s?)\b")


@functools.cache
def _pointing() -> re.Pattern[str]:
    nouns = _noun_choice()
    return re.compile(
        rf"(?i)\s*[“\"]?(?:(?:an?|the|this|that|these|those|such|all|both|any|his|her|its|their|[\w’']+[’']s?)\s+(?:[\w-]+\s+){{0,2}}?(?P<noun>(?:{nouns})s?)\b|"
        r"(?:(?:against|to|with|of) )?(?:it|this|that|them|these|so|which)\s*(?:[.,;”\"]|$|as\b|to be\b))"
    )
