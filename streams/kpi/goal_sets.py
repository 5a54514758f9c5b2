"""The sets of goals that Tavle comes with, from the field's own practice. Starting points: each floor sets its own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from streams.kpi.goal import Goal

_S: Final = 1000
_MIN: Final = 60 * _S
_H: Final = 60 * _MIN


def _service() -> tuple[Goal, ...]:
    """The service rating is the mean answer to the NPS question (0 to 10) about the team's own contacts."""
    rating = partial(Goal, set="service", metric="nps_mean", window="month", direction="higher", inclusive=False)
    quick = partial(Goal, set="service", window="today", direction="lower", inclusive=False)
    return (
        rating(key="recommended", name="Customers recommend us", level="company", scope="site", target=7, warning=6),
        quick(key="queue", name="Queue under 1 minute", metric="asa", level="leader", scope="queue", target=_MIN,
              warning=1.5 * _MIN, feeds="recommended"),
        quick(key="mail", name="Mail answered within 8 hours", metric="first_reply_time", level="leader",
              scope="channel", of=("email",), target=8 * _H, warning=10 * _H, feeds="recommended"),
        rating(key="team_rating", name="The team's service rating", level="leader", scope="team", target=8, warning=7,
               feeds="recommended"),
        quick(key="handling", name="Handling time under 6 minutes", metric="aht", level="employee", scope="agent",
              target=6 * _MIN, warning=7 * _MIN, feeds="queue"),
        rating(key="own_rating", name="My rating", level="employee", scope="agent", target=8, warning=7,
               feeds="team_rating"),
    )  # fmt: skip


def _efficiency() -> tuple[Goal, ...]:
    """The report of the ten most frequent topics is a table (`top_topics`), and only as good as what is logged: its
    measurable form is the team's logged rate. After-call work feeds it, since that is when topics are logged."""
    at_most_2_percent = partial(
        Goal, set="efficiency", scope="site", window="month", direction="lower", target=0.02, warning=0.025
    )
    logged = partial(
        Goal, set="efficiency", metric="logged_rate", direction="higher", target=0.9, warning=0.8, inclusive=False
    )
    return (
        at_most_2_percent(key="cost", name="Service cost at most 2 % of revenue", metric="cost_share", level="company"),
        logged(key="topics", name="Top-10 topics report: contacts logged", level="leader", scope="team", window="week",
               feeds="cost"),
        at_most_2_percent(key="sickness", name="Sickness at most 2 %", metric="sickness", level="leader", feeds="cost"),
        logged(key="logged", name="Contacts logged with category and type", level="employee", scope="agent",
               window="today", feeds="topics"),
        Goal(key="after_call", name="After-call work under 1 minute", set="efficiency", metric="acw", level="employee",
             scope="agent", window="today", direction="lower", target=_MIN, warning=1.5 * _MIN, inclusive=False,
             feeds="topics"),
    )  # fmt: skip


def _sales() -> tuple[Goal, ...]:
    """Sums of the month are paced; a sale a day is counted on the days that the agent worked."""
    monthly = partial(Goal, set="sales", window="month", direction="higher")
    hundred = partial(monthly, target=100, warning=80, paced=True)
    return (
        hundred(key="net", name="100 more customers a month", metric="net_customers", level="company", scope="site"),
        hundred(key="team_sales", name="100 sales a month", metric="sales", level="leader", scope="team", feeds="net"),
        hundred(key="team_saved", name="100 customers kept a month", metric="retentions_saved", level="leader",
                scope="team", feeds="net"),
        monthly(key="sale_a_day", name="A sale a day", metric="sales_per_agent_day", level="employee", scope="agent",
                target=1, warning=0.8, feeds="team_sales"),
        monthly(key="kept", name="Half of those who want to leave stay", metric="retention_rate", level="employee",
                scope="agent", target=0.5, warning=0.4, feeds="team_saved"),
    )  # fmt: skip


def _speed() -> tuple[Goal, ...]:
    promise = partial(Goal, set="speed", level="company", scope="channel", window="today", direction="lower")
    return (
        promise(key="calls", name="Calls answered in 20 seconds", metric="asa", of=("voice",), target=20 * _S,
                warning=30 * _S),
        promise(key="mails", name="Mail answered within 4 hours", metric="first_reply_time", of=("email",),
                target=4 * _H, warning=6 * _H),
    )  # fmt: skip


GOAL_SETS: Final[Mapping[str, tuple[Goal, ...]]] = {
    "service": _service(),
    "efficiency": _efficiency(),
    "sales": _sales(),
    "speed": _speed(),
}
