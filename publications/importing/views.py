"""The pages of an import: how it begins, its preview, what became of it, and its undoing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError
from django.forms import Media
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from publications.importing.applying import ImportOutdated, Outcome, apply_import
from publications.importing.forms import WAY_WORDS, BeginForm, read_material
from publications.importing.keeping import CLOSED, PreviewClosed, discard
from publications.importing.models import PREVIEW_DAYS, Import, ImportEntry
from publications.importing.preview import (
    KINDS,
    Preview,
    Tally,
    address_query,
    save_ticks,
    tick_all,
    with_names_here,
)
from publications.importing.undoing import undo_import

logger = logging.getLogger(__name__)

State = Import.State
_FROM_BIBTEX = "Import from BibTeX"
#: So many works are named on the page of a finished import; the list of works has the rest.
NAMED = 20
#: So many sentences on what an undoing left as it is are shown.
MOST_KEPT = 200


def may_import(request: HttpRequest) -> bool:
    """Whoever may add works and change them may import them."""
    rights = ["publications.add_publication", "publications.change_publication"]
    return bool(request.user.has_perms(rights))


class ImportPages(ModelAdmin):  # type: ignore[type-arg]
    """The pages that take the place of the admin's form of a row."""

    def get_urls(self) -> list[Any]:
        pages = [
            path(
                f"<int:key>/{name}/",
                self.admin_site.admin_view(view),
                name=f"publications_import_{name}",
            )
            for name, view in (
                ("discard", self.discard_view),
                ("undo", self.undo_view),
                ("text", self.text_view),
            )
        ]
        return [*pages, *super().get_urls()]

    # Begin

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The form that says where the works are; sent, it leads to the preview."""
        if not may_import(request):
            raise PermissionDenied
        form = BeginForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid() and (found := read_material(form)):
            publishes = form.cleaned_data["publishes"]
            run = found.start(user=request.user, publishes=publishes)
            self.message_user(
                request, "Read. Look it over, then import what is ticked.", messages.SUCCESS
            )
            if found.notice:
                self.message_user(request, found.notice, messages.WARNING)
            return HttpResponseRedirect(self._address(run))
        ways = [{"radio": radio, "words": WAY_WORDS[radio.data["value"]]} for radio in form["way"]]
        scripts = ["files", "import", "draft"]
        return self._page(request, "begin", _FROM_BIBTEX, form=form, ways=ways, scripts=scripts)

    # Preview and result

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        key = unquote(object_id)
        run = self._run(request, int(key) if key.isdecimal() else 0)
        if request.method == "POST":
            return self._preview_sent(request, run)
        if run.state == State.PREVIEW:
            return self._page(
                request,
                "preview",
                "Import by identifier" if run.origin == Import.Origin.IDENTIFIER else _FROM_BIBTEX,
                run=run,
                preview=Preview(run, request.GET),
                may_import=may_import(request),
                scripts=["import", "draft"],
            )
        return self._result(request, run)

    def _preview_sent(self, request: HttpRequest, run: Import) -> HttpResponse:
        """Keep the ticks of the page, then do what its button says."""
        if not may_import(request):
            raise PermissionDenied
        sent = request.POST
        try:
            return self._preview_taken(request, run, sent)
        except PreviewClosed as closed:
            return self._closed(request, run, closed)

    def _preview_taken(self, request: HttpRequest, run: Import, sent: Any) -> HttpResponse:
        save_ticks(run, sent)
        if "_import" in sent:
            return self._import(request, run)
        if "_later" in sent:
            words = (
                f"Nothing has changed. “{run}” stays here until you go on or discard it, "
                f"for {PREVIEW_DAYS} days at most."
            )
            self.message_user(request, words, messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:publications_import_changelist"))
        slug, page = "", ""
        if "_go" in sent:
            slug, _, page = sent["_go"].partition("-")
        for name in ("_all", "_none"):
            if name in sent:
                slug = sent[name]
                page = request.GET.get(slug, "")
                tick_all(run, slug, name == "_all")
        place = f"#section-{slug}" if slug in {kind.slug for kind in KINDS.values()} else ""
        query = address_query(request.GET, slug, page)
        return HttpResponseRedirect(f"{self._address(run)}{query}{place}")

    def _import(self, request: HttpRequest, run: Import) -> HttpResponse:
        address = self._address(run)
        if not Tally.of(run).works:
            self.message_user(request, "Tick at least one work.", messages.ERROR)
            return HttpResponseRedirect(address)
        try:
            outcome = apply_import(run)
        except ImportOutdated as outdated:
            # Whoever pressed twice finds it done; the preview of who did not is made anew.
            return self._closed(request, run, outdated)
        words = _outcome_words(outcome)
        self.log_change(request, run, f"Imported: {words}.")
        self.message_user(request, f"Imported: {words}.", messages.SUCCESS)
        return HttpResponseRedirect(address)

    def _result(self, request: HttpRequest, run: Import) -> HttpResponse:
        tally = Tally.of(run)
        unreadable = run.entries.filter(verdict=ImportEntry.Verdict.UNREADABLE).defer("record")
        return self._page(
            request,
            "result",
            str(run),
            run=run,
            groups=list(_groups(run, tally)),
            left_out=list(_left_out(tally)),
            unreadable=unreadable[:NAMED],
            kept=run.kept[:MOST_KEPT],
            kept_more=max(0, len(run.kept) - MOST_KEPT),
            may_import=may_import(request),
            scripts=["import", "draft"],
        )

    # What else can be done with an import

    def discard_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Throw a preview away, which changes nothing on the site."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        run = self._run(request, key, writes=True)
        try:
            discard(run)
            words, level = f"The preview of “{run}” is discarded.", messages.SUCCESS
        except PreviewClosed as closed:
            words, level = " ".join(closed.messages), messages.WARNING
        self.message_user(request, words, level)
        return HttpResponseRedirect(reverse("admin:publications_import_changelist"))

    def undo_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Ask first; then take back what the import made and changed."""
        run = self._run(request, key, writes=True)
        if run.state != State.DONE:
            if request.method == "POST":
                self.message_user(request, _ALREADY[run.state], messages.WARNING)
            return HttpResponseRedirect(self._address(run))
        if request.method != "POST":
            return self._page(
                request,
                "undo",
                "Undo this import?",
                run=run,
                tally=Tally.of(run),
                scripts=["import"],
            )
        try:
            report = undo_import(run)
        except ValidationError as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.WARNING)
            return HttpResponseRedirect(self._address(run))
        except DatabaseError:
            logger.exception("Import %s cannot be undone.", run.pk)
            self.message_user(request, _NOT_UNDONE, messages.ERROR)
            return HttpResponseRedirect(self._address(run))
        self.log_change(request, run, "Undone.")
        words = "The import is undone."
        if report.kept:
            words += " What was edited since stays; it is named below."
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(self._address(run))

    def text_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """What was read, as a file to keep; never as a page of this site."""
        run = self._run(request, key)
        if not run.text:
            raise Http404
        stem = slugify(str(run).removesuffix(".bib")[:80], allow_unicode=True) or "import"
        suffix = "txt" if run.origin == Import.Origin.IDENTIFIER else "bib"
        disposition = content_disposition_header(True, f"{stem}.{suffix}") or "attachment"
        return HttpResponse(
            run.text,
            headers={
                "Content-Type": "text/plain; charset=utf-8",
                "Content-Disposition": disposition,
            },
        )

    # Common to all

    def _closed(self, request: HttpRequest, run: Import, why: ValidationError) -> HttpResponse:
        """Say why nothing was done, on the page of the import or on the list if it is gone."""
        self.message_user(request, " ".join(why.messages), messages.WARNING)
        if Import.objects.filter(pk=run.pk).exists():
            return HttpResponseRedirect(self._address(run))
        return HttpResponseRedirect(reverse("admin:publications_import_changelist"))

    def _run(self, request: HttpRequest, key: int, writes: bool = False) -> Import:
        """The import, for who may see it, or, where it is written, who may import."""
        if not (may_import(request) if writes else self.has_view_permission(request)):
            raise PermissionDenied
        run = Import.objects.select_related("created_by", "source").filter(pk=key).first()
        if run is None:
            raise Http404
        return run

    def _address(self, run: Import) -> str:
        return reverse("admin:publications_import_change", args=[run.pk])

    def _page(
        self,
        request: HttpRequest,
        name: str,
        title: str,
        *,
        scripts: list[str],
        **context: Any,
    ) -> HttpResponse:
        return TemplateResponse(
            request,
            f"admin/publications/import/{name}.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": title,
                "media": Media(js=[f"homepage/js/admin/{script}.js" for script in scripts]),
                **context,
            },
        )


#: What is said to who would undo what is not imported.
_ALREADY: dict[str, str] = {
    State.PREVIEW: "This is still a preview: there is nothing to undo.",
    **CLOSED,
}
_NOT_UNDONE = (
    "This import cannot be undone: the database refuses, because something on the site depends on "
    "what was imported. Nothing has changed. Delete or withdraw its works one by one instead."
)


def _outcome_words(outcome: Outcome) -> str:
    """`12 new works, 1 new stage, 3 changed works`"""
    parts = [
        f"{count:,} {one if count == 1 else many}"
        for count, one, many in (
            (outcome.made, "new work", "new works"),
            (outcome.stages, "new stage", "new stages"),
            (outcome.changed, "changed work", "changed works"),
        )
        if count
    ]
    return ", ".join(parts) or "nothing"


def _groups(run: Import, tally: Tally) -> Iterator[dict[str, Any]]:
    """What was taken, by verdict: how many, and the first of them."""
    taken = with_names_here(run.entries.filter(is_taken=True))
    taken = taken.defer("record", "excerpt")
    for verdict, words in (
        (ImportEntry.Verdict.NEW, "New works"),
        (ImportEntry.Verdict.NEW_STAGE, "New stages"),
        (ImportEntry.Verdict.CHANGED, "Changed works"),
    ):
        count = tally.taken[verdict]
        if count:
            yield {
                "slug": KINDS[verdict].slug,
                "words": words,
                "count_shown": f"{count:,}",
                "entries": taken.filter(verdict=verdict)[:NAMED],
                "more": count > NAMED,
                "more_shown": f"{count - NAMED:,}",
            }


def _left_out(tally: Tally) -> Iterator[str]:
    """What did not go in, and why."""
    same = tally.totals[ImportEntry.Verdict.SAME]
    unreadable = tally.totals[ImportEntry.Verdict.UNREADABLE]
    for count, one, many in (
        (tally.left_out, "entry was not ticked.", "entries were not ticked."),
        (same, "entry was here already.", "entries were here already."),
        (unreadable, "entry cannot be read.", "entries cannot be read."),
    ):
        if count:
            yield f"{count:,} {one if count == 1 else many}"
