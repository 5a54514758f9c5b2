import { usePage } from "../page";
import { Amount, Choice, Frame, type Origin } from "./fields";
import { type Edit, FILE } from "./revise";
import type { Room } from "./room";
import {
  type Field,
  inForce,
  type Level,
  type LevelInForce,
  type SettingsAnswer,
  SITE,
  TREATMENTS,
  writtenAt,
} from "./settings_answer";

/** One level of the rules, as the room shows it. */
export interface LevelProps {
  readonly room: Room;
  readonly answer: SettingsAnswer;
  readonly queue: string;
  readonly level: Level;
  readonly disabled: boolean;
}

const AMOUNTS: readonly (readonly [field: Field, unit: string, shown: string])[] = [
  ["threshold_s", "", "s"],
  ["short_abandon_s", "", "s"],
  ["service_level_goal", "share", "share"],
  ["expected_contacts", "", "contacts"],
];
const WEIGHTS = ["missed", "left_out", "in_time", "left_out_in_time"] as const;
const WAITING_WEIGHTS = ["missed", "left_out"] as const;

/** What a level says of its rule, each field with where it comes from. */
export function RuleForm({ room, answer, queue, level, disabled }: LevelProps) {
  const page = usePage();
  const words = page.words.value;
  const own = words.setting;
  const edits = room.edits.value[queue] ?? {};
  const shown = (field: Field) => shownValue(level, edits[field], field, edits.profile, answer);
  const frame = (field: Field, label: string, hint?: string) => {
    const origin = originOf(answer, queue, field);
    const wrong = mistakeOf(room, queue, field);
    return {
      id: `field-${field}`,
      label,
      ...(hint === undefined ? {} : { hint }),
      mistake: Number.isNaN(edits[field]) ? own.noNumber : wrong,
      origin: edits[field] === FILE ? ("file" as const) : origin,
      edited: field in edits,
      back: origin === "page" && !disabled && edits[field] !== FILE ? () => takeBack(room, queue, field) : undefined,
    };
  };
  const locked = (field: Field) => disabled || originOf(answer, queue, field) === "environment";
  const key = (field: Field) => `${queue} ${field} ${room.turn.value} ${edits[field] === FILE}`;
  return (
    <>
      <div class="fields">
        {AMOUNTS.map(([field, unit, shownUnit]) => (
          <Frame key={field} {...frame(field, own.fields[field] ?? field, own.hints[field])}>
            <Amount
              key={key(field)}
              id={`field-${field}`}
              value={shown(field) as number | null}
              unit={unit}
              shownUnit={own.units[shownUnit]}
              disabled={locked(field)}
              wrong={mistakeOf(room, queue, field) !== undefined}
              change={(value) => room.set(queue, field, value)}
            />
          </Frame>
        ))}
        <Frame {...frame("profile", own.fields.profile ?? "", own.profiles[String(shown("profile"))])}>
          <Choice
            id="field-profile"
            value={String(shown("profile"))}
            options={Object.keys(answer.rules.profiles).map((profile) => [profile, profile.replace(/_/g, " ")])}
            disabled={locked("profile")}
            change={(value) => chooseProfile(room, queue, value)}
          />
        </Frame>
        <Frame {...frame("attribution", own.fields.attribution ?? "")}>
          <Choice
            id="field-attribution"
            value={String(shown("attribution"))}
            options={Object.entries(own.attribution)}
            disabled={locked("attribution")}
            change={(value) => room.set(queue, "attribution", value)}
          />
        </Frame>
      </div>
      <fieldset class="treatments">
        <legend>{own.treatments}</legend>
        <div class="fields">
          {TREATMENTS.map((field) => (
            <Frame key={field} {...frame(field, words.outcomes[field] ?? field)}>
              <Choice
                id={`field-${field}`}
                value={String(shown(field))}
                options={(field === "waiting" ? WAITING_WEIGHTS : WEIGHTS).map((one) => [
                  one,
                  words.weights[one] ?? one,
                ])}
                disabled={locked(field)}
                change={(value) => room.set(queue, field, value)}
              />
            </Frame>
          ))}
        </div>
      </fieldset>
    </>
  );
}

/** What a profile says of the outcomes takes the place of what was chosen for another one. */
function chooseProfile(room: Room, queue: string, profile: string): void {
  for (const field of TREATMENTS) room.set(queue, field, undefined);
  room.set(queue, "profile", profile);
}

function takeBack(room: Room, queue: string, field: Field): void {
  room.set(queue, field, FILE);
}

function shownValue(
  level: Level,
  edit: Edit | undefined,
  field: Field,
  profile: Edit | undefined,
  answer: SettingsAnswer,
): number | string | null {
  if (edit !== undefined && edit !== FILE) return edit;
  if (edit === undefined && typeof profile === "string" && (TREATMENTS as readonly string[]).includes(field)) {
    return answer.rules.profiles[profile]?.[field] ?? null;
  }
  const held: LevelInForce = edit === FILE ? level.file : level;
  if (field === "service_level_goal" || field === "expected_contacts") return held[field];
  return inForce(held)[field];
}

function says(written: Readonly<Record<string, unknown>>, field: Field): boolean {
  const changes = (written.rule_changes ?? []) as readonly Readonly<Record<string, unknown>>[];
  const named = (TREATMENTS as readonly string[]).includes(field) ? [field, "profile"] : [field];
  return [written, ...changes].some((one) => named.some((name) => one[name] !== undefined && one[name] !== null));
}

function originOf(answer: SettingsAnswer, queue: string, field: Field): Origin {
  const { value, file, environment } = answer.parts.rules;
  if (writtenAt(environment, queue)[field] !== undefined) return "environment";
  const page = writtenAt(value, queue);
  if (says(page, field) || page[field] === null) return "page";
  if (says(writtenAt(file, queue), field)) return "file";
  return queue === SITE || field === "expected_contacts" ? "preset" : "site";
}

/** What is wrong with a field, in whichever version it was said. */
function mistakeOf(room: Room, queue: string, field: Field): string | undefined {
  const within = queue === SITE ? [] : ["queues", queue];
  return room.mistakes.value.find(
    ({ path }) =>
      path[path.length - 1] === field &&
      within.every((part, place) => path[place] === part) &&
      (queue !== SITE || path[0] !== "queues"),
  )?.what;
}
