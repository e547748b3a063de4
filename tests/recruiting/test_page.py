"""The page of a position: what applicants ask, in their words, and nothing that is not so."""

import re
from datetime import date, time

import pytest

from profile.models import Profile
from recruiting.models import Opening
from tests import factories
from tests.pages import empty_headings, normalized, visible_text

pytestmark = pytest.mark.django_db

PORTAL = "https://jobs.example.edu/12"
TO_COME, GONE = date(2150, 12, 15), date(2020, 12, 15)
#: Everything an opening may say.
EVERYTHING = {
    "title": "Postdoc in clouds",
    "summary": "A summary for the list.",
    "description": "The work on **clouds**.",
    "requirements": "A doctorate.",
    "eligibility": "Anybody who has not been here before.",
    "reference": "REF-12",
    "places": 2,
    "funding": "Fully funded.",
    "salary_from": 60000,
    "salary_to": 70000,
    "salary_currency": "EUR",
    "salary_period": "year",
    "hours": "full-time",
    "duration": "2 years",
    "working_language": "English",
    "start": "2150",
    "start_season": "fall",
    "workplace": "on-site",
    "city": "Exampleton",
    "country": "Wonderland",
    "posted_on": date(2026, 9, 1),
    "deadline": TO_COME,
    "deadline_time": time(17, 0),
    "time_zone": "Asia/Shanghai",
    "review_from": date(2150, 11, 1),
    "way": "email-portal",
    "apply_email": "jobs+clouds@example.edu",
    "portal": PORTAL,
    "documents": "CV\nTwo letters",
    "after_applying": "We read it within a week.",
    "contact_name": "Grace Contact",
    "contact_email": "grace@example.edu",
}


def html_of(client, opening: Opening) -> str:
    return client.get(opening.get_absolute_url()).content.decode()


def text_of(client, opening: Opening) -> str:
    return visible_text(html_of(client, opening))


def main_of(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]


def test_everything_that_is_known_stands_on_the_page(client):
    supervisor = factories.person(name="Ada Supervisor", link="https://example.org/ada")
    opening = factories.opening(hosts=2, topics=1, supervisor=supervisor, **EVERYTHING)
    first, second = (host.organization for host in opening.hosts.order_by("position"))
    topic = opening.topics.get().interest

    html = html_of(client, opening)

    text = visible_text(html)
    for words in (
        "Postdoc in clouds", opening.kind.name, first.name, second.name, "Ada Supervisor",
        topic.title, "A summary for the list.", "The work on clouds.", "A doctorate.",
        "Anybody who has not been here before.", "REF-12", "Fully funded.", "EUR 60,000–70,000",
        "2 years", "English", "Exampleton", "1 Sep 2026", "15 Dec 2150", "17:00",
        "Shanghai time (UTC+8)", "1 Nov 2150", "CV", "Two letters", "We read it within a week.",
        "Grace Contact", "grace@example.edu", "jobs+clouds@example.edu", "all 2150",
    ):  # fmt: skip
        assert words in text, words
    assert text.index(first.name) < text.index(second.name)
    assert f"Employer {first.name}" in text
    assert f"{topic.get_absolute_url()}" in html
    assert 'href="https://example.org/ada"' in html
    assert f'href="{PORTAL}"' in html
    assert empty_headings(html) == []


def test_a_kind_and_a_host_are_enough(client):
    factories.profile()
    factories.recruiting_page(introduction="We look for **people**.")
    opening = factories.opening()

    html = html_of(client, opening)

    text = visible_text(html)
    assert f'<h1 dir="auto">{opening.kind.name}</h1>' in html
    assert opening.hosts.get().organization.name in text
    assert "We look for people." in text
    assert "Open until filled" in text
    assert "mailto:ada@example.edu" in html
    assert empty_headings(html) == []
    for words in (
        "None", "Requirements", "Who may apply", "What to send", "After you apply", "Questions",
        "Add to calendar", "Start", "Salary", "Contract", "Reference", "Posted",
    ):  # fmt: skip
        assert words not in visible_text(main_of(html)), words
    assert '<dl class="facts">' not in html


def test_the_text_of_the_position_takes_the_place_of_the_general_call(client):
    factories.recruiting_page(introduction="We look for people.")
    opening = factories.opening(description="Clouds.")

    assert "We look for people." not in text_of(client, opening)


def test_hosts_stand_by_their_whole_names_and_lead_home(client):
    opening = factories.opening(hosts=0)
    host = factories.organization(
        name="University of Examples", short_name="UEX", link="https://uex.example.edu/"
    )
    opening.hosts.create(organization=host)

    html = html_of(client, opening)

    assert "University of Examples (UEX)" in visible_text(html)
    assert 'href="https://uex.example.edu/"' in html


def test_a_deadline_can_be_put_into_a_calendar(client):
    opening = factories.opening(title="Clouds", deadline=TO_COME)

    html = html_of(client, opening)

    assert 'href="/positions/clouds.ics"' in html
    assert "Add to calendar" in visible_text(html)


@pytest.mark.parametrize("fields", [{}, {"deadline": GONE}, {"outcome": "filled"}])
def test_without_a_deadline_to_come_there_is_nothing_for_a_calendar(client, fields):
    opening = factories.opening(**fields)

    assert ".ics" not in main_of(html_of(client, opening))


def test_what_opens_later_says_when_and_what_will_be_asked(client):
    factories.profile()
    factories.recruiting_page(how_to_apply="Write to somebody@example.edu.", documents="CV")
    opening = factories.opening(opens_on=date(2150, 3, 1), way="email-portal", portal=PORTAL)

    html = html_of(client, opening)

    text = visible_text(html)
    assert text.count("Opens 1 Mar 2150, 00:00 Anywhere on Earth") == 2
    assert '<time datetime="2150-03-01T00:00:00-12:00" data-moment="opens">' in html
    assert "taken by e-mail and in a portal; the address appears here then." in text
    assert "What to send CV" in text
    assert "mailto:" not in html
    assert "ada@example.edu" not in html
    assert PORTAL not in html
    assert "somebody@example.edu" not in html


ENDS = [
    ({"deadline": GONE}, "This position is closed."),
    ({"outcome": "closed"}, "This position is closed."),
    ({"outcome": "filled"}, "This position has been filled."),
    ({"outcome": "cancelled"}, "This position will not be filled."),
]


@pytest.mark.parametrize(("fields", "words"), ENDS)
def test_what_is_no_longer_open_says_so_and_takes_no_application(client, fields, words):
    factories.profile()
    factories.recruiting_page(how_to_apply="Write.", documents="CV", introduction="Come to us.")
    opening = factories.opening(title="Postdoc in rain", **{**fields, "way": "portal-email"} | {
        "portal": PORTAL, "apply_email": "jobs@example.edu", "contact_email": "c@example.edu",
    })  # fmt: skip

    response = client.get(opening.get_absolute_url())

    html = response.content.decode()
    text = visible_text(html)
    assert "Postdoc in rain" in text
    assert words in text
    assert text.index(words) < text.index("No other position is open now")
    assert "How to apply" not in text
    assert "Come to us." not in text
    assert "mailto:" not in html
    assert "jobs@example.edu" not in html
    assert PORTAL not in html
    assert "JobPosting" not in html
    assert "noindex" not in html
    assert 'href="/positions/"' in main_of(html)


def test_what_closed_by_the_clock_names_the_day_of_the_deadline(client):
    opening = factories.opening(deadline=GONE, time_zone="Asia/Shanghai")

    text = text_of(client, opening)

    assert "Applications were taken until 15 Dec 2020." in text
    assert "Deadline 15 Dec 2020, 23:59 Shanghai time (UTC+8)" in text
    assert "left" not in text


def test_what_was_filled_before_its_deadline_names_that_day(client):
    opening = factories.opening(deadline=TO_COME, outcome="filled")
    ended = opening.ended_at

    words = f"It closed on {ended.day} {ended:%b} {ended.year}."
    assert words in text_of(client, opening)


@pytest.mark.parametrize(("fields", "words"), ENDS)
def test_what_is_no_longer_open_points_to_what_is(client, fields, words):
    opening = factories.opening(title="Postdoc in rain", **fields)
    other = factories.opening(title="PhD in snow")
    factories.opening(title="Scientist of hail", opens_on=date(2150, 3, 1))

    html = html_of(client, opening)

    assert 'href="#others"' in html
    assert f'href="{other.get_absolute_url()}"' in html
    assert "Scientist of hail" not in html


def test_what_is_open_shows_the_others_and_not_itself(client):
    opening = factories.opening(title="Postdoc in rain")
    factories.opening(title="PhD in snow")
    factories.opening(title="Scientist of hail", outcome="filled")
    factories.opening(title="Intern of fog", state="draft")

    text = text_of(client, opening)

    others = text[text.index("Other open positions") :]
    assert "PhD in snow" in others
    assert "rain" not in others
    assert "hail" not in text
    assert "fog" not in text


def test_the_steps_stand_in_the_order_of_the_way_and_are_counted_on(client):
    factories.profile()
    factories.recruiting_page(how_to_apply="1. Write to us.\n2. Say why.")
    opening = factories.opening(way="portal-email", portal=PORTAL)

    html = html_of(client, opening)

    text = visible_text(html)
    assert text.index("Fill in the application") < text.index("Write to us.")
    assert re.findall(r'<ol [^>]*start="(\d+)"', html) == ["1", "2"]
    assert html.index(f'href="{PORTAL}"') < html.index('href="mailto:')


def test_the_message_can_be_read_as_text(client):
    factories.profile()
    opening = factories.opening(title="Postdoc in rain", documents="CV", reference="R 1")

    text = text_of(client, opening)

    assert "Subject: Application: Postdoc in rain (R 1) – [your name]" in text
    assert "To: ada@example.edu" in text
    assert "Attached: [ ] CV" in text


def test_without_any_address_words_help_and_no_button_leads_nowhere(client):
    factories.profile(email_is_public=False)
    opening = factories.opening(contact_name="Grace Contact", documents="CV")

    html = html_of(client, opening)

    assert "How to apply has not been announced yet." in visible_text(html)
    assert "Please ask the contact below." in visible_text(html)
    assert "mailto:" not in html
    assert 'class="button' not in main_of(html)
    assert Profile.objects.get().email not in html


def test_steps_without_an_address_end_in_words_that_help(client):
    factories.profile(email_is_public=False)
    factories.recruiting_page(how_to_apply="Come to my office.")
    opening = factories.opening()

    html = html_of(client, opening)

    assert "Come to my office. How to apply has not been announced" in visible_text(html)
    assert html.count("How to apply</h2>") == 1
    assert 'href="mailto:' not in html


@pytest.mark.parametrize(
    ("link", "words"),
    [
        (
            "https://uex.example.edu/",
            "announced yet. Please see the pages of University of Examples.",
        ),
        ("", "announced yet."),
    ],
)
def test_without_a_contact_the_host_helps_where_it_has_a_page(client, link, words):
    factories.profile(email_is_public=False)
    opening = factories.opening(hosts=0)
    host = factories.organization(name="University of Examples", link=link)
    opening.hosts.create(organization=host)

    main = main_of(html_of(client, opening))

    text = visible_text(main)
    assert text[text.index("announced") :].startswith(words)
    assert main.count(f'href="{link}"') == (2 if link else 0)
    assert 'href="/"' not in main


@pytest.mark.parametrize(("number", "is_first"), [(8, False), (9, True)])
def test_a_long_list_of_what_to_send_stands_below_the_button(client, number, is_first):
    factories.profile()
    opening = factories.opening(documents="\n".join(f"Paper {n}" for n in range(number)))

    text = text_of(client, opening)

    assert (text.index("Write the e-mail") < text.index("What to send")) is is_first


@pytest.mark.parametrize(
    ("description", "levels"),
    [
        ("# The work\n\nClouds.\n\n## Days\n\nLong.", ["h1", "h2", "h3", "h4", "h2"]),
        ("Clouds.", ["h1", "h2"]),
    ],
)
def test_headings_of_the_text_leave_out_no_level(client, description, levels):
    factories.profile()
    opening = factories.opening(description=description)

    assert re.findall(r"<(h\d)", main_of(html_of(client, opening))) == levels


def test_others_of_the_same_name_are_told_apart_by_their_hosts(client):
    opening = factories.opening(title="Rain")
    for title, host in (("Fog", "Institute A"), ("Fog", "Institute B"), ("Snow", "Institute A")):
        row = factories.opening(hosts=0, title=title)
        row.hosts.create(organization=factories.organization(name=f"{host} {title}"))

    text = text_of(client, opening)

    assert "Fog · Institute A Fog Fog · Institute B Fog Snow" in text
    assert "Institute A Snow" not in text


def test_no_more_than_eight_others_are_shown_beside_the_way_to_all(client):
    opening = factories.opening(title="Rain")
    for number in range(9):
        factories.opening(title=f"Cloud {number}")

    html = html_of(client, opening)

    assert html.count('class="chip"') == 8
    assert "Cloud 8" not in html
    assert 'href="/positions/">All positions' in html


def test_words_of_the_editor_run_in_their_own_direction(client):
    opening = factories.opening(
        title="משרה", summary="תקציר", description="תיאור", requirements="דרישות"
    )

    page, listed = html_of(client, opening), client.get("/positions/").content.decode()

    for words in ('<h1 dir="auto">משרה', '<p class="lead" dir="auto">תקציר'):
        assert words in page
    assert page.count('<div class="prose" dir="auto">') == 2
    assert re.search(r'<h3 dir="auto"><a [^>]*>משרה', listed)
    assert '<p class="card-summary" dir="auto">תקציר' in listed


def test_the_address_of_the_position_stands_in_for_that_of_the_profile(client):
    factories.profile(email_is_public=False)
    opening = factories.opening(apply_email="jobs@example.edu")

    html = html_of(client, opening)

    assert 'href="mailto:jobs@example.edu?' in html
    assert "ada@example.edu" not in html


def test_words_of_the_editor_are_no_markup(client):
    factories.profile()
    opening = factories.opening(
        title='<b>"Post" & doc</b>', documents="<i>CV</i>", contact_name="<u>G</u>", hosts=0
    )

    html = html_of(client, opening)

    assert "<b>" not in main_of(html)
    assert "<i>" not in main_of(html)
    assert "<u>" not in main_of(html)
    assert '<b>"Post" & doc</b>' in visible_text(html)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"summary": "In short.", "description": "At **length**."}, "In short."),
        ({"description": "At **length**."}, "At length."),
        ({}, "We look for people."),
    ],
)
def test_the_head_describes_the_position(client, fields, words):
    factories.recruiting_page(introduction="We look for **people**.")
    opening = factories.opening(**fields)

    description = re.search(r'<meta name="description" content="([^"]*)"', html_of(client, opening))

    assert words in normalized(description[1])


def test_the_general_call_applies_to_any_position(client):
    factories.profile()
    factories.recruiting_page(how_to_apply="1. Write.\n2. Attach a CV.", documents="CV")
    factories.opening()

    html = client.get("/positions/").content.decode()

    assert "Application%3A%20%5Bposition%5D" in html
    assert "Attach a CV." in visible_text(html)
    assert "mailto:ada@example.edu" in html
