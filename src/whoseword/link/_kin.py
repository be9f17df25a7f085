"""The author's own family: whom "my father" names, where the article once gives the name ("my parents, James and Olive Meehan").

Only what stands outside quotations counts: inside one, "my" is somebody else's. Nothing is guessed from a surname alone.
"""

import re

from whoseword.link import _words as w
from whoseword.link._cast import Cast, Mention
from whoseword.link._page import Page

_PAIRS = {"parents": ("father", "mother"), "grandparents": ("grandfather", "grandmother")}
_OWN = re.compile(
    rf"\b(?:[Mm]y|[Oo]ur) (?:late |own |older |younger |elder )?({'|'.join(sorted((*w.KIN, *_PAIRS)))}),?\s+(?=[A-Z])"
)
OWN_KIN = re.compile(rf"(?:my|our) (?:[a-z]+ )?({'|'.join(sorted(w.KIN))})", re.IGNORECASE)


def named_kin(page: Page, cast: Cast) -> dict[str, int]:
    """Word of kinship -> the person of the cast whom the author means by it; a word that two would fit is left out."""
    found: dict[str, set[int]] = {}
    opens = {mention.opens: i for i, mention in enumerate(cast.mentions)}
    for match in _OWN.finditer(page.text):
        first = opens.get(match.end())
        if first is None or page.quote(match.start()) is not None:
            continue
        for word, person in _told(page, cast, match[1], first):
            found.setdefault(word, set()).add(person)
    return {word: people.pop() for word, people in found.items() if len(people) == 1}


def _told(page: Page, cast: Cast, word: str, first: int) -> list[tuple[str, int]]:
    """The words of kinship, each with its person, that one phrase tells."""
    if word in w.KIN:
        return [(word, cast.mentions[first].person)]
    pair: list[Mention] = list(cast.mentions[first : first + 2])
    if len(pair) < 2 or page.text[pair[0].end : pair[1].opens].strip() != "and":
        return []
    he, she = (m.person for m in pair)
    if cast.people[he].gender == "f" or cast.people[she].gender == "m":
        he, she = she, he
    if {cast.people[he].gender, cast.people[she].gender} in ({None}, {"m"}, {"f"}):
        return []
    return [*zip(_PAIRS[word], (he, she), strict=True)]
