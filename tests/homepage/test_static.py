"""Stylesheets as they are served: in one piece, with what they need, where they are needed."""

import posixpath
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse

from homepage.delivery.security import SecurityHeadersMiddleware
from homepage.delivery.static import together

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "homepage" / "static"
SHEETS = sorted(str(file.relative_to(FOLDER)) for file in FOLDER.rglob("*.css"))


def source(name: str) -> str:
    found = finders.find(name)
    assert found, name
    return Path(found).read_text()


class TestTogether:
    def test_what_is_imported_stands_where_it_was_imported(self):
        files = {
            "a/all.css": '/* All. */\n@import url("parts/one.css");\n@import "two.css";\n\nb {}\n',
            "a/parts/one.css": "one {}\n",
            "a/two.css": "two {}\n",
        }

        assert together("a/all.css", files.__getitem__) == "one {}\ntwo {}\n\nb {}\n"

    def test_a_layer_stays_around_all_that_is_imported_into_it(self):
        files = {
            "a.css": '@import url("b/b.css") layer(below);\na {}\n',
            "b/b.css": '@import url("c.css");\nb {}\n',
            "b/c.css": "c {}\n",
        }

        text = together("a.css", files.__getitem__)

        assert text == "@layer below {\nc {}\nb {}\n}\na {}\n"

    @pytest.mark.parametrize(
        ("address", "then"),
        [
            ("../img/x.svg", "img/x.svg"),
            ("'deep/y.png'", "css/deep/y.png"),
            ('"data:image/png,x"', None),
            ('"https://example.org/z.png"', None),
            ("/z.png", None),
            ("#mark", None),
        ],
    )
    def test_addresses_lead_where_they_led(self, address, then):
        files = {"all.css": '@import "css/a.css";', "css/a.css": f"a {{ mask: url({address}) }}"}

        text = together("all.css", files.__getitem__)

        assert text == "a {{ mask: url({}) }}".format(f'"{then}"' if then else address)

    def test_a_comment_imports_nothing(self):
        files = {
            "a.css": '/* @import "gone.css"; */\n@import "b.css"; /* b */\n/*\n@import "c.css"; */',
            "b.css": 'b { content: "/* kept */"; mask: url(data:x,/*y*/) } /* "odd */\nc {}\n',
        }

        text = together("a.css", files.__getitem__)

        assert text == 'b { content: "/* kept */"; mask: url(data:x,/*y*/) } c {}\n'

    @pytest.mark.parametrize(
        "line",
        [
            '@import "b.css" print;',
            '@import url("b.css") layer;',
            '@import url("b.css") supports(display: grid);',
            '@import "https://example.org/b.css";',
            "@import url(/static/b.css);",
        ],
    )
    def test_an_import_of_another_form_is_refused_by_its_words(self, line):
        with pytest.raises(ValueError, match=r"^a\.css has an import .*@import.*\.$"):
            together("a.css", {"a.css": f"{line}\na {{}}", "b.css": "b {}"}.__getitem__)

    def test_sheets_that_import_each_other_are_named(self):
        files = {"a.css": '@import "b.css";', "b.css": '@import "a.css";'}

        with pytest.raises(ValueError, match=r"a\.css imports itself, by way of a\.css, b\.css\."):
            together("a.css", files.__getitem__)

    def test_an_import_that_leads_nowhere_is_told(self):
        with pytest.raises(KeyError, match=r"b\.css"):
            together("a.css", {"a.css": '@import "b.css";'}.__getitem__)


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_as_served_asks_for_files_that_exist_and_for_no_other_sheet(name):
    text = together(name, source)

    assert "@import" not in text
    for address in re.findall(r"url\(\s*[\"']?([^\"')]+)", text):
        if not address.startswith(("data:", "#")):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
            assert finders.find(path), address


def test_every_sheet_of_the_admin_is_loaded_somewhere():
    own = {name for name in SHEETS if name.startswith("homepage/css/admin")}
    texts = [file.read_text() for file in ROOT.glob("templates/**/*.html")]
    texts += [file.read_text() for file in ROOT.glob("[!.t]*/**/*.py")]
    loaded = {name for name in own if any(f'"{name}"' in text for text in texts)}
    for name in list(loaded):
        imports = re.findall(r'@import url\("([^"]+)"', source(name))
        loaded |= {str(Path(name).parent / path) for path in imports}

    assert own <= loaded


def sheets(page: str) -> set[str]:
    return set(re.findall(r"/css/(admin[\w/-]*)\.css", page))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/admin/", {"admin", "admin/dashboard"}),
        ("/admin/news/newsitem/", {"admin", "admin-list"}),
        ("/admin/publications/publication/", {"admin", "admin-list", "admin/begin"}),
        (
            "/admin/publications/publication/add/",
            {"admin", "admin-form", "admin-work", "admin-autocomplete", "admin-markdown"},
        ),
        ("/admin/homepage/redirect/add/", {"admin", "admin-form"}),
    ],
)
def test_a_page_of_the_admin_loads_the_sheets_that_it_needs(admin_client, path, expected):
    assert sheets(admin_client.get(path).content.decode()) == expected


@pytest.mark.parametrize(
    ("kind", "is_shown"),
    [
        ("text/html; charset=utf-8", True),
        ("image/svg+xml", True),
        ("application/pdf", True),
        ("text/plain", True),
        ("application/atom+xml", True),
        ("", True),
        ('text/css; charset="utf-8"', False),
        ('text/javascript; charset="utf-8"', False),
        ("font/woff2", False),
        ("image/webp", False),
    ],
)
def test_the_policies_of_a_document_come_with_what_can_be_one(rf, kind, is_shown):
    response = SecurityHeadersMiddleware(lambda request: HttpResponse(content_type=kind))(
        rf.get("/")
    )

    assert ("Content-Security-Policy" in response) == is_shown
    assert ("Permissions-Policy" in response) == is_shown
    assert response["Cross-Origin-Resource-Policy"] == "same-site"
