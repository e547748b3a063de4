"""What job search engines read of a position: whole, true, and only while it is open."""

import json
import re
import warnings
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from profile.models import Organization
from recruiting.formats.posting_html import paragraphs_and_lists
from recruiting.models import Opening, OpeningHost, OpeningKind
from recruiting.structured_data import job_posting, missing_for_job_search
from tests import factories
from tests.clock import NOW
from tests.pages import visible_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("set_clock")]

SITE = "http://127.0.0.1:8000"
PAGE = f"{SITE}/positions/postdoc-in-optimization/"

#: A position of which everything is known.
RICH: dict[str, Any] = {
    "title": "Postdoc in optimization",
    "summary": "Two years with us.",
    "description": "You **prove** theorems.\n\n- Research\n- A little teaching",
    "requirements": "A doctorate in mathematics.",
    "eligibility": "No more than five years after the doctorate.",
    "reference": "MATH-2026-7",
    "places": 2,
    "funding": "Travel is paid.",
    "salary_from": Decimal(300_000),
    "salary_to": Decimal(400_000),
    "salary_currency": "CNY",
    "salary_period": "year",
    "hours": "full-time",
    "duration": "2 years",
    "working_language": "English",
    "start": "2027-03",
    "posted_on": date(2026, 9, 1),
    "deadline": date(2026, 12, 15),
    "review_from": date(2026, 11, 25),
    "documents": "A CV\nTwo letters",
    "apply_email": "jobs@example.edu",
    "after_applying": "Interviews are in January.",
    "contact_name": "Ben Sample",
    "contact_email": "ben@example.edu",
    "public_from": datetime(2026, 9, 1, tzinfo=UTC),
}
ADDRESS = {
    "street_address": "1 Example Road",
    "postal_code": "12345",
    "city": "Exampleton",
    "region": "Exampleshire",
    "country": "Exampleland",
}


def host(**fields) -> Organization:
    defaults = {"name": "University of Examples", "short_name": "UEx", "link": "https://uex.edu/"}
    return factories.organization(**{**defaults, **ADDRESS, **fields})


def opening(*hosts: Organization, is_job: bool = True, **fields) -> Opening:
    """A rich position with those hosts, or one, as the page of it is made from."""
    kind = factories.opening_kind(name="Postdoctoral researcher", is_job=is_job)
    row = factories.opening(hosts=0, **{"kind": kind, **RICH, **fields})
    for organization in hosts or (host(),):
        OpeningHost.objects.create(opening=row, organization=organization)
    return fetched(row)


def fetched(row: Opening) -> Opening:
    return Opening.objects.for_list(NOW).get(pk=row.pk)


def posting(row: Opening, at: datetime = NOW) -> dict[str, Any]:
    found = job_posting(row, at)
    assert found is not None
    return found


def postings_on(path: str) -> list[dict[str, Any]]:
    """What extruct, a reader by other hands, finds of jobs on a page."""
    response = Client().get(path)
    assert response.status_code == 200
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import extruct

        found = extruct.extract(response.content, base_url=SITE, syntaxes=["json-ld"])["json-ld"]
    return [data for data in found if data["@type"] == "JobPosting"]


def test_a_reader_by_other_hands_finds_everything_on_the_page():
    row = opening()

    [found] = postings_on(row.get_absolute_url())

    description = found.pop("description")
    assert found == {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "@id": f"{PAGE}#job",
        "url": PAGE,
        "title": "Postdoc in optimization",
        "datePosted": "2026-09-01",
        "validThrough": "2026-12-15T23:59:00-12:00",
        "hiringOrganization": {
            "@type": "CollegeOrUniversity",
            "name": "University of Examples",
            "alternateName": "UEx",
            "sameAs": "https://uex.edu/",
        },
        "jobLocation": {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "1 Example Road",
                "postalCode": "12345",
                "addressLocality": "Exampleton",
                "addressRegion": "Exampleshire",
                "addressCountry": "Exampleland",
            },
        },
        "employmentType": "FULL_TIME",
        "baseSalary": {
            "@type": "MonetaryAmount",
            "currency": "CNY",
            "value": {
                "@type": "QuantitativeValue",
                "minValue": 300000,
                "maxValue": 400000,
                "unitText": "YEAR",
            },
        },
        "identifier": {
            "@type": "PropertyValue",
            "name": "University of Examples",
            "value": "MATH-2026-7",
        },
        "directApply": False,
        "jobStartDate": "2027-03",
        "totalJobOpenings": 2,
        "qualifications": "A doctorate in mathematics.",
        "applicationContact": {
            "@type": "ContactPoint",
            "name": "Ben Sample",
            "email": "ben@example.edu",
        },
    }
    for words in (
        "Two years with us.",
        "<p>You prove theorems.</p><ul><li>Research</li><li>A little teaching</li></ul>",
        "<p>Requirements</p><p>A doctorate in mathematics.</p>",
        "<p>Who may apply</p><p>No more than five years after the doctorate.</p>",
        "<li>At University of Examples (UEx)</li>",
        "<li>Apply by 15 Dec 2026, 23:59 Anywhere on Earth</li><li>Review begins 25 Nov 2026</li>",
        "<li>Salary: CNY 300,000–400,000 per year</li>",
        "<li>Funding: Travel is paid.</li>",
        "<li>jobs@example.edu</li>",
        "<p>What to send</p><ul><li>A CV</li><li>Two letters</li></ul>",
        "<p>After you apply</p><p>Interviews are in January.</p>",
    ):
        assert words in description


# What is required

WITHOUT_A_PLACE = dict.fromkeys(ADDRESS, "")
#: What Google requires, with the position that lacks it and what the editor is told.
REQUIRED: dict[str, tuple[Any, list[tuple[str, str]]]] = {
    "title": (
        lambda: opening(title="", kind=factories.opening_kind(name=" ", is_job=True)),
        [("title", "what the job is called")],
    ),
    "description": (
        lambda: opening(description=""),
        [("description", "a description of its own, beside the general call")],
    ),
    "datePosted": (
        lambda: opening(posted_on=None),
        [("posted_on", "the day on which it was posted")],
    ),
    "hiringOrganization": (
        lambda: without_hosts(opening(city="Exampleton", country="Exampleland")),
        [("hosts", "the host that hires")],
    ),
    "jobLocation": (
        lambda: opening(host(**WITHOUT_A_PLACE)),
        [("country", "the country where the work is")],
    ),
    "applicantLocationRequirements": (
        lambda: opening(workplace="remote"),
        [("remote_countries", "the countries where people who work remotely may live")],
    ),
}


def without_hosts(row: Opening) -> Opening:
    row.hosts.all().delete()
    return fetched(row)


@pytest.mark.parametrize("lacking", REQUIRED)
def test_without_a_required_field_there_is_no_markup_and_the_editor_is_told(lacking):
    make, told = REQUIRED[lacking]
    row = make()

    assert job_posting(row, NOW) is None
    assert [(missing.field, missing.words) for missing in missing_for_job_search(row)] == told


@pytest.mark.parametrize("lacking", [name for name in REQUIRED if name != "title"])
def test_the_page_has_no_markup_of_a_job_either(lacking):
    make, _ = REQUIRED[lacking]

    assert postings_on(make().get_absolute_url()) == []


@pytest.mark.parametrize("lacking", [name for name in REQUIRED if name != "title"])
def test_the_form_names_what_lacks(editor, lacking):
    make, told = REQUIRED[lacking]
    row = make()

    html = editor.get(f"/admin/recruiting/opening/{row.pk}/change/").content.decode()

    assert all(words in visible_text(html) for _, words in told)


def test_everything_that_lacks_is_named_at_once():
    row = without_hosts(opening(description=" \n", posted_on=None))

    assert [missing.field for missing in missing_for_job_search(row)] == [
        "description", "posted_on", "hosts", "country",
    ]  # fmt: skip


def test_what_is_required_is_told_by_fields_of_the_form():
    fields = {field.name for field in Opening._meta.get_fields()}
    told = [told for _, told in REQUIRED.values()]

    assert {field for [(field, _)] in told} <= fields


def test_every_property_that_is_required_stands_in_the_markup():
    """Those of the list above, and none of them in another's place."""
    row = opening()
    here = posting(row)
    row.workplace, row.remote_countries = "remote", "Exampleland"

    assert set(REQUIRED) - set(here) == {"applicantLocationRequirements"}
    assert set(REQUIRED) - set(posting(row)) == {"jobLocation"}


def test_a_description_that_says_no_more_than_the_title_is_none():
    row = opening(description="**Postdoc in Optimization**")

    assert [missing.field for missing in missing_for_job_search(row)] == ["description"]


def test_nothing_is_missing_from_what_is_no_real_job():
    row = opening(is_job=False, description="", posted_on=None)

    assert missing_for_job_search(row) == []


# Only what is open, public and a job


@pytest.mark.parametrize(
    "fields",
    [
        {"outcome": "closed"},
        {"outcome": "filled"},
        {"outcome": "cancelled"},
        {"deadline": date(2026, 11, 22)},
        {"opens_on": date(2026, 11, 25)},
        {"state": "draft"},
        {"state": "withdrawn"},
        {"public_from": NOW + timedelta(seconds=1)},
        {"is_job": False},
    ],
    ids=lambda fields: "-".join(map(str, fields.values())),
)
def test_there_is_no_markup_of_what_is_not_open_now_or_no_job(fields):
    row = opening(**fields)

    assert job_posting(row, NOW) is None
    assert "JobPosting" not in Client().get(row.get_absolute_url()).content.decode()


def test_the_list_has_none():
    opening()

    assert postings_on("/positions/") == []
    assert postings_on("/") == []


def test_it_asks_the_database_for_nothing(django_assert_num_queries):
    row = opening(host(part_of=factories.organization(name="Federation")))

    with django_assert_num_queries(0):
        assert posting(row)
        missing_for_job_search(row)


# Where

WHOLE = {"name": "University of Examples", "city": "Exampleton", "country": "Exampleland"}


def institute(**fields) -> Organization:
    """A part of a university in Exampleton, with no more of an address than is given."""
    whole = factories.organization(**WHOLE, street_address="1 Road", postal_code="1")
    empty = {**WITHOUT_A_PLACE, "name": "Institute", "part_of": whole}
    return host(**{**empty, **fields})


@pytest.mark.parametrize(
    ("make", "address"),
    [
        (lambda: opening(city="Elsewhere", country="Otherland"),
         {"addressLocality": "Elsewhere", "addressCountry": "Otherland"}),
        (lambda: opening(country="Otherland"), {"addressCountry": "Otherland"}),
        (lambda: opening(city="Exampleton"),
         {"addressLocality": "Exampleton", "addressCountry": "Exampleland"}),
        (lambda: opening(institute()),
         {"addressLocality": "Exampleton", "addressCountry": "Exampleland",
          "streetAddress": "1 Road", "postalCode": "1"}),
        (lambda: opening(institute(street_address="2 Lane")),
         {"addressLocality": "Exampleton", "addressCountry": "Exampleland",
          "streetAddress": "2 Lane"}),
        (lambda: opening(institute(city="Otherton")),
         {"addressLocality": "Otherton", "addressCountry": "Exampleland"}),
        (lambda: opening(institute(city="Exampleton", country="Otherland")),
         {"addressLocality": "Exampleton", "addressCountry": "Otherland"}),
        (lambda: opening(host(**{**WITHOUT_A_PLACE, "country": " X "}), host(name="Second")),
         {"addressCountry": "X"}),
    ],
    ids=["its own", "its own country", "its own city, which is the host's", "the whole's",
         "the whole's but the street", "another city", "another country", "the first host's"],
)  # fmt: skip
def test_the_work_is_where_the_position_says_or_where_the_first_host_is(make, address):
    [place] = [posting(make())["jobLocation"]]

    assert place["address"] == {"@type": "PostalAddress", **address}


def test_a_city_of_its_own_is_in_no_country_that_nobody_named():
    row = opening(city="Elsewhere")

    assert [missing.field for missing in missing_for_job_search(row)] == ["country"]


def test_remote_work_has_countries_in_place_of_a_place():
    found = posting(opening(workplace="remote", remote_countries="Germany, France,"))

    assert found["jobLocationType"] == "TELECOMMUTE"
    assert "jobLocation" not in found
    assert found["applicantLocationRequirements"] == [
        {"@type": "Country", "name": "Germany"},
        {"@type": "Country", "name": "France"},
    ]


def test_remote_work_needs_no_address_of_a_host():
    row = opening(host(**WITHOUT_A_PLACE), workplace="remote", remote_countries="Germany")

    assert missing_for_job_search(row) == []


def test_partly_remote_work_has_its_place():
    found = posting(opening(workplace="partly-remote", remote_countries="Germany"))

    assert "jobLocation" in found
    assert "jobLocationType" not in found


# What else is known

# rule, the position, the property, its value
KNOWN: list[tuple[str, dict[str, Any], str, Any]] = [
    ("without a title, the kind is the job's name",
     {"title": ""}, "title", "Postdoctoral researcher"),
    ("the deadline with the offset of its own zone",
     {"time_zone": "Asia/Shanghai"}, "validThrough", "2026-12-15T23:59:00+08:00"),
    ("open until filled: no end", {"deadline": None}, "validThrough", ""),
    ("two kinds of hours", {"hours": "either"}, "employmentType", ["FULL_TIME", "PART_TIME"]),
    ("half a position", {"hours": "part-time"}, "employmentType", "PART_TIME"),
    ("hours that nobody named", {"hours": ""}, "employmentType", ""),
    ("as soon as possible", {"start": None, "starts_soon": True}, "jobImmediateStart", True),
    ("a start that is no hurry", {}, "jobImmediateStart", None),
    ("a season in words",
     {"start": "2027", "start_season": "fall"}, "jobStartDate", "fall 2027"),
    ("requirements line by line",
     {"requirements": "A *doctorate* & more:\n\n- a < b\n- c"},
     "qualifications", "A doctorate & more:\na < b\nc"),
    ("no start", {"start": None}, "jobStartDate", ""),
    ("no reference", {"reference": ""}, "identifier", None),
    ("no contact", {"contact_name": "", "contact_email": ""}, "applicationContact", None),
    ("no number of places", {"places": None}, "totalJobOpenings", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "name", "value"), [row[1:] for row in KNOWN], ids=[row[0] for row in KNOWN]
)
def test_what_is_known_is_said_and_nothing_else(fields, name, value):
    assert posting(opening(**fields))[name] == value


@pytest.mark.parametrize(
    ("low", "high", "value"),
    [
        (4000, 5000, {"minValue": 4000, "maxValue": 5000}),
        (4000, 4000, {"value": 4000}),
        (4000, None, {"minValue": 4000}),
        (None, 5000, {"maxValue": 5000}),
        (Decimal("4000.50"), Decimal("4000.50"), {"value": 4000.5}),
    ],
)
def test_a_salary_is_a_range_or_one_figure(low, high, value):
    row = opening(salary_from=low, salary_to=high, salary_currency="EUR", salary_period="month")

    amount = posting(row)["baseSalary"]

    known = {name: figure for name, figure in amount["value"].items() if figure is not None}
    assert known == {"@type": "QuantitativeValue", "unitText": "MONTH", **value}
    assert amount["currency"] == "EUR"
    json.dumps(amount)


def test_no_salary_is_made_up():
    row = opening(salary_from=None, salary_to=None, salary_currency="EUR", salary_period="month")

    assert posting(row)["baseSalary"] is None


def test_the_first_host_hires():
    whole = factories.organization(name="Federation of Examples")
    row = opening(
        host(name="Institute", kind="institute", short_name="", link="", part_of=whole),
        host(name="Second"),
    )

    assert postings_on(row.get_absolute_url())[0]["hiringOrganization"] == {
        "@type": "Organization",
        "name": "Institute",
        "parentOrganization": {"@type": "Organization", "name": "Federation of Examples"},
    }


def test_the_day_of_posting_does_not_move_with_later_edits():
    row = opening()
    row.description += " And more."
    row.save()

    assert posting(fetched(row))["datePosted"] == "2026-09-01"


# The description


class Elements(HTMLParser):
    """The elements of a text, which must end in the order in which they began."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert attrs == []
        self.seen.add(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


EVERYTHING = """# Work

See [the *call*](https://example.org/?a=1&b=2), <https://example.org/> or [us](mailto:a@e.org).
One<script>alert(1)</script>
line  \nand $x<1$, `code`, ~~no~~, **yes** & ![Boat](image:0123456789abcdef-40x30.png)

1. first
   - inner

> quoted

```
a<b
c
```

| a | b |
| - | - |
| 1 | 2 |

---

$$y^2$$
"""


def test_a_description_has_paragraphs_and_lists_alone():
    html = paragraphs_and_lists(EVERYTHING)

    assert Elements(html).seen == {"p", "ul", "li", "br"}
    for words in (
        "<p>Work</p>",
        "the call (https://example.org/?a=1&amp;b=2), https://example.org/ or us (a@e.org).",
        "One&lt;script&gt;alert(1)&lt;/script&gt; line<br>and x&lt;1, code, no, yes &amp; Boat",
        "<ul><li>first<ul><li>inner</li></ul></li></ul>",
        "<p>quoted</p>",
        "<p>a&lt;b<br>c</p>",
        "<p>1 2 </p>",
        "<p>y^2</p>",
    ):
        assert words in html


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("[Write](mailto:a@e.org?subject=Job)", "Write (a@e.org)"),
        ("[Ada, a@e.org](mailto:a@e.org)", "Ada, a@e.org"),
        ("<a@e.org>", "a@e.org"),
        ("[our works](/publications/)", "our works"),
    ],
)
def test_an_address_is_not_lost_with_its_link(source, words):
    assert paragraphs_and_lists(source) == f"<p>{words}</p>"


@pytest.mark.parametrize("source", ["", " \n", "---"])
def test_a_text_that_says_nothing_leaves_nothing(source):
    assert paragraphs_and_lists(source) == ""


def test_the_whole_description_is_sound():
    factories.recruiting_page(how_to_apply="1. Write <us>.\n2. Wait.", documents="A & B")
    row = opening(
        **dict.fromkeys(("description", "requirements", "eligibility"), EVERYTHING),
        way="portal-email",
        portal="https://portal.example.edu/?job=7&lang=en",
        documents="",
        summary="1 < 2 & more",
    )

    [found] = postings_on(row.get_absolute_url())

    assert Elements(found["description"]).seen == {"p", "ul", "li", "br"}
    assert "https://portal.example.edu/?job=7&amp;lang=en" in found["description"]
    assert "<li>A &amp; B</li>" in found["description"]
    assert "<p>1 &lt; 2 &amp; more</p>" in found["description"]


def test_an_address_that_the_profile_hides_is_not_in_it():
    factories.profile(email_is_public=False)
    row = opening(apply_email="", contact_email="", way="email")

    html = Client().get(row.get_absolute_url()).content.decode()

    assert "ada@example.edu" not in html
    assert postings_on(row.get_absolute_url())


def test_no_text_can_end_the_element_it_stands_in():
    row = opening(title="</script><script>alert(1)</script>")

    html = Client().get(row.get_absolute_url()).content.decode()

    assert "<script>alert" not in html
    assert re.search(r'<script type="application/ld\+json">[^<]*</script>', html)


def test_the_kinds_that_are_jobs_are_chosen_by_a_switch():
    row = opening(is_job=False)
    assert job_posting(row, NOW) is None

    OpeningKind.objects.filter(pk=row.kind_id).update(is_job=True)

    assert posting(fetched(row))["title"] == "Postdoc in optimization"
