"""The kinds of position that come with the site."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

#: Each with whether job search engines are told of its positions.
KINDS = {
    "Research scientist": True,
    "Research engineer": True,
    "Postdoc": True,
    "PhD student": True,
    "Visiting scholar": False,
    "Visiting student": False,
    "Undergraduate intern": False,
}


def add_kinds(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    OpeningKind = apps.get_model("recruiting", "OpeningKind")
    for position, (name, is_job) in enumerate(KINDS.items(), 1):
        defaults = {"position": position, "is_job": is_job}
        OpeningKind.objects.get_or_create(name=name, defaults=defaults)


class Migration(migrations.Migration):
    dependencies = [("recruiting", "0001_initial")]

    # Backwards, the rows go with their table or stay with the openings of their kind.
    operations = [migrations.RunPython(add_kinds, migrations.RunPython.noop)]
