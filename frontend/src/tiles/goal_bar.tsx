import type { Figure, GoalShown, NumberTile } from "../protocol";

interface Props {
  readonly figure: Figure;
  readonly goal: GoalShown | null | undefined;
  readonly state: NumberTile["state"];
}

/** How full, and where the goal stands. The same is said in words above and below it. */
export function GoalBar({ figure, goal, state }: Props) {
  const target = goal?.target ?? null;
  const full = figure.unit === "share" ? 1 : 2 * (target ?? figure.value ?? 1) || 1;
  return (
    <div class="bar" data-state={state} aria-hidden="true">
      <span class="bar-fill" style={{ width: percentOf(figure.value ?? 0, full) }} />
      {target !== null && <span class="bar-goal" style={{ left: percentOf(target, full) }} />}
    </div>
  );
}

export function percentOf(value: number, full: number): string {
  return `${(Math.min(1, Math.max(0, value / full)) * 100).toFixed(2)}%`;
}
