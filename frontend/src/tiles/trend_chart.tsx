import type { TrendTile } from "../protocol";
import { useStage } from "../tv/stage";
import { ems } from "../width";
import { heightIn, hourMarks, pathOf, rangeOf, segments } from "./chart";
import { Empty } from "./empty";

const MOST_MARKS = 3;

/** A figure and the way it came: its line, its goal, the highest and lowest value, and whole hours of the clock. */
export function TrendChart({ tile }: { readonly tile: TrendTile }) {
  const { format } = useStage();
  const { figure, goal } = tile;
  const target = goal?.target ?? null;
  const main = format.value(figure.value, figure, target);
  const notes = goal === null ? [] : [format.goal(goal, figure, tile.threshold_ms)];
  if ((figure.currencies ?? []).length > 0) notes.push(format.words.notSummed(figure.currencies.join(", ")));
  if (typeof figure.n === "number" && figure.n > 0)
    notes.push(format.behindFigure(figure.n, figure.window, figure.provisional));
  else if (figure.window !== "now") notes.push(format.words.windows[figure.window] ?? figure.window);
  return (
    <div class="chart-room">
      <div class="chart-head">
        <p
          class="figure"
          style={{ "--ems": ems(main).toFixed(2) }}
          data-none={figure.value === null ? "" : undefined}
          data-figure={`${figure.key}:${figure.window}`}
          data-value={figure.value ?? ""}
        >
          {main}
        </p>
        <p class="chart-notes">
          {tile.corrected && <span class="corrected">{format.words.corrected}</span>}
          {notes.map((note) => (
            <span key={note}>{note}</span>
          ))}
        </p>
      </div>
      {tile.points.some((point) => point !== null) ? (
        <Chart tile={tile} target={target} />
      ) : (
        <Empty text={format.words.noTrend} hint={format.words.noTrendHint} />
      )}
    </div>
  );
}

function Chart({ tile, target }: { readonly tile: TrendTile; readonly target: number | null }) {
  const { format } = useStage();
  const { points, figure } = tile;
  const range = rangeOf(points, target, figure.unit);
  const values = points.filter((point): point is number => point !== null);
  const high = Math.max(...values);
  const low = Math.min(...values);
  const y = (value: number) => 100 - heightIn(value, range) * 100;
  const x = (at: number) => ((at + 0.5) / points.length) * 100;
  return (
    <div class="chart" role="img" aria-label={spoken(tile, low, high, format.value.bind(format), format.words)}>
      <div class="chart-scale" aria-hidden="true">
        <span style={{ top: `${y(high)}%` }}>{format.value(high, figure, target)}</span>
        {low !== high && y(low) - y(high) > 24 && (
          <span style={{ top: `${y(low)}%` }}>{format.value(low, figure, target)}</span>
        )}
      </div>
      <div class="chart-plot" aria-hidden="true">
        <svg class="chart-lines" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          {target !== null && <line class="chart-goal" x1="0" x2="100" y1={y(target)} y2={y(target)} />}
          {segments(points).map((run) => (
            <polyline key={run[0]?.at} class="chart-line" points={pathOf(run, x, y)} />
          ))}
        </svg>
      </div>
      <div class="chart-hours" aria-hidden="true">
        {marks(tile).map(({ at, along }) => (
          <span key={at} style={{ left: `${along}%` }}>
            {format.clock(at)}
          </span>
        ))}
      </div>
    </div>
  );
}

/** Whole hours, and where along the axis they stand (per cent): those too near an end would leave the tile, or stand in the scale. */
function marks({ start, step_ms, points }: TrendTile): { at: number; along: number }[] {
  if (start === null) return [];
  const whole = points.length * step_ms;
  return hourMarks(start, start + whole, MOST_MARKS)
    .map((at) => ({ at, along: ((at - start) / whole) * 100 }))
    .filter(({ along }) => along > 14 && along < 88);
}

function spoken(
  { figure }: TrendTile,
  low: number,
  high: number,
  value: (value: number, figure: TrendTile["figure"]) => string,
  words: { lowest: string; highest: string },
): string {
  return `${words.lowest} ${value(low, figure)}, ${words.highest} ${value(high, figure)}`;
}
