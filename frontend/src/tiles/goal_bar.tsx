import type { Figure, GoalShown, NumberTile } from "../protocol";

interface Props {
  readonly figure: Figure;
  readonly goal: GoalShown | null | undefined;
  readonly state: NumberTile["state"];
}

/** How full, and where the goal stands. The same is said in words above and below it. */
export function GoalBar({ figure, goal, state }: Props) {
  const target = goal?.target ?? null;
  const [least, most] = spanOf(figure, target);
  const along = (value: number) => percentOf(value - least, most - least);
  return (
    <div class="bar" data-state={state} aria-hidden="true">
      <span class="bar-fill" style={{ width: along(figure.value ?? least) }} />
      {target !== null && <span class="bar-goal" style={{ left: along(target) }} />}
    </div>
  );
}

/** A goal of a few per cent would stand at the very foot of a bar of the whole. */
const SMALL_SHARE = 0.1;

/** Shares and scores have ends of their own; of anything else the goal stands in the middle. */
export function spanOf(figure: Pick<Figure, "unit" | "value">, target: number | null): [number, number] {
  const small = target !== null && target > 0 && target < SMALL_SHARE;
  if (figure.unit === "share" && !small) return [0, 1];
  if (figure.unit === "score") return [-100, 100];
  return [0, 2 * (target ?? figure.value ?? 1) || 1];
}

export function percentOf(value: number, full: number): string {
  return `${(Math.min(1, Math.max(0, value / full)) * 100).toFixed(2)}%`;
}
