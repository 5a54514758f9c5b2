"""Every figure says what it is, in every language that boards speak, and says the same in each."""

from __future__ import annotations

import re
from collections import Counter
from typing import get_args

import pytest

from streams.kpi.definitions import DEFINITIONS, NAMES
from streams.kpi.keys import AnyKey, Language, NowKey, PeriodMetricKey, TableKey, WindowMetricKey

LANGUAGES: tuple[Language, ...] = get_args(Language)
KEYS: set[AnyKey] = {key for kind in (NowKey, WindowMetricKey, PeriodMetricKey, TableKey) for key in get_args(kind)}

SENTENCE = 200
NAME = 24

# English words that are no words of the other three, and would betray a text left half done.
ENGLISH = frozenset(
    "the and with that this which their they these those from who whom whose been were are by queue queues wait waits"
    " waiting waited answered abandoned share mean average rate time times customer customers conversation"
    " conversations handled sale upsell upsells repurchase reply replies solved opened open promise promises business"
    " month months day days hours hour now each all every".split()
)
# “open” and “week” are Dutch too.
ALSO_THEIR_OWN: dict[Language, frozenset[str]] = {"da": frozenset(), "sv": frozenset(), "nl": frozenset({"open"})}


def words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text.lower()))


def numbers(text: str) -> Counter[str]:
    """Numbers as written in digits, a decimal comma read as the point."""
    return Counter(found.replace(",", ".") for found in re.findall(r"\d+(?:[.,]\d+)?", text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_has_a_definition_and_a_name_in_every_language(language: Language) -> None:
    assert set(DEFINITIONS[language]) == KEYS
    assert set(NAMES[language]) == KEYS


def test_there_is_no_language_but_those_that_boards_speak() -> None:
    assert set(DEFINITIONS) == set(NAMES) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_definition_is_one_short_sentence(language: Language) -> None:
    """A capital or a number first, one full stop last, and none between but in a decimal fraction."""
    sentence = re.compile(r"(?:[A-ZÅÄÆÖØ]|\d+ ?%)(?:[^.!?]|\.(?=\d))+\.")

    broken = {
        key: text
        for key, text in DEFINITIONS[language].items()
        if not sentence.fullmatch(text) or len(text) > SENTENCE
    }  # fmt: skip

    assert broken == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_fits_its_tile_and_is_no_sentence(language: Language) -> None:
    assert {key: name for key, name in NAMES[language].items() if not 2 <= len(name) <= NAME} == {}
    assert {key: name for key, name in NAMES[language].items() if name.endswith(".")} == {}
    assert {key: name for key, name in NAMES[language].items() if name[0].islower()} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_figures_share_a_name_or_a_definition_within_a_language(language: Language) -> None:
    for texts in (NAMES[language], DEFINITIONS[language]):
        assert [text for text, times in Counter(text.lower() for text in texts.values()).items() if times > 1] == []


@pytest.mark.parametrize("key", sorted(KEYS))
def test_no_two_languages_share_a_definition(key: AnyKey) -> None:
    assert len({DEFINITIONS[language][key] for language in LANGUAGES}) == len(LANGUAGES)


@pytest.mark.parametrize("key", sorted(KEYS))
def test_the_languages_agree_on_every_number(key: AnyKey) -> None:
    english = numbers(DEFINITIONS["en"][key])

    assert {language: numbers(DEFINITIONS[language][key]) for language in LANGUAGES} == dict.fromkeys(
        LANGUAGES, english
    )


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_no_english_is_left_over_in_another_language(language: Language) -> None:
    betraying = ENGLISH - ALSO_THEIR_OWN[language]

    found = {
        key: left
        for texts in (DEFINITIONS[language], NAMES[language])
        for key, text in texts.items()
        if (left := words(text) & betraying)
    }

    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letters_are_set_as_the_language_sets_them(language: Language) -> None:
    """−5 and 9–10, never a hyphen; ’ and no straight quotes; one space; 75 % (Dutch: 75%); 1,6 (English: 1.6)."""
    foreign_percent = r"\d %" if language == "nl" else r"\d%"
    foreign_fraction = r"\d,\d" if language == "en" else r"\d\.\d"
    wrong = re.compile(rf"['\"`“”]|  |^ | $|(?<!\w)-\d|\d-\d| [,;:.]|\.\.|{foreign_percent}|{foreign_fraction}")

    found = {
        key: text
        for texts in (DEFINITIONS[language], NAMES[language])
        for key, text in texts.items()
        if wrong.search(text)
    }

    assert found == {}


def test_what_a_share_leaves_open_is_settled_in_words() -> None:
    """The three means of waiting are three figures; their definitions tell them apart."""
    english = DEFINITIONS["en"]

    assert english["asa"] == (
        "Average speed of answer: mean wait of the answered from entry of the queue to connection, ringing included, "
        "the voice menu not."
    )
    assert english["avg_queue_time"] == (
        "Total waiting time of all that left the queue over the answered ones: what each answer cost in waiting."
    )
    assert english["avg_wait"] == "Mean wait of all that left the queue, answered or not: what a customer experienced."
