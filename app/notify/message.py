"""What people read of a notification: what, where, since when, how bad; plain English, short."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from streams.alerts.notification import Alert, Kind, Notification
from streams.alerts.rule import AnyRule, BurnRule, DeadlineRule, LevelRule
from streams.events.instant import from_ms
from streams.kpi.definitions import NAMES
from streams.kpi.goal import SHIPPED

ALERTS_WRITTEN = 10
"""The others are counted."""

BEGINNINGS: dict[Kind, str] = {"firing": "", "resolved": "Over: ", "repeat": "Still: ", "escalation": "Escalated: "}


class Naming(Protocol):
    """What things are called, and by which clock."""

    page_url: str | None

    def site_name(self, site: str) -> str: ...

    def queue_name(self, site: str, queue: str) -> str: ...

    def zone(self, site: str) -> str: ...

    def rule(self, site: str, key: str) -> AnyRule | None:
        """None when it has gone meanwhile."""
        ...


def title_of(site: str, sent: Notification, naming: Naming) -> str:
    """`Critical: Many callers give up, queue Support (Aarhus)`."""
    severity = "" if sent.kind == "resolved" else f"{sent.severity.capitalize()}: "
    what = f"{sent.count} alerts" if sent.count > 1 else _what(site, sent.alerts[0], naming)
    return f"{BEGINNINGS[sent.kind]}{severity}{what} ({naming.site_name(site)})"


def text_of(site: str, sent: Notification, naming: Naming) -> str:
    """A line an alert, of the first `ALERTS_WRITTEN`, and where to look."""
    lines = [_line(site, alert, naming) for alert in sent.alerts[:ALERTS_WRITTEN]]
    if (more := sent.count - len(lines)) > 0:
        lines.append(f"And {more} more.")
    if naming.page_url is not None:
        lines.append(naming.page_url)
    return "\n".join(lines)


def _line(site: str, alert: Alert, naming: Naming) -> str:
    zone = ZoneInfo(naming.zone(site))
    began = from_ms(alert.fired or alert.began).astimezone(zone)
    if alert.ended is not None:
        ended = from_ms(alert.ended).astimezone(zone)
        said = [f"{_moment(began)} to {_moment(ended)} {ended:%Z}", alert.why or "over"]
    else:
        said = [_value(alert, naming.rule(site, alert.rule)), f"since {_moment(began)} {began:%Z}"]
        if alert.state == "no_data":
            said.append("no figure to be trusted now")
    if alert.acknowledged_by is not None:
        said.append(f"acknowledged by {alert.acknowledged_by}")
    return f"{_what(site, alert, naming)}: {', '.join(filter(None, said))}"


def _what(site: str, alert: Alert, naming: Naming) -> str:
    rule = naming.rule(site, alert.rule)
    what = rule.name if rule is not None else alert.rule
    if alert.kind in ("site", "log"):
        return what
    queue = f"queue {naming.queue_name(site, alert.queue)}" if alert.queue is not None else None
    return ", ".join(filter(None, (what, None if alert.kind == "queue" else f"{alert.kind} {alert.subject}", queue)))


def _value(alert: Alert, rule: AnyRule | None) -> str:
    if alert.value is None:
        return ""
    match rule:
        case BurnRule():
            return f"misses come {alert.value:.1f} times as fast as the goal allows"
        case DeadlineRule():
            return f"{_span(alert.value)} allowed"
        case LevelRule():
            metric = SHIPPED.get(rule.metric)
            if metric is None:
                return ""
            over = "" if rule.window == "now" else f" over {rule.window}"
            then = "" if alert.last_week is None else f", last week {_figure(alert.last_week, metric.unit)}"
            share_of = f" of {alert.n}" if metric.unit == "share" and alert.n is not None else ""
            return f"{NAMES['en'][metric.key]} {_figure(alert.value, metric.unit)}{share_of}{over}{then}"  # type: ignore[index]
    return ""


def _figure(value: float, unit: str) -> str:
    if unit == "share":
        return f"{value * 100:.1f} %"
    if unit == "ms":
        return _span(value)
    return f"{value:.10g}" if value == int(value) else f"{value:.2f}"


def _span(ms: float) -> str:
    """`1 h 5 min`, `3 min`, `45 s`; the two greatest parts."""
    seconds = round(ms / 1000)
    parts = [(seconds // 86_400, "d"), (seconds // 3600 % 24, "h"), (seconds // 60 % 60, "min"), (seconds % 60, "s")]
    written = [f"{n} {unit}" for n, unit in parts if n][:2]
    return " ".join(written) or "0 s"


def _moment(at: datetime) -> str:
    """`24 Nov 09:16`."""
    return f"{at.day} {at:%b %H:%M}"
