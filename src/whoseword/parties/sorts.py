"""What the words of a cue say of a talk, and what sort of hearer a name is: closed lists, read in order."""

import functools
import re
from collections.abc import Sequence
from typing import Final

from whoseword.records import Party, Span

_CUES: Final = {
    "tell": r"t(?:ell|old)|inform|assur|remind|notif|brief",
    "ask": r"ask|press(?:ed|ing)\b|question|pushed|inquir|wonder|grill",
    "urge": r"call\w* (?:\w+ )?(?:up)?on|call\w* for|urg|appeal|implor|beg|demand|request|invit|encourag|advi[sc]|warn|order|persuad|convinc|challeng|instruct|direct",
    "thank": r"thank|congratulat|apologi|prais|greet|salut|endors",
    "reply": r"repl|respon|answer|shot back",
    "decline": r"declin|refus|did(?: not|n[’']t)|would(?: not|n[’']t)|not\b",
    "write": r"wr[io]te|written|tweet|post|email|e-mail|letter",
    "think": r"believ|think|thought|want|hope|plan|expect|fear|consider|feel|felt|worr|know|intend|see[ns]?\b|view|decid",
    "say": r"sa(?:y|id)|add|continu|not(?:e|ing)|explain|went on|recall|insist|remark|argu|acknowledg|declar|conclud|quip",
}
_PERFECT: Final = re.compile(r"(?i)\b(?:has|have|had)\b|['’]ve\b")
_PRESS: Final = re.compile(
    r"(?i)\b(?:reporters?|journalists?|newspapers?|magazine|network|host|news agency|radio|television|show|moderators?|anchor|interviewer|podcast)\b"
)
_PRESS_ROLE: Final = re.compile(
    r"\b(?:host|hostess|anchor|interviewer|reporter|journalist|newspaper|paper|magazine|network|show|agency|station|programme|program|website|site|outlet|"
    r"broadcaster|channel)$"
)
_BODY: Final = re.compile(
    r"\b(?:campaign|administration|government|committee|party|court|department|company|board|council|congress|parliament|police|agency|ministry|bank|commission|"
    r"team|house|senate|legislature|city|state|county|nation|country|convention|coalition|association|union|university|regime|panel|jury|staff|public|firm|media|press|"
    r"personnel|congregation|class|family|people|men|women|children|audience|crowd)$"
)
_NO_ROLE: Final = re.compile(
    r"(?:matter|number|letter|order|paper|power|answer|offer|error|factor|border|computer|server|murder|center|cheer|dinner|summer|winter|border|corner|disaster|theater|water)$"
)
_ROLE: Final = re.compile(
    r"(?:er|or|ist|ant|man|woman|king|queen|boss|judge|aide|ally|wife|friend|chief|pope|nominee|guest|general|mate|son|spouse|kid|child|"
    r"president|agent|student|parent|correspondent|opponent|client|patient|resident|superintendent|incumbent)$"
)
# Plurals that hear nothing, and what is talked at without being told anything for long.
_DEAF: Final = re.compile(
    r"(?:stories|cheers|applause|boos|laughs|statements?|years|months|weeks|days|hours|times|things|words|remarks|comments|conventions|issues|problems|reports|"
    r"details|results|polls|numbers|plans|policies|laws|rules|views|ideas|efforts|reasons|claims|charges|allegations|concerns|fears|tears)$"
)
_DEVICE: Final = re.compile(
    r"(?i)\b(?:tv|television(?: set)?|cameras?|screen|microphone|mirror|phone|himself|herself|themselves)$"
)
_MANY: Final = re.compile(
    r"(?i)(?:those|some|many|several|all|both|hundreds|thousands|dozens|others|one of (?:the|his|her|their|its))\b"
)


def kind_of_cue(cue: Sequence[Span]) -> str:
    """The first kind whose words a cue holds; "colon" for a colon alone, else "other"."""
    words = " ".join(span.text for span in cue)
    return "colon" if words.strip() == ":" else _first_kind(words)


@functools.lru_cache(maxsize=4096)
def _first_kind(words: str) -> str:
    return next((kind for kind, pattern in _kinds() if pattern.search(words)), "other")


@functools.cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(rf"(?i)\b(?:{words})")) for kind, words in _CUES.items())


def is_perfect(cue: Sequence[Span]) -> bool:
    """Whether a cue tells of what has been said at some time."""
    return any(_PERFECT.search(span.text) for span in cue)


def sort_of(party: Party) -> str:
    """What sort of hearer it is: press, a body, a plural, a role, a name, a type of actor, or a thing that hears nothing."""
    name = party.name
    if _PRESS.search(name):
        return "press"
    if party.type != "unresolved":
        return party.type
    last = re.sub(r"[’']s?$", "", name.split()[-1])
    if name[:1].isupper() and last[:1].isupper():
        return "name"
    if _BODY.search(name):
        return "body"
    if _DEAF.search(last):
        return "thing"
    if _MANY.match(name) or (last.endswith("s") and not last.endswith("ss")):
        return "plural"
    return "role" if _ROLE.search(last) and not _NO_ROLE.search(last) else "thing"


def is_press(party: Party) -> bool:
    """Whether it is an outlet, or people who report for one."""
    return sort_of(party) in ("press", "media")


def is_crowd(party: Party) -> bool:
    """Whether it is many people, or a body of them."""
    return sort_of(party) in ("group", "plural", "body")


def is_device(party: Party) -> bool:
    """Whether it is something one talks at, "the TV", and no one who is told more."""
    return _DEVICE.search(party.name) is not None


def is_press_role(party: Party) -> bool:
    """Whether it is somebody of the press by role alone: "the host", "the newspaper"."""
    return party.name == party.name.lower() and _PRESS_ROLE.search(party.name) is not None
