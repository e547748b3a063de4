"""Addresses by slug, and the old ones, which lead on for good."""

from collections.abc import Callable, Collection
from typing import Any, Self

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, slug_re
from django.db import models
from django.db.models import Q
from django.http import Http404
from django.urls import get_script_prefix
from django.utils.text import slugify

from homepage.content.links import validate_link
from homepage.content.publishing import Publishable
from homepage.content.versions import Versioned, content_write

#: Words that stand beside slugs in an address.
RESERVED_SLUGS = frozenset({"atom", "calendar", "page"})

_validate_old_path = RegexValidator(
    r"\A/[^\s#]*\Z", "Write a path of this site, such as /people/old-page.html."
)


def validate_target(value: str) -> None:
    """Accept a path of this site or a web address."""
    if not value.startswith("/") or value.startswith("//"):
        validate_link(value)
        if value.lower().startswith("mailto:"):
            raise ValidationError("A page cannot lead to a mailbox.", code="link")


class Redirect(Versioned):
    """An old address of this site, and what it led to."""

    old_path = models.CharField(
        "old address",
        max_length=400,
        unique=True,
        validators=[_validate_old_path],
        help_text=(
            "The path on this site, from its first slash: /~name/papers.html. "
            "A page that exists under it comes first."
        ),
        error_messages={"unique": "There is a rule for this old address already."},
    )
    new_path = models.CharField(
        "new address",
        max_length=500,
        blank=True,
        validators=[validate_target],
        help_text="A path on this site, such as /publications/, or a whole address.",
    )
    # Left behind by a changed slug: what the address led to, wherever it lies now.
    model = models.CharField(max_length=60, blank=True, editable=False)
    target_uid = models.UUIDField(null=True, editable=False)

    class Meta:
        ordering = ("old_path",)
        verbose_name = "redirect"
        constraints = [
            models.CheckConstraint(
                condition=Q(new_path="", target_uid__isnull=False)
                | (~Q(new_path="") & Q(target_uid__isnull=True)),
                name="homepage_redirect_leads_somewhere",
                violation_error_message="Say where this old address leads.",
            )
        ]

    def __str__(self) -> str:
        return self.old_path

    def clean(self) -> None:
        """Refuse a rule that leads back to where it begins, at once or by way of others."""
        super().clean()
        path, seen = self.new_path, {self.old_path}
        while path:
            if path in seen:
                raise ValidationError({"new_path": "This leads back to the old address."})
            seen.add(path)
            further = Redirect.objects.exclude(pk=self.pk).filter(old_path=path)
            path = further.values_list("new_path", flat=True).first() or ""

    def leads_to(self) -> str | None:
        """The present address, or None while what it led to is not public."""
        if self.new_path:
            below_site = self.new_path.startswith("/")
            return get_script_prefix() + self.new_path[1:] if below_site else self.new_path
        model = apps.get_model(self.model)
        thing: Addressed | None = model._default_manager.filter(uid=self.target_uid).first()
        if thing is None or not thing.is_public():
            return None
        return thing.get_absolute_url()


_validate_address = RegexValidator(
    r"\A(?=.*[a-zA-Z0-9])[-a-zA-Z0-9_]+\Z",
    "Use letters without accents, digits and hyphens only: my-first-book.",
)


class AddressFormField(forms.SlugField):
    """Refuses before the value reaches the thing, whose own address is still asked for."""

    default_validators = [_validate_address]


class AddressField(models.SlugField):  # type: ignore[type-arg]  # not subscriptable at run time
    """A slug, refused in words that name no slug."""

    default_validators = [_validate_address]

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"form_class": AddressFormField, **kwargs})


class Addressed(Publishable):
    """Has an address of its own, by a slug made from its title unless an editor writes one."""

    slug = AddressField(
        "address",
        max_length=120,
        unique=True,
        blank=True,
        help_text=(
            "The last part of the page's address. Leave empty: it is made from the title. "
            "After a change the old address leads here."
        ),
        error_messages={"unique": "Another page has this address already."},
    )

    class Meta(Publishable.Meta):
        abstract = True

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **kwargs: Any
    ) -> Self:
        instance = super().from_db(db, field_names, values, **kwargs)
        instance._stored_slug = instance.__dict__.get("slug")
        return instance

    def clean(self) -> None:
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": f"“{self.slug}” has another meaning in addresses."})
        if slug_re.fullmatch(self.slug) and self._was_left_behind(self.slug):
            raise ValidationError(
                {"slug": "This address led to another page before and still leads there."}
            )

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        with content_write():
            if not self.slug:
                self.slug = self.free_slug(self._is_taken)
            super().save_base(*args, **kwargs)
            old = self._stored_slug
            if old and old != self.slug:
                self._leave_behind(old)
        self._stored_slug = self.slug

    def slug_source(self) -> str:
        """The text a slug is made from."""
        return str(self)

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    def _path_for(self, slug: str) -> str:
        """The path below the site's root that this thing has under that slug."""
        present, self.slug = self.slug, slug
        try:
            return "/" + self.get_absolute_url().removeprefix(get_script_prefix())
        finally:
            self.slug = present

    def _was_left_behind(self, slug: str) -> bool:
        others = Redirect.objects.filter(old_path=self._path_for(slug))
        return others.exclude(target_uid=self.uid).exists()

    def free_slug(self, is_taken: Callable[[str], bool]) -> str:
        """A slug made from the title, with a number behind it where others are taken."""
        base = (
            slugify(self.slug_source())[:100].strip("-")
            or f"{self._meta.model_name}-{self.uid.hex[:8]}"
        )
        slug, number = base, 1
        while slug in RESERVED_SLUGS or is_taken(slug):
            number += 1
            slug = f"{base}-{number}"
        return slug

    def _is_taken(self, slug: str) -> bool:
        others: models.QuerySet[Any] = type(self)._default_manager.exclude(pk=self.pk)
        return others.filter(slug=slug).exists() or self._was_left_behind(slug)

    def _leave_behind(self, old: str) -> None:
        Redirect.objects.filter(old_path=self._path_for(self.slug)).delete()
        Redirect.objects.update_or_create(
            old_path=self._path_for(old),
            defaults={"new_path": "", "model": self._meta.label, "target_uid": self.uid},
        )

    _stored_slug: str | None = None


def moved_to(path: str) -> str | None:
    """Where an old path of this site leads now, if it is one that was left behind."""
    redirect = Redirect.objects.filter(old_path=path).first()
    return redirect.leads_to() if redirect else None


def moved_page(address: str) -> str:
    """Where the page now is that `reverse` gives this address. Raises Http404 if it never was."""
    present = moved_to("/" + address.removeprefix(get_script_prefix()))
    if present is None:
        raise Http404
    return present
