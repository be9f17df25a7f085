"""Whether a date of the sentence dates the speech, and not something else that the sentence speaks of.

Four places count: after the cue ("said in an interview Sunday"), at the head of the sentence ("On 12 January, X
told"), between source and cue ("X on Tuesday condemned"), and in the name of a document that speaks ("a 2015 report").
A relative clause, another verb or a preposition such as "since" or "before" parts a date from the cue.
"""

import re
from functools import cache

from whoseword.records import TimeExpression
from whoseword.when._frame import Frame

_MAX_BETWEEN_WORDS = 14  # between cue and date; tuned on the 100 train articles of the speakers corpus, 2026-11-23
_BEFORE = 60  # characters in which the preposition or verb right before a date is looked for
_MAX_HEAD = 400  # characters from the head of a sentence to a date that can date all of it
_MAX_AFTER_CONTENT_WORDS = 8  # the same, where the content stands between

_EVENTS = (
    r"interviews?|debate|speech|statement|rally|address|conference|briefing|hearing|meeting|event|town\shall|forum|broadcast|appearance|remarks?"
    r"|call|tweets?|post|posting|letter|e-?mail|op-ed|editorial|column|report|poll|survey|memo|ruling|testimony|fundraiser|dinner|convention"
    r"|announcement|summit|session|release|article|comments?|visit|filing|memorandum|message|sermon|lecture|show|programme?|edition|episode"
)
_DOCUMENT = (
    r"poll|polls|survey|study|report|letter|statement|memo|memorandum|e-?mails?|article|filing|tweet|editorial|op-ed|ad|advertisement|video|paper|book"
    r"|resolution|ruling|decision|opinion|column|analysis|essay|documents?|transcript|lawsuit|complaint|accord|agreement|treaty|campaign|figures|data"
    r"|audit|manifesto|reports|results|law|bill|declaration|constitution|disclosures?|depositions?|orders?|playbook|records|filings|transcripts"
)
_CLAUSE = r"that|which|who|whom|whose|where|when|while|after|before|since|because|until|as|if|whether|but|than|though|although|following|ahead|why|how|what"
_VERB = (
    r"was|were|is|are|had|has|have|will|would|could|should|did|does|held|made|elected|born|founded|published|released|won|lost|killed|died|became"
    r"|began|started|said|told|says|took|came|gained|to\s[a-z]+"
)
_FOREIGN = (  # what makes a date the beginning, the end or the topic of something else
    r"since|until|till|before|after|by|from|between|of|for|to|through|than|like|as|about|and|or|ended|ending|starting|beginning|regarding|around"
    r"|despite|next|upcoming|back\sto|if|into|toward|prior"
)
_MADE = (
    r"held|born|founded|elected|scheduled|adopted|built|created|passed|set|filed|signed|taken|planned|launched|won|lost|due|expected|appointed|killed|died"
    r"|arrested|beginning|starting|ending|happened|occurred|voted|running|ran"
)
_ADJUNCT = (
    r"in|on|at|that|and|by|to|with|during|as|for|from|afternoon|night|morning|evening|about|after|before|when|but|he|she|they|it|the|a|an|his|her|of|while"
    r"|outside|inside|near|via|against|over|who|which|because|amid|aimed|called|saying|calling|if|not|where|following|ahead|through|had|was|is|were|said"
)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    flags = re.IGNORECASE
    qualifier = r"(?:\s(?:the|a|an|as|early|late|at|least)){0,4}"
    return {
        "clause": re.compile(rf"(?<!\w)(?!(?:while|when)\s(?:\w+ing|asked)\b)(?:{_CLAUSE})(?!\w)|[;:]", flags),
        "verb": re.compile(rf"(?<!\w)(?:{_VERB})(?!\w)", flags),
        "foreign": re.compile(rf"(?<!\w)(?:{_FOREIGN}){qualifier}\s\Z", flags),
        "made": re.compile(rf"\b(?:{_MADE})\s(?:(?:on|in|at|for|by|back\sin)\s)?(?:(?:early|late|mid)[\s-])?\Z", flags),
        "issued": re.compile(r"\b(?:published|released|issued|posted|aired|conducted|delivered|filed|reported|dated)\b", flags),
        "event": re.compile(rf"(?:['’]s)?\s(?:[\w’'-]+\s){{0,3}}(?:{_EVENTS})\b", flags),
        "document": re.compile(rf"\b(?:{_DOCUMENT})\b", flags),
        "noun_after": re.compile(rf"['’]s\b|\s(?!(?:{_ADJUNCT})\b)(?-i:[a-z])", flags),
        "verb_after": re.compile(r"\s(?:said|told|\w{3,14}ed|called|made|gave|took|wrote|spoke|urged)\b", flags),
        "opening": re.compile(r"\s*(?:[\"“]?)(?:on|in|at|during|speaking|late|early|earlier|last|appearing|asked|just|testifying|writing|addressing|meanwhile|but|and"
                              r"|also|later|then|over|this|as\s(?:he|she)|while|campaigning|responding|talking|interviewed|after|when|separately)\b|\s*\Z", flags),
        "speaking": re.compile(r"\s*[\"“]?(?:speaking|appearing|testifying|addressing|writing|talking|interviewed)\b", flags),
        "adjunct_first": re.compile(r"[\s\"”’'.,]*(?:\Z|(?:on|in|at|during|to|with|via|from|late|early|earlier|outside|before|aboard|inside)\b)", flags),
    }  # fmt: skip


def attached(text: str, frame: Frame, found: TimeExpression) -> str | None:
    """The rule by which the date goes with the frame's cue, or None."""
    patterns = _patterns()
    before = text[max(frame.start, found.start - _BEFORE) : found.start]
    in_document = _dates_document(text, frame, found)
    if in_document is not None:
        return in_document or None
    if patterns["foreign"].search(before) or patterns["made"].search(before):
        return None
    attributive = (
        patterns["noun_after"].match(text, found.end) is not None
        and patterns["event"].match(text, found.end) is None
        and patterns["verb_after"].match(text, found.end) is None
    )
    if attributive:
        return None
    return _after(text, frame, found) if found.start >= frame.cue[0] else _ahead(text, frame, found)


def _dates_document(text: str, frame: Frame, found: TimeExpression) -> str | None:
    """The date in or right behind the name of a document; "" where it stands in another source's name, None elsewhere."""
    if frame.source is None:
        return None
    patterns = _patterns()
    low, high = frame.source
    head = re.split(r",|\s(?:for|who|on)\s", text[low:high])[0]
    if low <= found.start < high:
        near = found.start < low + len(head) or patterns["issued"].search(text, low, found.start) is not None
        perfect = re.match(r"(?:has|have)\b", text[frame.cue[0] : frame.cue[1]])
        return "document" if near and not perfect and patterns["document"].search(head) else ""
    if (
        high <= found.start < frame.cue[0]
        and patterns["document"].search(head)
        and patterns["issued"].search(text, high, found.start)
    ):
        return "document"
    return None


def _after(text: str, frame: Frame, found: TimeExpression) -> str | None:
    """The date follows the cue: nothing but an adjunct, the source or the content may stand between."""
    begin = frame.cue[1]
    if found.start < begin:
        return None if _patterns()["clause"].search(text, frame.cue[0], found.start) else "in cue"
    sources = [frame.source] if frame.source is not None else []
    inner = sorted((low, high) for low, high in (*frame.content, *sources) if begin <= low and high <= found.start)
    pieces, at = [], begin
    for low, high in inner:
        pieces.append(text[at:low])
        at = max(at, high)
    pieces.append(text[at : found.start])
    between = " ".join(pieces)
    patterns = _patterns()
    if patterns["clause"].search(between) or patterns["verb"].search(between) or len(between.split()) > _MAX_BETWEEN_WORDS:
        return None
    behind = [high for low, high in frame.content if begin <= low and high <= found.start]
    if not behind:
        return "after cue"
    rest = text[max(behind) : found.start]
    if not patterns["adjunct_first"].match(rest) or len(rest.split()) > _MAX_AFTER_CONTENT_WORDS:
        return None
    return "after content"


def _ahead(text: str, frame: Frame, found: TimeExpression) -> str | None:
    """The date stands before the cue: at the head of the sentence, or between source and cue."""
    if frame.source is not None and frame.source[1] <= found.start:
        return _between(text, frame, found)
    if frame.key in ("who", "which", "that") or found.start - frame.start > _MAX_HEAD:
        return None
    if _patterns()["opening"].match(text[frame.start : found.start]) is None:
        return None
    head = text[frame.start : found.start]
    until = frame.source[0] if frame.source is not None and frame.source[0] > found.end else frame.cue[0]
    tail = text[found.end : until]
    patterns = _patterns()
    if len(head.split()) > _MAX_BETWEEN_WORDS or len(tail.split()) > _MAX_BETWEEN_WORDS:
        return None
    if patterns["speaking"].match(head) and ";" not in tail:
        return "speaking"
    if len(head.split()) <= 3 and tail.startswith(","):
        return "opening"
    if patterns["clause"].search(head[3:]) or patterns["clause"].search(tail) or patterns["verb"].search(tail):
        return None
    return "head"


def _between(text: str, frame: Frame, found: TimeExpression) -> str | None:
    source_end = frame.source[1] if frame.source is not None else frame.start
    head, tail = text[source_end : found.start], text[found.end : frame.cue[0]]
    patterns = _patterns()
    if (
        patterns["clause"].search(head, max(head.rfind(","), 0))
        or patterns["clause"].search(tail)
        or patterns["verb"].search(tail)
    ):
        return None
    return "between" if len(tail.split()) < _MAX_BETWEEN_WORDS else None


def dates_its_sentence(text: str, low: int, found: TimeExpression) -> bool:
    """Whether a date is that of the whole sentence from `low`: at its head, or an adjunct of its main verb."""
    patterns = _patterns()
    before = text[max(low, found.start - _BEFORE) : found.start]
    if (
        patterns["foreign"].search(before)
        or patterns["made"].search(before)
        or patterns["clause"].search(text, low, found.start)
    ):
        return False
    return patterns["noun_after"].match(text, found.end) is None or patterns["event"].match(text, found.end) is not None
