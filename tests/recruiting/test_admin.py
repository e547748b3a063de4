"""The form and the list of positions: what an editor reads, what is refused, what a step does."""

import datetime
import re
from datetime import date
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from recruiting import structured_data
from recruiting.models import Opening, OpeningKind
from recruiting.structured_data import Missing
from tests import factories
from tests.forms import filled
from tests.pages import visible_text

pytestmark = pytest.mark.django_db

LIST = "/admin/recruiting/opening/"
ADD = f"{LIST}add/"
NOW = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def now(monkeypatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def form_of(opening: Opening) -> str:
    return f"{LIST}{opening.pk}/change/"


def step_of(opening: Opening, step: str) -> str:
    return f"{LIST}{opening.pk}/{step}/"


def text(response: Any) -> str:
    return visible_text(response.content.decode())


def errors(response: Any) -> dict[str, Any]:
    assert response.status_code == 200
    return dict(response.context["adminform"].form.errors)


def new_form(editor: Client, **fields: Any) -> dict[str, Any]:
    kind = OpeningKind.objects.first()
    return filled(editor.get(ADD)) | {"kind": str(kind.pk), **fields}


def act(editor: Client, action: str, *openings: Opening) -> Any:
    data = {"action": action, "_selected_action": [opening.pk for opening in openings]}
    return editor.post(LIST, data, follow=True)


def with_rights(*codenames: str) -> Client:
    user = User.objects.create_user("assistant", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(user)
    return client


# The form


def test_a_new_form_shows_five_things_and_keeps_the_rest_closed(editor):
    html = editor.get(ADD).content.decode()

    sections = re.findall(r"<details([^>]*)><summary>\s*<h2[^>]*>\s*(.*?)\s*</h2>", html)
    assert [name for _, name in sections] == [
        "Topics",
        "Requirements and eligibility",
        "What happens then, and whom to ask",
        "Salary and contract",
        "Start and place of work",
        "Supervisor and reference code",
        "Address",
    ]
    assert not any("open" in attributes for attributes, _ in sections)


def test_a_section_of_facts_stands_open_where_it_holds_some(editor):
    opening = factories.opening(kind=factories.opening_kind(), places=2)

    html = editor.get(form_of(opening)).content.decode()

    assert re.search(r"<details open><summary>\s*<h2[^>]*>Salary and contract", html)
    assert re.search(r"<details><summary>\s*<h2[^>]*>Start and place of work", html)


def test_a_long_text_is_told_beside_its_closed_section(editor):
    opening = factories.opening(requirements="A degree in clouds.")

    html = editor.get(form_of(opening)).content.decode()

    assert re.search(r'section-summary">A degree in clouds\.', html)


def test_time_zones_are_offered_once(editor):
    html = editor.get(ADD).content.decode()

    assert html.count('<option value="Asia/Shanghai">') == 1
    assert html.count('<option value="AoE" label="Anywhere on Earth">') == 1
    assert 'list="time-zones"' in html


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Asia/Shanghai", "Closes 16 Dec 2026, 12:00 UTC; 20:00 on 16 Dec in Shanghai (your zone)"),
        ("America/New_York", "12:00 UTC; 07:00 on 16 Dec in New York (your zone)"),
        ("UTC", "Closes 16 Dec 2026, 12:00 UTC (your zone)"),
    ],
)
def test_the_form_says_when_it_closes_in_the_sites_own_zone(editor, zone, words):
    factories.site_settings(time_zone=zone)
    opening = factories.opening(deadline=date(2026, 12, 15))

    assert words in text(editor.get(form_of(opening)))


def test_a_deadline_that_has_passed_is_told_as_past(editor):
    opening = factories.opening(deadline=date(2026, 11, 1))

    assert "Closed 2 Nov 2026, 12:00 UTC" in text(editor.get(form_of(opening)))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2026-12-16", date(2026, 12, 16)),
        ("16 Dec 2026", date(2026, 12, 16)),
        ("December 16, 2026", date(2026, 12, 16)),
        ("16.12.2026", date(2026, 12, 16)),
    ],
)
def test_days_are_read_as_people_write_them(editor, typed, stored):
    editor.post(ADD, new_form(editor, deadline=typed))

    assert Opening.objects.get().deadline == stored


@pytest.mark.parametrize(
    ("typed", "stored"), [("17:00", "17:00"), ("5 pm", "17:00"), ("12.30", "12:30"), ("", "23:59")]
)
def test_times_are_read_as_people_write_them(editor, typed, stored):
    editor.post(ADD, new_form(editor, deadline="2026-12-16", deadline_time=typed))

    assert f"{Opening.objects.get().deadline_time:%H:%M}" == stored


@pytest.mark.parametrize("typed", ["shanghai", "Asia/Shanghai", "asia / shanghai"])
def test_a_city_is_a_time_zone(editor, typed):
    editor.post(ADD, new_form(editor, deadline="2026-12-16", time_zone=typed))

    assert Opening.objects.get().time_zone == "Asia/Shanghai"


@pytest.mark.parametrize("typed", ["300000", "300,000", "300 000", "300,000.00"])
def test_figures_are_read_with_marks_between_thousands(editor, typed):
    fields = {"salary_from": typed, "salary_currency": "eur", "salary_period": "year"}

    editor.post(ADD, new_form(editor, **fields))

    opening = Opening.objects.get()
    assert (opening.salary_from, opening.salary_currency) == (300000, "EUR")
    assert filled(editor.get(form_of(opening)))["salary_from"] == "300,000"


@pytest.mark.parametrize(
    ("fields", "at", "words"),
    [
        ({"deadline": "2026-12-01", "opens_on": "2026-12-05"}, "deadline", "before the day on whi"),
        ({"deadline": "2026-11-01"}, "deadline", "This deadline has passed"),
        ({"deadline": "2026-02-30"}, "deadline", "Enter a valid date: 2026-12-15 or 15 Dec 2026."),
        ({"deadline": "12/11/2026"}, "deadline", "Enter a valid date: 2026-12-15 or 15 Dec 2026."),
        ({"deadline": "2026-12-01", "deadline_time": "24:00"}, "deadline_time", "Write a time"),
        ({"time_zone": "Mars/Olympus"}, "time_zone", "“Mars/Olympus” is no time zone"),
        (
            {"deadline": "2027-03-28", "deadline_time": "02:30", "time_zone": "Europe/Zurich"},
            "deadline_time",
            "skip this time",
        ),
        (
            {
                "salary_from": "5000",
                "salary_to": "4000",
                "salary_currency": "EUR",
                "salary_period": "month",
            },
            "salary_to",
            "less than the lower",
        ),
        ({"salary_from": "a lot"}, "salary_from", "in digits"),
        (
            {"salary_from": "5000", "salary_period": "year"},
            "salary_currency",
            "Enter the currency.",
        ),
        ({"salary_currency": "EURO"}, "salary_currency", "three letters"),
        ({"salary_currency": "XQX"}, "salary_currency", "three letters"),
        ({"places": "-1"}, "places", "At least one place"),
        ({"places": "0"}, "places", "At least one place"),
        ({"apply_email": "ada at example"}, "apply_email", "name@example.edu"),
        ({"contact_email": "ada@"}, "contact_email", "name@example.edu"),
        ({"way": "portal", "portal": ""}, "portal", "address"),
        ({"portal": "no address at all"}, "portal", "begins with https:// or http://."),
        ({"review_from": "2026-12-01", "opens_on": "2026-12-05"}, "review_from", "before"),
        ({"start": "2026.13"}, "start", "no month 13"),
        ({"start_season": "fall"}, "start_season", "needs a year"),
    ],
)
def test_bad_input_is_named_at_its_field_and_nothing_typed_is_lost(editor, fields, at, words):
    form = new_form(editor, title="Kept", summary="Kept as well", **fields)

    response = editor.post(ADD, form)

    found = errors(response)
    assert list(found) == [at]
    assert words in found[at][0]
    assert len(found[at]) == 1
    assert not Opening.objects.exists()
    sent_back = filled(response)
    for name in ("title", "summary", *fields):
        assert sent_back[name] == form[name], name


def test_a_section_with_an_error_stands_open(editor):
    html = editor.post(ADD, new_form(editor, city="x" * 81)).content.decode()

    assert re.search(r"<details open><summary>\s*<h2[^>]*>Start and place of work", html)


def test_a_form_that_comes_back_leads_to_what_is_refused(editor):
    host = factories.organization()
    form = new_form(editor, deadline="soon", city="x" * 81)
    rows = {"hosts-TOTAL_FORMS": "2"} | {f"hosts-{n}-organization": host.pk for n in (0, 1)}

    html = editor.post(ADD, form | rows).content.decode()

    places = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', html.split('class="fault-places"')[1])
    assert places[:3] == [
        ("id_deadline", "Deadline"),
        ("id_city", "City"),
        ("hosts-group", "Hosts"),
    ]
    for place, _ in places[:3]:
        assert f'id="{place}"' in html
    assert "This host is already listed." in html


def test_a_folding_section_with_an_error_still_folds(editor):
    html = editor.post(ADD, new_form(editor, slug="a b")).content.decode()

    assert re.search(r"<details open><summary>\s*<h2[^>]*>Address", html)


# Deadlines that have passed


def test_what_closed_long_ago_may_be_corrected(editor):
    opening = factories.opening(deadline=date(2025, 12, 15))

    response = editor.post(form_of(opening), filled(editor.get(form_of(opening))) | {"title": "A"})

    assert response.status_code == 302
    assert Opening.objects.get().title == "A"


def test_a_deadline_is_not_moved_into_the_past(editor):
    opening = factories.opening(deadline=date(2026, 12, 15))
    form = filled(editor.get(form_of(opening)))

    response = editor.post(form_of(opening), form | {"deadline": "2026-11-20"})

    assert "has passed" in errors(response)["deadline"][0]


def test_a_draft_whose_deadline_has_passed_is_not_published(editor):
    opening = factories.opening(deadline=date(2025, 12, 15), state="draft")
    form = filled(editor.get(form_of(opening)))

    response = editor.post(form_of(opening), form | {"state": "published"})
    assert "has passed" in errors(response)["deadline"][0]

    response = act(editor, "publish", opening)
    assert "has passed" in text(response)
    assert Opening.objects.get().is_draft


def test_what_was_public_before_its_deadline_is_put_back_on_the_site(editor):
    opening = factories.opening(deadline=date(2025, 12, 15), state="withdrawn")

    act(editor, "publish", opening)

    assert Opening.objects.get().is_public()


def test_what_becomes_public_after_its_deadline_is_refused(editor):
    late = {"public_from_0": "2026-12-20", "public_from_1": "09:00", "state": "published"}

    response = editor.post(ADD, new_form(editor, deadline="2026-12-15", **late))
    assert errors(response)["deadline"] == ["It becomes public after this deadline."]

    opening = factories.opening(deadline=date(2026, 12, 15))
    form = filled(editor.get(form_of(opening)))
    response = editor.post(form_of(opening), form | late)
    assert errors(response)["deadline"] == ["It becomes public after this deadline."]


def test_a_draft_that_becomes_public_after_its_deadline_is_not_published(editor):
    later = datetime.datetime(2026, 12, 20, tzinfo=datetime.UTC)
    opening = factories.opening(deadline=date(2026, 12, 15), state="draft", public_from=later)

    response = act(editor, "publish", opening)

    assert "It becomes public after this deadline." in text(response)
    assert "0 Open positions published" not in text(response)
    assert Opening.objects.get().is_draft


@pytest.mark.parametrize("correction", [{"time_zone": "Asia/Shanghai"}, {"deadline_time": "12:00"}])
def test_a_deadline_that_had_passed_already_may_be_corrected(editor, correction):
    opening = factories.opening(deadline=date(2026, 11, 1))
    form = filled(editor.get(form_of(opening)))

    assert editor.post(form_of(opening), form | correction).status_code == 302


def test_a_deadline_that_is_ahead_is_not_moved_into_the_past_by_its_zone(editor):
    opening = factories.opening(deadline=date(2026, 11, 23))
    form = filled(editor.get(form_of(opening)))

    response = editor.post(form_of(opening), form | {"time_zone": "Pacific/Kiritimati"})

    assert "has passed" in errors(response)["deadline"][0]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"outcome": "closed", "deadline": date(2026, 12, 15)}, "“Reopen” takes it back."),
        ({"deadline": date(2026, 11, 1)}, "extend the deadline to open it again."),
    ],
)
def test_after_a_save_of_what_is_closed_the_way_back_is_named(editor, fields, words):
    opening = factories.opening(**fields)
    form = filled(editor.get(form_of(opening)))

    response = editor.post(form_of(opening), form, follow=True)

    assert f"It is closed: {words}" in text(response)


# Job search engines


def a_job(**fields: Any) -> Opening:
    kind = factories.opening_kind(name="Engineer", is_job=True)
    host = factories.organization(city="Bern", country="Switzerland")
    known = {
        "description": "We build clouds.",
        "posted_on": date(2026, 11, 1),
        "deadline": date(2026, 12, 15),
    }
    opening = factories.opening(hosts=0, kind=kind, **{**known, **fields})
    opening.hosts.create(organization=host)
    return opening


def test_an_opening_with_all_they_require_is_told_to_job_search_engines(editor):
    assert "Listed with job search engines." in text(editor.get(form_of(a_job())))


@pytest.mark.parametrize(
    ("fields", "missing"),
    [({"posted_on": None}, "posted_on"), ({"description": ""}, "description")],
)
def test_what_they_lack_leads_to_its_field(editor, fields, missing):
    opening = a_job(**fields)
    [lacking] = structured_data.missing_for_job_search(opening)

    html = editor.get(form_of(opening)).content.decode()

    assert lacking == Missing(missing, lacking.words)
    assert f'<a href="#id_{missing}">{lacking.words}</a>' in html
    assert f'id="id_{missing}"' in html


def test_everything_they_may_lack_has_a_place_in_the_form(editor):
    kind = factories.opening_kind(name="Engineer", is_job=True)
    bare = factories.opening(hosts=0, kind=kind)
    remote = factories.opening(hosts=0, kind=kind, workplace="remote")

    for opening in (bare, remote):
        html = editor.get(form_of(opening)).content.decode()
        for missing in structured_data.missing_for_job_search(opening):
            anchor = "hosts-group" if missing.field == "hosts" else f"id_{missing.field}"
            assert f'href="#{anchor}"' in html
            assert f'id="{anchor}"' in html


def test_a_missing_field_is_not_behind_a_closed_section(editor):
    kind = factories.opening_kind(name="Engineer", is_job=True)
    opening = factories.opening(kind=kind)

    html = editor.get(form_of(opening)).content.decode()

    assert re.search(r"<details open><summary>\s*<h2[^>]*>Start and place of work", html)


def test_a_kind_that_is_no_job_leads_to_its_switch(editor):
    kind = factories.opening_kind(name="Guest")
    opening = factories.opening(kind=kind)

    html = editor.get(form_of(opening)).content.decode()

    switch = f"{reverse('admin:recruiting_openingkind_change', args=[kind.pk])}#id_is_job"
    assert f'<a href="{switch}">Guest</a> is not marked as a real job.' in html


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"deadline": date(2026, 11, 1)}, "no longer open"),
        ({"outcome": "filled"}, "no longer open"),
        ({"state": "draft"}, "once it is public"),
        ({"opens_on": date(2026, 12, 1)}, "once it opens"),
    ],
)
def test_they_are_told_of_nothing_else(editor, fields, words):
    assert words in text(editor.get(form_of(a_job(**fields))))


@pytest.mark.parametrize("fields", [{"outcome": "filled"}, {"deadline": date(2026, 11, 1)}])
def test_what_has_ended_is_not_asked_for_what_they_miss(editor, fields):
    html = editor.get(form_of(a_job(posted_on=None, country="", **fields))).content.decode()

    assert "Not listed with job search engines: it is no longer open." in html
    assert "Still missing" not in html


def test_after_a_save_the_editor_is_told_what_is_missing(editor):
    opening = a_job(posted_on=None)
    form = filled(editor.get(form_of(opening)))

    response = editor.post(form_of(opening), form, follow=True)

    assert "Still missing: the day on which it was posted." in text(response)


# The list


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Open"),
        ({"deadline": date(2026, 12, 15)}, "Open"),
        ({"deadline": date(2026, 11, 25)}, "Closes this week · 3 days left"),
        ({"deadline": date(2026, 11, 23)}, "Closes this week · 1 day left"),
        (
            {"deadline": date(2026, 11, 23), "time_zone": "UTC"},
            "Closes this week · less than a day left",
        ),
        ({"deadline": date(2026, 11, 29)}, "Open"),
        ({"deadline": date(2026, 11, 1)}, "Closed 1 Nov"),
        ({"deadline": date(2025, 11, 1)}, "Closed 1 Nov 2025"),
        ({"opens_on": date(2027, 3, 1)}, "Opens 1 Mar 2027"),
        ({"opens_on": date(2026, 12, 1)}, "Opens 1 Dec"),
        ({"outcome": "closed"}, "Closed 23 Nov"),
        ({"outcome": "filled", "deadline": date(2025, 11, 1)}, "Filled"),
        ({"outcome": "cancelled"}, "Cancelled"),
        ({"state": "draft"}, None),
        ({"state": "draft", "deadline": date(2026, 11, 1)}, "Closed 1 Nov"),
    ],
)
def test_the_list_says_at_a_glance_how_each_stands(editor, fields, words):
    factories.opening(**fields)

    html = editor.get(LIST).content.decode()

    found = re.search(r'<span class="standing [^"]*">(.*?)</span>', html)
    assert (found and found[1]) == words


def test_the_list_tells_deadline_zone_and_hosts(editor):
    opening = factories.opening(deadline=date(2026, 12, 15), time_zone="Asia/Shanghai")

    shown = text(editor.get(LIST))

    assert "15 Dec 2026, 23:59" in shown
    assert "Shanghai time (UTC+8)" in shown
    assert opening.hosts.get().organization.name in shown


@pytest.mark.parametrize(
    ("chosen", "titles"),
    [
        ("open", {"open", "week"}),
        ("week", {"week"}),
        ("soon", {"soon"}),
        ("closed", {"passed", "closed"}),
        ("filled", {"filled"}),
        ("cancelled", {"cancelled"}),
    ],
)
def test_the_list_is_narrowed_down_by_how_they_stand(editor, chosen, titles):
    factories.opening(title="open")
    factories.opening(title="draft", state="draft")
    factories.opening(title="week", deadline=date(2026, 11, 26))
    factories.opening(title="soon", opens_on=date(2026, 12, 1))
    factories.opening(title="passed", deadline=date(2026, 11, 1))
    for outcome in ("closed", "filled", "cancelled"):
        factories.opening(title=outcome, outcome=outcome)

    rows = editor.get(LIST, {"status": chosen}).context["cl"].result_list

    assert {opening.title for opening in rows} == titles


@pytest.mark.parametrize("chosen", ["open", "week", "soon", "closed", "filled", "cancelled"])
def test_what_visitors_do_not_see_has_no_status(editor, chosen):
    for state in ("draft", "withdrawn"):
        for fields in ({}, {"deadline": date(2026, 11, 1)}, {"outcome": "filled"}):
            factories.opening(state=state, **fields)

    assert not editor.get(LIST, {"status": chosen}).context["cl"].result_list


def test_what_was_ended_after_its_deadline_closed_on_the_deadline(editor):
    opening = factories.opening(deadline=date(2026, 11, 1))
    opening.outcome = "closed"
    opening.save()

    assert "Closed 1 Nov" in text(editor.get(LIST))
    assert "1 Nov 2026" in text(Client().get(opening.get_absolute_url()))


def test_the_list_is_searched_by_host(editor):
    opening = factories.opening()
    factories.opening()
    name = opening.hosts.get().organization.name

    rows = editor.get(LIST, {"q": f'"{name}"'}).context["cl"].result_list

    assert opening in rows


def test_the_form_makes_as_many_queries_for_many_rows_as_for_few(editor):
    few, many = factories.opening(hosts=1, topics=1), factories.opening(hosts=6, topics=7)
    editor.get(form_of(few))

    counts = []
    for opening in (few, many):
        with CaptureQueriesContext(connection) as captured:
            editor.get(form_of(opening))
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_the_kinds_switch_is_set_in_their_list(editor):
    address = reverse("admin:recruiting_openingkind_changelist")
    kind = OpeningKind.objects.order_by("position").first()
    before = kind.is_job
    response = editor.get(address)
    data = {
        **_hidden(response),
        "_save": "Save",
        **{
            f"form-{number}-is_job": "on"
            for number, row in enumerate(response.context["cl"].result_list)
            if row.is_job != (row == kind)
        },
    }

    response = editor.post(address, data, follow=True)

    assert response.status_code == 200
    kind.refresh_from_db()
    assert kind.is_job != before


def _hidden(response: Any) -> dict[str, str]:
    formset = response.context["cl"].formset
    data = {f"form-{name}": str(formset.management_form[name].value()) for name in (
        "TOTAL_FORMS",
        "INITIAL_FORMS",
        "MIN_NUM_FORMS",
        "MAX_NUM_FORMS",
    )}  # fmt: skip
    return data | {f"form-{n}-id": str(form.instance.pk) for n, form in enumerate(formset.forms)}


# The steps, from the form


def test_a_copy_opens_in_its_form(editor):
    opening = factories.opening(title="Postdoc", deadline=date(2025, 12, 15))

    response = editor.post(step_of(opening, "duplicate"), follow=True)

    copy = Opening.objects.exclude(pk=opening.pk).get()
    assert response.redirect_chain[-1][0] == form_of(copy)
    assert (copy.title, copy.state, copy.deadline) == ("Postdoc", "draft", None)
    assert "This is the copy" in text(response)


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("filled", "marked as filled. Its page stays and says that it has been filled"),
        ("closed", "is closed. Its page stays and says that it is closed"),
        ("cancelled", "is cancelled. Its page stays and says that it will not be filled"),
    ],
)
def test_an_end_is_at_once_and_says_what_visitors_see_and_how_to_undo_it(editor, outcome, words):
    opening = factories.opening(title="Postdoc")

    response = editor.post(step_of(opening, "outcome"), {"outcome": outcome}, follow=True)

    assert Opening.objects.get().outcome == outcome
    shown = text(response)
    assert words in shown
    assert "“Reopen”" in shown
    assert 'value="open">Reopen</button>' in response.content.decode()

    response = editor.post(step_of(opening, "outcome"), {"outcome": "open"}, follow=True)

    assert Opening.objects.get().outcome == "open"
    assert "Visitors see it among the open positions." in text(response)


def test_reopening_what_the_clock_has_closed_says_that_it_needs_a_later_deadline(editor):
    opening = factories.opening(deadline=date(2026, 11, 1), outcome="filled")

    response = editor.post(step_of(opening, "outcome"), {"outcome": "open"}, follow=True)

    assert "extend it to open it" in text(response)


def test_an_outcome_that_there_is_not_changes_nothing(editor):
    opening = factories.opening()

    response = editor.post(step_of(opening, "outcome"), {"outcome": "sold"}, follow=True)

    assert response.status_code == 200
    assert Opening.objects.get().edit_version == 1


@pytest.mark.parametrize("step", ["outcome", "duplicate"])
def test_who_logged_in_again_instead_of_a_step_is_led_back_to_the_form(editor, step):
    opening = factories.opening()

    response = editor.get(step_of(opening, step), follow=True)

    assert response.redirect_chain[-1][0] == form_of(opening)
    assert "Nothing was changed: press the button again." in text(response)
    assert Opening.objects.get().edit_version == 1
    assert editor.put(step_of(opening, step)).status_code == 405


@pytest.mark.parametrize("step", ["outcome", "duplicate"])
def test_a_step_on_what_is_gone_leads_to_the_list(editor, step):
    response = editor.post(f"{LIST}999/{step}/", {"outcome": "filled"}, follow=True)

    assert response.redirect_chain[-1][0] == LIST
    assert "It has been deleted in the meantime." in text(response)


def test_a_form_that_is_older_than_a_step_is_told(editor):
    opening = factories.opening(title="Old")
    form = filled(editor.get(form_of(opening)))
    editor.post(step_of(opening, "outcome"), {"outcome": "filled"})

    response = editor.post(form_of(opening), form | {"title": "New"})

    assert "Somebody saved this open position in the meantime." in text(response)
    assert filled(response)["title"] == "New"
    assert Opening.objects.get().outcome == "filled"


def test_saving_the_form_leaves_the_outcome_alone(editor):
    opening = factories.opening(outcome="filled")

    editor.post(form_of(opening), filled(editor.get(form_of(opening))) | {"title": "New"})

    opening.refresh_from_db()
    assert (opening.title, opening.outcome) == ("New", "filled")


def test_a_step_stands_in_the_history(editor):
    opening = factories.opening()
    editor.post(step_of(opening, "outcome"), {"outcome": "filled"})

    history = editor.get(reverse("admin:recruiting_opening_history", args=[opening.pk]))

    assert "Marked as filled." in text(history)


# A later deadline


def extend(editor: Client, *openings: Opening, follow: bool = True, **fields: str) -> Any:
    data = {"id": [opening.pk for opening in openings], "time_zone": "AoE", **fields}
    return editor.post(f"{LIST}extend/", data, follow=follow)


def test_the_present_deadline_stands_in_the_form_that_moves_it(editor):
    opening = factories.opening(deadline=date(2026, 12, 15), time_zone="Asia/Shanghai")

    response = editor.get(f"{LIST}extend/", {"id": opening.pk, "from": "form"})

    html = response.content.decode()
    for value in ("2026-12-15", "23:59", "Asia/Shanghai"):
        assert f'value="{value}"' in html


def test_a_deadline_is_extended_from_the_form_and_leads_back_to_it(editor):
    opening = factories.opening(deadline=date(2026, 12, 15))

    response = extend(
        editor, opening, deadline="2026-12-31", deadline_time="12:00", **{"from": "form"}
    )

    assert response.redirect_chain[-1][0] == form_of(opening)
    opening.refresh_from_db()
    assert (opening.deadline, opening.edit_version) == (date(2026, 12, 31), 2)
    assert "31 Dec 2026, 12:00 Anywhere on Earth" in text(response)


def test_what_the_clock_has_closed_is_open_again_and_the_editor_is_told(editor):
    opening = factories.opening(deadline=date(2026, 11, 1))

    response = extend(editor, opening, deadline="2026-12-31")

    assert Opening.objects.get().is_open(NOW)
    assert "It is open again." in text(response)


@pytest.mark.parametrize(
    ("fields", "at", "words"),
    [
        ({"deadline": ""}, "deadline", "Enter the day."),
        ({"deadline": "2026-12-14"}, "deadline", "Choose a later one than now: 15 Dec 2026, 23:59"),
        ({"deadline": "2026-11-01"}, "deadline", "Choose a later one"),
        ({"deadline": "next week"}, "deadline", "Enter a valid date: 2026-12-15 or 15 Dec 2026."),
        ({"deadline": "2226-12-14"}, "deadline", "Check the year."),
        ({"deadline": "2026-12-31", "time_zone": "Mars"}, "time_zone", "no time zone"),
        ({"deadline": "2026-12-31", "deadline_time": "25:00"}, "deadline_time", "Write a time"),
        (
            {"deadline": "2027-03-28", "deadline_time": "02:30", "time_zone": "Europe/Zurich"},
            "deadline_time",
            "skip this time",
        ),
    ],
)
def test_what_cannot_be_a_later_deadline_is_refused_at_its_field(editor, fields, at, words):
    opening = factories.opening(deadline=date(2026, 12, 15))

    response = extend(editor, opening, **fields)

    assert response.status_code == 200
    found = response.context["form"].errors
    assert list(found) == [at]
    assert words in found[at][0]
    assert Opening.objects.get().deadline == date(2026, 12, 15)
    assert f'value="{fields[at]}"' in response.content.decode() or not fields[at]


def test_several_are_extended_together_or_not_at_all(editor):
    early = factories.opening(title="Early", deadline=date(2026, 12, 1))
    late = factories.opening(title="Late", deadline=date(2027, 1, 15))

    response = extend(editor, early, late, deadline="2026-12-31")

    assert "“Late”: Choose a later one than now: 15 Jan 2027" in text(response)
    early.refresh_from_db()
    assert early.deadline == date(2026, 12, 1)

    extend(editor, early, late, deadline="2027-01-31")

    deadlines = Opening.objects.values_list("deadline", flat=True)
    assert set(deadlines) == {date(2027, 1, 31)}


def test_extending_reopens_nothing_that_was_filled(editor):
    filled_one = factories.opening(title="Gone", deadline=date(2026, 11, 1), outcome="filled")
    other = factories.opening(title="Here", deadline=date(2026, 12, 1))

    page = text(act(editor, "extend_selected", filled_one, other))
    assert "Left alone: Filled, and stays so." in page
    extend(editor, filled_one, other, deadline="2026-12-31")

    filled_one.refresh_from_db()
    assert (filled_one.outcome, filled_one.deadline) == ("filled", date(2026, 11, 1))


def test_where_there_is_no_deadline_there_is_none_to_extend(editor):
    opening = factories.opening()

    response = act(editor, "extend_selected", opening)

    assert response.redirect_chain[-1][0] == LIST
    assert "It has no deadline that could be moved" in text(response)
    assert "Extend the deadline</a>" not in editor.get(form_of(opening)).content.decode()


def test_too_many_to_extend_are_refused_in_words(editor):
    openings = [factories.opening(hosts=0, deadline=date(2026, 12, 1)) for _ in range(101)]

    words = "Nothing was changed: 101 are selected. Select at most 100 at once."
    assert words in text(act(editor, "extend_selected", *openings))
    assert words in text(extend(editor, *openings, deadline="2026-12-31"))
    assert not Opening.objects.filter(deadline=date(2026, 12, 31)).exists()


def test_a_made_up_selection_is_no_fault(editor):
    for query in ("", "?id=x", "?id=99999999999999999999", "?id=²"):
        assert editor.get(f"{LIST}extend/{query}").status_code == 302


# The steps, from the list


def test_one_selected_is_duplicated_into_its_form(editor):
    opening = factories.opening(title="Postdoc")

    response = act(editor, "duplicate_selected", opening)

    copy = Opening.objects.exclude(pk=opening.pk).get()
    assert response.redirect_chain[-1][0] == form_of(copy)


def test_several_selected_are_duplicated_and_named_with_links(editor):
    openings = [factories.opening(title="A"), factories.opening(title="B")]

    response = act(editor, "duplicate_selected", *openings)

    copies = Opening.objects.exclude(pk__in=[opening.pk for opening in openings])
    assert copies.count() == 2
    for copy in copies:
        assert f'<a href="{form_of(copy)}">{copy.title}</a>' in response.content.decode()


@pytest.mark.parametrize(
    ("action", "outcome"),
    [("fill_selected", "filled"), ("close_selected", "closed"), ("cancel_selected", "cancelled")],
)
def test_the_selected_are_ended_and_reopened(editor, action, outcome):
    openings = [factories.opening(), factories.opening()]

    response = act(editor, action, *openings)
    assert set(Opening.objects.values_list("outcome", flat=True)) == {outcome}
    assert "2 open positions" in text(response)

    act(editor, "reopen_selected", *openings)
    assert set(Opening.objects.values_list("outcome", flat=True)) == {"open"}


def test_what_is_filled_already_is_not_closed(editor):
    opening = factories.opening(title="Gone", outcome="filled")

    response = act(editor, "close_selected", opening)

    assert Opening.objects.get().outcome == "filled"
    assert "Unchanged: Gone." in text(response)


@pytest.mark.parametrize("order", [("Open", "Gone", "Free"), ("Gone", "Open", "Free")])
@pytest.mark.parametrize(
    ("action", "outcome"),
    [("fill_selected", "filled"), ("close_selected", "closed"), ("cancel_selected", "cancelled")],
)
def test_of_the_selected_those_take_the_step_that_can(editor, action, outcome, order):
    openings = [
        factories.opening(title=title, outcome="filled" if title == "Gone" else "open")
        for title in order
    ]

    response = act(editor, action, *openings)

    assert "Unchanged: Gone." in text(response)
    for opening in openings:
        opening.refresh_from_db()
    expected = {"Open": outcome, "Free": outcome, "Gone": "filled"}
    assert {opening.title: opening.outcome for opening in openings} == expected
    assert LogEntry.objects.count() == 2


def test_reopening_several_names_those_that_their_deadline_closes(editor):
    passed = factories.opening(title="Passed", deadline=date(2026, 11, 1), outcome="filled")
    others = [factories.opening(title=title, outcome="filled") for title in ("A", "B")]

    shown = text(act(editor, "reopen_selected", passed, *others))

    assert "3 open positions reopened. Closed all the same, since the deadline has passed" in shown
    assert "passed: Passed." in shown


def test_the_list_takes_no_step_that_the_form_does_not_offer(editor):
    draft = factories.opening(title="Draft", state="draft")

    for action in ("cancel_selected", "close_selected"):
        assert "Unchanged: Draft." in text(act(editor, action, draft))
    editor.post(step_of(draft, "outcome"), {"outcome": "cancelled"})

    assert Opening.objects.get().outcome == "open"


# Rights


def test_who_may_only_look_finds_no_steps_and_takes_none(client):
    opening = factories.opening(deadline=date(2026, 12, 15))
    viewer = with_rights("view_opening")

    html = viewer.get(form_of(opening)).content.decode()

    for words in ("Mark as filled", "Close now", "Duplicate", "Extend the deadline"):
        assert words not in html
        assert words not in viewer.get(LIST).content.decode()
    for step in ("outcome", "duplicate"):
        response = viewer.post(step_of(opening, step), {"outcome": "filled"})
        assert response.status_code == 403
    assert viewer.get(f"{LIST}extend/", {"id": opening.pk}).status_code == 403
    assert extend(viewer, opening, deadline="2026-12-31").status_code == 403
    assert Opening.objects.get().edit_version == 1


def test_who_may_change_but_not_add_does_not_duplicate(client):
    opening = factories.opening()
    changer = with_rights("view_opening", "change_opening")

    html = changer.get(form_of(opening)).content.decode()

    assert "Mark as filled" in html
    assert ">Duplicate</button>" not in html
    assert changer.post(step_of(opening, "duplicate")).status_code == 403


def test_who_may_add_but_not_change_duplicates_and_ends_nothing(client):
    opening = factories.opening()
    adder = with_rights("view_opening", "add_opening")

    html = adder.get(form_of(opening)).content.decode()

    assert ">Duplicate</button>" in html
    assert "Mark as filled" not in html
    assert adder.post(step_of(opening, "duplicate")).status_code == 302
    assert adder.post(step_of(opening, "outcome"), {"outcome": "filled"}).status_code == 403


def test_a_step_asks_for_the_forms_token(superuser):
    client = Client(enforce_csrf_checks=True)
    client.force_login(superuser)
    opening = factories.opening()

    assert client.post(step_of(opening, "outcome"), {"outcome": "filled"}).status_code == 403
    assert Opening.objects.get().outcome == "open"
