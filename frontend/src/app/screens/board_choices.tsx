import { Field } from "../boards/field";
import { usePage } from "../page";
import { BOARDS_LIMIT, type BoardOption } from "./fleet";

interface Props {
  readonly boards: readonly string[];
  readonly options: readonly BoardOption[];
  readonly changed: (boards: readonly string[]) => void;
}

/** The boards of a screen, in order: the first is shown first, the others by their digit. */
export function BoardChoices({ boards, options, changed }: Props) {
  const words = usePage().words.value.screensRoom;
  const free = options.find(([id]) => !boards.includes(id));
  return (
    <div class="board-choices">
      {boards.map((board, at) => (
        <div class="board-choice" key={at}>
          <BoardChoice
            label={labelOf(at, boards.length)}
            board={board}
            options={options.filter(([id]) => id === board || !boards.includes(id))}
            changed={(id) => changed(boards.map((one, index) => (index === at ? id : one)))}
          />
          {boards.length > 1 && (
            <button
              type="button"
              class="plain"
              aria-label={words.dropBoard(String(at + 1))}
              onClick={() => changed(boards.filter((_, index) => index !== at))}
            >
              ×
            </button>
          )}
        </div>
      ))}
      {free !== undefined && boards.length < BOARDS_LIMIT && (
        <button type="button" class="plain" data-act="add-board" onClick={() => changed([...boards, free[0]])}>
          {words.addBoard}
        </button>
      )}
    </div>
  );

  function labelOf(at: number, all: number): string {
    if (all === 1) return words.board;
    return at === 0 ? words.firstBoard : words.furtherBoard(String(at + 1));
  }
}

interface ChoiceProps {
  readonly label: string;
  readonly board: string;
  readonly options: readonly BoardOption[];
  readonly changed: (board: string) => void;
}

function BoardChoice({ label, board, options, changed }: ChoiceProps) {
  return (
    <Field label={label}>
      {(id) => (
        <select id={id} value={board} data-choice="board" onChange={(event) => changed(event.currentTarget.value)}>
          {!options.some(([one]) => one === board) && <option value={board}>{board}</option>}
          {options.map(([one, title]) => (
            <option key={one} value={one}>
              {title}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
