"""The tables of the ledger as SQLAlchemy Core sees them, at schema `SCHEMA_VERSION`.

The migrations build them; a test compares the two. Text of any kind stands in `record` columns as the JSON of
`whoseword.records`; the columns beside it repeat what is searched and sorted by.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    column,
    false,
    table,
    text,
)

SCHEMA_VERSION = 7

metadata = MetaData()

# One row: the schema, and the version of whoseword that brought the ledger to it.
ledger = Table(
    "ledger",
    metadata,
    Column("schema", Integer, nullable=False),
    Column("written_by", String, nullable=False),
)

# One row per text. `origin` is where it stands (a URL or a source; null for standard input); of the texts
# that stood at one origin only the newest is `current`. Metadata is as the latest reading has it.
articles = Table(
    "articles",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("origin", String),
    Column("version", Integer, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("source", String, nullable=False),
    Column("url", String),
    Column("outlet", String),
    Column("outlet_folded", String),
    Column("title", String),
    Column("published", String),
    Column("text", Text, nullable=False),
    Column("byline", String),
)
Index("articles_outlet", articles.c.outlet_folded)
Index("articles_origin", articles.c.origin)
Index("articles_published", articles.c.published)
Index(
    "articles_current",
    articles.c.origin,
    unique=True,
    sqlite_where=articles.c.current,
    postgresql_where=articles.c.current,
)

# One row per distinct reading of a text; `latest` marks the one that is seen. `record` is the reading
# without its statements and without the text.
readings = Table(
    "readings",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("article_key", Integer, ForeignKey("articles.key"), nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("model", String, nullable=False),
    Column("rules", String, nullable=False),
    Column("read_at", String, nullable=False),
    Column("latest", Boolean, nullable=False),
    Column("statement_count", Integer, nullable=False),
    Column("record", Text, nullable=False),
    UniqueConstraint("article_key", "fingerprint"),
)
Index(
    "readings_latest",
    readings.c.article_key,
    unique=True,
    sqlite_where=readings.c.latest,
    postgresql_where=readings.c.latest,
)

# `on_first` and `on_last` are the first and the last day on which it may have been said: the days of said_on,
# else of the article's publication. `quoted` is the content without the gaps. `record` is the statement as it was read; where a
# person corrected it, `corrected` is the statement as it is seen, and so are the other columns; `rejected` is one that is not seen.
# `actor` and `speaker_confidence` are the speaker's; `again` says that it only repeats another statement of its article; `added` that
# no reading has it but a person added it: then `record` is as it was added, and its position comes after those that were read.
statements = Table(
    "statements",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("reading_key", Integer, ForeignKey("readings.key"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("act", String, nullable=False),
    Column("speaker", String),
    Column("speaker_type", String, nullable=False),
    Column("addressee", String),
    Column("on_first", String),
    Column("on_last", String),
    Column("quoted", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("corrected", Text),
    Column("rejected", Boolean, nullable=False, server_default=false()),
    Column("confidence", Float, nullable=False, server_default=text("0")),
    Column("actor", String),
    Column("speaker_confidence", Float, nullable=False, server_default=text("0")),
    Column("again", Boolean, nullable=False, server_default=false()),
    Column("added", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("reading_key", "position"),
    UniqueConstraint("reading_key", "id"),
)
Index("statements_id", statements.c.id)
Index("statements_on_last", statements.c.on_last, statements.c.on_first)
Index("statements_speaker", statements.c.speaker, statements.c.on_last, statements.c.on_first)
Index("statements_act", statements.c.act, statements.c.on_last, statements.c.on_first)
Index(
    "statements_actor",
    statements.c.actor,
    statements.c.on_last,
    statements.c.on_first,
    sqlite_where=statements.c.actor.is_not(None),
    postgresql_where=statements.c.actor.is_not(None),
)
Index(
    "statements_years",
    statements.c.on_last,
    statements.c.on_first,
    sqlite_where=text("substr(on_first, 1, 4) < substr(on_last, 1, 4)"),  # as `_query.reaches_over_years` asks for it
)
Index(
    "statements_rejected",
    statements.c.reading_key,
    sqlite_where=text("rejected = 1"),  # as SQLAlchemy asks for it, or SQLite does not use the index
    postgresql_where=statements.c.rejected,
)
Index(
    "statements_added",
    statements.c.reading_key,
    sqlite_where=text("added = 1"),
    postgresql_where=statements.c.added,
)

rejected = Table(
    "rejected",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("source", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("detail", Text, nullable=False),
    Column("read_at", String, nullable=False),
    UniqueConstraint("source", "reason", "detail"),
)

# What is compared across articles. One row per form: what items have in common that need no comparison. `grouped` is the smallest
# form of its group, so that it does not depend on the order in which articles came.
forms = Table(
    "forms",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("form", String, nullable=False),
    Column("value", Text, nullable=False),
    Column("grouped", String, nullable=False),
    UniqueConstraint("kind", "form"),
)
Index("forms_grouped", forms.c.kind, forms.c.grouped)

marks = Table(
    "marks",
    metadata,
    Column("mark", BigInteger, primary_key=True, autoincrement=False),
    Column("form_key", Integer, ForeignKey("forms.key"), primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
Index("marks_form", marks.c.form_key)

# Where a form stands: once for each passage, quotation, claim or event of a current article's latest reading.
items = Table(
    "items",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("form_key", Integer, ForeignKey("forms.key"), nullable=False),
    Column("article_key", Integer, ForeignKey("articles.key"), nullable=False),
    Column("statement", String),
    Column("number", Integer, nullable=False),
    Column("day", String),
    Column("facts", Text, nullable=False),
)
Index("items_form", items.c.form_key)
Index("items_article", items.c.article_key)
Index("items_statement", items.c.statement)

# `holds` is a person's verdict, null where nobody gave one.
links = Table(
    "links",
    metadata,
    Column("first_key", Integer, ForeignKey("forms.key"), primary_key=True, autoincrement=False),
    Column("second_key", Integer, ForeignKey("forms.key"), primary_key=True, autoincrement=False),
    Column("relation", String, nullable=False),
    Column("grade", Float, nullable=False),
    Column("how", String, nullable=False),
    Column("joins", Boolean, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("holds", Boolean),
    sqlite_with_rowid=False,
)
Index("links_second", links.c.second_key)

# One row per group of more than one item; `relations` counts its links by relation, as a JSON object.
groups = Table(
    "groups",
    metadata,
    Column("kind", String, primary_key=True),
    Column("grouped", String, primary_key=True),
    Column("forms", Integer, nullable=False),
    Column("items", Integer, nullable=False),
    Column("articles", Integer, nullable=False),
    Column("first_day", String),
    Column("last_day", String),
    Column("relations", Text, nullable=False),
)
Index("groups_last", groups.c.kind, groups.c.last_day)
Index(
    "groups_contested",
    groups.c.kind,
    groups.c.last_day,
    sqlite_where=text("json_extract(relations, '$.\"against\"') > 0"),  # as `_groups` asks for it
)

# Which reading of an article each comparer has seen, and the comparer's version.
compared = Table(
    "compared",
    metadata,
    Column("article_key", Integer, ForeignKey("articles.key"), primary_key=True, autoincrement=False),
    Column("kind", String, primary_key=True),
    Column("version", String, nullable=False),
    Column("reading_key", Integer, ForeignKey("readings.key"), nullable=False),
)

# What people said of records: never changed, never taken out. `undoes` is the id of the correction that this one takes back.
# `article_key` and `place` (`records.Place` as JSON) say where a statement stood that was corrected; null for anything else.
corrections = Table(
    "corrections",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("target", String, nullable=False),
    Column("target_id", String, nullable=False),
    Column("field", String, nullable=False),
    Column("value", Text, nullable=False),
    Column("made_by", String, nullable=False),
    Column("made_at", String, nullable=False),
    Column("why", Text),
    Column("undoes", String),
    Column("article_key", Integer, ForeignKey("articles.key")),
    Column("place", Text),
)
Index("corrections_target", corrections.c.target, corrections.c.target_id)
Index("corrections_article", corrections.c.article_key)

# What parties take positions on, as users define it: words in the query grammar, and examples as a JSON list.
issues = Table(
    "issues",
    metadata,
    Column("name", String, primary_key=True),
    Column("words", Text, nullable=False),
    Column("examples", Text, nullable=False),
    Column("made_at", String, nullable=False),
)

# The inbox: what people and feeds put before the reader, and what became of it. `content` is what was pasted or sent, kept until it is
# read; `options` (JSON) is what is said of it. `taken_by` is the reader at work on it. A feed's entry is known by `entry`, for good.
arrivals = Table(
    "arrivals",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("how", String, nullable=False),
    Column("source", String, nullable=False),
    Column("host", String),
    Column("content", LargeBinary),
    Column("options", Text, nullable=False),
    Column("feed_key", Integer, ForeignKey("feeds.key")),
    Column("entry", String),
    Column("made_by", String, nullable=False),
    Column("made_at", String, nullable=False),
    Column("state", String, nullable=False),
    Column("reason", String),
    Column("detail", Text),
    Column("article_id", String),
    Column("tries", Integer, nullable=False),
    Column("taken_by", String),
    Column("not_before", String),
    Column("done_at", String),
)
Index("arrivals_state", arrivals.c.state, arrivals.c.key)
Index("arrivals_source", arrivals.c.source)
Index("arrivals_entry", arrivals.c.feed_key, arrivals.c.entry)

# Feeds that are checked while they are `active`: what their servers said last, and when each may be asked again.
feeds = Table(
    "feeds",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("url", String, nullable=False, unique=True),
    Column("host", String),
    Column("title", String),
    Column("folder", String),
    Column("etag", String),
    Column("modified", String),
    Column("made_by", String, nullable=False),
    Column("made_at", String, nullable=False),
    Column("checked_at", String),
    Column("error", Text),
    Column("failures", Integer, nullable=False),
    Column("next_at", String, nullable=False),
    Column("active", Boolean, nullable=False),
)

# Readers of the inbox, and when each was last at work: what one has taken that is silent is taken up again.
readers = Table(
    "readers",
    metadata,
    Column("name", String, primary_key=True),
    Column("seen_at", String, nullable=False),
)

# What people follow, in the order in which they put it: a search (the query of its address), a speaker, an issue, a dispute. `seen` is how
# far the ledger had come when they last looked, in what the kind counts: statements, or an issue's positions. `known` are the statements
# that a dispute had then, as a JSON list.
watches = Table(
    "watches",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("kind", String, nullable=False),
    Column("what", Text, nullable=False),
    Column("made_by", String, nullable=False),
    Column("made_at", String, nullable=False),
    Column("place", Integer, nullable=False),
    Column("looked_at", String, nullable=False),
    Column("seen", Integer, nullable=False),
    Column("known", Text, nullable=False),
)

# What parties hold on the issues that people defined, as it was last worked out: a position that stays keeps its key, a new one gets a
# greater one. `form` tells positions of an issue apart; `turned` says that it changes what the party held.
positions = Table(
    "positions",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("issue", String, nullable=False),
    Column("form", String, nullable=False),
    Column("party", String, nullable=False),
    Column("last_day", String),
    Column("turned", Boolean, nullable=False),
    Column("record", Text, nullable=False),
    UniqueConstraint("issue", "form"),
    sqlite_autoincrement=True,  # a key is never given twice
)
Index("positions_party", positions.c.party)
Index(
    "positions_turned",
    positions.c.last_day,
    sqlite_where=text("turned = 1"),
    postgresql_where=positions.c.turned,
)

# Up to where the positions of an issue are worked out: its last statement and correction, and a digest of what defines it.
followed = Table(
    "followed",
    metadata,
    Column("issue", String, primary_key=True),
    Column("defined", String, nullable=False),
    Column("statement_key", Integer, nullable=False),
    Column("correction_key", Integer, nullable=False),
)

# Full text (FTS5, external content): the rowid is the key of the table that is indexed.
articles_fts = table("articles_fts", column("rowid", Integer), column("articles_fts", String))
statements_fts = table("statements_fts", column("rowid", Integer), column("statements_fts", String))
