"""What a client of the API may ask and say: parameters and bodies, with their limits."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from whoseword.records import Act, ActorType, StatementKind
from whoseword.store import ArticleOrder, Order, Query
from whoseword.web._answers import MOST

_FAR = 1_000_000_000
_WORDS = 2000  # characters


class StatementsAsked(BaseModel):
    """Which statements: the whole of `whoseword.store.Query`."""

    model_config = ConfigDict(extra="forbid")

    words: str | None = Field(
        None, max_length=_WORDS, description='In what was said: words, "a phrase", AND, OR, NOT, NEAR, begin*.'
    )
    article_words: str | None = Field(None, max_length=_WORDS, description="The same, anywhere in the article.")
    speaker: str | None = Field(None, max_length=_WORDS, description="Whole words of the speaker's name.")
    addressee: str | None = Field(None, max_length=_WORDS, description="Whole words of the addressee's name.")
    who: str | None = Field(None, max_length=_WORDS, description="The speaker's whole name.")
    actor: str | None = Field(None, max_length=64, description="The speaker's id as an actor.")
    act: Act | None = None
    kind: StatementKind | None = None
    type: ActorType | None = Field(None, description="The speaker's type.")
    outlet: str | None = Field(None, max_length=_WORDS, description="The outlet's whole name.")
    since: str | None = Field(None, max_length=40, description="Said on or after: 2024, 2024-12, …")
    until: str | None = Field(None, max_length=40, description="Said on or before.")
    article: str | None = Field(None, max_length=64, description="Only in this article.")
    repeats: bool = Field(False, description="Also captions that repeat what the body says.")
    confidence: float = Field(0.0, ge=0, le=1, description="The least confidence of a statement.")
    sure: float = Field(0.0, ge=0, le=1, description="The least with which a speaker is named.")
    order: Order = "newest"
    raw: bool = Field(False, description="As they were read, without corrections, rejected ones among them.")

    def query(self, *, limit: int | None = None, offset: int = 0) -> Query:
        """The question to the ledger."""
        asked = self.model_dump(exclude={"raw", "limit", "offset", "window"})
        return Query(**asked, limit=limit, offset=offset)


class StatementsPage(StatementsAsked):
    """A page of statements."""

    limit: int = Field(50, ge=1, le=MOST)
    offset: int = Field(0, ge=0, le=_FAR)


class SpeakersAsked(StatementsAsked):
    """Whose statements are counted."""

    window: int = Field(2000, ge=1, le=20_000, description="How many statements are counted at most.")


class ArticlesPage(BaseModel):
    """A page of articles."""

    model_config = ConfigDict(extra="forbid")

    words: str | None = Field(None, max_length=_WORDS, description='In the text: words, "a phrase", AND, OR, NOT, begin*.')
    outlet: str | None = Field(None, max_length=_WORDS, description="The outlet's whole name.")
    versions: bool = Field(False, description="Also texts that newer ones replaced.")
    order: ArticleOrder = "added"
    limit: int = Field(50, ge=1, le=MOST)
    offset: int = Field(0, ge=0, le=_FAR)


class CorrectionsPage(BaseModel):
    """Which corrections."""

    model_config = ConfigDict(extra="forbid")

    article: str | None = Field(None, max_length=64)
    statement: str | None = Field(None, max_length=64)
    limit: int = Field(50, ge=1, le=MOST)
    offset: int = Field(0, ge=0, le=_FAR)


class GroupsPage(BaseModel):
    """Which groups of what is compared across articles."""

    model_config = ConfigDict(extra="forbid")

    articles: int = Field(1, ge=1, le=_FAR, description="In at least so many articles.")
    limit: int = Field(50, ge=1, le=MOST)
    offset: int = Field(0, ge=0, le=_FAR)


class Said(BaseModel):
    """What somebody says of a statement; docs/corrections.md says which values a field takes."""

    model_config = ConfigDict(extra="forbid")

    statement: str = Field(min_length=1, max_length=64, description="The statement's id, or the beginning of it.")
    field: Literal[
        "content", "cue", "source", "act", "kind", "voiced", "speaker", "chain", "addressee", "occasion", "said_on", "about", "inside",
        "repeats", "verdict",
    ]  # fmt: skip
    value: Any
    why: str | None = Field(None, max_length=_WORDS)
    by: str | None = Field(None, max_length=200, description="Who says so; a token's name comes before it.")


class Taken(BaseModel):
    """That somebody takes a correction back."""

    model_config = ConfigDict(extra="forbid")

    why: str | None = Field(None, max_length=_WORDS)
    by: str | None = Field(None, max_length=200, description="Who says so; a token's name comes before it.")


class Added(BaseModel):
    """A statement that somebody adds to an article; docs/corrections.md says which fields it can have."""

    model_config = ConfigDict(extra="forbid")

    statement: dict[str, Any] = Field(
        description="content (offsets) at least; cue, source, act, kind, speaker, addressee, said_on."
    )
    why: str | None = Field(None, max_length=_WORDS)
    by: str | None = Field(None, max_length=200, description="Who says so; a token's name comes before it.")


class Split(BaseModel):
    """That some of a group are a group of their own."""

    model_config = ConfigDict(extra="forbid")

    members: list[str] = Field(
        min_length=1, max_length=1000, description="Forms, statements or articles of the group, by their ids."
    )
    why: str | None = Field(None, max_length=_WORDS)
    by: str | None = Field(None, max_length=200, description="Who says so; a token's name comes before it.")


class Merged(BaseModel):
    """That two groups are one: a form of each."""

    model_config = ConfigDict(extra="forbid")

    first: str = Field(min_length=1, max_length=64)
    second: str = Field(min_length=1, max_length=64)
    why: str | None = Field(None, max_length=_WORDS)
    by: str | None = Field(None, max_length=200, description="Who says so; a token's name comes before it.")
