"""Evaluates the tile `alerts`: what needs a person now, as the worker judged it last."""

from __future__ import annotations

from collections.abc import Mapping

from app.boards.board import TileDefinition
from app.boards.scene import Scene
from app.boards.several_sites import AnyScene, whose
from app.boards.tile import AlertRow, AlertsTile, State
from streams.alerts.notification import Alert
from streams.alerts.rule import SEVERITIES

ROWS_SHOWN = 30
BY_A_WORSE_ONE = "critical"
"""Why an alert is muted of which a critical one says all."""

Found = tuple[Scene, Alert]


def alerts_tile(tile: TileDefinition, scene: AnyScene | None) -> AlertsTile:
    """The worst first, and of these the oldest. Silenced ones are counted, not listed. While one of its sites was never
    judged nothing is known, which is not the same as no alerts."""
    if scene is None:
        return AlertsTile(as_of=None, kind="alerts", state="no_data", rows=(), silenced=0)
    found = [(part, alert) for part in scene.parts for alert in part.alerts.open if alert.muted != BY_A_WORSE_ONE]
    loud = [one for one in found if one[1].muted is None]
    loud.sort(key=lambda one: (SEVERITIES.index(one[1].severity), one[1].began, one[1].id))
    names = {part.view.site: part.naming.alert_rule_names(part.view.site) for part in (scene.parts if loud else ())}
    return AlertsTile(
        as_of=None,
        kind="alerts",
        state=_state(loud) if all(part.alerts.judged for part in scene.parts) else "no_data",
        rows=tuple(_row(*one, names, scene) for one in loud[:ROWS_SHOWN]),
        silenced=len(found) - len(loud),
        more=max(0, len(loud) - ROWS_SHOWN),
    )


def _state(loud: list[Found]) -> State:
    if not loud:
        return "ok"
    return "critical" if loud[0][1].severity == "critical" else "warning"


def _row(part: Scene, alert: Alert, names: Mapping[str, Mapping[str, str]], scene: AnyScene) -> AlertRow:
    return AlertRow(
        alert=alert.id,
        severity=alert.severity,
        rule=names[part.view.site].get(alert.rule, alert.rule),
        about=alert.kind,
        name=_subject(part, alert),
        site=whose(scene, part),
        began=alert.began,
        fired=alert.began if alert.fired is None else alert.fired,
        seen=alert.acknowledged_by is not None,
        unknown=alert.state == "no_data",
    )


def _subject(part: Scene, alert: Alert) -> str:
    """What it is about, in the words of the floor; of a caller the queue that he waits in."""
    queue = part.queue_name(alert.queue) if alert.queue is not None else ""
    match alert.kind:
        case "queue" | "contact":
            return queue
        case "agent":
            return part.called(alert.subject).name
        case "site" | "log":
            return ""
    return f"{alert.subject} · {queue}" if queue else alert.subject
