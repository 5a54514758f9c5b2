import { LANGUAGES } from "../../language";
import type { Board } from "../../protocol";
import { usePage } from "../page";
import { changeGrid, gridOf } from "./changes";
import { DimmingField } from "./dimming_field";
import { type BoardDraft, GRID_LIMIT, type People, soundOf, TITLE_LIMIT } from "./draft";
import type { Editor } from "./editor";
import { ChoiceField, NumberField, TextField } from "./field";

/** What is of the whole board: its title, grid, how it shows people, its language, sound and dimming. */
export function BoardForm({ editor }: { readonly editor: Editor }) {
  const room = usePage().words.value.boardsRoom;
  const words = room.editor;
  const draft = editor.draft.value;
  const grid = gridOf(draft);
  const own = editor.mistakes.value.filter((one) => one.slide === null && one.tile === null);
  const wrong = (field: string) => own.find((one) => one.field === field)?.what ?? null;
  const fields = new Set(["title", "people", "dimming"]);
  const put = (to: Partial<BoardDraft>, key: string | null = null) =>
    editor.take({ ...editor.draft.peek(), ...to }, "", key);
  return (
    <div class="form" data-board-form="">
      {own
        .filter((one) => !fields.has(one.field))
        .map((one) => (
          <p class="wrong" key={one.field}>
            {one.what}
          </p>
        ))}
      <TextField
        label={words.title}
        value={draft.title}
        most={TITLE_LIMIT}
        wrong={wrong("title")}
        changed={(title) => {
          const { titles: _, ...rest } = editor.draft.peek();
          editor.take({ ...rest, title }, "", "board title");
        }}
      />
      <ChoiceField
        label={words.people}
        value={draft.people ?? "names"}
        options={Object.entries(room.people)}
        wrong={wrong("people")}
        changed={(people) => put({ people: people as People })}
      />
      <p class="hint">{words.peopleHint}</p>
      <fieldset class="place">
        <legend>{words.grid}</legend>
        <div class="field-row">
          <NumberField
            label={words.columns}
            value={grid.columns}
            least={1}
            most={GRID_LIMIT}
            changed={(columns) =>
              columns !== null && editor.take(changeGrid(editor.draft.peek(), { columns }), "", "columns")
            }
          />
          <NumberField
            label={words.rows}
            value={grid.rows}
            least={1}
            most={GRID_LIMIT}
            changed={(rows) => rows !== null && editor.take(changeGrid(editor.draft.peek(), { rows }), "", "rows")}
          />
        </div>
      </fieldset>
      <ChoiceField
        label={words.speaks}
        value={draft.language ?? ""}
        options={[["", words.speaksAny], ...Object.entries(LANGUAGES)]}
        changed={(language) => put({ language: language === "" ? null : (language as Board["language"]) })}
      />
      <ChoiceField
        label={words.sound}
        value={soundOf(draft)}
        options={Object.entries(words.sounds)}
        changed={(sound) => put({ sound: sound as Board["sound"] })}
      />
      <p class="hint">{words.soundHint}</p>
      <DimmingField
        dimming={draft.dimming ?? null}
        wrong={wrong("dimming")}
        changed={(dimming) => put({ dimming }, "dimming")}
      />
    </div>
  );
}
