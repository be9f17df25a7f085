"""Whether a phrase looks back or ahead: the tense of the verb nearest to it.

There is no part-of-speech tagger at hand, so this reads a closed list of auxiliaries, irregular pasts and the
ending -ed in the words around the phrase. It looks no further than a fixed number of characters.
"""

import re
from bisect import bisect_left, bisect_right
from functools import cache
from typing import Literal

Direction = Literal["past", "future"]

_REACH = 160  # characters on either side: a clause, seldom two
_NEAR = 24  # characters: the words right beside the phrase
_NEAR_ONLY = ("until", "by", "effective", "due")  # these point ahead only right before the phrase
_NO_VERBS = ("after", "since", "by", "may", "ending", "until")
_FUTURE = (
    r"(?:will|would|shall|must|should|could|may|might|can|to)\s(?:not\s|also\s)?be\s\w{3,14}|will|won['’]t|shall|['’]ll|(?:is|are|was|were|be|been|had|have|has)\s(?:been\s)?(?:due|scheduled|set|expected|slated|likely|planned|going|supposed|ready)"
    r"|plan(?:s|ned)?\s(?:to|for)|hop(?:es?|ed|ing)\sto|expect(?:s|ed)?\sto|intend(?:s|ed)?\sto|want(?:s|ed)?\sto|(?:is|are)\sto|to\sbe|scheduled|upcoming"
    r"|expected|expir(?:e|es|ing|y)|until|effective|would|planning|due|ahead\sof|must|should|could|may|might|can|ending|matures?|payable|as\ssoon\sas|set\sto|by"
)
_PAST = (
    r"was|were|had|did|didn['’]t|wasn['’]t|weren['’]t|said|told|came|went|took|made|fell|rose|got|gave|held|began|met|left|saw|won|lost|ran|sent"
    r"|spoke|wrote|became|found|brought|paid|sold|bought|led|kept|struck|broke|drew|grew|knew|put|hit|shot|spent|stood|threw|wore|sat|sought"
    r"|flew|tore|fought|felt|heard|swore|taught|thought|caught|built|lit|rode|hid|fled|drove|arose|chose|forgot|hung|laid|rang|sang|shook|sank|slept"
    r"|swept|stole|understood|withdrew|woke|overtook|undertook|ended|since|ago|after|(?!(?:need|feed|seed|speed|indeed|hundred|united|sacred|exceed|proceed)\b)\w{2,14}ed"
)


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:(?P<future>{_FUTURE})|(?P<past>{_PAST}))(?!\w)", re.IGNORECASE)


@cache
def _stops() -> re.Pattern[str]:
    abbreviated = r"(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St|Jr|Sr|Lt))(?<!\b(?:Mrs|Gen|Sen|Rep|Gov|Col|Inc|Ltd|Jan|Feb|Oct|Nov|Dec|Aug))(?<!\b(?:Corp|Sept))"
    return re.compile(rf"{abbreviated}[.;!?:][\"”’']{{0,2}}\s(?=[A-Z\"“‘`])|\n\s{{0,3}}\n|``|''|[“”]")


@cache
def _beside() -> re.Pattern[str]:
    return re.compile(r"\s(?:[A-Z]\w{1,14}\s){0,2}(\w{2,14})\b")


class Tenses:
    """The verbs that tell, and the ends of clauses, of one text; found once, when the first phrase asks."""

    __slots__ = ("_ahead", "_stops", "_text", "_verb_starts", "_verbs")

    def __init__(self, text: str) -> None:
        self._text = text
        self._verbs: list[tuple[int, int]] | None = None
        self._verb_starts: list[int] = []
        self._ahead: list[bool] = []
        self._stops: list[int] = []

    def _read(self) -> list[tuple[int, int]]:
        if self._verbs is None:
            found = list(_verbs().finditer(self._text))
            self._verbs = [match.span() for match in found]
            self._verb_starts = [low for low, _ in self._verbs]
            self._ahead = [match["future"] is not None for match in found]
            self._stops = [match.end() for match in _stops().finditer(self._text)]
        return self._verbs

    def direction(self, start: int, end: int) -> Direction | None:
        """Where the verb that goes with `text[start:end]` points: one right after it, else the nearest before, else after.

        None where the sentence shows no verb that tells.
        """
        verbs = self._read()
        following = bisect_left(self._verb_starts, end)
        beside = _beside().match(self._text, end)
        if (
            beside is not None
            and beside[1] not in _NO_VERBS
            and following < len(verbs)
            and beside.span(1) in verbs[following : following + 2]
        ):
            return "future" if self._ahead[verbs.index(beside.span(1), following, following + 2)] else "past"
        stop = bisect_right(self._stops, start) - 1
        begin = max(0, start - _REACH, self._stops[stop] if stop >= 0 else 0)
        last = bisect_left(self._verb_starts, start) - 1
        while last >= 0 and verbs[last][0] >= begin:
            word = self._text[verbs[last][0] : verbs[last][1]].casefold()
            if word not in _NEAR_ONLY or verbs[last][1] >= start - _NEAR:
                return "future" if self._ahead[last] else "past"
            last -= 1
        close = bisect_right(self._stops, end)
        limit = min(end + _REACH, self._stops[close] if close < len(self._stops) else len(self._text))
        if following < len(verbs) and verbs[following][1] <= limit:
            return "future" if self._ahead[following] else "past"
        return None
