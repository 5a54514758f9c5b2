"""The short name of every figure, in the trade's own words, in each language that boards speak."""

from __future__ import annotations

from collections.abc import Mapping

from streams.kpi.definitions.names.da import DA
from streams.kpi.definitions.names.en import EN
from streams.kpi.definitions.names.nl import NL
from streams.kpi.definitions.names.sv import SV
from streams.kpi.keys import AnyKey, Language

NAMES: Mapping[Language, Mapping[AnyKey, str]] = {"en": EN, "da": DA, "sv": SV, "nl": NL}
