"""What is public follows from state and time, at the moment of asking."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from homepage.content.publishing import PublishState
from news.models import NewsItem
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_draft_may_be_almost_empty():
    NewsItem().save()

    assert NewsItem.objects.get().is_draft
    assert not NewsItem.objects.public().exists()


def test_publishing_without_a_time_is_public_from_now():
    before = timezone.now()

    item = factories.news_item()

    assert before <= item.public_from <= timezone.now()
    assert item in NewsItem.objects.public()


def test_a_scheduled_item_becomes_public_by_the_clock_alone():
    moment = timezone.now() + timedelta(days=3)

    item = factories.news_item(public_from=moment)

    assert item.is_scheduled
    assert not NewsItem.objects.public().exists()
    assert not NewsItem.objects.public(moment - timedelta(microseconds=1)).exists()
    assert NewsItem.objects.public(moment).get() == item


def test_withdrawing_and_publishing_again_keeps_the_first_time():
    item = factories.news_item()
    first = item.public_from

    NewsItem.objects.all().withdraw()
    assert not NewsItem.objects.public().exists()
    NewsItem.objects.all().publish()

    item.refresh_from_db()
    assert item.public_from == first


def test_publishing_many_drafts_gives_each_a_time_and_a_new_edit_version():
    NewsItem(date="2020", text="One.").save()

    assert NewsItem.objects.all().publish() == 1

    item = NewsItem.objects.public().get()
    assert item.edit_version == 2


@pytest.mark.parametrize("fields", [{"text": ""}, {"date": None}])
def test_the_database_refuses_to_publish_what_is_incomplete(fields):
    item = NewsItem(**{"date": "2020", "text": "x", "state": PublishState.PUBLISHED, **fields})

    with pytest.raises(IntegrityError), transaction.atomic():
        item.save()


def test_the_database_refuses_a_published_row_without_a_time():
    item = factories.news_item()

    with pytest.raises(IntegrityError), transaction.atomic():
        NewsItem.objects.filter(pk=item.pk).update(public_from=None)
