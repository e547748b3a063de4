"""The list of positions and the call on the front page, as applicants find them."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from homepage.content.publishing import PublishState
from recruiting.models import OpeningKind
from tests import factories
from tests.pages import empty_headings, visible_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("set_clock")]


def kind(name: str) -> OpeningKind:
    return OpeningKind.objects.get(name=name)


def opening_with(hosts=(), topics=(), **fields):
    """An opening with these hosts and topics."""
    opening = factories.opening(hosts=0, **fields)
    for host in hosts:
        opening.hosts.create(organization=host)
    for topic in topics:
        opening.topics.create(interest=topic)
    return opening


def html_of(client, path: str = "/positions/", **query: str) -> str:
    response = client.get(path, query)
    assert response.status_code == 200
    return response.content.decode()


def text_of(client, path: str = "/positions/", **query: str) -> str:
    return visible_text(html_of(client, path, **query))


def titles(client, **query: str) -> list[str]:
    """What the cards are headed by."""
    cards = re.findall(
        r'<h3[^>]*><a href="/positions/[^"]*">(.*?)</a></h3>', html_of(client, **query)
    )
    return [visible_text(card) for card in cards]


def choices(client, name: str, **query: str) -> dict[str, int]:
    facets = client.get("/positions/", query).context["filters"].facets
    return {choice.value: choice.count for f in facets if f.name == name for choice in f.choices}


class TestCards:
    def test_a_kind_and_a_host_are_enough(self, client):
        opening = factories.opening()
        host = opening.hosts.get().organization

        text = text_of(client)

        assert opening.slug == "research-scientist"
        assert f"{opening.kind.name} {host.name} Open until filled" in text

    def test_a_card_says_what_until_when_and_how_long_that_is(self, client):
        host = factories.organization(name="Institute for Clouds", short_name="IfC")
        opening_with(
            [host],
            kind=kind("Postdoc"),
            title="Postdoc in clouds",
            summary="Two years of watching.",
            places=2,
            duration="2 years",
            start="2027-03",
            deadline=date(2026, 12, 15),
            review_from=date(2026, 12, 1),
        )

        assert (
            "Postdoc in clouds Postdoc IfC · 2 places · 2 years · from Mar 2027 "
            "Two years of watching. Apply by 15 Dec 2026, 23:59 Anywhere on Earth "
            "your time · 23 days left Review begins 1 Dec 2026"
        ) in text_of(client)

    def test_the_readers_own_time_has_a_hidden_place_until_a_script_knows_it(self, client):
        factories.opening(deadline=date(2026, 12, 15))

        html = html_of(client)

        assert '<time datetime="2026-12-15T23:59:00-12:00" data-moment="closes">' in html
        assert '<span data-own-time="closes" hidden>' in html
        assert "js/deadlines.js" in html

    @pytest.mark.parametrize("path", ["/positions/", "/", "/positions/clouds/"])
    def test_a_page_that_no_clock_changes_has_no_script_for_it(self, client, path):
        factories.opening(title="Clouds")

        html = html_of(client, path)

        assert "js/deadlines.js" not in html
        assert "data-changes-at" not in html

    @pytest.mark.parametrize(
        ("path", "fields", "moment"),
        [
            # Whole days are left: a day less from the next instant on.
            ("/positions/", {"deadline": date(2026, 12, 15)}, "2026-11-23T12:00:00+00:00"),
            ("/positions/clouds/", {"deadline": date(2026, 12, 15)}, "2026-11-23T12:00:00+00:00"),
            ("/", {"deadline": date(2026, 12, 15)}, "2026-12-16T12:00:00+00:00"),
            ("/positions/rain/", {"deadline": date(2026, 12, 15)}, "2026-12-16T12:00:00+00:00"),
            ("/positions/", {"opens_on": date(2026, 12, 1)}, "2026-12-01T12:00:00+00:00"),
            ("/", {"opens_on": date(2026, 12, 1)}, "2026-12-01T12:00:00+00:00"),
            ("/positions/rain/", {"opens_on": date(2026, 12, 1)}, "2026-12-01T12:00:00+00:00"),
        ],
    )
    def test_a_page_knows_when_the_clock_changes_what_it_says(self, client, path, fields, moment):
        factories.profile()
        factories.opening(title="Clouds", **fields)
        factories.opening(title="Rain")

        html = html_of(client, path)

        assert f'<html lang="en" data-changes-at="{moment}">' in html
        assert html.count("js/deadlines.js") == 1

    def test_a_page_of_what_has_ended_changes_when_another_closes(self, client):
        factories.opening(title="Clouds", deadline=date(2026, 12, 15), outcome="filled")
        assert "data-changes-at" not in html_of(client, "/positions/clouds/")

        factories.opening(title="Rain", deadline=date(2026, 12, 20))
        html = html_of(client, "/positions/clouds/")
        assert 'data-changes-at="2026-12-21T12:00:00+00:00"' in html

    def test_open_ones_come_in_the_editors_order_before_those_that_open_soon(self, client):
        for title, opens in (("Later", date(2027, 3, 1)), ("First", None),
                             ("Sooner", date(2027, 1, 1)), ("Second", None)):  # fmt: skip
            factories.opening(title=title, opens_on=opens)

        assert titles(client) == ["First", "Second", "Sooner", "Later"]
        text = text_of(client)
        assert text.index("Second") < text.index("Opening soon") < text.index("Sooner")
        assert "Opens 1 Jan 2027, 00:00 Anywhere on Earth your time" in text
        assert empty_headings(html_of(client)) == []

    def test_days_left_are_not_promised_before_a_position_opens(self, client):
        factories.opening(opens_on=date(2026, 12, 1), deadline=date(2026, 12, 15))

        text = text_of(client)

        assert "Opens 1 Dec 2026, 00:00 Anywhere on Earth your time Apply by 15 Dec 2026" in text
        assert "left" not in text

    def test_a_position_leaves_at_its_last_second(self, client, set_clock):
        factories.opening(title="Postdoc in clouds", deadline=date(2026, 12, 15))
        closes = datetime(2026, 12, 16, 12, tzinfo=UTC)

        set_clock(closes - timedelta(microseconds=1))
        assert "less than a day left" in text_of(client)
        assert "Postdoc in clouds" in titles(client)

        set_clock(closes)
        assert titles(client) == []

    @pytest.mark.parametrize("path", ["/positions/", "/", "/positions/atom.xml", "/sitemap.xml"])
    @pytest.mark.parametrize(
        "fields",
        [
            {"outcome": "closed"},
            {"outcome": "filled"},
            {"outcome": "cancelled"},
            {"deadline": date(2026, 11, 1)},
            {"state": PublishState.DRAFT},
        ],
    )
    def test_what_is_not_open_is_advertised_nowhere(self, client, path, fields):
        factories.opening(title="Rain", kind=kind("Visiting scholar"), **fields)
        factories.opening(title="Fog", kind=kind("Postdoc"))

        html = html_of(client, path)

        assert "/positions/fog/" in html
        assert "rain" not in html
        assert "Visiting scholar" not in html

    def test_applicants_find_the_address_and_the_steps(self, client):
        factories.profile()
        factories.recruiting_page(how_to_apply="1. Write.\n2. Attach a CV.")
        factories.opening()

        html = html_of(client)

        assert "mailto:ada@example.edu" in html
        assert "Attach a CV." in visible_text(html)

    def test_the_list_leads_to_calendar_and_feed(self, client):
        factories.opening()

        html = html_of(client)

        assert 'href="/positions/calendar.ics"' in html
        assert 'href="/positions/atom.xml"' in html


class TestEmptyList:
    def test_it_has_a_friendly_word_the_introduction_and_the_last_word(self, client):
        factories.recruiting_page(
            introduction="We are always glad to hear from you.", closing="Write anyway."
        )

        html = html_of(client)

        for words in ("No position is open at the moment.", "always glad", "Write anyway."):
            assert words in visible_text(html)
        assert "<select" not in html
        assert 'href="/positions/calendar.ics"' in html
        assert 'href="/positions/atom.xml"' in html

    def test_the_call_stands_as_general_and_whoever_writes_anyway_finds_where(self, client):
        factories.profile()
        factories.recruiting_page(introduction="Several positions are open.", closing="Write us.")

        html = html_of(client)

        text = visible_text(html)
        assert "at the moment. This is our general call: Several positions are open." in text
        assert "Write us. E-mail: ada@example.edu" in text
        assert 'href="mailto:ada@example.edu"' in html
        assert "How to apply" not in text

    def test_an_address_that_is_not_public_stays_so(self, client):
        factories.profile(email_is_public=False)
        factories.recruiting_page(closing="Write us.")

        assert "ada@example.edu" not in html_of(client)

    def test_what_was_asked_for_can_be_taken_away_from_it(self, client):
        factories.opening(kind=kind("Postdoc"), outcome="filled")

        html = html_of(client, kind="postdoc")

        assert "No position is open at the moment." in visible_text(html)
        assert "Without Kind: Postdoc" in visible_text(html)
        assert re.search(r'href="/positions/">Show all positions', html)

    @pytest.mark.parametrize("query", [{}, {"kind": "postdoc"}])
    def test_what_is_read_out_has_its_place(self, client, query):
        assert 'role="status" data-status>' in html_of(client, **query)

    def test_an_empty_site_has_one_too(self, client):
        text = text_of(client)

        assert "No position is open at the moment. New ones are announced here." in text

    def test_where_all_open_later_it_says_so(self, client):
        factories.profile()
        factories.opening(title="Next year", opens_on=date(2027, 1, 1))

        text = text_of(client)

        assert "No position is open yet; positions opening soon are listed below." in text
        assert "Next year" in text
        assert "How to apply" not in text


class TestFilters:
    @pytest.fixture
    def weather(self):
        """Three positions: two postdocs at different hosts, one student at both."""
        self.ifc = factories.organization(name="Institute for Clouds", short_name="IfC")
        self.rain = factories.organization(name="Académie de la Pluie")
        self.fog = factories.interest(title="Fog and mist")
        opening_with([self.ifc], [self.fog], kind=kind("Postdoc"), title="Cloud postdoc")
        opening_with([self.rain], kind=kind("Postdoc"), title="Rain postdoc",
                     opens_on=date(2027, 1, 1))  # fmt: skip
        opening_with([self.rain, self.ifc], [self.fog], kind=kind("PhD student"), title="Student")

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({}, ["Cloud postdoc", "Student", "Rain postdoc"]),
            ({"kind": "postdoc"}, ["Cloud postdoc", "Rain postdoc"]),
            ({"topic": "fog-and-mist"}, ["Cloud postdoc", "Student"]),
            ({"host": "academie-de-la-pluie"}, ["Student", "Rain postdoc"]),
            ({"kind": "postdoc", "host": "ifc"}, ["Cloud postdoc"]),
            ({"kind": "postdoc", "host": "ifc", "topic": "fog-and-mist"}, ["Cloud postdoc"]),
            ({"kind": ""}, ["Cloud postdoc", "Student", "Rain postdoc"]),
            ({"utm_source": "x", "page": "9"}, ["Cloud postdoc", "Student", "Rain postdoc"]),
        ],
    )
    def test_they_combine_and_ignore_what_they_do_not_know(self, client, weather, query, found):
        assert titles(client, **query) == found

    @pytest.mark.parametrize("name", ["kind", "topic", "host"])
    @pytest.mark.parametrize("value", ["nothing", "nothing\x00", "' OR 1=1", "x" * 5000])
    def test_a_value_that_nobody_knows_leaves_a_friendly_empty_list(
        self, client, weather, name, value
    ):
        html = html_of(client, **{name: value})

        assert titles(client, **{name: value}) == []
        assert "No position matches these filters." in visible_text(html)
        assert f"Without {name.title()}: Unknown" in visible_text(html)
        assert re.search(r'href="/positions/">Show all positions', html)

    @pytest.mark.parametrize(
        ("name", "typed"),
        [("kind", "Postdoc"), ("kind", "PhD student"), ("host", "IfC"),
         ("host", "Académie de la Pluie"), ("topic", "Fog-And-Mist")],
    )  # fmt: skip
    def test_a_name_is_understood_however_it_is_written(self, client, weather, name, typed):
        assert titles(client, **{name: typed}) != []

    def test_each_choice_says_how_many_it_gives_beside_the_other_filters(self, client, weather):
        assert choices(client, "kind") == {"postdoc": 2, "phd-student": 1}
        assert choices(client, "kind", topic="fog-and-mist") == {"postdoc": 1, "phd-student": 1}
        assert choices(client, "host", kind="postdoc") == {"academie-de-la-pluie": 1, "ifc": 1}
        assert choices(client, "topic", kind="phd-student") == {"fog-and-mist": 1}

    def test_what_only_a_closed_or_hidden_position_has_is_not_offered(self, client, weather):
        opening_with([factories.organization(name="Gone")], kind=kind("Visiting scholar"),
                     outcome="filled")  # fmt: skip
        opening_with([self.ifc], [factories.interest(title="Secret", state=PublishState.DRAFT)])

        html = html_of(client)

        assert "visiting-scholar" not in choices(client, "kind")
        assert "Gone" not in html
        assert "Secret" not in html
        assert "Secret" not in html_of(client, topic="secret")
        assert "Topic: Unknown" in text_of(client, topic="secret")

    def test_an_address_outlives_the_position_that_it_was_made_for(self, client, weather):
        opening_with(kind=kind("Visiting scholar"), deadline=date(2026, 11, 1))

        text = text_of(client, kind="visiting-scholar")

        assert "No position matches these filters." in text
        assert "Kind: Visiting scholar" in text

    def test_where_filters_leave_nothing_it_says_so_and_how_to_go_on(self, client, weather):
        opening_with([self.ifc], kind=kind("Visiting scholar"))

        html = html_of(client, kind="visiting-scholar", topic="fog-and-mist")

        assert "No position matches these filters." in visible_text(html)
        assert 'href="?topic=fog-and-mist"' in html
        assert 'href="?kind=visiting-scholar"' in html
        assert re.search(r'href="/positions/">Show all positions', html)

    def test_the_form_keeps_what_is_chosen(self, client, weather):
        html = html_of(client, kind="postdoc")

        assert '<option value="postdoc" selected>Postdoc (2)</option>' in html
        assert re.search(r'<form [^>]*method="get"', html)
        assert '<button class="button" type="submit">Show</button>' in html

    def test_a_filtered_list_is_not_another_page_for_search_engines(self, client, weather):
        html = html_of(client, kind="postdoc")

        assert re.search(r'<meta name="robots" content="noindex', html)
        assert "CollectionPage" not in html
        assert "CollectionPage" in html_of(client)
        assert "JobPosting" not in html_of(client)

    def test_names_that_look_the_same_in_an_address_keep_apart(self, client):
        for name in ("Post-doc", "Post doc"):
            opening_with(kind=factories.opening_kind(name=name), title=name)

        newer = f"post-doc-{kind('Post doc').pk}"
        assert choices(client, "kind") == {"post-doc": 1, newer: 1}
        assert titles(client, kind=newer) == ["Post doc"]

    def test_an_address_means_the_same_when_another_position_closes(self, client):
        older, newer = (
            opening_with([host], kind=row)
            for host, row in (
                (factories.organization(name="Dept. of Rain"), factories.opening_kind(name="A b")),
                (factories.organization(name="Dept of Rain"), factories.opening_kind(name="A-b")),
            )
        )
        addresses = {
            "kind": f"a-b-{newer.kind_id}",
            "host": f"dept-of-rain-{newer.hosts.get().organization_id}",
        }

        older.outcome = "filled"
        older.save()

        for name, value in addresses.items():
            assert len(titles(client, **{name: value})) == 1, name
        assert titles(client, kind="a-b") == []
        assert titles(client, host="dept-of-rain") == []

    def test_names_in_any_script_have_an_address(self, client):
        for name in ("博士生", "→"):
            opening_with(kind=factories.opening_kind(name=name), title=name)

        assert titles(client, kind="博士生") == ["博士生"]
        assert titles(client, kind="→") == ["→"]

    def test_a_filter_that_tells_nothing_apart_is_not_shown(self, client):
        host = factories.organization()
        opening_with([host], kind=kind("Postdoc"))

        assert "<form class=" not in html_of(client)
        assert "js/filter.js" not in html_of(client)

        opening_with([host], kind=kind("PhD student"))
        assert choices(client, "kind") == {"postdoc": 1, "phd-student": 1}
        assert choices(client, "host") == {}


class TestQueries:
    def count(self, client, path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    @pytest.mark.parametrize(
        "path",
        ["/", "/positions/", "/positions/?kind=postdoc", "/positions/?kind=visiting-scholar"],
    )
    def test_they_do_not_grow_with_the_positions(self, client, path):
        def fill(number: int) -> None:
            for _ in range(number):
                factories.opening(hosts=2, topics=2, kind=kind("Postdoc"))
                factories.opening(hosts=1, topics=1, kind=kind("PhD student"))
                factories.opening(kind=kind("Visiting scholar"), outcome="filled")

        factories.profile()
        fill(1)
        few = self.count(client, path)
        fill(5)

        assert self.count(client, path) == few


class TestCallOnTheFrontPage:
    @pytest.fixture(autouse=True)
    def owner(self):
        factories.profile()
        factories.recruiting_page(heading="Join us")

    def chips(self, client) -> list[tuple[str, str]]:
        found = re.findall(r'<a class="chip" href="([^"]*)">(.*?)</a>', html_of(client, "/"))
        return [(visible_text(words), address) for address, words in found]

    def test_it_shows_the_kinds_that_are_open_in_the_editors_order(self, client):
        opening_with(kind=kind("PhD student"), deadline=date(2026, 12, 15), title="Doctorate")
        opening_with(kind=kind("Postdoc"), places=2, title="Cloud postdoc")
        opening_with(kind=kind("Visiting scholar"), opens_on=date(2027, 1, 1))
        opening_with(kind=kind("Research engineer"), outcome="filled")

        assert self.chips(client) == [
            ("Postdoc · 2 places", "/positions/cloud-postdoc/"),
            ("PhD student · due 15 Dec", "/positions/doctorate/"),
        ]

    def test_several_of_a_kind_are_one_chip_that_leads_to_them(self, client):
        opening_with(kind=kind("Postdoc"), places=2, deadline=date(2027, 1, 31), title="One")
        opening_with(kind=kind("Postdoc"), places=1, deadline=date(2026, 12, 15), title="Two")

        [(words, address)] = self.chips(client)

        assert words == "Postdoc · 3 places · due 15 Dec"
        assert address == "/positions/?kind=postdoc"
        assert titles(client, kind="postdoc") == ["One", "Two"]

    def test_places_are_not_summed_where_one_is_unknown(self, client):
        opening_with(kind=kind("Postdoc"), places=2)
        opening_with(kind=kind("Postdoc"))

        assert self.chips(client) == [("Postdoc", "/positions/?kind=postdoc")]

    def test_no_deadline_is_told_where_one_of_them_has_none(self, client):
        opening_with(kind=kind("Postdoc"), deadline=date(2026, 12, 15))
        opening_with(kind=kind("Postdoc"))

        assert self.chips(client) == [("Postdoc", "/positions/?kind=postdoc")]

    def test_a_deadline_far_away_has_its_year(self, client):
        opening_with(kind=kind("Postdoc"), deadline=date(2027, 12, 15))

        assert self.chips(client)[0][0] == "Postdoc · due 15 Dec 2027"

    def test_a_chip_leads_to_its_kind_also_where_names_look_the_same(self, client):
        opening_with(kind=factories.opening_kind(name="Post-doc"), opens_on=date(2027, 1, 1))
        other = factories.opening_kind(name="Post doc")
        for title in ("One", "Two"):
            opening_with(kind=other, title=title)

        [(_, address)] = self.chips(client)

        assert address == f"/positions/?kind=post-doc-{other.pk}"
        assert titles(client, kind=f"post-doc-{other.pk}") == ["One", "Two"]

    def test_nothing_open_is_no_call(self, client):
        opening_with(kind=kind("Postdoc"), opens_on=date(2027, 1, 1))

        assert "Join us" not in text_of(client, "/")

    def test_it_leaves_with_the_last_deadline(self, client, set_clock):
        opening_with(kind=kind("Postdoc"), deadline=date(2026, 12, 15))

        set_clock(datetime(2026, 12, 16, 11, 59, 59, tzinfo=UTC))
        assert "Join us" in text_of(client, "/")
        set_clock(datetime(2026, 12, 16, 12, tzinfo=UTC))
        assert "Join us" not in text_of(client, "/")

    def test_it_needs_no_script_but_to_leave_with_a_deadline(self, client):
        opening_with(kind=kind("Postdoc"))
        assert self.scripts(client) == ["theme.js"]

        opening_with(kind=kind("Postdoc"), deadline=date(2026, 12, 15))
        assert self.scripts(client) == ["theme.js", "deadlines.js"]

    def scripts(self, client) -> list[str]:
        found = re.findall(r'<script src="([^"]*)"', html_of(client, "/"))
        return [script.rpartition("/")[2] for script in found]
