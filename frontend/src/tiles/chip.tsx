import type { Format } from "../format";
import type { Tile } from "../protocol";
import { Icon, type IconName } from "./icon";

export interface ChipContent {
  readonly icon: IconName | null;
  readonly word: string;
  readonly tone: string;
  /** In place of the word where there is room for it. */
  readonly reason?: string;
}

/** A tile's state as shape, word and colour. */
export function Chip({ chip }: { readonly chip: ChipContent | null }) {
  if (chip === null) return null;
  return (
    <p class="chip" data-tone={chip.tone}>
      {chip.icon !== null && <Icon name={chip.icon} />}
      {chip.reason !== undefined && <span class="chip-reason">{chip.reason}</span>}
      <span class="chip-word">{chip.word}</span>
    </p>
  );
}

export function staleChip(reason: string, { words }: Format): ChipContent {
  return { icon: "stale", word: words.stale, tone: "stale", reason };
}

export function stateChip(tile: Tile | null, format: Format): ChipContent | null {
  const { words } = format;
  if (tile === null || tile.state === "no_data") return { icon: "no_data", word: words.noData, tone: "no_data" };
  switch (tile.kind) {
    case "agents":
      return { icon: null, word: words.online(tile.online, format.count(tile.online)), tone: "neutral" };
    case "queue_table":
      return tableChip(tile, format);
    case "waiting_list":
      return listChip(tile, format);
    case "ticket_deadlines":
      return ticketChip(tile, format);
    case "alerts":
      return alertsChip(tile, format);
    case "board_health":
      return healthChip(tile, format);
    case "satisfaction":
      return tile.state === "neutral" ? null : stateOf(tile, format);
  }
  return tile.state === "neutral" ? null : stateOf(tile, format);
}

function stateOf(tile: Tile, format: Format): ChipContent {
  const icon = tile.state as IconName;
  return { icon, word: stateWord(tile, format), tone: tile.state };
}

function stateWord(tile: Tile, { words }: Format): string {
  if (tile.state === "ok") return words.onGoal;
  if (tile.state === "critical") return words.critical;
  const higher = tile.kind === "goals" || ("goal" in tile && tile.goal?.direction === "higher");
  return higher ? words.belowGoal : words.nearLimit;
}

function tableChip(tile: Extract<Tile, { kind: "queue_table" }>, format: Format): ChipContent | null {
  const { words } = format;
  if (tile.goal === null || tile.goal === undefined || tile.rows.length === 0) return null;
  if (tile.below_goal === 0) return { icon: "ok", word: words.allOnGoal, tone: "ok" };
  const icon = tile.state === "critical" ? "critical" : "warning";
  const all = format.count(tile.rows.length + (tile.more ?? 0));
  return { icon, word: words.queuesBelowGoal(format.count(tile.below_goal), all), tone: icon };
}

function listChip(tile: Extract<Tile, { kind: "waiting_list" }>, format: Format): ChipContent | null {
  const count = tile.entries.length + (tile.more ?? 0);
  if (count === 0) return null;
  const icon = tile.state === "warning" || tile.state === "critical" ? tile.state : null;
  return { icon, word: format.words.waitingCount(count, format.count(count)), tone: icon ?? "neutral" };
}

function ticketChip(tile: Extract<Tile, { kind: "ticket_deadlines" }>, format: Format): ChipContent | null {
  const { words } = format;
  if (tile.open === 0) return null;
  const parts: string[] = [];
  if (tile.breached > 0) parts.push(words.overdue(tile.breached, format.count(tile.breached)));
  if (tile.at_risk > 0) parts.push(words.atRisk(format.count(tile.at_risk)));
  if (parts.length < 2) parts.push(words.openTickets(tile.open, format.count(tile.open)));
  const icon = tile.state === "warning" || tile.state === "critical" ? tile.state : null;
  return { icon, word: parts.join(" · "), tone: icon ?? "neutral" };
}

function alertsChip(tile: Extract<Tile, { kind: "alerts" }>, format: Format): ChipContent | null {
  const icon = tile.state === "critical" ? "critical" : "warning";
  const open = tile.rows.length + (tile.more ?? 0);
  return open === 0 ? null : { icon, word: format.words.alertsOpen(open, format.count(open)), tone: icon };
}

function healthChip(tile: Extract<Tile, { kind: "board_health" }>, format: Format): ChipContent | null {
  const trouble = tile.state === "warning" || tile.state === "critical";
  return trouble ? null : { icon: "ok", word: format.words.health.allWell, tone: "ok" };
}
