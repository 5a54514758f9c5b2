import { useSignal } from "@preact/signals";
import { usePage } from "../page";
import { Dialog } from "./dialog";
import { type BoardListed, deleteBoard } from "./requests";

interface Props {
  readonly board: BoardListed;
  readonly deleted: (board: BoardListed) => void;
  readonly failed: (error: unknown) => void;
  readonly closed: () => void;
}

/** Asks first. Only the version that was listed is deleted: not what somebody has saved since. */
export function DeleteBoard({ board, deleted, failed, closed }: Props) {
  const words = usePage().words.value.boardsRoom;
  const busy = useSignal(false);
  async function remove(): Promise<void> {
    busy.value = true;
    try {
      await deleteBoard(board.id, board.version);
      deleted(board);
    } catch (error) {
      failed(error);
    }
    closed();
  }
  return (
    <Dialog title={words.deleteAsk(board.title)} closed={closed}>
      <h2>{words.deleteAsk(board.title)}</h2>
      <p>{words.deleteHint}</p>
      <div class="buttons">
        <button type="button" class="plain" onClick={closed}>
          {words.cancel}
        </button>
        <button type="button" class="plain danger" disabled={busy.value} onClick={() => void remove()}>
          {words.delete}
        </button>
      </div>
    </Dialog>
  );
}
