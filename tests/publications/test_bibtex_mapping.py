"""What an entry of BibTeX says of a work, in the terms of the site."""

import pytest

from homepage.content.markdown import render_title
from publications.bibtex.mapping import record_of
from publications.bibtex.reading import read
from publications.models import Stage
from publications.records import Record


def record(entry: str) -> Record:
    return record_of(read(entry).entries[0])


def of(entry_type: str = "article", **fields: str) -> Record:
    """The record of an entry of these fields; `_` at the end of a name stands for nothing."""
    body = "".join(f", {name.rstrip('_')} = {{{value}}}" for name, value in fields.items())
    return record(f"@{entry_type}{{key{body}}}")


@pytest.mark.parametrize(
    ("entry_type", "fields", "kind"),
    [
        ("article", {"journal": "Journal of Examples"}, "article"),
        ("inproceedings", {}, "conference-paper"),
        ("conference", {}, "conference-paper"),
        ("proceedings", {}, "edited-volume"),
        ("book", {"author": "Ada Example"}, "book"),
        ("book", {"editor": "Ada Example"}, "edited-volume"),
        ("booklet", {}, "book"),
        ("mvbook", {}, "book"),
        ("collection", {}, "edited-volume"),
        ("reference", {}, "edited-volume"),
        ("inbook", {}, "chapter"),
        ("incollection", {}, "chapter"),
        ("inreference", {}, "chapter"),
        ("suppbook", {}, "chapter"),
        ("phdthesis", {}, "thesis"),
        ("mastersthesis", {}, "thesis"),
        ("thesis", {}, "thesis"),
        ("techreport", {}, "report"),
        ("report", {}, "report"),
        ("manual", {}, "report"),
        ("unpublished", {}, "other"),
        ("dataset", {}, "dataset"),
        ("software", {}, "software"),
        ("patent", {}, "patent"),
        ("review", {}, "review"),
        ("online", {}, "other"),
        ("misc", {}, "other"),
        ("misc", {"howpublished": "Talk at a seminar"}, "talk"),
        ("misc", {"type": "Dataset"}, "dataset"),
        ("misc", {"note": "Preprint"}, "preprint"),
        ("misc", {"eprint": "2101.00001", "archiveprefix": "arXiv"}, "preprint"),
        ("article", {"journal": "CoRR", "volume": "abs/2101.00001"}, "preprint"),
        ("article", {"journal": "bioRxiv"}, "preprint"),
        ("unknowntype", {}, "other"),
    ],
)
def test_a_type_stands_for_a_kind(entry_type, fields, kind):
    assert of(entry_type, **fields).kind == kind


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ({"year": "2016"}, "2016"),
        ({"year": "2016", "month": "6"}, "2016-06"),
        ({"year": "2016", "month": "06", "day": "5"}, "2016-06-05"),
        ({"year": "2016", "month": "June"}, "2016-06"),
        ({"year": "2016", "month": "jun."}, "2016-06"),
        ({"year": "2016", "month": "Sept"}, "2016-09"),
        ({"year": "2016", "month": "15~jan"}, "2016-01-15"),
        ({"year": "2016", "month": "January 15th"}, "2016-01-15"),
        ({"year": "2016", "month": "jan/feb"}, "2016-01"),
        ({"year": "2016", "month": "Summer"}, "2016"),
        ({"year": "2016", "month": "feb", "day": "31"}, "2016-02"),
        ({"year": "{2016}"}, "2016"),
        ({"year": "c. 1850"}, "1850"),
        ({"year": "2016--2018"}, "2016"),
        ({"year": "2016a"}, "2016"),
        ({"year": "n.d."}, ""),
        ({"year": "0000"}, ""),
        ({"year": "in press"}, ""),
        ({"date": "2016"}, "2016"),
        ({"date": "2016-06"}, "2016-06"),
        ({"date": "2016-06-15"}, "2016-06-15"),
        ({"date": "2016-06-15T10:00:00"}, "2016-06-15"),
        ({"date": "2016-06/2017-01"}, "2016-06"),
        ({"date": "2016~"}, "2016"),
        ({"date": "2016-21"}, "2016"),
        ({"date": "soon"}, ""),
        ({"date": "2017-02", "year": "2016"}, "2017-02"),
    ],
    ids=str,
)
def test_a_date_is_as_precise_as_its_source(fields, date):
    assert of(**fields).stage.date == date


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"year": "in press"}, "accepted"),
        ({"year": "In Press"}, "accepted"),
        ({"year": "to appear"}, "forthcoming"),
        ({"year": "forthcoming"}, "forthcoming"),
        ({"year": "submitted"}, "submitted"),
        ({"year": "2024", "pubstate": "inpress"}, "accepted"),
        ({"year": "2024", "pubstate": "forthcoming"}, "forthcoming"),
        ({"year": "2024", "pubstate": "prepublished"}, "forthcoming"),
        ({"year": "2024", "pubstate": "submitted"}, "submitted"),
        ({"year": "2024", "note": "To appear"}, "forthcoming"),
        ({"year": "2024", "note": "Accepted"}, "accepted"),
        ({"year": "2024", "note": "Under review"}, "submitted"),
        ({"year": "2024", "note": "Oral"}, "published"),
        ({"year": "2024"}, "published"),
    ],
    ids=str,
)
def test_what_is_not_out_yet_is_at_another_stage(fields, kind):
    assert of(journal="Journal of Examples", **fields).stage.kind == kind


@pytest.mark.parametrize(
    ("entry_type", "fields"),
    [
        ("misc", {"eprint": "2208.09632", "archiveprefix": "arXiv"}),
        ("misc", {"eprint": "2208.09632v3", "eprinttype": "arxiv"}),
        ("misc", {"eprint": "arXiv:2208.09632"}),
        ("online", {"url": "https://arxiv.org/abs/2208.09632v2"}),
        ("misc", {"url": "http://arxiv.org/pdf/2208.09632.pdf"}),
        ("misc", {"doi": "10.48550/arXiv.2208.09632"}),
        ("misc", {"howpublished": "arXiv:2208.09632"}),
        ("article", {"journal": "arXiv preprint arXiv:2208.09632"}),
        ("article", {"journal": "arXiv:2208.09632 [cs.LG]"}),
        ("article", {"journal": "CoRR", "volume": "abs/2208.09632"}),
        ("article", {"journal": "arXiv", "note": "arXiv:2208.09632"}),
        ("unpublished", {"note": "arXiv:2208.09632"}),
    ],
    ids=str,
)
def test_arxiv_is_known_wherever_it_stands(entry_type, fields):
    stage = of(entry_type, **fields).stage

    assert (stage.kind, stage.arxiv_id) == ("preprint", "2208.09632")
    assert (stage.venue.name, stage.venue.kind) == ("arXiv", "repository")
    assert stage.url == ""
    assert stage.volume == ""


def test_a_paper_that_names_its_preprint_is_a_paper():
    stage = of(journal="Journal of Examples", eprint="2208.09632", archiveprefix="arXiv").stage

    assert (stage.kind, stage.arxiv_id) == ("published", "2208.09632")
    assert stage.venue.name == "Journal of Examples"


def test_the_journals_of_astronomers_have_names():
    assert of(journal=r"\apj", eprint="1602.03837").stage.venue.name == "The Astrophysical Journal"
    assert of(journal=r"\exj").stage.venue.name == "exj"


def test_a_venue_is_a_journal_a_conference_or_none():
    journal = of(journaltitle="Journal of Examples", shortjournal="J. Ex.", issn="2049-3630").stage
    paper = of("inproceedings", booktitle="Conference on Examples").stage
    event = of("inproceedings", booktitle="Proceedings", eventtitle="Symposium").stage
    chapter = of("incollection", booktitle=r"A \emph{Book}", booksubtitle="Of All").stage

    assert (journal.venue.name, journal.venue.kind) == ("Journal of Examples", "journal")
    assert (journal.venue.short_name, journal.venue.issn) == ("J. Ex.", "2049-3630")
    assert (paper.venue.name, paper.venue.kind, paper.book_title) == (
        "Conference on Examples", "conference", "",
    )  # fmt: skip
    assert (event.venue.name, event.book_title) == ("Symposium", "Proceedings")
    assert (chapter.venue, chapter.book_title) == (None, "A *Book*: Of All")


@pytest.mark.parametrize(
    ("field", "value", "column", "stored"),
    [
        ("volume", "12A", "volume", "12A"),
        ("number", "3--4", "number", "3–4"),
        ("issue", "7", "number", "7"),
        ("pages", "1--20, 35", "pages", "1–20, 35"),
        ("pages", "249-294", "pages", "249–294"),
        ("pages", "S1-S20", "pages", "S1-S20"),
        ("pages", "e1005", "pages", "e1005"),
        ("series", r"Notes in {\'E}xamples", "series", "Notes in Éxamples"),
        ("edition", "Second", "edition", "Second"),
        ("publisher", r"Example \& Sons", "publisher", "Example & Sons"),
        ("address", "Exampleton", "publisher_place", "Exampleton"),
        ("location", "Exampleton", "publisher_place", "Exampleton"),
        ("school", "Example University", "institution", "Example University"),
        ("institution", "Example Institute", "institution", "Example Institute"),
        ("type", "phdthesis", "genre", "PhD thesis"),
        ("type", "Habilitation", "genre", "Habilitation"),
        ("doi", "10.1000/182", "doi", "10.1000/182"),
        ("doi", "https://doi.org/10.1000/a_b%20c", "doi", "10.1000/a_b%20c"),
        ("doi", r"10.1000/a\_b\%c\&d", "doi", "10.1000/a_b%c&d"),
        ("doi", r"doi: 10.1000/a{\_}b", "doi", "10.1000/a_b"),
        ("url", "https://doi.org/10.1000/182", "doi", "10.1000/182"),
        ("pmid", "12345678", "pmid", "12345678"),
        ("isbn", "978-0-306-40615-7", "isbn", "978-0-306-40615-7"),
        ("isbn", "9780306406157 (print), 0-306-40615-2", "isbn", "9780306406157"),
        ("url", r"https://example.org/a\_b?c=d\&e\%20f\#g", "url",
         "https://example.org/a_b?c=d&e%20f#g"),
        ("url", r"\url{https://example.org/~ada}", "url", "https://example.org/~ada"),
        ("url", r"https://example.org/{\textasciitilde}ada", "url", "https://example.org/~ada"),
        ("howpublished", r"\url{https://example.org/}", "url", "https://example.org/"),
    ],
)  # fmt: skip
def test_a_field_is_stored(field, value, column, stored):
    found = of("misc", **{field: value})

    assert getattr(found.stage, column) == stored
    assert found.stage.source_fields == {field: value}


@pytest.mark.parametrize(
    ("field", "value", "column"),
    [
        ("doi", "not a doi", "doi"),
        ("isbn", "978-0-306-40615-8", "isbn"),
        ("pmid", "PMC123", "pmid"),
        ("url", "javascript:alert(1)", "url"),
        ("url", "JaVaScRiPt\n:alert(1)", "url"),
        ("url", "data:text/html,x", "url"),
        ("url", "//example.org/x", "url"),
        ("url", "ftp://example.org/x", "url"),
        ("url", "https://", "url"),
        ("number", "1" * 60, "number"),
        ("publisher", "x" * 300, "publisher"),
        ("url", "https://example.org/" + "x" * 600, "url"),
        ("doi", "10.1000/" + "x" * 300, "doi"),
    ],
    ids=lambda value: value[:24],
)
def test_what_cannot_be_stored_is_named_and_kept(field, value, column):
    found = of("misc", title="A", **{field: value})

    assert getattr(found.stage, column) == ""
    assert len(found.warnings) == 1
    assert found.stage.source_fields[field] == value


@pytest.mark.parametrize(
    ("field", "value", "kind", "label"),
    [
        ("pdf", "https://example.org/a.pdf", "pdf", ""),
        ("code", "https://example.org/code", "code", ""),
        ("slides", "https://example.org/s.pdf", "slides", ""),
        ("video", "https://example.org/v", "video", ""),
        ("poster", "https://example.org/p.pdf", "poster", ""),
        ("website", "https://example.org/", "project", ""),
        ("html", "https://example.org/a.html", "other", "HTML"),
    ],
)
def test_a_field_of_a_link_leads_somewhere(field, value, kind, label):
    (link,) = of(**{field: value}).links

    assert (link.kind, link.url, link.label) == (kind, value, label)


@pytest.mark.parametrize("value", ["paper.pdf", "file:///home/x.pdf", "javascript:alert(1)"])
def test_a_link_to_nowhere_is_named(value):
    found = of(title="A", pdf=value)

    assert found.links == ()
    assert value in found.warnings[0]


def test_the_marks_of_al_folio_are_understood():
    found = of(author="Example*, Ada and Bob Other†", award="Best Paper", selected="true")

    assert [credit.as_printed for credit in found.credits] == ["Ada Example", "Bob Other"]
    assert found.distinctions == ("Best Paper",)
    assert found.is_selected
    assert not of(selected="false").is_selected


def test_everybody_has_a_role():
    found = of(
        "incollection",
        author=r"{\'E}. Example and {Example Group} and Karl {von Muster} and others",
        editor="Carl Third",
        translator="Emil Fifth and others",
    )

    assert [(credit.role, credit.as_printed) for credit in found.credits] == [
        ("author", "É. Example"),
        ("author", "Example Group"),
        ("author", "Karl von Muster"),
        ("editor", "Carl Third"),
        ("translator", "Emil Fifth"),
    ]
    assert not found.authors_complete


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Barnes and Noble", ["Barnes", "Noble"]),
        ("{Barnes and Noble}", ["Barnes and Noble"]),
        ("A. One AND B. Two\nand\tC. Three", ["A. One", "B. Two", "C. Three"]),
        ("Andrea Sandand", ["Andrea Sandand"]),
        ("A. One and and B. Two and", ["A. One", "B. Two"]),
        ("A. One et al.", ["A. One"]),
        ("Bob Other 0001 and Li Wei 0023", ["Bob Other", "Li Wei"]),
        ("王小明 and 李, 雷 and 梅 韩", ["王小明", "李雷", "梅韩"]),
        (r"{\"O}zg{\"u}r {\c{S}}im{\c{s}}ek", ["Özgür Şimşek"]),
        ("", []),
    ],
)
def test_names_are_told_apart(author, names):
    assert [credit.as_printed for credit in of(author=author).credits] == names


def test_a_title_has_its_subtitle_and_its_formulas():
    found = of(title="Bounds of {$O(n^2)$}", subtitle=r"The \emph{Worst} {C}ase")

    assert found.title == "Bounds of $O(n^2)$: The *Worst* Case"
    assert of(title="Why?", subtitle="Because").title == "Why? Because"


def test_a_title_of_script_is_text():
    title = of(title="<script>alert(1)</script> *x* $y").title

    assert render_title(title) == "&lt;script&gt;alert(1)&lt;/script&gt; *x* $y"


def test_a_title_that_is_too_long_is_cut_with_a_word():
    found = of(title="word " * 200 + "$x$")

    assert len(found.title) <= 500
    assert found.title.endswith("word …")
    assert found.warnings == ("The title is cut after 500 letters.",)


def test_three_thousand_authors_are_named():
    found = of(title="Large", author=" and ".join(f"A. Name{n}" for n in range(3000)))

    assert len(found.credits) == 3000
    assert found.warnings == ("It names 3,000 authors.",)


def test_a_record_survives_being_stored():
    found = record(
        "@article{k, title={A}, author={Ada Example and {Group}}, journal={J}, pdf={https://e.org}}"
    )

    assert Record.from_json(found.as_json()) == found


LONG = (
    "journal series edition volume number pages publisher address institution type doi isbn eprint "
    "pmid author title booktitle shortjournal award langid"
)


def test_every_text_of_a_stage_fits_its_column():
    stage = of("incollection", **dict.fromkeys(LONG.split(), "x" * 3000)).stage

    for field in Stage._meta.fields:
        value = getattr(stage, field.name, "")
        if isinstance(value, str) and field.max_length:
            assert len(value) <= field.max_length, field.name


@pytest.mark.parametrize(
    "written",
    [r"\noopsort{1999}1999", r"{\noopsort{b}}1999", r"1999\natexlab{a}", r"\SortNoop{2}1999"],
)
def test_what_only_sorts_entries_is_no_part_of_the_year(written: str) -> None:
    (entry,) = read(f"@misc{{a, title={{A}}, year={{{written}}}}}").entries

    record = record_of(entry)

    assert (record.stage.date, record.warnings) == ("1999", ())


def test_a_state_in_the_place_of_the_year_is_named() -> None:
    (entry,) = read("@article{a, title={A}, year={in press}, author={Ada Example}}").entries

    record = record_of(entry)

    assert (record.stage.date, record.stage.kind) == ("", "accepted")
    assert record.warnings == ("No year: “in press”.",)
