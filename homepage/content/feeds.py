"""Atom feeds (RFC 4287) whose addresses are the site's canonical ones."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from homepage.content.pages import absolute
from homepage.content.publishing import Publishable
from homepage.content.versions import ContentVersion

#: Characters that XML 1.0 has no way to write.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_OWN_ADDRESS = re.compile(r'(\s(?:href|src)=")(/(?!/)[^"]*)')
_OTHER_SIZES = re.compile(r'\s(?:srcset|sizes)="[^"]*"')
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def feed_text(text: str) -> str:
    """Text that XML can write, without e-mail addresses, which no feed carries."""
    return _MAIL.sub("…", _NOT_XML.sub("", text))


def for_feed(html: str) -> str:
    """HTML with whole addresses, otherwise as `feed_text`."""
    html = _OTHER_SIZES.sub("", html)
    html = _OWN_ADDRESS.sub(lambda match: match[1] + absolute(match[2]), html)
    html = re.sub(r'<a href="mailto:[^"]*"[^>]*>(.*?)</a>', r"\1", html)
    return feed_text(html)


def paragraphs(lines: Iterable[str]) -> SafeString:
    """Lines of text, each as a paragraph."""
    return format_html_join("", "<p>{}</p>", ((line,) for line in lines))


class _SteadyAtom(Atom1Feed):
    """Says the same until something changes, and never that it changed before it did.

    The newest item says nothing of one that has left, nor of a host that was renamed: the time
    of the whole feed is that of the content, or of what the clock has changed since.
    """

    def latest_post_date(self) -> datetime:
        changed_by_clock = self.feed["changed_by_clock"]
        moments = [ContentVersion.current().changed_at, changed_by_clock]
        # An item may bear a time that is still to come to the others.
        moments += [item["updateddate"] for item in self.items]
        latest: datetime = max(filter(None, moments))
        return latest


class AtomFeed(Feed):  # type: ignore[type-arg]  # not subscriptable at run time
    """Items are `Publishable`; each keeps its id when its address changes."""

    feed_type = _SteadyAtom
    max_items = 50

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        # The newest item says nothing of one that has left, such as a position that closed: who
        # asks whether anything is new since then would be told no. The ETag tells them.
        del response.headers["Last-Modified"]
        return response

    def feed_extra_kwargs(self, obj: Any) -> dict[str, Any]:
        return {"changed_by_clock": self.changed_by_clock()}

    def changed_by_clock(self) -> datetime | None:
        """The last moment until now at which the clock took something out of the feed."""
        return None

    def path(self) -> str:
        """The feed's own path, as `reverse` gives it."""
        raise NotImplementedError

    def feed_url(self) -> str:
        return absolute(self.path())

    feed_guid = feed_url

    def item_link(self, item: Any) -> str:
        return absolute(item.get_absolute_url())

    def item_guid(self, item: Publishable) -> str:
        return item.uid.urn

    def item_pubdate(self, item: Publishable) -> datetime | None:
        return item.public_from

    def item_updateddate(self, item: Publishable) -> datetime:
        # What was written before its time is new to readers at its time.
        return max(item.updated_at, item.public_from or item.updated_at)
