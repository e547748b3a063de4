"""An entry of BibTeX or biblatex as a record of a work.

Every field stays beside the stage as it was written, whether or not the site knows it; what it
says is decoded into the record, as far as the columns of the site hold it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from profile.models import Person, Venue
from profile.names import Name
from profile.venue_names import read_venue
from publications.bibtex.dates import state_in, when
from publications.bibtex.fields import Fields, limit_of
from publications.bibtex.identifiers import (
    archive_named,
    archive_of,
    doi_of,
    isbn_of,
    issn_of,
    links_of,
    pmid_of,
    url_of,
)
from publications.bibtex.kinds import CONFERENCE_TYPES, KIND_OF_TYPE, VAGUE_TYPES
from publications.bibtex.latex import to_document, to_text, to_title
from publications.bibtex.people import read_people
from publications.bibtex.reading import Entry
from publications.models import Distinction, Publication, Stage
from publications.records import Record, RecordCredit, RecordStage, RecordVenue

_LANGUAGES = {
    "english": "en", "american": "en", "british": "en", "usenglish": "en", "ukenglish": "en",
    "german": "de", "ngerman": "de", "deutsch": "de", "french": "fr", "français": "fr",
    "chinese": "zh", "中文": "zh", "spanish": "es", "italian": "it", "portuguese": "pt",
    "dutch": "nl", "russian": "ru", "japanese": "ja", "korean": "ko", "polish": "pl",
    "swedish": "sv", "danish": "da", "norwegian": "no", "finnish": "fi", "czech": "cs",
    "turkish": "tr", "greek": "el", "hungarian": "hu", "arabic": "ar", "hebrew": "he",
}  # fmt: skip
#: biblatex's keys for the `type` field (its manual, section 4.9.2.13).
_GENRES = {
    "phdthesis": "PhD thesis",
    "mathesis": "Master’s thesis",
    "bathesis": "Bachelor’s thesis",
    "candthesis": "Candidate thesis",
    "techreport": "Technical report",
    "resreport": "Research report",
    "software": "",
    "datacd": "",
    "audiocd": "",
}
#: What an organization signs where no author does; BibTeX sorts it by that.
_SIGNED_BY_HOUSES = frozenset(("manual", "online", "misc", "www"))
_VOLUMES = frozenset((Publication.Kind.BOOK, Publication.Kind.EDITED_VOLUME))
#: The commands for journals of the American Astronomical Society, as its data system writes them.
_JOURNAL_COMMANDS = {
    "aap": "Astronomy & Astrophysics", "aaps": "Astronomy & Astrophysics Supplement",
    "aj": "The Astronomical Journal", "apj": "The Astrophysical Journal",
    "apjl": "The Astrophysical Journal Letters",
    "apjs": "The Astrophysical Journal Supplement Series",
    "araa": "Annual Review of Astronomy and Astrophysics",
    "icarus": "Icarus", "jcap": "Journal of Cosmology and Astroparticle Physics",
    "mnras": "Monthly Notices of the Royal Astronomical Society", "nat": "Nature",
    "pasj": "Publications of the Astronomical Society of Japan",
    "pasp": "Publications of the Astronomical Society of the Pacific",
    "physrep": "Physics Reports", "pra": "Physical Review A", "prb": "Physical Review B",
    "prc": "Physical Review C", "prd": "Physical Review D", "pre": "Physical Review E",
    "prl": "Physical Review Letters", "rmp": "Reviews of Modern Physics",
    "solphys": "Solar Physics", "ssr": "Space Science Reviews",
}  # fmt: skip
#: So many are worth a second look.
_MANY_AUTHORS = 500
_TRUE = frozenset(("true", "yes", "1", "y", "x"))

#: Which fields of a source say what the site stores in a column.
SOURCES: dict[str, tuple[str, ...]] = {
    "title": ("title", "subtitle"),
    "author": ("author", "organization"),
    "editor": ("editor",),
    "translator": ("translator",),
    "abstract": ("abstract",),
    "language": ("langid", "language"),
    "date": ("date", "year", "month", "day"),
    "state": ("pubstate", "year", "date", "note", "howpublished"),
    "venue": ("journaltitle", "journal", "eventtitle", "booktitle", "booksubtitle",
              "journalsubtitle", "howpublished", "publisher", "archiveprefix", "eprinttype",
              "issuetitle"),
    "book_title": ("booktitle", "booksubtitle"),
    "series": ("series",),
    "edition": ("edition",),
    "volume": ("volume",),
    "number": ("number", "issue"),
    "pages": ("pages",),
    "publisher": ("publisher",),
    "publisher_place": ("location", "address"),
    "institution": ("institution", "school", "organization"),
    "genre": ("type",),
    "doi": ("doi", "url", "ee", "eprint"),
    "arxiv_id": ("eprint", "arxiv", "arxivid", "journal", "journaltitle", "volume", "note",
                 "howpublished", "doi", "url", "ee", "archiveprefix", "eprinttype"),
    "pmid": ("pmid", "eprint"),
    "isbn": ("isbn",),
    "url": ("url", "ee", "howpublished"),
}  # fmt: skip


def record_of(entry: Entry) -> Record:
    """What the entry says of a work. Nothing it says makes this fail; what is of no use to the
    site is kept in the stage's `source_fields` and named in `warnings`."""
    return _Mapping(entry).record()


class _Mapping:
    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.fields = Fields(entry)

    def record(self) -> Record:
        entry_type = self.entry.type
        moment = when(self.fields.all)
        self.fields.warnings += moment.warnings
        arxiv_id, archive = archive_of(self.fields)
        is_preprint = bool(archive) and not self._has_appeared(archive)
        kind = Publication.Kind.PREPRINT if is_preprint else self._kind()
        people, is_complete = self._credits()
        if kind == Publication.Kind.BOOK and people and {p.role for p in people} == {"editor"}:
            kind = Publication.Kind.EDITED_VOLUME
        is_early = kind == Publication.Kind.PREPRINT or entry_type == "unpublished"
        if is_preprint or (is_early and not moment.state):
            state = "preprint"
        else:
            state = moment.state or "published"
        venue = RecordVenue(archive, "repository") if is_preprint else self._venue()
        doi = doi_of(self.fields)
        stage = RecordStage(
            kind=state,
            date=moment.date,
            venue=venue,
            book_title=self._book_title(),
            series=self._text("series"),
            edition=self._text("edition"),
            # The arXiv id, as DBLP writes it.
            volume="" if self.fields.raw("volume").startswith("abs/") else self._text("volume"),
            number=self._text("number", "issue"),
            pages=self._pages(),
            publisher=self._publisher(archive if is_preprint else ""),
            publisher_place=self._text("location", "address", column="publisher_place"),
            institution=self._institution(),
            genre=self._genre(),
            doi=doi,
            arxiv_id=arxiv_id,
            pmid=pmid_of(self.fields),
            isbn=isbn_of(self.fields),
            url=url_of(self.fields, doi, arxiv_id),
            bibtex_type=self.fields.fitting(Stage, "bibtex_type", entry_type),
            bibtex_key=self.fields.fitting(Stage, "bibtex_key", self.entry.key),
            source_fields=self.entry.all_fields,
        )
        return Record(
            kind=str(kind),
            title=self._title(),
            credits=people,
            authors_complete=is_complete,
            abstract=to_document(self.fields.raw("abstract")),
            language=self._language(),
            stage=stage,
            links=tuple(links_of(self.fields)),
            distinctions=tuple(self._distinctions()),
            is_selected=self.fields.text("selected").lower() in _TRUE,
            warnings=tuple(dict.fromkeys(self.fields.warnings)),
        )

    def _text(self, *names: str, column: str = "") -> str:
        return self.fields.fitting(Stage, column or names[0], self.fields.text(*names))

    def _kind(self) -> str:
        kind = KIND_OF_TYPE.get(self.entry.type)
        if kind is None and self.entry.type in VAGUE_TYPES:
            shown = self.fields.text("entrysubtype", "type", "howpublished").lower()
            for word, told in (
                ("dataset", Publication.Kind.DATASET),
                ("software", Publication.Kind.SOFTWARE),
                ("talk", Publication.Kind.TALK),
                ("presentation", Publication.Kind.TALK),
                ("patent", Publication.Kind.PATENT),
            ):
                if re.search(rf"\b{word}\b", shown):
                    return told
            if state_in(self.fields.text("note", "howpublished")) == "preprint":
                return Publication.Kind.PREPRINT
        return kind or Publication.Kind.OTHER

    def _title(self) -> str:
        title = to_title(self.fields.raw("title"))
        subtitle = to_title(self.fields.raw("subtitle"))
        if title and subtitle:
            title += f" {subtitle}" if title[-1] in ":?!.–—" else f": {subtitle}"
        if not title:
            self.fields.warnings.append("There is no title.")
        limit = limit_of(Publication, "title")
        if len(title) > limit:
            self.fields.warnings.append(f"The title is cut after {limit} letters.")
            cut = title[: limit - 2].rsplit(" ", 1)[0].rstrip("\\")
            title = (cut if cut.count("$") % 2 == 0 else cut.rsplit("$", 1)[0].rstrip()) + " …"
        return title

    def _credits(self) -> tuple[tuple[RecordCredit, ...], bool]:
        found: list[RecordCredit] = []
        is_complete = True
        for role in ("author", "editor", "translator"):
            people = read_people(self.fields.raw(role))
            self.fields.warnings += people.warnings
            found += [
                RecordCredit(name, role, name.full) for name in map(self._named, people.names)
            ]
            if role == "author":
                is_complete = people.is_complete
                if len(people.names) >= _MANY_AUTHORS:
                    self.fields.warnings.append(f"It names {len(people.names):,} authors.")
        house = self.fields.text("organization")
        if house and not found and self.entry.type in _SIGNED_BY_HOUSES:
            name = self._named(Name(literal=house))
            found.append(RecordCredit(name, "author", name.full))
        return tuple(found), is_complete

    def _named(self, name: Name) -> Name:
        """The name with no part longer than its column."""
        columns = {"given": "given_name", "suffix": "suffix", "literal": "name"}
        cut = {part: getattr(name, part)[: limit_of(Person, c)] for part, c in columns.items()}
        room = limit_of(Person, "family_name")
        family = name.family[:room]
        particle = name.particle[: max(0, room - len(family) - 1)]
        short = Name(family=family, particle=particle, **cut)
        if (excess := len(short.full) - limit_of(Person, "name")) > 0:
            short = replace(short, given=short.given[: max(0, len(short.given) - excess)])
        if short != name:
            self.fields.warnings.append(f"The name “{name.full[:60]} …” is too long and was cut.")
        return short

    def _venue(self) -> RecordVenue | None:
        """A journal or a conference; chapters, theses and the like stand in none."""
        name, venue_kind, acronym = "", "journal", ""
        if journal := self._journal():
            name = self._joined(journal, self.fields.text("journalsubtitle"))
        elif self.entry.type in CONFERENCE_TYPES or "eventtitle" in self.fields:
            venue_kind = "conference"
            name = self.fields.text("eventtitle")
            if not name and self.entry.type in CONFERENCE_TYPES:
                name = self._host()
            volume = read_venue(name)
            acronym = volume.short_name
            if len(name) > limit_of(Venue, "name"):
                name = volume.name
        name = self.fields.fitting(Venue, "name", name)
        if not name:
            return None
        short = self.fields.text("shortjournal", "journalabbr", "abbr") or acronym
        return RecordVenue(
            name,
            venue_kind,
            short_name=self.fields.fitting(Venue, "short_name", short if short != name else ""),
            issn=issn_of(self.fields) if venue_kind == "journal" else "",
        )

    def _journal(self) -> str:
        """The journal's name; of a command that only a style knows, its meaning or its letters."""
        raw = self.fields.raw("journaltitle", "journal")
        if command := re.fullmatch(r"\{?\\([A-Za-z]+)\}?(?:\{\})?", raw.strip()):
            return _JOURNAL_COMMANDS.get(command[1].lower()) or to_text(raw) or command[1]
        return to_text(raw)

    def _host(self) -> str:
        return self._joined(self.fields.text("booktitle"), self.fields.text("booksubtitle"))

    def _book_title(self) -> str:
        if self.entry.type in CONFERENCE_TYPES and "eventtitle" not in self.fields:
            return ""
        if KIND_OF_TYPE.get(self.entry.type) in _VOLUMES:
            return ""
        title = self._joined(
            to_title(self.fields.raw("booktitle")), to_title(self.fields.raw("booksubtitle"))
        )
        return self.fields.fitting(Stage, "book_title", title)

    @staticmethod
    def _joined(title: str, subtitle: str) -> str:
        return f"{title}: {subtitle}" if title and subtitle else title

    def _publisher(self, archive: str) -> str:
        publisher = self._text("publisher")
        return "" if archive and publisher.lower().startswith(archive.lower()) else publisher

    def _institution(self) -> str:
        names = ["institution", "school"]
        if self.entry.type not in ("inproceedings", "conference", "proceedings", "article"):
            names.append("organization")
        return self._text(*names)

    def _genre(self) -> str:
        genre = self.fields.text("type")
        return self.fields.fitting(Stage, "genre", _GENRES.get(genre.lower(), genre))

    def _pages(self) -> str:
        pages = re.sub(r"(?<=\d)\s*(?:-|–|—|−|‐|‑)\s*(?=\d)", "–", self.fields.text("pages"))
        return self.fields.fitting(Stage, "pages", pages)

    def _language(self) -> str:
        written = self.fields.text("langid", "language").lower()
        if re.fullmatch(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,4}){0,2}", written):
            return written.replace("_", "-")
        return _LANGUAGES.get(written, "")

    def _has_appeared(self, archive: str) -> bool:
        """Whether the entry tells of more than its place in an archive."""
        if self.entry.type not in VAGUE_TYPES:
            return True
        journal = self._journal()
        return bool(journal) and archive_named(journal) != archive

    def _distinctions(self) -> list[str]:
        text = self.fields.text("award_name", "award")
        if text.lower() in _TRUE | {"false"}:
            return []
        label = self.fields.fitting(Distinction, "label", text)
        return [label] if label else []
