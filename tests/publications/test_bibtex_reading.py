"""BibTeX files as they come: of every program, every encoding, and broken in every way."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publications.bibtex.mapping import record_of
from publications.bibtex.reading import NotBibTeX, read
from tests.publications.stopwatch import at_most


def fields_of(text: str | bytes) -> dict[str, str]:
    file = read(text)
    assert not file.faults
    return file.entries[0].fields


@pytest.mark.parametrize(
    "text",
    [
        '@article{key, title = "An Example", year = 2001}',
        "@ARTICLE{key, TITLE = {An Example}, Year = {2001}}",
        "@Article(key, title = {An Example}, year = 2001)",
        "@article\n{ key ,\n title={An Example},year=2001,\n}",
        "@ article {key, title = {An Example},, year = 2001,}",
        '@string{t = "An Ex"}@article{key, title = t # {ample}, year = "20" # "01"}',
        "@article{key, % a remark\n title = {An Example}, % another\n year = 2001}",
        '@comment{x}@preamble{"y"}\nBetween.\n@article{key, title = {An Example}, year = 2001}',
        "write to ada@example.edu {please}\n@article{key, title={An Example}, year={2001}}",
        "@article{key, title = {An Example}, title = {An  Example}, year = 2001}",
        "\ufeff@article{key,\r\n title = {An Example},\r\n year = 2001\r\n}\r\n",
    ],
)
def test_one_entry_in_all_its_ways(text):
    entry = read(text).entries[0]

    assert (entry.type, entry.key) == ("article", "key")
    assert entry.fields == {"title": "An Example", "year": "2001"}


def test_values_stay_as_they_were_written():
    fields = fields_of(
        '@misc{k, a = "The {"}A{"} of {"B", c}", b = "M\\"uller", c = {x # "y" @z{w}}, d = {\\\\},'
        'e = {\n  two\n  lines}, f = jan, g = "15~" # jan, h = nobody # {!}}'
    )

    assert fields == {
        "a": 'The {"}A{"} of {"B", c}',
        "b": 'M\\"uller',
        "c": 'x # "y" @z{w}',
        "d": "\\\\",
        "e": "two\n  lines",
        "f": "jan",
        "g": "15~jan",
        "h": "nobody!",
    }


def test_a_macro_that_nobody_defined_is_named():
    (entry,) = read("@article{k, journal = jex, crossref = other}").entries

    assert entry.fields["journal"] == "jex"
    assert "“jex” in journal is no text in braces and no known @string" in entry.warnings[0]


TITLE = "@misc{key, title = {Über Größe – 例}}"


@pytest.mark.parametrize(
    "data",
    [
        TITLE.encode(),
        TITLE.encode("utf-8-sig"),
        TITLE.encode("utf-16"),
        TITLE.encode("utf-16-le"),
        TITLE.encode("utf-16-be"),
        TITLE.encode("utf-32"),
        TITLE,
    ],
    ids=["utf-8", "mark", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "text"],
)
def test_every_unicode_is_understood(data):
    (entry,) = read(data).entries

    assert entry.fields["title"] == "Über Größe – 例"
    assert not entry.warnings


def test_latin_1_is_understood_with_a_warning():
    data = "@misc{a, title = {Größe}}\n@misc{b, title = {ASCII}}".encode("latin-1")

    accented, plain = read(data).entries

    assert accented.fields["title"] == "Größe"
    assert accented.warnings == (
        "The file is not in UTF-8; it was read as Latin-1. Look at the accents.",
    )
    assert not plain.warnings


def test_a_nul_byte_is_left_out_with_a_warning():
    (entry,) = read(b"@misc{a, title = {NUL\x00 and \x07bell}}").entries

    assert entry.fields["title"] == "NUL and bell"
    assert "NUL" in entry.warnings[0]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", "There is nothing in it."),
        (b" \n ", "There is nothing in it."),
        ("just some words", "No entry was found."),
        ("@string{a = {b}}", "No entry was found."),
        (b"%PDF-1.7\n\xff\xfe", "This is a PDF"),
        (b"PK\x03\x04\x00\x00", "This is a packed file"),
        ("<!doctype html><style>@media (width: 1px) {}</style>", "This is a web page"),
        ("\n<html><body>@article{a, title={b}}</body>", "This is a web page"),
        ("<?xml version='1.0'?><a/>", "This is a web page"),
        ("TY  - JOUR\nER  - ", "This is RIS"),
        (random.Random(4).randbytes(5000), "This is no text file"),  # noqa: S311 - no secret
        (b"\xff\xfe@\x00m\x00\x00\xd8", "Its letters cannot be read"),
        (b"@" * 10_500_000, "It is larger than 10 MB."),
        ("@a{" * 100_000, "There are too many entries in it."),
    ],
    ids=lambda value: value[:20] if isinstance(value, str | bytes) else None,
)
def test_what_is_no_bibtex_is_refused_in_words(data, message):
    with pytest.raises(NotBibTeX) as refusal:
        read(data)

    assert refusal.value.messages[0].startswith(message)


GOOD = "@article{good, title = {Good}, year = 2001}\n"
FAULTS = [
    ("@article{bad,\n  title = {A}\n  year = 2001,\n}", 2, "A comma is missing after the title."),
    ("@article{bad,\n  title = \"A\"\n  year = 2001,\n}", 2, "A comma is missing after the title."),
    ("@article{bad\n  title = {A},\n}", 1, "A comma is missing after the key."),
    ("@article{bad,\n  title = {A {B},\n  year = {2001},\n}", 2,
     "The brace opened here is never closed."),
    ("@article{bad,\n  note = {x},\n  title = \"A,\n  year = \"2001\",\n}", 3,
     "The quotation mark opened here is never closed."),
    ("@article{bad,\n  title = {A},\n  year = {2001}", 1,
     "The brace of this entry is never closed."),
    ("@article{bad,\n  title = {A},\n", 1, "The brace opened here is never closed."),
    ("@article(bad,\n  title = {A}\n", 1, "The bracket of this entry is never closed."),
    ("@article{bad,\n  title = {A}},\n  year = {2001},\n}", 2,
     "There is one brace too many: the entry ends here, with fields still to come."),
    ("@article{bad, title = {A},\n title = {B}}", 2,
     "The field title stands here for the second time."),
    ("@article{bad,\n title {A}}", 2, "An = is missing after “title”."),
    ("@article{bad,\n title = {A}, {stray}}", 2,
     "After the title stands “{” where a field should begin."),
    ("@article{bad,\n title = {A} {B}}", 2, "After the title stands “{”, which is too much."),
    ("@article{, title = {A}}", 1, "The key of the entry is missing."),
    ("@article{title = {A}}", 1, "The key of the entry is missing."),
    ("@article{two words, title = {A}}", 1, "The key “two words” may not hold a blank."),
    ("@article bad, title = {A}}", 1, "The brace after @article is missing."),
    ("@{bad, title = {A}}", 1, "The type is missing after the @."),
    ("@string{x {A}}", 1, "An = is missing after x."),
    ("@string{= {A}}", 1, "This @string has no name."),
    ("@article{good, title = {Other}}", 1, "This key stands already in line 12."),
]  # fmt: skip


@pytest.mark.parametrize(("broken", "line", "reason"), FAULTS, ids=lambda v: str(v)[:30])
@pytest.mark.parametrize("is_last", [False, True])
def test_a_broken_entry_is_named_with_its_line_and_the_rest_goes_in(
    broken, line, reason, is_last, request
):
    is_second = "already" in reason
    text = GOOD + "\n" * 9 + broken if is_last or is_second else broken + "\n\n" + GOOD

    file = read(text)

    assert [entry.key for entry in file.entries] == ["good"]
    (fault,) = file.faults
    if is_second:
        assert (fault.line, fault.reason) == (11, "This key stands already in line 1.")
    else:
        assert (fault.line, fault.reason) == (line + 10 * is_last, reason)


def test_a_fault_shows_its_line_between_its_neighbours():
    (fault,) = read("\n" * 8 + "@article{bad,\n\ttitle = {A}\n  year = 2001,\n}").faults

    assert fault.key == "bad"
    assert fault.excerpt == (" 9  @article{bad,\n10    title = {A}\n11    year = 2001,")


def test_the_excerpt_of_an_endless_line_is_cut():
    (fault,) = read("@article{bad, title = {" + "x" * 5000).faults

    assert len(fault.excerpt) < 200


def test_everything_is_accounted_for_on_one_line():
    file = read("@misc{a, title={A}} @misc{b title={B}} @misc{c, title={C}} @misc{a, title={D}}")

    assert [entry.key for entry in file.entries] == ["a", "c"]
    assert [fault.key for fault in file.faults] == ["b", "a"]


def test_an_entry_that_is_commented_out_is_none():
    file = read("% @article{old,\n%  title = {Old},\n% }\n" + GOOD)

    assert (len(file.entries), file.faults) == (1, [])


def test_crossref_inherits_what_the_entry_lacks():
    paper, volume = read(
        "@inproceedings{p, title={P}, year=2002, crossref={V}}"
        "@proceedings{v, title={Volume}, year=2001, editor={Ada Example}, doi={10.1000/1}}"
    ).entries

    assert paper.inherited == {"editor": "Ada Example", "booktitle": "Volume"}
    assert paper.all_fields["year"] == "2002"
    assert not volume.inherited


def test_a_circle_of_crossrefs_is_named_and_ends():
    first, second, itself = read(
        "@misc{a, crossref={b}, year=2001}@misc{b, crossref={a}, note={x}}@misc{c, crossref={c}}"
    ).entries

    assert first.inherited == {"note": "x"}
    assert second.inherited == {"year": "2001"}
    for entry in (first, second, itself):
        assert "circle" in entry.warnings[0]


def test_a_crossref_to_nowhere_is_named():
    (entry,) = read("@misc{a, crossref={b}}").entries

    assert entry.warnings == ("Its crossref names “b”, which is not here.",)


HOSTILE = {
    "deep": "@misc{a, title={" + "{" * 100_000 + "}" * 100_000 + "}}",
    "deeper, open": "@misc{a, title={" + "{" * 1_000_000,
    "a megabyte": "@misc{a, title={" + r"\'e x" * 200_000 + "}}",
    "many fields": "@misc{a," + ",".join(f"f{n}={{x}}" for n in range(100_000)) + "}",
    "many authors": "@misc{a, author={A. First" + " and B. Other" * 3000 + "}}",
    "many ands": "@misc{a, author={" + " and" * 200_000 + "}}",
    "many commas": "@misc{a, author={" + "," * 500_000 + "}}",
    "a doubling macro": "@string{a0={xxxxxxxxxx}}"
    + "".join(f"@string{{a{n + 1}=a{n}#a{n}}}" for n in range(60)) + "@misc{a, title=a60}",
    "a large macro, often": "@string{a0={" + "x" * 1_000_000 + "}}"
    + "".join(f"@misc{{a{n}, title=a0}}" for n in range(3000)),
    "unclosed again and again": "@article{x, title={\n" * 20_000,
    "opened again and again": "@a{x,\n" * 50_000,
    "quotes": "@misc{a, title=" + '"' * 3_000_000,
    "joins": "@misc{a, title=" + "a#" * 300_000,
    "remarks": "@misc{a," + "%\n" * 1_000_000 + "}",
    "one key": "@misc{a, title={x}}\n" * 50_000,
    "signs": "@" * 3_000_000,
    "backslashes": "@misc{a, title={" + "\\" * 500_000 + "}}",
    "dollars": "@misc{a, title={" + "$" * 500_000 + "}}",
    "comments": "@comment{" * 50_000,
    "a crossref chain": "".join(f"@misc{{a{n}, crossref={{a{n + 1}}}}}\n" for n in range(20_000)),
    "digits": "@misc{a, year={" + "1" * 500_000 + "}, isbn={" + "1" * 500_000 + "}}",
    "blanks": "@misc{a, title={" + " " * 2_000_000 + "}, pages={" + "1 - " * 200_000 + "}}",
    "addresses": "@misc{a, url={http://" + "a." * 200_000 + "}, howpublished={"
    + "http://" * 50_000 + "}}",
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_takes_no_time(text):
    with at_most(5):
        try:
            file = read(text)
        except NotBibTeX:
            return
        for entry in file.entries[:2000]:
            record_of(entry)


def test_five_thousand_entries_take_seconds():
    text = "".join(
        f"@article{{k{n},\n  title = {{On the {{Example}} of Th{{\\\"i}}ngs {n}}},\n"
        "  author = {Ada Example and Bob van Other and M{\\\"u}ller, Karl and others},\n"
        "  journal = {Journal of {\\'E}xamples},\n  year = 2001,\n  month = jan,\n"
        f"  pages = {{1--{n}}},\n  doi = {{10.1000/{n}}},\n  url = {{https://example.org/{n}}},\n"
        "  abstract = {" + "We show -- in $O(n)$ -- that it holds. " * 20 + "}\n}\n\n"
        for n in range(5000)
    )  # fmt: skip

    with at_most(6):
        records = [record_of(entry) for entry in read(text).entries]

    assert len(records) == 5000


@given(st.text(max_size=300) | st.binary(max_size=300))
def test_anything_at_all_is_read_or_refused(data):
    try:
        file = read(data)
    except NotBibTeX:
        return
    assert file.entries or file.faults


tokens = st.sampled_from(
    ["@article{", "@string{", "@comment{", "key", ",", "title", "=", "{", "}", '"', "#", "\n", " ",
     "%", "(", ")", "a", "\\", "@", "year = 2001", "and", "$"]
)  # fmt: skip


@given(st.lists(tokens, max_size=40).map("".join))
def test_whatever_is_broken_the_next_entry_is_accounted_for(broken):
    """It goes in, or what stands open before it holds it and is named."""
    file = read(broken + "\n\n@article{good,\n title = {Good},\n}\n")

    is_held = any("good" in repr(entry) for entry in file.entries) or "@comment" in broken
    assert is_held or file.faults


XDATA = """@xdata{house, publisher = {Example Press}, xdata = {city}}
@xdata{city, location = {Bonn}}
@set{both, entryset = {one, two}}
@book{one, title = {One}, author = {Ada Example}, xdata = {house}}
@book{two, title = {Two}, author = {Ada Example}, publisher = {Other Press}, xdata = {house, no}}
"""


def test_what_entries_share_and_sets_of_entries_are_no_entries_themselves() -> None:
    bib = read(XDATA)

    assert [entry.key for entry in bib.entries] == ["one", "two"]
    assert bib.faults == []


def test_an_entry_has_what_its_xdata_names_unless_it_says_otherwise() -> None:
    one, two = read(XDATA).entries

    assert one.all_fields["publisher"] == "Example Press"
    assert one.all_fields["location"] == "Bonn"
    assert one.all_fields["xdata"] == "house"
    assert two.all_fields["publisher"] == "Other Press"
    assert two.warnings == ("Its xdata names “no”, which is not here.",)


def test_xdata_that_leads_in_a_circle_ends() -> None:
    text = "@xdata{a, xdata={b}, note={A}} @xdata{b, xdata={a}} @book{c, title={C}, xdata={b}}"

    (entry,) = read(text).entries

    assert entry.all_fields["note"] == "A"


def test_what_the_parent_has_through_xdata_reaches_the_child() -> None:
    text = """@inproceedings{c, title={C}, crossref={p}} @xdata{x, publisher={Press}}
    @proceedings{p, title={Proceedings}, xdata={x}}"""

    child, _ = read(text).entries

    assert child.all_fields["publisher"] == "Press"
