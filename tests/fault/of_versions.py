"""Faults that other tests prove: calendars, versions, configuration, a long day."""

from __future__ import annotations

from tests.fault.row import Row

NIGHTS = "daylight-saving nights, zones with half hours"
VERSIONS = "old producer, new worker, and the reverse; old floor state in the ledger"
CONFIGURATION = "configuration mistake"
LONG = "eight hours at twice the load"
WORKER = "tests/streams/test_worker.py"

ROWS = (
    Row(NIGHTS, "nights and half hours", "days of 23 and 25 hours, zones of half hours",
        "`today` begins once, at the site's midnight",
        proven_by=("tests/streams/floor/test_window.py::test_today_starts_once_a_day_through_a_whole_year",
                   "tests/streams/floor/test_window.py::test_today_and_interval_follow_the_sites_zone",
                   "tests/streams/floor/test_days_against_oracle.py::test_days_equal_the_naive_recomputation")),
    Row(VERSIONS, "newer producer", "event types and fields that this version does not know",
        "nothing; they are counted",
        proven_by=("tests/app/test_events_api.py::test_a_type_that_only_a_newer_worker_knows_is_kept",
                   f"{WORKER}::test_bad_records_go_to_the_rejected_topic_with_their_reason_and_the_rest_is_unharmed")),
    Row(VERSIONS, "state of another version", "a floor that another version saved", "all is built again from the log",
        proven_by=("tests/streams/test_takeover.py::"
                   "test_state_of_another_version_is_dropped_and_rebuilt_from_the_log",
                   "tests/app/test_freshness.py::test_figures_of_another_version_are_not_guessed_at")),
    Row(CONFIGURATION, "configuration mistake", "a key, a value or a file that is wrong",
        "the start is refused: file, line, key, and what to do",
        proven_by=("tests/app/test_settings.py::test_a_mistake_names_file_line_and_key_and_says_what_to_do",
                   "tests/app/test_settings.py::test_every_mistake_is_told_at_once")),
    Row(CONFIGURATION, "settings that cannot be used", "what was set on the page cannot be used, or the store is gone",
        "what was in force goes on",
        proven_by=("tests/app/test_settings_on_page.py::test_what_another_version_stored_is_left_out_and_said",
                   "tests/app/test_settings_on_page.py::"
                   "test_mistakes_in_rules_name_their_field_and_the_file_holds")),
    Row(LONG, "weeks of a page", "weeks of frames, slides and cuts in minutes", "the same figures, flat memory",
        proven_by=("tests/e2e/test_page_soak.py::test_the_page_stays_as_it_is_over_frames_slides_and_cuts",)),
)  # fmt: skip
