"""The demo's works as a .bib file: in and out again with nothing lost, and never doubled."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from homepage.content.versions import ContentVersion
from homepage.operations.content_files import DEMO, load_content
from publications.bibtex.reading import read
from publications.bibtex.writing import bibtex_file
from publications.models import Publication

WORKS = Path(__file__).parents[1] / "content" / "seed" / "works.bib"
#: Paths on somebody's disk, which leave the site by no door.
PRIVATE = {"file"}

pytestmark = pytest.mark.django_db


def report(*options: str) -> dict:
    out = StringIO()
    call_command("import_bibtex", str(WORKS), "--json", *options, stdout=out)
    return json.loads(out.getvalue())


def entries_of(text: str) -> dict[str, tuple[str, dict[str, str]]]:
    """Type and fields of each entry, by key; how values are broken into lines does not count."""
    return {
        entry.key: (
            entry.type,
            {name: re.sub(r"\s+", " ", value).strip() for name, value in entry.fields.items()},
        )
        for entry in read(text).entries
    }


def exported(client) -> str:
    return client.get("/publications.bib?stages=all").content.decode()


def test_everything_goes_in(client):
    result = report("--publish")

    assert (result["found"], result["unreadable"]) == (19, [])
    # One entry is the preprint of a paper that is in the file as well.
    assert Publication.objects.public().count() == 18


def test_what_went_in_comes_out_by_type_key_and_field(client):
    report("--publish")

    source, export = entries_of(WORKS.read_text()), entries_of(exported(client))

    assert source.keys() == export.keys()
    for key, (entry_type, fields) in source.items():
        exported_type, exported_fields = export[key]
        assert exported_type == entry_type
        kept = {name: value for name, value in fields.items() if name not in PRIVATE}
        assert {name: exported_fields.get(name) for name in kept} == kept, key
        assert not PRIVATE & exported_fields.keys()


def test_what_came_out_goes_in_elsewhere_and_comes_out_the_same(client, tmp_path):
    report("--publish")
    first = exported(client)
    Publication.objects.all().delete()
    file = tmp_path / "again.bib"
    file.write_text(first)

    call_command("import_bibtex", str(file), "--publish", stdout=StringIO())

    assert entries_of(exported(client)) == entries_of(first)


def test_a_second_import_changes_nothing():
    report("--publish")
    number = ContentVersion.current().number

    result = report("--publish", "--update")

    assert (result["new"], result["changed"], result["unchanged"]) == (0, 0, 19)
    assert ContentVersion.current().number == number


def test_the_works_of_the_site_are_recognized():
    load_content(DEMO)
    before = Publication.objects.count()

    result = report("--publish")

    assert result["new"] == 0
    assert Publication.objects.count() == before


def test_the_works_of_the_site_go_in_as_they_come_out(tmp_path):
    load_content(DEMO)
    number = ContentVersion.current().number
    file = tmp_path / "exported.bib"
    file.write_text(bibtex_file(Publication.objects.for_list(), every_stage=True))
    out = StringIO()

    call_command("import_bibtex", str(file), "--update", "--json", stdout=out)

    result = json.loads(out.getvalue())
    assert (result["new"], result["changed"], result["unreadable"]) == (0, 0, [])
    assert result["unchanged"] == result["found"] > Publication.objects.count()
    assert ContentVersion.current().number == number
