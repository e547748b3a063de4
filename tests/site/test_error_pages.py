"""The pages that say why a request was refused: in plain words, and within the policy."""

import re

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from homepage import urls

pytestmark = pytest.mark.django_db

handler404, handler500 = urls.handler404, urls.handler500


def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("an inner reason")


def suspect(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("an inner reason")


urlpatterns = [path("refused/", refuse), path("suspected/", suspect), *urls.urlpatterns]


def assert_is_plain(response: HttpResponse) -> str:
    text = response.content.decode()
    assert len(re.findall(r"<h1>[^<]+</h1>", text)) == 1
    assert "homepage/css/site.css" in text
    for inline in ("<style", "<script", " style=", " onclick=", "an inner reason", "CSRF"):
        assert inline not in text
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    return text


@override_settings(ROOT_URLCONF=__name__)
def test_what_one_may_not_see_is_refused_in_words(client: Client):
    response = client.get("/refused/")

    assert response.status_code == 403
    assert "You may not do this" in assert_is_plain(response)


@override_settings(ROOT_URLCONF=__name__)
def test_a_request_that_is_not_in_order_is_refused_in_words(client: Client):
    response = client.get("/suspected/")

    assert response.status_code == 400
    assert "The site did not understand this" in assert_is_plain(response)


def test_a_form_of_another_session_is_refused_with_a_way_back(superuser):
    client = Client(enforce_csrf_checks=True)
    client.force_login(superuser)

    response = client.post("/admin/news/newsitem/add/", {"text": "Typed."})

    assert response.status_code == 403
    text = assert_is_plain(response)
    assert "You signed in or out in another tab" in text
    assert "what you typed is kept in this browser and offered again" in text


def test_who_lacks_the_right_is_told_so(db, django_user_model):
    client = Client()
    client.force_login(django_user_model.objects.create_user("reader", is_staff=True))

    response = client.get("/admin/news/newsitem/add/")

    assert response.status_code == 403
    assert_is_plain(response)
