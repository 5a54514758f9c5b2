"""The hand-written parts of docs/metrics.md. `@name@` is filled in with what follows from the code."""

from __future__ import annotations

INTRO = """# Metrics

What is counted, and how. Everything between the lines of prose is made from the registry in `streams/kpi/registry.py`:
what this page says is what is computed.

- The worker keeps integer counts and sums (milliseconds) per queue, agent and site. A figure is a formula over such an
  aggregate; a group's figure is the formula over the *merged* aggregate, so a group's ASA is a ratio of sums, never an
  average of averages.
- **An empty denominator gives no value**: `null` in JSON, a dash on a board; never 0, never 100 %, never coloured.
- Nothing is rounded before display. In JSON, durations end in `_ms`, shares are fractions, counts are integers.
- What it says of *now* (`waiting`, `talking`, …) includes facts at or before that moment; a window ends just before it.
- A fact counts at the time it became known to the caller: an answer when answered, an abandonment when the caller left,
  a missed promise **when the threshold passed**. A caller still waiting at 21 s with a threshold of 20 s is a miss now.

## Windows

@windows@

A rolling window is exactly as wide as its name at each step, and at most one step wider in between. `interval` and
`today` follow the site's own IANA zone: days of 23 and 25 hours, zones with half hours and zones without a midnight are
right. A late fact is counted in the window where it belongs, and the figure is corrected.
"""

PROFILES_TEXT = """
## Service level

The rule is data: a threshold *T* (20 s), a short-abandon limit *S* (5 s) and a profile, for a site or a queue. Limits
are inclusive: a wait of exactly *T* is in time. Every profile is arithmetic on eight exclusive counts, which the ledger
keeps: answered in *T* or later; abandoned within *S*, within *T* or later; left otherwise (callbacks included) in *T*
or later; still waiting past *T*.

*Offered*, in these rules, means legs with a verdict: answered, left, or waiting past *T*. A caller within *T* counts
nowhere yet. One who passes *T* counts as late at that moment, once; how it ends later moves it between the late counts
of that same moment. `lost` legs are in no rule.

One hour with *T* = 20 s and *S* = 5 s: 100 offered; answered in *T* 70, later 12; abandoned short 4, until *T* 6,
later 5; other exits in *T* 2, later 1. "Abandoned in *T*" is short and until *T* together: 10. The same hour, by each
rule:

@profiles@

Choose the rule of the system that your numbers are compared with, or keep the default: it is the strictest, and nobody
can improve it by leaving callers to give up.
"""

WAITS = """
## Which waiting time?

Five callers: three answered after 10, 20 and 30 s, two gave up after 60 and 120 s.

| figure | asks | here |
|---|---|---|
| `asa` | how long did those wait whom we answered? Best for comparing with other systems, and with a goal | @asa@ |
| `avg_wait` | how long did a caller wait, however it ended? What people experienced: use it when many give up | @avg_wait@ |
| `avg_queue_time` | how much waiting did each answer cost? All waiting over the answered: it rises when callers give up, so use it to see a queue that is short of people | @avg_queue_time@ |

A falling `asa` with a rising `avg_queue_time` means that people give up before they would have pulled the average up.
"""

CLOSING = """
## What did not go as it should

Counted beside the figures, in the worker's pulse, and never hidden:

| counter | meaning |
|---|---|
| `lost` (a figure) | legs whose outcome nobody told: the source was reset, or the next event shows that the leg is over. In no rate and no rule |
| `late` | events of a contact that is not known, older than what is kept (26 h, or less when more than 100,000 closed contacts are kept). They cannot be told from repeats, so they count here and nowhere else. Nonzero after an outage: figures of the time before are incomplete |
| `unmatched` | facts that do not fit the contact they name: a `resumed` without `held`, an exit without an entry, an end without an answer, a queue entered while still waiting in another. A few are usual; many mean that a source misses events |
| `duplicates` | events that had come before: same source and id. Harmless |
| `ahead` | events that happened later than the worker's clock; each is admitted when its moment comes |
| `rejected` | records that are no events; they are in `tavle.events.rejected` with their reasons |
| `unknown_types`, `unknown_fields` | what a newer producer says and this worker does not know |
| `log_resets` | times that the log did not have what comes next: trimmed, or re-created |
"""
