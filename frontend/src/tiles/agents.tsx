import { type Box, gridThatFits } from "../capacity";
import type { AgentsTile } from "../protocol";
import { useStage } from "../tv/stage";
import { ems } from "../width";
import type { AgentState } from "../words";
import { useBox } from "./box";
import { Empty } from "./empty";

/** Always in this order, so that a colour keeps its place on the wall. */
const ORDER: readonly AgentState[] = [
  "talking",
  "holding",
  "ringing",
  "busy",
  "wrapping",
  "available",
  "in_error",
  "break",
  "training",
  "meeting",
  "other_work",
];
/** Named even at nought: an empty "Available" is the figure that matters most. */
const ALWAYS: ReadonlySet<AgentState> = new Set(["talking", "wrapping", "available", "break"]);

/** A legend's entry suits a cell of any size; this much of its height is its type. */
const LEGEND = { leastWidthPx: 1, leastHeightPx: 1, mostHeightPx: Number.POSITIVE_INFINITY };
const LEGEND_TYPE = 0.74;
/** Em beside an entry's word: its colour, its count, what is between them. */
const LEGEND_BESIDE = 3.4;
/** Of the tile's height, what the bar leaves to the legend. */
const LEGEND_SHARE = 0.7;

function room(box: Box): Box {
  return { width: box.width, height: box.height * LEGEND_SHARE };
}

/** One bar of everyone logged in, and what its parts mean. */
export function Agents({ tile }: { readonly tile: AgentsTile }) {
  const { format } = useStage();
  const { words } = format;
  const counts = tile.counts as Readonly<Partial<Record<AgentState, number>>>;
  const [element, box] = useBox<HTMLDivElement>();
  const states = ORDER.filter((state) => ALWAYS.has(state) || (counts[state] ?? 0) > 0);
  const wide = LEGEND_BESIDE + Math.max(...states.map((state) => ems(words.states[state])));
  const limits = { ...LEGEND, aspect: wide * LEGEND_TYPE };
  const legend = box === null ? null : gridThatFits(states.length, room(box), limits);
  return (
    <div class="agents" ref={element} data-figure="agents_online:now" data-value={tile.online}>
      {tile.online === 0 ? (
        <Empty text={words.nobodyOnline} />
      ) : (
        <>
          <div class="segments" aria-hidden="true">
            {states
              .filter((state) => (counts[state] ?? 0) > 0)
              .map((state) => (
                <span
                  key={state}
                  class="segment"
                  data-agent-state={state}
                  style={{ flexGrow: String(counts[state]) }}
                />
              ))}
          </div>
          <dl
            class="legend"
            style={{ "--columns": legend?.columns ?? 2, "--lines": legend?.rows ?? 2, "--wide": wide.toFixed(2) }}
          >
            {states.map((state) => (
              <div key={state} data-agent-state={state} data-value={counts[state] ?? 0}>
                <dt>{words.states[state]}</dt>
                <dd>{format.count(counts[state] ?? 0)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </div>
  );
}
