"""Small PDF files, written by hand: whole, scanned, broken, hostile."""

from collections.abc import Sequence

PARAGRAPH = "An example of a paper with text that can be searched, found and copied."


def pdf(text: str = PARAGRAPH, size: tuple[float, float] = (612, 792), extra: str = "") -> bytes:
    """One page with a line of text; without any, a page as a scanner makes it."""
    drawing = f"BT /F1 18 Tf 40 700 Td ({text}) Tj ET" if text else "0 0 1 rg 40 40 300 300 re f"
    return of_objects(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Contents 4 0 R "
        f"/Resources << /Font << /F1 5 0 R >> >> {extra} >>",
        f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )


def of_objects(*objects: str, trailer: str = "") -> bytes:
    """A file of these objects, numbered from one; the first is the catalog."""
    data, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode()
    return data + _end(places, len(data), trailer)


def _end(places: Sequence[int], start: int, trailer: str) -> bytes:
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{rows}"
        f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R {trailer} >>\n"
        f"startxref\n{start}\n%%EOF\n"
    ).encode()


def encrypted() -> bytes:
    """It asks for a password that nobody has."""
    secret = "00" * 32
    handler = f"<< /Filter /Standard /V 1 /R 2 /O <{secret}> /U <{secret}> /P -44 >>"
    return of_objects(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>",
        handler,
        trailer=f"/Encrypt 4 0 R /ID [<{secret}> <{secret}>]",
    )


def endless_tree() -> bytes:
    """A tree of pages that is its own branch, and claims to have a billion of them."""
    return of_objects(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000000 >>",
    )


def bomb() -> bytes:
    """A page whose form draws itself ten times, nine levels deep: a billion drawings."""
    forms = [
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 612 792] /Length {len(_ten)} "
        f"/Resources << /XObject << /X {number + 1} 0 R >> >> >>\nstream\n{_ten}\nendstream"
        for number in range(5, 14)
    ]
    last = "0 0 600 600 re f"
    leaf = (
        "<< /Type /XObject /Subtype /Form /BBox [0 0 612 792] "
        f"/Length {len(last)} >>\nstream\n{last}\nendstream"
    )
    return of_objects(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        "/Resources << /XObject << /X 5 0 R >> >> >>",
        f"<< /Length {len(_ten)} >>\nstream\n{_ten}\nendstream",
        *forms,
        leaf,
    )


_ten = "/X Do " * 10
