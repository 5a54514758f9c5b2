import type { ReadonlySignal } from "@preact/signals";
import type { Notes } from "../notes";
import type { AlertRow } from "../protocol";
import { alertRuleName } from "../spoken";
import { Icon } from "../tiles/icon";
import { named } from "../tiles/site";
import { ems } from "../width";
import { useStage } from "./stage";

/** What a supervisor wrote on this screen, between header and figures: nothing is covered. */
export function Note({ notes }: { readonly notes: Notes }) {
  const text = notes.text.value;
  if (text === null) return null;
  return (
    <p class="note" role="alert" data-note="" style={{ "--ems": ems(text).toFixed(1) }}>
      <Icon name="message" />
      <span>{text}</span>
    </p>
  );
}

/** Says new alerts, each once, to those who listen to the board instead of looking. */
export function Fresh({ alerts }: { readonly alerts: ReadonlySignal<readonly AlertRow[]> }) {
  const { words } = useStage().format;
  const said = alerts.value.map((row) => [words[row.severity], alertRuleName(row.rule, words), named(row)].join(", "));
  return (
    <p class="unseen" role="status" data-fresh="">
      {said.join("; ")}
    </p>
  );
}
