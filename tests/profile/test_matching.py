"""Whom a name in a source means, and which venue."""

import pytest
from django.test.utils import CaptureQueriesContext

from profile.matching import PersonIndex, VenueIndex, shortens, venue_title
from profile.models import PersonAlias, Profile, VenueAlias
from profile.names import Name, parse_name
from tests import factories

pytestmark = pytest.mark.django_db

ORCID = "0000-0002-1825-0097"


def _ada(**fields):
    names = {"name": "Ada B. Example", "given_name": "Ada B.", "family_name": "Example"}
    return factories.person(**{**names, **fields})


@pytest.mark.parametrize(
    "spelling",
    [
        "Ada B. Example",
        "Example, Ada B.",
        "ada b example",
        "ADA B. EXAMPLE",
        "Example, Ada  B",
        "Àda B. Exämple",
    ],
)
def test_a_full_name_means_the_person_in_any_order_case_and_accent(spelling: str) -> None:
    ada = _ada()

    assert PersonIndex().match(spelling) == ada


@pytest.mark.parametrize(
    "spelling", ["A. B. Example", "A. Example", "Example, A.", "Ada Example", "Example", "B. Ada"]
)
def test_initials_and_shortened_names_match_nobody(spelling: str) -> None:
    _ada()

    assert PersonIndex().match(spelling) is None


@pytest.mark.parametrize(
    "spelling", ["A. B. Example", "Example, A.", "Ada Example", "A.B. Example"]
)
def test_initials_that_fit_propose_the_person(spelling: str) -> None:
    ada = _ada()

    assert PersonIndex().propose(spelling) == [ada]


@pytest.mark.parametrize("spelling", ["B. Example", "Alice Example", "A. Sample", "A. C. Example"])
def test_initials_that_do_not_fit_propose_nobody(spelling: str) -> None:
    _ada()

    assert PersonIndex().propose(spelling) == []


def test_everybody_whom_initials_fit_is_proposed_once() -> None:
    ada = _ada()
    PersonAlias.objects.create(person=ada, name="A. Example")
    alan = factories.person(name="Alan Example")

    assert set(PersonIndex().propose("A. Example")) == {ada, alan}


def test_a_listed_alias_means_the_person_even_with_initials() -> None:
    ada = _ada()
    PersonAlias.objects.create(person=ada, name="A. Example")

    assert PersonIndex().match("Example, A.") == ada


def test_the_owner_is_recognised_by_every_name_on_the_profile() -> None:
    owner = factories.profile(name_in_other_script="王小明").person
    PersonAlias.objects.create(person=owner, name="Ada Lovelace-Example")
    Profile.objects.update(name="Ada M. Example")

    index = PersonIndex()

    for spelling in ("Ada Example", "王小明", "小明 王", "Lovelace Example, Ada", "Ada M. Example"):
        assert index.match(spelling) == owner, spelling


def test_two_people_of_one_name_are_not_told_apart() -> None:
    factories.person(name="Wei Wang")
    factories.person(name="Wei Wang")

    assert PersonIndex().match("Wang, Wei") is None
    assert len(PersonIndex().propose("Wang, Wei")) == 2


def test_two_people_of_one_name_are_for_an_editor_to_decide() -> None:
    people = [factories.person(name="Wei Wang"), factories.person(name="Wei Wang")]

    index = PersonIndex()

    assert index.undecided("Wang, Wei") == people
    assert index.undecided("Wang, Wen") == []


def test_who_is_known_beyond_doubt_is_not_for_an_editor_to_decide() -> None:
    _ada()
    people = [factories.person(name="Wei Wang", orcid=ORCID), factories.person(name="Wei Wang")]

    index = PersonIndex()

    assert index.undecided("Ada B. Example") == []
    assert index.match("Wei Wang", ORCID) == people[0]
    assert index.undecided("Wei Wang", ORCID) == []


def test_initials_mean_who_is_stored_under_them_while_nobody_else_fits() -> None:
    stored = factories.person(name="R. Sun")

    assert PersonIndex().match("Sun, R.") == stored
    assert PersonIndex().match("Sun, R. Y.") is None


def test_stored_initials_decide_no_longer_once_a_full_name_fits_them() -> None:
    stored, full = factories.person(name="R. Sun"), factories.person(name="Rui Sun")

    index = PersonIndex()

    assert index.match("Sun, R.") is None
    assert set(index.propose("Sun, R.")) == {stored, full}
    assert index.undecided("Sun, R.") == [stored]
    assert index.match("Rui Sun") == full


def test_an_alias_of_initials_decides_no_longer_once_another_name_fits_it() -> None:
    ada = _ada()
    PersonAlias.objects.create(person=ada, name="A. Example")
    factories.person(name="Alan Example")

    assert PersonIndex().match("Example, A.") is None


def test_initials_on_the_profile_are_the_owners_whoever_is_stored_under_them() -> None:
    owner = factories.profile().person
    PersonAlias.objects.create(person=owner, name="A. Example")
    factories.person(name="A. Example")
    factories.person(name="Alan Example")

    assert PersonIndex().match("Example, A.") == owner


def test_somebody_else_who_has_the_owners_name_in_full_is_not_told_apart() -> None:
    factories.profile()
    factories.person(name="Ada Example")

    assert PersonIndex().match("Ada Example") is None


def test_a_name_with_the_family_name_first_proposes_the_person() -> None:
    lin = factories.person(name="Meifen Lin")

    assert PersonIndex().propose("Lin Meifen") == [lin]


SHORTER = [
    ("A. Example", "Ada Example", True),
    ("Example, A", "Ada Example", True),
    ("Ada Example", "Ada B. Example", True),
    ("A. B. Example", "Ada Beth Example", True),
    ("Luo, ZQ", "Zhen-Qi Luo", True),
    ("Z.-Q. Luo", "Zhen-Qi Luo", True),
    ("A. Muller", "Anna Müller", True),
    ("A. Example", "Ada Example Jr.", True),
    ("Ada Example", "Ada Example", False),
    ("ADA EXAMPLE", "Ada Example", False),
    ("B. Example", "Ada Example", False),
    ("A. Sample", "Ada Example", False),
    ("A. C. Example", "Ada Example", False),
    ("Ada Example Jr.", "Ada Example", False),
    ("Ada B. Example", "Ada Example", False),
    ("Alan Example", "Ada Example", False),
    ("小明 王", "王小明", False),
]


@pytest.mark.parametrize(("name", "other", "is_shorter"), SHORTER)
def test_what_is_the_same_name_in_short(name: str, other: str, is_shorter: bool) -> None:
    assert shortens(parse_name(name), parse_name(other)) is is_shorter


def test_a_family_name_alone_is_the_name_in_short() -> None:
    assert shortens(Name(family="Example"), Name(family="Example", given="Ada"))
    assert not shortens(Name(family="Example"), Name(family="Example"))


def test_swapped_names_are_other_people() -> None:
    factories.person(name="Li Wang")

    assert PersonIndex().match("Wang Li") is None


def test_an_orcid_id_decides_whatever_the_spelling() -> None:
    ada = _ada(orcid=ORCID)

    assert PersonIndex().match("A. Sample", orcid=f"https://orcid.org/{ORCID}") == ada


def test_somebody_of_that_name_with_another_orcid_id_is_somebody_else() -> None:
    _ada(orcid=ORCID)

    assert PersonIndex().match("Ada B. Example", orcid="0000-0001-5109-3700") is None


def test_a_particle_and_a_suffix_belong_to_the_name() -> None:
    son = factories.person(name="Ludwig van Example Jr.")

    index = PersonIndex()

    assert index.match("van Example, Jr., Ludwig") == son
    assert index.match("van Example, Ludwig") is None
    assert index.propose("L. van Example") == [son]


def test_a_group_is_matched_as_a_whole() -> None:
    group = factories.person(name="The Example Collaboration", is_group=True)

    assert PersonIndex().match(Name(literal="The Example Collaboration")) == group


def test_a_person_added_later_is_known() -> None:
    index = PersonIndex()
    ada = _ada()

    index.add(ada, "Ada Exemplar")

    assert index.match("Exemplar, Ada") == ada


def test_looking_people_and_venues_up_asks_the_database_nothing(connection_queries) -> None:
    for _ in range(3):
        factories.person()
        factories.venue()
    with connection_queries() as made:
        people, venues = PersonIndex(), VenueIndex()
    with connection_queries() as used:
        people.match("Ada Example")
        people.propose("A. Example")
        venues.match("Proceedings of the 3rd Example, 2020")

    assert len(made) <= 5
    assert len(used) == 0


@pytest.fixture
def connection_queries():
    from django.db import connection

    return lambda: CaptureQueriesContext(connection)


def _neurips():
    venue = factories.venue(
        name="Conference on Neural Examples", short_name="NeurEx", kind="conference"
    )
    VenueAlias.objects.create(venue=venue, name="NEX")
    VenueAlias.objects.create(venue=venue, name="Advances in Neural Examples")
    return venue


@pytest.mark.parametrize(
    "text",
    [
        "Conference on Neural Examples",
        "NeurEx",
        "NEX",
        "nex 2018",
        "NeurEx'18",
        "NeurEx (Vancouver)",
        "Proceedings of the 36th Conference on Neural Examples, 2022",
        "In: Proc. of the Thirty-Sixth Annual Conference on Neural Examples (NeurEx 2022)",
        "2019 Conference on Neural Examples (NeurEx)",
        "Advances in Neural Examples 35",
        "Advances in Neural Examples, volume 35",
        "The Conference on neural examples",
    ],
)
def test_a_conference_is_known_whatever_year_and_number_stand_with_it(text: str) -> None:
    venue = _neurips()

    assert VenueIndex().match(text) == venue


@pytest.mark.parametrize(
    "text",
    [
        "Conference on Neural Examples, NeurEx 2022, Bonn, Germany, June 18-24, 2022",
        "Advances in Neural Examples 35: Annual Conference on Neural Systems 2022, NeurEx 2022",
        "Proc. 37th Int. Conf. on Somewhat Neural Examples (NeurEx 2020)",
        "NeurEx '20: The 28th ACM Conference on Neural Examples",
        "NeurEx 2020-2020 IEEE Conference on Other Words (NeurEx)",
        "Neural Examples – NeurEx 2020 – 16th European Conference, Bonn, Proceedings, Part IV",
    ],
)
def test_a_conference_is_known_by_its_leading_name_or_its_short_name_beside_a_year(
    text: str,
) -> None:
    venue = _neurips()

    assert VenueIndex().match(text) == venue


def test_a_short_name_that_two_conferences_have_means_neither() -> None:
    _neurips()
    factories.venue(name="Conference on Neurology", short_name="NeurEx", kind="conference")

    assert VenueIndex().match("Congress of Examiners, NeurEx 2020, Bonn") is None


@pytest.mark.parametrize(
    "text",
    [
        "Findings of the Association of Examples: NeurEx 2020",
        "Proceedings of the Workshop on Small Things, NeurEx 2020, Bonn",
        "NeurEx 2020 Workshop on Small Things",
        "Conference on Neural Examples Workshop",
        "Proceedings of the 36th Asian Conference on Neural Examples, 2022",
        "Neural Examples",
        "Proceedings",
        "2022",
        "",
    ],
)
def test_what_remains_must_equal_a_name(text: str) -> None:
    _neurips()

    assert VenueIndex().match(text) is None


def test_words_that_belong_to_a_journals_name_are_not_taken_off() -> None:
    factories.venue(name="Review of Examples")
    annual = factories.venue(name="Annual Review of Examples")

    assert VenueIndex().match("Annual Review of Examples") == annual
    assert VenueIndex().match("Proceedings of the Review of Examples") is None


def test_an_ampersand_is_an_and() -> None:
    venue = factories.venue(name="Theory & Examples")

    assert VenueIndex().match("Theory and Examples") == venue


def test_the_name_of_a_venue_is_left_when_nothing_else_would_be() -> None:
    assert venue_title("Proceedings of the 36th Conference on X (CoX), 2022") == "Conference on X"
    assert venue_title("2022") == "2022"
