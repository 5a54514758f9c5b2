import type { ComponentChildren } from "preact";
import type { State } from "./answer";
import { StateChip } from "./chip";
import { usePage } from "./page";
import type { Asked } from "./requests";

interface Props {
  readonly asked: Asked;
  readonly text: string;
  readonly value: number | null;
  readonly state?: State;
  /** Whether the state is said in a word; a count that is bad in itself needs none. */
  readonly judged?: boolean;
  readonly label?: string;
  readonly children?: ComponentChildren;
}

/** A large figure with its name and what is to be said of it; the whole tile opens its passport. */
export function Tile({ asked, text, value, state, judged = true, label, children }: Props) {
  const page = usePage();
  return (
    <button
      type="button"
      class="tile"
      aria-haspopup="dialog"
      data-metric={asked.metric}
      data-scope={asked.scope}
      data-id={asked.id}
      data-value={value ?? ""}
      data-none={value === null ? "" : undefined}
      data-state={state ?? "neutral"}
      onClick={() => {
        page.asked.value = asked;
      }}
    >
      <span class="tile-title">{label ?? page.catalogue.value.label(asked.metric)}</span>
      <span class="tile-value">{text}</span>
      <span class="tile-foot">
        {judged && state !== undefined && state !== "neutral" && <StateChip state={state} />}
        <span>{children}</span>
      </span>
    </button>
  );
}
