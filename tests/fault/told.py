"""Who is told of alerts, and whether each was told of once (I6)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from tests.app.receiver import SECRET, Received

RULE = {
    "key": "wait", "name": "Waits too long", "kind": "deadline", "clock": "wait", "stage": "breached",
    "threshold_s": 2, "severity": "critical",
}  # fmt: skip
CHANNEL = "post"

Episode = tuple[str, str]


def settings(url: str) -> dict[str, str]:
    """Of an installation that tells `url` of every caller who waits for more than two seconds, and of nothing else."""
    channel = {"key": CHANNEL, "kind": "webhook", "url": url, "secret": SECRET, "allow_private": True, "timeout_s": 1}
    return {
        "TAVLE_ALERTS__RULES": json.dumps([RULE]),
        "TAVLE_NOTIFY__CHANNELS": json.dumps([channel]),
        "TAVLE_NOTIFY__RETRY_FIRST_S": "0.2",
    }


def faults_of(received: Sequence[Received]) -> list[str]:
    """Alerts that were told of twice, ended twice, or ended before they began. The same message again, which has the
    same id, tells nothing new."""
    told: defaultdict[Episode, list[tuple[str, str]]] = defaultdict(list)
    for one in received:
        body: dict[str, Any] = json.loads(one.body)
        kind, data = str(body["type"]).rpartition(".")[2], body["data"]
        for alert in data["alerts"]:
            message = kind, one.headers["webhook-id"]
            if message not in (messages := told[data["site"], alert["id"]]):
                messages.append(message)
    faults = []
    for (site, alert), messages in told.items():
        kinds = [kind for kind, _ in messages if kind in ("firing", "resolved")]
        if kinds not in (["firing"], ["firing", "resolved"], ["resolved"]):
            faults.append(f"{site}, {alert}: {kinds}")
    return faults
