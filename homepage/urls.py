"""Every address of the site, app by app."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path

from homepage import views
from homepage.content import uploads
from homepage.delivery.media import media
from homepage.sitemaps import sitemap
from homepage.theme import theme
from publications.exports import export_works
from publications.formats import EXTENSION

handler404 = views.page_not_found
handler500 = views.server_error

urlpatterns = [
    path("", views.front, name="front"),
    path("publications/", include("publications.urls")),
    re_path(rf"^publications\.{EXTENSION}$", export_works, name="publications-export"),
    path("news/", include("news.urls")),
    path("positions/", include("recruiting.urls")),
    path("cv/", views.cv, name="cv"),
    path("search/", views.search, name="search"),
    path("theme-<slug:digest>.css", theme, name="theme"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon),
    path("healthz", views.healthz, name="healthz"),
    path("media/<path:path>", media, name="media"),
    path("markdownx/markdownify/", uploads.preview, name="markdownx_markdownify"),
    path("markdownx/upload/", uploads.upload, name="markdownx_upload"),
    path(settings.ADMIN_PATH, admin.site.urls),
]
