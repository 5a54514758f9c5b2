"""What the work brings in: sales, customers kept, customers won and lost."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from streams.events.envelope import Data, Event, Id

Amount = Annotated[float, Meta(ge=0, le=1e12, description="An amount of money in whole units of its currency.")]
Currency = Annotated[str, Meta(pattern="^[A-Z]{3}$", max_length=3, description="ISO 4217, three capital letters.")]


class Sale(Data, frozen=True):
    agent: Id | None = None
    queue: Id | None = None
    kind: Literal["new", "upsell", "repurchase"] | None = None
    amount: Amount | None = None
    currency: Currency | None = None
    customer: Id | None = None


class SaleMade(Event, frozen=True, tag="tavle.sale.made"):
    """Something was sold. Without a currency the amount is in the site's own."""

    data: Sale


class Retention(Data, frozen=True):
    saved: bool
    agent: Id | None = None
    queue: Id | None = None
    customer: Id | None = None


class RetentionTried(Event, frozen=True, tag="tavle.retention.tried"):
    """The customer wanted to leave, and was `saved` or not."""

    data: Retention


class CustomerChange(Data, frozen=True):
    change: Literal["joined", "left"]
    customer: Id | None = None


class CustomerChanged(Event, frozen=True, tag="tavle.customer.changed"):
    """The customer base grows or shrinks by one."""

    data: CustomerChange
