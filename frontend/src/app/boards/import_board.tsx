import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { Refused } from "../fetching";
import { usePage } from "../page";
import { Dialog } from "./dialog";
import { freeId } from "./draft";
import { ANY_SITE, type BoardFile, importBoard } from "./requests";

interface Props {
  readonly taken: ReadonlySet<string>;
  readonly site: string;
  readonly opened: (id: string) => void;
  readonly failed: (error: unknown) => void;
}

/** Takes a board in from a file. One whose id is taken becomes a copy, or takes the other's place: that is asked. */
export function ImportBoard({ taken, site, opened, failed }: Props) {
  const words = usePage().words.value.boardsRoom;
  const input = useRef<HTMLInputElement>(null);
  const asked = useSignal<BoardFile | null>(null);

  async function take(file: BoardFile, id: string, replace: boolean): Promise<void> {
    asked.value = null;
    try {
      const board = await importBoard(file, id, file.board.site === ANY_SITE ? ANY_SITE : site, replace);
      opened(board.id);
    } catch (error) {
      failed(mistaken(error));
    }
  }
  async function chosen(): Promise<void> {
    const file = input.current?.files?.[0];
    if (input.current === null || file === undefined) return;
    const read = boardIn(await file.text());
    input.current.value = "";
    if (read === null) failed(new Refused(0, words.importNoFile, words.importNoFileHint));
    else if (taken.has(read.board.id)) asked.value = read;
    else await take(read, read.board.id, false);
  }
  const file = asked.value;
  return (
    <>
      <button type="button" class="plain" onClick={() => input.current?.click()}>
        {words.import}
      </button>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        class="unseen"
        tabIndex={-1}
        aria-label={words.import}
        onChange={() => void chosen()}
      />
      {file !== null && (
        <Dialog
          title={words.importTaken(file.board.id)}
          closed={() => {
            asked.value = null;
          }}
        >
          <h2>{words.importTaken(file.board.id)}</h2>
          <p>{words.importTakenHint}</p>
          <div class="buttons">
            <button type="button" class="plain" onClick={() => void take(file, file.board.id, true)}>
              {words.importReplace}
            </button>
            <button
              type="button"
              class="plain main"
              onClick={() => void take(file, freeId(file.board.id, taken), false)}
            >
              {words.importCopy}
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}

function boardIn(text: string): BoardFile | null {
  try {
    const read = JSON.parse(text) as Partial<BoardFile> | null;
    return typeof read?.board?.id === "string" ? (read as BoardFile) : null;
  } catch {
    return null;
  }
}

/** What is wrong with a file is said where it is, in one sentence. */
function mistaken(error: unknown): unknown {
  if (!(error instanceof Refused) || !error.mistakes?.length) return error;
  const said = error.mistakes.slice(0, 3).map(({ where, what }) => `${where}: ${what}`);
  return new Refused(error.status, error.title, said.join(" · "));
}
