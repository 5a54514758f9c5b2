"""What every figure is, in one sentence and in one short name, in each language that boards speak.

`DEFINITIONS[language][key]` is one sentence of at most 200 characters, ending in its only full stop; docs/metrics.md
shows it. `NAMES[language][key]` is at most 24 characters, and no two figures share one within a language.
"""

from __future__ import annotations

from collections.abc import Mapping

from streams.kpi.definitions.da import DA
from streams.kpi.definitions.en import EN
from streams.kpi.definitions.names import NAMES
from streams.kpi.definitions.nl import NL
from streams.kpi.definitions.sv import SV
from streams.kpi.keys import AnyKey, Language

DEFINITIONS: Mapping[Language, Mapping[AnyKey, str]] = {"en": EN, "da": DA, "sv": SV, "nl": NL}

__all__ = ["DA", "DEFINITIONS", "EN", "NAMES", "NL", "SV"]
