"""Words that judge: praise and blame of people and of what they do, by hand, for how much of each a content holds.

These are words by which a speaker values somebody or something ("reckless", "a sham"), not words for bad or good things
that merely happen ("flood", "bomb", "victory").
"""

import functools
import re
from typing import Final

_NEGATIVE: Final = """
    absurd* afraid aggressive* alarming* anger* angry appalling* arbitrar* arrogan* asham* assault* atroci* attack* autocrat* awful* backward*
    bad badly baffl* bankrupt* baseless beneath bigot* bizarre* blatant* blunder* boast* bogus botched brazen* broken bull bully* bunch burden* callous*
    cannot-trust careless* catastroph* chaos chaotic clown* clueless collaps* con coward* crazy craz* crook* cruel* cynic* damag* danger* dead-wrong deceit*
    deceiv* decept* degrad* delusion* demagog* demean* demoniz* denigrat* deplor* derang* desperat* despicabl* destruct* detach* devastat*
    dictator* dirty disappoint* disast* discriminat* disdain* disgrac* disgust* dishonest* disingenuous dismal* disqualif* disrespect* distort*
    distract* disturb* divid* divisive* dog-whistle double-standard* dreadful* dumb dysfunction* egotist* embarrass* erratic* establishment-backed evil exploit*
    extreme extremis* failed failing failure* fail* fake false* fanatic* farce* fascis* fear-mongering fearmonger* flaw* flip-flop* foolish* fraud* frighten*
    fringe frustrat* garbage ghastly gross* gimmick* glib greed* half-baked hardly hate hateful hatred heartless hollow hoax* horrendous horribl* horrid* horrif* hostil*
    humiliat* hypocri* hysteri* idiot* ignor* ill-conceived immature immoral improper* inaccura* inadequa* inappropriat* incit* incoheren* incompeten*
    inconsisten* indecen* ineffect* inept* inexcusabl* inexperienc* inflammator* inhuman* insan* insensitiv* insult* intoleran* intolerabl* irrational*
    irresponsib* islamophob* joke* lack lacks lacking lame lawless* laughabl* lazy loser* lousy ludicrous* lunatic* malicious* manipulat* meaningless* mediocr* mess messy mindless* misguid* mislead* misl* misogyn* mistak* misunderst* mock* monster* naive nasty nativis* negative* neglect* nightmare* nonsens* nut nuts obsess* obscene obstruct* odd odious offens* opportunis* oppress* out-of-touch outdated
    outrag* over-the-top overreach* pander* paranoi* partisan* pathetic* perver* petty phony phon* pointless* poison* politic* poor poorly prejudic*
    preposterous problem* propagand* provocat* punitive questionabl* racis* radical* rant* reckless* regrettabl* repugnan* repulsiv* revolting rhetoric ridiculous* rigged risky rude ruin* ruthless* sabotag* sad sadly scandal* scapegoat* scar* scary selfish* sexis* shady shallow sham* shameful* shameless* shock* shoddy sick* silly silliness
    sinister slander* sleaz* slime smear* sneak* spineless stubborn stuck stunt* stupid* suspicious tax-dodging temperament* terribl* terrifying thug* toxic tragic* trash* treacher* treason* troubl* tyran* ugly unaccept* unacceptable unamerican un-american uncaring uncomfort* unconscionab* unconstitutional* undemocratic* undermin* unethical* unfair* unfavorab*
    unfit* unfortunat* unhappy unhelpful unhinged unjust* unlawful* unnecessar* unpatriot* unpopular unprecedented unprepared unqualif* unrealistic* unreasonab* unsafe unsatisf* unserious unstable unsubstantiat* unsuit* untrustworth* unwilling* unworthy useless vague* vicious* vile violat* vulgar* wasteful* weak* weird* whin* wicked worr* worse* worst wreck* wrong* xenophob*"""
_POSITIVE: Final = """
    able accomplish* admir* adore* amaz* applaud* appreciat* authentic* awesome beautiful* beloved best better* bold* brave* bright* brillian* capable
    caring charm* clever coherent comfort* commend* committed compassion* compelling competent confiden* consistent* constructive* convinc* courag* credibl* decent*
    dedicat* deserv* determin* devot* dignif* dignity dynamic* eager* effective* efficient* elegant eloquen* encourag* energetic enthusias* excellen* exception* excit*
    experienc* extraordinar* fabulous* fair fairly fantastic* faithful* favorit* fearless* fine firm first-rate forceful* friend* genius* genuin* gift* good gracious* great* hard-working
    hardworking hero* historic honest* honor* honour* hope* humbl* ideal* impress* incredibl* inspir* integrity intelligen* invaluabl* kind kindness landmark leadership loyal*
    love* loves lucky magic* magnificent* masterful* milestone* nice* noble optimis* outstanding* passion* patient* patriot* perfect* phenomenal* pleas* popular
    positive* powerful* principled privilege* progress* proud* prudent qualif* reasonab* reliab* remarkab* resilien* respect* responsib* right-thing robust sensibl* sharp sincer*
    skilful* skill* smart* solid sophisticat* spectacular* splendid* stateswom* statesm* steadfast stellar strength* strong* success* superb* superior supportive talent* terrific* thoughtful* thrill* tireless*
    top-notch tough tremendous* trust* truthful* unique* upbeat valuabl* vibran* virtue* vision* vital warm* well-positioned well-prepared wis* wise* wonderful* worthy"""


def weigh(content: str) -> tuple[int, int]:
    """How many words of blame and of praise a text holds, those under a negation counted on the other side.

    >>> weigh("a reckless plan by an honest man"), weigh("he is not honest")
    ((1, 1), (1, 0))
    """
    blame = praise = 0
    for found in _judging().finditer(content):
        turned = _TURNED.search(content, max(0, found.start() - _REACH), found.start())
        if (found.lastgroup == "blame") != bool(turned):
            blame += 1
        else:
            praise += 1
    return blame, praise


# How far before a word its negation may stand (code points): three words or so.
_REACH: Final = 18
_TURNED: Final = re.compile(r"(?i)(?:\b(?:not|no|never|nothing|nobody|hardly|without|isn|lacks?)\b|n['’]t\b)[^.,;!?]*$")


@functools.cache
def _judging() -> re.Pattern[str]:
    def choice(words: str) -> str:
        return "|".join(sorted((w.replace("*", r"[\w’']*").replace("-", "[- ]") for w in words.split()), key=len, reverse=True))

    return re.compile(rf"(?i)\b(?:(?P<blame>{choice(_NEGATIVE)})|(?P<praise>{choice(_POSITIVE)}))\b")
