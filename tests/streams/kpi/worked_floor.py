"""A small floor worked out by hand: two queues, two teams, four agents, the reports of two months. It is Monday 16
November 2026: fifteen of the month's thirty days are over."""

from __future__ import annotations

from datetime import date

from streams.floor.rule import ServiceLevelRule
from streams.floor.view import AgentView, QueueNow, QueueView, SiteView, StaffNow, StaffView, WindowView

TODAY = date(2026, 11, 16)
NOON = 1_794_830_400_000


def windows(**counts: dict[str, int]) -> dict[str, WindowView]:
    return {window: WindowView(0, counted) for window, counted in counts.items()}


def queue(waiting: int, today: dict[str, int], month: dict[str, int]) -> QueueView:
    return QueueView(
        QueueNow(rule=ServiceLevelRule(), waiting=waiting, agents={"available": 1}), windows(today=today, month=month)
    )


ANNA = AgentView(
    state="available", since=NOON - 60_000, team="blue", queues=["support"],
    windows=windows(
        today={"handled": 10, "talk_ms": 3_000_000, "acw_ms": 400_000, "logged": 10},
        week={"handled": 60, "logged": 60},
        month={"nps_promoters": 8, "nps_passives": 2, "nps_detractors": 2, "nps_milli": 102_000, "sales": 46,
               "agent_days": 10, "retentions_tried": 40, "retentions_saved": 20},
    ),
)  # fmt: skip
BO = AgentView(
    state="talking", since=NOON, team="blue", queues=["support", "orders"],
    windows=windows(
        today={"handled": 5, "talk_ms": 1_650_000, "acw_ms": 450_000, "logged": 5},
        week={"handled": 40, "logged": 25},
        month={"nps_promoters": 3, "nps_passives": 1, "nps_milli": 36_000, "sales": 9, "agent_days": 10,
               "retentions_tried": 50, "retentions_saved": 22},
    ),
)  # fmt: skip
CAI = AgentView(
    state="break", since=NOON, team="green", queues=["orders"],
    windows=windows(
        today={"handled": 10, "talk_ms": 3_050_000, "held": 2, "hold_ms": 100_000, "acw_ms": 750_000, "logged": 9},
        week={"handled": 50, "logged": 50},
        month={"nps_promoters": 4, "nps_passives": 3, "nps_detractors": 3, "nps_milli": 74_000, "sales": 7,
               "agent_days": 10},
    ),
)  # fmt: skip
DORTE = AgentView(team="green")

FLOOR = SiteView(
    site="copenhagen",
    at=NOON,
    queues={
        "support": queue(
            2,
            {"offered": 42, "answered": 40, "answered_wait_ms": 1_800_000},
            {"nps_promoters": 11, "nps_passives": 3, "nps_detractors": 2, "nps_milli": 138_000},
        ),
        "orders": queue(
            0,
            {"offered": 10, "answered": 10, "answered_wait_ms": 750_000},
            {"nps_promoters": 4, "nps_passives": 3, "nps_detractors": 3, "nps_milli": 74_000},
        ),
    },
    staff=StaffView(
        StaffNow(agents={"available": 1, "talking": 1, "break": 1}),
        windows(today={}, week={}, month={"customers_joined": 75, "customers_left": 30}),
    ),
    agents={"anna": ANNA, "bo": BO, "cai": CAI, "dorte": DORTE},
    channels={
        "voice": windows(today={"answered": 50, "answered_wait_ms": 2_550_000}),
        "email": windows(today={"first_replies": 5, "first_reply_ms": 5 * 9 * 3_600_000}),
    },
    measures={
        "revenue": {"2026-10": 1_000_000.0},
        "service_cost": {"2026-10": 22_000.0, "2026-11": 9_000.0},
        "sick_hours": {"2026-11": 30.0},
        "planned_hours": {"2026-11": 1_000.0},
        "customers": {"2026-11": 5_000.0},
    },
)
