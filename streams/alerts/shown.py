"""The alerts of a site as people see them, from the fields that the worker saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from streams.alerts.episode import OPEN, Episode
from streams.alerts.notification import Alert, alert_of
from streams.alerts.rule import SEVERITIES
from streams.alerts.saved import VERSION, AlertsMismatch
from streams.alerts.silence import Silence


class ShownAlerts(NamedTuple):
    """`alerts` are pending and open ones, the worst first and of these the oldest; `silences` those that are not over,
    the first to end first. `judged` is the moment they hold for (ms since 1970): None when nothing was judged yet,
    which is not the same as no alerts."""

    judged: int | None
    alerts: tuple[Alert, ...] = ()
    silences: tuple[Silence, ...] = ()

    @property
    def open(self) -> tuple[Alert, ...]:
        """Those that have fired and not ended."""
        return tuple(alert for alert in self.alerts if alert.state in OPEN)


NEVER_JUDGED = ShownAlerts(None)


class _Judged(msgspec.Struct):
    """What is read of `streams.alerts.saved.Meta`."""

    version: int
    now: int


_read_judged = msgspec.json.Decoder(_Judged).decode
_read_episode = msgspec.json.Decoder(Episode).decode
_read_silence = msgspec.json.Decoder(Silence).decode


def shown(fields: Mapping[str, bytes]) -> ShownAlerts:
    """What the fields of `alerts_hash` tell. Raises `AlertsMismatch` for what another version wrote."""
    if "meta" not in fields:
        return NEVER_JUDGED
    try:
        judged = _read_judged(fields["meta"])
        if judged.version != VERSION:
            raise AlertsMismatch(f"alerts have version {judged.version}, this version reads {VERSION}")
        alerts = [alert_of(_read_episode(raw)) for field, raw in fields.items() if field.startswith("e:")]
        silences = [_read_silence(raw) for field, raw in fields.items() if field.startswith("s:")]
    except msgspec.MsgspecError as error:
        raise AlertsMismatch(f"alerts cannot be read: {error}") from None
    alerts.sort(key=lambda alert: (SEVERITIES.index(alert.severity), alert.began, alert.id))
    left = [silence for silence in silences if silence.until > judged.now]
    left.sort(key=lambda silence: (silence.until, silence.id))
    return ShownAlerts(judged.now or None, tuple(alerts), tuple(left))
