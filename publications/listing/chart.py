"""Works per year as a picture that is itself the filter by year."""

from __future__ import annotations

from dataclasses import dataclass

from publications.listing.filters import WorkFilter

#: Of a longer time only the years that have works are drawn, and of these the latest.
MOST_YEARS = 80
#: The tallest bar, and the line on which all stand, in px from the top.
TALLEST, GROUND = 62, 84
#: So many labels fit beside each other: on a wide screen, on a narrow one.
WIDE, NARROW = 18, 9
_STRIDES = (1, 2, 5, 10, 20, 50)
#: Of a narrow screen, which shows some of the labels of a wide one.
_NARROW_STRIDES = (1, 2, 4, 5, 10, 20, 50)
#: Within this share of the picture a label in the middle of its bar would jut out of it.
WIDE_EDGE, NARROW_EDGE = 0.018, 0.04


@dataclass(frozen=True)
class Bar:
    """One year. Places and widths are in per cent of the picture, heights in px."""

    year: int
    count: int
    link: str
    is_chosen: bool
    left: str
    column: str
    bar_left: str
    bar_width: str
    middle: str
    height: int
    #: Where the year stands below it: "all" screens, "wide" ones, or none.
    label: str
    #: At an end of the picture, where the label begins or ends at the middle of its bar:
    #: "first" or "last", and only on a "narrow-" screen where it is not that close.
    edge: str

    @property
    def top(self) -> int:
        return GROUND - self.height

    @property
    def count_at(self) -> int:
        """Where the number stands: above the bar."""
        return self.top - 6

    @property
    def name(self) -> str:
        """As it is read out: `2022: 6 works`."""
        works = f"{self.count} work{'' if self.count == 1 else 's'}"
        return f"{self.year}: {works}{', chosen; show all years' if self.is_chosen else ''}"


@dataclass(frozen=True)
class Chart:
    bars: tuple[Bar, ...]
    since: int | None

    @property
    def density(self) -> str:
        """How close the bars stand, for the numbers above them: open, close or dense."""
        return "open" if len(self.bars) <= 14 else "close" if len(self.bars) <= 30 else "dense"


def _strides(years: int) -> tuple[int, int]:
    """How far labels stand from each other on a wide screen and on a narrow one."""
    wide = next((s for s in _STRIDES if years <= WIDE * s), _STRIDES[-1])
    fitting = [s for s in _NARROW_STRIDES if s % wide == 0]
    return wide, next((s for s in fitting if years <= NARROW * s), fitting[-1])


def _edge(middle: float) -> str:
    end, share = ("first", middle) if middle < 0.5 else ("last", 1 - middle)
    if share < WIDE_EDGE:
        return end
    return f"narrow-{end}" if share < NARROW_EDGE else ""


def _per_cent(share: float) -> str:
    return f"{100 * share:.2f}".rstrip("0").rstrip(".") + "%"


def chart_of(filters: WorkFilter) -> Chart | None:
    """The works that the other filters leave, by year; None where a chart would say nothing.

    The years are those of all public works, so that they stay where they are while one filters.
    """
    known = sorted(int(year) for year in filters.index.terms["year"])
    if len(known) < 2:
        return None
    years = list(range(known[0], known[-1] + 1))
    if len(years) > MOST_YEARS:
        years = known[-MOST_YEARS:]
    counts = filters.counts("year")
    tallest = max((counts.get(str(year), 0) for year in years), default=0)
    if not tallest:
        return None
    asked = filters.terms.get("year")
    chosen = int(asked.value) if asked else None
    wide, narrow = _strides(len(years))
    share = 1 / len(years)
    bars = []
    for nth, year in enumerate(years):
        count = counts.get(str(year), 0)
        is_chosen = year == chosen
        # Where labels are thinned out, those beside the chosen year make way for it.
        makes_way = chosen is not None and not is_chosen and abs(year - chosen) < wide
        label = "all" if year % narrow == 0 else "wide" if year % wide == 0 else ""
        bars.append(
            Bar(
                year=year,
                count=count,
                link=filters.link_with(year="" if is_chosen else str(year)),
                is_chosen=is_chosen,
                left=_per_cent(nth * share),
                column=_per_cent(share),
                bar_left=_per_cent((nth + 0.05) * share),
                bar_width=_per_cent(0.9 * share),
                middle=_per_cent((nth + 0.5) * share),
                height=max(3, round(TALLEST * count / tallest)) if count else 0,
                label="all" if is_chosen else "" if makes_way else label,
                edge=_edge((nth + 0.5) * share),
            )
        )
    return Chart(tuple(bars), since=years[0] if years[0] != known[0] else None)
