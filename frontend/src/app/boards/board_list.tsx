import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Empty } from "../chip";
import { Refused } from "../fetching";
import { usePage } from "../page";
import { toView } from "../route";
import { Said } from "../said";
import { BoardRow } from "./board_row";
import { DeleteBoard } from "./delete_board";
import { freeId, idFor } from "./draft";
import { ImportBoard } from "./import_board";
import { addBoard, type BoardListed, listBoards, readBoard } from "./requests";

/** Every board there is: those that come with Tavle, and one's own. */
export function BoardList() {
  const page = usePage();
  const words = page.words.value.boardsRoom;
  const { site } = page.route.value;
  const language = page.language.value;
  const boards = useSignal<readonly BoardListed[] | null>(null);
  const refused = useSignal<Refused | null>(null);
  const said = useSignal("");
  const deleting = useSignal<BoardListed | null>(null);
  const may = page.may("edit");
  const taken = new Set((boards.value ?? []).map((board) => board.id));

  async function read(signal = new AbortController().signal): Promise<void> {
    try {
      boards.value = await listBoards(language, signal);
      refused.value = null;
    } catch (error) {
      if (!signal.aborted) fail(error);
    }
  }
  function fail(error: unknown): void {
    refused.value = error instanceof Refused ? error : new Refused(0, words.editor.noAnswer, words.editor.noAnswerHint);
  }
  useEffect(() => {
    const asking = new AbortController();
    void read(asking.signal);
    return () => asking.abort();
  }, [language]);

  function open(id: string): void {
    page.go(toView(page.route.peek(), "boards", id));
  }
  async function make(): Promise<void> {
    try {
      const id = freeId(idFor(words.newTitle), taken);
      await addBoard({ id, title: words.newTitle, site: site ?? "", tiles: [] });
      open(id);
    } catch (error) {
      fail(error);
    }
  }
  async function copy(board: BoardListed): Promise<void> {
    try {
      const { version: _, ...definition } = await readBoard(board.id, language, new AbortController().signal);
      const title = words.editor.copyOf(board.title).slice(0, 60);
      const id = freeId(idFor(title), taken);
      await addBoard({ ...definition, id, title });
      open(id);
    } catch (error) {
      fail(error);
    }
  }

  const all = boards.value;
  const own = (all ?? []).filter((board) => !board.shipped);
  const row = (board: BoardListed) => (
    <BoardRow
      key={board.id}
      board={board}
      copy={may ? () => void copy(board) : null}
      remove={
        may && !board.shipped
          ? () => {
              deleting.value = board;
            }
          : null
      }
      said={said}
    />
  );
  return (
    <div class="view boards">
      <div class="view-head">
        <h1 tabIndex={-1}>{page.words.value.boards}</h1>
        {may && (
          <div class="buttons">
            <ImportBoard taken={taken} site={site ?? ""} opened={open} failed={fail} />
            <button type="button" class="plain main" onClick={() => void make()}>
              {words.make}
            </button>
          </div>
        )}
      </div>
      <Said said={said.value} wrong={refused.value && `${refused.value.title} ${refused.value.detail}`} />
      {!may && page.visitor.value !== null && <p class="hint">{words.readOnly}</p>}
      {all !== null && (
        <>
          <section aria-labelledby="own-boards">
            <h2 id="own-boards">{words.own}</h2>
            {own.length === 0 ? (
              <Empty title={words.noOwn} hint={may ? words.noOwnHint : ""} />
            ) : (
              <Rows>{own.map(row)}</Rows>
            )}
          </section>
          <section aria-labelledby="shipped-boards">
            <h2 id="shipped-boards">{words.shipped}</h2>
            <Rows>{all.filter((board) => board.shipped).map(row)}</Rows>
          </section>
        </>
      )}
      {deleting.value !== null && (
        <DeleteBoard
          board={deleting.value}
          failed={fail}
          deleted={(board) => {
            said.value = words.deleted(board.title);
            void read();
          }}
          closed={() => {
            deleting.value = null;
          }}
        />
      )}
    </div>
  );
}

function Rows({ children }: { readonly children: preact.ComponentChildren }) {
  return <ul class="board-rows">{children}</ul>;
}
