"""What simple rules say of an act: what the cue names, what sort of source speaks, which pattern the content fits.

The cue speaks first: a set phrase ("took aim at"), a negation ("did not deny"), then the word that names the act
("pledged", "refusal"). A cue of plain saying leaves it to the content: "he will pay" after "said" is a promise, "a
disgrace" is criticism. `acts` weighs what is found here against the rest of what an attribution shows.
"""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from whoseword.records import Act, Attribution, Span
from whoseword.speech.lexicon import PLAIN, act_named, lemma

_WORD = re.compile(r"n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|[^\W\d_]+?(?=n['’]t\b)|[^\W\d_]+(?:-[^\W\d_]+)*")
_BREAKS_WORDS: Final = "in at during after via by when while before following from because"
_BREAKS: Final = frozenset(_BREAKS_WORDS.split())
# How much of a content is looked at (code points): the further words of a long quotation say little of its act; tuned
# on the speakers train split, 2026-11-23, and watched by tests/unit/test_rules_shared.py.
_GLANCE: Final = 120
_EDGE: Final = " \n\t“”\"'`‘’.…,"
_QUOTES: Final = ("“", '"', "'", "‘", "`", "«")
_PREPOSITIONS_WORDS: Final = "in by of for from among under to on per"
_PREPOSITIONS: Final = frozenset(_PREPOSITIONS_WORDS.split())
_DOCUMENT: Final = re.compile(
    r"(?i)\b(?:polls?|surveys?|data|reports?|stud(?:y|ies)|analysis|documents?|emails?|records?|figures|results|returns|research)\b"
)

# By what an act was found: a phrase or a word of the cue, the sort of source, a cue that names no saying, a question
# mark, a pattern of the content, or nothing at all.
RuledBy = Literal["phrase", "named", "source", "mind", "question", "content", "plain"]


@dataclass(frozen=True, slots=True)
class Judged:
    """The act that the rules give, by which of them, and whether the content stands in quotation marks."""

    act: Act
    how: RuledBy
    quoted: bool


# Phrases over the lemmas of the cue, the first that fits.
_PHRASES: Final[tuple[tuple[str, Act], ...]] = (
    (r"decline|refuse|refusal|withhold|be (?:not forthcoming|reluctant)|no comment|decide (?:against|not)|opt (?:against|not)|stay silent|(?:still )?(?:duck|ducks|ducked|dodge|dodges|dodged|sidestep\w*)", "refuse"),
    (r"(?:strike|struck|shoot|shot|vote|voted) down|rule against|overrule\w*|overturn\w*|repeal\w*|revers(?:e|es|ed|ing)|annul\w*", "reject"),
    (r"want to know|would like to know|wish to know", "ask"),
    (r"(?:be|feel|sound|seem) (?:\w+ )?optimistic|optimism (?:that|about)|reason for optimism", "hope"),
    (r"dar(?:e|es|ed|ing)", "demand"),
    (r"(?:not|never) (?:\w+ )?(?:respond|reply|return|discuss|disclose|release|reveal|answer|comment)", "refuse"),
    (r"(?:would|will|could|can) not (?:\w+ )?(?:say|tell|speak|comment|specify)", "refuse"),
    (r"not (?:\w+ )?(?:deny|dispute|rule out|reject|object)", "confirm"),
    (r"not (?:\w+ )?(?:accept|agree|support|back|approve|endorse|want|allow)", "reject"),
    (r"(?:could|can) not confirm|not confirm", "confirm"),
    (r"plead (?:\w+ )?(?:innocent|not guilty)|not guilty", "deny"),
    (r"plead guilty", "confirm"),
    (r"(?:have )?no (?:plan|intention|desire|wish)", "intend"),
    (r"be (?:\w+ )?(?:expected|projected|forecast|predicted|expect|project|predict)", "expect"),
    (r"(?:look|looking) forward|express (?:\w+ )?confidence|prepare for|count on|brace", "expect"),
    (r"(?:voice|express|evince) (?:\w+ )?(?:hope|optimism|wish)|look instead to|would like", "hope"),
    (r"look ahead|set out to|set up to|gear up|would rather", "intend"),
    (r"call(?:ing)? (?:\w+ )?(?:up)?on|call upon|appeal (?:to|for)|lean on|reach out", "request"),
    (r"call(?:ing|s)? (?:\w+ )?for|push for|press for|under order|(?:recent|repeated) call", "demand"),
    (r"go (?:on the offensive|after)|lash out|hit (?:out|back)|rail against|speak out against|launch into|fire back|mince no word", "criticise"),
    (r"(?:take|sink|launch|draw|come under|aim|deliver|fire|raise) (?:\w+ ){0,3}(?:shot|shots|aim|swipe|jab|whack|attack|criticism|fire|dig|tirade|fury|slam|tooth|teeth)", "criticise"),
    (r"(?:express|voice|raise) (?:\w+ )?(?:concern|question|dismay|alarm|anger|frustration|disappointment|outrage|objection|worry|fear)", "criticise"),
    (r"(?:harsh|kind|sharp|tough|angry) words?|no (?:kind|love)|misgivings?|broadsides?|takedown|bristle|critical of|unhappy with|disappointed (?:in|by|with)|seize on|set (?:\w+ )?sight|take issue", "criticise"),
    (r"brush off|turn (?:down|away)|take issue|vote against|cast (?:\w+ ){0,2}ballot against|rule out|scoff at|cast doubt|object to", "reject"),
    (r"speak out|be against|come out against|opposition to|opposed to", "reject"),
    (r"vote for|cast (?:\w+ ){0,2}(?:ballot|vote)|come out for|line up behind|sign off|agree (?:to|with)|show up to vote|swing behind|be (?:\w+ )?willing", "accept"),
    (r"throw (?:\w+ )?support|stand (?:with|behind)|rally (?:around|behind)|speak highly|support (?:for|from|of)|make the case for", "praise"),
    (r"lay out|put forward|come up with|put forth|float the", "propose"),
    (r"point (?:out|to)|refer to|make (?:it )?clear|make the case|reference to|known as|talk about|speak about", "assert"),
    (r"press(?:ed)? (?:\w+ )?(?:on|about|by)|be ask|be press|be pose|be question", "ask"),
    (r"be invite|be ask to|be request", "request"),
    (r"announce plan", "announce"),
    (r"stand by", "confirm"),
    (r"according to|be (?:say|report|quote|learn|tell)", "report"),
    (r"it be (?:\w+ )?(?:clear|unclear|likely)|there be|no doubt|see as|look like|seem|doubt", "believe"),
)  # fmt: skip

_NEGATIVE: Final = r"""disgrac\w*|sham(?:e|eful|ed)|asham\w+|terrible|horribl\w+|awful|wrong\w*|fail\w*|disaster\w*|racis[tm]\w*|bigot\w*|unfit|
    incompeten\w*|weak\w*|hypocri\w*|unaccepta\w+|inappropriate|irresponsib\w*|reckless\w*|ridiculous\w*|stupid\w*|dumb|ignoran\w*|
    disappoint\w+|regrettable|outrag\w+|divisive|offensive|mislead\w*|misguided|flawed|dangerous\w*|unpredictable|erratic|bad|worse|worst|
    mistake|crook\w*|dishonest\w*|danger|hate(?:ful)?|hatred|unfair\w*|absurd|nonsense|careless\w*|lacks?|lacking|hollow|cowardly|cruel\w*|inhuman\w*|
    appall?\w*|disturb\w+|sad|troubl\w+|out of touch|not fit|embarrass\w*|affront|slight|insult\w*|undermin\w+|deceptive|bully\w*|unpresidential|
    loser|lousy|clown|buffoon|opportunist|rigged|broken|unqualified|temperament|ugly|hostile|barbar\w+|extremis[tm]|not good|isn['’]t good|pathetic|sold out|
    unjust\w*|illegal\w*|aggressi\w+|provocat\w+|hysteri\w+|chaos|mess|disgust\w*|craz(?:y|iness)|desperat\w*|pander\w*|discriminat\w*|vague|frenzy|shameless\w*|condescending|sickening|tragic\w*|heartless|laughable|naive|meaningless|dangerous\w*|does(?:n['’]t| not) make (?:any )?sense"""
_POSITIVE: Final = r"""great(?:est)?|terrific|fantastic|wonderful|excellent|successful\w*|success|best|proud|admir\w+|respect\w*|brave\w*|courag\w+|strong(?:er)?|
    beautiful|love[ds]?|talented|smart|brilliant|honest|remarkable|historic|impress\w+|outstanding|fan of|champion|charming|good|leader(?:ship)?|
    commend\w*|applaud\w*|prais\w+|hero\w*|hard[- ]working|consistent\w*|commitment|tremendous|extraordinary|crucial|vital"""
_BLAME: Final = r"""li(?:es?|ed|ar|ars|ying)|caused|corrupt\w*|cheat\w*|manipulat\w+|steal\w*|stole|rigg\w+|murder\w*|
    violat\w+|guilty|fraud\w*|conspir\w+|responsible for|blame|made it up|broke (?:the|its|his|her|their)|breach\w*|illegally|poisoned|deliberately|abolish|
    destroy\w*|sabotag\w+|killed|attacked|betray\w+|cover(?:ed)? up|interfer\w+|crimes?|aggression|terroris[tm]s?"""

_FIRST: Final = r"(?:that )?(?:i|we|he|she|they|it)"
# What the content of plain saying does, the first that fits.
_CONTENTS: Final[tuple[tuple[str, Act], ...]] = (
    (r"\b(?:thank you|thanks to|thankful|grateful|gratitude)\b", "thank"),
    (r"\bcongratulat\w+", "congratulate"),
    (r"\b(?:i['’]?m|i am|we are|we['’]re|was|were) (?:\w+ )?sorry\b|\bapologi[sz]\w+", "apologise"),
    (rf"^{_FIRST}(?:['’]d)? (?:\w+ )?welcom\w+|\bwelcomes? (?:the|this|you|a)\b", "welcome"),
    (rf"^(?:\W|well|and|but|now)*{_FIRST}(?:\W*s?)? (?:still |also |was |were |is |are |am )*(?:hop(?:e|es|ed|ing)|wish(?:es|ed)?|pray\w*)\b|\bi (?:do )?hope\b|would like to see", "hope"),
    (rf"^{_FIRST} (?:expect|predict|anticipat|foresee)\w*", "expect"),
    (rf"^{_FIRST}?(?: campaign| administration| government)?(?:['’]s|['’]re|is|are|was|were|am| )*(?:plan|intend|want|aim|decid|prepar|seek|consider|would rather|might|may)\w*(?: to|ed|ing)?\b", "intend"),
    (rf"^{_FIRST} (?:was|were|is|are|['’]s|['’]re|['’]m|am) (?:\w+ )?(?:open to|willing|ready|prepared|planning|looking|considering|going to (?:look|wait))|\bi want to\b", "intend"),
    (rf"^{_FIRST}(?:['’]d| would) (?:\w+ )?(?:consider|wait|vote|prefer|rather|look|go ahead|like)", "intend"),
    (rf"^{_FIRST}(?:['’]ll| will| would) not (?:\w+ )?(?:accept|change|support|allow|agree|negotiate|attend|participate|resign|surrender|yield|comment|answer|release|back|discuss|speculate|lift)|^(?:[\w’']+ ){1,3}(?:will|would) not (?:accept|support|allow|comment|back|answer)|^not going to", "refuse"),
    (r"^not to \w|^(?:immediately )?to (?!be\b|have\b)[a-z]+", "demand"),
    (r"\b(?:think|thinks|believes?|sure|confident|convinced|guess|predict|suspects?)\b[^.!?]{0,40}(?:\b(?:will|going to|coming)\b|['’]ll\b)|\b(?:will|going to|['’]ll|gonna) (?:win|lose|get there|do (?:very )?well|prevail|happen|end up|turn (?:out|into))\b|\bmay end up\b|\bchances? (?:of|that)\b|\b(?:highly|very|extremely|more|less|most) (?:un)?likely\b", "expect"),
    (r"\b(?:will|would|going to|plans? to) (?:\w+ )?vote for\b", "intend"),
    (r"^(?:that )?(?:his|her|its|their|our|the) (?:[\w-]+ )?(?:group|campaign|administration|government|company|organi[sz]ation|office|party|country|team|department) (?:will|would) (?!not)(?:\w+ )?(?:continue|work|keep|stand|support|help|fight|defend|provide|do|press|ensure|protect|respond)\b", "promise"),
    (r"\b(?:will|would)(?:n['’]t| not) (?:back|support|accept|change|release|participate|attend|debate|negotiate|allow|surrender|concede|apologi[sz]e|resign|withdraw)\b|\b(?:is|was|are|were|['’]m|am)(?:n['’]t| not) (?:releasing|going to (?:release|apologi[sz]e|answer|discuss|comment)|leaving)\b", "refuse"),
    (r"^(?:that )?(?:[\w.’'&-]+ ){1,4}(?:is|are|was|were|has been|have been|had been) (?:\w+ )?(?:cancel\w+|launch\w+|suspend\w+|resign\w+|appoint\w+|withdraw\w+|recall\w+|clos(?:ed|ing) (?:its|the)|stepping down|dropping out)\b", "announce"),
    (rf"^(?:\W|well|and|but|now|if elected)*{_FIRST}(?:['’]d| would| will|['’]ll|['’](?:m|re|s) (?:going to|gonna)| (?:is|are|am|were|was) (?:going to|committed|gonna)| (?:can )?promise)\b(?! be likely| likely| not be)", "promise"),
    (r"\b(?:not true|untrue|(?:i|he|she|they|we|it) (?:had |has |have )?never (?:said|did|met|meant|received)|(?:he|she|they|it|i|we) (?:did|was|were|is|are|has|have|had)(?:n['’]t| not) (?:\w+ )?(?:involved|say|mean|do|receiv\w+|made|a factor|guilty|responsible|intentional|about)|not intentional|no (?:truth|substance|bearing)|there (?:was|is|were) no (?:discussion|link|direct|connection|plan)|no truth|nothing to do with|denie[sd])\b", "deny"),
    (r"^\W*(?:absolutely not|certainly not|not at all|no way|never happened)\b|\b(?:not an? endorsement|unrelated|there (?:was|were|is|has been) no discussion|did(?:n['’]t| not) (?:discuss|say|mean|do|know)|no (?:evidence|connection) (?:that|of|to|between)|(?:is|are|was|were)(?:n['’]t| not) (?:happening|true|hiding|correct|the case|accurate))\b", "deny"),
    (r"^\W*(?:yes|absolutely(?! not)|correct|that['’]s (?:right|true))\b|\b(?:all accurate|is true|stood by|was right)\b", "confirm"),
    (rf"\b(?:{_BLAME})\b", "accuse"),
    (rf"\b(?:{_NEGATIVE})\b", "criticise"),
    (r"\bi (?:\w+ )?urge\b|\bplease\b|\bi hope you|^(?:\w+ ){0,4}(?:urg(?:es|ed)|call(?:s|ed)? on)\b", "request"),
    (r"^(?:\w+[ ,]+){0,6}?(?:must|needs? to|demands?|should (?:resign|be ashamed|immediately|step down)|owes? it|cannot be allowed)\b|^(?:stop|resign|go|get)\b", "demand"),
    (r"^(?:[\w.’'&-]+[ ,]+){0,8}?(?:should|ought to|would do well)\b|^(?:maybe,? we|it['’]s time|let (?:them|us)|let['’]s)\b", "propose"),
    (r"\b(?:beware|be careful|pose a (?:threat|danger|risk)|could (?:lead|cause|be a (?:disaster|failure))|risks? (?:of )?\w+ing|we are concerned|i worry|i['’]?m worried|dead in the water|underestimate|backfire|jeopardi[sz]\w+|brace for|will destroy)\b", "warn"),
    (r"^(?!i\b|we\b)(?:[\w.’'&-]+[ ,]+){1,7}?(?:will (?:likely |probably |be |win|lose|have|take|become|continue|carry|cost|help)|(?:is|are|was|were) (?:\w+ )?(?:likely|unlikely|expected|bound)|would (?:be|cost|win|never|raise|face|add|increase|lead))\b|^not (?:\w+ ){0,2}likely", "expect"),
    (rf"\b(?:{_POSITIVE})\b", "praise"),
)  # fmt: skip


@functools.cache
def _phrases() -> tuple[tuple[re.Pattern[str], Act], ...]:
    return tuple((re.compile(rf"\b(?:{pattern})\b"), act) for pattern, act in _PHRASES)


@functools.cache
def _contents() -> tuple[tuple[re.Pattern[str], Act], ...]:
    return tuple((re.compile(re.sub(r"\s*\n\s*", "", pattern), re.IGNORECASE), act) for pattern, act in _CONTENTS)


def judge(text: str, attribution: Attribution) -> Judged:
    """What the rules make of an attribution: the cue's act, else the source's, else the content's, else assert."""
    cue = _whole(attribution.cue)
    words = cue_lemmas(cue)
    content = _whole(attribution.content).strip(_EDGE)
    first = cue_lemmas(content[:_GLANCE])[:1]
    quoted = ":" in cue or any(text[max(0, s.start - 2) : s.start].strip(" ")[-1:] in _QUOTES for s in attribution.content)
    act, how = (
        _by_cue(words, first)
        or _by_source(words, _whole(attribution.source), quoted=quoted)
        or _by_content(content, text, attribution)
    )
    return Judged(act, how, quoted)


def patterns_in(content: str) -> tuple[Act, ...]:
    """The acts whose patterns a content fits, each once, in the order of the table."""
    return tuple(dict.fromkeys(act for pattern, act in _contents() if pattern.search(content)))


def cue_lemmas(cue: str) -> tuple[str, ...]:
    """The words of a cue as lemmas, negation as `not`.

    >>> cue_lemmas("didn’t deny")
    ('do', 'not', 'deny')
    """
    words = _WORD.findall(cue.lower().replace("’", "'"))
    return tuple("not" if word in ("n't", "never") else lemma(word) for word in words)


def _by_cue(words: Sequence[str], first: Sequence[str]) -> tuple[Act, RuledBy] | None:
    line = " ".join((*words, *first))
    for pattern, act in _phrases():
        if pattern.search(line):
            return act, "phrase"
    named: list[tuple[Act, str]] = []
    for word in words:
        if word in _BREAKS and named:
            break
        known = act_named(word)
        if known is not None:
            named.append((known, word))
    special = [act for act, word in named if act != "assert" and word not in PLAIN]
    if special:
        return special[0], "named"
    return ("assert", "named") if named and not any(word in PLAIN for _, word in named) else None


def _by_source(words: Sequence[str], source: str, *, quoted: bool) -> tuple[Act, RuledBy] | None:
    """A poll or a paper reports; a cue that names no saying at all tells of a mind."""
    if words and all(word in _PREPOSITIONS for word in words):
        return "report", "source"
    if words and not quoted and not any(word in PLAIN or act_named(word) for word in words):
        return "believe", "mind"
    return ("report", "source") if "suggest" in words and _DOCUMENT.search(source) else None


def _by_content(content: str, text: str, attribution: Attribution) -> tuple[Act, RuledBy]:
    end = max((s.end for s in attribution.content), default=0)
    if text[:end].rstrip("”\"'’` ").endswith("?"):
        return "ask", "question"
    glance = content[:_GLANCE]
    for pattern, act in _contents():
        if pattern.search(glance):
            return act, "content"
    return "assert", "plain"


def _whole(spans: Sequence[Span]) -> str:
    return " ".join(span.text for span in spans)
