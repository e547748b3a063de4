"""Whatever colour the editor picks, text in it can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homepage.models import SiteSettings
from homepage.theme import (
    DARK_CONTRAST,
    DARK_GROUNDS,
    LIGHT_CONTRAST,
    LIGHT_GROUNDS,
    contrast,
    readable,
)

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_black_on_white_has_the_contrast_that_the_guideline_names():
    assert round(contrast("#000000", "#ffffff"), 2) == 21


@given(colours)
def test_every_accent_is_readable_in_light_and_dark(accent):
    for grounds, least in ((LIGHT_GROUNDS, LIGHT_CONTRAST), (DARK_GROUNDS, DARK_CONTRAST)):
        colour = readable(accent, grounds, least)
        assert min(contrast(colour, ground) for ground in grounds) >= least


def test_a_readable_accent_stays_as_it_is():
    assert readable("#1c5284", LIGHT_GROUNDS, LIGHT_CONTRAST) == "#1c5284"


@pytest.mark.django_db
def test_a_new_colour_gets_a_new_address_and_is_served(client):
    before = client.get("/").context["site"].theme_url
    SiteSettings.objects.update(accent="#8a1c1c")

    after = client.get("/").context["site"].theme_url

    assert after != before
    assert b"--accent: #8a1c1c" in client.get(after).content
    assert "immutable" in client.get(after)["Cache-Control"]
    assert client.get(before)["Cache-Control"] == "no-cache"
