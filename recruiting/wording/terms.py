"""What a position offers, in the few words that lists and facts have room for.

Each function gives text for readers, and "" where nothing is known. None makes a query for an
opening from `OpeningQuerySet.for_list`.
"""

from decimal import Decimal

from recruiting.models import Opening
from recruiting.wording.places import address_of


def start_words(opening: Opening) -> str:
    """`as soon as possible`, `fall 2027`, `from Mar 2027`."""
    if opening.starts_soon:
        return "as soon as possible"
    if not opening.start:
        return ""
    if opening.start_season:
        season = Opening.Season(opening.start_season).label.lower()
        return f"{season} {opening.start.display()}"
    return f"from {opening.start.display()}"


def salary_words(opening: Opening) -> str:
    """`CNY 300,000–400,000 per year`, `from EUR 4,000 per month`, `up to EUR 5,000 per month`."""
    low, high = opening.salary_from, opening.salary_to
    if low is None and high is None:
        return ""
    period = Opening.Period(opening.salary_period).label if opening.salary_period else ""
    if low is None or high is None:
        before = "up to" if low is None else "from"
        figures = _figure(low if high is None else high)
    else:
        before = ""
        figures = _figure(low) if low == high else f"{_figure(low)}–{_figure(high)}"
    return _joined(" ", before, opening.salary_currency, figures, period)


def location_words(opening: Opening) -> str:
    """`Zurich, Switzerland`, `Zurich, Switzerland, partly remote`, `Remote (Germany, France)`."""
    if opening.workplace == Opening.Workplace.REMOTE:
        countries = ", ".join(opening.countries_of_remote_work)
        return f"Remote ({countries})" if countries else "Remote"
    known = address_of(opening)
    place = _joined(", ", *(known.get(name, "") for name in ("city", "region", "country")))
    if opening.workplace != Opening.Workplace.PARTLY_REMOTE:
        return place
    return f"{place}, partly remote" if place else "Partly remote"


def own_location_words(opening: Opening) -> str:
    """The location where the opening itself says something of it, beyond its hosts' address."""
    is_away = opening.workplace in (Opening.Workplace.REMOTE, Opening.Workplace.PARTLY_REMOTE)
    return location_words(opening) if is_away or opening.city or opening.country else ""


def contract_words(opening: Opening) -> str:
    """`Full time, 2 years`."""
    hours = Opening.Hours(opening.hours).label if opening.hours else ""
    return _joined(", ", hours, opening.duration)


def places_words(opening: Opening) -> str:
    """`1 place`, `2 places`."""
    return counted_places(opening.places) if opening.places else ""


def counted_places(number: int) -> str:
    return f"{number} place" if number == 1 else f"{number} places"


def _figure(amount: Decimal | None) -> str:
    """`4,000`, `4,000.50`."""
    if amount is None:
        return ""
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"


def _joined(between: str, *words: str) -> str:
    return between.join(word for word in words if word)
