"""The hand-written parts of docs/metrics.md. `@name@` is filled in with what follows from the code."""

from __future__ import annotations

INTRO = """# Metrics

What is counted, and how. Everything between the lines of prose is made from the registry in `streams/kpi/`: what this
page says is what is computed.

- The worker keeps integer counts and sums (milliseconds, thousandths of a score, hundredths of the currency) per queue,
  agent, channel and site. A figure is a formula over such an aggregate; a group's figure is the formula over the
  *merged* aggregate, so a group's ASA is a ratio of sums, never an average of averages.
- **An empty denominator gives no value**: `null` in JSON, a dash on a board; never 0, never 100 %, never coloured.
- Nothing is rounded before display. In JSON, durations end in `_ms`, shares are fractions, counts are integers.
- What it says of *now* (`waiting`, `talking`, …) includes facts at or before that moment; a window ends just before it.
- A fact counts at the time it became known to the caller: an answer when answered, an abandonment when the caller left,
  a missed promise **when the threshold passed**. A caller still waiting at 21 s with a threshold of 20 s is a miss now.

On this page: [windows](#windows), [now](#now), [over a window](#over-a-window), [tables](#tables),
[over whole periods](#over-whole-periods), [service level](#service-level), [waiting times](#which-waiting-time),
[the way back to a goal](#the-way-back-to-a-goal), [where callers give up](#where-callers-give-up),
[satisfaction](#satisfaction), [what may still change](#what-may-still-change),
[tickets](#tickets-and-their-clocks), [what went wrong](#what-did-not-go-as-it-should),
[Danish, Swedish, Dutch](#in-danish-swedish-and-dutch).

## Windows

@windows@

A rolling window is exactly as wide as its name at each step, and at most one step wider in between. Calendar windows
follow the site's own IANA zone: days of 23 and 25 hours, zones with half hours and zones without a midnight are right.
A late fact is counted in the window where it belongs, and the figure is corrected.
"""

NOW = """
## Now

Figures of the moment. A *suspect* is a waiting contact that seems to be gone without a word: it was overtaken, or waits
longer than its channel's limit. Suspects are in no other figure of the moment, are counted openly, and return with their
next event.
"""

OVER_A_WINDOW = """
## Over a window

*Of* says whose figure it is: a queue's, an agent's, a team's (its agents merged), a channel's, the site's. A figure is
given for every window, unless its definition is followed by those that it is for. *Also called* has the names that
other systems use, with the system; a name of theirs may cover a slightly different count, as the formula tells.
"""

TABLES_TEXT = """
## Tables

Figures of several rows over a window, merged over scopes as counts, like every other figure. An empty table is left out.
"""

PERIODS_TEXT = """
## Over whole periods

From what other systems report (`tavle.measure.reported`), for the site. Each stands for the newest day, week or month in
which all that it needs is reported, says which one that is, and whether it is complete.
"""

SERVICE_LEVEL_TEXT = """
## Service level

The rule is data, for a site or a queue, in versions: a threshold *T* (20 s), a short-abandon limit *S* (5 s) and a
treatment of each outcome. Limits are inclusive: a wait of exactly *T* is in time. The ledger keeps ten exclusive counts
for each rule: answered in *T* or later; abandoned within *S*, within *T* or later; callbacks in *T* or later; other
exits in *T* or later; still waiting past *T*. Every rule is one arithmetic on them: an answer in *T* is met, a later one
missed; each other outcome has a weight.

| weight | in T | after T |
|---|---|---|
| `missed` | missed | missed |
| `left_out` | in neither count | in neither count |
| `in_time` | met | missed |
| `left_out_in_time` | in neither count | missed |

The level is what is met over what is met or missed. Short abandons are always within *T*.

*Offered*, in these rules, means legs with a verdict: answered, left, or waiting past *T*. A caller within *T* counts
nowhere yet. One who passes *T* counts as late at that moment, once; how it ends later moves it between the late counts
of that same moment. `lost` legs are in no rule. A leg is judged by the version in force when it entered the queue, so a
new rule never changes figures of before.

One hour with *T* = 20 s and *S* = 5 s: @hour@. "Abandoned in *T*" is short and until *T* together:
@abandoned@. The same hour, by each vendor's rule:

@profiles@

Choose the rule of the system that your numbers are compared with, or keep the default: it is the strictest, and nobody
can improve it by leaving callers to give up. What each profile does with each outcome:

@treatments@

**A rule of your own** names the treatment itself. With the default, but callbacks asked for in time as kept promises
(`callbacks` = `in_time`), the same hour is @own@.

**Two rules side by side.** A queue may be judged by several named rules at once, such as its own beside the one of the
phone system it replaced; each is counted by itself, from the same legs. The main rule is `service_level`; all stand in
`service_level_by_rule`:

```json
@side_by_side@
```

A group's level by a named rule is of the queues that have that rule: its n says how many legs those are.
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
Beside a mean, look at `wait_p90` and `max_wait`: one caller in ten waits longer than the first, nobody longer than the
second (both within 1.6 %).
"""

RECOVERY = """
## The way back to a goal

`recovery` says how many contacts in a row must be served in time to bring the window's service level back to a goal *g*,
@goal@ in the figure: ceil((*g* · *n* − met) ÷ (1 − *g*)), in whole numbers. Here for some windows and goals:

@recoveries@

A goal of 100 % that was missed once cannot come back by any number. With an expected volume for the day, the goal is out
of reach as soon as fewer contacts are still to come than are needed: with 50 needed, 160 expected and 100 offered it
@reachable@; with 140 expected it @unreachable@.
"""

CURVE = """
## Where callers give up

`abandon_curve`, of a hundred callers: of those who waited into a band, how many gave up in it? The bands that begin at
90, 150 and 180 s are the pain zones, where people are known to lose patience; they can be moved.

@curve@

A band is above its lower and up to its upper edge. Those who left in another way than by giving up are in no band.
"""

SATISFACTION = """
## Satisfaction

`satisfaction_by_wait` is CSAT in the same bands, of those who were asked and answered:

@by_wait@

**NPS** is the share of promoters minus the share of detractors; passives count in the denominator only. A scale from 0
or from 1 is a setting of the survey, and the mean of the same answers is a figure of its own (`nps_mean`): never mix
them. A hundred answers on each scale:

@nps@

The other forms, each with its n beside it:

@surveys@
"""

PROVISIONAL = """
## What may still change

`fcr` looks seven days ahead: a conversation that settled its matter is resolved on first contact only if the same
customer does not come again about the same topic. Conversations younger than that may still change it; how many of its n
they are stands beside it (`fcr_provisional`), and a board marks the figure until there are none. Here
@fcr@.

`ftr` does not wait: it is the answer, by survey or agent, to "was it the same matter?".

`sales_amount` is of the sales that told an amount in the site's currency; their number is its n. Sales of which none did
have no amount, rather than 0. `sales_per_agent_day` counts an agent-day for each local day on which an agent was logged
in, so it is given for whole calendar days only.
"""

TICKETS = """
## Tickets and their clocks

| figure | from | to | clock |
|---|---|---|---|
| `first_reply_time` | opened | first public agent message; the second, if an agent opened it | business hours of its promise |
| `next_reply_time` | oldest unanswered customer message | next public agent message | business hours of its promise |
| `resolution_time` | opened | last solved | business hours of its promise, stopped while pending |
| `full_resolution_time`, `resolution_p50`, `resolution_p90` | opened | last solved | the calendar's, never stopped |

A ticket that matches no promise runs by the calendar, day and night. `…_attainment` is kept over kept and missed; a
promise is missed at the moment when it falls due, and one that still runs is in neither. `next_due`, `backlog_age` and
`oldest_ticket` go on with the clock.
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

LANGUAGES = """
## In Danish, Swedish and Dutch

The same definitions, each with the short name that boards show in that language.
"""
