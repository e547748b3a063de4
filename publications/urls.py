from django.urls import path
from django.views.decorators.http import require_safe

from publications.feeds import PublicationFeed
from publications.views import publication_detail, publication_list

app_name = "publications"
urlpatterns = [
    path("", publication_list, name="list"),
    path("atom.xml", require_safe(PublicationFeed()), name="feed"),
    path("<slug:slug>/", publication_detail, name="detail"),
]
