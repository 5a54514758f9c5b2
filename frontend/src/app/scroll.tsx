import type { ComponentChildren } from "preact";

interface Props {
  readonly label: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}

const GROUP = { role: "group", tabIndex: 0 } as const;

/** A list with its own height. What scrolls can be reached by keys, and has a name. */
export function Scroll({ label, class: name = "scroll", children }: Props) {
  return (
    <div class={name} {...GROUP} {...{ "aria-label": label }}>
      {children}
    </div>
  );
}
