"""Names that stand between other signs than “and”."""

import pytest

from publications.bibtex.people import read_people


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("Zhou, Min, Li, Wei", ["Min Zhou", "Wei Li"]),
        ("Zhou, R., Li, W. X., Foo, B.", ["R. Zhou", "W. X. Li", "B. Foo"]),
        ("Ada Example, Wei Li, Bo Zhou", ["Ada Example", "Wei Li", "Bo Zhou"]),
        ("Example, Ada; Li, Wei", ["Ada Example", "Wei Li"]),
        ("Zhou Min; Li Wei", ["Zhou Min", "Li Wei"]),
    ],
)
def test_names_that_are_plainly_several_are_told_apart_with_a_word_about_it(
    source: str, names: list[str]
) -> None:
    people = read_people(source)

    assert [name.full for name in people.names] == names
    assert people.warnings == (
        f"“{source}” looks like several names: BibTeX puts “and” between them.",
    )


@pytest.mark.parametrize(
    "source",
    [
        "Ada Example, Wei Li and Foo",
        "Ada Example, Wei Li",
        "Zhou, Min, Li",
        "Ada Example & Wei Li",
    ],
)
def test_what_may_be_one_name_stays_one_with_a_word_about_it(source: str) -> None:
    people = read_people(source)

    assert len(people.names) == 1 + source.count(" and ")
    assert "looks like several names" in people.warnings[0]


@pytest.mark.parametrize(
    "source",
    [
        "García Márquez, Gabriel José and Example, Ada",
        "García Márquez, G. J.",
        "van Beethoven, Ludwig Maria",
        "Example, Jr., Ada",
        "Example, Ada, III",
        "Example Systems, Inc.",
        "{Barnes, Noble & Sons, Example; Others}",
        "Ada Example and Wei Li and others",
        r"G{\"o}del, Kurt",
        "M&uuml;ller, Ada",
    ],
)
def test_names_as_bibtex_wants_them_pass_without_a_word(source: str) -> None:
    assert read_people(source).warnings == ()


@pytest.mark.parametrize(
    ("source", "last_first"),
    [
        ("family=Beethoven, given=Ludwig, prefix=van", "van Beethoven, Ludwig"),
        (
            "given={Jean Pierre}, family={Example, Sons}, suffix=Jr.",
            "Example, Sons, Jr., Jean Pierre",
        ),
        (r"family=G{\"o}del, given=Kurt, given-i=K, useprefix=false", "Gödel, Kurt"),
        ("given=Plato", "Plato"),
    ],
)
def test_names_in_the_extended_format_of_biblatex_are_read(source: str, last_first: str) -> None:
    people = read_people(f"{source} and Example, Ada")

    assert people.names[0].last_first == last_first
    assert people.names[1].full == "Ada Example"
    assert people.warnings == ()


def test_thousands_of_names_are_read_in_a_moment() -> None:
    assert len(read_people(" and ".join(f"Example, Ada{n}" for n in range(5000))).names) == 5000
