import type { ComponentChildren } from "preact";
import { LEVELS } from "../answer";
import { usePage } from "../page";
import { wallWords } from "../wall_words";
import { Amount, Choice } from "./fields";
import { goalId } from "./revise";
import type { Room } from "./room";
import type { GoalInForce, GoalWritten, SettingsAnswer } from "./settings_answer";

interface Props {
  readonly room: Room;
  readonly answer: SettingsAnswer;
  readonly disabled: boolean;
}

/** The sets that are worked by, and what each of their goals asks. */
export function GoalForm({ room, answer, disabled }: Props) {
  const own = usePage().words.value.setting;
  const named = useNamed();
  const worked = new Set(room.sets.value ?? Object.keys(answer.goals.sets));
  const locked = disabled || answer.parts.goals.environment.sets !== undefined;
  const choose = (name: string, chosen: boolean) =>
    room.setSets(answer.goals.known.filter((one) => (one === name ? chosen : worked.has(one))));
  return (
    <>
      <fieldset class="sets">
        <legend>{own.sets}</legend>
        {answer.goals.known.map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={worked.has(name)}
              disabled={locked}
              onChange={(event) => choose(name, event.currentTarget.checked)}
            />
            <span>{named(name)}</span>
          </label>
        ))}
      </fieldset>
      {Object.entries(answer.goals.sets)
        .filter(([name]) => worked.has(name))
        .map(([name, goals]) => (
          <section key={name} class="goals-of-set" aria-label={`${own.set}: ${name}`}>
            <h2>{named(name)}</h2>
            {goals.map((goal) => (
              <GoalFields
                key={`${goal.key} ${room.turn.value}`}
                room={room}
                answer={answer}
                goal={goal}
                disabled={disabled}
              />
            ))}
          </section>
        ))}
    </>
  );
}

interface GoalProps extends Props {
  readonly goal: GoalInForce;
}

function GoalFields({ room, answer, goal, disabled }: GoalProps) {
  const page = usePage();
  const words = page.words.value;
  const own = words.setting;
  const named = useNamed();
  const id = goalId(goal);
  const edit = room.goalEdits.value[id];
  const stored = answer.parts.goals.value?.own ?? [];
  const onPage = stored.some((one) => goalId(one) === id);
  const shown = { ...goal, ...(edit ?? {}) };
  const change = (more: Partial<GoalWritten>) => room.setGoal(id, { ...(edit ?? {}), ...more });
  const wrong = mistakeOf(room, answer, id);
  const numbers = Number.isNaN(shown.target) || Number.isNaN(shown.warning) ? own.noNumber : wrong;
  const field = (name: string) => `goal-${goal.set}-${goal.key}-${name}`.replace(/[^\w-]/g, "_");
  const name = named(goal.name);
  const label = (what: string) => `${name}: ${what}`;
  return (
    <div class="goal-fields" data-goal={goal.key} data-edited={edit !== undefined || undefined}>
      <p class="goal-title">
        <b>{name}</b>
        <span class="hint">
          {page.catalogue.value.label(goal.metric)} · {words.windows[goal.window as "today"] ?? goal.window}
        </span>
      </p>
      <Short id={field("target")} text={own.target}>
        <span class="field-input">
          <Amount
            id={field("target")}
            label={label(own.target)}
            value={goal.target}
            unit={goal.unit}
            shownUnit={own.units[goal.unit ?? ""]}
            disabled={disabled}
            wrong={numbers !== undefined}
            change={(value) => change({ target: value ?? Number.NaN })}
          />
        </span>
      </Short>
      <Short id={field("warning")} text={own.warning}>
        <span class="field-input">
          <Amount
            id={field("warning")}
            label={label(own.warning)}
            value={goal.warning}
            unit={goal.unit}
            shownUnit={own.units[goal.unit ?? ""]}
            disabled={disabled}
            change={(value) => change({ warning: value })}
          />
        </span>
      </Short>
      <Short id={field("direction")} text={own.direction}>
        <Choice
          id={field("direction")}
          label={label(own.direction)}
          value={shown.direction}
          options={[
            ["higher", own.higher],
            ["lower", own.lower],
          ]}
          disabled={disabled}
          change={(value) => change({ direction: value === "lower" ? "lower" : "higher" })}
        />
      </Short>
      <Short id={field("level")} text={own.level}>
        <Choice
          id={field("level")}
          label={label(own.level)}
          value={shown.level}
          options={LEVELS.map((level) => [level, words.levels[level]])}
          disabled={disabled}
          change={(value) => change({ level: value })}
        />
      </Short>
      <p class="field-foot">
        <span class="origin" data-origin={onPage ? "page" : "file"}>
          {onPage && edit !== null ? own.origins.page : goal.shipped ? own.origins.preset : own.origins.file}
        </span>
        {onPage && !disabled && edit !== null && (
          <button type="button" class="link" onClick={() => room.setGoal(id, null)} aria-label={label(own.asInFile)}>
            {own.asInFile}
          </button>
        )}
      </p>
      {numbers !== undefined && (
        <p class="mistake" role="alert">
          {numbers}
        </p>
      )}
    </div>
  );
}

/** What Tavle comes with has a name in the page's language. */
export function useNamed(): (name: string) => string {
  const shipped = wallWords(usePage().language.value).goals;
  return (name) => shipped[name] ?? name;
}

function Short({
  id,
  text,
  children,
}: {
  readonly id: string;
  readonly text: string;
  readonly children: ComponentChildren;
}) {
  return (
    <div class="short-field">
      <label for={id}>{text}</label>
      {children}
    </div>
  );
}

/** What is wrong with a goal that is edited: the server counts those that are written, in their order. */
function mistakeOf(room: Room, answer: SettingsAnswer, id: string): string | undefined {
  const held = (answer.parts.goals.value?.own ?? []).map(goalId).filter((one) => !(one in room.goalEdits.value));
  const known = Object.values(answer.goals.sets).flat().map(goalId);
  const written = [...held, ...known.filter((one) => room.goalEdits.value[one])];
  const place = String(written.indexOf(id));
  return room.mistakes.value.find(({ path }) => path[0] === "own" && path[1] === place)?.what;
}
