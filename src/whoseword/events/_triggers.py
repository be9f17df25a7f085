"""The verbs and nouns by which one party acts on another, and the small words around a verb that say whether it happened.

They only say where to look: which root an act has, the network of events says, and it must be one of those named here. Words are
our own; none comes from a codebook.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from whoseword.records import Root

_Roots = tuple[Root, ...]


def word_set(text: str) -> frozenset[str]:
    """The words of a line as a set."""
    return frozenset(text.split())


# Verbs that take the other party as an object, or after a preposition, by the roots that they can have.
_VERBS: Final[tuple[tuple[_Roots, str], ...]] = (
    (("ACCUSE",), """accuse blame condemn criticise criticize denounce sue charge indict convict impeach slam deplore prosecute investigate probe
        lambast chide"""),
    (("REQUEST",), "order urge demand ask appeal press implore beseech exhort petition lobby pressure beg invite"),
    (("REJECT",), "reject refuse decline defy rebuff spurn veto dismiss snub disobey"),
    (("THREATEN", "ACCUSE"), "threaten warn"),
    (("SUPPORT",), """praise congratulate thank welcome endorse back defend respect recognise recognize salute hail applaud support commend
        apologise apologize befriend reassure"""),
    (("CONSULT",), "meet visit phone telephone receive host consult mediate negotiate confer"),
    (("AID", "AGREE"), "help aid assist fund finance shelter arm evacuate rescue resupply feed equip subsidise"),
    (("COOPERATE", "AGREE", "AID"), "extradite train cooperate collaborate"),
    (("YIELD", "AGREE"), """concede release free pardon evacuate withdraw surrender retreat liberate reinstate unfreeze readmit
        repatriate"""),
    (("ASSAULT", "THREATEN", "COERCE"), """attack bomb shell kill shoot kidnap abduct assassinate torture invade raid storm ambush
        strike hit wound injure execute murder massacre fight clash capture occupy seize bombard hack besiege stab overrun"""),
    (("COERCE", "THREATEN", "SANCTION"), """apprehend prosecute demolish arrest detain jail imprison ban expel deport sanction
        sentence fine blockade censor outlaw blacklist evict confiscate disperse bar embargo interrogate"""),
    (("PROTEST", "THREATEN"), "boycott protest picket demonstrate rally"),
)  # fmt: skip
# Verbs that say something only with one of these nouns after them.
_LIGHT: Final[tuple[tuple[_Roots, str, str], ...]] = (
    (("CONSULT", "AGREE"), "hold open resume begin start host attend", "talks negotiations meeting meetings summit consultations discussions"),
    (("COOPERATE", "AGREE"), "hold stage conduct begin launch share exchange provide pass",
     "exercises drills manoeuvres maneuvers patrols intelligence information evidence data"),
    (("SUPPORT", "AGREE"), "sign ratify conclude reach seal make strike agree approve",
     "agreement agreements treaty pact accord deal deals memorandum alliance peace contract truce ceasefire"),
    (("SUPPORT", "AGREE", "YIELD"), "establish restore normalise normalize resume express voice offer reopen",
     "relations ties solidarity support condolences thanks embassy border"),
    (("AID", "AGREE"), "send give provide deploy deliver donate grant supply ship lend raise airlift offer contribute pledge extend",
     """aid assistance help food medicine weapons arms loan loans money funds funding vaccines supplies ammunition asylum troops
     soldiers peacekeepers team protection donations support doctors grant relief dollars euros million billion equipment missiles tanks refuge"""),
    (("YIELD", "AGREE"), "announce lift ease relax accept drop end declare withdraw pull grant allow return reopen release free meet",
     """sanctions restrictions ban embargo curfew blockade siege demand demands charges ceasefire truce troops forces permission
     prisoners hostages border borders hostilities autonomy access cessation release strike soldiers"""),
    (("SANCTION", "THREATEN"), "suspend cut halt freeze stop break sever end recall withdraw reduce withhold cancel downgrade close expel",
     """aid assistance relations ties talks negotiations ambassador cooperation deliveries funding envoy observers monitors inspectors
     peacekeepers embassy mediation supplies imports loans"""),
    (("COERCE", "THREATEN"), "impose slap place tighten declare confiscate seize freeze close expand raise announce",
     "sanctions tariffs embargo ban restrictions curfew blockade assets property border duties fine quota accounts"),
    (("ASSAULT", "THREATEN"), "launch commence carry fire open drop break violate stage mount",
     "attack attacks strike strikes assaults rockets rocket missiles missile airstrikes raid raids offensive bombs ceasefire truce fire assault shells shots"),
    (("MOBILIZE", "THREATEN", "AID"), "deploy mobilise mobilize mass send move put place station reinforce",
     "troops army soldiers tanks warships forces jets reservists alert missiles reinforcements police"),
    (("REQUEST",), "call seek request demand", "talks ceasefire release withdrawal apology explanation help aid assistance restraint end"),
    (("REJECT",), "reject refuse dismiss turn decline deny block ignore rebuff",
     """proposal proposals offer demand demands request appeal plan invitation talks call permission entry visas claim accusation accusations
     charge charges report"""),
    (("ACCUSE",), "file bring open launch order lodge", "lawsuit complaint charges investigation inquiry probe case protest suit"),
    (("THREATEN",), "issue give set deliver", "ultimatum warning deadline threat threats"),
    (("PROTEST",), "stage hold go begin burn", "protest protests demonstration strike sit-in rally march flag walkout"),
)  # fmt: skip
# Verbs with the word right after them.
_PHRASAL: Final[tuple[tuple[_Roots, tuple[str, ...]], ...]] = (
    (("REQUEST",), ("call on", "appeal to", "plead with")),
    (("CONSULT", "AGREE"), ("talk to", "speak with", "speak to", "fly to", "travel to", "arrive in", "sit down", "negotiate with")),
    (("ACCUSE",), ("lash out", "complain about")),
    (("ASSAULT",), ("fire on", "fire at", "shoot at")),
    (("COERCE",), ("crack down", "shut down")),
    (("YIELD", "AGREE"), ("withdraw from", "pull out", "give in", "back down", "hand over")),
    (("SANCTION",), ("pull out", "withdraw from", "break off")),
    (("COOPERATE",), ("work with", "cooperate with")),
)  # fmt: skip
# Verbs of two who act together: "Norland and Sudria signed …" has both as its subject.
_TOGETHER: Final = word_set(
    """sign agree meet hold discuss exchange share reopen resume conclude restore establish reach stage conduct begin open cooperate
    fight clash negotiate ratify normalise normalize"""
)
_MOVING: Final = word_set(
    "withdraw pull deploy mobilise mobilize mass send move put place station reinforce recall lend supply airlift"
)
_MOVED: Final = word_set(
    "troops army soldiers forces peacekeepers police jets warships tanks aircraft team envoy ambassador observers monitors doctors"
)
# Nouns for what one party does to another: "Norland's attack on Sudria", "talks between Norland and Sudria".
_NOUNS: Final[tuple[tuple[_Roots, str], ...]] = (
    (("ASSAULT",), """attack attacks raid raids invasion strike strikes airstrike airstrikes bombardment shelling offensive assault
        bombing war fighting clashes battle"""),
    (("COERCE", "SANCTION"), "sanctions embargo blockade crackdown tariffs ban"),
    (("CONSULT",), "visit talks meeting summit negotiations consultations"),
    (("SUPPORT", "AGREE", "YIELD"), "agreement treaty pact accord deal truce ceasefire alliance"),
    (("AID",), "aid assistance loan loans donation"),
)  # fmt: skip
BETWEEN: Final = word_set(
    "talks meeting summit negotiations consultations agreement treaty pact accord deal truce ceasefire alliance war fighting clashes battle"
)

_IRREGULAR: Final[Mapping[str, tuple[str, str]]] = {
    "meet": ("met", "met"), "hold": ("held", "held"), "begin": ("began", "begun"), "send": ("sent", "sent"),
    "give": ("gave", "given"), "lend": ("lent", "lent"), "cut": ("cut", "cut"), "break": ("broke", "broken"),
    "withdraw": ("withdrew", "withdrawn"), "withhold": ("withheld", "withheld"), "freeze": ("froze", "frozen"),
    "seek": ("sought", "sought"), "strike": ("struck", "struck"), "hit": ("hit", "hit"), "shoot": ("shot", "shot"),
    "fight": ("fought", "fought"), "feed": ("fed", "fed"), "beat": ("beat", "beaten"), "put": ("put", "put"), "make": ("made", "made"),
    "set": ("set", "set"), "go": ("went", "gone"), "speak": ("spoke", "spoken"), "fly": ("flew", "flown"), "sit": ("sat", "sat"),
    "shut": ("shut", "shut"), "bring": ("brought", "brought"), "overrun": ("overran", "overrun"),
}  # fmt: skip
# Verbs that double their last letter: "banned", "dropped".
_DOUBLED: Final = word_set("ban bar drop expel snub stop ship rebel slap stab plan")
_DOUBLED_IRREGULAR: Final = word_set("begin cut hit put set shut sit overrun")

BE: Final = word_set("is are was were be been being")
DO: Final = word_set("do does did")
HAVE: Final = word_set("has have had")
NEGATIONS: Final = word_set("not never neither nor n't no hardly without")
WILL: Final = word_set("will shall 'll would")
UNSURE: Final = word_set("may might could should must can cannot ought")
CONDITIONS: Final = word_set("if whether unless")
# Verbs (and adjectives) of intention, before "to": what follows is planned.
INTENTIONS: Final = word_set(
    """agree agreed agrees pledge pledged pledges promise promised promises vow vowed vows threaten threatened threatens plan
    planned plans planning intend intended intends intending want wanted wants offer offered offers prepare prepared preparing
    ready willing expected due set going decided decides undertook hopes hoped scheduled committed poised seeking sought"""
)
# Verbs before "to" after which it was refused, or done.
ATTEMPTS: Final = word_set(
    "refuse refused refuses decline declined declines began begun begin continued continue continues moved managed started rushed"
)
FAILED: Final = word_set("failed fails fail")
ADVERBS: Final = word_set(
    """also then again still already now once twice earlier later yesterday today overnight immediately finally reportedly
    repeatedly jointly publicly formally officially recently quickly soon briefly strongly sharply flatly openly both even just
    only first instead privately secretly unanimously on monday tuesday wednesday thursday friday saturday sunday"""
)


@dataclass(frozen=True, slots=True)
class Trigger:
    """What a verb form can stand for: its lemma, the roots, the nouns one of which must follow, or the word right after it."""

    lemma: str
    roots: _Roots
    nouns: frozenset[str] | None = None
    after: str | None = None


@functools.cache
def verbs() -> Mapping[str, tuple[Trigger, ...]]:
    """Verb form in lower case -> what it can be."""
    triggers = [Trigger(lemma, roots) for roots, lemmas in _VERBS for lemma in lemmas.split()]
    triggers += [Trigger(lemma, roots, word_set(nouns)) for roots, lemmas, nouns in _LIGHT for lemma in lemmas.split()]
    for roots, phrases in _PHRASAL:
        triggers += [Trigger(lemma, roots, None, after) for lemma, after in (phrase.split() for phrase in phrases)]
    found: dict[str, list[Trigger]] = {}
    for trigger in triggers:
        for form in _forms(trigger.lemma):
            found.setdefault(form, []).append(trigger)
    return {form: tuple(those) for form, those in found.items()}


@functools.cache
def nouns() -> Mapping[str, _Roots]:
    """Noun in lower case -> the roots that what it names can have."""
    return {word: roots for roots, words in _NOUNS for word in words.split()}


def moves(lemma: str, noun: str) -> bool:
    """Whether a verb does something with what a noun names, and not to it: who withdraws troops acts on those whom they leave."""
    return lemma in _MOVING and noun in _MOVED


def together(lemma: str) -> bool:
    """Whether two who are its subject act on each other."""
    return lemma in _TOGETHER


def _forms(lemma: str) -> set[str]:
    """The forms of a verb."""
    hissing = lemma.endswith(("s", "x", "ch", "sh", "go"))
    third = _changed(lemma) + ("es" if hissing or _changed(lemma) != lemma else "s")
    doubled = lemma + (lemma[-1] if lemma in _DOUBLED | _DOUBLED_IRREGULAR else "")
    going = (lemma[:-1] if lemma.endswith("e") and not lemma.endswith("ee") else doubled) + "ing"
    if lemma in _IRREGULAR:
        return {lemma, third, going, *_IRREGULAR[lemma]}
    past = lemma + "d" if lemma.endswith("e") else (doubled if doubled != lemma else _changed(lemma)) + "ed"
    return {lemma, third, going, past}


def _changed(lemma: str) -> str:
    """With "i" for a last "y" behind a consonant, as endings want it."""
    return lemma[:-1] + "i" if lemma.endswith("y") and lemma[-2] not in "aeiou" else lemma
