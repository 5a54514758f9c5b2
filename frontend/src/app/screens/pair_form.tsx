import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Field } from "../boards/field";
import { usePage } from "../page";
import { BoardChoices } from "./board_choices";
import { type BoardOption, NAME_LIMIT, pairScreen, whatIsWrong } from "./fleet";

interface Props {
  /** As the picture on the screen named it. */
  readonly code: string;
  readonly options: readonly BoardOption[];
  readonly paired: (name: string) => void;
}

/** Confirms the code that a screen shows. */
export function PairForm({ code: named, options, paired }: Props) {
  const words = usePage().words.value.screensRoom;
  const code = useSignal(named);
  const name = useSignal("");
  const chosen = useSignal<readonly string[] | null>(null);
  const wrong = useSignal<string | null>(null);
  const busy = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  const boards = chosen.value ?? options.slice(0, 1).map(([id]) => id);
  useLayoutEffect(() => {
    if (named !== "") field.current?.focus();
  }, [named]);

  async function confirm(event: Event): Promise<void> {
    event.preventDefault();
    busy.value = true;
    wrong.value = null;
    try {
      await pairScreen(code.value, name.value, boards);
      paired(name.value.trim());
      code.value = name.value = "";
    } catch (error) {
      wrong.value = whatIsWrong(error, words);
    }
    busy.value = false;
  }
  return (
    <form class="fleet-pair" aria-labelledby="pair-screen" onSubmit={(event) => void confirm(event)}>
      <div>
        <h2 id="pair-screen">{words.pairTitle}</h2>
        <p class="hint">{words.pairHint}</p>
      </div>
      <div class="fleet-fields">
        <Field label={words.code}>
          {(id) => (
            <input
              id={id}
              class="fleet-code"
              type="text"
              required
              maxLength={12}
              autocomplete="off"
              autocapitalize="characters"
              spellcheck={false}
              value={code.value}
              onInput={(event) => {
                code.value = event.currentTarget.value;
              }}
            />
          )}
        </Field>
        <Field label={words.name}>
          {(id) => (
            <input
              id={id}
              ref={field}
              type="text"
              required
              maxLength={NAME_LIMIT}
              autocomplete="off"
              placeholder={words.nameHint}
              value={name.value}
              onInput={(event) => {
                name.value = event.currentTarget.value;
              }}
            />
          )}
        </Field>
        <BoardChoices
          boards={boards}
          options={options}
          changed={(next) => {
            chosen.value = next;
          }}
        />
        <button type="submit" class="plain main" data-act="pair" disabled={busy.value}>
          {words.pair}
        </button>
      </div>
      {wrong.value !== null && (
        <p class="wrong" role="alert">
          {wrong.value}
        </p>
      )}
    </form>
  );
}
