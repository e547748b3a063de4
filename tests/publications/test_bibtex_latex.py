"""LaTeX to Unicode and Markdown, and back."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from homepage.content.markdown import plain, plain_title, render, render_title
from publications.bibtex.escaping import escape, escape_document, escape_title
from publications.bibtex.latex import Form, decode, to_document, to_text, to_title
from tests.publications.stopwatch import at_most

TEXTS = [
    # Accents with and without braces
    (r"{\'e} \'{e} \'e {\'{e}}", "é é é é"),
    (r"\`a \^o \"u \~n \=a \.z", "à ô ü ñ ā ż"),
    (r"\c{c} \c c \v s \v{s} \u g \H{o} \k a \r{a} \d{h} \b{d}", "ç ç š š ğ ő ą å ḥ ḏ"),
    (r"\'{\i} \'\i {\'\i} \^{\i} \"{\i} \v{\j}", "í íí î ï ǰ"),
    (r"\.I \.{\i}", "İ i"),
    (r"\'{\^e} \`{\u{a}}", "ế ằ"),
    (r"\t{oo}", "o͡o"),
    (r"d'\'Et\'e", "d'Été"),
    (r"Schr{\"o}dinger", "Schrödinger"),
    (r"Erd{\H o}s and Erd\H{o}s", "Erdős and Erdős"),
    (r"{\L}{\'o}d{\'z}", "Łódź"),
    (r"\~{} \^{}", "~ ^"),
    # Letters
    (r"\ss{} {\ss} stra\ss e", "ß ß straße"),
    (r"\o\ \O\ {\o} {\O}stby", "ø Ø ø Østby"),
    (r"\aa ngstr\"om \AA{}", "ångström Å"),
    (r"\ae\ \OE uvre {\AE}", "æ Œuvre Æ"),
    (r"\l{} \L{} \dh{} \th{} \DJ", "ł Ł ð þ Đ"),
    (r"na{\"\i}ve", "naïve"),
    # Dashes, ties, quotes
    ("1--10 and 3---4 and a-b", "1–10 and 3—4 and a-b"),
    ("A.~Example", "A. Example"),
    ("``Quoted''", "“Quoted”"),
    ("`single' and it's Newton's", "‘single’ and it's Newton's"),
    ('say "so"', 'say "so"'),
    ("<<keep>>", "<<keep>>"),
    # Signs that are escaped
    (r"R\&D, 50\%, \#1, a\_b, \$5, \{x\}", "R&D, 50%, #1, a_b, $5, {x}"),
    ("R&D, 50%, #1, a_b", "R&D, 50%, #1, a_b"),
    (r"\textasciitilde user \textbackslash{} \textasciicircum", "~user \\ ^"),
    (r"a\ b\,c\;d\/e\-f", "a b c def"),
    (r"one \\ two", "one two"),
    (r"\textendash{} \textquoteright{} \dots", "– ’ …"),
    (r"\copyright{} \textregistered{} \pounds 5 \S 3", "© ® £5 §3"),
    (r"20\,\textdegree C", "20 °C"),
    # Braces that protect case
    ("The {GAN}s of {W}asserstein and {{A}dam}", "The GANs of Wasserstein and Adam"),
    ("{王小明} and 中文", "王小明 and 中文"),
    # Formatting
    (r"\emph{Deep} \textit{in vivo} \textbf{bold} \textsc{Small} \texttt{code}",
     "Deep in vivo bold Small code"),
    (r"{\em old} {\it style} {\bf of} {\sc doing} it", "old style of doing it"),
    (r"H\textsubscript{2}O and 1\textsuperscript{st}", "H₂O and 1ˢᵗ"),
    (r"x\textsuperscript{QED}", "xQED"),
    (r"\LaTeX{} and \TeX\ and \BibTeX", "LaTeX and TeX and BibTeX"),
    (r"\url{https://example.org/a_b~c%20d}", "https://example.org/a_b~c%20d"),
    (r"\href{https://example.org}{here}", "here"),
    (r"see \cite{other} there", "see there"),
    (r"\relax\unknown{kept} \mbox{too}", "kept too"),
    (r"{\uppercase{d}e La}", "de La"),
    # Mathematics
    ("$O(n^2)$ and $\\ell_1$", "$O(n^2)$ and $\\ell_1$"),
    (r"\(x\) and \[y\]", "$x$ and $y$"),
    (r"\ensuremath{\alpha}-stable", r"$\alpha$-stable"),
    (r"$$E = mc^2$$", "$E = mc^2$"),
    (r"{$O(N)$} time", "$O(N)$ time"),
    ("$ x $", "$x$"),
    (r"3$\times$3 and $n$2", r"$3\times3$ and $n2$"),
    ("costs $5", "costs $5"),
    ("$$", ""),
    (r"\alpha-helix", "α-helix"),
    # What is broken
    ("{unclosed", "unclosed"),
    ("closed} twice}", "closed twice"),
    ("\\", ""),
    (r"\'", "´"),
    ("  many \n\t blanks ", "many blanks"),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("source", "text"), TEXTS)
def test_latex_says(source, text):
    assert to_text(source) == text


@pytest.mark.parametrize(
    ("source", "markdown", "html"),
    [
        (r"\emph{In vivo} study", "*In vivo* study", "<em>In vivo</em> study"),
        (r"A {\em bold} move", "A *bold* move", "A <em>bold</em> move"),
        (r"un\textit{believ}able", "un*believ*able", "un<em>believ</em>able"),
        (r"\emph{(x)}y", "(x)y", "(x)y"),
        (r"\emph{ spaced }out", "*spaced* out", "<em>spaced</em> out"),
        (r"\emph{a}\emph{b} \emph{}", "*ab*", "<em>ab</em>"),
        (r"\emph{a \emph{b} c}", "*a b c*", "<em>a b c</em>"),
        (r"*not* _this_ either", r"\*not\* \_this\_ either", "*not* _this_ either"),
        (r"snake_case", "snake_case", "snake_case"),
        (r"\$5 and \$6", r"\$5 and \$6", "$5 and $6"),
        (r"a \textbackslash{}* b", r"a \\\* b", r"a \* b"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>",
         "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("[x](javascript:alert(1)) & <b>", "[x](javascript:alert(1)) & <b>",
         "[x](javascript:alert(1)) &amp; &lt;b&gt;"),
    ],
)  # fmt: skip
def test_a_title_shows_as_it_was_meant(source, markdown, html):
    title = to_title(source)

    assert title == markdown
    assert render_title(title) == html


def test_a_formula_of_a_title_is_shown_as_one():
    assert "<math" in render_title(to_title("$n$ bodies in 3$\\times$3 dimensions, 2"))
    assert "$" not in render_title(to_title("$n$ bodies in 3$\\times$3 dimensions, 2"))


def test_the_markup_of_an_abstract_is_text():
    source = "# One\n\n1. <b>two</b> [three](https://example.org) `four` &amp; ~~five~~ - six"

    shown = render(to_document(source))

    assert "<b>" not in shown
    assert "<a " not in shown
    assert "<code>" not in shown
    assert plain(to_document(source)) == (
        "# One 1. <b>two</b> [three](https://example.org) ‘four‘ &amp; five - six"
    )


def test_an_abstract_keeps_its_paragraphs():
    assert to_document("One\n  line.\n\n  Two \\emph{lines}.") == "One line.\n\nTwo *lines*."


@pytest.mark.parametrize(
    ("title", "latex"),
    [
        ("On GANs and McCarthy's $O(N)$", "On {GANs} and {McCarthy}'s {$O(N)$}"),
        ("Adam-Type Algorithms for iPhones", "Adam-Type Algorithms for {iPhones}"),
        ("R&D at 50 %: #1_a", r"R\&D at 50 \%: \#1\_a"),
        ("*In vivo* and $x$", r"\emph{In vivo} and $x$"),
        (r"Stars \* and \$5", r"Stars * and \$5"),
        ("Schrödinger's “Cat” – 王", "Schrödinger's “Cat” – 王"),
        ("{a} ~ ^", r"\textbraceleft{}a\textbraceright{} \textasciitilde{} \textasciicircum{}"),
        ("` \\\\", r"\textasciigrave{} \textbackslash{}"),
    ],
)  # fmt: skip
def test_a_title_is_written_in_latex(title, latex):
    assert escape_title(title) == latex
    assert to_title(latex) == title


@given(st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), max_size=60))
@example("--- '' `` {\\'e} $x$ % {{}} ~")
def test_escaped_text_says_the_same(text):
    said = " ".join(unicodedata.normalize("NFC", text).split())

    assert to_text(escape(text)) == said


PIECES = r"\emph{ } { } $x$ $ \( \) * _ \ \' \"{o} \c ` '' -- ~ \alpha 2 ( a_b \$ % & # [ ] < >"
pieces = st.one_of(
    st.sampled_from(PIECES.split()),
    st.text(max_size=5),
)


@given(st.lists(pieces, max_size=12).map("".join))
def test_a_decoded_title_comes_back_from_latex(source):
    """However broken the LaTeX: what it was taken for is stable from then on."""
    title = to_title(source)

    assert plain_title(to_title(escape_title(title))) == plain_title(title)


@given(st.lists(pieces, max_size=12).map(" ".join))
def test_a_decoded_abstract_comes_back_from_latex(source):
    text = to_document(source)

    assert plain_title(to_document(escape_document(text))) == plain_title(text)


@given(st.lists(pieces, max_size=12).map("".join))
def test_a_title_carries_no_more_than_emphasis_and_formulas(source):
    html = re.sub(r"<math.*?</math>|<code.*?</code>", "", render_title(to_title(source)))

    assert set(re.findall(r"</?(\w+)", html)) <= {"em", "strong", "span", "div"}


@pytest.mark.parametrize(
    "source",
    [
        "{" * 100_000,
        "}" * 100_000,
        r"\'{" * 50_000,
        r"\emph{" * 50_000,
        r"\emph{a} " * 30_000,
        r"\textsuperscript{" * 50_000 + "x",
        "$" * 100_000,
        r"\(" * 50_000,
        r"$ \$" * 50_000,
        "`" * 100_000,
        "\\" * 100_000,
        " \n" * 100_000,
    ],
    ids=lambda source: source[:10],
)
@pytest.mark.parametrize("form", Form)
def test_hostile_latex_takes_no_time(source, form):
    with at_most(3):
        decode(source, form)
