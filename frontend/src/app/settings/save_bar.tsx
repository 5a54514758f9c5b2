import { useRef } from "preact/hooks";
import { usePage } from "../page";
import type { Room } from "./room";
import type { PartName, SettingsAnswer } from "./settings_answer";

interface Props {
  readonly room: Room;
  readonly answer: SettingsAnswer;
  readonly part: PartName;
  readonly disabled: boolean;
}

/** From when it holds, save and discard; who changed what last, and the way back to the file. */
export function SaveBar({ room, answer, part, disabled }: Props) {
  const page = usePage();
  const own = page.words.value.setting;
  const { changed_at, changed_by, version } = answer.parts[part];
  const edited = room.edited.value;
  const save = useRef<HTMLButtonElement>(null);
  // The button that was pressed goes with what it stood beside; the next step is to save.
  const again = () => void room.again().then(() => save.current?.focus());
  return (
    <div class="settings-save" data-edited={edited || undefined}>
      {!disabled && part === "rules" && room.versioned.value && <Since room={room} />}
      {!disabled && (
        <div class="save-buttons">
          <button
            type="button"
            class="plain main"
            ref={save}
            disabled={!edited || room.unreadable.value}
            onClick={() => void room.save()}
          >
            {own.save}
          </button>
          <button type="button" class="plain" disabled={!edited} onClick={() => room.discard()}>
            {own.discard}
          </button>
        </div>
      )}
      <p role="status" class="save-status">
        {room.saved.value && own.saved}
        {room.reread.value && <span class="notice">{own.reread}</span>}
        <Refusal room={room} again={again} />
      </p>
      <p class="field-foot">
        <span>
          {changed_at === null || changed_by === null
            ? own.nothingSet
            : own.changedBy(changed_by.replace(/^account:/, ""), page.writing.value.full(changed_at))}
        </span>
        {version > 0 && !disabled && (
          <button type="button" class="link" title={own.backHint} onClick={() => void room.back(part)}>
            {own.back}
          </button>
        )}
      </p>
    </div>
  );
}

function Since({ room }: { readonly room: Room }) {
  const own = usePage().words.value.setting;
  const choices = [
    ["now", own.sinceNow, own.sinceNowHint],
    ["all", own.sinceAll, own.sinceAllHint],
  ] as const;
  return (
    <fieldset class="since">
      <legend>{own.since}</legend>
      {choices.map(([since, text, hint]) => (
        <label key={since}>
          <input
            type="radio"
            name="since"
            value={since}
            checked={room.since.value === since}
            onChange={() => {
              room.since.value = since;
            }}
          />
          <span>
            {text}
            <span class="hint">{hint}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function Refusal({ room, again }: { readonly room: Room; readonly again: () => void }) {
  const own = usePage().words.value.setting;
  const refused = room.refused.value;
  if (refused === null) return null;
  if (refused.status === 409) {
    return (
      <>
        <span class="mistake">{own.conflict}</span>{" "}
        <button type="button" class="link" onClick={again}>
          {own.again}
        </button>
      </>
    );
  }
  if (refused.status === 0) return <span class="mistake">{own.noAnswer}</span>;
  if (refused.status !== 400) return <span class="mistake">{`${refused.title} ${refused.detail}`}</span>;
  return (
    <span class="mistake">
      {own.notSaved}{" "}
      {(refused.mistakes ?? []).map((mistake) => (
        <span key={mistake.where}>
          <code>{mistake.where}</code> {mistake.what}{" "}
        </span>
      ))}
    </span>
  );
}
