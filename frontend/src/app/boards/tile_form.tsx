import type { TileDefinition } from "../../protocol";
import { usePage } from "../page";
import { changeTile } from "./changes";
import { DetailsField } from "./details_field";
import { type BoardDraft, GRID_LIMIT, type Kind, TITLE_LIMIT, type TileDraft } from "./draft";
import type { Editor } from "./editor";
import { ChoiceField, NumberField, TextField } from "./field";
import { GoalField } from "./goal_field";
import { asKind, fits, KIND_ORDER, KINDS, sideOf, sidesFor, windowsFor, without, withWindow } from "./kinds";
import { MetricField } from "./metric_field";
import type { SiteNames } from "./requests";
import { ScopeField } from "./scope_field";

interface Props {
  readonly editor: Editor;
  readonly tile: TileDraft;
  readonly names: SiteNames | null;
}

/** All that one tile is: each kind shows just its fields. */
export function TileForm({ editor, tile, names }: Props) {
  const page = usePage();
  const words = page.words.value.boardsRoom.editor;
  const catalogue = page.catalogue.value;
  const metricOf = (key: string) => catalogue.metric(key);
  const mine = editor.mistakes.value.filter((one) => one.tile === tile.id);
  const wrong = (field: string) => mine.find((one) => one.field === field)?.what ?? null;
  const change = (to: (tile: TileDraft) => TileDraft, key: string | null = null) =>
    editor.take(
      changeTile(editor.draft.peek(), editor.slide.peek(), tile.id, to),
      "",
      key === null ? null : `${key} ${tile.id}`,
    );
  const named = new Set([
    "title",
    "metric",
    "window",
    "rule",
    "details",
    "text",
    "goal.target",
    "goal.warning",
    "goal",
  ]);
  const whole = mine.filter((one) => !named.has(one.field) && one.field !== "scope");
  return (
    <div class="form" data-tile-form={tile.id}>
      {whole.map((one) => (
        <p class="wrong" key={one.field}>
          {one.what}
        </p>
      ))}
      <ChoiceField
        label={words.kind}
        value={tile.kind}
        options={KIND_ORDER.map((kind) => [kind, words.kinds[kind]])}
        changed={(kind) => change((one) => asKind(one, kind as Kind, metricOf))}
      />
      <TextField
        label={words.title}
        value={tile.title}
        most={TITLE_LIMIT}
        wrong={wrong("title")}
        // In other languages the old title would stand on: it goes with it.
        changed={(title) => change(({ titles: _, ...one }) => ({ ...one, title }), "title")}
      />
      <Shows editor={editor} tile={tile} names={names} wrong={wrong} change={change} />
      <Place editor={editor} tile={tile} />
      <button type="button" class="plain danger" onClick={() => editor.remove(tile.id)}>
        {words.remove}
      </button>
    </div>
  );
}

interface ShowsProps extends Props {
  readonly wrong: (field: string) => string | null;
  readonly change: (to: (tile: TileDraft) => TileDraft, key?: string | null) => void;
}

/** What the tile shows, of whom, over which period, and against what. */
function Shows({ editor, tile, names, wrong, change }: ShowsProps) {
  const page = usePage();
  const words = page.words.value.boardsRoom.editor;
  const windows = page.words.value.windows;
  const catalogue = page.catalogue.value;
  const { fields } = KINDS[tile.kind];
  const has = (field: (typeof fields)[number]) => fields.includes(field);
  const metric = tile.metric == null ? null : catalogue.metric(tile.metric);
  const side = sideOf(tile.scope);
  const people = editor.draft.value.people ?? "names";
  const choices = windowsFor(tile, metric);
  return (
    <>
      {has("metric") && (
        <MetricField
          label={words.metric}
          value={tile.metric ?? null}
          metrics={catalogue.metrics.filter((one) => fits(one, tile.kind, side))}
          wrong={wrong("metric")}
          changed={(key) =>
            key !== null &&
            change((one) =>
              withWindow({ ...one, metric: key as NonNullable<TileDefinition["metric"]> }, catalogue.metric(key)),
            )
          }
        />
      )}
      {has("window") && choices.length > 1 && (
        <ChoiceField
          label={words.window}
          value={tile.kind === "queue_table" && (tile.window ?? "now") === "now" ? "today" : (tile.window ?? "now")}
          options={choices.map((one) => [one, windows[one as keyof typeof windows] ?? one])}
          wrong={wrong("window")}
          changed={(window) => change((one) => ({ ...one, window: window as TileDefinition["window"] }))}
        />
      )}
      {has("by") && (
        <ChoiceField
          label={words.by}
          value={tile.by ?? "channel"}
          options={[
            ["channel", words.byWhat.channel],
            ["queue", words.byWhat.queue],
          ]}
          changed={(by) => change((one) => ({ ...without(one, "scope"), by: by as TileDefinition["by"] }))}
        />
      )}
      {has("scope") && (
        <ScopeField
          key={`${tile.id} ${tile.kind} ${tile.by}`}
          scope={tile.scope}
          sides={sidesFor(tile)}
          names={names}
          agents={people !== "team"}
          wrong={wrong("scope")}
          changed={(scope) => change((one) => (scope === undefined ? without(one, "scope") : { ...one, scope }))}
        />
      )}
      {has("goal") && (
        <GoalField
          goal={tile.goal}
          metric={tile.kind === "queue_table" ? catalogue.metric("service_level") : metric}
          wrong={wrong}
          changed={(goal, key) => change((one) => (goal === null ? without(one, "goal") : { ...one, goal }), key)}
        />
      )}
      {has("rule") && metric?.judged === true && (
        <ChoiceField
          label={words.rule}
          value={tile.rule ?? ""}
          options={[["", words.mainRule], ...(names?.rules ?? []).map((rule) => [rule, rule] as const)]}
          wrong={wrong("rule")}
          changed={(rule) => change((one) => (rule === "" ? without(one, "rule") : { ...one, rule }))}
        />
      )}
      {has("details") && <DetailsField tile={tile} wrong={wrong("details")} change={change} />}
      <Others tile={tile} names={names} wrong={wrong} change={change} />
    </>
  );
}

function Others({ tile, names, wrong, change }: Omit<ShowsProps, "editor">) {
  const page = usePage();
  const words = page.words.value.boardsRoom.editor;
  const { fields } = KINDS[tile.kind];
  return (
    <>
      {fields.includes("text") && (
        <TextField
          label={words.text}
          value={tile.text ?? ""}
          most={2000}
          long
          wrong={wrong("text")}
          changed={(text) => change((one) => ({ ...one, text }), "text")}
        />
      )}
      {fields.includes("span_h") && (
        <NumberField
          label={words.span}
          value={tile.span_h ?? 4}
          least={1}
          most={24}
          changed={(hours) => hours !== null && change((one) => ({ ...one, span_h: hours }), "span_h")}
        />
      )}
      {fields.includes("goal_set") && (
        <ChoiceField
          label={words.goalSet}
          value={tile.goal_set ?? ""}
          options={(names?.goal_sets ?? []).map((set) => [set, set])}
          changed={(set) => change((one) => ({ ...one, goal_set: set }))}
        />
      )}
      {fields.includes("level") && (
        <ChoiceField
          label={words.level}
          value={tile.level ?? "company"}
          options={Object.entries(page.words.value.levels)}
          changed={(level) => change((one) => ({ ...one, level: level as TileDefinition["level"] }))}
        />
      )}
    </>
  );
}

/** The same as by hand or by keys, in numbers; counted from 1. */
function Place({ editor, tile }: Pick<Props, "editor" | "tile">) {
  const words = usePage().words.value.boardsRoom.editor;
  const { columns, rows } = limits(editor.draft.value);
  const put = (to: Partial<Pick<TileDraft, "x" | "y" | "w" | "h">>) => {
    const { x, y, w, h } = tile;
    editor.place(tile.id, { x, y, w, h, ...to });
  };
  const fields = [
    ["x", words.column, tile.x + 1, columns - tile.w + 1],
    ["y", words.row, tile.y + 1, rows - tile.h + 1],
    ["w", words.width, tile.w, columns - tile.x],
    ["h", words.height, tile.h, rows - tile.y],
  ] as const;
  return (
    <fieldset class="place">
      <legend>{words.position}</legend>
      <div class="field-row">
        {fields.map(([side, label, value, most]) => (
          <NumberField
            key={side}
            label={label}
            value={value}
            least={1}
            most={most}
            changed={(read) => read !== null && put({ [side]: side === "x" || side === "y" ? read - 1 : read })}
          />
        ))}
      </div>
    </fieldset>
  );
}

function limits(draft: BoardDraft): { readonly columns: number; readonly rows: number } {
  return { columns: Math.min(draft.columns ?? 12, GRID_LIMIT), rows: Math.min(draft.rows ?? 12, GRID_LIMIT) };
}
