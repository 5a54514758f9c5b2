"""Figures of sales, retention and the customer base. Amounts are in the site's currency."""

from __future__ import annotations

from fractions import Fraction

from streams.kpi.aggregate import Aggregate
from streams.kpi.formula import count, difference, ratio, sum_of
from streams.kpi.metric import CALENDAR_DAYS, PEOPLE, SITE, WORK, WindowMetric

HUNDREDTHS = Fraction(1, 100)
"""Amounts are kept in hundredths."""


def _amount_cents(aggregate: Aggregate) -> int | None:
    """Sales of which none told its amount are not sales for nothing: no value."""
    cents = aggregate.total(("sales_amount_cents",))
    told = cents or aggregate.total(("sales_with_amount",)) or not aggregate.total(("sales",))
    return cents if told else None


SALES_METRICS: tuple[WindowMetric, ...] = (
    count("sales", "sales", scopes=WORK, better="higher"),
    count("sales_new", "sales_new", scopes=WORK, better="higher"),
    count("upsells", "upsells", scopes=WORK, better="higher"),
    count("repurchases", "repurchases", scopes=WORK, better="higher"),
    ratio("upsell_share", ("upsells",), ("sales",), unit="share", better="higher", scopes=WORK),
    ratio("repurchase_share", ("repurchases",), ("sales",), unit="share", better="higher", scopes=WORK),
    WindowMetric(key="sales_amount", unit="money", numerator=_amount_cents, behind=sum_of("sales_with_amount"),
                 scale=HUNDREDTHS, better="higher", scopes=WORK, formula="sales_amount_cents ÷ 100"),
    ratio("order_value", ("sales_amount_cents",), ("sales_with_amount",), unit="money", scale=HUNDREDTHS,
          better="higher", scopes=WORK, called={"the trade": "average order value, AOV"}),
    ratio("sales_per_agent_day", ("sales",), ("agent_days",), unit="number", better="higher", scopes=PEOPLE,
          windows=CALENDAR_DAYS, sums=False),
    count("retentions_tried", "retentions_tried", scopes=WORK),
    count("retentions_saved", "retentions_saved", scopes=WORK, better="higher"),
    ratio("retention_rate", ("retentions_saved",), ("retentions_tried",), unit="share", better="higher",
          scopes=WORK, called={"the trade": "save rate"}),
    count("customers_joined", "customers_joined", scopes=SITE, better="higher"),
    count("customers_left", "customers_left", scopes=SITE, better="lower"),
    WindowMetric(key="net_customers", unit="count", numerator=difference(("customers_joined",), ("customers_left",)),
                 formula="customers_joined − customers_left", better="higher", scopes=SITE,
                 called={"the trade": "net adds"}),
)  # fmt: skip
