import { named } from "../alerts/saying";
import { usePage } from "../page";
import type { Episode } from "./rehearsal";

const LANES = 8;
const HOUR_MS = 3_600_000;
const MARKS_EVERY_H = 6;
/** As wide as a firing is at least, of a thousand: one of a minute is seen. */
const LEAST = 4;

interface Props {
  readonly from: number;
  readonly to: number;
  readonly episodes: readonly Episode[];
}

/** The day from left to right, a lane for each that the rule would have fired about. The table beside it says the same. */
export function DayLine({ from, to, episodes }: Props) {
  const page = usePage();
  const words = page.words.value;
  const lanes = lanesOf(episodes).slice(0, LANES);
  const along = (at: number) => (Math.max(0, Math.min(at, to) - from) / Math.max(1, to - from)) * 1000;
  const marks = marksBetween(from, to);
  return (
    <div class="day-line" aria-hidden="true">
      {lanes.map(([name, some]) => (
        <div key={name} class="day-lane">
          <span>{named(some[0]?.subject.kind ?? "", name, words)}</span>
          <svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
            <rect class="day-track" width="1000" height="10" />
            {marks.map((at) => (
              <rect key={at} class="day-mark" x={along(at)} width="1.5" height="10" />
            ))}
            {some.map((one) => {
              const began = along(Date.parse(one.fired_at ?? one.pending_at));
              const ended = one.ended_at === null ? 1000 : along(Date.parse(one.ended_at));
              const fired = one.fired_at !== null;
              return (
                <rect
                  key={one.id}
                  class={fired ? "day-fired" : "day-nearly"}
                  x={Math.min(began, 1000 - LEAST)}
                  y={fired ? 0 : 3.5}
                  width={Math.max(LEAST, ended - began)}
                  height={fired ? 10 : 3}
                />
              );
            })}
          </svg>
        </div>
      ))}
      <div class="day-ends">
        <span>{page.writing.value.full(from)}</span>
        <span>{page.writing.value.full(to)}</span>
      </div>
    </div>
  );
}

/** By whom it is about: those that fired most first; those that nearly fired come after. */
function lanesOf(episodes: readonly Episode[]): readonly (readonly [string, readonly Episode[]])[] {
  const found = new Map<string, Episode[]>();
  for (const one of episodes) {
    const name = one.subject.subject_name;
    found.set(name, [...(found.get(name) ?? []), one]);
  }
  const fired = (some: readonly Episode[]) => some.filter((one) => one.fired_at !== null).length;
  return [...found].sort(([, one], [, other]) => fired(other) - fired(one) || other.length - one.length);
}

function marksBetween(from: number, to: number): readonly number[] {
  const step = MARKS_EVERY_H * HOUR_MS;
  const marks: number[] = [];
  for (let at = from + step; at < to - HOUR_MS; at += step) marks.push(at);
  return marks;
}
