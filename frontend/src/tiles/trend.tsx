import { pathOf, segments } from "./chart";

/** More points than this are not sent. */
const MOST_POINTS = 60;
const WIDTH = 100;
const HEIGHT = 30;

/** The way that the figure came, oldest left. A gap is a gap. The last point is marked: it is the figure itself. */
export function Trend({ points }: { readonly points: readonly (number | null)[] }) {
  const drawn = points.slice(-MOST_POINTS);
  const values = drawn.filter((point): point is number => point !== null);
  const least = Math.min(...values);
  const most = Math.max(...values);
  const span = most - least;
  const x = (at: number) => (drawn.length < 2 ? WIDTH : (at / (drawn.length - 1)) * WIDTH);
  const y = (value: number) => (span === 0 ? HEIGHT / 2 : HEIGHT - ((value - least) / span) * HEIGHT);
  const last = drawn.length - 1 - [...drawn].reverse().findIndex((point) => point !== null);
  const lastValue = drawn[last];
  return (
    <svg class="trend" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {segments(drawn).map((segment) => (
        <polyline key={segment[0]?.at} points={pathOf(segment, x, y)} />
      ))}
      {typeof lastValue === "number" && (
        <line class="trend-last" x1={x(last)} y1={y(lastValue)} x2={x(last)} y2={y(lastValue)} />
      )}
    </svg>
  );
}
