"""States that only the article introduces are states in it; nothing else becomes one."""

import pytest

from whoseword.actors import ActorTable
from whoseword.link._states import states_of


@pytest.fixture(scope="module")
def table() -> ActorTable:
    return ActorTable.load()


def named(text: str, table: ActorTable) -> dict[str, tuple[str, str]]:
    return {word: (state.name, state.by) for word, state in states_of(text, table).items()}


def test_a_name_whose_adjective_stands_before_an_office_is_a_state(table: ActorTable) -> None:
    text = "Oressian Prime Minister Tessa Arlando spoke. Since March Oressia has kept the barges."
    assert named(text, table) == {"oressia": ("Oressia", "name"), "oressian": ("Oressia", "adjective")}


def test_whose_foreign_minister_it_is_is_a_state(table: ActorTable) -> None:
    assert named("Helmark’s foreign minister came late.", table) == {"helmark": ("Helmark", "name")}


def test_the_capital_of_such_a_state_speaks_for_it(table: ActorTable) -> None:
    text = "The Tarvonian government waits. Tarvonia is dry. Keldra, the Tarvonian capital, says it has no choice."
    assert named(text, table)["keldra"] == ("Tarvonia", "capital")


@pytest.mark.parametrize(
    "text",
    [
        "Russian Foreign Minister Sergei Lavrov spoke in Russia.",  # the table knows it already
        "Tessa Arlando’s foreign minister resigned.",  # a surname follows another word
        "Former foreign minister Rui Castane spoke; European governments listened in Europe.",
        "The Nazi government fell.",
    ],
)
def test_nothing_else_becomes_a_state(text: str, table: ActorTable) -> None:
    assert named(text, table) == {}
