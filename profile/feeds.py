from homepage.content.feeds import AtomFeed, feed_text
from profile.models import Profile


class OwnersFeed(AtomFeed):
    """A feed in the owner's name. `subject` is what it is about."""

    subject: str

    def author_name(self) -> str:
        # Atom wants an author; until there is a name, the site stands for it.
        return feed_text(Profile.load().name) or "Homepage"

    def title(self) -> str:
        name = Profile.load().name
        return feed_text(f"{self.subject} – {name}" if name else self.subject)
