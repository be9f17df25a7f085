"""What a statement takes: it demands, offers, accepts, refuses …, and whether that is for or against the matter.

The stance follows from the act where the act is one that takes a stand, else from the form of what is said: `X will not let`,
`would accept … provided that`, `must`. It is read off the passage that speaks of the matter, not off the whole quotation. Where
neither tells, there is no stance: what is only asserted, asked, expected or reported is none.
"""

import functools
import re
from dataclasses import dataclass
from typing import Final, Literal

from whoseword.compare.positions._parties import kin
from whoseword.records import Act, Statement

Stance = Literal["demands", "offers", "accepts", "refuses", "denies", "supports", "opposes", "weighs"]
Bearing = Literal["for", "against", "conditional", "open"]

_BY_ACT: Final[dict[Act, tuple[Stance, float]]] = {
    "demand": ("demands", 1.0), "request": ("demands", 0.9), "propose": ("offers", 0.9), "promise": ("offers", 0.9),
    "accept": ("accepts", 1.0), "refuse": ("refuses", 1.0), "reject": ("refuses", 1.0), "deny": ("denies", 1.0),
    "welcome": ("supports", 0.9), "praise": ("supports", 0.7), "criticise": ("opposes", 0.8), "threaten": ("opposes", 0.6),
    "accuse": ("opposes", 0.5), "confirm": ("accepts", 0.5), "hope": ("supports", 0.5),
}  # fmt: skip
# Acts that take a stand whatever is said; of the others the words said come first.
_FIRM: Final[frozenset[Act]] = frozenset(
    {"demand", "request", "accept", "refuse", "reject", "deny", "welcome", "criticise", "praise"}
)
# What these acts report is no stand, whatever its form: somebody else's words, a forecast, a question.
_NO_STAND: Final[frozenset[Act]] = frozenset({"ask", "report", "thank", "congratulate", "apologise", "expect"})
_BY_FORM: Final = 0.8  # how sure a stance is that the form of what is said gives, against 1 for an act that names it
_AGAINST: Final[frozenset[Stance]] = frozenset({"refuses", "denies", "opposes"})
# Who speaks of oneself says I or we; who is reported is he, she, it or they as well.
_OF_ONESELF: Final = frozenset({"i", "we"})
_PRONOUNS: Final = _OF_ONESELF | {"he", "she", "it", "they"}
_BY_CONDITION: Final = 0.6
_ASIDE: Final = 0.4  # where the matter is named only as an aside: when, or despite what, the stance is taken
_GLANCE: Final = 60  # code points of a passage in which its opening lies
_ENDS: Final = 8  # code points of marks and blanks by which a passage may be shorter than the content it is all of
# What may stand between a pronoun and its verb without another subject coming in.
_BESIDE_WORDS: Final = "himself herself itself themselves myself ourselves also too now still never not always both all once have has had am is are was were would will do did"
_BESIDE: Final = frozenset(_BESIDE_WORDS.split())
_CLAUSES: Final = re.compile(r"[,;:.!?–—“”\"]\s|\b(?:and|but|or|that|because|while|when|if)\b")
_NEAR: Final = 45  # code points between a verb that ends something and what it ends


@dataclass(frozen=True, slots=True)
class Taken:
    """A stance, its bearing on the matter, the words that say so, and how sure the mapping is (0 to 1)."""

    stance: Stance
    bearing: Bearing
    words: str
    confidence: float


def taken(statement: Statement, told: str, matter: re.Pattern[str] | None, own: frozenset[str]) -> Taken | None:
    """The stance of a statement on a matter, or None where it takes none.

    `told` is the passage of its content that speaks of the matter, `matter` finds the matter's words in it (None where
    the passage does not name it), `own` holds the speaker's own names in lower case: what others will do is no stand of the speaker's.
    """
    cue = " ".join(span.text for span in statement.cue)
    if (
        statement.act in _NO_STAND
        or _unsaid().match(told)
        or (statement.act == "refuse" and _silent().search(f"{cue} {told[:_GLANCE]}"))
    ):
        return None
    if match := _open_cue().search(cue):
        return Taken("weighs", "open", match[0], _BY_FORM)
    if statement.act == "threaten":
        return _threatened(cue, told, matter)
    return _on_condition(_of_itself(statement, cue, told, matter, own), told, matter)


def _of_itself(statement: Statement, cue: str, told: str, matter: re.Pattern[str] | None, own: frozenset[str]) -> Taken | None:
    """The stance of what is said, leaving conditions aside."""
    act, part = statement.act, len(told) < sum(span.end - span.start for span in statement.content) - _ENDS
    by_act, by_form = _BY_ACT.get(act), _by_form(told, own, _OF_ONESELF if statement.kind == "direct" else _PRONOUNS)
    if act == "intend":
        against = re.search(r"(?i)\b(?:against|no|not|never|n[’']t)\b", cue)
        return _taken("refuses", cue, told, matter, _BY_FORM) if against else _intended(cue, told, matter, by_form)
    plain = _plainly().fullmatch(cue) is not None  # then the act was read off the content
    if plain and (part or act not in _FIRM):
        by_act = None  # off some other sentence of the quotation, or off a form that is looked at here
    if by_act is not None and act in _FIRM and not (plain and by_form):
        words = by_form[1] if by_form is not None and by_form[0] == by_act[0] else cue
        return _taken(by_act[0], words, told, matter, by_act[1])
    if by_form is not None:
        stance, words = by_form
        return _taken("offers" if stance == "accepts" and act == "propose" else stance, words, told, matter, _BY_FORM)
    return _taken(by_act[0], cue, told, matter, by_act[1]) if by_act is not None else None


def _on_condition(found: Taken | None, told: str, matter: re.Pattern[str] | None) -> Taken | None:
    """What is only named as the condition of a concession is demanded: `will look at X if Y` demands Y."""
    condition = _condition().search(told)
    if found is None or matter is None or condition is None or found.stance not in ("accepts", "offers", "weighs"):
        return found
    before = matter.search(told[: condition.start()]) or (
        condition.start() < _GLANCE // 4 and matter.search(_main_clause(told))
    )
    return found if before else Taken("demands", "for", condition[0], _BY_CONDITION)


def _main_clause(told: str) -> str:
    """Of a sentence that begins with its condition what follows the comma."""
    return told.partition(",")[2]


def _taken(stance: Stance, words: str, told: str, matter: re.Pattern[str] | None, sure: float) -> Taken:
    bearing: Bearing = "open" if stance == "weighs" else "against" if stance in _AGAINST else "for"
    lacking = _lacking().match(words) is not None  # `if there is no X`: X is demanded, though it stands behind a `no`
    if bearing != "open" and matter is not None and not lacking and _ends(told, matter, stance):
        bearing = "for" if bearing == "against" else "against"
    if stance in ("accepts", "offers", "supports", "refuses") and _condition().search(told):
        bearing = "conditional"
    aside = matter is not None and _aside(told, matter)
    return Taken(stance, bearing, " ".join(words.split()), sure * _ASIDE if aside else sure)


def _intended(cue: str, told: str, matter: re.Pattern[str] | None, by_form: tuple[Stance, str] | None) -> Taken:
    """To want something of others is to demand it; what one sets out to do oneself is offered."""
    if by_form is not None:
        return _taken(by_form[0], by_form[1], told, matter, _BY_FORM)
    wanting = re.search(r"(?i)\b(?:want|seek|sought|need|like|push)", cue) and not re.match(r"(?i)\W*to\b", told)
    return _taken("demands" if wanting else "offers", cue, told, matter, _BY_FORM)


def _threatened(cue: str, told: str, matter: re.Pattern[str] | None) -> Taken:
    """`to leave if X` is against X, `to leave unless X` demands it."""
    match = re.search(r"(?i)\bunless\b|\bif\b(?=[^.]{0,60}\b(?:not|no|n[’']t|fails?|refuses?)\b)", told)
    if match and (matter is None or matter.search(told, match.end())):
        return Taken("demands", "for", cue, _BY_ACT["threaten"][1])
    return Taken("opposes", "against", cue, _BY_ACT["threaten"][1])


@functools.lru_cache(maxsize=8192)  # an issue is looked at again and again, and most of what is said on it stays
def _by_form(told: str, own: frozenset[str], pronouns: frozenset[str]) -> tuple[Stance, str] | None:
    for stance, needs_own, pattern in _forms():
        match = pattern.search(told)
        if match is not None and (not needs_own or _is_own(told[: match.start()], own, pronouns)):
            return stance, match[0]
    return None


def _is_own(before: str, own: frozenset[str], pronouns: frozenset[str]) -> bool:
    """Whether the subject before a verb is the speaker: a pronoun of theirs, their own side, or a name of theirs."""
    clauses = [words for part in _CLAUSES.split(before) if (words := re.findall(r"[^\W\d_]+", part.casefold()))]
    if not clauses:  # `to sign it`
        return True
    coordinated = re.search(r"[^\W\d_]", _CLAUSES.split(before)[-1]) is None
    words = clauses[-1]
    if words[0] in pronouns:
        return coordinated or all(word in _BESIDE or word.endswith("ly") for word in words[1:])
    if words[0] in ("my", "our", "his", "her", "its", "their"):
        return _side().search(" ".join(words)) is not None
    return any(kin(word, name) for word in words for name in own)


def _aside(told: str, matter: re.Pattern[str]) -> bool:
    """Whether the passage names the matter only in an aside."""
    first = matter.search(told)
    return first is not None and _circumstance().search(told[: first.start()]) is not None


def _ends(told: str, matter: re.Pattern[str], stance: Stance) -> bool:
    """Whether what is said of the matter is its end (`lift the ban`, `a ban must not`), so that the bearing turns."""
    for found in matter.finditer(told):
        before = told[max(0, found.start() - _NEAR) : found.start()]
        lifted = _lifting().search(before) and _LIFTED.search(told, max(0, found.start() - _NEAR), found.end() + _NEAR)
        if _ending().search(before) or lifted:
            return True
        if stance in ("demands", "offers", "supports"):
            if re.search(r"(?i)\b(?:no|without|against)\s+(?:[\w-]+\s+)?$", before):
                return True
            if re.match(
                r"(?i)[^.;]{0,20}\b(?:must|should|shall|may) (?:not|never)\b(?! (?:fall|drop|sink|end|stop|close|fail|be (?:cut|closed|stopped)))",
                told[found.end() :],
            ):
                return True
    return False


@functools.cache
def _open_cue() -> re.Pattern[str]:
    return re.compile(
        r"(?i)\b(?:neither\b.*\bnor\b.*|(?:not|n[’']t|declin\w+ to|refus\w+ to) (?:\w+ )?(?:confirm or deny|rul\w+ out|exclud\w+)|"
        r"consider(?:ed|ing)\b|is weighing|weigh(?:ed|s)\b|(?:is|are|was|were) (?:still )?(?:studying|reviewing|undecided))"
    )


@functools.cache
def _unsaid() -> re.Pattern[str]:
    """The beginning of a passage that leaves open what it names."""
    return re.compile(r"(?i)\W*(?:whether|why|how|what|who|if and when)\b")


@functools.cache
def _plainly() -> re.Pattern[str]:
    """A cue that names no act."""
    return re.compile(
        r"(?i)\W*(?:\w+ly )?(?:said|says|say|saying|told|tells|telling|added|adds|adding|continued|continues|continuing|wrote|writes|writing|"
        r"tweeted|posted|replied|stated|states|noted|went on|put it|according to|(?:released|issued) \w+ (?:\w+ )?statement)(?:\s+(?:in|on|to|by|of)\b.*)?\W*"
    )


@functools.cache
def _silent() -> re.Pattern[str]:
    """To refuse words is no refusal of the matter."""
    return re.compile(
        r"(?i)\b(?:say|said|comment|answer|discuss|speak|confirm|tell|elaborat|specif|respond|repl(?:y|ies|ied)|identif|disclos|"
        r"give (?:details|his|her|their))\w*"
    )


@functools.cache
def _lacking() -> re.Pattern[str]:
    return re.compile(r"(?i)(?:if|unless|until) there |no [^.,;]{1,40} without")


@functools.cache
def _circumstance() -> re.Pattern[str]:
    """What brings in the circumstances, not the matter, of a stance."""
    return re.compile(
        r"(?i)\b(?:despite|in spite of|since|amid|following|on (?:each|every|the) (?:day|night|morning|evening)|when|while|during|because|"
        r"whose|for an? \w+ (?:it|he|she|they|that))\b"
    )


@functools.cache
def _lifting() -> re.Pattern[str]:
    return re.compile(r"(?i)\blift(?:s|ed|ing)?\s+(?:[\w’'-]+\s+){0,3}$")


@functools.cache
def _condition() -> re.Pattern[str]:
    return re.compile(
        r"(?i)\b(?:(?<!even )(?<!what )(?<!as )(?<!idea )(?<!know )(?<!see )(?<!wonder )(?<!wondered )(?<!asked )(?<!sure )if|unless|provided|providing|as long as|so long as|on (?:the |one )?condition|only (?:if|when|after|once|in)|"
        r"in (?:return|exchange)|subject to|under (?:\w+ )?conditions|not (?:before|until)|once)\b"
    )


@functools.cache
def _ending() -> re.Pattern[str]:
    """Words that end, stop or take away what follows them."""
    return re.compile(
        r"(?i)\b(?:(?:to |and |will |would |must |should )?(?:end|stop|halt|scrap|drop|cancel|abolish|remove|withdraw|dismantle|"
        r"suspend|abandon|prevent|block|ban|veto|close|expel)(?:s|ed|ped|ping|ing|ling)?|(?:an? |the )?(?:end|halt|withdrawal|removal|"
        r"suspension|ban|lifting|closure|expulsion)(?: (?:to|of|on))?|freedom from|free of|rid of)\s+(?:(?:all|any|the|its|his|her|their|these|those|this|that|of|on|from)\s+)*(?:[\w’'-]+\s+){0,2}$"
    )


@functools.cache
def _side() -> re.Pattern[str]:
    return re.compile(
        r"(?i)\b(?:country|government|party|side|delegation|members?|group|ministry|army|forces|people|nation|cabinet|office|company|"
        r"board|union|league|movement|administration|team|council|parliament)\b"
    )


_LIFTED: Final = re.compile(
    r"(?i)\b(?:sanction|ban|blockade|siege|embargo|restriction|curfew|freeze|moratorium|veto|tariff|lockdown)"
)
_WILL: Final = r"(?:will|would|shall|[’']ll|[’']d|is going to|are going to|was going to|were going to)"
_SOFTLY: Final = r"(?:\w+ly |also |now |still |even |soon )?"
_WONT: Final = rf"(?:{_WILL} (?:not|never)|won[’']t|wouldn[’']t)"
_NO_STANDS: Final = r"(?:know|say|expect|think|believe|remember|see|understand|tell|change|mean|matter|point|note|add|argue|love|like|hate|hope|win|lose|fall|become|exist|happen|have|be|speak|comment|need|feel)"
_YES: Final = r"(?:accept|agree|let|allow|permit|sign|live with|vote for|abide|comply|consent|respect|recogni[sz]e|back|join|ratify|honou?r)"
# Stance, whether its subject must be the speaker, and the form; the first that fits.
_WONT_TAKE: Final = (
    r"(?:(?:can|could) (?:not|never)|cannot|can[’']t|couldn[’']t|do(?:es)? not|did not|don[’']t|doesn[’']t|didn[’']t)"
)
_FORMS: Final[tuple[tuple[Stance, bool, str], ...]] = (
    ("weighs", False, r"\b(?:look(?:ing)? again|(?:a )?question for another|(?:has|have|had) not (?:yet )?decided|undecided|not rul(?:e|ed|ing) out|(?:open|ready|willing|prepared) to (?:discuss|talk|negotiate|consider|look|examine|an?)\b|no decision (?:had|has|was|yet))"),
    ("weighs", True, r"\b(?:is|are|was|were) (?:still )?(?:considering|weighing|studying|reviewing)\b|\b(?:will|would|might|may|could) (?:consider|study|review|weigh|examine|think about)\b"),
    ("demands", True, rf"\b{_WILL} (?:accept|settle for|take|agree to) nothing (?:less|else|but)\b"),
    ("demands", False, r"\b(?:if|unless|until) there (?:is|are|was|were) (?:no|an?)\b|\bno [^.,;]{1,40} without\b"),
    ("denies", False, r"\bthere (?:is|was|are|were|has been|had been|have been|will be) (?:no(?! (?:one|reason|doubt|way|question|need|point|public)\b)|never|not any)\b|\b(?:not true|untrue|never happened|no such)\b"),
    ("refuses", False, r"^\W*(?:that )?no(?:body| one|t one| \w[^.,;]{0,60}?) (?:will|would|shall|can|could|may|must)\b"),
    ("refuses", False, r"\b(?:rul(?:e|es|ed|ing) out|out of the question|(?:is|are|was|were) (?:un|not )acceptable|non-?negotiable|not (?:up )?for (?:sale|negotiation)|off the table|red lines?)\b"),
    ("refuses", True, rf"{_WONT} (?!(?:\w+ly |even |ever )?{_NO_STANDS}\b)(?:\w+ly |even |ever )?[a-z]+|{_WONT_TAKE} (?:\w+ly |even |ever )?(?:{_YES}|want|intend|plan|support|tolerate|give|yield|endorse|approve)\b|\b(?:never|not) to [a-z]+|\b(?:refus|reject)(?:es|ed|ing|s)\b"),
    ("demands", False, r"(?<!that )(?<!which )\b(?:must|ha(?:s|ve) to|needs? to|ought to|should)\b(?! (?:say|admit|confess|tell|wonder|worry|ask)\b)"),
    ("demands", True, r"(?<!not )(?<!never )\b(?:insist(?:s|ed)?|demand(?:s|ed)?|want(?:s|ed)?(?! to\b)|ask(?:s|ed)? for|call(?:s|ed)? for|require[sd]?)\b"),
    ("accepts", True, rf"(?:{_WILL}|can|could|(?:is|are|was|were) (?:ready|willing|prepared|able) to|ha(?:s|ve|d)|to) (?:(?!not\b|never\b)\w+ )?{_YES}(?:ed|d)?\b|(?<!not )(?<!never )\b(?:accept|agree|consent|back|recogni[sz]e|approve)(?:s|d|ed)\b"),
    ("offers", True, rf"(?:{_WILL}|(?:is|are|was|were) (?:ready|willing|prepared) to) (?!{_SOFTLY}(?:not|never|be|have|{_NO_STANDS})\b){_SOFTLY}[a-z]+|(?<!not )(?<!never )\b(?:offer|propose|promise)(?:s|d|ed)\b|\bcommitted to\b|\bno qualms\b"),
    ("opposes", False, r"(?<!not )(?<!never )\b(?:oppos(?:es?|ed|ing)|(?:is|are|am|was|were|stand|stands|stood) against|object(?:s|ed)? to)\b"),
    ("supports", True, r"(?<!not )(?<!never )\b(?:in favou?r of|support(?:s|ed)?|back(?:s|ed)|welcome[sd]?)\b"),
)  # fmt: skip


@functools.cache
def _forms() -> tuple[tuple[Stance, bool, re.Pattern[str]], ...]:
    return tuple((stance, own, re.compile(pattern, re.IGNORECASE)) for stance, own, pattern in _FORMS)
