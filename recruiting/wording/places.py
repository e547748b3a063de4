"""Where the work is: a position's own place, or the address of its first host."""

from profile.models import Organization
from recruiting.models import Opening

#: The parts of an address, from the narrowest, as organizations have them.
PARTS = ("street_address", "postal_code", "city", "region", "country")

#: What is known of a place, by the names of `PARTS`; what is not known is left out.
Address = dict[str, str]


def address_of(opening: Opening) -> Address:
    """The position's own place, or else its first host's address.

    What the host leaves open is as with what it is part of. Makes no query for an opening from
    `OpeningQuerySet.for_list`.
    """
    own = _filled({"city": opening.city, "country": opening.country})
    host = hiring(opening)
    general = _address_of(host) if host else {}
    if not own:
        return general
    is_near = _is_same(own, general, "city")
    return own if "country" in own or not is_near else {**_country(general), **own}


def hiring(opening: Opening) -> Organization | None:
    """The first host."""
    hosts = opening.hosts.all()
    return hosts[0].organization if hosts else None


def _address_of(place: Organization) -> Address:
    """No further up than what it is part of: what that is part of would have to be asked for."""
    own = _written(place)
    whole = _written(place.part_of) if place.part_of else {}
    if not _is_same(own, whole, "country"):
        return own
    if not _is_same(own, whole, "city"):
        return {**_country(whole), **own}
    if "street_address" in own:
        # The code of another street may be another one.
        whole.pop("postal_code", None)
    return {**whole, **own}


def _written(place: Organization) -> Address:
    return _filled({name: getattr(place, name) for name in PARTS})


def _filled(address: Address) -> Address:
    return {name: value.strip() for name, value in address.items() if value.strip()}


def _is_same(own: Address, other: Address, name: str) -> bool:
    """Whether the one says nothing of it, or just what the other says."""
    return name not in own or own[name].casefold() == other.get(name, "").casefold()


def _country(address: Address) -> Address:
    return {name: value for name, value in address.items() if name == "country"}
