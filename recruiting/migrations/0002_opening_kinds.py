"""The kinds of position that come with the site."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

KINDS = [
    "Research scientist",
    "Research engineer",
    "Postdoc",
    "PhD student",
    "Visiting scholar",
    "Visiting student",
    "Undergraduate intern",
]


def add_kinds(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    OpeningKind = apps.get_model("recruiting", "OpeningKind")
    for position, name in enumerate(KINDS, 1):
        OpeningKind.objects.get_or_create(name=name, defaults={"position": position})


class Migration(migrations.Migration):
    dependencies = [("recruiting", "0001_initial")]

    # Backwards, the rows go with their table or stay with the openings of their kind.
    operations = [migrations.RunPython(add_kinds, migrations.RunPython.noop)]
