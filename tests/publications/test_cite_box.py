"""The Cite box on the page of a work, and titles as text that a person can read."""

import pytest
from django.test import Client

from publications.citations import cite_box
from publications.models import Authorship, Publication
from publications.titles import readable, rich
from tests import factories
from tests.pages import visible_text

pytestmark = pytest.mark.django_db


def work_of(**fields) -> Publication:
    work = factories.publication(stages=0, authors=0, parts=0, slug="on-examples", **fields)
    Authorship.objects.create(publication=work, person=factories.person(name="Ada Example"))
    factories.stage(work, date="2022", venue=factories.venue(name="Journal of Results"))
    return Publication.objects.for_page().get(pk=work.pk)


def test_the_box_has_every_style_bibtex_and_downloads(django_assert_num_queries):
    work = work_of(title="On Examples")

    with django_assert_num_queries(0):
        box = cite_box(work)

    assert [form.label for form in box.forms] == [
        "APA", "IEEE", "Chicago", "MLA", "GB/T 7714", "BibTeX",
    ]  # fmt: skip
    assert box.forms[0].text.plain == "Example, A. (2022). On Examples. Journal of Results."
    assert box.forms[-1].text.plain.startswith("@article{example2022examples,")
    assert [download.url for download in box.downloads] == [
        f"/publications/on-examples.{extension}" for extension in ("bib", "ris", "json")
    ]


def test_the_page_of_a_work_shows_each_citation():
    work = work_of(title="On Examples")

    html = Client().get(work.get_absolute_url()).content.decode()

    for form in cite_box(work).forms:
        assert f'id="cite-{form.name}"' in html
        assert " ".join(form.text.plain.split()) in visible_text(html)
    assert "homepage/js/copy.js" in html


def test_markup_in_a_title_stays_text_in_the_box():
    work = work_of(title="<img src=x onerror=alert(1)> Examples")

    html = Client().get(work.get_absolute_url()).content.decode()

    assert "<img src=x" not in html
    assert "&lt;img src=x onerror=alert(1)&gt; Examples" in html


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Sorting in $O(n^2)$", "Sorting in O(n²)"),
        (r"$\ell_1$ and $x_{t+1}$", "ℓ₁ and xₜ₊₁"),
        (r"A bound of $\mathcal{O}(\sqrt{T})$", "A bound of 𝒪(√(T))"),
        (r"On $\mathbb{R}^n$ and $\alpha$", "On ℝⁿ and α"),
        (r"$x^{\beta}$ and $y^{AB}$", "x^β and y^(AB)"),
        ("A *new* example", "A new example"),
        ("Costs $5 and more", "Costs $5 and more"),
        (r"An open $\frac{1}{", r"An open $\frac{1}{"),
        ("a < b & c", "a < b & c"),
        ("  two   blanks ", "two blanks"),
    ],
)
def test_a_title_reads_without_markup(title, text):
    assert readable(title) == text


def test_emphasis_is_kept_where_the_format_has_it():
    assert rich("On *E. coli* and **more**") == "On <i>E. coli</i> and <i>more</i>"


@pytest.mark.parametrize(
    "latex", ["{" * 3000 + "}" * 3000, r"\frac" * 500, r"\left(" * 300, "^" * 900]
)
def test_a_formula_that_cannot_be_read_keeps_its_source(latex):
    assert readable(f"About ${latex}$")
