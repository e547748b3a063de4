"""A slug never changes what it leads to."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from homepage.content.redirects import Redirect
from publications.models import Publication
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_slug_is_made_from_the_title_and_told_apart():
    first = factories.publication(title="On Examples")
    second = factories.publication(title="On Examples")

    assert (first.slug, second.slug) == ("on-examples", "on-examples-2")


def test_a_title_without_latin_letters_still_gets_an_address(client):
    work = factories.publication(title="论语")

    assert client.get(work.get_absolute_url()).status_code == 200


def test_a_formula_stays_readable_in_the_address():
    assert factories.publication(title="An $O(n^2)$ Gap").slug == "an-on2-gap"


def test_a_changed_slug_leads_on(client):
    work = factories.publication(title="Old")
    work.slug = "new"
    work.save()

    response = client.get("/publications/old/")

    assert response.status_code == 301
    assert response["Location"] == "/publications/new/"


def test_after_two_changes_both_old_addresses_lead_to_the_present_one(client):
    work = factories.publication(title="One")
    for slug in ("two", "three"):
        work.slug = slug
        work.save()

    for old in ("one", "two"):
        assert client.get(f"/publications/{old}/")["Location"] == "/publications/three/"


def test_a_slug_that_comes_back_is_no_redirect_any_more(client):
    work = factories.publication(title="One")
    for slug in ("two", "one"):
        work.slug = slug
        work.save()

    assert client.get("/publications/one/").status_code == 200
    assert client.get("/publications/two/")["Location"] == "/publications/one/"


def test_another_work_cannot_take_an_address_that_leads_elsewhere():
    work = factories.publication(title="One")
    work.slug = "two"
    work.save()
    other = Publication(title="Other", slug="one")

    with pytest.raises(ValidationError) as refusal:
        other.full_clean()

    assert list(refusal.value.message_dict) == ["slug"]
    assert factories.publication(title="One").slug == "one-2"


def test_the_old_address_of_a_work_that_is_not_public_tells_nothing(client):
    work = factories.publication(title="Old")
    work.slug, work.state = "secret-new-title", "withdrawn"
    work.save()

    response = client.get("/publications/old/")

    assert response.status_code == 404
    assert b"secret-new-title" not in response.content


@pytest.mark.parametrize("word", ["atom", "calendar"])
def test_words_that_stand_beside_slugs_are_no_slugs(word):
    with pytest.raises(ValidationError):
        Publication(title="x", slug=word).full_clean()
    assert factories.publication(title=word).slug == f"{word}-2"


def test_an_editors_own_rule_leads_on(client):
    Redirect.objects.create(old_path="/~ada/papers.html", new_path="/publications/")

    response = client.get("/~ada/papers.html")

    assert (response.status_code, response["Location"]) == (301, "/publications/")


def test_a_changed_topic_leads_on(client):
    interest = factories.interest(title="Old topic")
    interest.slug = "new-topic"
    interest.save()

    response = client.get(reverse("publications:list") + "?topic=old-topic")

    assert response["Location"] == "/publications/?topic=new-topic"


@pytest.mark.parametrize("path", ["abc def/ghi", "https://old.example/x", "x/y", "/a b"])
def test_an_old_address_is_a_path_from_the_root(path):
    with pytest.raises(ValidationError) as refusal:
        Redirect(old_path=path, new_path="/news/").full_clean()

    assert "old_path" in refusal.value.message_dict


def test_an_old_address_may_hold_a_query(client):
    rule = Redirect(old_path="/index.php?page=papers", new_path="/publications/")
    rule.full_clean()
    rule.save()

    assert client.get("/index.php?page=papers")["Location"] == "/publications/"


def test_rules_that_lead_in_a_circle_are_refused():
    Redirect.objects.create(old_path="/a/", new_path="/b/")
    Redirect.objects.create(old_path="/b/", new_path="/c/")

    for old, new in (("/x/", "/x/"), ("/c/", "/a/")):
        with pytest.raises(ValidationError) as refusal:
            Redirect(old_path=old, new_path=new).full_clean()
        assert list(refusal.value.message_dict) == ["new_path"]


def test_an_address_with_other_characters_is_refused_in_plain_words():
    with pytest.raises(ValidationError) as refusal:
        Publication(title="x", slug="Bad Slug!").full_clean()

    assert refusal.value.message_dict["slug"][0].startswith("Use letters without accents")


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "//evil.example", "papers", "mailto:a@b.org"]
)
def test_a_rule_leads_to_a_path_or_a_web_address_only(target):
    with pytest.raises(ValidationError) as refusal:
        Redirect(old_path="/x", new_path=target).full_clean()

    assert "new_path" in refusal.value.message_dict
