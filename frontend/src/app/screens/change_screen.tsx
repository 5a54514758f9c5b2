import { useSignal } from "@preact/signals";
import { Dialog } from "../boards/dialog";
import { TextField } from "../boards/field";
import { usePage } from "../page";
import { BoardChoices } from "./board_choices";
import { type BoardOption, changeScreen, NAME_LIMIT, type ScreenListed, whatIsWrong } from "./fleet";

interface Props {
  readonly screen: ScreenListed;
  readonly options: readonly BoardOption[];
  readonly saved: (name: string) => void;
  readonly closed: () => void;
}

/** Another name, other boards: the screen changes by itself. */
export function ChangeScreen({ screen, options, saved, closed }: Props) {
  const words = usePage().words.value.screensRoom;
  const name = useSignal(screen.name);
  const boards = useSignal(screen.boards);
  const wrong = useSignal<string | null>(null);
  async function save(event: Event): Promise<void> {
    event.preventDefault();
    try {
      await changeScreen(screen.id, name.value, boards.value);
      saved(name.value.trim());
      closed();
    } catch (error) {
      wrong.value = whatIsWrong(error, words);
    }
  }
  return (
    <Dialog title={words.changeOf(screen.name)} closed={closed}>
      <form class="fleet-form" onSubmit={(event) => void save(event)}>
        <h2>{screen.name}</h2>
        <TextField
          label={words.name}
          value={name.value}
          most={NAME_LIMIT}
          changed={(value) => {
            name.value = value;
          }}
        />
        <BoardChoices
          boards={boards.value}
          options={options}
          changed={(next) => {
            boards.value = next;
          }}
        />
        <Wrong text={wrong.value} />
        <div class="buttons">
          <button type="button" class="plain" onClick={closed}>
            {words.cancel}
          </button>
          <button type="submit" class="plain main" data-act="save">
            {words.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

export function Wrong({ text }: { readonly text: string | null }) {
  return text === null ? null : (
    <p class="wrong" role="alert">
      {text}
    </p>
  );
}
