from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class HomepageConfig(AppConfig):
    name = "homepage"
    default = True


class AdminConfig(admin_apps.AdminConfig):
    """Django's admin with this site's own first page and words."""

    default = False
    default_site = "homepage.admin_site.HomepageAdminSite"
