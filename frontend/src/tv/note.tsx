import type { Notes } from "../notes";
import { Icon } from "../tiles/icon";
import { ems } from "../width";

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
