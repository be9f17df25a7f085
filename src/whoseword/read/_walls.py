"""What stands before an article instead of it: notices of cookies and consent, paywalls, checks for robots, empty shells.

Such a line is no article's word, so it is left out; where little else is on the page, the page has no text, and this says why.
A sentence with a quotation, or one that speaks of these things to nobody, is news and stays.
"""

import re
from collections.abc import Sequence

from whoseword.read._visible import Line

PAYWALL = "the page shows only the beginning, before a paywall"
_FEWEST_WORDS = 30  # that are left beside a wall, for a page to have article text
_QUOTED = re.compile(r"[“„«\"][^“”„«»\"]{3,}[”»\"]")
_WALLS = tuple(
    (re.compile(pattern, re.IGNORECASE), why)
    for why, pattern in {
        "the page shows only a notice of cookies or consent": r"\b(?:we|us|our(?: \w+){0,3}|partners|this (?:web)?site)\b.{0,120}\bcookies?\b"
        r"|\b(?:accept|reject|allow|manage|decline|essential|necessary|functional|targeting|advertising)\b (?:all |only )?(?:\w+ )?cookies\b"
        r"|\bcookies? (?:policy|settings|preferences|notice|consent|to (?:personali[sz]e|improve|provide|give|ensure|store))\b"
        r"|\b(?:your|you) (?:privacy|consent|choices?|preferences|can (?:change|withdraw)).{0,80}\b(?:any time|consent|partners|data|settings|privacy|important to us)\b"
        r"|\blegitimate interests?\b.{0,60}\b(?:partners|consent|vendors|object)|\bwe (?:and|value) (?:our|your) (?:\d+ )?(?:partners|privacy)\b"
        r"|\b(?:store|access)\b.{0,40}\binformation on (?:a|your) device|\bby (?:clicking|continuing|using)\b.{0,80}\b(?:agree|accept|consent)\b",
        PAYWALL: r"\b(?:subscribe|register|sign up|sign in|log ?in|create (?:an|your free) account)\b.{0,40}"
        r"\b(?:to (?:continue|keep|read|finish|unlock|view|access)|for (?:full|unlimited) access)\b"
        r"|\balready (?:a (?:subscriber|member)|have an account|subscribed)\b|\b(?:this (?:article|story|content) is|available) (?:only )?"
        r"(?:for|to|reserved for) (?:our )?(?:\w+ )?(?:subscribers|members)\b|\byou(?:’ve|'ve| have) (?:reached|read|used)\b.{0,50}\b(?:free|limit|articles?)\b"
        r"|\bto (?:continue|keep) reading\b|\b(?:start|begin) your (?:free )?(?:trial|subscription)\b",
        "the page is a shell that a script would fill": r"\b(?:enable|activate|turn on|switch on|requires?|need|without|disabled?|support)\b.{0,40}\bjava ?script\b"
        r"|\bjava ?script\b.{0,60}\b(?:is |be |to be )?(?:disabled|enabled|required|turned on|switched off)\b|^\s*(?:loading|please wait)\b.{0,30}$",
        "the server asks whether a robot is reading": r"\b(?:are you|you(?:’re|'re| are)) (?:not )?(?:a )?(?:robot|human)\b|\bchecking (?:your|if the site) \w+|\bunusual (?:traffic|activity)\b"
        r".{0,60}\b(?:network|computer|browser|your)\b|\bcomplete the (?:captcha|security check)|\baccess (?:to this page )?(?:has been )?denied\b.{0,60}"
        r"(?:$|\b(?:server|permission|automated|bots?)\b)|\bverify(?:ing)? (?:that )?you are\b|\bray id\b",
        "the page is not offered where it was read from": r"\b(?:not|un)\s?available\b.{0,60}\b(?:your|in the) (?:country|region|location|european economic area)\b"
        r"|\b451\b.{0,40}\blegal reasons\b",
    }.items()
)  # fmt: skip


def wall_of(line: str) -> str | None:
    """What the line says instead of an article, or None where it may be an article's."""
    if _QUOTED.search(line):
        return None
    head = line[:1_000]
    return next((why for pattern, why in _WALLS if pattern.search(head)), None)


def leave_out_walls(lines: Sequence[Line], chosen: Sequence[bool]) -> tuple[list[bool], str | None]:
    """The choice without lines of walls, and why the page has no text, if they leave too little of it."""
    walls = [wall_of(line.text) if taken else None for line, taken in zip(lines, chosen, strict=True)]
    left = [taken and wall is None for taken, wall in zip(chosen, walls, strict=True)]
    words = sum(len(line.text.split()) for line, taken in zip(lines, left, strict=True) if taken)
    met = next((wall for wall in walls if wall), None)
    if met is None and not any(chosen):
        met = next((wall for line in lines if (wall := wall_of(line.text))), None)
    return left, met if met is not None and words < _FEWEST_WORDS else None
