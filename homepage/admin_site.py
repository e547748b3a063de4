from django.contrib.admin import AdminSite


class HomepageAdminSite(AdminSite):
    """Django's admin, with a first page in the site's own words."""
