import { type Signal, useSignal } from "@preact/signals";
import type { Format } from "../format";
import { countedTo, type Staleness, staleness } from "../freshness";
import type { Tile, TileDefinition } from "../protocol";
import { useStage } from "../tv/stage";
import { ems } from "../width";
import { AbandonCurve } from "./abandon_curve";
import { AgentGrid } from "./agent_grid";
import { Agents } from "./agents";
import { Alerts } from "./alerts";
import { BoardHealth } from "./board_health";
import { Chip, staleChip, stateChip } from "./chip";
import { ClockFace } from "./clock_face";
import { Empty } from "./empty";
import { Fit } from "./fit";
import { Goals } from "./goals";
import { Icon } from "./icon";
import { NumberFigure } from "./number";
import { QueueTable } from "./queue_table";
import { Satisfaction } from "./satisfaction";
import { TextBody } from "./text";
import { TicketDeadlines } from "./ticket_deadlines";
import { TopTopics } from "./top_topics";
import { TrendChart } from "./trend_chart";
import { WaitingList } from "./waiting_list";

interface Place {
  readonly definition: TileDefinition;
  readonly column: string;
  readonly row: string;
}

/** They show no figures, or say themselves how old what they show is. */
const TIMELESS: ReadonlySet<TileDefinition["kind"]> = new Set(["clock", "board_health"]);

/** A tile: its title, its state as colour, shape and word, what it shows, and why that may be old. */
export function TileView({ definition, column, row }: Place) {
  const { format, session, second } = useStage();
  const tile = session.tile(definition.id).value;
  const timeless = TIMELESS.has(definition.kind);
  const stale = tile === null || timeless ? null : staleness(tile, session.lostSince.value);
  const aside = useSignal<string | null>(null);
  const reason = stale === null ? null : whyStale(stale, format, second.peek());
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
        <h2 class="tile-title" id={heading} style={{ "--ems": ems(definition.title).toFixed(2) }}>
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

function whyStale({ part, since, source, site }: Staleness, format: Format, now: number): string {
  const reason = format.words.staleSince[part](format.moment(since, now), source);
  return site === null || site === undefined ? reason : `${site}: ${reason}`;
}

interface BodyProps {
  readonly definition: TileDefinition;
  readonly tile: Tile;
  readonly stale: Staleness | null;
  readonly aside: Signal<string | null>;
}

function Body({ definition, tile, stale, aside }: BodyProps) {
  const { format, second } = useStage();
  // Called by the part that counts: only that part is drawn again each second.
  const now = (began?: number) => countedTo(stale, second.value, began);
  const missing = tile.missing ?? [];
  if (missing.length > 0) return <Empty text={format.words.siteUnknown(missing.map((site) => site.name).join(", "))} />;
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
    case "trend":
      return <TrendChart tile={tile} />;
    case "ticket_deadlines":
      return <TicketDeadlines tile={tile} now={now} />;
    case "alerts":
      return <Alerts tile={tile} now={now} />;
    case "top_topics":
      return <TopTopics tile={tile} />;
    case "abandon_curve":
      return <AbandonCurve tile={tile} />;
    case "satisfaction":
      return <Satisfaction tile={tile} />;
    case "goals":
      return <Goals tile={tile} />;
    case "clock":
      return <ClockFace />;
    case "board_health":
      return <BoardHealth tile={tile} />;
    case "text":
      return <TextBody tile={tile} />;
  }
}
