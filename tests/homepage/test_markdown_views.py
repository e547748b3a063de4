"""The two addresses behind a Markdown field."""

import io
import struct
import zlib
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Pillow

from homepage.content import markdown
from homepage.content.uploads import PREVIEW_LIMIT
from homepage.models import Image
from tests.forms import picture_bytes

PREVIEW = reverse("markdownx_markdownify")
UPLOAD = reverse("markdownx_upload")


def staff(*permissions: str, **fields: Any) -> Client:
    user = User.objects.create_user("assistant", **{"is_staff": True, **fields})
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


def send(client: Client, content: bytes, name: str = "a.png", kind: str = "image/png") -> Any:
    return client.post(UPLOAD, {"image": SimpleUploadedFile(name, content, kind)})


def huge_png(width: int, height: int) -> bytes:
    """A file of a few bytes whose header claims that many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 100)
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


@pytest.mark.parametrize("address", [PREVIEW, UPLOAD])
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.django_db
def test_strangers_are_refused_and_sent_nowhere(client, address, method) -> None:
    response = getattr(client, method)(address, {"content": "x"})

    assert response.status_code == 403
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", [PREVIEW, UPLOAD])
@pytest.mark.parametrize(
    ("permissions", "fields"),
    [
        ((), {}),
        (("view_image", "view_profile"), {}),
        (("add_image", "change_profile"), {"is_staff": False}),
    ],
)
@pytest.mark.django_db
def test_who_may_edit_nothing_is_refused(address, permissions, fields) -> None:
    client = staff(*permissions, **fields)

    response = client.post(
        address, {"content": "x", "image": SimpleUploadedFile("a.png", picture_bytes())}
    )

    assert response.status_code == 403
    assert not Image.objects.exists()


@pytest.mark.django_db
def test_who_may_change_something_may_look_but_not_upload() -> None:
    client = staff("change_newsitem")

    assert client.post(PREVIEW, {"content": "x"}).status_code == 200
    assert send(client, picture_bytes()).status_code == 403


@pytest.mark.parametrize("address", [PREVIEW, UPLOAD])
def test_only_post_is_answered(editor, address) -> None:
    response = editor.get(address)

    assert response.status_code == 405
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", [PREVIEW, UPLOAD])
def test_the_token_is_asked_for(superuser, address) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(superuser)

    response = client.post(
        address, {"content": "x", "image": SimpleUploadedFile("a.png", picture_bytes())}
    )

    assert response.status_code == 403
    assert not Image.objects.exists()


def test_the_token_in_the_header_is_enough(superuser) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(superuser)
    client.get(reverse("admin:news_newsitem_add"))
    token = client.cookies["csrftoken"].value

    response = client.post(PREVIEW, {"content": "x"}, headers={"X-CSRFToken": token})

    assert response.status_code == 200


def test_the_preview_is_what_the_page_shows(editor) -> None:
    text = "# Trees\n\n$O(n^2)$ <script>alert(1)</script> [x](javascript:alert(1))"

    response = editor.post(PREVIEW, {"content": text})

    assert response.content.decode() == markdown.render(text)
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert "<script>" not in response.content.decode()


@pytest.mark.parametrize("data", [{}, {"content": "x" * (PREVIEW_LIMIT + 1)}])
def test_a_preview_of_nothing_or_of_too_much_is_refused_in_words(editor, data) -> None:
    response = editor.post(PREVIEW, data)

    assert response.status_code == 400
    assert response.json()["error"]


def test_an_upload_becomes_a_picture_of_the_site(editor) -> None:
    answer = send(editor, picture_bytes("JPEG"), "<b>x</b>.html", "text/html").json()

    image = Image.objects.get()
    assert answer == {"image_code": f"![]({image.reference})"}
    assert image.extension == "jpg"
    assert default_storage.exists(f"images/{image.name}.jpg")


def test_metadata_is_dropped_and_the_picture_turned_upright(editor) -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "a secret place"
    content = picture_bytes("JPEG", exif=exif, comment=b"<script>")

    send(editor, content)

    image = Image.objects.get()
    with default_storage.open(f"images/{image.name}.jpg") as file:
        stored = file.read()
    assert (image.width, image.height) == (6, 8)
    assert b"secret" not in stored
    assert b"<script>" not in stored
    assert not Pillow.open(io.BytesIO(stored)).getexif()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "no JPEG, PNG or WebP"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "no JPEG, PNG or WebP"),
        (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "no JPEG, PNG or WebP"),
        (picture_bytes("JPEG", size=(300, 300))[:900], "damaged"),
        (huge_png(8200, 5001), "million"),
        (huge_png(60000, 60000), "pixels"),
    ],
    ids=["empty", "svg", "html", "gif", "cut", "41 megapixels", "bomb"],
)
def test_a_refusal_is_said_in_words(editor, content, words) -> None:
    response = send(editor, content)

    assert response.status_code == 400
    assert words in response.json()["error"]
    assert not Image.objects.exists()


def test_no_file_is_refused(editor) -> None:
    assert editor.post(UPLOAD, {}).json() == {"error": "Choose a picture."}


def test_a_heavy_request_is_refused_before_it_is_read(editor, settings) -> None:
    response = editor.post(
        UPLOAD,
        {"image": SimpleUploadedFile("a.png", b"x" * (settings.MARKDOWNX_UPLOAD_MAX_SIZE + 2**20))},
    )

    assert response.status_code == 400
    assert response.json() == {"error": "This is too large."}
