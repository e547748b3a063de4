"""Applying: the right steps in the right order, and a message that every mail program takes."""

from types import SimpleNamespace
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profile.models import Person
from recruiting.applying import LONGEST, application, documents_of
from recruiting.models import Opening, OpeningKind, RecruitingPage

WAYS = Opening.Way
EMAIL = "ada@example.edu"
#: Any script, line breaks and control characters among it; a database holds no half characters.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
#: What an address may be made of, as far as mail programs and Django agree.
LOCAL_PARTS = st.text("abz019.+&%=?#/!$'*-_~{}|^`", min_size=1, max_size=30).filter(
    lambda text: not text.startswith(".") and not text.endswith(".") and ".." not in text
)


def an_opening(**fields) -> Opening:
    return Opening(**{"kind": OpeningKind(name="Postdoc"), "slug": "postdoc", **fields})


def applied(call=None, email=EMAIL, owner="", **fields):
    return application(an_opening(**fields), call or RecruitingPage(), email, owner)


def read(mailto: str) -> SimpleNamespace:
    """A `mailto:` as a mail program reads it."""
    parts = urlsplit(mailto)
    fields = parse_qs(parts.query, keep_blank_values=True, strict_parsing=True)
    assert parts.scheme == "mailto"
    assert sorted(fields) == ["body", "subject"]
    assert all(len(values) == 1 for values in fields.values())
    return SimpleNamespace(
        to=unquote(parts.path), subject=fields["subject"][0], body=fields["body"][0]
    )


def test_the_subject_names_the_position_and_leaves_room_for_the_name():
    asked = applied(title="Postdoc in optimization", reference="REF-12")

    assert asked.subject == "Application: Postdoc in optimization (REF-12) – [your name]"


def test_without_a_title_the_kind_stands_in_the_subject():
    assert applied().subject == "Application: Postdoc – [your name]"


def test_a_reference_that_the_title_has_is_not_said_twice():
    asked = applied(title="Postdoc REF-12", reference="REF-12")

    assert asked.subject == "Application: Postdoc REF-12 – [your name]"


def test_in_the_general_call_the_position_is_to_be_filled_in():
    asked = application(None, RecruitingPage(documents="CV"), EMAIL)

    assert asked.subject == "Application: [position] – [your name]"
    assert "[ ] CV" in asked.body
    assert "I am applying for this position: [position], from http" in asked.body
    assert "/positions/\n" in asked.body


def test_the_text_has_a_greeting_lines_to_fill_in_and_a_checklist():
    supervisor = Person(name="Grace Example")
    asked = applied(supervisor=supervisor, documents="CV\n- Two letters\n\n3. A plan")

    assert asked.body.startswith("Dear Grace Example,\n")
    assert "/positions/postdoc/" in asked.body
    assert "\nName: \n" in asked.body
    assert "[ ] CV\n[ ] Two letters\n[ ] A plan\n" in asked.body


def test_the_owner_is_greeted_only_at_the_owners_address():
    assert applied(owner="Ada Example").body.startswith("Dear Ada Example,\n")
    assert applied(owner="Ada Example", apply_email="hr@example.edu").body.startswith("Hello,\n")


def test_the_address_of_the_position_comes_before_that_of_the_profile():
    asked = applied(apply_email="jobs@example.edu")

    assert asked.email == "jobs@example.edu"
    assert read(asked.mailto).to == "jobs@example.edu"


def test_the_message_follows_the_rules_of_addresses_of_mail():
    asked = applied(title="R&D: 50% C++ = ?", documents="CV + list")

    assert "+" not in asked.mailto
    assert " " not in asked.mailto
    assert "%0D%0A" in asked.mailto
    assert "R%26D%3A%2050%25%20C%2B%2B%20%3D%20%3F" in asked.mailto
    assert asked.mailto.isascii()


@pytest.mark.parametrize("email", ["a+b@example.edu", "r&d@example.edu", "5%41@example.edu"])
def test_unusual_addresses_arrive_as_they_are(email):
    assert read(applied(email=email).mailto).to == email


@given(
    title=TEXTS,
    reference=TEXTS.map(lambda text: text[:60]),
    documents=TEXTS,
    name=TEXTS,
    local=LOCAL_PARTS,
)
def test_any_words_in_any_script_arrive_as_they_are(title, reference, documents, name, local):
    asked = applied(
        title=title,
        reference=reference,
        documents=documents,
        supervisor=Person(name=name),
        apply_email=f"{local}@example.edu",
    )

    arrived = read(asked.mailto)
    assert arrived.to == asked.email
    assert arrived.subject == asked.subject
    assert arrived.body == asked.body.replace("\n", "\r\n")
    assert len(asked.mailto) <= LONGEST
    assert asked.mailto.isascii()


@given(title=TEXTS, reference=TEXTS, documents=TEXTS)
def test_no_title_adds_a_line_to_a_header(title, reference, documents):
    asked = applied(title=title, reference=reference, documents=documents)

    assert len(asked.subject.splitlines()) == 1
    assert asked.subject.isprintable() or not any(ord(sign) < 32 for sign in asked.subject)
    assert all(len(line.splitlines()) == 1 for line in asked.documents)


@pytest.mark.parametrize("line", ["推荐信三封,密封寄送", "A letter of recommendation"])
def test_a_long_checklist_is_cut_in_the_address_and_whole_in_the_text(line):
    documents = "\n".join(f"{line} {number}" for number in range(100))

    asked = applied(documents=documents)

    assert len(asked.mailto) <= LONGEST
    assert f"[ ] {line} 0\n" in asked.body
    assert f"{line} 99" not in asked.body
    assert "The full list is on the page linked above." in asked.body
    assert f"[ ] {line} 99\n" in asked.whole_body
    assert len(asked.documents) == 100


def test_the_documents_of_the_position_come_before_those_of_the_call():
    call = RecruitingPage(documents="CV")

    assert documents_of(an_opening(documents="Two letters"), call) == ("Two letters",)
    assert documents_of(an_opening(), call) == ("CV",)
    assert documents_of(None, call) == ("CV",)
    assert documents_of(None, RecruitingPage()) == ()


@pytest.mark.parametrize(
    ("way", "parts", "has_email", "has_portal"),
    [
        (WAYS.EMAIL, [WAYS.EMAIL], True, False),
        (WAYS.PORTAL, [WAYS.PORTAL], False, True),
        (WAYS.EMAIL_FIRST, [WAYS.EMAIL, WAYS.PORTAL], True, True),
        (WAYS.PORTAL_FIRST, [WAYS.PORTAL, WAYS.EMAIL], True, True),
    ],
)
def test_the_ways_stand_in_their_order(way, parts, has_email, has_portal):
    asked = applied(way=way, portal="https://jobs.example.edu/12")

    assert [part.way for part in asked.parts] == parts
    assert bool(asked.mailto) is has_email
    assert bool(asked.portal) is has_portal


def test_the_editors_steps_are_counted_with_that_of_the_portal():
    call = RecruitingPage(how_to_apply="1. Write to *me*.\n2. Attach a CV.", documents="CV")

    asked = applied(call, way=WAYS.PORTAL_FIRST, portal="https://jobs.example.edu/12")

    assert asked.steps == (
        "Fill in the application in the portal.",
        "Write to *me*.",
        "Attach a CV.",
    )
    assert [part.first_number for part in asked.parts] == [1, 2]


def test_what_the_editor_says_takes_the_place_of_what_the_site_would_say():
    asked = applied(RecruitingPage(how_to_apply="Write, and say why.", documents="CV"))

    assert asked.steps == ("Write, and say why.",)


def test_the_editors_steps_by_mail_do_not_stand_where_only_a_portal_is_used():
    call = RecruitingPage(how_to_apply="1. Write.\n2. Attach a CV.")

    asked = applied(call, way=WAYS.PORTAL, portal="https://jobs.example.edu/12")

    assert asked.steps == ("Fill in the application in the portal.",)


def test_documents_are_asked_for_once():
    asked = applied(documents="CV", way=WAYS.PORTAL_FIRST, portal="https://jobs.example.edu/12")

    assert [part.documents for part in asked.parts] == [(), ("CV",)]


def test_without_any_address_nothing_is_prepared():
    assert applied(email="") is None
    assert applied(email="", documents="CV") is None


def test_a_portal_is_enough_where_there_is_no_address():
    asked = applied(email="", way=WAYS.EMAIL_FIRST, portal="https://jobs.example.edu/12")

    assert [part.way for part in asked.parts] == [WAYS.PORTAL]
    assert asked.mailto == asked.subject == asked.body == ""


def test_the_editors_steps_stand_without_an_address_too():
    asked = applied(RecruitingPage(how_to_apply="Come to my office."), email="")

    assert asked.steps == ("Come to my office.",)
    assert not asked.is_possible
    assert asked.mailto == ""
