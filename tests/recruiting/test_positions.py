"""Positions: a kind and a host are enough; what is no longer open says so."""

import pytest

from profile.models import Profile
from recruiting.models import Opening
from tests import factories
from tests.pages import visible_text

pytestmark = pytest.mark.django_db


def page(client, path: str) -> str:
    return visible_text(client.get(path).content.decode())


def test_a_kind_and_a_host_are_enough(client):
    opening = factories.opening()
    host = opening.hosts.get().organization

    text = page(client, "/positions/")

    assert opening.kind.name in text
    assert host.name in text
    assert opening.slug == "research-scientist"


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("closed", "This position is closed."),
        ("filled", "This position has been filled."),
        ("cancelled", "This position will not be filled."),
    ],
)
def test_a_position_that_is_no_longer_open_keeps_its_page_and_says_so(client, outcome, words):
    opening = factories.opening(outcome=outcome, title="Postdoc in clouds")
    other = factories.opening(title="PhD in rain")

    text = page(client, opening.get_absolute_url())

    assert "Postdoc in clouds" in text
    assert "PhD in rain" in text
    assert words in text
    for path in ("/positions/", "/", "/positions/atom.xml", "/sitemap.xml"):
        content = client.get(path).content.decode()
        assert opening.slug not in content, path
        assert path in ("/positions/",) or other.slug in content, path


def test_applicants_find_the_address(client):
    factories.profile()
    factories.opening()
    factories.recruiting_page(how_to_apply="1. Write.\n2. Attach a CV.")

    for path in ("/positions/", Opening.objects.get().get_absolute_url()):
        html = client.get(path).content.decode()
        assert "mailto:ada@example.edu" in html
        assert "Attach a CV." in visible_text(html)


def test_without_a_public_address_no_button_leads_nowhere(client):
    factories.profile(email_is_public=False)
    factories.opening()

    assert "mailto:" not in client.get("/positions/").content.decode()
    assert Profile.objects.get().email


def test_an_empty_list_has_a_friendly_word(client):
    factories.recruiting_page(introduction="We are always glad to hear from you.")

    text = page(client, "/positions/")

    assert "We are always glad to hear from you." in text
    assert "no " in text.lower()
