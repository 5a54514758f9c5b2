import { useSignal } from "@preact/signals";
import { Dialog } from "../boards/dialog";
import { ChoiceField, TextField } from "../boards/field";
import { usePage } from "../page";
import { Wrong } from "./change_screen";
import { MINUTES, type ScreenListed, sayOnScreens, span, TEXT_LIMIT, whatIsWrong } from "./fleet";

interface Props {
  /** Null: on all of them. */
  readonly screen: ScreenListed | null;
  readonly sent: (count: number) => void;
  readonly closed: () => void;
}

/** A message on one screen, or on all. */
export function SayOnScreens({ screen, sent, closed }: Props) {
  const page = usePage();
  const words = page.words.value.screensRoom;
  const count = (number: number) => page.writing.value.count(number);
  const text = useSignal(screen?.message?.text ?? "");
  const minutes = useSignal(10);
  const wrong = useSignal<string | null>(null);
  async function send(event: Event): Promise<void> {
    event.preventDefault();
    try {
      sent(await sayOnScreens(screen === null ? null : [screen.id], text.value, minutes.value));
      closed();
    } catch (error) {
      wrong.value = whatIsWrong(error, words);
    }
  }
  const title = screen === null ? words.messageAll : words.messageOf(screen.name);
  return (
    <Dialog title={title} closed={closed}>
      <form class="fleet-form" onSubmit={(event) => void send(event)}>
        <h2>{title}</h2>
        <TextField
          label={words.text}
          value={text.value}
          most={TEXT_LIMIT}
          changed={(value) => {
            text.value = value;
          }}
        />
        <p class="hint">{words.textHint}</p>
        <ChoiceField
          label={words.shownFor}
          value={String(minutes.value)}
          options={MINUTES.map((one) => [String(one), span(one * 60_000, words, count)])}
          changed={(value) => {
            minutes.value = Number(value);
          }}
        />
        <Wrong text={wrong.value} />
        <div class="buttons">
          <button type="button" class="plain" onClick={closed}>
            {words.cancel}
          </button>
          <button type="submit" class="plain main" data-act="send">
            {screen === null ? words.sendAll : words.send}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
