import { type GridItemHTMLElement, GridStack } from "gridstack";
import { useEffect, useRef } from "preact/hooks";
import { usePage } from "../page";
import { gridOf } from "./changes";
import type { Kind } from "./draft";
import type { Editor } from "./editor";
import { KIND_ORDER, usualSize } from "./kinds";

/** Every kind of tile: dragged onto the board, or pressed. */
export function Palette({ editor }: { readonly editor: Editor }) {
  const words = usePage().words.value.boardsRoom.editor;
  const list = useRef<HTMLUListElement>(null);
  const { columns, rows } = gridOf(editor.draft.value);
  useEffect(() => {
    const dragging = GridStack.getDD();
    for (const source of list.current?.querySelectorAll<GridItemHTMLElement>("[data-palette]") ?? []) {
      const size = usualSize(source.dataset.palette as Kind, { columns, rows });
      // Not `setupDragIn`: it tells of the drag by an event named as the browser's own, which others take for that.
      if (!dragging.isDraggable(source)) dragging.dragIn(source, { appendTo: "body", helper: "clone" });
      source.gridstackNode = size;
    }
  }, [columns, rows]);
  return (
    <section class="palette" aria-labelledby="palette">
      <h2 id="palette">{words.palette}</h2>
      <p class="hint">{words.paletteHint}</p>
      <ul ref={list}>
        {KIND_ORDER.map((kind) => (
          <li key={kind}>
            <button
              type="button"
              class="plain palette-kind"
              data-palette={kind}
              aria-label={words.addKind(words.kinds[kind])}
              onClick={() => editor.add(kind)}
            >
              {words.kinds[kind]}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
