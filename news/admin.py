"""Editing of news."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from homepage.content.admin import ContentAdmin, TabularParts, section
from news.models import Announcement, NewsItem


class AnnouncementInline(TabularParts):
    model = Announcement
    fields = ("publication",)
    autocomplete_fields = ("publication",)


class YearFilter(admin.SimpleListFilter):
    title = "year"
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        years = NewsItem.objects.exclude(date=None).values_list("date__year", flat=True)
        return [(str(year), str(year)) for year in sorted(set(years), reverse=True)]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[NewsItem]
    ) -> models.QuerySet[NewsItem]:
        year = self.value() or ""
        return queryset.filter(date__year=int(year)) if year.isdecimal() else queryset


@admin.register(NewsItem)
class NewsItemAdmin(ContentAdmin):
    small_texts = ("text",)
    # The list has the newest on top, so what is moved up gets a higher place.
    up = 1
    list_display = ("headline", "date_label", "is_pinned")
    list_display_links = ("headline",)
    list_filter = (YearFilter, "is_pinned")
    search_fields = ("text",)
    search_help_text = "Words of the text."
    fieldsets = (
        section(
            None,
            "text",
            "date",
            "is_pinned",
            words="News of one date are put in order by the arrows in the list.",
        ),
    )
    inlines = (AnnouncementInline,)

    @admin.display(description="text")
    def headline(self, item: NewsItem) -> str:
        return str(item)

    @admin.display(description="date", ordering="date")
    def date_label(self, item: NewsItem) -> str:
        return item.date.display() if item.date else ""
