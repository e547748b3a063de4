"""Addresses of positions: the list, its feed and calendar, and each position with its own."""

from django.urls import path
from django.views.decorators.http import require_safe

from recruiting.calendar import calendar, opening_calendar
from recruiting.feeds import OpeningFeed
from recruiting.views import opening_detail, opening_list

app_name = "recruiting"
urlpatterns = [
    path("", opening_list, name="list"),
    path("atom.xml", require_safe(OpeningFeed()), name="feed"),
    path("calendar.ics", calendar, name="calendar"),
    path("<slug:slug>.ics", opening_calendar, name="opening-calendar"),
    path("<slug:slug>/", opening_detail, name="detail"),
]
