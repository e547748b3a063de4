"""CSL items of invented works, each in full, for the table of citations."""

from typing import Any

_FAMILIES = (
    "Alpha Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November "
    "Oscar Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey Xray Yankee Zulu Aleph Beth "
    "Gimel Daleth"
)
#: The family names of thirty authors called Kim.
CROWD = _FAMILIES.split()


def crowd(size: int) -> list[dict[str, str]]:
    return [{"family": family, "given": "Kim"} for family in CROWD[:size]]


def person(given: str, family: str, **more: str) -> dict[str, str]:
    return {"family": family, "given": given, **more}


ADA = person("Ada", "Example")
MEI = person("Mei-Ling", "Sample")
BEN = person("Ben C.", "Muster")
CYD = person("Cyd", "Prueba")
LUDWIG = {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"}
JUNIOR = person("John R.", "Roe", suffix="Jr.")
AGENCY = {"literal": "Agency for Examples"}
OTHERS = {"literal": "others"}
ZHANG, LI, WANG, ZHAO = (
    person("三", "张"),
    person("四", "李"),
    person("小明", "王"),
    person("六", "赵"),
)

_ARTICLE = {
    "type": "article-journal",
    "title": "On Examples",
    "container-title": "Journal of Invented Results",
    "volume": "32",
    "issue": "3",
    "page": "249-294",
    "issued": {"date-parts": [[2022, 6]]},
}
_BOOK = {
    "type": "book",
    "title": "The Book of Examples",
    "publisher": "Invented Press",
    "publisher-place": "Zurich",
    "issued": {"date-parts": [[2019]]},
}
_CHAPTER = {
    "type": "chapter",
    "title": "Small Examples",
    "container-title": "The Handbook of Examples",
    "page": "103-119",
    "publisher": "Invented Press",
    "publisher-place": "Zurich",
    "issued": {"date-parts": [[2019]]},
}


def article(*authors: dict[str, str], **fields: Any) -> dict[str, Any]:
    return _made(_ARTICLE, authors, fields)


def book(*authors: dict[str, str], **fields: Any) -> dict[str, Any]:
    return _made(_BOOK, authors, fields)


def chapter(*authors: dict[str, str], **fields: Any) -> dict[str, Any]:
    return _made(_CHAPTER, authors, fields)


def work(kind: str, title: str, *authors: dict[str, str], **fields: Any) -> dict[str, Any]:
    return _made({"type": kind, "title": title}, authors, fields)


def _made(base: dict[str, Any], authors: Any, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields by their names in CSL, with `_` for `-`; None takes one away."""
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    item = {"id": "x", **base, "author": list(authors), **named}
    return {name: value for name, value in item.items() if value}


#: By the name of the case.
ITEMS: dict[str, dict[str, Any]] = {
    "article": article(ADA, MEI, DOI="10.1000/jir.249"),
    "article, one author": article(ADA),
    "article, three authors": article(ADA, MEI, BEN),
    "article, four authors": article(*crowd(4)),
    "article, six authors": article(*crowd(6)),
    "article, seven authors": article(*crowd(7)),
    "article, ten authors": article(*crowd(10)),
    "article, eleven authors": article(*crowd(11)),
    "article, twenty authors": article(*crowd(20)),
    "article, twenty-one authors": article(*crowd(21)),
    "article, thirty authors": article(*crowd(30)),
    "article, one author and others": article(ADA, OTHERS),
    "article, two authors and others": article(ADA, MEI, OTHERS),
    "article by an agency": article(AGENCY),
    "article without author": article(),
    "article without date": article(ADA, issued=None),
    "article, title and author alone": article(
        ADA, container_title=None, volume=None, issue=None, page=None, issued=None
    ),
    "article in an issue without volume": article(ADA, volume=None),
    "article with a number for pages": article(ADA, issue=None, page="e1005"),
    "article to appear": article(ADA, volume=None, issue=None, page=None, status="accepted"),
    "article with a question": article(ADA, title="What Is an Example?"),
    "article with a quotation": article(ADA, title="The “Example” Example"),
    "article with emphasis": article(ADA, title="Examples of <i>E. coli</i>"),
    "article with markup": article(ADA, title="<script>alert(1)</script> & Co"),
    "article, a particle and a Jr.": article(LUDWIG, JUNIOR),
    "article by a Jr.": article(JUNIOR),
    "article in an abbreviated journal": article(ADA, container_title_short="J. Inv. Res."),
    "article by two Chinese authors": article(ZHANG, WANG),
    "Chinese article by four": article(
        ZHANG, LI, WANG, ZHAO, title="例子研究", container_title="例子学报", language="zh-hans"
    ),
    "Chinese article by one and others": article(
        ZHANG, OTHERS, title="例子研究", container_title="例子学报"
    ),
    "conference paper": work(
        "paper-conference", "Examples at Scale", ADA, MEI,
        container_title="Proceedings of the Invented Conference",
        event_title="Invented Conference", volume="35", page="101-108",
        issued={"date-parts": [[2021, 12]]},
    ),
    "conference paper with publisher and editors": work(
        "paper-conference", "Examples at Scale", ADA,
        container_title="Proceedings of the Invented Conference", page="11-20",
        editor=[BEN, CYD], publisher="Invented Press", publisher_place="Zurich",
        issued={"date-parts": [[2021]]},
    ),
    "preprint": work(
        "article", "Examples Ahead", ADA, MEI, publisher="arXiv", number="arXiv:2208.01234",
        genre="Preprint", URL="https://arxiv.org/abs/2208.01234",
        issued={"date-parts": [[2022, 8]]},
    ),
    "submitted manuscript": work(
        "manuscript", "Examples Sent", ADA, issued={"date-parts": [[2023]]}, status="submitted"
    ),
    "book": book(ADA),
    "book, second edition, volume, series": book(
        ADA, edition="2", volume="3", collection_title="Lectures", collection_number="12"
    ),
    "book, first edition": book(ADA, edition="First edition"),
    "book with a translator": book(LUDWIG, translator=[BEN], edition="2nd"),
    "book by an agency that publishes it": book(AGENCY, publisher="Agency for Examples"),
    "Chinese book, translated": book(
        person("", "昂温"), title="外国例子史", publisher="例子出版社", publisher_place="北京",
        translator=[ZHANG], edition="2", language="zh",
    ),
    "volume with one editor": book(editor=[ADA]),
    "volume with two editors": book(editor=[ADA, BEN]),
    "chapter": chapter(ADA, editor=[BEN]),
    "chapter, two editors, edition": chapter(ADA, editor=[BEN, CYD], edition="3rd ed."),
    "chapter, three editors": chapter(ADA, editor=[MEI, BEN, CYD], page="7"),
    "review": article(ADA, type="review", title="Review of The Book of Examples", issue=None),
    "doctoral thesis": work(
        "thesis", "Examples in Depth", ADA, genre="Doctoral dissertation",
        publisher="University of Example", publisher_place="Zurich",
        issued={"date-parts": [[2018]]},
    ),
    "master's thesis": work(
        "thesis", "Examples at First", ADA, genre="Master’s thesis",
        publisher="University of Example", issued={"date-parts": [[2012]]},
    ),
    "Chinese thesis": work(
        "thesis", "例子的性质", WANG, genre="博士学位论文", publisher="例子大学",
        publisher_place="北京", issued={"date-parts": [[2018]]},
    ),
    "report": work(
        "report", "Examples Reported", ADA, genre="Technical report", number="12",
        publisher="Institute of Examples", publisher_place="Zurich",
        issued={"date-parts": [[2020, 3]]}, URL="https://example.org/r12",
    ),
    "dataset": work(
        "dataset", "A Thousand Examples", ADA, MEI, version="2", publisher="Invented Archive",
        DOI="10.1000/data.7", issued={"date-parts": [[2021]]},
    ),
    "software": work(
        "software", "examplify", ADA, version="1.4", publisher="Invented Archive",
        URL="https://example.org/examplify", issued={"date-parts": [[2021]]},
    ),
    "talk": work(
        "speech", "Examples Aloud", ADA, event_title="Invented Days", event_place="Zurich",
        issued={"date-parts": [[2019, 6, 5]]},
    ),
    "patent": work(
        "patent", "Device for Examples", ADA, BEN, genre="U.S. Patent", number="1,234,567",
        authority="U.S. Patent and Trademark Office", issued={"date-parts": [[2020, 6, 5]]},
    ),
    "something else": work(
        "document", "A Map of Examples", ADA, publisher="Invented Press",
        issued={"date-parts": [[2010]]},
    ),
}  # fmt: skip
