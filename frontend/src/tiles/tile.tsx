import { type Signal, useSignal } from "@preact/signals";
import type { Format } from "../format";
import { countedTo, type Staleness, staleness } from "../freshness";
import type { Tile, TileDefinition } from "../protocol";
import { useStage } from "../tv/stage";
import { ems } from "../width";
import { AgentGrid } from "./agent_grid";
import { Agents } from "./agents";
import { Fit } from "./fit";
import { Icon, type IconName } from "./icon";
import { NumberFigure } from "./number";
import { QueueTable } from "./queue_table";
import { TextBody } from "./text";
import { WaitingList } from "./waiting_list";

interface Place {
  readonly definition: TileDefinition;
  readonly column: string;
  readonly row: string;
}

/** A tile: its title, its state as colour, shape and word, what it shows, and why that may be old. */
export function TileView({ definition, column, row }: Place) {
  const { format, session, second } = useStage();
  const tile = session.tile(definition.id).value;
  const stale = tile === null ? null : staleness(tile, session.lostSince.value);
  const aside = useSignal<string | null>(null);
  const reason =
    stale === null
      ? null
      : format.words.staleSince[stale.part](format.moment(stale.since, second.peek()), stale.source);
  const heading = `tile-${encodeURIComponent(definition.id)}`;
  return (
    <section
      class="tile"
      style={{ gridColumn: column, gridRow: row }}
      aria-labelledby={heading}
      data-tile={definition.id}
      data-kind={definition.kind}
      data-state={tile?.state ?? "no_data"}
      data-stale={stale?.part ?? ""}
      data-as-of={tile?.as_of ?? ""}
    >
      <div class="tile-head">
        <h2 class="tile-title" id={heading}>
          <Fit text={definition.title} />
        </h2>
        {aside.value !== null && <p class="aside">{aside.value}</p>}
        <Chip chip={reason === null ? stateChip(tile, format) : staleChip(reason, format)} />
      </div>
      {tile !== null && <Body definition={definition} tile={tile} stale={stale} aside={aside} />}
      {reason !== null && (
        <p class="tile-stale" style={{ "--ems": ems(reason).toFixed(1) }}>
          <Icon name="stale" />
          <span>{reason}</span>
        </p>
      )}
    </section>
  );
}

interface BodyProps {
  readonly definition: TileDefinition;
  readonly tile: Tile;
  readonly stale: Staleness | null;
  readonly aside: Signal<string | null>;
}

function Body({ definition, tile, stale, aside }: BodyProps) {
  const { second } = useStage();
  // Called by the part that counts: only that part is drawn again each second.
  const now = () => countedTo(stale, second.value);
  switch (tile.kind) {
    case "number":
    case "level":
      return <NumberFigure definition={definition} tile={tile} now={now} />;
    case "queue_table":
      return <QueueTable definition={definition} tile={tile} now={now} />;
    case "agents":
      return <Agents tile={tile} />;
    case "agent_grid":
      return <AgentGrid tile={tile} aside={aside} now={now} />;
    case "waiting_list":
      return <WaitingList tile={tile} counted={stale === null} now={now} />;
    case "text":
      return <TextBody tile={tile} />;
  }
}

interface ChipContent {
  readonly icon: IconName | null;
  readonly word: string;
  readonly tone: string;
  /** In place of the word where there is room for it. */
  readonly reason?: string;
}

function Chip({ chip }: { readonly chip: ChipContent | null }) {
  if (chip === null) return null;
  return (
    <p class="chip" data-tone={chip.tone}>
      {chip.icon !== null && <Icon name={chip.icon} />}
      {chip.reason !== undefined && <span class="chip-reason">{chip.reason}</span>}
      <span class="chip-word">{chip.word}</span>
    </p>
  );
}

function staleChip(reason: string, { words }: Format): ChipContent {
  return { icon: "stale", word: words.stale, tone: "stale", reason };
}

function stateChip(tile: Tile | null, format: Format): ChipContent | null {
  const { words } = format;
  if (tile === null || tile.state === "no_data") return { icon: "no_data", word: words.noData, tone: "no_data" };
  if (tile.kind === "agents") return { icon: null, word: words.online(format.count(tile.online)), tone: "neutral" };
  if (tile.kind === "queue_table") return tableChip(tile, format);
  if (tile.kind === "waiting_list") return listChip(tile, format);
  if (tile.state === "neutral") return null;
  return { icon: tile.state, word: stateWord(tile, format), tone: tile.state };
}

function stateWord(tile: Tile, { words }: Format): string {
  if (tile.state === "ok") return words.onGoal;
  if (tile.state === "critical") return words.critical;
  const higher = "goal" in tile && tile.goal?.direction === "higher";
  return higher ? words.belowGoal : words.nearLimit;
}

function tableChip(tile: Extract<Tile, { kind: "queue_table" }>, { words }: Format): ChipContent | null {
  if (tile.goal === null || tile.goal === undefined || tile.rows.length === 0) return null;
  if (tile.below_goal === 0) return { icon: "ok", word: words.allOnGoal, tone: "ok" };
  const icon = tile.state === "critical" ? "critical" : "warning";
  return { icon, word: words.queuesBelowGoal(tile.below_goal, tile.rows.length + (tile.more ?? 0)), tone: icon };
}

function listChip(tile: Extract<Tile, { kind: "waiting_list" }>, format: Format): ChipContent | null {
  const count = tile.entries.length + (tile.more ?? 0);
  if (count === 0) return null;
  const icon = tile.state === "warning" || tile.state === "critical" ? tile.state : null;
  return { icon, word: format.words.waitingCount(format.count(count)), tone: icon ?? "neutral" };
}
