"""Who may ask for what, where the ledger has people: each address of the desk and the API, the least role for it, and what it does.

An address that is not here cannot be asked for then, whoever asks: a new page says its right here, or is not seen. The names of
what is done are those of the audit.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from starlette.routing import compile_path

from whoseword.store import ROLES, Role

API: Final = "/api/v1"

# Who is not logged in may ask for these alone.
ANYBODY: Final = ("GET /login", "POST /login", "GET /login/openid", "GET /login/openid/back")

_READER: Final = (
    "/", "/add", "/articles", "/articles/{article_id}", "/disputes", "/disputes/{dispute_id}", "/disputes/{dispute_id}/exports/{name}",
    "/feeds", "/feeds.opml", "/inbox", "/inbox/part", "/issues", "/issues/{name:path}", "/quotations", "/quotations/{quotation_id}",
    "/relations", "/relations/{first}/{second}", "/search", "/speakers", "/speakers/{name:path}", "/starred", "/statements/{statement_id}",
    "/statements/{statement_id}/found", "/watching", "/watching.atom", "/watching/{watch_id}", "/watching/{watch_id}.atom",
    "/watching/{watch_id}/exports/{name}", "/account",
    f"{API}/openapi.json", f"{API}/counts", f"{API}/articles", f"{API}/articles/{{article_id}}", f"{API}/statements",
    f"{API}/statements/{{statement_id}}", f"{API}/speakers", f"{API}/corrections", f"{API}/groups/{{kind}}",
    f"{API}/groups/{{kind}}/{{group_id}}", f"{API}/exports/{{name}}", f"{API}/disputes", f"{API}/disputes/{{dispute_id}}", f"{API}/issues",
    f"{API}/issues/{{issue}}/positions", f"{API}/watches", f"{API}/watches/{{watch_id}}", f"{API}/watches/{{watch_id}}/statements",
    f"{API}/arrivals", f"{API}/arrivals/{{arrival_id}}", f"{API}/feeds", "/articles/{article_id}/versions", "/articles/{article_id}/original",
    f"{API}/edited", f"{API}/articles/{{article_id}}/versions", f"{API}/articles/{{article_id}}/original", f"{API}/articles/{{article_id}}/nodes",
    f"{API}/relations", f"{API}/relations/series", f"{API}/relations/events",
)  # fmt: skip
_OWN: Final = {
    "/logout": "logged out", "/account/password": "password changed", "/account/sessions": "sessions ended", "/account/keys": "key made",
    "/account/keys/{key_id}/revoke": "key taken back",
}  # fmt: skip
_EDITOR_READS: Final = ("/articles/{article_id}/add", "/statements/{statement_id}/edit")
_EDITOR: Final = {
    "/add": "article added", "/articles/{article_id}/add": "statement added", "/disputes/{dispute_id}/judge": "verdict given",
    "/disputes/{dispute_id}/undo": "verdict taken back", "/feeds": "feed added", "/feeds/{feed_id}/check": "feed to be checked",
    "/feeds/{feed_id}/stop": "feed stopped", "/inbox/{arrival_id}/leave-out": "arrival left out", "/inbox/{arrival_id}/retry":
    "arrival tried again", "/naming": "statements named", "/naming/undo": "naming taken back", "/statements/{statement_id}/edit":
    "statement corrected", "/statements/{statement_id}/undo": "correction taken back", "/watching": "watch added", "/watching/looked":
    "watches looked at", "/watching/{watch_id}/looked": "watch looked at", "/watching/{watch_id}/move": "watch moved",
    "/watching/{watch_id}/remove": "watch removed", "/watching/{watch_id}/rename": "watch renamed", "/{page}/{group_id}/merge":
    "groups made one", "/{page}/{group_id}/regroup/undo": "grouping taken back", "/{page}/{group_id}/split": "group split",
    f"{API}/corrections": "statement corrected", f"{API}/corrections/{{correction_id}}/undo": "correction taken back",
    f"{API}/articles/{{article_id}}/statements": "statement added", f"{API}/groups/{{kind}}/merge": "groups made one",
    f"{API}/groups/{{kind}}/{{group_id}}/split": "group split", f"{API}/watches": "watch added", f"{API}/watches/{{watch_id}}":
    "watch changed", f"{API}/watches/{{watch_id}}/looked": "watch looked at", f"{API}/watches/{{watch_id}}/remove": "watch removed",
    f"{API}/arrivals": "article added", f"{API}/arrivals/{{arrival_id}}/retry": "arrival tried again", f"{API}/feeds": "feed added",
    "/issues": "issue kept", "/issues/remove": "issue taken out", f"{API}/issues": "issue kept", f"{API}/issues/{{issue}}/remove": "issue taken out",
    f"{API}/feeds/{{feed_id}}/stop": "feed stopped", f"{API}/feeds/{{feed_id}}/check": "feed to be checked",
}  # fmt: skip
_ADMIN_READS: Final = ("/people", "/audit", "/audit.csv")
_ADMIN: Final = {
    "/people": "person added", "/people/{person_id}/role": "role changed", "/people/{person_id}/password": "password changed",
    "/people/{person_id}/sessions": "sessions ended", "/people/{person_id}/remove": "person removed",
}  # fmt: skip
# What a feed reader's key may read, and nothing else.
FEEDS: Final = (
    "/watching.atom", "/watching/{watch_id}.atom", "/watching/{watch_id}/exports/atom", "/disputes/{dispute_id}/exports/atom",
    f"{API}/exports/atom",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Right:
    """What asking for an address needs: a role, None where anybody may; `does` is what it does to the ledger, "" for reading."""

    role: Role | None
    does: str = ""


def rights() -> Mapping[tuple[str, str], Right]:
    """The right of each method and address."""
    found = {(one.split()[0], one.split()[1]): Right(None) for one in ANYBODY}
    listed: list[tuple[Role, Iterable[str], Mapping[str, str]]] = [
        ("reader", _READER, _OWN), ("editor", _EDITOR_READS, _EDITOR), ("admin", _ADMIN_READS, _ADMIN),
    ]  # fmt: skip
    for role, reads, writes in listed:
        found |= {("GET", path): Right(role) for path in reads}
        found |= {("POST", path): Right(role, does) for path, does in writes.items()}
    return found


def right_of(method: str, path: str) -> tuple[Right, str] | None:
    """The right that asking for this needs, and what the address is about; None where nothing is asked so.

    Where an address could be several, the strictest holds.
    """
    wanted = "GET" if method == "HEAD" else method
    fitting = [(right, found) for pattern, right in _patterns(wanted) if (found := pattern.match(path))]
    if not fitting:
        return None
    right, found = max(fitting, key=lambda one: -1 if one[0].role is None else ROLES.index(one[0].role))
    return right, " ".join(found.groups())


def is_known(path: str) -> bool:
    """Whether anything at all is asked for at this address."""
    return right_of("GET", path) is not None or right_of("POST", path) is not None


def is_feed(path: str) -> bool:
    """Whether a feed reader's key may read it."""
    return any(compile_path(one)[0].match(path) for one in FEEDS)


@cache
def _patterns(method: str) -> tuple[tuple[re.Pattern[str], Right], ...]:
    return tuple((compile_path(path)[0], right) for (asked, path), right in rights().items() if asked == method)
