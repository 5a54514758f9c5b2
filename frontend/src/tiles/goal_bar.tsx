import type { Figure, GoalShown, NumberTile } from "../protocol";

interface Props {
  readonly figure: Figure;
  readonly goal: GoalShown | null | undefined;
  readonly state: NumberTile["state"];
}

/** How full, and where the goal stands. The same is said in words above and below it. */
export function GoalBar({ figure, goal, state }: Props) {
  const target = goal?.target ?? null;
  const [least, most] = span(figure, target);
  const along = (value: number) => percentOf(value - least, most - least);
  return (
    <div class="bar" data-state={state} aria-hidden="true">
      <span class="bar-fill" style={{ width: along(figure.value ?? least) }} />
      {target !== null && <span class="bar-goal" style={{ left: along(target) }} />}
    </div>
  );
}

/** Shares and scores have ends of their own; of anything else the goal stands in the middle. */
function span(figure: Figure, target: number | null): [number, number] {
  if (figure.unit === "share") return [0, 1];
  if (figure.unit === "score") return [-100, 100];
  return [0, 2 * (target ?? figure.value ?? 1) || 1];
}

export function percentOf(value: number, full: number): string {
  return `${(Math.min(1, Math.max(0, value / full)) * 100).toFixed(2)}%`;
}
