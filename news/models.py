"""Dated announcements."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from markdownx.models import MarkdownxField

from homepage.content.constraints import FieldCheckConstraint
from homepage.content.dates import PartialDateField
from homepage.content.markdown import plain
from homepage.content.ordering import Ordered
from homepage.content.pages import shortened
from homepage.content.publishing import Publishable, PublishState, required_when_published
from homepage.content.versions import Translatable
from news.querysets import NewsItemQuerySet
from publications.models import Publication


class NewsItem(Publishable, Ordered, Translatable):
    """Something that happened, dated as precisely as is known."""

    date = PartialDateField("date", help_text="A month is enough: 2023-05.")
    text = MarkdownxField("text", blank=True, help_text="One line is enough.")
    is_pinned = models.BooleanField(
        "keep on top", default=False, help_text="Stays first on the front page."
    )

    objects: ClassVar = NewsItemQuerySet.as_manager()

    ordered_within = ("date",)
    translatable = ("text",)

    class Meta:
        ordering = ("-date", "-position", "-pk")
        verbose_name = "news item"
        constraints = [
            *Publishable.Meta.constraints,
            required_when_published("text", "news_newsitem_text", "Say what happened."),
            FieldCheckConstraint(
                field="date",
                condition=~Q(state=PublishState.PUBLISHED) | Q(date__isnull=False),
                name="news_newsitem_date",
                violation_error_message="Say when it happened, before it is published.",
            ),
        ]

    def __str__(self) -> str:
        return self.headline or f"News {self.uid.hex[:6]}"

    def get_absolute_url(self) -> str:
        """Its place in the archive of its year."""
        if self.date is None:
            return reverse("news:list")
        return f"{reverse('news:year', args=[self.date.year])}#{self.anchor}"

    @property
    def anchor(self) -> str:
        return f"news-{self.uid.hex[:12]}"

    @property
    def headline(self) -> str:
        """The text's beginning, as a title for feeds and lists: up to ninety characters."""
        return shortened(plain(self.text), 90)


class Announcement(Ordered):
    """A work that a news item is about."""

    item = models.ForeignKey(NewsItem, models.CASCADE, related_name="announcements")
    publication = models.ForeignKey(
        Publication, models.CASCADE, related_name="announcements", verbose_name="work"
    )

    ordered_within = ("item",)

    class Meta(Ordered.Meta):
        verbose_name = "announced work"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "publication"],
                name="news_announcement_once",
                violation_error_message="This work stands here already.",
            )
        ]

    def __str__(self) -> str:
        return f"Work {self.position}"
