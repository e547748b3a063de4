"""The only rows of their tables: the content version, and the site's settings as they ship."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def add_rows(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("homepage", "ContentVersion").objects.get_or_create(pk=1)
    apps.get_model("homepage", "SiteSettings").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("homepage", "0001_initial")]

    # Backwards, the rows go with their tables.
    operations = [migrations.RunPython(add_rows, migrations.RunPython.noop)]
