"""Prints what figures and shipped goals are called in each language: what `src/words/names/` is generated from."""

from __future__ import annotations

import json
import sys

from streams.kpi.definitions import NAMES
from streams.kpi.definitions.goal_names import GOAL_NAMES
from streams.kpi.tables import TABLES


def _from_key(key: str, name: str, language: str) -> bool:
    """English names that the page makes from the key by itself (`Format.label`): a wall need not load them."""
    return language == "en" and name == key.replace("_", " ").capitalize()


if __name__ == "__main__":
    found = {
        language: {
            "metrics": {
                key: name for key, name in names.items() if key not in TABLES and not _from_key(key, name, language)
            },
            "goals": GOAL_NAMES[language],
        }
        for language, names in NAMES.items()
    }
    json.dump(found, sys.stdout)
