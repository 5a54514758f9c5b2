"""Opening hours and promises as configuration."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from app.settings import Settings
from app.settings.duration import seconds
from app.settings.hours import HoursSettings
from streams.floor.business_hours import ALWAYS
from streams.floor.promise import Promise, PromiseRules

DESK = {
    "mon": ["08:00-12:00", "12:30-16:00"],
    "sat": ["00:00-24:00"],
    "holidays": ["2026-12-25"],
    "special": {"2026-12-24": ["08:00-12:00"]},
}


def promises_of(site: str = "aarhus", **sections: Any) -> PromiseRules:
    return Settings(**sections).floor_rules(site).promises


def test_hours_are_a_calendar_in_the_zone_of_the_site_or_in_their_own() -> None:
    hours = HoursSettings.model_validate(DESK).business_hours("Europe/Copenhagen")
    assert hours.zone == "Europe/Copenhagen"
    assert hours.weekly == (((480, 720), (750, 960)), (), (), (), (), ((0, 1440),), ())
    assert hours.holidays == {date(2026, 12, 25)}
    assert hours.special_days == {date(2026, 12, 24): ((480, 720),)}
    assert HoursSettings.model_validate({**DESK, "zone": "UTC"}).business_hours("Europe/Copenhagen").zone == "UTC"


def test_hours_may_be_told_in_any_order_and_may_touch() -> None:
    hours = HoursSettings.model_validate({"mon": ["12:00-16:00", " 08:00 - 12:00 "]})
    assert hours.mon == ((480, 720), (720, 960))


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ({"mon": ["8-16"]}, "write them like 08:00-16:00"),
        ({"mon": [8]}, "write them like 08:00-16:00"),
        ({"mon": ["08:00-24:30"]}, "00:00 to 24:00"),
        ({"mon": ["08:70-16:00"]}, "00:00 to 24:00"),
        ({"mon": ["22:00-06:00"]}, "22:00-24:00 on this day and 00:00-06:00 on the next"),
        ({"mon": ["08:00-12:00", "11:30-16:00"]}, "08:00-12:00 and 11:30-16:00 overlap: write 08:00-16:00"),
        ({"mon": ["08:00-16:00", "09:00-10:00"]}, "write 08:00-16:00"),
        ({"holidays": ["2026-12-25"]}, "never open: give at least one weekday"),
    ],
)
def test_hours_that_cannot_be_are_refused_with_what_to_write(said: dict[str, Any], what: str) -> None:
    with pytest.raises(ValidationError, match=what):
        HoursSettings.model_validate(said)


def test_a_sites_own_promises_are_asked_before_those_for_every_site() -> None:
    sections: dict[str, Any] = {
        "hours": {"desk": DESK},
        "promises": [{"name": "Everyone", "hours": "desk", "first_reply_s": "8h", "at_risk": 0.5}],
        "sites": {
            "aarhus": {
                "zone": "Europe/Copenhagen",
                "promises": [
                    {"name": "Gold", "customers": ["hmac-sha256:3b1f0c"], "queues": ["mail"], "priorities": ["high"],
                     "channels": ["email"], "next_reply_s": 900, "resolution_s": "1h30m"},
                ],
            }
        },
    }  # fmt: skip
    gold, everyone = promises_of(**sections).rules
    assert (gold.name, gold.hours) == ("Gold", ALWAYS)
    assert gold.promises == (Promise("next_reply", 900_000), Promise("resolution", 5_400_000))
    assert gold.matches("hmac-sha256:3b1f0c", "mail", "high", "email")
    assert not gold.matches("hmac-sha256:3b1f0c", "mail", "low", "email")
    assert (everyone.name, everyone.hours.zone) == ("Everyone", "Europe/Copenhagen")
    assert everyone.promises == (Promise("first_reply", 28_800_000, 0.5),)
    assert everyone.matches(None, "chat", None, "web")
    assert [rule.name for rule in promises_of("odense", **sections).rules] == ["Everyone"]


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ({}, "promises nothing: give one of first_reply_s, next_reply_s, resolution_s"),
        ({"first_reply_s": "soon"}, "like 8h, 15m or 1h30m"),
        ({"first_reply_s": 0}, "greater than 0"),
        ({"first_reply_s": 60, "queues": []}, "at least 1 item"),
        ({"first_reply_s": 60, "at_risk": 0}, "greater than 0"),
    ],
)
def test_a_promise_that_cannot_be_kept_is_refused(said: dict[str, Any], what: str) -> None:
    with pytest.raises(ValidationError, match=what):
        Settings(promises=[{"name": "Gold", **said}])


@pytest.mark.parametrize(("text", "s"), [("45s", 45), ("15m", 900), ("8h", 28_800), ("1h30m5s", 5405), (" 2h ", 7200)])
def test_a_duration_is_hours_minutes_and_seconds(text: str, s: int) -> None:
    assert seconds(text) == s


@pytest.mark.parametrize("text", ["", "8", "8 h", "h", "1d", "30m1h", "-1h"])
def test_any_other_text_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="no duration"):
        seconds(text)
