"""Which words speak of one thing in the news, and which of its opposite; a closed table, written for whoseword.

A line is a concept: its words, then after a bar those of its opposite. A phrase is joined by underscores. A word stands
in one line only. Nothing here was counted in a corpus.
"""

import functools
import threading
from collections.abc import Iterator, Mapping
from typing import Any, Final

import snowballstemmer  # type: ignore[import-untyped]  # it ships no types

_CONCEPTS: Final = """
hit: attack strike hit bomb bombard bombing shell raid assault shelling airstrike target
fire: fire shoot gunfire open_fire
kill: kill die dead death murder slay massacre perish drown slaughter fatality assassinate
injure: injure wound hurt injury
agreement: deal agreement accord pact treaty
truce: ceasefire truce armistice cease-fire
money: dollar euro pound crown florin franc peso rouble ruble money cash penny cent shilling thaler krone dinar lira rupee yen
bribe: bribe kickback bribery
pay: pay payment compensate reimburse compensation repay reparation
vote: election vote ballot poll elect
fair: fair free_and_fair honest | rig steal fraudulent fraud sham unfair stolen cheat manipulate falsify
army: troop soldier army force military
frontier: border frontier
custody: release freed set_free liberate | still_hold still_be_hold be_hold_captive detain imprison captive jail custody hostage
arrest: arrest
craft: aircraft jet plane airplane warplane
ship: ship vessel boat ferry freighter
plant: factory plant mill
flee: flee escape
return: return send_back hand_over turn_over give_back repatriate bring_back bring_home extradite extradition | keep retain withhold
stay: stay remain | leave withdraw resign quit step_down pull_out must_go withdrawal resignation departure stand_down vacate pull_back retreat
lift: lift scrap abolish revoke repeal suspend cancel call_off drop | impose maintain uphold
build: build construct erect | demolish destroy pull_down raze tear_down knock_down bulldoze demolition
open: open reopen | close shut closed shut_down closure
allow: allow permit let permission access entry | ban forbid prohibit block bar off_limits prevent
approve: accept approve endorse support favour agree consent | reject oppose refuse decline veto
win: win beat defeat | lose
rise: rise grow increase climb growth raise hike expand double triple | fall shrink decrease decline cut reduce lower slash halve reduction
begin: begin start launch | end stop halt cease finish
safe: safe harmless safety | unsafe dangerous poisonous toxic hazardous contaminate polluted
legal: legal lawful legitimate constitutional legally | illegal unlawful illegitimate unconstitutional illegally
accuracy: accurate correct | inaccurate incorrect
real: genuine authentic | fake forge forgery hoax doctor
innocent: innocent | guilty
keep_to: honour comply observe abide respect | break violate breach tear_up flout violation
cold: cold | warm hot
full: full | empty
succeed: succeed successful | fail collapse
meant: deliberate intentional deliberately intentionally sabotage arson | accident accidental accidentally malfunction breakdown
peaceful: peaceful peacefully calm orderly | violent violence violently
blame: blame responsible fault cause responsibility trigger
evidence: evidence proof
help: help aid assist assistance
send: send dispatch supply provide transfer receive obtain
arrive: arrive deliver reach delivery land come arrival
warn: warn warning alert
meet: meet meeting
talks: talk negotiate negotiation dialogue
attend: attend take_part participate | boycott skip stay_away
include: include | omit
harm: damage harm ruin | intact unharmed undamaged unscathed
valid: valid | invalid void
found: found | miss missing lost
rebel: rebel insurgent militant guerrilla fighter
resident: resident villager inhabitant
hospital: hospital clinic
wage: wage salary
student: student pupil
expel: expel deport banish expulsion deportation
visit: visit
cross: cross crossing incursion intrude trespass
mine: mine minefield
burn: burn torch set_fire ablaze
loot: loot plunder
borrow: borrow loan
complete: complete finished | unfinished incomplete
split: unanimous unanimously | divided split
ready_: on_time on_schedule | behind_schedule overdue
weapon_test: test
employ: hire employ recruit | sack dismiss lay_off redundancy
spy: spy espionage
refugee: refugee migrant
say_sorry: apologise apology apologize sorry
overload: overload overcrowd
poison: poison poisoning pollute pollution contamination
ready: ready prepare
strong: strong | weak
rich: profit profitable | loss
early: early | late delay postpone
good: good enhance improve right | bad wrong worsen
important: important | trivial
volunteer: voluntary voluntarily | force_to coerce against_will
clear: clear | unclear
public: public | secret secretly
inside: inside within | outside
near: near | nowhere_near
child: child kid
town: town village city
nation: nation
doctor_: doctor physician
company: company firm
worker: worker employee staff
home: house home
road: road highway
police: police officer
tax: tax duty tariff levy
price: price cost
weapon: weapon weaponry
dam: dam
fuel: fuel petrol
hunger: hunger famine starve starvation
ill: ill sick disease illness
crowd: crowd
march: protest demonstration rally demonstrator protester
court: court judge
law: law legislation bill
plan_: plan scheme
clean: clean | dirty filthy
sell: sell sale
buy: buy purchase
take_money: embezzle
lead: lead
threat: threat threaten
promise: promise pledge
ransom: ransom
photo: photo picture image photograph
torture: torture mistreat abuse ill-treat
use: use
see: see seen
inspect: inspect inspector inspection
sign: sign initial ratify
missile: missile rocket
drone: drone
exclude: exclude keep_out exclusion
"""
# Words that say little of what a statement is about: a pair of statements that shares only these is on no common matter.
_PLAIN: Final = """
people person man woman government country nation state official president minister year month week day time percent group party side part
thing way place number issue matter area member today yesterday tomorrow say call tell make do take get have give go know want think believe
see use come put bring set turn show need try feel seem become work report statement spokesman spokeswoman leader chief head involvement involve role hand carry behind reason need claim allegation accusation story rumour suggestion assertion charge blame cause responsible new old first last
next big small great large high low long short own other same many few several all both each every any some good right here there now then once
again still yet already even only just ever never much more most less least around nearly almost about million billion thousand hundred dozen
one two three four five six seven eight nine ten eleven twelve prime foreign general office public national international local
whole really differ difference clear certain sure possible late early morning evening night afternoon dawn noon hour minute start end find like mean let lot either current former happen depend realistic address speak
single home town full near inside outside lead use well ago nobody anybody everybody somebody anyone everyone someone
"""
# Words that a prefix turns into their opposite.
_PREFIXED: Final = """
un: armed able paid willing likely popular healthy necessary acceptable justified stable reliable known aware authorised authorized licensed
guarded occupied damaged harmed prepared sustainable successful affordable available fit lawful just founded wise welcome certain conditional
in: effective valid adequate sufficient complete secure dependent eligible capable competent human decent sane tact appropriate
im: possible partial proper pure practical moral
ir: responsible relevant regular reversible
dis: loyal honest connected appear obey satisfied
non: violent compliant existent
"""
# Concepts and stems that nearly every story of some sort has: to share only these is to share the sort, and not the story.
_BROAD: Final = """
vote win approve rise talks plan_ campaign candidate politics political nomination nominee poll begin succeed law price policy support party
republican democrat voter good important ready help economy market company share sale question answer interview
"""
# Further words that news of every sort is full of. They decide nothing; they only make a poor way to look for a clause.
_COMMON: Final = """
accord action active add administration agree agreement aid alway american another answer appear approach arm army arrive ask attack attend authority away back bad bank bank base
become behind believe benefit best better board body book business call camp candid care career case cause central centre challenge chance change choice citizen city civil claim clear
close comment commission committee common community company concern condition conference congress consider continue control cost could council country couple course court cover create
crime crisis crowd current cut damage data date daughter deal death debate decade decide decision defence degree democracy department detail develop difficult direct director doctor
dollar doubt draw drive early earn east economy education effect effort elect employ enemy energy enough entire event evidence exact example expect experience expert explain face fact
fail fair family far father fear federal feel field fight figure fill final find fire firm focus follow food force form former forward free friend front full fund further future game
general girl global goal great ground group grow guess half happen happy hard hear heart help here history hit hold hope hospital hour house huge human husband idea image impact
important improve include income increase individual industry influence information interest international invest issue job join judge keep kill kind know labour land large late law
lawyer lead learn leave legal letter level life light line list listen live local long look lose love low main major majority march mark market matter maybe mean measure media meet
meeting member memory mention message middle military mind mine miss mistake moment money month morning mother move movement much must name nation national nature near need network
news night north note nothing notice offer office often oil open operation opinion opportunity oppose option order organise outside pay peace period permit person personal phone pick
picture piece plan plant play point police policy position possible power present press pretty prevent previous price prison private problem process produce product program project
promise proof protect protest prove provide public pull push question quick quite race rally raise range rate reach read ready real really record refuse region regular relation release
remain remember remove reply report represent request require research resident resource respond result return rich right rise risk road rule run safe same school season seat second
secret section secure security see sell send sense serious serve service set several share short sign similar simple single sit situation small social society soldier son sort sound
source south speak special spend staff stage stand start statement stay step stop story street strong student study stuff succeed suffer suggest support surprise system talk target
task tax teach team term test thank thing threat today together tonight top total tough town trade tradition train travel treat trouble true trust truth turn understand union unit
united use value various victim video view village violence visit voice wait walk wall want war warn watch water weapon week west white whole wide wife win wish woman wonder word work
worker world worry worse worth write wrong year young
absolute amazing campaign citizen election government hate honest incredible meant medium nominee politics president republican democrat senate senator tremendous voter
allow begin child keep_to stay help crowd company employ home road talks meet warn promise use see nation worker threat march wage success
"""
_IRREGULAR: Final = """
took taken:take sent:send shot:shoot fell fallen:fall held:hold broke broken:break struck:strike paid:pay gave given:give went gone:go came:come
kept:keep lost:lose won:win sold:sell bought:buy brought:bring led:lead met:meet left:leave built:build caught:catch fought:fight found:find got
gotten:get knew known:know made:make meant:mean ran:run rose risen:rise saw seen:see sank sunk:sink spoke spoken:speak stole stolen:steal
stood:stand swore sworn:swear threw thrown:throw told:tell tore torn:tear thought:think withdrew withdrawn:withdraw wrote written:write began
begun:begin chose chosen:choose drew drawn:draw drove driven:drive ate eaten:eat flew flown:fly froze frozen:freeze grew grown:grow hid hidden:hide
laid:lay lent:lend shook shaken:shake spent:spend taught:teach dealt:deal fed:feed fled:flee felt:feel slew slain:slay said:say had has:have
was were been is are:be did does done:do dying:die lying:lie men:man women:woman children:child killed killing killer:kill lives:life
shelled shelling:shell bombed bombing:bomb fired firing:fire rigged rigging:rig agreed agreeing:agree died:die
overthrew overthrown:overthrow forbade forbidden:forbid hung:hang dug:dig sought:seek bled:bleed bore borne:bear became:become overran:overrun
"""


_OWN = threading.local()


def _stemmer() -> Any:
    """A stemmer of this thread's own: it keeps the word that it is at in itself, so two threads would cut each other's words."""
    if not hasattr(_OWN, "stemmer"):
        _OWN.stemmer = snowballstemmer.stemmer("english")
    return _OWN.stemmer


@functools.cache
def _irregular() -> Mapping[str, str]:
    pairs = (group.rsplit(":", 1) for group in _groups(_IRREGULAR))
    return {form: base for forms, base in pairs for form in forms.split()}


def _groups(table: str) -> Iterator[str]:
    """`took taken:take sent:send` as `took taken:take`, `sent:send`."""
    forms: list[str] = []
    for word in table.split():
        forms.append(word)
        if ":" in word:
            yield " ".join(forms)
            forms = []


@functools.lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of an English word in lower case: irregular forms by a table, others by Snowball (Porter 2).

    >>> stem("withdrew"), stem("resigned")
    ('withdraw', 'resign')
    """
    lower = word.casefold().replace("’", "'").removesuffix("'s").removesuffix("'")
    return str(_stemmer().stemWord(_irregular().get(lower, lower)))


@functools.cache
def _table() -> Mapping[tuple[str, ...], tuple[str, int]]:
    """Each word or phrase, as stems, with its concept and on which side of it the word is; 0 where it has no opposite."""
    found: dict[tuple[str, ...], tuple[str, int]] = {}
    for line in _CONCEPTS.strip().splitlines():
        name, words = line.split(":", 1)
        sides = [part.split() for part in words.split("|")]
        for sign, side in zip((1, -1), sides, strict=False):
            for word in side:
                key = tuple(stem(part) for part in word.split("_"))
                found.setdefault(key, (name, sign if len(sides) == 2 else 0))
    for prefix, word in _prefixed():
        found.setdefault((stem(word),), (stem(word), 1))
        found.setdefault((stem(prefix + word),), (stem(word), -1))
    return found


def _prefixed() -> Iterator[tuple[str, str]]:
    """Each prefix with each word that it turns."""
    prefix = ""
    for word in _PREFIXED.split():
        if word.endswith(":"):
            prefix = word[:-1]
        else:
            yield prefix, word


@functools.cache
def _plain() -> frozenset[str]:
    return frozenset(stem(word) for word in _PLAIN.split())


@functools.cache
def _broad() -> frozenset[str]:
    return frozenset({*_BROAD.split(), *(stem(word) for word in _BROAD.split())})


def broad(name: str) -> bool:
    """Whether a concept or stem stands in nearly every story of some sort, such as `vote` in those of elections."""
    return name in _broad()


@functools.cache
def _common() -> frozenset[str]:
    words = _COMMON.split()
    known = (_table().get((stem(word),)) for word in words)
    return (
        frozenset({*words, *(stem(word) for word in words), *(one[0] for one in known if one is not None)})
        | _broad()
        | _plain()
    )


def common(name: str) -> bool:
    """Whether a concept or stem is found in news of every sort, so that it is no place to look for a clause: broad ones and more."""
    return name in _common()


@functools.cache
def _starts() -> frozenset[str]:
    return frozenset(key[0] for key in _table() if len(key) > 1)


def begins_phrase(name: str) -> bool:
    """Whether a stem begins a phrase of the table."""
    return name in _starts()


def concept(stems: tuple[str, ...]) -> tuple[str, int] | None:
    """The concept of a phrase of stems and its side of it (1, -1, or 0 where it has no opposite); None for what the table has not."""
    return _table().get(stems)


def plain(name: str) -> bool:
    """Whether a concept or stem says little of what a statement is about."""
    return name in _plain()
