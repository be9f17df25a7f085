"""Who speaks: each attribution's source resolved to a speaker, and everyone who speaks gathered as the article's actors.

Promises: a speaker is named only where the article (or, for offices and states, the table of facts) gives the name;
where a careful reader would waver, the name is None and `how` is "unresolved". Works from the text alone; names from the
tagger are further evidence. It does not find attributions, and knows no other article.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from whoseword.actors import ActorTable, State, fold
from whoseword.link._cast import assemble
from whoseword.link._kin import named_kin
from whoseword.link._names import find_names
from whoseword.link._page import cut
from whoseword.link._pronouns import Roles, resolve_pronouns
from whoseword.link._relatives import relative_questions
from whoseword.link._resolve import byline_author, resolve
from whoseword.link._roles import role_mentions, role_questions, unnamed_people
from whoseword.link._scene import UNRESOLVED, Answer, Scene, nesting
from whoseword.link._states import states_of
from whoseword.link._trust import is_sure_enough, trust
from whoseword.records import Actor, Attribution, Block, Name, Span, Speaker, digest

_Coded = TypeVar("_Coded", Speaker, Actor)

__all__ = ["Evidence", "Linked", "link"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What linking reads of one article: its text and blocks, what the tagger found, when (ISO 8601) and by whom published."""

    text: str
    attributions: tuple[Attribution, ...]
    blocks: tuple[Block, ...] = ()
    names: tuple[Name, ...] = ()
    published: str | None = None
    byline: str | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """One speaker for each attribution, in the same order, every actor who was resolved, and the states that only this article knows."""

    speakers: tuple[Speaker, ...]
    actors: tuple[Actor, ...]
    states: Mapping[str, State] = field(default_factory=dict)


def link(evidence: Evidence, table: ActorTable) -> Linked:
    """Resolve the source of each attribution of an article.

    Actors come in the order of their first mention. Spans outside the text are an error of the caller's and are read as
    far as the text goes. A speaker's confidence is the chance that the name is right.
    """
    scene = _scene(evidence, table)
    answers = [answer if is_sure_enough(answer) else UNRESOLVED for answer in resolve(scene)]
    keys = [_key(answer) for answer in answers]
    actors = _actors(scene, answers, keys)
    speakers = tuple(_speaker(answer, key) for answer, key in zip(answers, keys, strict=True))
    return Linked(
        tuple(_coded(s, table.names) for s in speakers),
        tuple(_coded(a, table.names) for a in actors),
        {word: state for word, state in scene.table.states.items() if word not in table.states},
    )


def answers_of(evidence: Evidence, table: ActorTable) -> list[Answer]:
    """Whom each source stands for, with the grades that the rules gave: what the chances of `link` are fitted on."""
    return resolve(_scene(evidence, table))


def _scene(evidence: Evidence, table: ActorTable) -> Scene:
    page = cut(evidence.text, evidence.blocks)
    table = table.with_states(states_of(evidence.text, table))
    cast = assemble(page, find_names(page, evidence.names, table), table, evidence.published)
    attributions = tuple(evidence.attributions)
    scene = Scene(
        page=page,
        cast=cast,
        table=table,
        day=evidence.published,
        attributions=attributions,
        outer=nesting(attributions),
        pronouns={},
        author=byline_author(evidence.text, evidence.blocks, evidence.byline),
        kin=named_kin(page, cast),
    )
    roles = Roles(role_mentions(scene), {**relative_questions(scene), **role_questions(scene)}, *unnamed_people(scene))
    return replace(scene, pronouns=resolve_pronouns(page, cast, attributions, roles))


def _coded(actor: _Coded, known: Mapping[str, str]) -> _Coded:
    """Without a country that has no ISO code: a state that only the article knows."""
    return actor if actor.country is None or actor.country in known else replace(actor, country=None)


def _key(answer: Answer) -> str | None:
    """The stable id of whom an answer names: the same name and type give the same id in every article."""
    if answer.name is None:
        return None
    if answer.country is not None and answer.type == "state":
        return digest("state", answer.country)
    return digest(answer.type, answer.key or fold(answer.name))


def _speaker(answer: Answer, key: str | None) -> Speaker:
    return Speaker(answer.name, answer.type, answer.country, answer.role, key, answer.how, trust(answer))


def _actors(scene: Scene, answers: Sequence[Answer], keys: Sequence[str | None]) -> tuple[Actor, ...]:
    found: dict[str, tuple[Answer, set[Span]]] = {}
    text = scene.page.text
    for answer, key, attribution in zip(answers, keys, scene.attributions, strict=True):
        if key is not None:
            found.setdefault(key, (answer, set()))[1].update(attribution.source)
    for number, person in enumerate(scene.cast.people):
        answer = scene.of_person(number, "name", 1.0)
        key = _key(answer)
        if key is None or (key not in found and person.given is None):
            continue
        spans = {Span.cut(text, m.opens, m.end) for m in scene.cast.mentions if m.person == number}
        known, mentions = found.setdefault(key, (answer, set()))
        found[key] = (known if known.role or not answer.role else answer, _outermost(mentions | spans))
    actors = [
        Actor(key, answer.name or "", answer.type, answer.country, answer.role, tuple(sorted(spans)))
        for key, (answer, spans) in found.items()
    ]
    return tuple(sorted(actors, key=lambda actor: (actor.mentions[0].start if actor.mentions else len(text), actor.id)))


def _outermost(spans: set[Span]) -> set[Span]:
    """The spans that lie in no other; in one pass, since a name can stand a thousand times in a long text."""
    kept: set[Span] = set()
    reached = -1
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.end > reached:
            kept.add(span)
            reached = span.end
    return kept
