"""Names by their parts, in all the ways that people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profile.models import Person
from profile.names import Name, parse_name

#: As written; family, given, particle, suffix; group.
NAMES = [
    # First von Last (BibTeXing, section 4)
    ("Ada Example", "Example", "Ada", "", "", ""),
    ("Ada B. Example", "Example", "Ada B.", "", "", ""),
    ("A. B. C. Example", "Example", "A. B. C.", "", "", ""),
    ("A.B. Example", "Example", "A.B.", "", "", ""),
    ("J.-P. Example", "Example", "J.-P.", "", "", ""),
    ("Jean-Paul Muster-Example", "Muster-Example", "Jean-Paul", "", "", ""),
    ("Ludwig van Beethoven", "Beethoven", "Ludwig", "van", "", ""),
    ("Maria de la Cruz", "Cruz", "Maria", "de la", "", ""),
    ("Charles Louis Xavier Joseph de la Vallee Poussin", "Vallee Poussin",
     "Charles Louis Xavier Joseph", "de la", "", ""),
    ("Maria de La Cruz", "La Cruz", "Maria", "de", "", ""),
    ("jean de la fontaine", "fontaine", "", "jean de la", "", ""),
    ("Ursula von und zu Muster", "Muster", "Ursula", "von und zu", "", ""),
    ("Plato", "Plato", "", "", "", ""),
    ("van Beethoven", "Beethoven", "", "van", "", ""),
    ("O'Neil", "O'Neil", "", "", "", ""),
    ("Bob O’Neil", "O’Neil", "Bob", "", "", ""),
    # von Last, First
    ("Example, Ada", "Example", "Ada", "", "", ""),
    ("Example,Ada B.", "Example", "Ada B.", "", "", ""),
    ("van Beethoven, Ludwig", "Beethoven", "Ludwig", "van", "", ""),
    ("de la Vallee Poussin, Charles", "Vallee Poussin", "Charles", "de la", "", ""),
    ("García Márquez, Gabriel", "García Márquez", "Gabriel", "", "", ""),
    ("Van der Muster, Karl", "Muster", "Karl", "Van der", "", ""),
    # A particle behind the given names
    ("Luxburg, U. von", "Luxburg", "U.", "von", "", ""),
    ("Beethoven, Ludwig van", "Beethoven", "Ludwig", "van", "", ""),
    ("Muster, Jr., Ursula von und zu", "Muster", "Ursula", "von und zu", "Jr.", ""),
    ("Kim, Min soo", "Kim", "Min soo", "", "", ""),
    ("example, ada", "example", "ada", "", "", ""),
    ("Example, van", "Example", "van", "", "", ""),
    ("Example,", "Example", "", "", "", ""),
    ("  Example  ,  Ada  ", "Example", "Ada", "", "", ""),
    ("Example~Muster, Ada~B.", "Example Muster", "Ada B.", "", "", ""),
    # von Last, Jr, First
    ("King, Jr., Martin Luther", "King", "Martin Luther", "", "Jr.", ""),
    ("von Muster, III, Karl", "Muster", "Karl", "von", "III", ""),
    ("Muster, Karl, Jr.", "Muster", "Karl", "", "Jr.", ""),
    # Suffixes that stand elsewhere
    ("A. B. C. de la Cruz, III", "Cruz", "A. B. C.", "de la", "III", ""),
    ("Karl Muster, Jr.", "Muster", "Karl", "", "Jr.", ""),
    ("Karl Muster Jr.", "Muster", "Karl", "", "Jr.", ""),
    ("Karl von Muster III", "Muster", "Karl", "von", "III", ""),
    ("Karl Muster V", "V", "Karl Muster", "", "", ""),
    # Groups
    ("{Example Collaboration}", "", "", "", "", "Example Collaboration"),
    ("{Barnes and Noble, Inc.}", "", "", "", "", "Barnes and Noble, Inc."),
    ("Examples, Inc.", "", "", "", "", "Examples, Inc."),
    ("Beispiele, GmbH", "", "", "", "", "Beispiele, GmbH"),
    # Braces hold together what they hold
    ("Karl {von Muster}", "{von Muster}", "Karl", "", "", ""),
    ("{Example}, Ada", "{Example}", "Ada", "", "", ""),
    (r"{\'E}tienne {\o}stby", r"{\o}stby", r"{\'E}tienne", "", "", ""),
    (r"Jos{\'e} de {\'A}vila", r"{\'A}vila", r"Jos{\'e}", "de", "", ""),
    # Chinese, Japanese and Korean names in either order
    ("王小明", "王", "小明", "", "", ""),
    ("王明", "王", "明", "", "", ""),
    ("王 小明", "王", "小明", "", "", ""),
    ("小明 王", "王", "小明", "", "", ""),
    ("王, 小明", "王", "小明", "", "", ""),
    ("欧阳娜娜", "欧阳", "娜娜", "", "", ""),
    ("欧阳修", "欧阳", "修", "", "", ""),
    ("娜娜 欧阳", "欧阳", "娜娜", "", "", ""),
    ("Wang, Xiaoming", "Wang", "Xiaoming", "", "", ""),
    ("Xiaoming Wang", "Wang", "Xiaoming", "", "", ""),
    ("山田太郎", "山田", "太郎", "", "", ""),
    ("さくら", "さくら", "", "", "", ""),
    ("김민수", "김", "민수", "", "", ""),
    ("박, 지영", "박", "지영", "", "", ""),
    # Other scripts
    ("Мария Кюри", "Кюри", "Мария", "", "", ""),
    ("Søren Østby", "Østby", "Søren", "", "", ""),
    ("", "", "", "", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "family", "given", "particle", "suffix", "literal"), NAMES, ids=lambda v: str(v)
)
def test_a_name_has_its_parts(text, family, given, particle, suffix, literal):
    name = parse_name(text)

    assert name == Name(family, given, particle, suffix, literal)


@pytest.mark.parametrize(
    ("text", "full", "last_first", "initials"),
    [
        ("Ada B. Example", "Ada B. Example", "Example, Ada B.", "A. B."),
        ("van Beethoven, Ludwig", "Ludwig van Beethoven", "van Beethoven, Ludwig", "L."),
        ("Luxburg, U. von", "U. von Luxburg", "von Luxburg, U.", "U."),
        ("King, Jr., Martin", "Martin King Jr.", "King, Jr., Martin", "M."),
        ("Example, Jean-Paul L.", "Jean-Paul L. Example", "Example, Jean-Paul L.", "J.-P. L."),
        ("A.B. Example", "A.B. Example", "Example, A.B.", "A. B."),
        ("小明 王", "王小明", "王, 小明", "小明"),
        ("Plato", "Plato", "Plato", ""),
        ("{Example Group}", "Example Group", "Example Group", ""),
    ],
)
def test_a_name_is_said_sorted_and_shortened(text, full, last_first, initials):
    name = parse_name(text)

    assert (name.full, name.last_first, name.initials) == (full, last_first, initials)


words = st.from_regex(r"[A-ZÄÖÜÉ][a-zäöüéß]{1,8}(-[A-Z][a-z]{1,5})?", fullmatch=True).filter(
    lambda word: word not in ("Junior", "Senior", "Jr", "Sr", "Inc", "Ltd", "Corp", "Pty")
)
particles = st.sampled_from(["", "von", "de la", "van der", "d'"])


@given(
    st.lists(words, min_size=1, max_size=2), st.lists(words, min_size=1, max_size=3), particles,
    st.sampled_from(["", "Jr.", "III"]),
)  # fmt: skip
def test_a_sorted_name_reads_as_the_same_parts(families, givens, particle, suffix):
    name = Name(" ".join(families), " ".join(givens), particle, suffix)

    assert parse_name(name.last_first) == name


@given(words, st.lists(words, min_size=1, max_size=3), particles, st.sampled_from(["", "Jr."]))
def test_a_spoken_name_reads_as_the_same_parts(family, givens, particle, suffix):
    name = Name(family, " ".join(givens), particle, suffix)

    assert parse_name(name.full) == name


@given(st.text(max_size=60))
def test_no_letter_of_a_name_is_lost(text):
    name = parse_name(text)

    parts = "".join([name.literal, name.given, name.particle, name.family, name.suffix])
    assert sorted(filter(str.isalnum, parts)) == sorted(filter(str.isalnum, text))


@pytest.mark.parametrize(
    ("row", "parts"),
    [
        (Person(name="Ada Example"), Name("Example", "Ada")),
        (
            Person(name="Gabriel García M.", family_name="García M.", given_name="Gabriel"),
            Name("García M.", "Gabriel"),
        ),
        (
            Person(name="L. van Beethoven", family_name="van Beethoven", given_name="Ludwig"),
            Name("Beethoven", "Ludwig", "van"),
        ),
        (
            Person(name="K. Muster", family_name="Muster", given_name="Karl", suffix="Jr."),
            Name("Muster", "Karl", "", "Jr."),
        ),
        (Person(name="The Example Group", is_group=True), Name(literal="The Example Group")),
        (Person(name="王小明"), Name("王", "小明")),
    ],
    ids=lambda value: str(value),
)
def test_a_person_is_called_as_an_editor_says(row, parts):
    assert row.parsed_name == parts


@pytest.mark.parametrize("text", ["", " ", "~", ",", ", , ,", "~,~", "{}"])
def test_where_no_name_stands_there_is_none(text):
    assert parse_name(text).full.strip(" ~") == ""
