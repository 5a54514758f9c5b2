import { gridThatFits } from "../capacity";
import type { Format } from "../format";
import type { GoalRow, GoalScope, GoalsTile } from "../protocol";
import { spoken } from "../spoken";
import { useStage } from "../tv/stage";
import { columnEms, ems } from "../width";
import { hundredth, useBox } from "./box";
import { Empty } from "./empty";
import { Fit } from "./fit";
import { GoalBar } from "./goal_bar";
import { Icon, type IconName } from "./icon";

/** Hundredths of the screen's shorter side. */
const LEAST_WIDTH = 68;
const LEAST_HEIGHT = 7.5;
const MOST_HEIGHT = 10;

/** The goals of a set at one level, each with those whose goal it is; who needs help comes first. */
export function Goals({ tile }: { readonly tile: GoalsTile }) {
  const { format } = useStage();
  const { words } = format;
  if (tile.goals.length === 0) return <Empty text={tile.known ? words.noGoals : words.noGoalSet} />;
  return (
    <ul class="goals">
      {tile.goals.map((goal) => (
        <Goal key={goal.goal} goal={goal} />
      ))}
    </ul>
  );
}

function Goal({ goal }: { readonly goal: GoalRow }) {
  const { format } = useStage();
  const alone = goal.scopes.length === 1 ? goal.scopes[0] : undefined;
  return (
    <li class="goal" data-goal={goal.goal} data-state={goal.state}>
      <div class="goal-head">
        <h3 class="goal-name">
          <Fit text={spoken(format.words.goals, goal.name)} />
        </h3>
        <p class="goal-said">{said(goal, alone, format)}</p>
      </div>
      {alone !== undefined && <Alone goal={goal} scope={alone} />}
      {alone === undefined && (goal.scopes.length > 0 ? <Scopes goal={goal} /> : <Reached goal={goal} />)}
    </li>
  );
}

/** What is aimed at; for more than one, how many are there. */
function said(goal: GoalRow, alone: GoalScope | undefined, format: Format): string {
  const { words } = format;
  const figure = (alone ?? goal.scopes[0])?.figure;
  if (figure === undefined)
    return goal.judged > 0 ? words.onGoalOf(format.count(goal.on_goal), format.count(goal.judged)) : words.noData;
  if (alone === undefined && goal.judged > 0)
    return words.onGoalOf(format.count(goal.on_goal), format.count(goal.judged));
  if (goal.due !== null && goal.due < 1)
    return words.dueByNow(format.value(goal.target.target * goal.due, { ...figure, unit: figure.unit }));
  return format.goal(goal.target, figure, null);
}

function Alone({ goal, scope }: { readonly goal: GoalRow; readonly scope: GoalScope }) {
  const { format } = useStage();
  const value = format.value(scope.figure.value, scope.figure, goal.target.target);
  return (
    <div class="goal-alone">
      <p class="goal-value" style={{ "--ems": ems(value).toFixed(2) }} data-value={scope.figure.value ?? ""}>
        <Mark state={scope.state} />
        {value}
      </p>
      <div class="goal-bar">
        <GoalBar figure={scope.figure} goal={goal.target} state={scope.state} />
        <p class="goal-note">{note(scope, nameOf(goal, scope, format), format)}</p>
      </div>
    </div>
  );
}

/** On a board that shows no single person: how many of them are there. */
function Reached({ goal }: { readonly goal: GoalRow }) {
  const { format } = useStage();
  const value = goal.judged === 0 ? format.words.dash : `${format.count(goal.on_goal)} / ${format.count(goal.judged)}`;
  return (
    <div class="goal-alone">
      <p class="goal-value" style={{ "--ems": ems(value).toFixed(2) }} data-value={goal.on_goal}>
        <Mark state={goal.state} />
        {value}
      </p>
    </div>
  );
}

function nameOf(goal: GoalRow, scope: GoalScope, { words }: Format): string {
  return goal.scope === "channel" ? (words.channels[scope.id] ?? scope.name) : scope.name;
}

function note({ figure, state }: GoalScope, name: string, format: Format): string {
  if (state === "no_data") return `${name} · ${format.words.noData}`;
  if (typeof figure.period === "string") return `${name} · ${format.period(figure)}`;
  if (typeof figure.n === "number") return `${name} · ${format.behindFigure(figure.n, figure.window)}`;
  return `${name} · ${format.words.windows[figure.window] ?? figure.window}`;
}

function Scopes({ goal }: { readonly goal: GoalRow }) {
  const { format } = useStage();
  const [room, box] = useBox<HTMLUListElement>();
  const unit = hundredth(room.current);
  const limits = {
    aspect: 5,
    leastWidthPx: LEAST_WIDTH * unit,
    leastHeightPx: LEAST_HEIGHT * unit,
    mostHeightPx: MOST_HEIGHT * unit,
  };
  const whole = box === null ? null : gridThatFits(goal.scopes.length + Math.min(1, goal.more), box, limits);
  const left = whole === null ? 0 : goal.scopes.length + Math.min(1, goal.more) - whole.shown;
  const shown = whole === null ? 0 : left > 0 || goal.more > 0 ? whole.shown - 1 : whole.shown;
  const more = goal.scopes.length - shown + goal.more;
  const column = columnEms(goal.scopes.map((scope) => nameOf(goal, scope, format)));
  return (
    <ul class="goal-scopes" ref={room} style={{ "--columns": whole?.columns ?? 1, "--lines": whole?.rows ?? 1 }}>
      {goal.scopes.slice(0, Math.max(0, shown)).map((scope) => (
        <li key={scope.id} class="goal-scope" data-state={scope.state} data-scope={scope.id}>
          <span class="goal-who">
            <Fit text={nameOf(goal, scope, format)} column={column} />
          </span>
          <span class="goal-of" data-value={scope.figure.value ?? ""}>
            <Mark state={scope.state} />
            {format.value(scope.figure.value, scope.figure, goal.target.target)}
          </span>
        </li>
      ))}
      {whole !== null && more > 0 && <li class="goal-scope goal-more">{format.words.more(format.count(more))}</li>}
    </ul>
  );
}

const MARKS: Readonly<Partial<Record<GoalScope["state"], IconName>>> = {
  ok: "ok",
  warning: "warning",
  critical: "critical",
};

function Mark({ state }: { readonly state: GoalScope["state"] }) {
  const { format } = useStage();
  const name = MARKS[state];
  if (name === undefined) return null;
  const { words } = format;
  const word = state === "ok" ? words.onGoal : state === "critical" ? words.critical : words.nearLimit;
  return (
    <span class="goal-mark" data-tone={state}>
      <Icon name={name} />
      <span class="unseen">{word}</span>
    </span>
  );
}
