import type { Goal } from "../../protocol";
import type { Metric } from "../catalogue";
import { usePage } from "../page";
import { CheckField, ChoiceField, NumberField } from "./field";
import type { EditorWords } from "./words";

interface Props {
  readonly goal: Goal | null | undefined;
  readonly metric: Metric | null;
  readonly wrong: (field: string) => string | null;
  readonly changed: (goal: Goal | null, key: string) => void;
}

/** How a metric's own unit is written by people: a share in per cent, a duration in seconds. */
export function unitOf(unit: string | null, words: EditorWords): { readonly factor: number; readonly sign: string } {
  if (unit === "share") return { factor: 100, sign: words.percent };
  if (unit === "ms") return { factor: 1 / 1000, sign: words.seconds };
  return { factor: 1, sign: "" };
}

/** What is written times what; without the crumbs that binary fractions leave. */
export function scaled(value: number, factor: number): number {
  return Number((value * factor).toPrecision(12));
}

/** Target, limit of the warning, and which way is better. */
export function GoalField({ goal, metric, wrong, changed }: Props) {
  const words = usePage().words.value.boardsRoom.editor;
  const { factor, sign } = unitOf(metric?.unit ?? null, words);
  const label = (name: string) => (sign === "" ? name : `${name}, ${sign}`);
  const shown = (value: number | null | undefined) => (typeof value === "number" ? scaled(value, factor) : null);
  const meant = (value: number) => scaled(value, 1 / factor);
  return (
    <fieldset class="goal-field">
      <legend class="unseen">{words.goal}</legend>
      <CheckField
        label={words.hasGoal}
        checked={goal != null}
        changed={(on) => changed(on ? firstGoal(metric) : null, "goal")}
      />
      {goal != null && (
        <div class="field-row">
          <NumberField
            label={label(words.target)}
            value={shown(goal.target)}
            step="any"
            wrong={wrong("goal.target")}
            changed={(value) => value !== null && changed({ ...goal, target: meant(value) }, "target")}
          />
          <NumberField
            label={label(words.warning)}
            value={shown(goal.warning)}
            step="any"
            optional
            wrong={wrong("goal.warning") ?? wrong("goal")}
            changed={(value) => changed({ ...goal, warning: value === null ? null : meant(value) }, "warning")}
          />
          <ChoiceField
            label={words.direction}
            value={goal.direction}
            options={[
              ["higher", words.higher],
              ["lower", words.lower],
            ]}
            changed={(direction) => changed({ ...goal, direction: direction as Goal["direction"] }, "direction")}
          />
        </div>
      )}
    </fieldset>
  );
}

function firstGoal(metric: Metric | null): Goal {
  const direction = metric?.better ?? "higher";
  if (metric === null || metric.unit === "share") return { target: 0.8, warning: 0.7, direction };
  if (metric.unit === "ms") return { target: 60_000, warning: 90_000, direction };
  return { target: 10, warning: null, direction };
}
