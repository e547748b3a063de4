"""What the address of the list of works may ask for."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.db.models import Count
from django.http import Http404, QueryDict

from homepage.content.publishing import public_q
from homepage.content.search import as_typed, words_of
from profile.models import ResearchInterest
from publications.models import Publication
from publications.querysets import PublicationQuerySet


class SearchField(forms.CharField):
    """Words to look for: any text will do, and no more of it than people type."""

    def clean(self, value: Any) -> str:
        return as_typed(str(value or ""))


class WorkFilter(forms.Form):
    """Typed and bounded; unknown keys are ignored, a value that leads nowhere is a 404."""

    q = SearchField(label="Search titles, authors, venues", required=False)
    kind = forms.ChoiceField(label="Kind", required=False)
    topic = forms.ChoiceField(label="Topic", required=False)
    year = forms.TypedChoiceField(label="Year", required=False, coerce=int, empty_value=None)

    def __init__(self, data: QueryDict, works: PublicationQuerySet) -> None:
        super().__init__(data)
        self._works = works
        kinds = dict(Publication.Kind.choices)
        present = works.order_by().values_list("kind", "main_stage__date__year").distinct()
        pairs = list(present)
        self._offer(
            "kind", "All kinds", [(k, kinds[k]) for k in kinds if k in {p[0] for p in pairs}]
        )
        years = sorted({year for _, year in pairs if year}, reverse=True)
        self._offer("year", "All years", [(str(year), str(year)) for year in years])
        topics = ResearchInterest.objects.public().in_order()
        uses = Count("topics", filter=public_q(prefix="topics__publication__"))
        named = topics.annotate(uses=uses).values_list("slug", "title", "uses")
        # A topic without works is not offered, and is known all the same to who asks for it.
        asked = self.data.get("topic")
        offered = [(slug, title) for slug, title, uses in named if uses or slug == asked]
        self._offer("topic", "All topics", offered)

    def _offer(self, name: str, everything: str, choices: list[tuple[str, str]]) -> None:
        field = cast(forms.ChoiceField, self.fields[name])
        field.choices = [("", everything), *choices]

    @property
    def asked(self) -> dict[str, Any]:
        """What is asked for, without what is empty."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def query(self) -> str:
        return urlencode(self.asked)

    def works(self) -> PublicationQuerySet:
        """The works that are asked for. Raises Http404 for a kind, topic or year without any."""
        if not self.is_valid():
            raise Http404
        works = self._works.containing(words_of(self.cleaned_data["q"]))
        if kind := self.cleaned_data["kind"]:
            works = works.filter(kind=kind)
        if topic := self.cleaned_data["topic"]:
            works = works.filter(topics__interest__slug=topic)
        if year := self.cleaned_data["year"]:
            works = works.filter(main_stage__date__year=year)
        return works
