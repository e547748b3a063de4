"""The owner: name, initials, links, ORCID, and their entry among the people."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from profile.identifiers import normalize_orcid, validate_orcid
from profile.models import Person, Profile, ProfileLink, TimelineEntry
from tests import factories


@pytest.mark.parametrize(
    ("names", "initials"),
    [
        ({"name": "Ada Example", "given_name": "Ada", "family_name": "Example"}, "AE"),
        ({"name": "Ada M. Example"}, "AE"),
        ({"name": "Plato"}, "P"),
        ({"name": "李白", "given_name": "白", "family_name": "李"}, "白李"),
        ({"name": ""}, ""),
    ],
)
def test_initials_stand_in_for_a_portrait(names, initials):
    assert Profile(**names).initials == initials


@pytest.mark.parametrize(
    "text", ["0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097", "0000-0002-1694-233x"]
)
def test_orcid_ids_are_taken_bare_or_as_addresses(text):
    validate_orcid(text)
    assert len(normalize_orcid(text)) == 19


@pytest.mark.parametrize("text", ["0000-0002-1825-0098", "0000-0002-1825", "x"])
def test_an_orcid_id_with_a_wrong_check_character_is_refused(text):
    with pytest.raises(ValidationError):
        validate_orcid(text)


@pytest.mark.django_db
class TestOwner:
    def test_the_owner_stands_among_the_people_under_the_same_name(self):
        profile = factories.profile()
        profile.name = "Ada B. Example"
        profile.save()

        assert Person.objects.get().name == "Ada B. Example"

    def test_a_person_of_the_same_name_becomes_the_owners_entry(self):
        person = factories.person(name="Ada Example")

        assert factories.profile().person == person

    def test_there_is_one_profile(self):
        factories.profile()

        with pytest.raises(IntegrityError), transaction.atomic():
            Profile(name="Another").save()

        assert Profile.objects.get().name == "Ada Example"

    @pytest.mark.parametrize(
        "url", ["javascript:alert(1)", "ftp://x.org", "example.org", "data:,x"]
    )
    def test_a_link_is_a_web_address_or_a_mailbox(self, url):
        link = ProfileLink(profile=factories.profile(), kind="github", url=url)

        with pytest.raises(ValidationError) as refusal:
            link.full_clean()

        assert refusal.value.message_dict["url"] == [
            "Write a whole address that begins with https://, http:// or mailto:."
        ]

    def test_another_link_needs_a_label(self):
        link = ProfileLink(profile=factories.profile(), kind="other", url="https://x.org")

        with pytest.raises(ValidationError) as refusal:
            link.full_clean()

        assert list(refusal.value.message_dict) == ["label"]

    def test_units_are_grouped_under_their_organization(self):
        entry = factories.timeline_entry(affiliations=0)
        university, institute = factories.organization(), factories.organization()
        for unit, organization in (("A", university), ("B", institute), ("C", university)):
            entry.affiliations.create(unit=unit, organization=organization)

        places = TimelineEntry.objects.with_parts().get(pk=entry.pk).places

        assert [(place.organization, place.units) for place in places] == [
            (university, "A; C"),
            (institute, "B"),
        ]

    def test_a_relation_is_named_once(self):
        entry = factories.timeline_entry(affiliations=0, title="Adjunct Professor")
        place = factories.organization(name="University of Clouds", short_name="UoC")
        entry.affiliations.create(organization=place, relation="adjunct")
        entry.affiliations.create(organization=place, unit="Lab", relation="affiliated")

        shown = TimelineEntry.objects.with_parts().get(pk=entry.pk).places[0]

        assert (shown.name, shown.units) == ("University of Clouds (UoC)", "Lab (affiliated)")
