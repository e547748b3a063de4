"""The sections of the timeline that come with the site."""

from django.db import migrations

KINDS = [
    # heading, meaning
    ("Appointments", "employment"),
    ("Past professional experience", "employment"),
    ("Education", "education"),
]


def add_kinds(apps, schema_editor):
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
