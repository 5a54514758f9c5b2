import type { TileDefinition } from "../../protocol";
import { usePage } from "../page";
import type { TileDraft } from "./draft";
import { ChoiceField } from "./field";
import { seenFrom, sideOf, windowsOf, without } from "./kinds";
import { MetricField } from "./metric_field";

const MOST = 3;
type Detail = TileDefinition["details"][number];

interface Props {
  readonly tile: TileDraft;
  readonly wrong: string | null;
  readonly change: (to: (tile: TileDraft) => TileDraft) => void;
}

/** Up to three smaller figures under the main one, each over a period of its own. */
export function DetailsField({ tile, wrong, change }: Props) {
  const page = usePage();
  const words = page.words.value.boardsRoom.editor;
  const windows = page.words.value.windows;
  const catalogue = page.catalogue.value;
  const side = sideOf(tile.scope);
  const metrics = catalogue.metrics.filter((one) => one.kind !== "table" && seenFrom(one, side));
  const details = tile.details ?? [];
  const put = (at: number, detail: Detail | null) =>
    change((one) => {
      const next = [...(one.details ?? [])];
      if (detail === null) next.splice(at, 1);
      else next[at] = detail;
      return next.length === 0 ? without(one, "details") : { ...one, details: next };
    });
  const places = [...details.keys(), ...(details.length < MOST ? [details.length] : [])];
  return (
    <fieldset class="details-field">
      <legend>{words.details}</legend>
      {wrong !== null && <p class="wrong">{wrong}</p>}
      {places.map((at) => {
        const [key, window] = details[at] ?? [null, null];
        const metric = key === null ? null : catalogue.metric(key);
        const choices = metric === null ? [] : windowsOf(metric);
        return (
          <div class="detail" key={at}>
            <MetricField
              label={words.detail(String(at + 1))}
              value={key}
              metrics={metrics}
              optional
              changed={(next) => {
                const found = next === null ? null : catalogue.metric(next);
                const over = found === null ? [] : windowsOf(found);
                const first = over.includes("today") ? "today" : (over[0] ?? "now");
                put(at, next === null ? null : ([next, first] as Detail));
              }}
            />
            {choices.length > 1 && key !== null && (
              <ChoiceField
                label={words.window}
                value={window ?? "now"}
                options={choices.map((one) => [one, windows[one as keyof typeof windows] ?? one])}
                changed={(next) => put(at, [key, next] as Detail)}
              />
            )}
          </div>
        );
      })}
    </fieldset>
  );
}
