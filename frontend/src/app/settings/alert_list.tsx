import { LEVELS } from "../answer";
import { ToneChip } from "../chip";
import { usePage } from "../page";
import { addressOf } from "../route";
import { type KnownAlert, leftOut, NEW, shownRule, TRUST } from "./alert_rule";
import { nameOf, sentenceOf } from "./alert_words";
import type { Room } from "./room";
import type { SettingsAnswer } from "./settings_answer";

interface Props {
  readonly room: Room;
  readonly answer: SettingsAnswer;
  readonly disabled: boolean;
}

const GOAL = /^goal\./;

/** Every rule of alerts that the site knows, each in a sentence, and whether it is judged. */
export function AlertList({ room, answer, disabled }: Props) {
  const page = usePage();
  const own = page.words.value.alertRules;
  const known = answer.alerts.rules;
  const mine = known.filter(({ below }) => below !== "preset");
  const shipped = known.filter(({ below, rule }) => below === "preset" && !GOAL.test(rule.key));
  const goals = known.filter(({ below, rule }) => below === "preset" && GOAL.test(rule.key));
  const rows = (some: readonly KnownAlert[]) => (
    <ul class="rule-rows">
      {some.map((one) => (
        <Row key={one.rule.key} room={room} answer={answer} disabled={disabled} known={one} />
      ))}
    </ul>
  );
  return (
    <>
      <div class="rules-head">
        <p class="hint">{own.hint}</p>
        {!disabled && (
          <a class="plain main" href={addressOf({ ...page.route.value, id: NEW })}>
            {own.add}
          </a>
        )}
      </div>
      <section aria-labelledby="own-rules">
        <h3 id="own-rules">{own.own}</h3>
        {mine.length > 0 ? rows(mine) : <p class="hint">{own.none}</p>}
      </section>
      <section aria-labelledby="shipped-rules">
        <h3 id="shipped-rules">{own.shipped}</h3>
        {rows(shipped)}
      </section>
      <section aria-labelledby="goal-rules">
        <h3 id="goal-rules">{own.goals}</h3>
        <WhoseGoals room={room} answer={answer} disabled={disabled} />
        {goals.length > 0 && rows(goals)}
      </section>
    </>
  );
}

interface RowProps extends Props {
  readonly known: KnownAlert;
}

function Row({ room, answer, disabled, known }: RowProps) {
  const page = usePage();
  const words = page.words.value;
  const own = words.alertRules;
  const key = known.rule.key;
  const edit = room.alertEdits.value[key];
  const rule = shownRule(answer.alerts.rules, room.alertEdits.value, key) ?? known.rule;
  const name = nameOf(rule, page);
  const out = isOut(room, answer, known);
  const switched = out !== known.off;
  return (
    <li
      class="rule-row"
      data-rule={key}
      data-off={out || undefined}
      data-edited={edit !== undefined || switched || undefined}
    >
      <label class="rule-switch">
        <input
          type="checkbox"
          checked={!out}
          disabled={disabled || known.above || key === TRUST}
          aria-label={own.onOf(name)}
          onChange={(event) => room.leaveOut(key, !event.currentTarget.checked)}
        />
        <span aria-hidden="true">{out ? own.off : own.on}</span>
      </label>
      <div class="rule-what">
        <a href={addressOf({ ...page.route.value, id: key })}>{name}</a>
        <span class="hint">{sentenceOf(rule, page)}</span>
      </div>
      <div class="rule-marks">
        <ToneChip tone={rule.severity} word={words.alertsRoom.severities[rule.severity]} />
        <span class="origin" data-origin={known.origin}>
          {edit === null ? own.removed : edit !== undefined || switched ? own.changed : origin(known, words)}
        </span>
      </div>
      {known.above && <p class="hint">{own.offAbove}</p>}
    </li>
  );
}

type Words = ReturnType<typeof usePage>["words"]["value"];

function origin(known: KnownAlert, words: Words): string {
  const from = words.setting.origins[known.origin] ?? "";
  return known.rule.version > 1 ? `${from} · ${words.alertRules.version(String(known.rule.version))}` : from;
}

/** Whether the rule is left out, with what was edited. */
export function isOut(room: Room, answer: SettingsAnswer, { rule, off, above }: KnownAlert): boolean {
  if (above || room.off.value === undefined) return off;
  const before = leftOut(answer.parts.alerts).includes(rule.key);
  const now = room.off.value.includes(rule.key);
  return before === now ? off : now;
}

function WhoseGoals({ room, answer, disabled }: Props) {
  const page = usePage();
  const words = page.words.value;
  const chosen = room.alertLevels.value ?? answer.alerts.levels;
  return (
    <fieldset class="sets">
      <legend>{words.alertRules.whoseGoals}</legend>
      {LEVELS.map((level) => (
        <label key={level}>
          <input
            type="checkbox"
            checked={chosen.includes(level)}
            disabled={disabled || answer.parts.alerts.environment.levels !== undefined}
            onChange={(event) => {
              const on = event.currentTarget.checked;
              room.setAlertLevels(LEVELS.filter((one) => (one === level ? on : chosen.includes(one))));
            }}
          />
          <span>{words.levels[level]}</span>
        </label>
      ))}
    </fieldset>
  );
}
