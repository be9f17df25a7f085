"""Captions and page furniture as they stand in plain text: told by what a line itself says.

The worst error here is a paragraph taken for furniture, since its statements are lost: whatever reads as
prose (`is_prose`) is none, and a caption needs a credit. Calibrated on the PolNeAR train, world and time
corpora, 2026-11-23: none of their paragraphs is furniture by these rules but script and style left-overs.
"""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # plain text need not wait for lxml
    from lxml.html import HtmlElement  # type: ignore[import-untyped]  # lxml ships no types

_LONGEST_CAPTION = 700  # code points; agencies' captions have some 400
_LONGEST_PICTURED = 400  # of all words in the box of a picture
_LONGEST_FURNITURE = 160
_SENTENCE_WORDS = 8
_NAME = r"[A-Z][\w.’'&-]*(?:[ /]{1,2}(?:(?:of|for|and|de) )?(?:the )?[A-Z0-9][\w.’'&-]*){0,5}"
_AGENCY = r"(?:REUTERS|Reuters|AP(?: Photo)?|AFP|Getty(?: Images)?|EPA(?:-EFE)?|TASS|Xinhua|DPA|dpa|EFE|Bloomberg|NurPhoto|Sputnik|UPI|ANSA|IANS)"
_PHOTO = r"(?:Photo(?:graph)?s?|Images?|Pictures?|Pics?|Illustration)"
_CREDITS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\S[.!?…”\"’)]*\s/\s{{1,2}}{_NAME}\s?\.?$",
        rf"[(\[](?i:{_PHOTO}|credit)(?i: credit)?(?:\s?(?i:by|courtesy of|courtesy|via)\b|\s?[:/—-])\s?[^()\[\]]{{2,80}}[)\]]\.?$",
        rf"(?:^|[.!?”\"’)|]\s?|\s[-–—|]\s?)(?i:{_PHOTO}|credit)(?i: credit| source| courtesy of| by)?\s?:\s?\S.{{1,90}}$",
        rf"(?:^|[.!?”\"’)]\s)(?i:{_PHOTO}) (?i:by|courtesy of) {_NAME}\s?\.?$",
        rf"(?:^|[.!?”\"’)]\s|[\[(]){_NAME}\s?/\s?{_AGENCY}[)\]]?\.?$",
        rf"(?:\b|\(){_AGENCY}\s?/\s?{_NAME}\)?\.?$",
        r"[.!?”\"’)(\[,|—–-]\s?(?i:(?:file|handout|stock) (?:photo|picture|image|photograph))s?[)\]]?\.?$",
        r"[.!?”\"’)(\[|/—–-]\s?(?:Getty Images|AP Photo|Shutterstock|iStock|Unsplash|Wikimedia Commons)[)\]]?\.?$",
        r"\((?:AP|Reuters|REUTERS|AFP) [Pp]hotos?\)\.?$",
    )
)
_LABELLED = re.compile(
    rf"(?:(?i:file (?:photo|picture|image))|FILE PHOTO|FILE|{_PHOTO}|Photo credit|Caption|Credit)\s?(?::|\s[-–—])\s?\S"
)
_FURNITURE_WORDS = frozenset(
    word.strip()
    for word in """news|dismiss|share|share this|share this article|share this story|share on facebook|share on twitter|share on x|tweet|retweet
    |read more|read more here|read the rest here|read the full story|read the full article|continue reading|show more|see more|load more
    |learn more|find out more|view comments|comments|comment|leave a comment|no comments|add comment|advertisement|advertising|ad
    |sponsored|sponsored content|promoted|subscribe|subscribe now|sign up|sign in|log in|login|log out|register|newsletter|newsletters
    |close|menu|home|search|print|email|e-mail|copy link|copied|facebook|twitter|x|whatsapp|telegram|linkedin|reddit|instagram|youtube
    |pinterest|rss|skip to content|skip to main content|back to top|next|previous|next article|previous article|related|related articles
    |related stories|related news|related content|related topics|most read|most popular|trending|trending now|popular|latest|latest news
    |top stories|more news|more stories|more from|you may also like|you might also like|recommended|recommended for you|editor's picks
    |recommended stories|tags|topics|follow us|follow|contact us|contact|about us|about|privacy policy|terms of use|terms of service
    |terms and conditions|cookie policy|cookies|accept|accept all|accept all cookies|cookie settings|manage preferences|loading|loading...
    |loading…|play|pause|mute|listen|listen to this article|save|save article|saved|bookmark|gift this article|donate|support us|ok|cancel
    |story continues below|story continues below advertisement|article continues below|scroll to continue|watch live|live|video|photos
    |gallery|get reporter alerts|story continued below|continue reading the main story|world|politics|business|sport|sports|opinion|culture|technology|science|health|lifestyle|entertainment|also on huffpost
    |all rights reserved|enter your email address|invalid email|thank you for subscribing|submit|send|reply|report a typo""".replace(
        "\n    ", ""
    ).split("|")
)
_FURNITURE_OPENINGS = re.compile(
    r"(?:follow (?:us|@\w+|\w+ on (?:facebook|twitter|x|instagram))\b|(?:subscribe|sign up|register) (?:to|for|now|here|today)\b"
    r"|click here\b|tap here\b|(?:read|see|watch) (?:more|also|next)\s?:|also read\s?:|related(?: stories| articles)?\s?:\s"
    r"|like us on\b|find us on\b|join us on\b|download (?:our|the) \w* ?app\b|get (?:our|the) newsletter|share (?:this|on|via)\b"
    r"|(?:tags|topics|filed under|categories|category)\s?:\s|\d+ (?:comments?|shares?|min(?:ute)?s? read)\b|this (?:site|website) uses cookies"
    r"|do you support .{2,60}\? like the page|are you on .{2,60}\? like the page|republish this)",
    re.IGNORECASE,
)
_CAPTIONED = re.compile(r"caption|cutline|(?:^|[\s_-])(?:photo|image|img|picture)[_-]{0,2}credit|video-?desc", re.IGNORECASE)
_PICTURED = re.compile(r"(?:^|[\s_-])(?:img|image|photo|picture|video|gallery|slideshow|media)(?=$|[\s_-])", re.IGNORECASE)
_COPYRIGHT = re.compile(r"\W{0,4}(?:©|\(c\)\s|copyright\s(?:©|\(c\)|\d{4}))|all rights reserved\.?$", re.IGNORECASE)
_CODE = re.compile(r"[.#@]?[\w-][\w\s.,#:()-]*\{$|[a-z-]+\s?:\s?[^\"“”A-Z]{1,60};$|\}$|</?[a-z][^>]{0,200}>$")
_QUOTED = re.compile(r"[\"“„«][^\"“”„«»]{2,}[\"”»]|``.{2,}''|''.{2,}''")
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*$")


def is_prose(line: str) -> bool:
    """Whether `line` reads as an article's own words: a quotation with words about it, or a whole sentence."""
    if len(line) > _LONGEST_CAPTION:
        return True
    words = len(line.split())
    if words > 4 and _QUOTED.search(line):
        return True
    return words > _SENTENCE_WORDS and _SENTENCE_END.search(line) is not None


def is_caption(line: str) -> bool:
    """Whether `line` is a picture's caption: it carries the picture's credit, at its end or as a label before it."""
    if len(line) > _LONGEST_CAPTION:
        return False
    if _LABELLED.match(line):
        return True
    tail = line[-200:]  # a credit is short; and the patterns stay cheap on hostile lines
    return any(credit.search(tail) for credit in _CREDITS) and (len(line.split()) > 5 or not _is_trail(line))


def is_captioned(element: "HtmlElement") -> bool:
    """Whether the markup names `element` as a picture's caption, or it stands with a picture in a box that is named for it."""
    for about in (element, *(parent for parent, _ in zip(element.iterancestors(), range(3), strict=False))):
        name = f"{about.get('class') or ''} {about.get('id') or ''}"
        if about.tag == "figcaption" or _CAPTIONED.search(name):
            return True
        if element.tag != "p" and _PICTURED.search(name) and about.find(".//img") is not None:
            return len(" ".join(str(about.text_content()).split())) <= _LONGEST_PICTURED
    return False


def is_furniture(line: str) -> bool:
    """Whether `line` belongs to the page and not to the article: buttons, notices, promotions, script."""
    if len(line) > _LONGEST_FURNITURE:
        return False
    if not any(map(str.isalpha, line)):
        return not any(map(str.isdigit, line))
    bare = line.strip(" \t\xa0\ufeff:.!>»›→▶|[]()*-–—").casefold().replace("’", "'")
    if bare in _FURNITURE_WORDS or _COPYRIGHT.match(line):
        return True
    if is_prose(line):
        return False
    return (
        _FURNITURE_OPENINGS.match(line) is not None or _COPYRIGHT.search(line) is not None or _CODE.fullmatch(line) is not None
    )


def _is_trail(line: str) -> bool:
    """Whether `line` is a trail of sections ("News / Politics") and not words with a credit."""
    sections = re.fullmatch(r"[A-Z][\w&]*(?: [\w&]+)?(?:\s[/>]\s[A-Z][\w&]*(?: [\w&]+)?)+", line)
    return sections is not None and re.search(_AGENCY, line) is None
