import { elapsed } from "../clock";
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
  readonly now: () => number;
}

/** One figure that fills its tile; a `level` has a bar against the goal under it. */
export function NumberFigure({ definition, tile, now }: Props) {
  const { format } = useStage();
  const { figure, goal } = tile;
  const [main, unit] = parts(figure, shown(figure, now), format, goal?.target ?? null);
  const width = ems(main) + (unit === "" ? 0 : 0.16 + (figure.unit === "count" ? 0.27 : 0.46) * ems(unit));
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
            data-value={figure.value ?? figure.since ?? ""}
            data-since={figure.since ?? undefined}
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
      <div class="foot">
        {tile.kind === "level" && <GoalBar figure={figure} goal={goal} state={tile.state} />}
        <Details details={tile.details ?? []} window={definition.window} now={now} />
        <p class="foot-line">
          {goal !== null && goal !== undefined && <span>{format.goal(goal, figure.unit, tile.threshold_ms)}</span>}
          {tile.corrected && <span>{format.words.corrected}</span>}
          {typeof figure.n === "number" && figure.n > 0 && <span>{format.behindFigure(figure.n, figure.window)}</span>}
        </p>
      </div>
    </>
  );
}

interface DetailProps {
  readonly details: readonly Figure[];
  readonly window: string;
  readonly now: () => number;
}

function Details({ details, window, now }: DetailProps) {
  const { format } = useStage();
  if (details.length === 0) return null;
  return (
    <dl class="details">
      {details.map((detail) => (
        <div key={`${detail.key}:${detail.window}`}>
          <dt>{format.label(detail.key, detail.window, window)}</dt>
          <dd
            data-figure={`${detail.key}:${detail.window}`}
            data-value={detail.value ?? detail.since ?? ""}
            data-since={detail.since ?? undefined}
          >
            {format.value(shown(detail, now), detail.unit)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A running time is counted here, from its start; `now` is read only then, so that others stay still. */
function shown(figure: Figure, now: () => number): number | null {
  if (typeof figure.since === "number") return elapsed(figure.since, now());
  return figure.value ?? null;
}

function parts(figure: Figure, value: number | null, format: Format, goal: number | null): [string, string] {
  if (value === null) return [format.words.dash, ""];
  if (figure.unit === "share") return [format.percent(value, goal), "%"];
  if (figure.unit === "ms") return [format.duration(value), ""];
  return [format.count(value), format.words.units[figure.key as MetricKey] ?? ""];
}
