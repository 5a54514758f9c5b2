import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

interface Props {
  readonly title: string;
  readonly wide?: boolean;
  readonly closed: () => void;
  readonly children: ComponentChildren;
}

/** A question over the page, open before the next key is pressed. Escape closes it; the focus goes back where it was. */
export function Dialog({ title, wide = false, closed, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      // Once the dialog is gone: until then nothing beside it takes the focus. A button may be disabled by now.
      queueMicrotask(() => {
        if (before instanceof HTMLElement && before.isConnected) before.focus();
        if (document.activeElement === document.body) document.querySelector<HTMLElement>("main h1")?.focus();
      });
    };
  }, []);
  return (
    <dialog class="ask" ref={dialog} aria-label={title} data-wide={wide ? "" : undefined} onClose={closed}>
      <div class="ask-body">{children}</div>
    </dialog>
  );
}
