"""A name that several people of the site have, in the form of a work."""

import pytest
from django.urls import reverse

from profile.models import Person
from publications.models import Authorship, Publication
from tests import factories
from tests.forms import filled

ADD = reverse("admin:publications_publication_add")
NAME = "Wei Wang"

pytestmark = pytest.mark.django_db


@pytest.fixture
def namesakes() -> tuple[Person, Person]:
    one = factories.person(name=NAME, orcid="0000-0002-1825-0097")
    other = factories.person(name=NAME)
    for number in range(2):
        work = factories.publication(authors=0, title=f"On trees {number}")
        Authorship.objects.create(publication=work, person=other)
        Authorship.objects.create(publication=work, person=factories.person(name="Ann Alpha"))
    return one, other


def pasted(editor, line: str):
    form = filled(editor.get(ADD)) | {"title": "On leaves", "author_line": line}
    return editor.post(ADD, form | {"_add_authors": ""})


def test_the_note_on_pasted_authors_asks_who_is_meant(editor, namesakes) -> None:
    html = pasted(editor, f"{NAME}, Bob Beta").content.decode()

    assert "2 people have the name Wei Wang: choose who is meant." in html
    assert "1 of them is not known by this name" in html


def test_people_of_one_name_are_proposed_with_what_tells_them_apart(editor, namesakes) -> None:
    html = pasted(editor, NAME).content.decode()

    assert "0000-0002-1825-0097, 0 works" in html
    assert "2 works, with Ann Alpha" in html


def test_a_third_of_the_name_is_not_made_by_a_save(editor, namesakes) -> None:
    form = filled(pasted(editor, NAME))
    form.pop("_add_authors", None)

    html = editor.post(ADD, form).content.decode()

    assert "2 people have this name already: choose who is meant." in html
    assert Person.objects.filter(name=NAME).count() == 2
    assert not Publication.objects.filter(title="On leaves").exists()


def test_stored_initials_that_another_name_fits_are_asked_about(editor) -> None:
    factories.person(name="W. Wang")
    factories.person(name=NAME)
    form = filled(pasted(editor, "W. Wang"))
    form.pop("_add_authors", None)

    html = editor.post(ADD, form).content.decode()

    assert "Somebody has this name already: choose who is meant." in html
    assert Person.objects.count() == 2


def test_what_the_line_had_beside_names_is_told(editor) -> None:
    html = pasted(editor, "Ann Alpha\nUniversity of Example").content.decode()

    assert "Left out, as no name of a person: University of Example." in html
