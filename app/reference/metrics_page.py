"""docs/metrics.md: every figure with its definition, from the registry; worked figures are computed, not typed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from app.reference import metrics_examples as examples
from app.reference.metrics_text import (
    CLOSING,
    INTRO,
    LANGUAGES,
    NOW,
    OVER_A_WINDOW,
    PERIODS_TEXT,
    SERVICE_LEVEL_TEXT,
    TABLES_TEXT,
    TICKETS,
)
from streams.events.instant import HOUR_MS, MINUTE_MS
from streams.floor.rule import TREATMENTS, Profile, ServiceLevelRule, Treatment
from streams.floor.window import LONG, LONG_PANE_MS, PANE_MS, SHORT
from streams.kpi.agent_metrics import AGENT_TIME, HANDLING, MATTERS
from streams.kpi.definitions import DEFINITIONS, NAMES
from streams.kpi.feedback_metrics import FEEDBACK_METRICS
from streams.kpi.keys import Language, Unit
from streams.kpi.metric import WINDOWS, NowMetric, Vendor, WindowMetric
from streams.kpi.period_metrics import PERIOD_METRICS
from streams.kpi.queue_metrics import QUEUE_METRICS
from streams.kpi.registry import NOW_METRICS
from streams.kpi.sales_metrics import SALES_METRICS
from streams.kpi.service_level import PROFILES, Verdicts, service_level
from streams.kpi.tables import TABLES
from streams.kpi.ticket_metrics import TICKET_METRICS

HOUR = Verdicts(
    answered_in=70, answered_late=12, abandoned_short=4, abandoned_in=6, abandoned_late=5, callback_in=1,
    callback_late=1, other_in=1,
)  # fmt: skip
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

ROOMS: Mapping[str, tuple[WindowMetric, ...]] = {
    "Queues": QUEUE_METRICS,
    "Conversations": HANDLING,
    "What they were about": MATTERS,
    "Agents' time": AGENT_TIME,
    "Customers' answers": FEEDBACK_METRICS,
    "Sales and customers": SALES_METRICS,
    "Tickets": TICKET_METRICS,
}
UNITS: Mapping[Unit, str] = {
    "count": "count",
    "ms": "ms",
    "share": "share (0 to 1)",
    "score": "points (−100 to +100)",
    "rating": "mean on its scale",
    "money": "site's currency",
    "number": "number",
}
LANGUAGE_NAMES: Mapping[Language, str] = {"da": "Dansk", "sv": "Svenska", "nl": "Nederlands"}
THE_TRADE: Vendor = "the trade"

_CALCULATION = re.compile(r"\(*\w+\)*( [+−×÷] \(*\w+\)*)*")
_EN = DEFINITIONS["en"]


def metrics_page() -> str:
    """The whole page."""
    parts = (
        examples.filled(INTRO, {"windows": _lines(_windows())}),
        NOW,
        _lines(_now()),
        OVER_A_WINDOW,
        *(f"### {room}\n\n{_lines(_over_a_window(metrics))}" for room, metrics in ROOMS.items()),
        TABLES_TEXT,
        _lines(_tables()),
        PERIODS_TEXT,
        _lines(_periods()),
        _service_level(),
        examples.waits(),
        examples.recoveries(),
        examples.curve(),
        examples.satisfaction(),
        examples.provisional(),
        TICKETS,
        CLOSING,
        LANGUAGES,
        *(f"### {name}\n\n{_lines(_definitions(language))}" for language, name in LANGUAGE_NAMES.items()),
    )
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)


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
    yield "| `week` | from the site's midnight before Monday up to *t* | week |"
    yield "| `month` | from the site's midnight before the first up to *t* | month |"


def _now() -> Iterator[str]:
    yield "| key | in JSON | unit | of | better | definition | also called |"
    yield "|---|---|---|---|---|---|---|"
    for metric in NOW_METRICS:
        told = (", ".join(metric.scopes), metric.better or "", _EN[metric.key], _called(metric))
        yield f"| {_key(metric)} | {' | '.join(told)} |"


def _over_a_window(metrics: Iterable[WindowMetric]) -> Iterator[str]:
    yield "| key | in JSON | unit | of | better | definition | formula | also called |"
    yield "|---|---|---|---|---|---|---|---|"
    for metric in metrics:
        words = _EN[metric.key]
        if metric.windows != WINDOWS:
            words = f"{words} ({', '.join(f'`{window}`' for window in metric.windows)})"
        told = (", ".join(metric.scopes), metric.better or "", words, _formula(metric.formula), _called(metric))
        yield f"| {_key(metric)} | {' | '.join(told)} |"


def _tables() -> Iterator[str]:
    yield "| key | of | definition | each row |"
    yield "|---|---|---|---|"
    for key, table in TABLES.items():
        columns = ", ".join(f"`{field.name}`" for field in msgspec.structs.fields(table.row))
        yield f"| `{key}` | {', '.join(table.scopes)} | {_EN[key]} | {columns} |"


def _periods() -> Iterator[str]:
    yield "| key | unit | better | definition | formula | needs |"
    yield "|---|---|---|---|---|---|"
    for key, metric in PERIOD_METRICS.items():
        needs = ", ".join(f"`{measure}`" for measure in metric.measures)
        told = (UNITS[metric.unit], metric.better, _EN[key], _formula(metric.formula), needs)
        yield f"| `{key}` | {' | '.join(told)} |"


def _formula(text: str) -> str:
    """As code, unless it is a sentence."""
    return f"`{text}`" if _CALCULATION.fullmatch(text) else text


def _called(metric: NowMetric | WindowMetric) -> str:
    return ", ".join(name if of == THE_TRADE else f"{name} ({of})" for of, name in metric.called.items())


def _key(metric: NowMetric | WindowMetric) -> str:
    return f"`{metric.key}` | `{metric.field}` | {UNITS[metric.unit]}"


def _service_level() -> str:
    own = service_level(HOUR, Treatment(callbacks="in_time"))
    return examples.filled(
        SERVICE_LEVEL_TEXT,
        {
            "hour": _hour(),
            "abandoned": str(HOUR.abandoned_within),
            "profiles": _lines(_profiles()),
            "treatments": _lines(_treatments()),
            "own": f"{own.numerator} ÷ {own.denominator} = {examples.percent(own.value)}",
            "side_by_side": _side_by_side(),
        },
    )


def _hour() -> str:
    return (
        f"{HOUR.offered} offered; answered in *T* {HOUR.answered_in}, later {HOUR.answered_late}; abandoned short "
        f"{HOUR.abandoned_short}, until *T* {HOUR.abandoned_in},\nlater {HOUR.abandoned_late}; callbacks in *T* "
        f"{HOUR.callback_in}, later {HOUR.callback_late}; other exits in *T* {HOUR.other_in}, later {HOUR.other_late}"
    )


def _profiles() -> Iterator[str]:
    yield "| profile | formula | the same hour | by |"
    yield "|---|---|---|---|"
    levels = {profile: service_level(HOUR, TREATMENTS[profile]) for profile in PROFILES}
    for profile, level in sorted(levels.items(), key=lambda row: -(row[1].value or 0)):
        formula, systems = PROFILE_WORDS[profile]
        shown = f"{level.numerator} ÷ {level.denominator} = {examples.percent(level.value)}"
        yield f"| `{profile}` | {formula} | {shown} | {systems} |"


def _treatments() -> Iterator[str]:
    names = [field.name for field in msgspec.structs.fields(Treatment)]
    yield f"| profile | {' | '.join(f'`{name}`' for name in names)} |"
    yield "|---" * (len(names) + 1) + "|"
    for profile, treatment in TREATMENTS.items():
        yield f"| `{profile}` | {' | '.join(f'`{getattr(treatment, name)}`' for name in names)} |"


def _side_by_side() -> str:
    rules = {"main": ServiceLevelRule(), "genesys": ServiceLevelRule(profile="genesys")}
    levels = {name: service_level(HOUR, rule) for name, rule in rules.items()}
    shown = {name: {"service_level": level.value, "n": level.denominator} for name, level in levels.items()}
    return json.dumps({"service_level_by_rule": shown}, indent=2)


def _definitions(language: Language) -> Iterator[str]:
    yield "| key | | |"
    yield "|---|---|---|"
    for key, definition in DEFINITIONS[language].items():
        yield f"| `{key}` | {NAMES[language][key]} | {definition} |"
