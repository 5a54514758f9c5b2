import { elapsed, remaining } from "../clock";
import type { Format } from "../format";
import type { Figure, NumberTile, TileDefinition } from "../protocol";
import { useStage } from "../tv/stage";
import { ems } from "../width";
import type { MetricKey } from "../words";
import { GoalBar } from "./goal_bar";
import { Trend } from "./trend";

interface Props {
  readonly definition: TileDefinition;
  readonly tile: NumberTile;
  readonly now: (began?: number) => number;
}

/** So many small texts take several lines: in a low tile they are set smaller, so that the figure stays the largest. */
const FULL = 3;
/** Lines that notes and details may take at full size; more text than that is set smaller. */
const NOTE_LINES = 2;
const DETAIL_LINES = 3;
/** Em between two of them. */
const APART = 1;

/** One figure that fills its tile; a `level` has a bar against the goal under it. */
export function NumberFigure({ definition, tile, now }: Props) {
  const { format } = useStage();
  const { figure, goal } = tile;
  const [main, unit] = parts(figure, shown(figure, now), format, goal?.target ?? null);
  const width = ems(main) + (unit === "" ? 0 : 0.16 + (figure.unit === "count" ? 0.38 : 0.46) * ems(unit));
  const lines = notes(tile, format);
  const details = (tile.details ?? []).map((one) => format.label(one, definition.window, format.period(figure)));
  const trend = tile.trend ?? [];
  const drawn = trend.some((point) => point !== null);
  return (
    <>
      <div class="figure-room">
        <div class="figure-line" data-trend={drawn ? "" : undefined}>
          <p
            class="figure"
            data-none={main === format.words.dash ? "" : undefined}
            style={{ "--ems": width.toFixed(2) }}
            data-figure={`${figure.key}:${figure.window}`}
            data-value={figure.value ?? figure.since ?? figure.until ?? ""}
            data-since={figure.since ?? undefined}
            data-until={figure.until ?? undefined}
          >
            <span>{main}</span>
            {unit !== "" && (
              <span class="figure-unit" data-word={figure.unit === "count" ? "" : undefined}>
                {unit}
              </span>
            )}
          </p>
          {drawn && <Trend points={trend} />}
        </div>
      </div>
      <div
        class="foot"
        data-full={lines.length + details.length >= FULL ? "" : undefined}
        style={{
          "--lines": details.length > 0 ? DETAIL_LINES : NOTE_LINES,
          "--ems": ems([...lines, ...details].join("")) + APART * (lines.length + details.length),
        }}
      >
        {tile.kind === "level" && <GoalBar figure={figure} goal={goal} state={tile.state} />}
        <Details details={tile.details ?? []} window={definition.window} period={format.period(figure)} now={now} />
        <p class="foot-line">
          {lines.map((note) => (
            <span key={note}>{note}</span>
          ))}
        </p>
      </div>
    </>
  );
}

/** Goal or threshold, what was corrected, what stands behind the figure. */
function notes({ figure, details, goal, threshold_ms, corrected }: NumberTile, format: Format): string[] {
  const found: string[] = [];
  const unsummed = [figure, ...(details ?? [])].find((one) => (one.currencies ?? []).length > 0);
  if (unsummed !== undefined) found.push(format.words.notSummed(unsummed.currencies.join(", ")));
  if (goal !== null && goal !== undefined) found.push(format.goal(goal, figure, threshold_ms));
  else if (typeof threshold_ms === "number") found.push(format.words.inTime(format.threshold(threshold_ms)));
  if (corrected) found.push(format.words.corrected);
  if (typeof figure.period === "string") found.push(format.period(figure));
  else if (typeof figure.n === "number" && figure.n > 0)
    found.push(format.behindFigure(figure.n, figure.window, figure.provisional));
  return found;
}

interface DetailProps {
  readonly details: readonly Figure[];
  readonly window: string;
  readonly period: string;
  readonly now: (began?: number) => number;
}

function Details({ details, window, period, now }: DetailProps) {
  const { format } = useStage();
  if (details.length === 0) return null;
  return (
    <dl class="details">
      {details.map((detail) => (
        <div key={`${detail.key}:${detail.window}`}>
          <dt>{format.label(detail, window, period)}</dt>
          <dd
            data-figure={`${detail.key}:${detail.window}`}
            data-value={detail.value ?? detail.since ?? detail.until ?? ""}
            data-since={detail.since ?? undefined}
          >
            {format.value(shown(detail, now), detail)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A time that runs is counted here, from its start or to its end; `now` is read only then: others stay still. */
function shown(figure: Figure, now: (began?: number) => number): number | null {
  if (typeof figure.since === "number") return elapsed(figure.since, now(figure.since));
  if (typeof figure.until === "number") return remaining(figure.until, now());
  return figure.value ?? null;
}

function parts(figure: Figure, value: number | null, format: Format, goal: number | null): [string, string] {
  if (value !== null && figure.unit === "share") return [format.percent(value, goal), "%"];
  const word = value !== null && figure.unit === "count" ? format.words.units[figure.key as MetricKey] : undefined;
  return [format.value(value, figure, goal), word ?? ""];
}
