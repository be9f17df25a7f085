"""Where a noun phrase ends: read word by word, without grammar beyond the small words that cannot stand in one.

Used to cut out who is told from what is told. A phrase is read forwards a bounded number of words, so that no text makes
it run away; where the reading is wrong, it is a word too short or too long, never a place outside its bounds.
"""

import re
from typing import Final

_LONGEST: Final = 14  # words
_MANY_DOTS: Final = r"(?:[A-Z]\.){2,}(?=\W)"
_WORD: Final = re.compile(
    rf"[\"“'’‘`]{{0,2}}(?P<word>{_MANY_DOTS}|[^\W_](?:[\w&/-]|[.’'](?=\w)|,(?=\d{{3}}))*)(?P<after>[\"”’']{{0,2}}[.,;:!?]?[\"”’']{{0,2}})"
)
_TITLE: Final = re.compile(
    r"[A-Z]|Mr|Mrs|Ms|Dr|Sen|Gov|Rep|Gen|Lt|Sgt|Col|Rev|Prof|Jr|St|Messrs|Sens|Reps|Jan|Feb|Aug|Sept|Oct|Nov|Dec"
)


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Words that end a noun phrase: nothing of it follows them.
_ENDS: Final = _words(
    """that which who whom whose if whether what why how when where while because as than though although unless until since so but or nor not
    to in by from about against over under after before during between among into through without within upon via per amid despite regarding toward towards
    is are was were be been being am has have had do does did will would can could may might must shall should ought
    i me we us he him she they them it you myself himself herself themselves itself this these there here then now just also even never ever yet still
    yesterday today tonight tomorrow recently earlier later last next again instead too ago once twice
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december
    said says say told asked wrote added called n't more most very quite rather really whatever whoever anyone"""
)
_DETERMINERS: Final = _words(
    """the a an his her their its my our your some many several all both each every other another any no fellow those one two three four five six ten
    dozens hundreds thousands millions"""
)
_JOINS: Final = _words("of and for & at with on")
_ADJECTIVES_IN_LY: Final = _words("family assembly ally daily weekly monthly early elderly only")
# What these consist of, or are of, is told behind them: "a group of farmers", "the ministry of the sea".
_OF: Final = re.compile(
    r"(?i)(?:group|crowd|audience|gathering|members?|dozens|hundreds|thousands|millions|number|editors?|readers|host|hosts|leaders?|residents|people|students?|"
    r"room|roomful|panel|board|house|team|staff|supporters|chairman|head|president|minister|secretary|parents|ministry|department|university|one|some|many|all|most|both|"
    r"delegation|coalition|meeting|rally|representatives|officials|citizens|bureau|committee|union|league|association|council|governors?|mayors?|bank|republic|kingdom)$"
)


def end_of_phrase(text: str, start: int, stop: int) -> int | None:
    """Where the noun phrase that starts at `start` ends, `stop` at the latest; None where none starts there.

    >>> "the crowd in Turku"[: end_of_phrase("the crowd in Turku", 0, 18)]
    'the crowd'
    >>> "Anna Berg not to go"[: end_of_phrase("Anna Berg not to go", 0, 19)]
    'Anna Berg'
    """
    at, last, end = start, "", None
    for _ in range(_LONGEST):
        match = _WORD.match(text, at, stop)
        if match is None:
            break
        word, title = match["word"], match["after"] == "." and _TITLE.fullmatch(match["word"]) is not None
        if not title and _is_over(text, match, stop, last):
            break
        opens = word.casefold() in _DETERMINERS and (end is None or last.casefold() in _DETERMINERS)
        if not opens and word.casefold() not in _JOINS:
            end = match.start("after")
        if not title and (match["after"] or text[match.end() : match.end() + 1] not in (" ", "\xa0")):
            return None if end is None else max(end, match.start("after") + _closing(match["after"], text[start:end]))
        last, at = word, _next(text, match.end())
    return end


def _is_over(text: str, match: re.Match[str], stop: int, last: str) -> bool:
    """Whether a word no longer belongs to the phrase whose word before it was `last` ("": none)."""
    word, folded = match["word"], match["word"].casefold()
    if folded in _JOINS:
        return not last or not _goes_on(text, match.end(), stop, (folded, last))
    acronym = len(word) > 1 and word.isupper()
    adverb = folded.endswith("ly") and word[0].islower() and folded not in _ADJECTIVES_IN_LY
    return (folded in _ENDS and not acronym) or adverb or _says_more(last, word)


def _goes_on(text: str, at: int, stop: int, joined: tuple[str, str]) -> bool:
    """Whether what follows a joining word, itself after another word, still belongs to the phrase."""
    join, last = joined
    following = _WORD.match(text, _next(text, at), stop)
    if following is not None and following["word"].casefold() in {"the", "a", "an", "his", "her", "their"}:
        following = _WORD.match(text, _next(text, following.end()), stop) or following
    if following is None or following["word"].casefold() in _ENDS:
        return False
    if join == "of" and _OF.search(last):
        return True
    return join in {"of", "and", "for", "&"} and following["word"][0].isupper() and last[0].isupper() and len(last) > 1


def _says_more(last: str, word: str) -> bool:
    """Whether a plural or name is over: "voters Mexico would pay", "Nordics gathered in", "Anna Berg hosted by"."""
    if not last or last.casefold() in _DETERMINERS:
        return False
    plural = last.endswith("s") and not last.endswith(("ss", "'s", "’s"))
    participle = word[0].islower() and word.endswith(("ed", "ing")) and (plural or last[0].isupper())
    return participle or (plural and last[0].islower() and word[0].isupper())


def _closing(after: str, phrase: str) -> int:
    """How much of the marks behind the last word belongs to it: the quotation mark of a title that opened in the phrase."""
    marks = re.match(r"[.,!?]?[\"”’']{1,2}", after)
    return marks.end() if marks and re.search(r"[\"“]|['‘`]{2}", phrase) else 0


def _next(text: str, at: int) -> int:
    """Where the next word may start: behind a space, or two."""
    return at + 2 if text.startswith("  ", at) else at + 1
