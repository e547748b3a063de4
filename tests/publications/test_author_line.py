"""Lines of authors, as people paste them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publications.editing.author_line import read_author_line

CASES = {
    "words between": ("Ann Alpha, Bob Beta and Cid Gamma", ["Ann Alpha", "Bob Beta", "Cid Gamma"]),
    "a comma before and": ("A. Alpha, B. Beta, and C. Gamma", ["A. Alpha", "B. Beta", "C. Gamma"]),
    "ampersand": ("Ann Alpha & Bob Beta", ["Ann Alpha", "Bob Beta"]),
    "one": ("Ann Alpha", ["Ann Alpha"]),
    "one, turned": ("Alpha, Ann", ["Ann Alpha"]),
    "semicolons": (
        "Alpha, Ann; Beta, Bob C.; Cid Gamma",
        ["Ann Alpha", "Bob C. Beta", "Cid Gamma"],
    ),
    "semicolons of first last": ("Ann Alpha; Bob Beta", ["Ann Alpha", "Bob Beta"]),
    "BibTeX": ("Alpha, Ann and Beta, Bob", ["Ann Alpha", "Bob Beta"]),
    "BibTeX, long names": (
        "van Beethoven, Ludwig and Garcia Marquez, Gabriel Jose",
        ["Ludwig van Beethoven", "Gabriel Jose Garcia Marquez"],
    ),
    "APA": ("Alpha, A. B., Beta, C., & Gamma, D.-E.", ["A. B. Alpha", "C. Beta", "D.-E. Gamma"]),
    "APA, two": ("Alpha, A., & Beta, B.", ["A. Alpha", "B. Beta"]),
    "APA with a suffix": ("King, M. L., Jr., & Beta, B.", ["M. L. King Jr.", "B. Beta"]),
    "APA with a group": ("Alpha, A., & {The Example Team}", ["A. Alpha", "The Example Team"]),
    "turned without and": ("Alpha, Ann, Beta, Bob", ["Ann Alpha", "Bob Beta"]),
    "Vancouver": ("Alpha AB, Beta C, de Gamma D", ["A. B. Alpha", "C. Beta", "D. de Gamma"]),
    "a suffix": (
        "Ann Alpha, Sammy Beta Jr., Cid Gamma III",
        ["Ann Alpha", "Sammy Beta Jr.", "Cid Gamma III"],
    ),
    "a suffix after a comma": ("Sammy Beta, Jr., Cid Gamma", ["Sammy Beta Jr.", "Cid Gamma"]),
    "one per line": ("Ann Alpha\nBob Beta\n\nCid Gamma", ["Ann Alpha", "Bob Beta", "Cid Gamma"]),
    "one per line, turned": ("Alpha, Ann\nBeta, Bob", ["Ann Alpha", "Bob Beta"]),
    "one per line with commas": (
        "Ann Alpha,\nBob Beta,\nCid Gamma",
        ["Ann Alpha", "Bob Beta", "Cid Gamma"],
    ),
    "and on a line of its own": ("Ann Alpha\nand Bob Beta", ["Ann Alpha", "Bob Beta"]),
    "a line broken in a name": (
        "Ann Alpha, Bob Beta, Cid\nGamma, Dan Delta",
        ["Ann Alpha", "Bob Beta", "Cid Gamma", "Dan Delta"],
    ),
    "numbers": ("Ann Alpha1, Bob Beta1,2 and Cid Gamma 3", ["Ann Alpha", "Bob Beta", "Cid Gamma"]),
    "raised numbers": (
        "Ann Alpha¹, Bob Beta¹,², Cid Gamma³",
        ["Ann Alpha", "Bob Beta", "Cid Gamma"],
    ),
    "LaTeX numbers": ("Ann Alpha$^{1,*}$, Bob Beta$^{2}$", ["Ann Alpha", "Bob Beta"]),
    "brackets": ("Ann Alpha (1), Bob Beta (1,2)", ["Ann Alpha", "Bob Beta"]),
    "addresses": ("Ann Alpha ann@example.org, Bob Beta bob@example.org", ["Ann Alpha", "Bob Beta"]),
    "a group": ("{Example and Sons}, Ann Alpha", ["Example and Sons", "Ann Alpha"]),
    "nested braces": ("{The {E}xample Group} and Ann Alpha", ["The Example Group", "Ann Alpha"]),
    "an open brace": ("{Ann Alpha, Bob Beta", ["Ann Alpha", "Bob Beta"]),
    "Chinese commas": ("王小明、李四和张三", ["王小明", "李四", "张三"]),
    "a wide comma": ("王小明，李四", ["王小明", "李四"]),
    "blanks": ("王小明 李四 欧阳修", ["王小明", "李四", "欧阳修"]),
    "wide semicolon": ("Alpha, Ann；Beta, Bob", ["Ann Alpha", "Bob Beta"]),
    "and in a name": ("Andy Land, Sandy Brand", ["Andy Land", "Sandy Brand"]),
    "no-break blanks": ("Ann\u00a0Alpha,\u2009Bob Beta", ["Ann Alpha", "Bob Beta"]),
    "loose commas": (", Ann Alpha,, Bob Beta ,", ["Ann Alpha", "Bob Beta"]),
    "bullets": ("Ann Alpha1 · Bob Beta2 • Cid Gamma", ["Ann Alpha", "Bob Beta", "Cid Gamma"]),
    "bars": ("Ann Alpha | Bob Beta|Cid Gamma", ["Ann Alpha", "Bob Beta", "Cid Gamma"]),
    "bars, turned": ("Alpha, Ann | Beta, Bob", ["Ann Alpha", "Bob Beta"]),
    "tabs": ("Ann Alpha\tBob Beta\tCid Gamma", ["Ann Alpha", "Bob Beta", "Cid Gamma"]),
    "a tab in a name": ("Ann\tAlpha, Bob\tBeta", ["Ann Alpha", "Bob Beta"]),
    "a dot in a name": ("卡尔·马克思、李四", ["卡尔·马克思", "李四"]),
    "an affiliation in brackets": (
        "Ann Alpha (Example College), Bob Beta [Lab of X], Cid Gamma",
        ["Ann Alpha", "Bob Beta", "Cid Gamma"],
    ),
    "by": ("By Ann Alpha and Bob Beta", ["Ann Alpha", "Bob Beta"]),
    "a heading": ("Authors: Ann Alpha, Bob Beta", ["Ann Alpha", "Bob Beta"]),
    "degrees": (
        "Prof. Ann Alpha, PhD, Dr. Bob Beta, M.D., Cid Gamma Ph.D. and Dan Delta MD",
        ["Ann Alpha", "Bob Beta", "Cid Gamma", "Dan Delta"],
    ),
    "two degrees": ("Ann Alpha, MD, PhD1, Bob Beta, PhD2", ["Ann Alpha", "Bob Beta"]),
    "initials that look like a degree": ("Alpha, M. D., & Beta, B.", ["M. D. Alpha", "B. Beta"]),
    "Vancouver initials like a degree": ("Alpha MD, Beta C", ["M. D. Alpha", "C. Beta"]),
    "capitals first": ("SUN R., LUO Z.-Q.", ["R. Sun", "Z.-Q. Luo"]),
    "capitals alone": ("ANN ALPHA, BOB BETA", ["ANN ALPHA", "BOB BETA"]),
    "capitals first, in full": ("LIN Meifen; VAN DIJK Ann", ["Meifen Lin", "Ann Van Dijk"]),
    "LaTeX": (
        r"""\author{Ann Alpha\thanks{University of X, {\tt a@x.org}.} \and Bob Beta\inst{1}
        \and Jos\'{e} N\'u\~nez\textsuperscript{2}}""",
        ["Ann Alpha", "Bob Beta", "José Núñez"],
    ),
    "LaTeX blocks": (
        "Ann Alpha \\\\\nExample College\\\\\n\\texttt{a@x.org}\n\\And\nBob Beta~Jr. \\\\ MIT",
        ["Ann Alpha", "Bob Beta Jr."],
    ),
    "LaTeX commands for authors": (
        "\\author[1]{Ann Alpha}\n\\author[2]{Bob Beta}\n\\affil[1]{University of X}",
        ["Ann Alpha", "Bob Beta"],
    ),
    "nothing": (" , ; \n", []),
}


@pytest.mark.parametrize(("text", "names"), CASES.values(), ids=CASES.keys())
def test_names_are_told_apart(text: str, names: list[str]) -> None:
    line = read_author_line(text)

    assert [each.name.full for each in line.names] == names
    assert line.is_complete


@pytest.mark.parametrize(
    "text",
    [
        "Ann Alpha, Bob Beta et al.",
        "Ann Alpha, Bob Beta, et al",
        "Ann Alpha and Bob Beta and others",
        "Alpha, Ann; Beta, Bob; others",
        "Ann Alpha, Bob Beta, …",
        "Ann Alpha, Bob Beta & 12 others",
        "Ann Alpha, Bob Beta, ...",
    ],
)
def test_a_line_that_says_there_are_others_is_incomplete(text: str) -> None:
    names, is_complete, _ = read_author_line(text)

    assert [each.name.full for each in names] == ["Ann Alpha", "Bob Beta"]
    assert not is_complete


def test_a_chinese_line_says_it_in_chinese() -> None:
    names, is_complete, _ = read_author_line("王小明、李四等")

    assert [each.name.full for each in names] == ["王小明", "李四"]
    assert not is_complete


def test_lines_of_institutions_and_addresses_are_left_out_and_told() -> None:
    line = read_author_line(
        "Ann Alpha1, Bob Beta2\n1 MIT, Cambridge\n2 School of Data, University of X, China\n"
        "{ann,bob}@example.org"
    )

    assert [each.name.full for each in line.names] == ["Ann Alpha", "Bob Beta"]
    assert len(line.notes) == 1
    assert "School of Data, University of X, China" in line.notes[0]
    assert "MIT, Cambridge" in line.notes[0]


def test_an_institution_between_names_is_left_out_and_told() -> None:
    line = read_author_line("Ann Alpha, University of X, Bob Beta, Example Inc.")

    assert [each.name.full for each in line.names] == ["Ann Alpha", "Bob Beta"]
    assert "University of X; Example Inc." in line.notes[0]


def test_a_group_in_braces_may_be_an_institution() -> None:
    line = read_author_line("{University of X}\nAnn Alpha")

    assert [each.name.full for each in line.names] == ["University of X", "Ann Alpha"]
    assert line.notes == []


def test_two_of_one_name_are_both_kept_and_told() -> None:
    line = read_author_line("Bo Li and Li, Bo and Ann Alpha")

    assert [each.name.full for each in line.names] == ["Bo Li", "Bo Li", "Ann Alpha"]
    assert line.notes == ["Named more than once: Bo Li. Take away what is too much."]


def marks(text: str) -> list[tuple[str, bool, bool]]:
    return [(n.name.family, n.is_equal, n.is_corresponding) for n in read_author_line(text).names]


def test_a_star_on_several_is_equal_contribution_and_a_dagger_on_one_corresponding() -> None:
    assert marks("Ann Alpha*, Bob Beta1,*, Cid Gamma2,†") == [
        ("Alpha", True, False),
        ("Beta", True, False),
        ("Gamma", False, True),
    ]


def test_a_single_star_and_an_envelope_are_the_corresponding_author() -> None:
    assert marks("Ann Alpha, Bob Beta∗") == [("Alpha", False, False), ("Beta", False, True)]
    assert marks("Ann Alpha ✉, Bob Beta*") == [("Alpha", False, True), ("Beta", False, True)]


@pytest.mark.parametrize(
    "legend",
    [
        "* Equal contribution. † Corresponding author.",
        "*: These authors contributed equally; †: to whom correspondence should be addressed",
        "*共同第一作者；†通讯作者",
    ],
)
def test_a_legend_decides(legend: str) -> None:
    assert marks(f"Ann Alpha*, Bob Beta†, Cid Gamma†\n{legend}") == [
        ("Alpha", True, False),
        ("Beta", False, True),
        ("Gamma", False, True),
    ]


def test_the_name_as_written_is_without_marks_and_numbers() -> None:
    names, _, _ = read_author_line("Alpha, A. B.1*, & Beta, C.2")

    assert [each.as_written for each in names] == ["Alpha, A. B.", "Beta, C."]


def test_marks_of_latex_mean_what_they_mean_in_print() -> None:
    text = r"Ann Alpha$^{1,*}$ \and Bob Beta\textsuperscript{*} \and Cid Gamma$^\dagger$"

    assert marks(text) == [
        ("Alpha", True, False),
        ("Beta", True, False),
        ("Gamma", False, True),
    ]


FAMILIES = ["Alpha", "Beta", "Nuñez", "O'Neill", "Zhang", "Müller-Lüdenscheidt", "Łoś", "Yılmaz"]
GIVEN = ["Ann", "Bob", "Zoë", "Li-Wei", "José", "Ruth M.", "Ðorđe"]
PEOPLE = st.lists(
    st.tuples(st.sampled_from(GIVEN), st.sampled_from(FAMILIES)),
    min_size=2,
    max_size=9,
    unique_by=lambda person: person[1],
)
WAYS = {
    "First Last, First Last": lambda people: ", ".join(f"{g} {f}" for g, f in people),
    "First Last; First Last": lambda people: "; ".join(f"{g} {f}" for g, f in people),
    "Last, First; Last, First": lambda people: "; ".join(f"{f}, {g}" for g, f in people),
    "Last, First and Last, First": lambda people: " and ".join(f"{f}, {g}" for g, f in people),
    "First Last and First Last": lambda people: " and ".join(f"{g} {f}" for g, f in people),
    "one per line": lambda people: "\n".join(f"{g} {f}" for g, f in people),
    "one per line, turned": lambda people: "\n".join(f"{f}, {g}" for g, f in people),
    "numbered": lambda people: ", ".join(f"{g} {f}{n}" for n, (g, f) in enumerate(people, 1)),
    "and before the last": lambda people: " and ".join(
        [", ".join(f"{g} {f}" for g, f in people[:-1]), " ".join(people[-1])]
    ),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
@given(people=PEOPLE)
def test_every_way_of_writing_gives_the_same_people(way, people) -> None:
    line = read_author_line(way(people))

    assert [(n.name.given, n.name.family) for n in line.names] == people
    assert line.is_complete


@given(people=PEOPLE)
def test_apa_gives_the_same_families_in_order(people) -> None:
    initials = [" ".join(f"{word[0]}." for word in given.split()) for given, _ in people]
    written = [f"{family}, {each}" for (_, family), each in zip(people, initials, strict=True)]

    line = read_author_line(", ".join(written[:-1]) + f", & {written[-1]}")

    assert [n.name.family for n in line.names] == [family for _, family in people]


@given(st.text(max_size=300))
def test_no_text_is_too_strange(text: str) -> None:
    for name in read_author_line(text).names:
        assert name.as_written == " ".join(name.as_written.split())
        assert name.name.full
