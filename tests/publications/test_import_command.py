"""`import_bibtex`: its options, its report and how it ends."""

import io
import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from homepage.content.versions import ContentVersion
from publications.importing.models import Import, ImportEntry
from publications.importing.undoing import undo_import
from publications.models import Publication, Stage

pytestmark = pytest.mark.django_db

ARTICLE = """@article{example2020,
  title = {On Examples}, author = {Example, Ada and Sample, Bob},
  journal = {Journal of Examples}, year = 2020, volume = {3}, doi = {10.1000/182},
  keywords = {examples},
}
"""
PREPRINT = """@misc{example2019,
  title = {On Examples}, author = {Example, Ada and Sample, Bob},
  year = 2019, eprint = {1905.00001}, archiveprefix = {arXiv},
}
"""
BROKEN = "@article{broken,\n  title = {Never closed,\n  year = 2020\n"


@pytest.fixture
def bib(tmp_path: Path):
    def write(content: str | bytes, name: str = "works.bib") -> str:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def run(*arguments: str) -> tuple[str, str]:
    """What the command writes to its two outputs."""
    out, err = StringIO(), StringIO()
    call_command("import_bibtex", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def as_json(*arguments: str) -> dict:
    out, err = run(*arguments, "--json")
    assert err == ""
    return json.loads(out)


def counts(*arguments: str) -> tuple[int, int, int]:
    report = as_json(*arguments)
    return report["new"], report["changed"], report["unchanged"]


def test_new_works_come_in_as_drafts_and_one_line_says_so(bib) -> None:
    out, err = run(bib(ARTICLE))

    assert out == "Imported: 1 found, 1 new, 0 changed, 0 unchanged, 0 unreadable.\n"
    assert err == ""
    assert Publication.objects.get().state == "draft"


def test_published_at_once_when_asked(bib) -> None:
    run(bib(ARTICLE), "--publish")

    assert Publication.objects.public().get().title == "On Examples"


def test_the_report_in_json_is_all_that_is_written(bib) -> None:
    report = as_json(bib(ARTICLE + BROKEN))

    assert set(report) == {"found", "new", "changed", "unchanged", "unreadable"}
    assert (report["found"], report["new"]) == (2, 1)
    (unreadable,) = report["unreadable"]
    assert set(unreadable) == {"file", "line", "reason"}
    assert unreadable["file"] == "works.bib"
    assert isinstance(unreadable["line"], int)
    assert unreadable["reason"]


def test_what_cannot_be_read_is_named_by_file_and_line_and_the_rest_goes_in(bib) -> None:
    out, err = run(bib(ARTICLE + BROKEN))

    assert "1 new" in out
    assert "1 unreadable" in out
    assert err.startswith("works.bib:")


def test_the_same_file_again_changes_nothing(bib) -> None:
    path = bib(PREPRINT + ARTICLE)
    assert counts(path) == (2, 0, 0)
    before = ContentVersion.current().number

    assert counts(path, "--update", "--publish") == (0, 0, 2)

    assert ContentVersion.current().number == before
    assert Import.objects.count() == 1
    assert Publication.objects.get().state == "draft"


def test_a_preprint_and_its_paper_are_one_work(bib) -> None:
    run(bib(PREPRINT + ARTICLE))

    assert [stage.kind for stage in Publication.objects.get().stages.all()] == [
        "preprint",
        "published",
    ]


def test_a_dry_run_says_the_same_and_leaves_nothing(bib) -> None:
    path = bib(PREPRINT + ARTICLE)

    out, _ = run(path, "--dry-run")

    assert out.startswith("Nothing kept (dry run): 2 found, 2 new")
    assert not Publication.objects.exists()
    assert not Import.objects.exists()
    assert not ImportEntry.objects.exists()
    assert ContentVersion.current().number == 0


def test_changes_to_known_works_are_told_and_left_alone(bib) -> None:
    run(bib(ARTICLE))

    out, _ = run(bib(ARTICLE.replace("{3}", "{4}")))

    assert "On Examples: Volume: 3 → 4\n" in out
    assert "1 changed (left as they are; --update makes the changes)" in out
    assert Stage.objects.get().volume == "3"
    assert Import.objects.count() == 1


def test_changes_to_known_works_are_made_when_asked(bib) -> None:
    run(bib(ARTICLE))
    changed = bib(ARTICLE.replace("{3}", "{4}").replace("On Examples", "On Good Examples"))

    assert counts(changed, "--update") == (0, 1, 0)

    assert Stage.objects.get().volume == "4"
    assert Publication.objects.get().title == "On Good Examples"
    assert counts(changed, "--update") == (0, 0, 1)


def test_a_field_that_the_site_does_not_know_is_brought_up_to_date(bib) -> None:
    run(bib(ARTICLE))

    run(bib(ARTICLE.replace("{examples}", "{examples, samples}")), "--update")

    assert Stage.objects.get().source_fields["keywords"] == "examples, samples"


def test_a_paper_of_a_known_preprint_is_a_change(bib) -> None:
    run(bib(PREPRINT))
    path = bib(ARTICLE)

    assert counts(path) == (0, 1, 0)
    assert Stage.objects.count() == 1
    assert counts(path, "--update") == (0, 1, 0)
    assert Stage.objects.count() == 2


def test_each_file_is_an_import_that_can_be_undone(bib) -> None:
    first = bib(PREPRINT, "first.bib")
    second = bib("@book{b, title = {A Book}, author = {Third, Cy}, year = 2001}", "second.bib")

    run(first, second)

    assert [run.name for run in Import.objects.order_by("pk")] == ["first.bib", "second.bib"]
    undo_import(Import.objects.get(name="first.bib"))
    assert [work.title for work in Publication.objects.all()] == ["A Book"]


def test_a_file_is_compared_with_those_before_it(bib) -> None:
    first, second = bib(PREPRINT, "first.bib"), bib(PREPRINT, "second.bib")

    assert counts(first, second) == (1, 0, 1)


def test_several_files_move_the_content_version_on_once(bib) -> None:
    run(bib(PREPRINT, "first.bib"), bib("@book{b, title={A Book}}", "second.bib"))

    assert ContentVersion.current().number == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("words.txt", "Dear colleagues, these are my papers."),
        ("empty.bib", ""),
        ("paper.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 40),
        ("large.bib", b"@article{a, title = {" + b"x" * (50 * 2**20) + b"}}"),
    ],
)
def test_what_is_no_bibtex_stops_the_import_with_one_line(name, content, bib) -> None:
    good, bad = bib(ARTICLE), bib(content, name)

    with pytest.raises(CommandError) as stopped:
        run(good, bad)

    message = str(stopped.value)
    assert message.startswith(f"Nothing imported. {name}: ")
    assert "\n" not in message
    assert stopped.value.returncode == 1
    assert not Publication.objects.exists()


def test_a_folder_or_a_missing_file_stops_the_import_with_one_line(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.bib"):
        with pytest.raises(CommandError) as stopped:
            run(str(path))

        assert str(path) in str(stopped.value)
        assert stopped.value.returncode == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_files_in_other_encodings_are_read(encoding: str, bib) -> None:
    run(bib("@book{b, title = {Über Beispiele}, year = 2001}".encode(encoding)))

    assert Publication.objects.get().title == "Über Beispiele"


def test_a_file_of_nothing_but_faults_is_not_done(bib) -> None:
    with pytest.raises(CommandError, match="no entry can be read"):
        run(bib(BROKEN))


def test_entries_come_from_standard_input(monkeypatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ARTICLE.encode())))

    assert counts("-") == (1, 0, 0)
    assert Import.objects.get().name == "standard input"


def test_wrong_arguments_end_with_2_and_a_missing_file_with_1(tmp_path: Path) -> None:
    def ended(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", "import_bibtex", *arguments],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DATA_DIR": str(tmp_path), "SECRET_KEY": "for tests only"},
            capture_output=True,
            text=True,
            check=False,
        )

    missing, wrong = ended(str(tmp_path / "missing.bib"), "--json"), ended("--unknown")

    assert (missing.returncode, wrong.returncode) == (1, 2)
    assert missing.stdout == ""
    assert len(missing.stderr.splitlines()) == 1


def test_a_bar_is_drawn_on_a_terminal_when_it_takes_long(bib, monkeypatch) -> None:
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    moments = iter(range(0, 10_000, 3))
    monkeypatch.setattr("homepage.operations.progress.time.monotonic", lambda: next(moments))
    many = "".join(ARTICLE.replace("2020,", f"2020x{n},").replace("/182", f"/{n}").replace(
        "On Examples", f"Work {n}") for n in range(60))  # fmt: skip
    err = Terminal()

    call_command("import_bibtex", bib(many), stdout=StringIO(), stderr=err)

    assert "█" in err.getvalue()


def test_what_an_editor_should_look_at_is_said_on_standard_error_line_by_line(bib) -> None:
    text = (
        ARTICLE.replace("volume = {3}", "isbn = {123}")
        + "@misc{later, title={L}, date={2021-13}, url={javascript:alert(1)}, author={A, B, C}}\n"
    )

    out, err = run(bib(text), "--dry-run")

    lines = err.splitlines()
    assert lines[0] == "works.bib:1: example2020: The ISBN “123” is none: its check digit is wrong."
    assert [line.partition(": later: ")[0] for line in lines[1:]] == ["works.bib:6"] * 3
    for word in ("2021-13", "javascript:alert(1)", "looks like several names"):
        assert word in err
    assert "ISBN" not in out


def test_the_report_in_json_keeps_its_shape_when_there_are_warnings(bib) -> None:
    out, err = run(bib(ARTICLE.replace("volume = {3}", "isbn = {123}")), "--json")

    assert "ISBN" in err
    assert set(json.loads(out)) == {"found", "new", "changed", "unchanged", "unreadable"}


def test_a_work_that_cannot_be_published_is_said_to_stay_a_draft(bib) -> None:
    _, err = run(bib(ARTICLE.replace("title = {On Examples},", "")), "--publish")

    assert "works.bib:1: example2020: It stays a draft" in err
    assert Publication.objects.get().state == "draft"
