import type { FigureShown, Figures, QueueShown, State } from "./answer";
import { Empty } from "./chip";
import { PeriodChoice } from "./choices";
import type { Shown } from "./feed";
import { Grid } from "./grid";
import { byNeed } from "./order";
import { usePage } from "./page";
import { queueColumns } from "./queue_columns";
import { windowOf } from "./requests";
import { Tile } from "./tile";

/** The site's figures, then every queue, who needs help first. */
export function OverviewView({ shown }: { readonly shown: Shown }) {
  const page = usePage();
  const words = page.words.value;
  const queues = shown.answer.queues ?? [];
  const columns = queueColumns(page, shown);
  return (
    <>
      <div class="view-head">
        <h1 tabIndex={-1}>{words.overview}</h1>
        <PeriodChoice />
      </div>
      <SiteFigures shown={shown} />
      <section aria-labelledby="queues-title">
        <div class="section-head">
          <h2 id="queues-title">{words.queues}</h2>
          <p>
            {words.queueCount(queues.length, page.writing.value.count(queues.length))} · {words.byNeed}
          </p>
        </div>
        {queues.length === 0 ? (
          <Empty title={words.noQueues} hint={words.noQueuesHint} />
        ) : (
          <Grid
            label={words.queues}
            rows={queues}
            columns={columns}
            keyOf={(queue) => queue.id}
            order={byNeed}
            row="queue"
            rowState={(queue) => queue.state}
          />
        )}
      </section>
    </>
  );
}

function SiteFigures({ shown }: { readonly shown: Shown }) {
  const page = usePage();
  const words = page.words.value;
  const writing = page.writing.value;
  const { answer } = shown;
  const figures: Figures = answer.all?.figures ?? {};
  const window = windowOf(shown.route);
  const oldest = oldestSince(answer.queues ?? []);
  const waited = oldest === null ? null : Math.max(0, page.now() - oldest);
  const now = (metric: string) => ({ metric, scope: "site", id: "", window: null });
  const over = (metric: string) => ({ metric, scope: "site", id: "", window });
  const count = (key: string) => writing.figure(figures[key]?.value, page.catalogue.value.unit(key));
  const level = figures.service_level;
  const goal = sharedGoal(answer.queues ?? []);
  return (
    <section class="tiles" aria-label={words.wholeSite}>
      <Tile asked={now("waiting")} text={count("waiting")} value={shownValue(figures.waiting)} label={words.waiting}>
        {(figures.suspect?.value ?? 0) > 0 &&
          words.suspects(figures.suspect?.value ?? 0, writing.count(figures.suspect?.value ?? 0))}
      </Tile>
      <Tile
        asked={now("longest_wait")}
        text={waited === null ? words.dash : writing.duration(waited)}
        value={shownValue(figures.longest_wait)}
        label={words.longest}
      >
        {longestQueue(answer.queues ?? [])?.name}
      </Tile>
      <Tile
        asked={now("agents_available")}
        text={count("agents_available")}
        value={shownValue(figures.agents_available)}
        label={words.free}
      >
        {words.loggedIn(count("agents_online"))}
      </Tile>
      <Tile asked={now("talking")} text={count("talking")} value={shownValue(figures.talking)} label={words.talking} />
      <Tile
        asked={over("service_level")}
        text={writing.figure(level?.value, "share", goal)}
        value={shownValue(level)}
        state={levelState(level, goal, answer.least_n)}
        label={words.level}
      >
        {[writing.behindIt("service_level", level?.n ?? null), goal === null ? "" : words.goal(writing.share(goal))]
          .filter((part) => part !== "")
          .join(" · ")}
      </Tile>
      <Tile asked={over("asa")} text={count("asa")} value={shownValue(figures.asa)} label={words.answerTime}>
        {writing.behindIt("asa", figures.asa?.n ?? null)}
      </Tile>
      <Tile
        asked={over("abandon_rate")}
        text={count("abandon_rate")}
        value={shownValue(figures.abandon_rate)}
        label={words.abandoned}
      >
        {writing.behindIt("abandon_rate", figures.abandon_rate?.n ?? null)}
      </Tile>
      <Tile
        asked={now("tickets_breached")}
        text={count("tickets_breached")}
        value={shownValue(figures.tickets_breached)}
        state={(figures.tickets_breached?.value ?? 0) > 0 ? "critical" : "neutral"}
        judged={false}
      >
        {words.openTickets(count("tickets_open"))}
      </Tile>
    </section>
  );
}

function shownValue(figure: FigureShown | undefined): number | null {
  return figure?.value ?? null;
}

function longestQueue(queues: readonly QueueShown[]): QueueShown | null {
  return queues.reduce<QueueShown | null>(
    (found, queue) =>
      queue.longest_since !== null && (found?.longest_since == null || queue.longest_since < found.longest_since)
        ? queue
        : found,
    null,
  );
}

function oldestSince(queues: readonly QueueShown[]): number | null {
  return longestQueue(queues)?.longest_since ?? null;
}

/** The goal that all queues share; none where they differ. */
function sharedGoal(queues: readonly QueueShown[]): number | null {
  const goals = new Set(queues.map((queue) => queue.goal));
  return goals.size === 1 ? ([...goals][0] ?? null) : null;
}

function levelState(level: FigureShown | undefined, goal: number | null, leastN: number): State {
  if (level?.value == null) return "no_data";
  if (goal === null || (level.n ?? 0) < leastN) return "neutral";
  return level.value >= goal ? "ok" : "warning";
}
