import { useSignal } from "@preact/signals";
import type { Metric } from "../catalogue";
import { usePage } from "../page";
import { Field } from "./field";

interface Props {
  readonly label: string;
  readonly value: string | null;
  readonly metrics: readonly Metric[];
  /** Whether none at all is an answer too. */
  readonly optional?: boolean;
  readonly wrong?: string | null;
  readonly changed: (key: string | null) => void;
}

/** A figure among all that the tile can show, by their names in the page's language. */
export function MetricField({ label, value, metrics, optional = false, wrong = null, changed }: Props) {
  const page = usePage();
  const words = page.words.value.boardsRoom.editor;
  const sought = useSignal("");
  const found = matching(metrics, sought.value, value);
  const groups: readonly (readonly [Metric["kind"], string])[] = [
    ["now", words.metricsNow],
    ["window", words.metricsWindow],
    ["period", words.metricsPeriod],
  ];
  const definition = value === null ? "" : (page.catalogue.value.metric(value)?.definition ?? "");
  return (
    <div class="metric-field">
      <Field label={label} wrong={wrong}>
        {(id, described) => (
          <>
            {metrics.length > 8 && (
              <input
                type="search"
                aria-label={words.findMetric}
                placeholder={words.findMetric}
                value={sought.value}
                onInput={(event) => {
                  sought.value = event.currentTarget.value;
                }}
              />
            )}
            <select
              id={id}
              value={value ?? ""}
              aria-describedby={described}
              aria-invalid={wrong !== null}
              onChange={(event) => changed(event.currentTarget.value === "" ? null : event.currentTarget.value)}
            >
              {optional && <option value="">{words.none}</option>}
              {value !== null && !metrics.some((metric) => metric.key === value) && (
                <option value={value}>{page.catalogue.value.label(value)}</option>
              )}
              {groups.map(([kind, name]) => {
                const some = found.filter((metric) => metric.kind === kind);
                return (
                  some.length > 0 && (
                    <optgroup key={kind} label={name}>
                      {some.map((metric) => (
                        <option key={metric.key} value={metric.key}>
                          {metric.label}
                        </option>
                      ))}
                    </optgroup>
                  )
                );
              })}
            </select>
          </>
        )}
      </Field>
      {sought.value !== "" && found.every((metric) => metric.key === value) && <p class="hint">{words.noMetric}</p>}
      {definition !== "" && !optional && <p class="hint">{definition}</p>}
    </div>
  );
}

/** What is chosen is always among them: a search changes nothing by itself. */
function matching(metrics: readonly Metric[], sought: string, chosen: string | null): readonly Metric[] {
  const words = sought.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return metrics.filter(({ key, label, definition }) => {
    const text = `${label} ${key.replace(/_/g, " ")} ${definition}`.toLocaleLowerCase();
    return key === chosen || words.every((word) => text.includes(word));
  });
}
