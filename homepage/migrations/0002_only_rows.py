"""The only rows of their tables: the content version, and the site's settings as they ship."""

from django.db import migrations


def add_rows(apps, schema_editor):
    apps.get_model("homepage", "ContentVersion").objects.get_or_create(pk=1)
    apps.get_model("homepage", "SiteSettings").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("homepage", "0001_initial")]

    # Backwards, the rows go with their tables.
    operations = [migrations.RunPython(add_rows, migrations.RunPython.noop)]
