"""Figures of handling: conversations and their work, what they were about, offers, and agents' time."""

from __future__ import annotations

from streams.kpi.formula import count, difference, ratio
from streams.kpi.metric import EVERYWHERE, PEOPLE, WORK, WindowMetric

BUSY_TIME = ("ringing_ms", "on_contact_ms", "wrapping_ms", "busy_ms")
ONLINE_TIME = (*BUSY_TIME, "available_ms", "break_ms", "training_ms", "meeting_ms", "other_work_ms", "in_error_ms")

HANDLING: tuple[WindowMetric, ...] = (
    count("handled", "handled", scopes=EVERYWHERE,
          called={"Amazon Connect": "Contacts handled", "Genesys": "tHandle (its count)"}),
    ratio("aht", ("talk_ms", "hold_ms", "acw_ms"), ("handled",), unit="ms", better="lower", scopes=EVERYWHERE,
          called={"the trade": "AHT, average handling time", "Amazon Connect": "Average handle time",
                  "Cisco": "Avg Handle Time", "Genesys": "tHandle ÷ its count"}),
    ratio("aht_end_to_end", ("end_to_end_ms",), ("handled",), unit="ms", better="lower", scopes=EVERYWHERE),
    ratio("avg_talk", ("talk_ms",), ("handled",), unit="ms", better="lower", scopes=EVERYWHERE,
          called={"the trade": "ATT, average talk time", "Amazon Connect": "Average agent interaction time",
                  "Genesys": "tTalk ÷ its count", "Asterisk": "talktime (holds included)"}),
    ratio("avg_hold", ("hold_ms",), ("held",), unit="ms", better="lower", scopes=EVERYWHERE,
          called={"Amazon Connect": "Average customer hold time", "Genesys": "tHeld ÷ its count"}),
    ratio("acw", ("acw_ms",), ("handled",), unit="ms", better="lower", scopes=EVERYWHERE,
          called={"the trade": "ACW, wrap-up", "Amazon Connect": "Average after contact work time",
                  "Genesys": "tAcw ÷ its count"}),
    count("ended_by_agent", "ended_by_agent", called={"Amazon Connect": "Contacts agent hung up first",
                                                      "Asterisk": "COMPLETEAGENT"}),
    count("ended_by_customer", "ended_by_customer", called={"Asterisk": "COMPLETECALLER"}),
    count("transferred", "transferred", scopes=EVERYWHERE,
          called={"Amazon Connect": "Contacts transferred out", "Genesys": "nTransferred",
                  "Asterisk": "BLINDTRANSFER, ATTENDEDTRANSFER"}),
    ratio("transfer_rate", ("transferred",), ("handled",), unit="share", better="lower", scopes=EVERYWHERE),
    count("offers", "offers", scopes=WORK),
    count("refused", "refused", scopes=WORK, better="lower",
          called={"Amazon Connect": "Agent non-response", "Cisco": "RONA, redirect on no answer",
                  "Genesys": "tNotResponding (its count)", "Asterisk": "RINGNOANSWER"}),
    ratio("refusal_rate", ("refused",), ("offers",), unit="share", better="lower", scopes=WORK),
)  # fmt: skip

MATTERS: tuple[WindowMetric, ...] = (
    ratio("logged_rate", ("logged",), ("handled",), unit="share", better="higher", scopes=EVERYWHERE),
    count("value_customer", "value_customer", scopes=EVERYWHERE),
    count("value_company", "value_company", scopes=EVERYWHERE),
    count("value_both", "value_both", scopes=EVERYWHERE, better="higher"),
    count("value_none", "value_none", scopes=EVERYWHERE, better="lower"),
    ratio("fcr", ("fcr_resolved",), ("fcr_contacts",), unit="share", better="higher", scopes=WORK,
          provisional=difference(("fcr_contacts",), ("fcr_settled",)),
          called={"the trade": "FCR, first contact resolution"}),
    ratio("ftr", ("ftr_right",), ("ftr_asked",), unit="share", better="higher", scopes=WORK,
          called={"the trade": "FTR, first time right"}),
)  # fmt: skip

AGENT_TIME: tuple[WindowMetric, ...] = (
    count("busy_time", *BUSY_TIME, "unlogged_ms", unit="ms", scopes=PEOPLE, sums=False),
    ratio("busy_share", BUSY_TIME, ONLINE_TIME, unit="share", better=None, scopes=PEOPLE, sums=False),
    ratio("occupancy", ("on_contact_ms",), ("on_contact_ms", "available_ms"), unit="share", better=None,
          scopes=PEOPLE, sums=False, called={"the trade": "occupancy", "Amazon Connect": "Occupancy"}),
)  # fmt: skip
