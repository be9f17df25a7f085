"""Which words of English do what: the tables behind the acts, and the forms of every verb in them.

Each table is written by hand from what the words mean in news; nothing in it comes from a corpus. A cue's
words are looked up by lemma; forms are made from the lemma by the rules of English spelling, so that one
entry covers "pledges", "pledged" and "pledging". No spelling is guessed backwards: a word that is in no
table stays itself. Only data and two look-ups live here; what is made of them is decided in `acts`.
"""

import functools
import re
from typing import Final

from whoseword.records import Act

# Verbs (and nouns spelt as they are) that name the act by themselves.
_ACT_WORDS: Final[dict[Act, str]] = {
    "assert": """say tell add note state claim argue explain describe cite recall remark maintain contend assert defend
        emphasise emphasize stress highlight mention refer comment observe reiterate repeat respond reply answer continue
        write tweet post speak talk discuss posit profess detail clarify allude underscore underline boast brag joke quip
        declare proclaim testify clarify imply hint echo address elaborate characterise characterize portray depict term
        dub compare liken conclude suggest contrast touch list share convey frame narrate recount relate muse opine
        retort counter rejoin interject whisper shout yell exclaim mutter chant sing sum reason signal label name
        assess assessment remark argument statement comment conversation message reference description account claim
        point remind email text blog conclude deduce surmise estimate argument insistence""",
    "confirm": """confirm acknowledge admit concede own corroborate verify affirm certify attest confess acknowledgement
        acknowledgment admission concession confirmation validate""",
    "deny": "deny dispute rebut refute contradict disavow disclaim denial rebuttal debunk",
    "report": """report show reveal find indicate quote demonstrate poll record rumor rumour profile leak document disclose
        publish cover detail survey report according relay rumors rumours learn uncover expose""",
    "announce": """announce unveil declare appoint release rule decree introduce nominate fire hire proclaim announcement
        ruling disclose elevate herald""",
    "promise": """promise pledge vow swear guarantee assure commit undertake assurance commitment oath reassure""",
    "propose": """propose recommend suggest advocate champion advise offer nominate proposal recommendation float
        suggestion moot tout counsel bid tender submit""",
    "demand": """demand insist require order command direct instruct challenge call press push mandate decree stipulate
        ultimatum requirement cry decree summon""",
    "request": """urge appeal request plead beg implore ask invite persuade petition lobby solicit exhort entreat encourage
        coax plea rally beseech apply""",
    "warn": "warn caution alert alarm advise warning forewarn foresee",
    "threaten": "threaten threat",
    "accept": """accept agree approve back elect adopt ratify support endorse consent acquiesce sign pass permit allow authorise
        authorize acceptance approval backing favour embrace choose pick implement""",
    "refuse": """refuse decline withhold refusal ban forbid prohibit bar""",
    "reject": """reject oppose dismiss veto rebuff discount spurn scoff object repudiate opposition rejection objection resist
        protest""",
    "accuse": """accuse allege blame charge sue indict implicate accusation allegation indictment impute fault insinuate""",
    "criticise": """criticise criticize condemn blast slam attack assail denounce decry mock deride ridicule lambast lambaste
        chide rebuke chastise castigate rip trash belittle insult disparage rail scorn complain berate bash knock pan
        pillory excoriate scold censure deplore bemoan lament denigrate vilify malign criticism critique condemnation
        complaint rebuke tirade critic admonish reprimand hit hammer jab skewer ding infuriate dislike question""",
    "praise": """praise laud hail commend applaud extol tout admire celebrate compliment salute honour honor endorse
        endorsement promote vouch gush cheer vaunt glorify credit trumpet""",
    "congratulate": "congratulate congratulation congratulations",
    "welcome": "welcome embrace",
    "thank": "thank thanks",
    "apologise": "apologise apologize apology apologies regret",
    "hope": "hope wish hopes optimism yearn long pray dream",
    "expect": """expect predict forecast project anticipate foresee envision envisage bet expectation prediction prophesy
        calculate await""",
    "intend": """want plan intend seek decide aim plot prepare determine mean opt resolve eager decision plans goal aspire
        strive try attempt effort bent intention wants willing desire consider strategy pursue choose vow""",
    "believe": """believe think know feel fear seem appear suspect view see regard consider realise realize understand doubt
        worry perceive imagine assume presume deem judge recognise recognize notice wonder prefer favor favour like love
        hate respect trust speculate concern confident convinced convince belief opinion view thought sense aware certain
        sure anger frustrate disappoint surprise shock outrage skeptical sceptical nervous anxious mindful interpret
        remember forget agree identify sound look concerned worried concern proud anxiety mood understanding knowledge
        confidence lean care cherish value interest find fears beliefs views witness learn sense sympathise support
        supporter opponent conclusion upset incensed afraid unhappy glad happy unsure seemingly apparently observe""",
    "ask": "ask question query wonder inquire enquire interrogate pose inquiry enquiry grill quiz",
}  # fmt: skip

# Where a word names several acts, the act that it names most often; the others come by phrase or content.
_MAINLY: Final[dict[str, Act]] = {
    "detail": "assert", "disclose": "report", "declare": "assert", "suggest": "assert", "advise": "propose", "offer": "propose",
    "nominate": "propose", "tout": "praise", "call": "assert", "speech": "assert", "ask": "ask", "agree": "accept", "back": "accept", "support": "accept",
    "endorse": "praise", "endorsement": "praise", "question": "ask", "consider": "believe", "embrace": "welcome", "wonder": "ask",
    "view": "believe", "find": "report", "decree": "announce", "vow": "promise", "proclaim": "assert", "choose": "intend",
    "determine": "intend", "foresee": "expect", "observe": "assert", "learn": "believe", "speculate": "believe", "favour": "believe",
    "concern": "believe", "sense": "believe", "conclude": "assert", "report": "report", "claim": "assert", "reassure": "promise",
    "regret": "apologise", "rule": "announce", "introduce": "propose", "release": "report", "push": "demand", "name": "assert",
    "press": "demand", "judge": "believe", "calculate": "expect", "challenge": "demand", "alarm": "warn", "long": "hope",
}  # fmt: skip

# Verbs of saying that leave the act to what is said.
_PLAIN_WORDS: Final = """say tell add write tweet post reply respond answer continue declare state explain argue claim note remark comment repeat
    echo quip speak email text retort counter proclaim go put conclude maintain contend insist reiterate suggest assert
    shout yell exclaim interject observe joke blog clarify describe recall call label portray depict paint term characterise characterize dub compare"""
PLAIN: Final = frozenset(_PLAIN_WORDS.split())

# Cues of the mind: reported without a word having been said, unless the rest of the cue says so.
MENTAL: Final[frozenset[Act]] = frozenset({"believe", "intend", "expect", "hope"})

_IRREGULAR: Final[dict[str, str]] = {
    "said": "say", "told": "tell", "wrote": "write", "written": "write", "spoke": "speak", "spoken": "speak", "thought": "think",
    "knew": "know", "known": "know", "felt": "feel", "saw": "see", "seen": "see", "found": "find", "meant": "mean", "put": "put",
    "sought": "seek", "swore": "swear", "sworn": "swear", "forgot": "forget", "forgotten": "forget", "shown": "show",
    "understood": "understand", "foresaw": "foresee", "chose": "choose", "chosen": "choose", "withheld": "withhold",
    "forbade": "forbid", "forbidden": "forbid", "undertook": "undertake", "read": "read", "went": "go", "gone": "go", "goes": "go",
    "gave": "give", "given": "give", "made": "make", "took": "take", "taken": "take", "laid": "lay", "drew": "draw", "drawn": "draw",
    "held": "hold", "got": "get", "came": "come", "brought": "bring", "had": "have", "has": "have", "having": "have", "'s": "be",
    "is": "be", "are": "be", "was": "be", "were": "be", "been": "be", "being": "be", "am": "be", "'m": "be", "'re": "be", "'ve": "have",
    "'d": "would", "'ll": "will", "did": "do", "does": "do", "done": "do", "doing": "do", "won't": "not", "wo": "will", "n't": "not",
    "sang": "sing", "sung": "sing", "lent": "lend", "left": "leave", "kept": "keep", "struck": "strike", "ran": "run", "sent": "send",
    "cast": "cast", "threw": "throw", "gotten": "get", "says": "say", "fell": "fall", "stood": "stand", "lost": "lose", "bade": "bid",
}  # fmt: skip
# Besides verbs of one short syllable ("plan", "slam"), these double their last letter.
_DOUBLING: Final = frozenset(
    {"admit", "commit", "submit", "permit", "rebut", "refer", "forget", "forbid", "label", "infer", "quip", "quiz"}
)
_SHORT: Final = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")
_AUXILIARY: Final = ("be", "have", "make", "take", "give", "put", "go", "lay", "draw", "hold", "come", "bring", "issue", "express", "voice",
    "turn", "brush", "throw", "launch", "raise", "float", "sound", "lash", "point", "stand", "speak", "rule", "spell", "read", "vote",
    "look", "send", "cast", "pull", "return", "drop", "do", "get", "keep", "run", "set", "strike", "leave", "deliver", "win")  # fmt: skip


def _forms(lemma: str) -> tuple[str, ...]:
    """The written forms of a verb: itself, -s, -ed and -ing, by the spelling rules of English.

    >>> _forms("deny")
    ('deny', 'denies', 'denied', 'denying')
    >>> _forms("slam")
    ('slam', 'slams', 'slammed', 'slamming')
    """
    if lemma.endswith("e"):
        return lemma, lemma + "s", lemma + "d", lemma + "ing" if lemma.endswith("ee") else lemma[:-1] + "ing"
    if lemma.endswith("y") and lemma[-2:-1] not in "aeou":
        return lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"
    third = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s")
    if lemma in _DOUBLING or _SHORT.fullmatch(lemma):
        return lemma, third, lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"
    return lemma, third, lemma + "ed", lemma + "ing"


@functools.cache
def _lemmas() -> dict[str, str]:
    table: dict[str, str] = {}
    for lemma in (*_acts(), *PLAIN, *_AUXILIARY):
        for form in _forms(lemma):
            table.setdefault(form, lemma)
    # A word that is an entry itself ("threat", "shown") keeps its own place over a made-up form of another.
    table.update((lemma, lemma) for lemma in _acts())
    return {**table, **_IRREGULAR}


@functools.cache
def _acts() -> dict[str, Act]:
    table: dict[str, Act] = {}
    for act, words in _ACT_WORDS.items():
        for word in words.split():
            table.setdefault(word, act)
    return {**table, **_MAINLY}


def lemma(word: str) -> str:
    """The lemma of a lower-case word where a table knows it, else the word.

    >>> lemma("denied"), lemma("planning"), lemma("goulash")
    ('deny', 'plan', 'goulash')
    """
    return _lemmas().get(word, word)


def act_named(word: str) -> Act | None:
    """The act that a lemma names by itself, if any.

    >>> act_named("pledge"), act_named("table")
    ('promise', None)
    """
    return _acts().get(word)
