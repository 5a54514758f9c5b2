"""Figures of what customers answered: NPS, CSAT, CES, smileys, thumbs, stars. n stands beside each."""

from __future__ import annotations

from fractions import Fraction

from streams.kpi.formula import count, difference, ratio, sum_of
from streams.kpi.metric import EVERYWHERE, WindowMetric

MILLI = Fraction(1, 1000)
"""Sums of scores are kept in thousandths."""

NPS_ANSWERS = ("nps_promoters", "nps_passives", "nps_detractors")
SMILEYS = ("smiley_happy", "smiley_neutral", "smiley_sad")

FEEDBACK_METRICS: tuple[WindowMetric, ...] = (
    WindowMetric(key="nps", unit="score", numerator=difference(("nps_promoters",), ("nps_detractors",)),
                 denominator=sum_of(*NPS_ANSWERS), scale=Fraction(100), better="higher", scopes=EVERYWHERE,
                 formula=f"(nps_promoters − nps_detractors) × 100 ÷ ({' + '.join(NPS_ANSWERS)})",
                 called={"the trade": "NPS, net promoter score"}),
    ratio("nps_mean", ("nps_milli",), NPS_ANSWERS, unit="rating", scale=MILLI, better="higher", scopes=EVERYWHERE,
          called={"the trade": "NPS as a mean"}),
    ratio("csat", ("csat_top",), ("csat_n",), unit="share", better="higher", scopes=EVERYWHERE,
          called={"the trade": "CSAT, top-two-box"}),
    ratio("csat_mean", ("csat_milli",), ("csat_n",), unit="rating", scale=MILLI, better="higher", scopes=EVERYWHERE,
          called={"the trade": "CSAT as a mean"}),
    ratio("ces", ("ces_milli",), ("ces_n",), unit="rating", scale=MILLI, better="higher", scopes=EVERYWHERE,
          called={"the trade": "CES, customer effort score"}),
    ratio("smiley_happy", ("smiley_happy",), SMILEYS, unit="share", better="higher", scopes=EVERYWHERE),
    ratio("smiley_sad", ("smiley_sad",), SMILEYS, unit="share", better="lower", scopes=EVERYWHERE),
    ratio("thumbs_up", ("thumbs_up",), ("thumbs_up", "thumbs_down"), unit="share", better="higher",
          scopes=EVERYWHERE),
    ratio("stars", ("stars_milli",), ("stars_n",), unit="rating", scale=MILLI, better="higher", scopes=EVERYWHERE),
    count("comments", "comments", scopes=EVERYWHERE),
)  # fmt: skip
