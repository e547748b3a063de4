"""What nobody sees does not come into a text; what somebody sees stays."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from homepage.content.unseen import one_line, several_lines
from homepage.operations.content_files import load_content
from news.models import NewsItem
from recruiting.models import Opening
from tests import factories
from tests.forms import filled

CLEANERS = {"one line": one_line, "several lines": several_lines}
UNSEEN = ["\x00", "\x07", "\x1b", "\x7f", "\u202a", "\u202e", "\u2066", "\u2069"]


@pytest.mark.parametrize("clean", CLEANERS.values(), ids=CLEANERS)
@pytest.mark.parametrize("character", UNSEEN, ids=ascii)
def test_what_nobody_sees_is_left_out(clean, character):
    assert clean(f"Post{character}doc") == "Postdoc"


@pytest.mark.parametrize("blank", ["\t", "\n", "\r\n", "\x0b", "\x1c", "\x85", "\u2028", "\u2029"])
def test_a_text_of_one_line_has_a_space_in_place_of_a_line_end(blank):
    assert one_line(f"Two{blank}words") == "Two words"


@pytest.mark.parametrize("blank", ["\t", "\n", "\r\n", "\u2028"])
def test_a_text_of_several_lines_keeps_its_lines(blank):
    assert several_lines(f"Two{blank}words") == f"Two{blank}words"


@pytest.mark.parametrize("clean", CLEANERS.values(), ids=CLEANERS)
@given(st.text())
@example("פוסט־דוק \u200f(אופטימיזציה)\u200e")
@example("👩\u200d🔬 می\u200cخواهم co\u00adoperate")
def test_nothing_that_somebody_sees_is_lost(clean, text):
    cleaned = clean(text)

    assert clean(cleaned) == cleaned
    gone = [c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf")]
    kept = [c for c in cleaned if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf")]
    assert kept == gone
    for mark in "\u200c\u200d\u200e\u200f\u00ad":
        assert cleaned.count(mark) == text.count(mark)


@pytest.mark.django_db
def test_a_form_stores_a_text_without_it(editor):
    row = factories.opening(title="Postdoc", description="Old.")
    url = f"/admin/recruiting/opening/{row.pk}/change/"
    data = filled(editor.get(url))
    data |= {"title": "\u202ePost\x07doc\u202c", "description": "One.\x0b\n\n\tTwo\u2067."}

    assert editor.post(url, data).status_code == 302

    row = Opening.objects.get()
    assert row.title == "Postdoc"
    assert "".join(row.description.split()) == "One.Two."


@pytest.mark.django_db
def test_a_file_brings_a_text_without_it_and_nothing_anew_the_second_time(tmp_path):
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.md").write_text("---\ndate: 2020-01\n---\nA \u202eprize\u202c.\n")

    load_content(tmp_path)

    assert NewsItem.objects.get().text == "A prize."
    assert load_content(tmp_path).has_changes is False
