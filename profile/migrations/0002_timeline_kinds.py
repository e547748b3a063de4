"""The sections of the timeline that come with the site."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

KINDS = [
    # heading, meaning
    ("Appointments", "employment"),
    ("Past professional experience", "employment"),
    ("Education", "education"),
]


def add_kinds(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    TimelineKind = apps.get_model("profile", "TimelineKind")
    for position, (name, meaning) in enumerate(KINDS, 1):
        TimelineKind.objects.get_or_create(
            name=name,
            defaults={"meaning": meaning, "position": position, "on_front_page": True},
        )


class Migration(migrations.Migration):
    dependencies = [("profile", "0001_initial")]

    # Backwards, the rows go with their table or stay with the editor's entries in them.
    operations = [migrations.RunPython(add_kinds, migrations.RunPython.noop)]
