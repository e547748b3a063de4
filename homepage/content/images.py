"""Pictures: decoded under limits, turned upright, stripped of metadata, scaled for the page.

A picture's name is made from its content and its size, `<hash>-<width>x<height>`, so that a
text that refers to it (`image:<name>`) can be shown without asking the database, and a
stored file never changes under its name.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import re
import struct
import threading
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxValueValidator
from django.db import models
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps, UnidentifiedImageError

from homepage.content.versions import Translatable, Versioned

FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
#: Pixels on the longer side of the stored picture.
LARGEST = 2400
#: Widths, in pixels, of the smaller forms.
WIDTHS = (240, 480, 960, 1600)
#: How each format is written: options of Pillow's `save`.
ENCODING: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 88, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 82, "method": 4},
}
_decoding = threading.Lock()

NAME = re.compile(r"[0-9a-f]{16}-(\d{1,4})x(\d{1,4})")


@dataclass(frozen=True)
class Source:
    """What a page needs to show a picture in the size that fits."""

    src: str
    srcset: str
    whole: str
    width: int
    height: int


@dataclass(frozen=True)
class DecodedPicture:
    """An upload that proved to be a picture, encoded anew by us."""

    name: str
    extension: str
    width: int
    height: int
    content: bytes
    smaller: dict[int, bytes]


def decode(upload: UploadedFile[Any]) -> DecodedPicture:
    """Read an uploaded picture; raise ValidationError in the editor's words if it is none.

    Size and pixels are checked before anything is decoded. JPEG, PNG and WebP are accepted.
    """
    limit: int = settings.MARKDOWNX_UPLOAD_MAX_SIZE
    if not upload.size:
        raise ValidationError("This file is empty.", code="empty")
    if upload.size > limit:
        raise ValidationError(
            f"This file has {upload.size / 2**20:.1f} MB; a picture may have {limit // 2**20} MB.",
            code="too_large",
        )
    try:
        upload.seek(0)
        picture = Pillow.open(upload, formats=list(FORMATS))
        if picture.width * picture.height > settings.IMAGE_MAX_PIXELS:
            raise ValidationError(
                f"This picture has {picture.width} × {picture.height} pixels; "
                f"at most {settings.IMAGE_MAX_PIXELS // 10**6} million are taken.",
                code="too_many_pixels",
            )
        # One at a time: a picture of the largest size takes some hundred megabytes.
        with _decoding:
            # A photo with a second picture inside, as phones make them, is a JPEG for us.
            kind = "JPEG" if picture.format == "MPO" else str(picture.format)
            return _encode(picture, kind)
    except Pillow.DecompressionBombError:
        raise ValidationError("This picture has too many pixels.", code="too_many_pixels") from None
    except UnidentifiedImageError:
        raise ValidationError(
            "This is no JPEG, PNG or WebP picture.", code="unknown_format"
        ) from None
    except (OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError, struct.error):
        raise ValidationError(
            "This picture is damaged and cannot be read.", code="damaged"
        ) from None


def _encode(picture: Pillow.Image, kind: str) -> DecodedPicture:
    picture.draft("RGB", (LARGEST, LARGEST))
    picture.load()
    profile = picture.info.get("icc_profile")
    if picture.mode.startswith("I"):
        # Sixteen bits a pixel, as scanners write them.
        picture = picture.point(lambda value: value / 256).convert("L")
    picture.thumbnail((LARGEST, LARGEST), Pillow.Resampling.LANCZOS)
    picture = ImageOps.exif_transpose(picture)
    has_alpha = "transparency" in picture.info or picture.mode in ("RGBA", "LA", "PA")
    picture = _in_srgb(picture, profile, "RGBA" if has_alpha and kind != "JPEG" else "RGB")
    content = _bytes(picture, kind)
    digest = hashlib.sha256(content).hexdigest()[:16]
    smaller = {}
    for width in WIDTHS:
        if width < picture.width:
            height = max(1, round(picture.height * width / picture.width))
            scaled = picture.resize((width, height), Pillow.Resampling.LANCZOS)
            smaller[width] = _bytes(scaled, "WEBP")
    return DecodedPicture(
        name=f"{digest}-{picture.width}x{picture.height}",
        extension=FORMATS[kind],
        width=picture.width,
        height=picture.height,
        content=content,
        smaller=smaller,
    )


def _in_srgb(picture: Pillow.Image, profile: bytes | None, mode: str) -> Pillow.Image:
    """Its colours as every browser shows them, since the profile goes with the metadata."""
    if profile and picture.mode in ("RGB", "CMYK") and mode == "RGB":
        # A profile that cannot be read is none.
        with contextlib.suppress(OSError, ImageCms.PyCMSError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(
                picture, source, ImageCms.createProfile("sRGB"), outputMode=mode
            )
            if converted is not None:
                return converted
    return picture.convert(mode)


def _bytes(picture: Pillow.Image, kind: str) -> bytes:
    # A fresh picture carries no metadata of the upload.
    bare = Pillow.new(picture.mode, picture.size)
    bare.paste(picture)
    buffer = io.BytesIO()
    bare.save(buffer, kind, **ENCODING[kind])
    return buffer.getvalue()


class Image(Versioned, Translatable):
    """A picture that texts and forms refer to. Its file is only ever added, never changed."""

    name = models.CharField(max_length=40, unique=True, editable=False)
    extension = models.CharField(max_length=4, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    description = models.CharField(
        "description",
        max_length=300,
        blank=True,
        help_text="What is to be seen, for people who do not see it. Empty for mere decoration.",
    )
    focus_x = models.PositiveSmallIntegerField(
        "focal point from the left, in %",
        default=50,
        validators=[MaxValueValidator(100)],
        help_text="What stays in sight where the picture is cut to a square.",
    )
    focus_y = models.PositiveSmallIntegerField(
        "focal point from the top, in %", default=50, validators=[MaxValueValidator(100)]
    )

    translatable = ("description",)

    class Meta:
        ordering = ("-pk",)
        verbose_name = "picture"

    def __str__(self) -> str:
        return self.description or f"Picture {self.name[:6]}, {self.width} × {self.height}"

    @property
    def source(self) -> Source:
        return source(self.name, self.extension)

    @property
    def reference(self) -> str:
        """How a text refers to this picture."""
        return f"image:{self.name}.{self.extension}"

    @property
    def focus_class(self) -> str:
        """A class of the stylesheet that keeps the focal point in sight, in steps of 25 %."""
        return f"focus-{round(self.focus_x / 25) * 25}-{round(self.focus_y / 25) * 25}"


def store(picture: DecodedPicture, description: str = "", focus_y: int = 50) -> Image:
    """Write the files, then the row. The same picture twice is one row."""
    master = f"images/{picture.name}.{picture.extension}"
    for name, content in [
        *((f"images/{picture.name}/{width}.webp", data) for width, data in picture.smaller.items()),
        (master, picture.content),
    ]:
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(content))
    image, _ = Image.objects.get_or_create(
        name=picture.name,
        defaults={
            "extension": picture.extension,
            "width": picture.width,
            "height": picture.height,
            "description": description,
            "focus_y": focus_y,
        },
    )
    return image


def source(name: str, extension: str) -> Source:
    """Addresses of the forms of a picture, from its name alone; ValueError if it is no name."""
    match = NAME.fullmatch(name)
    if match is None or extension not in FORMATS.values():
        raise ValueError(f"{name!r} is no picture's name.")
    width, height = int(match[1]), int(match[2])
    master = default_storage.url(f"images/{name}.{extension}")
    forms = [(w, default_storage.url(f"images/{name}/{w}.webp")) for w in WIDTHS if w < width]
    middle = next((url for w, url in reversed(forms) if w <= 960), master)
    srcset = ", ".join(f"{url} {w}w" for w, url in [*forms, (width, master)])
    srcset = srcset if forms else ""
    return Source(src=middle, srcset=srcset, whole=master, width=width, height=height)
