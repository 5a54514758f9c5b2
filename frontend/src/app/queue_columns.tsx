import type { QueueShown } from "./answer";
import { Bar, StateChip } from "./chip";
import type { Shown } from "./feed";
import { Explained, Figure } from "./figure";
import type { Column } from "./grid";
import { severity } from "./order";
import type { Page } from "./page";
import { windowOf } from "./requests";
import { addressOf, toView } from "./route";
import { Since } from "./ticking";

/** The columns of the overview: what stands in them is the queue's, over the period that was asked for. */
export function queueColumns(page: Page, shown: Shown): readonly Column<QueueShown>[] {
  const words = page.words.value;
  const writing = page.writing.value;
  const window = windowOf(shown.route);
  const now = (queue: QueueShown, metric: string) => ({ metric, scope: "queue", id: queue.id, window: null });
  const counted = (queue: QueueShown, metric: string, value: number, label: string) => (
    <Explained asked={now(queue, metric)} text={writing.count(value)} value={value} label={label} inGrid />
  );
  const free = (queue: QueueShown) => queue.agents.available ?? 0;
  return [
    {
      id: "name",
      head: words.queue,
      kind: "name",
      first: "up",
      value: (queue) => queue.name,
      cell: (queue) => (
        <a href={addressOf(toView(shown.route, "queues", queue.id))} tabIndex={-1}>
          {queue.name}
        </a>
      ),
    },
    {
      id: "state",
      head: words.state,
      kind: "text",
      first: "up",
      value: (queue) => severity(queue.state),
      cell: (queue) => <Standing page={page} queue={queue} />,
    },
    {
      id: "waiting",
      head: words.waiting,
      value: (queue) => queue.waiting,
      cell: (queue) => counted(queue, "waiting", queue.waiting, words.waiting),
    },
    {
      id: "longest",
      head: words.longest,
      value: (queue) => (queue.longest_since === null ? null : -queue.longest_since),
      cell: (queue) => <Longest page={page} queue={queue} />,
    },
    {
      id: "free",
      head: words.free,
      first: "up",
      value: free,
      cell: (queue) => counted(queue, "agents_available", free(queue), words.free),
    },
    {
      id: "talking",
      head: words.talking,
      value: (queue) => queue.talking,
      cell: (queue) => counted(queue, "talking", queue.talking, words.talking),
    },
    {
      id: "level",
      head: `${words.level}, ${words.windows[window].toLocaleLowerCase(words.locale)}`,
      first: "up",
      value: (queue) => queue.figures.service_level?.value ?? null,
      cell: (queue) => <Level queue={queue} page={page} window={window} />,
    },
    {
      id: "back",
      head: words.wayBack,
      value: (queue) => queue.needed,
      cell: (queue) => (
        <Explained
          asked={{ metric: "recovery", scope: "queue", id: queue.id, window }}
          text={wayBack(page, queue)}
          value={queue.needed}
          inGrid
        />
      ),
    },
    {
      id: "asa",
      head: words.answerTime,
      value: (queue) => queue.figures.asa?.value ?? null,
      cell: (queue) => (
        <Figure metric="asa" scope="queue" id={queue.id} window={window} figure={queue.figures.asa} inGrid />
      ),
    },
    {
      id: "abandoned",
      head: words.abandoned,
      value: (queue) => queue.figures.abandon_rate?.value ?? null,
      cell: (queue) => (
        <Figure
          metric="abandon_rate"
          scope="queue"
          id={queue.id}
          window={window}
          figure={queue.figures.abandon_rate}
          inGrid
        />
      ),
    },
  ];
}

/** How many in a row bring the level back; or that it is there, or out of reach. */
export function wayBack(page: Page, queue: QueueShown): string {
  const words = page.words.value;
  if (queue.needed === null) return words.dash;
  if (queue.needed === 0) return words.onGoal;
  const needed = words.needed(queue.needed, page.writing.value.count(queue.needed));
  return queue.reachable === false ? `${needed}, ${words.outOfReach}` : needed;
}

function Standing({ page, queue }: { readonly page: Page; readonly queue: QueueShown }) {
  const words = page.words.value;
  const writing = page.writing.value;
  return (
    <div class="standing">
      <StateChip state={queue.state} />
      {queue.missed.map((goal) => (
        <span class="missed" key={goal.name}>
          {words.missed(
            goal.name,
            writing.figure(goal.value, goal.unit, goal.target),
            writing.figure(goal.target, goal.unit),
          )}
        </span>
      ))}
      {queue.suspect > 0 && <span class="missed">{words.suspects(queue.suspect, writing.count(queue.suspect))}</span>}
    </div>
  );
}

function Longest({ page, queue }: { readonly page: Page; readonly queue: QueueShown }) {
  const since = queue.longest_since;
  const text = since === null ? page.words.value.dash : page.writing.value.duration(Math.max(0, page.now() - since));
  const late = since !== null && page.now() - since > queue.threshold_ms;
  return (
    <span class={late ? "late" : undefined}>
      <Explained
        asked={{ metric: "longest_wait", scope: "queue", id: queue.id, window: null }}
        text={late ? `${text}, ${page.words.value.late}` : text}
        value={since}
        label={page.words.value.longest}
        inGrid
      >
        <Since at={since} />
      </Explained>
    </span>
  );
}

interface LevelProps {
  readonly queue: QueueShown;
  readonly page: Page;
  readonly window: string;
}

function Level({ queue, page, window }: LevelProps) {
  const figure = queue.figures.service_level;
  const value = figure?.value ?? null;
  return (
    <span class="level">
      <span class="level-figure">
        <Figure
          metric="service_level"
          scope="queue"
          id={queue.id}
          window={window}
          figure={figure}
          goal={queue.goal}
          inGrid
        />
        <span class="n">{page.writing.value.behindIt("service_level", figure?.n ?? null)}</span>
      </span>
      <Bar value={value} goal={queue.goal} state={queue.level_state} />
    </span>
  );
}
