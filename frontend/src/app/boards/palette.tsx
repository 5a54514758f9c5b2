import { GridStack } from "gridstack";
import { useEffect, useRef } from "preact/hooks";
import { usePage } from "../page";
import type { Editor } from "./editor";
import { KIND_ORDER, KINDS } from "./kinds";

/** Every kind of tile: dragged onto the board, or pressed. */
export function Palette({ editor }: { readonly editor: Editor }) {
  const words = usePage().words.value.boardsRoom.editor;
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const sources = [...(list.current?.querySelectorAll<HTMLElement>("[data-palette]") ?? [])];
    GridStack.setupDragIn(
      sources,
      { appendTo: "body", helper: "clone" },
      KIND_ORDER.map((kind) => ({ w: KINDS[kind].w, h: KINDS[kind].h })),
    );
  }, []);
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
