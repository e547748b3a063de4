from django.urls import path, re_path
from django.views.decorators.http import require_safe

from publications.exports import export_work
from publications.feeds import PublicationFeed
from publications.files.views import publication_file
from publications.formats import EXTENSION
from publications.views import publication_detail, publication_linkset, publication_list

app_name = "publications"
urlpatterns = [
    path("", publication_list, name="list"),
    path("atom.xml", require_safe(PublicationFeed()), name="feed"),
    re_path(rf"^(?P<slug>[-a-zA-Z0-9_]+)\.{EXTENSION}$", export_work, name="export"),
    path("<slug:slug>/", publication_detail, name="detail"),
    path("<slug:slug>/linkset.json", publication_linkset, name="linkset"),
    path("<slug:slug>/<slug:file_name>.pdf", publication_file, name="file"),
]
