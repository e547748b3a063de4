from django.urls import path
from django.views.decorators.http import require_safe

from recruiting.feeds import OpeningFeed
from recruiting.views import opening_detail, opening_list

app_name = "recruiting"
urlpatterns = [
    path("", opening_list, name="list"),
    path("atom.xml", require_safe(OpeningFeed()), name="feed"),
    path("<slug:slug>/", opening_detail, name="detail"),
]
