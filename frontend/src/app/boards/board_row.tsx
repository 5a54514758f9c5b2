import type { Signal } from "@preact/signals";
import { useSignal } from "@preact/signals";
import { usePage } from "../page";
import { addressOf, toView } from "../route";
import { Dialog } from "./dialog";
import { type BoardListed, exportAddress, wallAddress } from "./requests";

interface Props {
  readonly board: BoardListed;
  /** Null for who may not. */
  readonly copy: (() => void) | null;
  readonly remove: (() => void) | null;
  readonly said: Signal<string>;
}

/** One board: what it is, who changed it when, and what can be done with it. */
export function BoardRow({ board, copy, remove, said }: Props) {
  const page = usePage();
  const words = page.words.value.boardsRoom;
  const { site } = page.route.value;
  const byHand = useSignal<string | null>(null);
  const wall = wallAddress(board.id, board.site, site);
  const edits = remove !== null;

  async function share(): Promise<void> {
    const link = new URL(wall, window.location.origin).href;
    try {
      await navigator.clipboard.writeText(link);
      said.value = words.shared;
    } catch {
      // Without a secure connection, or when it was forbidden, the browser lets only people copy.
      byHand.value = link;
    }
  }
  return (
    <li class="board-row" data-board={board.id}>
      <div class="board-what">
        <h3>
          {edits ? (
            <a href={addressOf(toView(page.route.value, "boards", board.id))}>{board.title}</a>
          ) : (
            <span>{board.title}</span>
          )}
        </h3>
        <p class="board-about">
          <About board={board} />
        </p>
      </div>
      <div class="buttons">
        <a class="plain" href={wall} target="_blank" rel="noreferrer" aria-label={`${words.open}: ${board.title}`}>
          {words.open}
        </a>
        {copy !== null && (
          <button
            type="button"
            class="plain"
            data-act="copy"
            aria-label={`${words.copy}: ${board.title}`}
            onClick={copy}
          >
            {words.copy}
          </button>
        )}
        <button
          type="button"
          class="plain"
          data-act="share"
          aria-label={`${words.share}: ${board.title}`}
          onClick={() => void share()}
        >
          {words.share}
        </button>
        <a
          class="plain"
          href={exportAddress(board.id, page.language.value)}
          download={`${board.id}.tavle-board.json`}
          aria-label={`${words.export}: ${board.title}`}
        >
          {words.export}
        </a>
        {remove !== null && (
          <button
            type="button"
            class="plain"
            data-act="delete"
            aria-label={`${words.delete}: ${board.title}`}
            onClick={remove}
          >
            {words.delete}
          </button>
        )}
      </div>
      {byHand.value !== null && (
        <Dialog
          title={words.shareByHand}
          closed={() => {
            byHand.value = null;
          }}
        >
          <label class="field">
            <span>{words.shareByHand}</span>
            <input type="text" readOnly value={byHand.value} onFocus={(event) => event.currentTarget.select()} />
          </label>
        </Dialog>
      )}
    </li>
  );
}

function About({ board }: { readonly board: BoardListed }) {
  const page = usePage();
  const words = page.words.value.boardsRoom;
  const { writing } = page;
  const count = (number: number) => writing.value.count(number);
  const sites = page.sites.value ?? [];
  const site = board.site === null ? null : (sites.find((one) => one.id === board.site)?.name ?? board.site);
  const parts = [
    ...(board.slides > 0 ? [words.slideCount(board.slides, count(board.slides))] : []),
    words.tileCount(board.tiles, count(board.tiles)),
    ...(site !== null && sites.length > 1 ? [words.ofSite(site)] : []),
    ...(board.version !== null ? [`${words.version} ${count(board.version)}`] : []),
  ];
  const by = (board.changed_by ?? "").replace(/^[a-z]+:/, "");
  return (
    <>
      <span>{parts.join(" · ")}</span>
      {board.changed_at !== null && (
        <span>{words.changedBy(writing.value.full(board.changed_at), by === "" ? words.somebodyHere : by)}</span>
      )}
    </>
  );
}
