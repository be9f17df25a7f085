"""The edits that benchmarks/variants.py makes to real quotations: what outlets do to one another's words, by kind.

Every edit takes the words as printed and a seeded chance, and gives the words another outlet might print, or None where this
quotation does not lend itself to it. The lists here are the generator's own: nothing is taken from what recognises variants.
"""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Edit = Callable[[str, random.Random], str | None]

SYNONYMS: Mapping[str, Sequence[str]] = {
    word: others.split("|")
    for word, others in (
        line.split(":")
        for line in """big:large|huge;huge:enormous|vast;large:big|sizeable;small:little|minor;important:crucial|significant;good:fine|decent;
bad:terrible|poor;great:excellent|terrific;help:assist|aid;start:begin|launch;begin:start;end:finish|conclude;stop:halt|cease;
try:attempt|seek;need:require;want:wish;show:demonstrate|reveal;use:employ|utilise;give:provide|grant;build:construct|erect;
buy:purchase;fight:battle|combat;win:prevail|triumph;lose:forfeit;kill:slay|murder;killed:slain|murdered;attack:assault|strike;country:nation|state;
nation:country;countries:nations|states;people:citizens|folks;government:administration|authorities;president:leader;leader:head;
leaders:heads;job:post|position;jobs:posts|positions;money:funds|cash;problem:issue|difficulty;problems:issues|difficulties;
issue:matter|question;issues:matters|questions;plan:scheme|proposal;plans:schemes|proposals;deal:agreement|accord;law:statute|legislation;
laws:statutes|rules;vote:ballot;voters:electors|the electorate;election:poll|contest;campaign:race;war:conflict;peace:calm;
children:kids|youngsters;kids:children;women:females;men:males;city:town;world:globe;work:labour|toil;working:labouring;
believe:think;think:believe|feel;thought:believed;know:understand;understand:grasp;hope:trust;fear:dread;
happy:glad|pleased;sad:unhappy;angry:furious|irate;afraid:scared|frightened;proud:honoured;clear:plain|obvious;wrong:mistaken|incorrect;
right:correct|proper;true:accurate;false:untrue;strong:powerful|robust;weak:feeble;hard:tough|difficult;difficult:hard|tough;
easy:simple;quickly:fast|swiftly;very:extremely|highly;really:truly|genuinely;often:frequently;recent:latest;new:fresh;old:aged;
many:numerous;few:scarce;increase:raise|boost;decrease:cut|reduce;reduce:lower|cut;support:back|endorse;supported:backed|endorsed;
oppose:resist;change:alter|shift;changed:altered|shifted;keep:maintain|retain;protect:defend|safeguard;defend:protect;
speak:talk;talk:speak;tell:inform;ask:request;answer:reply|response;decide:determine;decision:choice|ruling;choice:option|decision;
reason:cause|ground;result:outcome|consequence;chance:opportunity;opportunity:chance;effort:attempt;efforts:attempts;
meeting:talks|gathering;speech:address;statement:declaration;report:account;evidence:proof;idea:notion|concept;ideas:notions|concepts;
values:principles;rights:freedoms;freedom:liberty;power:might|authority;threat:danger|menace;danger:peril|threat;safe:secure;
safety:security;crime:offending|lawbreaking;police:officers;community:neighbourhood;communities:neighbourhoods;family:household;
families:households;life:existence;future:years ahead;history:past;record:track record;support:backing;wonderful:marvellous|superb;
terrible:awful|dreadful;horrible:awful|ghastly;amazing:astonishing|incredible;incredible:amazing;crazy:mad|insane;
together:jointly;simply:merely;also:too;however:but;because:since;although:though;before:prior to;continue:go on|carry on;
allow:permit|let;prevent:avert;create:make|produce;destroy:wreck|ruin;happen:occur;happened:occurred;rise:climb;fall:drop;
raised:lifted;told:informed;elected:chosen;running:standing;leave:quit|depart;return:come back;accept:agree to;refuse:decline;
demand:insist on;demands:requests;improve:better;serious:grave;entire:whole;whole:entire;major:main;total:complete;
economy:markets;business:trade|commerce;companies:firms|businesses;company:firm;workers:employees|staff;health:wellbeing;
care:attention;education:schooling;school:academy;students:pupils;taxes:levies;tax:levy;border:frontier;immigrants:migrants;
immigration:migration;weapons:arms;military:armed forces;troops:soldiers;soldiers:troops;terrorism:terror;terrorists:militants;
enemy:foe;enemies:foes;allies:partners;friends:mates;opponent:rival;rival:opponent;party:faction;media:press;press:media;
policy:approach;policies:approaches;system:structure;process:procedure;place:spot;moment:instant;night:evening;week:seven days"""
        .replace("\n", "").split(";")
    )
}  # fmt: skip
BRITISH: Mapping[str, str] = {
    "favor": "favour", "favorite": "favourite", "honor": "honour", "honored": "honoured", "color": "colour", "labor": "labour",
    "neighbor": "neighbour", "neighbors": "neighbours", "neighborhood": "neighbourhood", "behavior": "behaviour", "center": "centre",
    "defense": "defence", "offense": "offence", "organization": "organisation", "organizations": "organisations",
    "organized": "organised", "realize": "realise", "realized": "realised", "recognize": "recognise", "recognized": "recognised",
    "apologize": "apologise", "criticized": "criticised", "criticize": "criticise", "traveled": "travelled", "canceled": "cancelled",
    "program": "programme", "programs": "programmes", "judgment": "judgement", "toward": "towards", "gray": "grey",
    "emphasize": "emphasise", "analyze": "analyse", "legitimized": "legitimised", "humor": "humour", "skeptical": "sceptical",
}  # fmt: skip
CONTRACTIONS: Sequence[tuple[str, str]] = (
    ("do not", "don't"), ("does not", "doesn't"), ("did not", "didn't"), ("is not", "isn't"), ("are not", "aren't"),
    ("was not", "wasn't"), ("will not", "won't"), ("cannot", "can't"), ("would not", "wouldn't"), ("have not", "haven't"),
    ("I am", "I'm"), ("we are", "we're"), ("they are", "they're"), ("I have", "I've"), ("we have", "we've"), ("it is", "it's"),
    ("that is", "that's"), ("I will", "I'll"), ("we will", "we'll"), ("you are", "you're"),
)  # fmt: skip
DIGITS: Sequence[tuple[str, str]] = (
    ("two", "2"), ("three", "3"), ("four", "4"), ("five", "5"), ("six", "6"), ("ten", "10"), ("twenty", "20"), ("percent", "per cent"),
    ("percent", "%"), ("per cent", "percent"), ("first", "1st"), ("U.S.", "United States"), ("United States", "US"), ("U.S.", "US"),
)  # fmt: skip
SMALL: Sequence[str] = (
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "twelve",
    "twenty",
    "thirty",
    "fifty",
)
SCALES: Sequence[str] = ("hundred", "thousand", "million", "billion")
DENYING: Sequence[tuple[str, str]] = (
    (r"\bis\b(?! not|n't)", "is not"), (r"\bare\b(?! not)", "aren't"), (r"\bwill\b(?! not)", "won't"), (r"\bcan\b(?! not)", "can't"),
    (r"\bwas\b(?! not)", "wasn't"), (r"\bhave\b(?= to\b)", "don't have"), (r"\bwe're\b", "we're not"), (r"\bit's\b", "it's not"),
    (r"\bI'm\b", "I'm not"), (r"\bshould\b(?! not)", "should not"), (r"\bdo not ", ""), (r"\bdon't ", ""), (r"\b(is|are|was|will|would|should) not\b", r"\1"),
    (r"\bisn't\b", "is"), (r"\baren't\b", "are"), (r"\bwon't\b", "will"), (r"\bcan't\b|\bcannot\b", "can"), (r"\bdidn't ", ""),
    (r"\bdoesn't ", ""), (r"\bwasn't\b", "was"), (r"\bnever\b", "always"), (r"\bnever ", ""), (r"\bno\b(?= [a-z])", "some"), (r"\bnothing\b", "something"),
    (r"\bnobody\b", "somebody"), (r"\bwithout\b", "with"), (r"\bable\b", "unable"), (r"\bwilling\b", "unwilling"),
    (r"\bfair\b", "unfair"), (r"\bpossible\b", "impossible"), (r"\bagree\b", "disagree"), (r"\blegal\b", "illegal"),
    (r"\balways\b", "never"), (r"\bacceptable\b", "unacceptable"),
)  # fmt: skip
MODALITY: Sequence[tuple[str, str]] = (
    (r"\bwill\b(?! not)", "may|could|should|would"), (r"\bcan\b(?! not)", "must|might"), (r"\bcould\b", "will|can"),
    (r"\bmay\b", "will|must"), (r"\bmight\b", "will"), (r"\bshould\b", "will|must"), (r"\bmust\b", "might|may"),
    (r"\bwould\b(?! not)", "will|might"), (r"\bprobably ", "|certainly "), (r"\bmaybe\b", "certainly"), (r"\bcertainly ", "|probably "),
)  # fmt: skip
REPORTED: Mapping[str, str] = {
    "i": "he", "me": "him", "my": "his", "mine": "his", "myself": "himself", "we": "they", "us": "them", "our": "their", "ours": "theirs",
    "you": "they", "your": "their", "am": "was", "is": "was", "are": "were", "will": "would", "can": "could", "may": "might",
    "have": "had", "has": "had", "do": "did", "does": "did", "don't": "did not", "doesn't": "did not", "won't": "would not",
    "can't": "could not", "isn't": "was not", "aren't": "were not", "i'm": "he was", "we're": "they were", "they're": "they were",
    "it's": "it was", "that's": "that was", "i've": "he had", "we've": "they had", "i'll": "he would", "we'll": "they would",
    "you're": "they were", "this": "that", "these": "those", "here": "there", "now": "then", "today": "that day",
    "need": "needed", "want": "wanted", "think": "thought", "believe": "believed", "know": "knew", "says": "said", "goes": "went",
    "makes": "made", "wants": "wanted", "needs": "needed", "take": "took", "takes": "took", "get": "got", "go": "went",
}  # fmt: skip
OPENING = frozenset(
    [
        "the",
        "we",
        "it",
        "they",
        "this",
        "that",
        "there",
        "a",
        "an",
        "he",
        "she",
        "you",
        "if",
        "when",
        "and",
        "but",
        "so",
        "our",
        "my",
        "what",
        "these",
        "those",
        "in",
        "on",
        "for",
        "it's",
    ]
)
FILLERS = re.compile(
    r"(?i)\b(?:you know|I mean|well|look|frankly|actually|basically|of course|very|really|just|quite|so)\b,? ?"
)


@dataclass(frozen=True, slots=True)
class Names:
    """Words that the corpus only has with a capital, to tell a name wherever it stands, and to put one for another."""

    words: Sequence[str]

    def swapped(self, text: str, chance: random.Random) -> str | None:
        """One name made another."""
        known = set(self.words)
        places = [m for m in re.finditer(r"[A-Z][a-z]{2,}", text) if m.group() in known]
        if not places:
            return None
        place = chance.choice(places)
        other = chance.choice([name for name in self.words if name != place.group()])
        return text[: place.start()] + other + text[place.end() :]


def cut(text: str, chance: random.Random) -> str | None:
    """An end cut off, both, the middle with an ellipsis, or a short piece taken out."""
    words = text.split()
    if len(words) < 9:
        return None
    how = chance.choice(("start", "end", "both", "middle", "middle", "piece"))
    least = 6
    if how == "piece":
        size = chance.randint(5, 8)
        start = chance.randint(0, len(words) - size)
        return " ".join(words[start : start + size]).strip(",;")
    if how == "middle":
        start = chance.randint(3, len(words) - 5)
        end = chance.randint(start + 1, len(words) - 3)
        mark = chance.choice((" … ", " ... ", "... ", " [...] ", " … "))
        return " ".join(words[:start]).rstrip(",") + mark + " ".join(words[end:])
    gone = chance.randint(1, len(words) - least)
    start = gone if how == "start" else 0 if how == "end" else chance.randint(0, gone)
    kept = " ".join(words[start : len(words) - (gone - start)]).rstrip(",;")
    return ("…" if start and chance.random() < 0.3 else "") + (kept[:1].upper() + kept[1:] if chance.random() < 0.3 else kept)


def punctuated(text: str, chance: random.Random) -> str | None:
    """House style: commas, dashes, quotation marks, spelling, contractions, figures, the case of the first word."""
    steps = chance.sample(
        (_commas, _dashes, _british, _contractions, _figures, _first_case, _full_stops, _short_names), chance.randint(2, 4)
    )
    changed = text
    for step in steps:
        changed = step(changed, chance)
    return changed if changed != text else text.rstrip("!?,") + "!"


def bracketed(text: str, chance: random.Random) -> str | None:
    """A pronoun explained, or a word put in, in brackets."""
    explained = chance.choice(
        ("[the government]", "[the senator]", "[voters]", "[the company]", "[the campaign]", "[the Ministry]")
    )
    if chance.random() < 0.3:
        words = text.split()
        place = chance.randint(2, max(2, len(words) - 2))
        return " ".join((*words[:place], chance.choice(("[also]", "[in Washington]", "[last year]", "[sic]")), *words[place:]))
    found = list(re.finditer(r"\b(?:they|them|he|she|it|him|her|this|that)\b(?!')", text))
    if not found:
        return None
    place = chance.choice(found)
    return text[: place.start()] + explained + text[place.end() :]


def reordered(text: str, chance: random.Random) -> str | None:
    """Sentences or clauses in another order."""
    sentences = re.split(r"(?<=[.!?]) (?=[A-Z])", text)
    if len(sentences) > 1:
        place = chance.randrange(len(sentences) - 1)
        sentences[place], sentences[place + 1] = sentences[place + 1], sentences[place]
        return " ".join(sentences)
    parts = re.split(r", (?=and |but |because |if |when |so |after |as )", text)
    if len(parts) < 2 or min(len(p.split()) for p in parts) < 3:
        return None
    head, tail = parts[0], ", ".join(parts[1:])
    return f"{tail[:1].upper()}{tail[1:].rstrip('.')}, {head[:1].lower()}{head[1:]}"


def denied(text: str, chance: random.Random) -> str | None:
    """A negation put in, taken out or turned."""
    return _swapped(text, chance, DENYING)


def modal(text: str, chance: random.Random) -> str | None:
    """What may be is made what will be, or the other way."""
    return _swapped(text, chance, [(old, new) for old, many in MODALITY for new in many.split("|")])


def numbered(text: str, chance: random.Random) -> str | None:
    """One figure made another."""
    found = list(re.finditer(r"\b(?:\d+(?:[.,]\d+)*|" + "|".join((*SMALL, *SCALES)) + r")\b", text))
    if not found:
        return None
    place = chance.choice(found)
    word = place.group()
    if word[0].isdigit():
        digits = list(word)
        spot = chance.choice([n for n, sign in enumerate(digits) if sign.isdigit()])
        digits[spot] = chance.choice([d for d in "123456789" if d != digits[spot]])
        other = "".join(digits)
    else:
        other = chance.choice([w for w in (SCALES if word in SCALES else SMALL) if w != word])
    return text[: place.start()] + other + text[place.end() :]


def worded(text: str, chance: random.Random) -> str | None:
    """A word or two made synonyms, or a small word left out: careless, and no change of what is said."""
    changed = with_synonyms(text, chance, 0.15)
    if chance.random() < 0.5:
        changed = FILLERS.sub("", changed, count=1).strip()
    return changed if changed != text else None


def loosely(text: str, chance: random.Random) -> str | None:
    """The words in quotation marks as a reporter remembers them: synonyms, small words gone, clauses turned."""
    changed = FILLERS.sub("", with_synonyms(text, chance, 0.5)).strip()
    if chance.random() < 0.4:
        changed = reordered(changed, chance) or changed
    return changed if changed != text else None


def reported(text: str, chance: random.Random) -> str | None:
    """The same in indirect speech: persons and tenses shifted, some synonyms, small words gone, perhaps without its end."""
    changed = FILLERS.sub("", with_synonyms(text, chance, 0.25)).strip(" .!?…")
    words = changed.split()
    if len(words) > 16 and chance.random() < 0.4:
        words = words[: chance.randint(len(words) * 2 // 3, len(words))]
    shifted = []
    for word in words:
        bare = word.strip(',.;!?"').replace("’", "'")
        other = REPORTED.get(bare.lower())
        shifted.append(word.replace("’", "'").replace(bare, other) if other else word)
    body = " ".join(shifted)
    return f"that {body[:1].lower()}{body[1:]}" if chance.random() < 0.6 else body[:1].lower() + body[1:]


def with_synonyms(text: str, chance: random.Random, rate: float) -> str:
    """Each word that has synonyms made one of them, at this rate."""

    def one(match: re.Match[str]) -> str:
        others = SYNONYMS.get(match.group())
        return chance.choice(others) if others and chance.random() < rate else match.group()

    return re.sub(r"\b[a-z]+\b", one, text)


def _swapped(text: str, chance: random.Random, pairs: Sequence[tuple[str, str]]) -> str | None:
    fitting = [(old, new) for old, new in pairs if re.search(old, text)]
    if not fitting:
        return None
    old, new = chance.choice(fitting)
    place = chance.choice(list(re.finditer(old, text)))
    changed = text[: place.start()] + place.expand(new) + text[place.end() :]
    return changed if changed.lower() != text.lower() else None


def _commas(text: str, chance: random.Random) -> str:
    return re.sub(r",(?= )", lambda m: "" if chance.random() < 0.6 else m.group(), text)


def _dashes(text: str, chance: random.Random) -> str:
    dash = chance.choice((" — ", " – ", " - ", "—", "; "))
    return re.sub(r", (?=and |but )| [—–-]+ |—|--", dash, text, count=2)


def _british(text: str, _: random.Random) -> str:
    return re.sub(r"\b[a-z]+\b", lambda m: BRITISH.get(m.group(), m.group()), text)


def _contractions(text: str, chance: random.Random) -> str:
    pairs = CONTRACTIONS if chance.random() < 0.5 else [(short, full) for full, short in CONTRACTIONS]
    for old, new in pairs:
        text = re.sub(rf"\b{old}\b", new, text.replace("’", "'"))
    return text


def _figures(text: str, _: random.Random) -> str:
    for old, new in DIGITS:
        text = re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])", new, text, count=1)
    return text


def _short_names(text: str, chance: random.Random) -> str:
    """Donald Trump is made Trump, and Mr. Trump too; or a title is put before a name."""
    if chance.random() < 0.5:
        return re.sub(r"(?<=[a-z,] )(?:Mr|Mrs|Ms|Sen|Gov)\.? (?=[A-Z][a-z]+)", "", text)
    return re.sub(
        r"(?<=[a-z,] )(?:Donald|Hillary|Bernie|Barack|Ted|Marco|Jeb|Vladimir|John|Paul|Mike|Bill) (?=[A-Z][a-z]+)", "", text
    )


def _first_case(text: str, _: random.Random) -> str:
    first = text.split(" ", 1)[0]
    if first[:1].islower():
        return first[:1].upper() + text[1:]
    return text[:1].lower() + text[1:] if first.lower() in OPENING else text


def _full_stops(text: str, _: random.Random) -> str:
    return re.sub(r"(?<![A-Z])\. (?=[A-Z][a-z])", "; ", text).rstrip("!,") + "."


def edits(names: Names) -> Mapping[str, Edit]:
    """Every kind of edit by its name."""
    return {
        "cut": cut, "re-punctuated": punctuated, "bracketed": bracketed, "re-ordered": reordered, "negation": denied,
        "number": numbered, "name": names.swapped, "modality": modal, "worded": worded, "paraphrase": loosely, "reported": reported,
    }  # fmt: skip
