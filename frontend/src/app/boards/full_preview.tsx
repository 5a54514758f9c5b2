import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { usePage } from "../page";
import type { Editor } from "./editor";
import type { Preview } from "./preview";
import { PreviewFrame, type ScreenSize } from "./preview_frame";

interface Props {
  readonly editor: Editor;
  readonly preview: Preview;
  readonly size: ScreenSize;
  readonly closed: () => void;
}

/** The slide at the size of a screen: as large as the window, or pixel by pixel. */
export function FullPreview({ editor, preview, size, closed }: Props) {
  const words = usePage().words.value.boardsRoom;
  const dialog = useRef<HTMLDialogElement>(null);
  const room = useRef<HTMLDivElement>(null);
  const actual = useSignal(false);
  const fit = useSignal(0);
  useEffect(() => {
    dialog.current?.showModal();
    const target = room.current;
    if (target === null) return undefined;
    const measure = () => {
      fit.value = Math.min(target.clientWidth / size.width, target.clientHeight / size.height);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, [size]);
  const scale = actual.value ? 1 : fit.value;
  return (
    <dialog class="full-preview" ref={dialog} aria-label={words.editor.full} onClose={closed}>
      <div class="full-bar">
        <h2>{words.editor.full}</h2>
        <fieldset class="buttons">
          <legend class="unseen">{words.editor.scale}</legend>
          {([false, true] as const).map((one) => (
            <button
              key={String(one)}
              type="button"
              class="plain"
              aria-pressed={actual.value === one}
              onClick={() => {
                actual.value = one;
              }}
            >
              {one ? words.editor.actual : words.editor.fit}
            </button>
          ))}
        </fieldset>
        <button type="button" class="plain" onClick={() => dialog.current?.close()}>
          {words.close}
        </button>
      </div>
      <div class="full-room" ref={room} tabIndex={actual.value ? 0 : -1}>
        {scale > 0 && <PreviewFrame editor={editor} preview={preview} size={size} scale={scale} />}
      </div>
    </dialog>
  );
}
