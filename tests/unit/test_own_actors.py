"""A user's own actors: what a plain file may say, how each fault of it is told, and that it comes before what was known."""

import pytest

from whoseword.actors import ActorTable, read_own
from whoseword.errors import ConfigError

CODES = {"KEN", "PRT"}
WHOLE = """
[[actor]]
name = "Ana Sol"
aliases = ["Anna Soll", "Mrs  Sol"]
type = "person"
country = "Oressia"
gender = "f"
offices = [
  { office = "President", of = "Oressia", from = 2024-03-01, until = "2025-06" },
  { office = "water minister", of = "KEN", until = "2020" },
]

[[actor]]
name = "Oressia"
type = "state"
aliases = ["Republic of Oressia"]
adjectives = ["Oressian"]
capital = "Keldra"

[[actor]]
name = "Dune Office"
type = "organisation"
aliases = ["DO"]

[[actor]]
name = "Pavo Renn"
type = "person"
offices = [{ office = "head", of = "Dune Office", from = "2023" }]
"""


def file_with(tmp_path, text):
    path = tmp_path / "actors.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    known = ActorTable.load()
    return known.with_own(read_own(file_with(tmp_path_factory.mktemp("own"), WHOLE), known.names))


def test_a_file_is_read_in_order_with_dates_of_any_precision(tmp_path):
    ana, oressia, dune, _ = read_own(file_with(tmp_path, WHOLE), CODES)
    assert (ana.name, ana.aliases, ana.country, ana.gender) == ("Ana Sol", ("Anna Soll", "Mrs Sol"), "Oressia", "f")
    assert [(o.office, o.country, o.since, o.until, o.ended) for o in ana.offices] == [
        ("president", "Oressia", "2024-03-01", "2025-06-30", True),
        ("water minister", "KEN", "0001-01-01", "2020-12-31", True),
    ]
    assert (oressia.type, oressia.adjectives, oressia.capital) == ("state", ("Oressian",), "Keldra")
    assert dune.offices == ()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('nmae = "x"', "unknown key 'nmae': did you mean name?"),
        ('colour = "x"', "unknown key 'colour'"),
        ('country = "Kenya"', "country is 'Kenya': give an ISO 3166-1 alpha-3 code"),
        ('country = "KEX"', "country is 'KEX'"),
        ("country = 5", "country is 5"),
        ('gender = "x"', "gender is 'x': give one of m, f"),
        ('aliases = "x"', "aliases is 'x': give a list"),
        ("aliases = [5]", "aliases is 5"),
        ('aliases = [""]', "aliases is ''"),
        ('aliases = ["a\\u0007b"]', "aliases is 'a\\x07b'"),
        ('capital = "x"', "adjectives and capital are a state's"),
        ("offices = 5", "offices must be a list of tables"),
        ('offices = [{ office = "mayor" }]', "of is None"),
        ('offices = [{ of = "KEN" }]', "office is None"),
        ('offices = [{ office = "mayor", of = "KEN", since = 2020 }]', "unknown key 'since'"),
        ('offices = [{ office = "mayor", of = "XXX" }]', "of is 'XXX'"),
        ('offices = [{ office = "mayor", of = "KEN", from = "soon" }]', "from is 'soon': give a date such as 2024-03-01"),
        ('offices = [{ office = "mayor", of = "KEN", from = "2024-02-30" }]', "from is '2024-02-30'"),
        ('offices = [{ office = "mayor", of = "KEN", from = true }]', "from is True"),
        ('offices = [{ office = "mayor", of = "KEN", from = 2024-01-01T10:00:00 }]', "from is datetime"),
        ('offices = [{ office = "mayor", of = "KEN", from = "2024", until = "2023" }]', "let it begin before it ends"),
    ],
)
def test_a_fault_names_the_file_the_actor_the_value_and_the_rule(tmp_path, line, told):
    path = file_with(tmp_path, f'[[actor]]\nname = "Ana Sol"\ntype = "person"\n{line}\n')
    with pytest.raises(ConfigError) as caught:
        read_own(path, CODES)
    message = str(caught.value)
    assert message.startswith(f"{path}: actor 1 (Ana Sol): ")
    assert told in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("actor = 5", "has no actors: begin each with a line [[actor]]"),
        ("", "has no actors"),
        ("[actor]\nname = 'x'", "has no actors"),
        ("x = 1\n[[actor]]\nname = 'x'\ntype = 'person'", "unknown key 'x'"),
        ("[[actor]\n", "is not TOML"),
        ("[[actor]]\ntype = 'person'", "actor 1: name is None"),
        ("[[actor]]\nname = 'x'", "actor 1 (x): type is None: give one of person, state, organisation, media"),
        ("[[actor]]\nname = 'x'\ntype = 'group'", "type is 'group'"),
        (f"[[actor]]\nname = '{'x' * 201}'\ntype = 'person'", "in 1 to 200 characters"),
    ],
)
def test_a_file_that_is_none_of_actors_is_refused(tmp_path, text, told):
    with pytest.raises(ConfigError, match=r".") as caught:
        read_own(file_with(tmp_path, text), CODES)
    assert told in str(caught.value)


def test_a_file_that_cannot_be_read_or_is_not_utf_8_is_told_so(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        read_own(tmp_path / "absent.toml", CODES)
    path = tmp_path / "latin.toml"
    path.write_bytes('[[actor]]\nname = "José"'.encode("latin-1"))
    with pytest.raises(ConfigError, match="not UTF-8 at byte"):
        read_own(path, CODES)


def test_own_actors_are_known_by_every_name(table):
    assert table.kind_of("Ana Sol") == table.kind_of("anna soll") == "person"
    assert table.known_as("Anna Soll") == "Ana Sol"
    assert table.country_of("Anna Soll") == "Oressia"
    assert table.gender_of("Anna Soll") == "f"
    assert table.organisation("the DO") == ("Dune Office", "organisation")
    assert [(table.state(word).name, table.state(word).by) for word in ("Oressia", "Oressian", "Keldra")] == [
        ("Oressia", "name"), ("Oressia", "adjective"), ("Oressia", "capital"),
    ]  # fmt: skip


def test_own_offices_hold_on_their_days_alone(table):
    held = [
        table.offices.holder("president", "Oressia", day) for day in ("2024-02-29", "2024-03-01", "2025-06-30", "2025-07-01")
    ]
    assert [holder and holder.name for holder in held] == [None, "Ana Sol", "Ana Sol", None]
    assert table.offices.holder("head", "Dune Office", "2030-01-01").name == "Pavo Renn"


def test_a_name_that_was_another_thing_is_the_users(tmp_path):
    known = ActorTable.load()
    own = read_own(file_with(tmp_path, '[[actor]]\nname = "Jordan"\ntype = "person"\n'), known.names)
    assert known.kind_of("Jordan") == "state"
    assert known.with_own(own).kind_of("Jordan") == "person"
    own = read_own(file_with(tmp_path, '[[actor]]\nname = "Reuters"\ntype = "person"\n'), known.names)
    assert known.with_own(own).kind_of("Reuters") == "person"


def test_another_file_makes_another_version_of_the_table(tmp_path, table):
    known = ActorTable.load()
    other = known.with_own(read_own(file_with(tmp_path, '[[actor]]\nname = "Ana Sol"\ntype = "person"\n'), known.names))
    assert known.version is None
    assert len({table.version, other.version, None}) == 3
