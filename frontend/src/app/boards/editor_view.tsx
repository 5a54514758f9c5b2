import "./editor.css";
import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { Refused } from "../fetching";
import { usePage } from "../page";
import { addressOf, toView } from "../route";
import { BoardForm } from "./board_form";
import { Canvas } from "./canvas";
import { Editor } from "./editor";
import { FullPreview } from "./full_preview";
import { LegibilityPanel } from "./legibility_panel";
import { Mistakes } from "./mistakes_panel";
import type { EditorProps } from "./open_editor";
import { Palette } from "./palette";
import { Preview } from "./preview";
import { LYING, UPRIGHT } from "./preview_frame";
import { preview as askPreview, readNames, type SiteNames } from "./requests";
import { SaveBar } from "./save_bar";
import { SlideBar } from "./slide_bar";
import { TileForm } from "./tile_form";

/** The editor: the board under the hands on one side, its form on the other. */
export function EditorView({ board, boards }: EditorProps) {
  const page = usePage();
  const words = page.words.value.boardsRoom.editor;
  const { site } = page.route.value;
  const editor = useMemo(
    () =>
      new Editor(
        board,
        () => page.words.peek().boardsRoom.editor,
        () => page.language.peek(),
      ),
    [board, page],
  );
  const preview = usePreview(editor, site ?? "");
  const names = useNames(site ?? "", editor.selected.value);
  const upright = useSignal(false);
  const full = useSignal(false);
  const form = useRef<HTMLElement>(null);
  useGuard(editor);
  useKeys(editor);
  const size = upright.value ? UPRIGHT : LYING;
  const refused = editor.refused.value;
  const toForm = () => {
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[data-tile-form] select")?.focus());
  };
  return (
    <div class="view editor">
      <div class="view-head">
        <p class="crumb">
          <a href={addressOf(toView(page.route.value, "boards"))}>{page.words.value.boards}</a>
        </p>
        <h1 tabIndex={-1}>{editor.draft.value.title}</h1>
        <SaveBar
          editor={editor}
          boards={boards}
          full={() => {
            full.value = true;
          }}
        />
      </div>
      <p class="said" role="status">
        {editor.said.value}
      </p>
      {refused !== null && (
        <p class="notice" role="alert">
          {refused.title} {refused.detail}
        </p>
      )}
      <Mistakes editor={editor} />
      <p class="needs-room">{words.needsRoom}</p>
      <div class="bench">
        <div class="bench-board">
          <div class="canvas-bar">
            <SlideBar editor={editor} />
            <fieldset class="buttons orientation">
              <legend class="unseen">{words.orientation}</legend>
              {([false, true] as const).map((one) => (
                <button
                  key={String(one)}
                  type="button"
                  class="plain"
                  aria-pressed={upright.value === one}
                  onClick={() => {
                    upright.value = one;
                  }}
                >
                  {one ? words.upright : words.lying}
                </button>
              ))}
            </fieldset>
          </div>
          <Canvas editor={editor} preview={preview} upright={upright.value} toForm={toForm} />
        </div>
        <aside class="bench-form" ref={form} aria-label={words.tile}>
          <Palette editor={editor} />
          <TilePanel editor={editor} names={names} />
          <section class="panel" aria-labelledby="board-form">
            <h2 id="board-form">{words.board}</h2>
            <BoardForm editor={editor} />
          </section>
        </aside>
        <LegibilityPanel editor={editor} size={size} />
      </div>
      {full.value && (
        <FullPreview
          editor={editor}
          preview={preview}
          size={size}
          closed={() => {
            full.value = false;
          }}
        />
      )}
    </div>
  );
}

function TilePanel({ editor, names }: { readonly editor: Editor; readonly names: SiteNames | null }) {
  const words = usePage().words.value.boardsRoom.editor;
  const chosen = editor.tile(editor.selected.value);
  const { tiles } = editor;
  return (
    <section class="panel" aria-labelledby="tile-form">
      <h2 id="tile-form">{words.tile}</h2>
      {tiles.length === 0 && <p class="hint">{words.noTiles}</p>}
      {tiles.length > 0 && (
        <label class="choice tile-choice">
          <span class="unseen">{words.tiles}</span>
          <select
            data-choice="tile"
            value={chosen?.id ?? ""}
            onChange={(event) => {
              editor.selected.value = event.currentTarget.value === "" ? null : event.currentTarget.value;
            }}
          >
            <option value="">{words.noTile}</option>
            {tiles.map((tile) => (
              <option key={tile.id} value={tile.id}>
                {editor.nameOf(tile)}
              </option>
            ))}
          </select>
        </label>
      )}
      {chosen !== null && <TileForm key={chosen.id} editor={editor} tile={chosen} names={names} />}
    </section>
  );
}

function usePreview(editor: Editor, site: string): Preview {
  const page = usePage();
  const preview = useMemo(
    () =>
      new Preview({
        ask: (draft, slide) => askPreview(draft, site, slide),
        clock: page.feed.clock,
        after: (ms, call) => {
          const timer = window.setTimeout(call, ms);
          return () => window.clearTimeout(timer);
        },
        visible: () => document.visibilityState === "visible",
        isMistake: (error) => error instanceof Refused && error.status === 400,
        judged: (draft, error) => draft === editor.draft.peek() && editor.judged(draft, error),
      }),
    [editor, site, page],
  );
  useSignalEffect(() => preview.show(editor.draft.value, editor.slide.value));
  useEffect(() => () => preview.stop(), [preview]);
  return preview;
}

/** What the site has to choose from, asked anew for each tile that is chosen; null until it is known. */
function useNames(site: string, tile: string | null): SiteNames | null {
  const names = useSignal<SiteNames | null>(null);
  useEffect(() => {
    const asking = new AbortController();
    readNames(site, asking.signal).then(
      (found) => {
        names.value = found;
      },
      () => {
        // Before the first event there is nothing to choose from; what is chosen stays.
      },
    );
    return () => asking.abort();
  }, [site, tile]);
  return names.value;
}

/** Nobody leaves unsaved changes unasked, neither within the page nor with it. */
function useGuard(editor: Editor): void {
  const page = usePage();
  useEffect(() => {
    const unload = (event: BeforeUnloadEvent) => {
      if (editor.dirty.peek()) event.preventDefault();
    };
    window.addEventListener("beforeunload", unload);
    page.leaving = () => !editor.dirty.peek() || window.confirm(page.words.peek().boardsRoom.editor.leave);
    return () => {
      window.removeEventListener("beforeunload", unload);
      page.leaving = null;
    };
  }, [editor, page]);
}

function useKeys(editor: Editor): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => steps(event, editor);
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [editor]);
}

/** Ctrl+Z, Ctrl+Shift+Z or Ctrl+Y, and Ctrl+S; in a field the letters' own steps are the browser's. */
function steps(event: KeyboardEvent, editor: Editor): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key === "s") {
    event.preventDefault();
    if (editor.dirty.peek()) void editor.save();
    return;
  }
  if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
  if (key === "y" || (key === "z" && event.shiftKey)) editor.redo();
  else if (key === "z") editor.undo();
  else return;
  event.preventDefault();
}
