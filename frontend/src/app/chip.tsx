import { Icon, type IconName } from "../tiles/icon";
import type { State } from "./answer";
import { usePage } from "./page";

const ICONS: Readonly<Record<State, IconName>> = {
  ok: "ok",
  warning: "warning",
  critical: "critical",
  neutral: "no_data",
  no_data: "no_data",
};

/** A state as colour, shape and word. */
export function StateChip({ state }: { readonly state: State }) {
  const { words } = usePage();
  return (
    <span class="chip" data-tone={state}>
      <Icon name={ICONS[state]} />
      <span>{words.value.states[state]}</span>
    </span>
  );
}

/** Any other state: its tone is one of the four, its word its own. */
export function ToneChip({ tone, word }: { readonly tone: State; readonly word: string }) {
  return (
    <span class="chip" data-tone={tone}>
      <Icon name={ICONS[tone]} />
      <span>{word}</span>
    </span>
  );
}

/** How far a share is, and where its goal stands. Decoration: the figure stands beside it. */
export function Bar({
  value,
  goal,
  state,
}: {
  readonly value: number | null;
  readonly goal: number | null;
  readonly state: State;
}) {
  return (
    <svg class="bar" data-state={state} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect class="bar-track" width="100" height="8" rx="2" />
      <rect class="bar-fill" width={Math.max(0, Math.min(1, value ?? 0)) * 100} height="8" rx="2" />
      {goal !== null && <rect class="bar-goal" x={Math.min(98.6, goal * 100 - 0.7)} width="1.4" height="8" />}
    </svg>
  );
}

interface EmptyProps {
  readonly title: string;
  readonly hint?: string;
}

/** Nothing to show, and why. */
export function Empty({ title, hint = "" }: EmptyProps) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {hint !== "" && <p>{hint}</p>}
    </div>
  );
}
