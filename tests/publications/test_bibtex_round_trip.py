"""What goes in as BibTeX comes out again, over many kinds of file."""

import re
from pathlib import Path

import bibtexparser
import pytest
from bibtexparser.middlewares import RemoveEnclosingMiddleware

from publications.bibtex.private import is_private
from publications.bibtex.reading import Entry, read
from publications.bibtex.writing import bibtex_file
from publications.importing.applying import apply_import
from publications.importing.planning import start_import
from publications.models import Publication

FILES = sorted((Path(__file__).parents[1] / "content" / "bibtex").glob("*.bib"))
#: What leads nowhere, and says where a work was sent, by entry: it is kept, and shown to nobody.
WITHHELD = {
    ("draft2011", "note"),
    ("links-that-are-none", "url"),
    ("links-that-are-none", "pdf"),
    ("links-that-are-none", "code"),
}

pytestmark = pytest.mark.django_db


def take_in(text: str) -> None:
    apply_import(start_import(name="test.bib", origin="file", text=text, publishes=True))


def exported(*, every_stage: bool = True) -> str:
    works = Publication.objects.order_by("pk").for_list()
    return bibtex_file(works, every_stage=every_stage)


def plain(value: str) -> str:
    """A value without regard to how it is broken into lines."""
    return " ".join(value.split())


def by_key(entries: list[Entry]) -> dict[str, tuple[str, dict[str, str]]]:
    return {
        entry.key: (entry.type, {name: plain(v) for name, v in entry.fields.items()})
        for entry in entries
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_field_of_the_source_comes_out_again(path):
    source = read(path.read_bytes())
    assert not source.faults

    take_in(path.read_text())
    export = read(exported())

    assert not export.faults
    wanted, found = by_key(source.entries), by_key(export.entries)
    assert wanted.keys() == found.keys()
    for key, (entry_type, fields) in wanted.items():
        assert found[key][0] == entry_type, key
        for name, value in fields.items():
            if (key, name) in WITHHELD or is_private(name, value):
                assert found[key][1].get(name) != value, (key, name)
            elif value:
                assert found[key][1].get(name) == value, (key, name)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_import_and_export_come_to_rest(path):
    take_in(path.read_text())
    first = exported()
    Publication.objects.all().delete()

    take_in(first)
    second = exported()

    assert by_key(read(second).entries) == by_key(read(first).entries)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_other_readers_of_bibtex_find_the_same_in_the_export(path):
    take_in(path.read_text())
    text = exported()

    library = bibtexparser.parse_string(text, parse_stack=[RemoveEnclosingMiddleware(True)])

    ours = by_key(read(text).entries)
    # It takes a brace behind a backslash for no brace.
    is_odd = {
        key for key, (_, fields) in ours.items() if any(v.endswith("\\") for v in fields.values())
    }
    assert {entry.key for entry in library.entries} >= ours.keys() - is_odd or is_odd
    for entry in library.entries:
        theirs = {field.key: plain(field.value) for field in entry.fields if field.key != "month"}
        own = {name: value for name, value in ours[entry.key][1].items() if name != "month"}
        assert (entry.entry_type, theirs) == (ours[entry.key][0], own)


def test_the_main_stage_alone_is_one_entry_for_each_work():
    take_in((FILES[0].parent / "stages.bib").read_text())

    keys = [entry.key for entry in read(exported(every_stage=False)).entries]

    assert len(keys) == Publication.objects.count()
    assert "example2019conf" in keys
    assert "example2018pre" not in keys


def test_the_names_of_months_stay_names(db):
    take_in('@misc{a, title={A}, year=2001, month=jan}\n@misc{b, title={B}, month="15~" # feb}')

    text = exported()

    assert re.search(r"month = jan,", text)
    assert re.search(r'month = "15~" # feb,', text)
