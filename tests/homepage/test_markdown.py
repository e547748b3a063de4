"""Markdown becomes HTML that is safe, and says what was typed."""

import re
import time

import pytest
from django.urls import set_script_prefix
from hypothesis import given, settings
from hypothesis import strategies as st

from homepage.content.markdown import list_items, plain, plain_title, render, render_title

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](vbscript:msgbox(1))",
    "![a](javascript:alert(1))",
    "<javascript:alert(1)>",
    '[a](https://x "onmouseover=alert(1)")',
    "$\\text{<script>alert(1)</script>}$",
    "$\\href{javascript:alert(1)}{x}$",
    "```x onload=alert(1)\ncode\n```",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<style>*{display:none}</style>",
    '<a href="https://x" style="position:fixed">x</a>',
    "<iframe src=https://example.org></iframe>",
    "<form action=https://example.org><input></form>",
]
ACTIVE = re.compile(
    r"<(script|style|iframe|form|input|svg|object|embed|link|meta)\b|<[^>]*\son\w+\s*="
    r"|<[^>]*\sstyle\s*=|(?:href|src)\s*=\s*[\"']?\s*(?:javascript|data|vbscript):",
    re.IGNORECASE,
)


@pytest.mark.parametrize("source", HOSTILE)
def test_nothing_active_comes_through(source):
    assert not ACTIVE.search(render(source))
    assert not ACTIVE.search(render_title(source))


@given(st.text(alphabet="<>&\"'`$\\[]()!*_~#-|/ abjsx:=\n", max_size=80))
@settings(max_examples=300, deadline=None)
def test_no_text_becomes_active(source):
    assert not ACTIVE.search(render(source))


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_a_title_without_markup_reads_as_it_was_typed(source):
    if not re.search(r"[*_$\\`\x00-\x1f\x7f-\xa0\u2028\u2029\ue000\ue001]", source):
        assert plain_title(source).split() == source.split()


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("~5% of >10,000", "<p>~5% of &gt;10,000</p>"),
        ("*********", "<hr>"),
        ("[On the landscape]", "<p>[On the landscape]</p>"),
        ("【Recruiting】", "<p>【Recruiting】</p>"),
        ('He said "yes"', "<p>He said “yes”</p>"),
        ("(a) one, (b) two, (c) three", "<p>(a) one, (b) two, (c) three</p>"),
        ("cost $5 and $10", "<p>cost $5 and $10</p>"),
        ("# Top", "<h3>Top</h3>"),
        ("### First\n\n##### Then", "<h3>First</h3>\n<h4>Then</h4>"),
        ("~~gone~~", "<p><s>gone</s></p>"),
        ("- a\n  - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>"),
    ],
)
def test_text_means_what_it_seems_to(source, html):
    assert render(source).strip() == html


def test_a_formula_becomes_mathml():
    html = render("A gap of $O(n^2)$.")

    assert "<msup><mi>n</mi><mn>2</mn></msup>" in html
    assert "$" not in html


def test_aligned_formulas_keep_their_columns_without_inline_style():
    html = render("$$\n\\begin{aligned}a&=b\\\\c&=d\\end{aligned}\n$$")

    assert 'class="cell-right cell-flush-right"' in html
    assert " style=" not in html


def test_a_formula_that_cannot_be_read_shows_its_source():
    html = render("$\\frac{1$ is broken")

    assert "math-error" in html
    assert "\\frac{1" in html


@pytest.mark.parametrize(
    "source",
    [
        "$" + "{" * 5000 + "}" * 5000 + "$",
        "$" + "\\sqrt" * 2000 + "$",
        "$" + "x" * 5000 + "$",
        "[" * 20_000,
        "![" * 5_000,
        "[a](" * 5_000,
        "_a_ " * 10_000,
        "> " * 2_000 + "a",
    ],
    ids=["braces", "roots", "long", "brackets", "images", "links", "emphasis", "quotes"],
)
def test_hostile_sizes_are_answered_soon(source):
    before = time.process_time()

    render(source)

    assert time.process_time() - before < 5


@pytest.mark.parametrize(
    "opening",
    ["(", "[", "\\{", "\\langle x ", "\\bigl(", "\\lfloor ", "\\lvert ", "\\ulcorner ",
     "\\llbracket ", "⟨", "⎰", "(]", "[)"],
)  # fmt: skip
def test_brackets_that_are_never_closed_are_answered_soon(opening):
    before = time.process_time()

    render(f"${opening * 40}$")

    assert time.process_time() - before < 1


def test_brackets_that_are_closed_are_no_matter():
    assert "math-error" not in render("$" + "(x)" * 40 + r"\{\langle a\rangle\} [0,1)$")


def test_many_quotes_are_answered_soon():
    before = time.process_time()

    render('a" ' * 40_000)

    assert time.process_time() - before < 5


def test_code_is_coloured_by_classes():
    html = render("```python\nx = 1\n```")

    assert '<span class="n">x</span>' in html


def test_a_picture_of_this_site_is_shown_in_several_sizes():
    html = render("![A boat](image:0123456789abcdef-1600x900.jpg)")

    assert 'alt="A boat"' in html
    assert "/media/images/0123456789abcdef-1600x900/480.webp 480w" in html
    assert 'width="1600"' in html


def test_a_picture_from_elsewhere_becomes_a_link():
    html = render("![A boat](https://example.org/boat.png)")

    assert "<img" not in html
    assert '<a href="https://example.org/boat.png"' in html


def test_links_within_the_site_lead_below_its_path():
    set_script_prefix("/~ada/")
    try:
        html = render("[works](/publications/)")
    finally:
        set_script_prefix("/")

    assert 'href="/~ada/publications/"' in html


def test_a_title_is_quoted_as_published():
    assert render_title("“Quotes” -- and (c) 5_000_x") == "“Quotes” -- and (c) 5_000_x"
    assert render_title("On *E. coli*") == "On <em>E. coli</em>"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("An $O(n^2)$ Gap of *E. coli* & Co", "An O(n^2) Gap of E. coli & Co"),
        ("a < b", "a < b"),
        ("From $5 to $10", "From $5 to $10"),
        ("When $a < b$", "When a < b"),
    ],
)
def test_a_plain_title_keeps_the_source_of_its_formulas(source, text):
    assert plain_title(source) == text


def test_plain_text_is_one_line():
    assert plain("**One**\n\n- two\n- three") == "One two three"
    assert plain("At step $t$:\n\n$$\nx_t < 1\n$$") == "At step t: x_t < 1"


@pytest.mark.parametrize(
    ("source", "items"),
    [
        ("1. Write to *me*.\n2. Attach a CV.", ["Write to *me*.", "Attach a CV."]),
        (
            "- One\n  goes on\n\n  and on\n- Two\n  - and more",
            ["One\ngoes on\n\nand on", "Two\n- and more"],
        ),
        ("1. \n2. Two\r\n3. Three\r\n", ["Two", "Three"]),
        ("Write.", []),
        ("First:\n\n1. Write.", []),
        ("1. Write.\n\nThen wait.", []),
        ("* One\n- another list", []),
        ("1. See [here][a]\n\n[a]: https://example.org", []),
        ("", []),
    ],
)
def test_a_text_that_is_a_list_falls_into_its_items(source, items):
    assert list_items(source) == items


@given(st.lists(st.from_regex(r"[a-zA-Z][a-z ]{0,30}", fullmatch=True), min_size=1, max_size=12))
def test_no_item_of_a_list_is_lost(words):
    source = "\n".join(f"{number}. {word}" for number, word in enumerate(words, 1))

    assert list_items(source) == [word.strip() for word in words]


@given(st.text("1.-*+ \n\r\tab[]:>#`", max_size=60))
def test_whatever_is_typed_falls_into_items_or_stays_whole(source):
    assert all(item.strip() for item in list_items(source))
