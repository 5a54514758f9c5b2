import "gridstack/dist/gridstack.css";
import { useSignal } from "@preact/signals";
import { GridStack, type GridStackNode } from "gridstack";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { usePage } from "../page";
import type { Box } from "./arrange";
import { gridOf } from "./changes";
import type { Kind, TileDraft } from "./draft";
import type { Editor } from "./editor";
import { KINDS } from "./kinds";
import type { Preview } from "./preview";
import { LYING, PreviewFrame, UPRIGHT } from "./preview_frame";

interface Props {
  readonly editor: Editor;
  readonly preview: Preview;
  readonly upright: boolean;
  /** Takes the tile's id whose form is wanted. */
  readonly toForm: () => void;
}

/** The slide at the proportions of a screen, with the true figures under the hands. */
export function Canvas({ editor, preview, upright, toForm }: Props) {
  const words = usePage().words.value.boardsRoom.editor;
  const room = useRef<HTMLDivElement>(null);
  const width = useSignal(0);
  const grid = useSignal<Box | null>(null);
  const size = upright ? UPRIGHT : LYING;
  useLayoutEffect(() => {
    const target = room.current;
    if (target === null) return undefined;
    const measure = () => {
      width.value = target.clientWidth;
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, []);
  const tallest = upright ? 620 / size.height : Number.POSITIVE_INFINITY;
  const scale = Math.min(width.value / size.width, tallest);
  return (
    <div class="canvas" ref={room} data-upright={upright ? "" : undefined}>
      {scale > 0 && (
        <div class="canvas-screen" style={{ width: `${size.width * scale}px`, height: `${size.height * scale}px` }}>
          <PreviewFrame
            editor={editor}
            preview={preview}
            size={size}
            scale={scale}
            measured={(box, texts) => {
              const same = grid.peek();
              if (same === null || same.x !== box.x || same.y !== box.y || same.w !== box.w || same.h !== box.h)
                grid.value = box;
              editor.texts.value = texts;
            }}
          />
          {!upright && grid.value !== null && <Hands editor={editor} box={grid.value} scale={scale} toForm={toForm} />}
        </div>
      )}
      {upright ? <p class="hint">{words.uprightHint}</p> : <p class="hint by-touch">{words.touchHint}</p>}
    </div>
  );
}

interface HandsProps {
  readonly editor: Editor;
  /** Where the grid lies on the screen, px of the screen. */
  readonly box: Box;
  readonly scale: number;
  readonly toForm: () => void;
}

/** What lies over the preview: a handle for each tile, dragged and resized by gridstack, or moved by keys. */
function Hands({ editor, box, scale, toForm }: HandsProps) {
  const words = usePage().words.value.boardsRoom.editor;
  const element = useRef<HTMLElement>(null);
  const tiles = editor.tiles;
  const { columns, rows } = gridOf(editor.draft.value);
  const rowPx = (box.h * scale) / rows;
  const places = tiles.map(({ id, x, y, w, h }) => [id, x, y, w, h].join(" ")).join("\n");
  const hint = "canvas-hint";
  useEffect(() => {
    if (element.current === null) return undefined;
    return handled(element.current, editor, { columns, rows }, rowPx);
    // Everything is placed anew when a place changed: gridstack keeps its own copy of them.
  }, [places, columns, rows, rowPx, editor]);
  return (
    <>
      <p class="unseen" id={hint}>
        {words.canvasHint}
      </p>
      <section
        class="grid-stack hands"
        ref={element}
        aria-label={words.canvas}
        style={{
          left: `${box.x * scale}px`,
          top: `${box.y * scale}px`,
          width: `${box.w * scale}px`,
          height: `${box.h * scale}px`,
        }}
      >
        {tiles.map((tile) => (
          <Hand key={tile.id} tile={tile} editor={editor} hint={hint} toForm={toForm} />
        ))}
      </section>
    </>
  );
}

interface HandProps {
  readonly tile: TileDraft;
  readonly editor: Editor;
  readonly hint: string;
  readonly toForm: () => void;
}

function Hand({ tile, editor, hint, toForm }: HandProps) {
  const words = usePage().words.value.boardsRoom.editor;
  const chosen = editor.selected.value === tile.id;
  const wrong = editor.mistakes.value.some((one) => one.tile === tile.id);
  const place = words.place(tile.x + 1, tile.y + 1, tile.w, tile.h);
  return (
    <div
      class="grid-stack-item"
      data-hand={tile.id}
      gs-id={tile.id}
      gs-x={tile.x}
      gs-y={tile.y}
      gs-w={tile.w}
      gs-h={tile.h}
    >
      <button
        type="button"
        class="grid-stack-item-content hand"
        aria-label={words.tileLabel(editor.nameOf(tile), words.kinds[tile.kind], place)}
        aria-describedby={hint}
        aria-pressed={chosen}
        data-wrong={wrong ? "" : undefined}
        onFocus={() => {
          editor.selected.value = tile.id;
        }}
        onClick={(event) => {
          editor.selected.value = tile.id;
          // A press by Enter or space, not by a pointer.
          if (event.detail === 0) toForm();
        }}
        onKeyDown={(event) => pressed(event, editor, tile)}
      />
    </div>
  );
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function pressed(event: KeyboardEvent, editor: Editor, tile: TileDraft): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    const hands = (event.currentTarget as Element).closest(".hands");
    editor.remove(tile.id);
    requestAnimationFrame(() => {
      const next = hands?.querySelector<HTMLElement>(".hand") ?? document.querySelector<HTMLElement>(".palette button");
      next?.focus();
    });
    return;
  }
  const step = STEPS[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const [across, down] = step;
  const { x, y, w, h } = tile;
  editor.place(tile.id, event.shiftKey ? { x, y, w: w + across, h: h + down } : { x: x + across, y: y + down, w, h });
}

/** Gridstack over the handles that are there. Answers how to let go of them. */
function handled(
  element: HTMLElement,
  editor: Editor,
  grid: { readonly columns: number; readonly rows: number },
  rowPx: number,
): () => void {
  for (const tile of editor.tiles) {
    const hand = element.querySelector<HTMLElement>(`[data-hand="${CSS.escape(tile.id)}"]`);
    hand?.classList.add("grid-stack-item");
    for (const side of ["x", "y", "w", "h"] as const) hand?.setAttribute(`gs-${side}`, String(tile[side]));
  }
  const stack = GridStack.init(
    {
      column: grid.columns,
      row: grid.rows,
      cellHeight: rowPx,
      margin: 0,
      mode: "float",
      animate: false,
      acceptWidgets: "[data-palette]",
      draggable: { handle: ".hand", cancel: "" },
      resizable: { handles: "n,e,s,w,ne,se,sw,nw" },
      alwaysShowResizeHandle: true,
    },
    element,
  );
  if (stack === null) return () => {};
  const finished = (_: Event, hand: HTMLElement) => {
    const id = hand.getAttribute("gs-id");
    if (id === null) return;
    const boxes = new Map(stack.engine.nodes.map((node) => [String(node.id), boxOf(node)]));
    editor.selected.value = id;
    editor.dragged(id, boxes);
  };
  stack.on("dragstop", finished);
  stack.on("resizestop", finished);
  stack.on("dropped", (_: Event, _before: GridStackNode | undefined, node: GridStackNode) => {
    const kind = node.el?.dataset.palette as Kind | undefined;
    const box = boxOf(node);
    if (node.el) stack.removeWidget(node.el, true, false);
    if (kind !== undefined && kind in KINDS) editor.add(kind, box);
  });
  return () => {
    stack.destroy(false);
  };
}

function boxOf({ x = 0, y = 0, w = 1, h = 1 }: GridStackNode): Box {
  return { x, y, w, h };
}
