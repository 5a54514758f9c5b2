import { useSignal } from "@preact/signals";
import { Dialog } from "../boards/dialog";
import { usePage } from "../page";

interface Props {
  readonly question: string;
  readonly hint: string;
  readonly yes: string;
  readonly danger?: boolean;
  readonly done: () => Promise<void>;
  readonly closed: () => void;
}

/** Asks before something is done that cannot be taken back, or to all. */
export function Ask({ question, hint, yes, danger = false, done, closed }: Props) {
  const words = usePage().words.value.screensRoom;
  const busy = useSignal(false);
  async function confirm(): Promise<void> {
    busy.value = true;
    await done();
    closed();
  }
  return (
    <Dialog title={question} closed={closed}>
      <h2>{question}</h2>
      <p>{hint}</p>
      <div class="buttons">
        <button type="button" class="plain" onClick={closed}>
          {words.cancel}
        </button>
        <button
          type="button"
          class={danger ? "plain danger" : "plain main"}
          data-act="yes"
          disabled={busy.value}
          onClick={() => void confirm()}
        >
          {yes}
        </button>
      </div>
    </Dialog>
  );
}
