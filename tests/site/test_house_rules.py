"""What docs/contributing.md promises of every file, held by reading them all."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("homepage", "profile", "publications", "news", "recruiting")
TEMPLATES = sorted(ROOT.glob("templates/**/*.*"))
DEMO = ROOT / "homepage" / "operations" / "demo"

#: Names and places of the demo's person, who is no part of the code.
OF_THE_DEMO = (
    "Ruoyu", "sunruoyu", "孙若愚", "CUHK", "Chinese University", "Shenzhen", "SRIBD", "SICIAM",
    "UIUC", "Illinois", "Urbana", "Stanford", "Minnesota", "Peking", "Zhi-Quan", "Yinyu",
)  # fmt: skip
#: These two name them, to look for them.
TESTS_OF_THE_DEMO = {
    Path(__file__),
    Path(__file__).with_name("test_demo_content.py"),
    Path(__file__).parents[1] / "content" / "seed" / "works.bib",
}


def texts() -> Iterator[tuple[Path, str]]:
    """Every file of the repository that can be read as text."""
    folders = [ROOT / name for name in (*APPS, "templates", "tests", "docs", ".ci")]
    files = [file for folder in folders for file in sorted(folder.rglob("*"))]
    for file in [*files, *sorted(ROOT.glob("*.*"))]:
        if file.is_file() and "__pycache__" not in file.parts:
            try:
                yield file, file.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def wrong(pattern: str, files: list[Path]) -> list[str]:
    return [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()}"
        for file in files
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if re.search(pattern, line)
    ]


NO_TRUST = r"\|\s*safe(seq)?\b|\bautoescape\s+off\b"
NOTHING_INLINE = r"(?i)<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"'{]|\bjavascript:"


def test_there_are_templates_to_read():
    assert len(TEMPLATES) > 40


def test_no_template_takes_a_text_for_safe():
    assert wrong(NO_TRUST, TEMPLATES) == []


def test_no_template_has_a_style_or_an_event_handler_inside():
    assert wrong(NOTHING_INLINE, TEMPLATES) == []


def test_no_template_has_a_script_inside():
    bare = r"(?i)<script\b(?![^>]*(\bsrc=|application/ld\+json))"

    assert wrong(bare, TEMPLATES) == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (NO_TRUST, "{{ text|safe }}"),
        (NO_TRUST, "{{ text | safe }}"),
        (NO_TRUST, "{% autoescape off %}"),
        (NOTHING_INLINE, '<p style="color: red">'),
        (NOTHING_INLINE, "<style>"),
        (NOTHING_INLINE, '<a onclick="go()">'),
        (NOTHING_INLINE, '<a href="javascript:go()">'),
    ],
)
def test_what_is_looked_for_is_found(pattern, line):
    assert re.search(pattern, line)


def test_only_the_renderer_and_the_writer_decide_what_is_safe():
    trusting = re.compile(r"\b(mark_safe|SafeString|SafeText)\s*\(|\bdef __html__\b")
    files = {
        file.relative_to(ROOT).as_posix()
        for name in APPS
        for file in (ROOT / name).rglob("*.py")
        if trusting.search(file.read_text())
    }

    assert files == {"homepage/content/markdown.py", "homepage/content/structured_data.py"}


def test_nothing_of_the_demos_person_stands_outside_the_demo():
    found = [
        f"{file.relative_to(ROOT)}: {word}"
        for file, text in texts()
        if file not in TESTS_OF_THE_DEMO and DEMO not in file.parents
        for word in OF_THE_DEMO
        if word.casefold() in text.casefold()
    ]

    assert found == []
    assert "Ruoyu" in (DEMO / "profile.md").read_text()
