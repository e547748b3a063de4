"""Texts of other services as Markdown: what was meant stays, nothing new is meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homepage.content.markdown import plain, plain_title, render, render_title
from publications.lookup.markup import (
    abstract_markdown,
    plain_text,
    tex_abstract_markdown,
    tex_title_markdown,
    title_markdown,
)


def math(inner: str) -> str:
    return f"<mml:math>{inner}</mml:math>"


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("Growth &amp; form", "Growth & form"),
        ("  Growth\n      and form ", "Growth and form"),
        ("On <i>E. coli</i> in <b>water</b>", "On *E. coli* in water"),
        ("<jats:italic> E. coli </jats:italic>: a sample", "*E. coli* : a sample"),
        ("&lt;i&gt;E. coli&lt;/i&gt; &amp;amp; others", "*E. coli* & others"),
        ("H<sub>2</sub>O at 10<sup>−3</sup>", "H₂O at 10⁻³"),
        ("T<sub>max</sub> and x<sub>i</sub>", r"T$_{\text{max}}$ and x$_{i}$"),
        ("10<sup>n</sup> samples", "$10^{n}$ samples"),
        ("<scp>Samples</scp> and <span class='x'>forms</span>", "Samples and forms"),
        ("If x < y and <a, b> > 0", "If x < y and <a, b> > 0"),
        ("5 < 7 > 3 & 2", "5 < 7 > 3 & 2"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
        ("snake_case, _this_ and *that*", r"snake_case, \_this\_ and \*that\*"),
        (r"A\*b and C:\temp", r"A\\\*b and C:\temp"),
        ("In $O(n^2)$ steps", "In $O(n^2)$ steps"),
        ("For $5 or $10", r"For \$5 or \$10"),
        (r"\(x^2\) grows", "$x^2$ grows"),
        # emphasis that CommonMark does not see as such
        ("Is <i>f(</i>x) one?", "Is f(x) one?"),
    ],
)  # fmt: skip
def test_a_title_keeps_emphasis_indices_and_formulas(source, markdown):
    assert title_markdown(source) == markdown


@pytest.mark.parametrize(
    ("mathml", "tex"),
    [
        ("<mml:mi>x</mml:mi>", "x"),
        ("<mml:mi>α</mml:mi><mml:mo>≤</mml:mo><mml:mn>1</mml:mn>", r"\alpha\le1"),
        ("<mml:mi>Ω</mml:mi><mml:mi>Α</mml:mi>", r"\Omega A"),
        ("<mml:msub><mml:mi>B</mml:mi><mml:mi>s</mml:mi></mml:msub>", "B_{s}"),
        ("<msup><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></msup>", "{a+b}^{2}"),
        ("<mml:msubsup><mml:mi>x</mml:mi><mml:mi>i</mml:mi><mml:mn>2</mml:mn></mml:msubsup>",
         "x_{i}^{2}"),
        ("<mml:mfrac><mml:mi>a</mml:mi><mml:mi>β</mml:mi></mml:mfrac>", r"\frac{a}{\beta}"),
        ("<mml:msqrt><mml:mi>s</mml:mi></mml:msqrt>", r"\sqrt{s}"),
        ("<mml:mroot><mml:mi>s</mml:mi><mml:mn>3</mml:mn></mml:mroot>", r"\sqrt[3]{s}"),
        ("<mml:mover accent='true'><mml:mi>t</mml:mi><mml:mo>¯</mml:mo></mml:mover>", r"\bar{t}"),
        ("<mml:munderover><mml:mo>∑</mml:mo><mml:mi>i</mml:mi><mml:mi>n</mml:mi></mml:munderover>",
         r"\sum_{i}^{n}"),
        ("<mml:mi>log</mml:mi><mml:mi>n</mml:mi>", r"\log n"),
        ("<mml:mi>TeV</mml:mi>", r"\mathrm{TeV}"),
        ("<mml:mi mathvariant='double-struck'>R</mml:mi>", r"\mathbb{R}"),
        ("<mml:mi>ℝ</mml:mi>", r"\mathbb{R}"),
        ("<mml:mi mathvariant='bold'>v</mml:mi>", r"\mathbf{v}"),
        ("<mml:mn>13</mml:mn><mml:mspace width='1em'/><mml:mtext>TeV &amp; more</mml:mtext>",
         r"13 \text{TeV \& more}"),
        ("<mml:mfenced><mml:mi>a</mml:mi><mml:mi>b</mml:mi></mml:mfenced>", "(a,b)"),
        (r"<semantics><mi>x</mi><annotation encoding='LaTeX'>\xi</annotation></semantics>", r"\xi"),
        ("<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr></mtable>",
         r"\begin{matrix}1 & 0\end{matrix}"),
    ],
)  # fmt: skip
def test_a_formula_in_mathml_becomes_tex_that_is_drawn_again(mathml, tex):
    written = title_markdown(f"On {math(mathml)} now")

    assert " ".join(written.split()) == f"On ${tex}$ now"
    assert "<math>" in render_title(written)


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("Plain.", "Plain."),
        ("<jats:title>Abstract</jats:title><jats:p>Text.</jats:p>", "Text."),
        ("<jats:p>One.</jats:p>\n   <jats:p>Two.</jats:p>", "One.\n\nTwo."),
        ("One.\n\nTwo.", "One.\n\nTwo."),
        ("<jats:sec><jats:title>Aims</jats:title><jats:p>To.</jats:p></jats:sec>",
         "**Aims**\n\nTo."),
        ("<list><list-item><p>a</p></list-item><list-item><p>b</p></list-item></list>",
         "- a\n\n- b"),
        ("# One", r"\# One"),
        ("1. One", r"1\. One"),
        ("- One", "- One"),
        ("[1]: http://example.org", r"\[1]: http://example.org"),
        ("See [here](http://example.org) `x`", r"See [here\](http://example.org) \`x\`"),
        ("&amp;lt;b&amp;gt;", r"\&lt;b\&gt;"),
        ("Mail <ada@example.edu>", r"Mail \<ada@example.edu>"),
    ],
)  # fmt: skip
def test_an_abstract_keeps_its_paragraphs_and_means_nothing_else(source, markdown):
    assert abstract_markdown(source) == markdown


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        (r"Erd\H{o}s--R\'enyi graphs", "Erdős–Rényi graphs"),
        (r"A ``sample'' of $x$~units", "A “sample” of $x$ units"),
        (r"Costs \$5 and 7%", r"Costs \$5 and 7%"),
        (r"\emph{Examples} in \(n^2\)", "Examples in $n^2$"),
        ("{S}amples with_underscore", "Samples with_underscore"),
    ],
)
def test_tex_of_arxiv_becomes_what_it_means(source, markdown):
    assert tex_title_markdown(source) == markdown
    assert tex_abstract_markdown(source) == markdown


_WORDS = st.text(alphabet=st.sampled_from("ab 19*_$\\<>&[]()#-+.!~`'\"|^{}\n:;"), max_size=40)


@given(_WORDS)
def test_text_without_markup_reads_the_same_as_a_title(text):
    written = title_markdown(text.replace("$", ""))

    read = plain_title(written)
    if "$" not in written:
        assert "".join(read.split()) == "".join(plain_text(text.replace("$", "")).split())


@given(_WORDS)
def test_text_makes_no_link_code_or_heading_in_an_abstract(text):
    html = render(abstract_markdown(text))

    assert not any(f"<{tag}" in html for tag in ("a ", "code>", "h3", "h4", "blockquote", "img"))


@given(st.text())
def test_any_text_is_read_without_a_fault(text):
    for read in (title_markdown, abstract_markdown, tex_title_markdown, tex_abstract_markdown):
        plain(read(text))


def test_markup_nested_without_end_or_very_long_is_read_in_time():
    for hostile in ("<i>" * 20_000, "<mml:mrow>" * 20_000, "$" * 50_000, "<" * 50_000, "&" * 50_000,
                    r"\(" * 20_000):  # fmt: skip
        title_markdown(hostile)
        abstract_markdown(hostile)
