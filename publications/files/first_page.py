"""The program that looks into a PDF, run as a process of its own by `thumbnails`.

It reads the PDF from its standard input and writes a line of JSON, then the first page as PNG:
`{"has_text": true}`. It knows nothing of the site, may take little memory and time, and may
write no more than its answer, so that a hostile PDF harms nobody but this process. It ends
with status 1 where the PDF cannot be read.
"""

import contextlib
import json
import resource
import sys

#: Bytes of memory, seconds of work, bytes of its answer.
MEMORY = 1024 * 2**20
SECONDS = 8
ANSWER = 8 * 2**20
#: What the picture has to fit into, in pixels.
WIDTH, HEIGHT = 480, 680
#: A page that is longer than this, or wider, by its other side is no page of a paper.
LONGEST = 8
#: Pages that are searched for text, and characters that count as some.
PAGES = 5
SOME_TEXT = 40


def limit_resources() -> None:
    """Take from the process what it does not need; a system may know fewer limits."""
    for name, most in (
        ("RLIMIT_AS", MEMORY),
        ("RLIMIT_CPU", SECONDS),
        ("RLIMIT_FSIZE", ANSWER),
        ("RLIMIT_CORE", 0),
    ):
        with contextlib.suppress(AttributeError, OSError, ValueError):
            resource.setrlimit(getattr(resource, name), (most, most))


def main() -> int:
    limit_resources()
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
        page = document[0]
        width, height = page.get_size()
        if min(width, height) <= 0 or max(width, height) > LONGEST * min(width, height):
            raise ValueError(f"A page of {width} by {height} points is none of a paper.")
        scale = min(WIDTH / width, HEIGHT / height)
        picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
        characters = 0
        for number in range(min(PAGES, len(document))):
            characters += document[number].get_textpage().count_chars()
            if characters >= SOME_TEXT:
                break
    except (pypdfium2.PdfiumError, MemoryError, OverflowError, ValueError, IndexError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.buffer.write(json.dumps({"has_text": characters >= SOME_TEXT}).encode() + b"\n")
    picture.save(sys.stdout.buffer, "PNG")
    return 0


if __name__ == "__main__":
    sys.exit(main())
