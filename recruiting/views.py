"""Open positions and the page of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from homepage.content.collections import collection_page
from homepage.content.markdown import plain
from homepage.content.pages import Alternate, Page
from profile.models import Profile
from recruiting.models import Opening, RecruitingPage


@require_safe
def opening_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    call = RecruitingPage.load()
    feed = Alternate(reverse("recruiting:feed"), "application/atom+xml", "Open positions")
    openings = list(Opening.objects.public(now).advertised(now).open_first(now).for_list())
    path = reverse("recruiting:list")
    addresses = [opening.get_absolute_url() for opening in openings]
    return TemplateResponse(
        request,
        "recruiting/list.html",
        {
            "page": Page(
                title="Open positions",
                path=path,
                description=plain(call.introduction) or "Open positions",
                alternates=(feed,),
                data=collection_page("Open positions", path, addresses),
            ),
            "call": call,
            "openings": openings,
            "email": Profile.load().public_email,
        },
    )


@require_safe
def opening_detail(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    opening = get_object_or_404(Opening.objects.public(now).for_list(), slug=slug)
    call = RecruitingPage.load()
    hosts = "; ".join(host.organization.name for host in opening.hosts.all())
    others = Opening.objects.public(now).open(now).exclude(pk=opening.pk).in_order()
    others = others.select_related("kind")
    return TemplateResponse(
        request,
        "recruiting/detail.html",
        {
            "page": Page(
                title=str(opening),
                path=opening.get_absolute_url(),
                description=opening.summary
                or plain(opening.description)
                or f"{opening}: {hosts}. {plain(call.introduction)}",
                kind="article",
            ),
            "opening": opening,
            "subject": str(opening),
            "call": call,
            "email": Profile.load().public_email,
            "others": others,
            "is_open": opening.is_open(now),
        },
    )
