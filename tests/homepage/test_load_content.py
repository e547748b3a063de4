"""Content from files: all of it or nothing, the same each time, every problem named at once."""

from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from homepage.content.publishing import PublishState
from homepage.content.redirects import Redirect
from homepage.content.versions import ContentModel, ContentVersion, content_write
from homepage.models import SiteSettings
from homepage.operations import quickstart
from homepage.operations.content_files import DEMO, ContentFilesError, load_content
from homepage.operations.content_layout import LAYOUT
from news.models import NewsItem
from profile.models import Organization, Person, Profile, TimelineEntry, TimelineKind, Venue
from publications.models import Authorship, Publication, Stage
from recruiting import lifecycle
from recruiting.models import Opening

pytestmark = pytest.mark.django_db

HISTORIAN = Path(__file__).resolve().parents[1] / "content" / "historian"


def write(folder: Path, **files: str) -> Path:
    """Files by their path, in which two underscores stand for a slash and one dot is given."""
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def problems(folder: Path) -> list[str]:
    with pytest.raises(ContentFilesError) as refusal:
        load_content(folder)
    return [str(problem) for problem in refusal.value.problems]


def mark() -> list[Any]:
    """The content version as it is stored: its number and its time."""
    return list(ContentVersion.objects.values_list("number", "changed_at"))


def rows() -> dict[str, list[Any]]:
    """Every row of content, by its uid."""
    pending, models = list(ContentModel.__subclasses__()), set()
    while pending:
        model = pending.pop()
        pending += model.__subclasses__()
        if not model._meta.abstract and not model._meta.proxy:
            models.add(model)
    return {
        model._meta.label: sorted(model._base_manager.values_list("uid", flat=True), key=str)
        for model in models
    }


WORK = """---
title: On the Nature of Examples
kind: article
authors:
  - Ada Example
  - Bo Sample
stages:
  - kind: preprint
    date: 2016-06
    venue: arXiv
    arxiv_id: 2208.09632
  - date: 2017
    venue: Journal of Examples
    volume: 08
---

An *abstract*.
"""
PEOPLE = """- Ada Example
- name: Bo Sample
  aliases: [B. Sample]
"""
VENUES = """- name: Journal of Examples
- name: arXiv
  kind: repository
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(
        tmp_path,
        **{
            "publications__nature-of-examples.md": WORK,
            "people.yaml": PEOPLE,
            "venues.yaml": VENUES,
        },
    )


class TestLoading:
    def test_values_are_taken_as_written(self, folder: Path) -> None:
        load_content(folder)

        work = Publication.objects.get()
        first, main = work.stages.all()
        assert work.slug == "nature-of-examples"
        assert work.abstract == "An *abstract*."
        assert work.state == PublishState.PUBLISHED
        assert work.public_from is not None
        assert first.date.iso == "2016-06"
        assert first.arxiv_id == "2208.09632"
        assert main.date.iso == "2017"
        assert main.volume == "08"
        assert work.main_stage == main
        assert [str(a.person) for a in work.authorships.all()] == ["Ada Example", "Bo Sample"]

    @pytest.mark.parametrize("content", [DEMO, HISTORIAN], ids=["demo", "historian"])
    def test_second_time_changes_nothing(self, content: Path) -> None:
        load_content(content)
        before = rows()
        versions = list(Publication.objects.values_list("edit_version", "updated_at"))
        version = mark()

        report = load_content(content)

        assert rows() == before
        assert mark() == version
        assert list(Publication.objects.values_list("edit_version", "updated_at")) == versions
        assert not report.created
        assert not report.updated
        assert report.unchanged.total() > 30

    def test_the_content_version_moves_once(self, folder: Path) -> None:
        before = ContentVersion.current().number

        load_content(folder)

        assert ContentVersion.current().number == before + 1

    def test_a_load_inside_another_transaction_leaves_that_alone(self, folder: Path) -> None:
        with transaction.atomic(), content_write():
            Person.objects.create(name="Somebody Else")
            load_content(folder)
            load_content(folder)
            load_content(folder, dry_run=True)

        assert Person.objects.filter(name="Somebody Else").exists()
        assert Publication.objects.exists()

    def test_uid_follows_from_the_path(self, folder: Path) -> None:
        load_content(folder)
        uids = rows()
        Publication.objects.all().delete()
        Person.objects.all().delete()
        Venue.objects.all().delete()

        load_content(folder)

        assert rows() == uids

    def test_uid_of_the_file_is_kept(self, folder: Path) -> None:
        uid = "0a0b0c0d-1111-4222-8333-444455556666"
        write(folder, **{"news__first.md": f"---\nuid: {uid}\ndate: 2020\n---\nHello."})

        load_content(folder)

        assert str(NewsItem.objects.get().uid) == uid

    def test_only_what_a_file_changes_is_saved(self, folder: Path) -> None:
        load_content(folder)
        write(
            folder,
            **{
                "people.yaml": PEOPLE.replace(
                    "- Ada Example", "- name: Ada Example\n  link: https://a.example/"
                )
            },
        )

        report = load_content(folder)

        assert report.updated == {"person": 1}
        assert not report.created
        assert Person.objects.get(name="Ada Example").link == "https://a.example/"

    def test_authors_can_change_places(self, folder: Path) -> None:
        load_content(folder)
        turned = WORK.replace("  - Ada Example\n  - Bo Sample", "  - B. Sample\n  - Ada Example")
        write(folder, **{"publications__nature-of-examples.md": turned})

        report = load_content(folder)

        names = [str(a.person) for a in Publication.objects.get().authorships.all()]
        assert names == ["Bo Sample", "Ada Example"]
        assert report.updated == {"work": 1}
        assert Authorship.objects.count() == 2
        assert Stage.objects.count() == 2
        assert Publication.objects.get().edit_version == 2

    def test_main_stage_follows_when_stages_change(self, folder: Path) -> None:
        load_content(folder)
        write(
            folder,
            **{"publications__nature-of-examples.md": WORK.replace("date: 2017", "date: 2018-03")},
        )

        load_content(folder)

        assert Publication.objects.get().main_stage.date.iso == "2018-03"

    def test_what_the_site_comes_with_is_matched_by_name(self, tmp_path: Path) -> None:
        before = TimelineKind.objects.count()
        write(
            tmp_path,
            **{
                "timeline-kinds.yaml": "- name: Education\n  meaning: education\n- name: Awards\n",
                "openings__postdoc.md": "---\nkind: Postdoc\n---\n",
            },
        )

        load_content(tmp_path)

        assert TimelineKind.objects.count() == before + 1
        assert list(
            TimelineKind.objects.filter(name__in=["Education", "Awards"]).values_list(
                "name", "position"
            )
        ) == [("Education", 1), ("Awards", 2)]
        assert str(Opening.objects.get()) == "Postdoc"

    def test_an_organization_may_name_one_further_down(self, tmp_path: Path) -> None:
        write(
            tmp_path,
            **{
                "organizations.yaml": (
                    "- name: Lab\n  part_of: U\n- name: University\n  short_name: U\n"
                )
            },
        )

        load_content(tmp_path)

        assert Organization.objects.get(name="Lab").part_of.name == "University"

    def test_rows_that_no_file_names_stay(self, folder: Path) -> None:
        Person.objects.create(name="Somebody Else")

        load_content(folder)

        assert Person.objects.filter(name="Somebody Else").exists()

    def test_owner_is_one_person(self, folder: Path) -> None:
        write(folder, **{"profile.md": "---\nname: Ada Example\n---\nHello."})

        load_content(folder)

        assert Profile.load().person == Person.objects.get(name="Ada Example")

    def test_settings_have_their_place(self, tmp_path: Path) -> None:
        write(tmp_path, **{"site.yaml": "footer: So be it.\ntime_zone: Asia/Tokyo\n"})

        load_content(tmp_path)
        load_content(tmp_path)

        assert SiteSettings.objects.get().footer == "So be it."

    def test_readme_and_hidden_files_are_not_content(self, tmp_path: Path) -> None:
        write(tmp_path, **{"README.md": "Words.", ".git__config": "x"})

        assert load_content(tmp_path).unchanged.total() == 0

    def test_text_after_the_fence_may_hold_anything(self, tmp_path: Path) -> None:
        text = "A rule:\n\n---\n\nand `key: value`, 【brackets】, ~5% of >10,000"
        write(tmp_path, **{"news__odd.md": f"---\r\ndate: 2020\r\n---\r\n\r\n{text}\r\n"})

        load_content(tmp_path)

        assert NewsItem.objects.get().text == text


class TestAddress:
    """A file's name is the address of a new thing; after that, editors decide."""

    def rename(self, slug: str) -> Publication:
        work = Publication.objects.get()
        work.slug = slug
        work.save()
        return work

    def test_address_of_an_editor_is_kept(self, folder: Path) -> None:
        load_content(folder)
        self.rename("a-better-address")

        report = load_content(folder)

        assert Publication.objects.get().slug == "a-better-address"
        assert Redirect.objects.get().old_path == "/publications/nature-of-examples/"
        assert report.unchanged["work"] == 1
        assert not report.updated

    def test_other_files_still_name_it_by_its_file(self, folder: Path) -> None:
        load_content(folder)
        self.rename("a-better-address")
        head = "---\ndate: 2020\nworks: [nature-of-examples]\n---\nAccepted."
        write(folder, **{"news__accepted.md": head})

        load_content(folder)

        assert NewsItem.objects.get().announcements.get().publication == Publication.objects.get()

    def test_other_files_may_name_it_by_its_new_address(self, folder: Path) -> None:
        load_content(folder)
        self.rename("a-better-address")
        head = "---\ndate: 2020\nworks: [a-better-address]\n---\nAccepted."
        write(folder, **{"news__accepted.md": head})

        load_content(folder)

        assert NewsItem.objects.get().announcements.get().publication == Publication.objects.get()

    def test_address_that_a_file_states_is_taken(self, folder: Path) -> None:
        stated = WORK.replace("kind: article", "kind: article\nslug: stated")
        write(folder, **{"publications__nature-of-examples.md": stated})
        load_content(folder)
        assert Publication.objects.get().slug == "stated"
        self.rename("a-better-address")

        load_content(folder)

        assert Publication.objects.get().slug == "stated"

    def test_file_is_about_the_work_that_has_its_address(self, folder: Path) -> None:
        Publication.objects.create(title="Mine", slug="nature-of-examples")

        load_content(folder)

        assert Publication.objects.get().title == "On the Nature of Examples"


class TestState:
    def test_draft_stays_a_draft(self, tmp_path: Path) -> None:
        write(tmp_path, **{"publications__later.md": "---\nstate: draft\n---\n"})

        load_content(tmp_path)

        assert Publication.objects.get().state == PublishState.DRAFT
        assert Publication.objects.get().public_from is None
        assert not Publication.objects.public().exists()

    def test_what_an_editor_withdrew_is_not_published_again(self, folder: Path) -> None:
        load_content(folder)
        Publication.objects.all().withdraw()

        report = load_content(folder)

        assert Publication.objects.get().state == PublishState.WITHDRAWN
        assert report.unchanged["work"] == 1

    def test_time_of_publishing_is_taken(self, tmp_path: Path) -> None:
        head = "---\ndate: 2020\npublic_from: 2030-01-02 03:04\n---\nSoon."
        write(tmp_path, **{"news__soon.md": head})

        load_content(tmp_path)

        assert NewsItem.objects.get().public_from.isoformat() == "2030-01-02T03:04:00+00:00"
        assert NewsItem.objects.get().is_scheduled


class TestRefusal:
    def test_every_problem_of_every_file_is_named_at_once(self, folder: Path) -> None:
        write(
            folder,
            **{
                "news__bad.md": "---\ndate: 2016.13\nmood: good\n---\nHello.",
                "news__empty.md": "---\ndate: 2020\n---\n",
                "people.yaml": PEOPLE + "- name: Cy\n  orcid: 0000-0000-0000-0000\n",
                "publications__broken.md": "---\ntitle: 'open\n---\nText.",
                "publications__stranger.md": WORK.replace("Bo Sample", "Dee Nobody").replace(
                    "2208.09632", "not an id"
                ),
                "timeline__wrong-way.md": (
                    "---\nkind: Education\ntitle: Ph.D.\nstart: 2015\nend: 2009\n---\n"
                ),
                "timeline__no-kind.md": "---\nkind: Sleep\ntitle: A nap\n---\n",
                "venues.yaml": VENUES + "- name: Fanzine\n  kind: leaflet\n",
                "notes.txt": "remember the milk",
            },
        )
        before, version = rows(), mark()

        found = problems(folder)

        assert rows() == before
        assert mark() == version
        assert found == sorted(found)
        assert not Venue.objects.exists()
        expected = {
            "news/bad.md: date: There is no month 13.",
            "news/bad.md: mood: There is no such field. There are: ",
            "news/empty.md: text: Say what happened.",
            "notes.txt: No content lies here.",
            "people.yaml: Cy: orcid: This is no ORCID iD",
            "publications/broken.md: line ",
            "publications/stranger.md: authors[2]: person: There is no person “Dee Nobody”.",
            "publications/stranger.md: stages[1]: arxiv_id: This is no arXiv id",
            "timeline/no-kind.md: kind: There is no timeline section “Sleep”.",
            "timeline/wrong-way.md: end: The end lies before the start.",
            "venues.yaml: Fanzine: kind: “leaflet” is none of: journal, conference, ",
        }
        assert {
            start for start in expected if not any(text.startswith(start) for text in found)
        } == set()
        assert len(found) == len(expected)

    def test_the_cause_is_named_and_not_its_consequences(self, folder: Path) -> None:
        write(folder, **{"people.yaml": PEOPLE.replace("aliases: [B. Sample]", "link: nowhere")})

        found = problems(folder)

        assert len(found) == 1
        assert found[0].startswith("people.yaml: Bo Sample: link: Write a whole address")

    def test_two_people_of_one_name_are_told_apart_by_uid(self, folder: Path) -> None:
        Person.objects.create(name="Cy Double")
        Person.objects.create(name="Cy Double")
        write(
            folder,
            **{"publications__nature-of-examples.md": WORK.replace("Bo Sample", "Cy Double")},
        )

        assert problems(folder) == [
            (
                "publications/nature-of-examples.md: authors[2]: person: "
                "More than one person is called “Cy Double”. Write its uid."
            )
        ]

        uid = str(Person.objects.filter(name="Cy Double").first().uid)
        write(folder, **{"publications__nature-of-examples.md": WORK.replace("Bo Sample", uid)})
        load_content(folder)
        assert Authorship.objects.filter(person__uid=uid).exists()

    @pytest.mark.parametrize(
        ("file", "text", "message"),
        [
            ("people.yaml", "- name: A\n  name: B\n", "line 2: “name” stands here twice."),
            ("people.yaml", "- &a A\n- *a\n", "line 2: references (*name) are not read."),
            ("people.yaml", "name: A\n", "The file holds a list, each item after a hyphen."),
            ("people.yaml", "- A\n- A\n", "A: This stands here already; once is enough."),
            ("people.yaml", "- [A]\n", "Item 1 holds no fields."),
            ("people.yaml", "[" * 5000, "Lists and mappings are nested too deeply."),
            ("news__a.md", "Hello.", "line 1: the file begins with a line of “---”."),
            ("news__a.md", "---\ndate: 2020\nHello.", "a second line of “---”"),
            ("news__a.md", "---\ndate: 2020\ntext: x\n---\n", "“text” stands below"),
            ("news__a.md", "---\ndate: [2020]\n---\nx", "date: Write a text here, not a list"),
            ("news__a.md", "---\ndate: 2020\nworks: x\n---\nx", "works: Write a list"),
            (
                "news__a.md",
                "---\ndate: 2020\nis_pinned: oui\n---\nx",
                "is_pinned: Write yes or no.",
            ),
            ("news__a.md", "---\ndate: 2020\nuid: 7\n---\nx", "uid: This is no uid"),
            (
                "news__a.md",
                "---\ndate: 2020\npublic_from: soon\n---\nx",
                "public_from: Write a day",
            ),
            ("news__a.md", "---\ndate: 2020\n---\nx\0", "This is no text"),
            ("news__deeper__a.md", "---\ndate: 2020\n---\nx", "No content lies here."),
            ("publications__atom.md", "---\ntitle: x\n---\n", "slug: “atom” has another meaning"),
            ("openings__a.md", "---\noutcome: open\n---\n", "kind: This field cannot be null."),
        ],
    )
    def test_message_says_where_and_why(
        self, tmp_path: Path, file: str, text: str, message: str
    ) -> None:
        write(tmp_path, **{file: text})

        (found,) = problems(tmp_path)

        assert found.startswith(f"{file.replace('__', '/')}: {message}")

    def test_bytes_that_are_no_text(self, tmp_path: Path) -> None:
        (tmp_path / "people.yaml").write_bytes(b"- \xff\xfe\n")

        assert problems(tmp_path) == ["people.yaml: This is no text in UTF-8 (byte 2)."]

    def test_links_to_other_files_are_not_followed(self, tmp_path: Path) -> None:
        secret = tmp_path / "secret.yaml"
        secret.write_text("- A\n")
        folder = tmp_path / "content"
        folder.mkdir()
        (folder / "people.yaml").symlink_to(secret)
        (folder / "news").symlink_to(tmp_path)

        assert problems(folder) == [
            "news: Links to other files are not followed.",
            "people.yaml: Links to other files are not followed.",
        ]

    def test_a_thing_that_was_fine_is_not_half_changed(self, folder: Path) -> None:
        load_content(folder)
        bad = WORK.replace("Nature", "Essence").replace("date: 2017", "date: 17")
        write(folder, **{"publications__nature-of-examples.md": bad})

        assert len(problems(folder)) == 1

        assert Publication.objects.get().title == "On the Nature of Examples"
        assert Stage.objects.count() == 2


class TestCommand:
    def test_says_what_it_did(self, folder: Path) -> None:
        out = StringIO()

        call_command("load_content", str(folder), stdout=out)

        assert out.getvalue() == "Loaded: 5 created, 0 updated, 0 unchanged.\n"

    def test_dry_run_keeps_nothing(self, folder: Path) -> None:
        before, version, out = rows(), mark(), StringIO()

        call_command("load_content", str(folder), "--dry-run", stdout=out)

        assert out.getvalue() == "Nothing kept (dry run): 5 created, 0 updated, 0 unchanged.\n"
        assert rows() == before
        assert not Redirect.objects.exists()
        assert mark() == version
        assert quickstart.is_untouched()

    def test_names_problems_on_stderr(self, folder: Path) -> None:
        write(folder, **{"news__bad.md": "---\ndate: never\n---\nHello."})
        err = StringIO()

        with pytest.raises(CommandError, match=r"Nothing loaded: 1 problem in 1 file\.") as end:
            call_command("load_content", str(folder), stderr=err)

        assert end.value.returncode == 1
        assert err.getvalue().startswith("news/bad.md: date: Write a year")

    def test_wrong_folder(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="is no folder") as end:
            call_command("load_content", str(tmp_path / "nowhere"))

        assert end.value.returncode == 2


@pytest.mark.parametrize("thing", LAYOUT, ids=lambda thing: thing.place)
def test_layout_fits_the_models(thing) -> None:
    """What is declared exists, so that a renamed field is noticed here."""
    if thing.body:
        assert thing.body in thing.fields
    if thing.identity:
        assert thing.identity in thing.fields
    for part in thing.parts:
        columns = thing.part_fields(part)
        assert not part.short or part.short in columns
    for lookup in thing.names:
        thing.model._base_manager.filter(**{lookup: "x"}).exists()


def test_every_kind_of_content_has_its_place() -> None:
    """Each model of content is a thing of the layout, or a part of one."""
    from homepage.content.images import Image

    placed = {thing.model for thing in LAYOUT} | {
        model for thing in LAYOUT for _, model, _ in thing.relations()
    }
    labels = {model._meta.label for model in placed}

    assert {label for label in rows() if label not in labels} == {Image._meta.label}


def test_timeline_keeps_its_order_by_hand(tmp_path: Path) -> None:
    for number, name in enumerate(["b", "a"], 1):
        head = f"---\nkind: Education\ntitle: {name}\nposition: {number}\n---\n"
        write(tmp_path, **{f"timeline__{name}.md": head})

    load_content(tmp_path)

    assert [entry.title for entry in TimelineEntry.objects.in_order()] == ["b", "a"]


POSITION = """---
kind: Postdoc
state: published
public_from: 2026-01-05T08:00:00+00:00
title: Postdoc in palaeography
places: 2
salary_from: 48000
salary_to: 55000.50
salary_currency: eur
salary_period: year
hours: full-time
start: 2027
start_season: fall
posted_on: 2026-01-05
opens_on: 2026-02-01
deadline: 2026-03-29
deadline_time: 23:59
time_zone: anywhere on earth
review_from: 2026-03-01
outcome: filled
way: portal-email
portal: https://jobs.example.edu/12
apply_email: jobs@example.edu
documents: |
  A letter
  Two samples of your writing
---
Reading what others cannot.
"""


def test_a_position_is_loaded_with_its_terms_and_its_times(tmp_path):
    write(tmp_path, **{"openings__palaeography.md": POSITION})

    load_content(tmp_path)

    opening = Opening.objects.get()
    assert opening.closes_at == datetime(2026, 3, 30, 12, tzinfo=UTC)
    assert opening.opens_at == datetime(2026, 2, 1, 12, tzinfo=UTC)
    assert opening.time_zone == "AoE"
    assert (opening.salary_to, opening.salary_currency) == (Decimal("55000.50"), "EUR")
    assert opening.ended_at is not None
    assert load_content(tmp_path).has_changes is False


def test_a_position_that_was_filled_is_not_opened_again_by_its_file(tmp_path):
    text = POSITION.replace("outcome: filled\n", "")
    write(tmp_path, **{"openings__palaeography.md": text})
    load_content(tmp_path)
    lifecycle.end(Opening.objects.get(), Opening.Outcome.FILLED)
    filled = Opening.objects.get()

    write(tmp_path, **{"openings__palaeography.md": text.replace("Reading", "Deciphering")})
    load_content(tmp_path)

    opening = Opening.objects.get()
    assert opening.description.startswith("Deciphering")
    assert (opening.outcome, opening.ended_at) == ("filled", filled.ended_at)


def test_a_file_that_says_so_opens_a_position_again(tmp_path):
    write(tmp_path, **{"openings__palaeography.md": POSITION})
    load_content(tmp_path)

    text = POSITION.replace("outcome: filled", "outcome: open")
    write(tmp_path, **{"openings__palaeography.md": text})
    load_content(tmp_path)

    opening = Opening.objects.get()
    assert (opening.outcome, opening.ended_at) == ("open", None)


def test_what_is_wrong_with_a_position_is_named_with_its_field(tmp_path):
    text = POSITION.replace("2026-03-29", "2026-01-31").replace("55000.50", "4000")
    write(tmp_path, **{"openings__palaeography.md": text})

    found = " ".join(problems(tmp_path))

    assert "deadline: The deadline lies before the day on which it opens." in found
    assert "salary_to: The upper figure is less than the lower one." in found


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("deadline: 2026-13-01", "deadline:"),
        ("deadline: 9999-12-31", "deadline: Check the year."),
        ("deadline_time: 25:00", "deadline_time:"),
        ("time_zone: Etc/UTC-12", "time_zone: “Etc/UTC-12” is no time zone known here."),
        ("places: -1", "places:"),
        ("apply_email: ada at example", "apply_email: Write an e-mail address"),
    ],
)
def test_a_bad_value_of_a_position_is_refused_and_not_stumbled_over(tmp_path, line, words):
    name = line.partition(":")[0]
    kept = [each for each in POSITION.splitlines() if not each.startswith(f"{name}:")]
    write(tmp_path, **{"openings__palaeography.md": "\n".join([kept[0], line, *kept[1:]])})

    assert words in " ".join(problems(tmp_path))
