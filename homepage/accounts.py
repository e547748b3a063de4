"""Who may edit: a group whose members edit the site's content, and no accounts."""

from django.contrib.auth.models import Group, Permission

#: The apps whose rows are the site's content.
CONTENT_APPS = ("homepage", "profile", "publications", "news", "recruiting")


def editors() -> Group:
    """The group of those who edit everything on the site; made when first asked for."""
    group, is_new = Group.objects.get_or_create(name="Editors")
    if is_new:
        permissions = Permission.objects.filter(content_type__app_label__in=CONTENT_APPS)
        group.permissions.set(permissions)
    return group
