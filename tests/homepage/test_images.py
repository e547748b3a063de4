"""Pictures are taken under limits, turned upright and stripped."""

import io
import struct
import zlib

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow
from PIL import ImageCms

from homepage.content import images
from homepage.content.storage import MediaStorage


def picture(kind: str = "JPEG", size: tuple[int, int] = (1200, 800), **options: object) -> bytes:
    buffer = io.BytesIO()
    Pillow.new("RGB", size, (200, 30, 30)).save(buffer, kind, **options)
    return buffer.getvalue()


def upload(content: bytes, name: str = "x.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b""))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"<html><script>alert(1)</script></html>", "unknown_format"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "unknown_format"),
        (b"GIF89a" + b"\x00" * 40, "unknown_format"),
        (picture()[:3000], "damaged"),
        (png_header(100_000, 100_000), "too_many_pixels"),
        (png_header(6_400, 6_400), "too_many_pixels"),
        (b"\xff" * (settings.MARKDOWNX_UPLOAD_MAX_SIZE + 1), "too_large"),
    ],
    ids=["empty", "HTML", "SVG", "GIF", "cut short", "bomb", "41 megapixels", "oversized"],
)
def test_what_is_no_picture_we_take_is_refused_in_words(content, code):
    with pytest.raises(ValidationError) as refusal:
        images.decode(upload(content))

    assert refusal.value.code == code
    assert refusal.value.messages[0].endswith((".", "taken.", "MB."))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_extension_follows_what_the_file_is(kind):
    decoded = images.decode(upload(picture(kind), "evil.html"))

    assert decoded.extension == images.FORMATS[kind]


def test_metadata_is_dropped_and_the_picture_turned_upright():
    exif = Pillow.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "taken at home"
    content = picture(exif=exif, comment=b"<script>")

    decoded = images.decode(upload(content))

    assert (decoded.width, decoded.height) == (800, 1200)
    for data in (decoded.content, *decoded.smaller.values()):
        again = Pillow.open(io.BytesIO(data))
        assert not again.getexif()
        assert b"taken at home" not in data
        assert b"<script>" not in data


def test_a_photo_with_a_second_picture_inside_is_taken_as_the_first():
    buffer = io.BytesIO()
    first = Pillow.new("RGB", (600, 400), (10, 20, 200))
    first.save(buffer, "MPO", save_all=True, append_images=[Pillow.new("RGB", (60, 40))])

    decoded = images.decode(upload(buffer.getvalue()))

    assert (decoded.extension, decoded.width, decoded.height) == ("jpg", 600, 400)


def test_a_scan_of_sixteen_bits_keeps_its_greys():
    buffer = io.BytesIO()
    grey = Pillow.new("I;16", (100, 100), 128 * 256)
    grey.save(buffer, "PNG")

    decoded = images.decode(upload(buffer.getvalue()))

    pixel = Pillow.open(io.BytesIO(decoded.content)).convert("L").getpixel((50, 50))
    assert abs(pixel - 128) <= 2


def test_colours_of_another_profile_are_brought_to_the_common_one():
    # Lab's profile is none for RGB pixels; a broken one must not matter either.
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    for data in (profile, profile[:200], b"none"):
        decoded = images.decode(upload(picture(icc_profile=data)))
        assert "icc_profile" not in Pillow.open(io.BytesIO(decoded.content)).info


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@pytest.mark.parametrize("position", range(30, 90, 3))
def test_a_damaged_header_is_refused_or_read(position):
    exif = Pillow.Exif()
    exif[0x0112] = 6
    content = bytearray(picture(exif=exif, size=(40, 30)))
    content[position] ^= 0xFF

    try:
        images.decode(upload(bytes(content)))
    except ValidationError as refusal:
        assert refusal.messages  # noqa: PT017 - either is right


def test_large_pictures_are_scaled_down():
    decoded = images.decode(upload(picture(size=(4000, 1000))))

    assert (decoded.width, decoded.height) == (2400, 600)
    assert sorted(decoded.smaller) == [240, 480, 960, 1600]


@pytest.mark.django_db
def test_storing_the_same_picture_twice_is_one_row_with_one_set_of_files():
    decoded = images.decode(upload(picture()))

    first, second = images.store(decoded), images.store(decoded)

    assert first == second
    assert default_storage.exists(f"images/{first.name}.jpg")
    _, files = default_storage.listdir(f"images/{first.name}")
    assert sorted(files) == ["240.webp", "480.webp", "960.webp"]


@pytest.mark.django_db
def test_a_stored_picture_is_served_as_what_it_is(client):
    image = images.store(images.decode(upload(picture())))

    response = client.get(image.source.src)
    response.close()

    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "images/none.jpg",
        "images/../../settings.py",
        "images/../images/none.jpg",
        "secret-key",
        "images",
        "x.html",
        f"images/{'a' * 300}.png",
        "images/%00.png",
        "images/x.jpg/y.jpg",
    ],
)
def test_nothing_else_is_served_as_an_upload(client, path):
    default_storage.save("images/x.jpg", ContentFile(b"x"))

    assert client.get(f"/media/{path}").status_code == 404


@pytest.mark.django_db
def test_pictures_are_stored_where_the_file_system_knows_no_links(monkeypatch, client):
    def without_links(source: str, target: str) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", without_links)

    image = images.store(images.decode(upload(picture())))

    with default_storage.open(f"images/{image.name}.jpg") as file:
        assert Pillow.open(file).size == (1200, 800)


def test_a_taken_name_is_never_written_over(media_root):
    storage = MediaStorage()

    names = {storage.save("images/same.png", ContentFile(content)) for content in (b"a", b"b")}

    assert len(names) == 2
    assert (media_root / "images" / "same.png").read_bytes() == b"a"


def test_a_full_disk_leaves_no_half_file(monkeypatch, media_root):
    decoded = images.decode(upload(picture()))

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        images.store(decoded)

    assert not [path for path in media_root.rglob("*") if path.is_file()]
