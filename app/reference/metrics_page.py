"""docs/metrics.md: every figure with its definition, from the registry; worked figures are computed, not typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from app.reference.metrics_text import CLOSING, INTRO, PROFILES_TEXT, WAITS
from streams.floor.rule import Profile
from streams.floor.window import HOUR_MS, LONG, LONG_PANE_MS, MINUTE_MS, PANE_MS, SHORT
from streams.kpi.aggregate import Aggregate
from streams.kpi.keys import WindowMetricKey
from streams.kpi.metric import NowMetric, WindowMetric
from streams.kpi.registry import NOW_METRICS, WINDOW_METRICS
from streams.kpi.service_level import PROFILES, Verdicts, service_level

HOUR = Verdicts(
    answered_in=70, answered_late=12, abandoned_short=4, abandoned_in=6, abandoned_late=5, other_in=2, other_late=1
)
"""The worked hour: 100 legs offered, T = 20 s, S = 5 s."""

PROFILE_WORDS: Mapping[Profile, tuple[str, str]] = {
    "abandon_negative": ("answered in T ÷ offered", "**Tavle's default**; Cisco, Talkdesk (short off)"),
    "genesys": ("answered in T ÷ (answered + abandoned)", "Genesys (default), Vonage"),
    "answered_only": ("answered in T ÷ answered", 'Cisco UCCX "only handled", Asterisk SL, Aircall'),
    "connect": ("all that left the queue within T ÷ offered", "Amazon Connect"),
    "asterisk_sl2": ("(answered in T + abandoned in T) ÷ (answered + abandoned)", "Asterisk SL2"),
    "abandon_positive": ("(answered in T + abandoned in T) ÷ offered", "Cisco"),
    "abandon_ignored": ("answered in T ÷ (offered − abandoned in T)", "Cisco, CxEngage"),
    "genesys_short_excluded": ("answered in T ÷ (answered + abandoned − short)", "Genesys (short excluded)"),
    "talkdesk_short_on": ("answered in T ÷ (offered − short)", "Talkdesk (short on)"),
}

FIVE_CALLERS = Aggregate(
    {"offered": 5, "answered": 3, "abandoned": 2, "answered_wait_ms": 60_000, "abandoned_wait_ms": 180_000}
)
"""Three answered after 10, 20 and 30 s; two gave up after 60 and 120 s."""

_SINGLE = re.compile(r"\((\w+)\)")
_COUNTS = re.compile(r"[\w+÷() ]+")
UNITS = {"count": "count", "ms": "ms", "share": "share (0 to 1)"}


def metrics_page() -> str:
    """The whole page."""
    parts = (
        INTRO.replace("@windows@", "\n".join(_windows())),
        "## Now",
        "\n".join(_now()),
        "## Over a window",
        "\n".join(_over_a_window()),
        PROFILES_TEXT.replace("@profiles@", "\n".join(_profiles())),
        _waits(),
        CLOSING,
    )
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _windows() -> Iterator[str]:
    yield "| window | covers at time *t* | moves every |"
    yield "|---|---|---|"
    short, long = f"{PANE_MS // 1000} s", f"{LONG_PANE_MS // MINUTE_MS} min"
    for name, width in SHORT.items():
        yield f"| `{name}` | [floor(*t*, {short}) − {width // MINUTE_MS} min, *t*) | {short} |"
    for name, width in LONG.items():
        yield f"| `{name}` | [floor(*t*, {long}) − {width // HOUR_MS} h, *t*) | {long} |"
    yield "| `interval` | the current half-hour, as the site's clocks show it, up to *t* | half-hour |"
    yield "| `today` | from the site's midnight up to *t* | day |"


def _now() -> Iterator[str]:
    yield "| key | in JSON | unit | of | better | definition |"
    yield "|---|---|---|---|---|---|"
    for metric in NOW_METRICS:
        yield f"| {_key(metric)} | {', '.join(metric.scopes)} | {metric.better or ''} | {metric.definition} |"


def _over_a_window() -> Iterator[str]:
    yield "| key | in JSON | unit | of | better | definition | formula | also called |"
    yield "|---|---|---|---|---|---|---|---|"
    for metric in WINDOW_METRICS:
        told = (metric.better or "", metric.definition, _formula(metric.formula), metric.called)
        yield f"| {_key(metric)} | {', '.join(metric.scopes)} | {' | '.join(told)} |"


def _formula(text: str) -> str:
    """As code, unless it is a sentence; a single count needs no parentheses."""
    if not _COUNTS.fullmatch(text):
        return text
    plain = _SINGLE.sub(r"\1", text)
    return f"`{plain}`"


def _key(metric: NowMetric | WindowMetric) -> str:
    return f"`{metric.key}` | `{metric.field}` | {UNITS[metric.unit]}"


def _profiles() -> Iterator[str]:
    yield "| profile | formula | the same hour | by |"
    yield "|---|---|---|---|"
    for profile in sorted(PROFILES, key=lambda name: -(service_level(HOUR, name).value or 0)):
        formula, systems = PROFILE_WORDS[profile]
        ratio = service_level(HOUR, profile)
        shown = f"{ratio.numerator} ÷ {ratio.denominator} = {100 * (ratio.value or 0):.1f} %"
        yield f"| `{profile}` | {formula} | {shown} | {systems} |"


def _waits() -> str:
    by_key = {metric.key: metric for metric in WINDOW_METRICS}

    def seconds(key: WindowMetricKey) -> str:
        return f"{(by_key[key].value(FIVE_CALLERS) or 0) / 1000:g} s"

    return (
        WAITS.replace("@asa@", seconds("asa"))
        .replace("@avg_wait@", seconds("avg_wait"))
        .replace("@avg_queue_time@", seconds("avg_queue_time"))
    )
