import { usePage } from "../page";
import { toView } from "../route";
import { Dialog } from "./dialog";
import type { Editor } from "./editor";
import { type BoardListed, wallAddress } from "./requests";

interface Props {
  readonly editor: Editor;
  readonly boards: readonly BoardListed[];
  readonly full: () => void;
}

/** Saving, and the steps back and on. */
export function SaveBar({ editor, boards, full }: Props) {
  const page = usePage();
  const room = page.words.value.boardsRoom;
  const words = room.editor;
  const { past, future } = editor.history.value;
  const saving = editor.saving.value === "saving";
  const dirty = editor.dirty.value;
  const draft = editor.draft.value;
  const site = draft.site === "{site}" ? null : draft.site;
  const state = saving ? words.saving : dirty ? words.unsaved : editor.saving.value === "saved" ? words.saved : "";
  return (
    <div class="save-bar">
      <p class="save-state" data-dirty={dirty ? "" : undefined}>
        {state}
      </p>
      <div class="buttons">
        <button type="button" class="plain" disabled={past.length === 0} onClick={() => editor.undo()}>
          {words.undo}
        </button>
        <button type="button" class="plain" disabled={future.length === 0} onClick={() => editor.redo()}>
          {words.redo}
        </button>
        <button type="button" class="plain" onClick={full}>
          {words.full}
        </button>
        <a class="plain" href={wallAddress(draft.id, site, page.route.value.site)} target="_blank" rel="noreferrer">
          {room.open}
        </a>
        <button
          type="button"
          class="plain main"
          data-act="save"
          disabled={saving || !dirty}
          onClick={() => void editor.save()}
        >
          {words.save}
        </button>
      </div>
      {editor.conflict.value !== null && (
        <ConflictDialog editor={editor} boards={boards} version={editor.conflict.value} />
      )}
    </div>
  );
}

interface ConflictProps extends Pick<Props, "editor" | "boards"> {
  readonly version: number;
}

/** Somebody else was quicker: nothing is lost, whatever is chosen. Closed without a choice, all stays as it is. */
function ConflictDialog({ editor, boards, version }: ConflictProps) {
  const page = usePage();
  const room = page.words.value.boardsRoom;
  const words = room.editor;
  const close = () => {
    editor.conflict.value = null;
  };
  async function copy(): Promise<void> {
    const id = await editor.saveAsCopy(new Set(boards.map((board) => board.id)));
    if (id !== null) page.go(toView(page.route.peek(), "boards", id));
  }
  return (
    <Dialog title={words.conflict} closed={close}>
      <h2>{words.conflict}</h2>
      <p>{words.conflictHint(page.writing.value.count(version))}</p>
      <div class="buttons">
        <button type="button" class="plain" onClick={close}>
          {room.cancel}
        </button>
        <button type="button" class="plain" data-act="reload" onClick={() => void editor.reload()}>
          {words.reload}
        </button>
        <button type="button" class="plain main" data-act="save-copy" onClick={() => void copy()}>
          {words.asCopy}
        </button>
      </div>
    </Dialog>
  );
}
