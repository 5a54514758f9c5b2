import type { Signal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { type Box, type Grid, gridThatFits } from "../capacity";
import { elapsed } from "../clock";
import type { AgentCell, AgentGridTile, TeamCell } from "../protocol";
import { useStage } from "../tv/stage";
import { columnEms, ems } from "../width";
import { hundredth, useBox } from "./box";
import { Empty } from "./empty";
import { Fit } from "./fit";

interface Props {
  readonly tile: AgentGridTile;
  /** Said beside the title: how many are left out. */
  readonly aside: Signal<string | null>;
  readonly now: (began?: number) => number;
}

/** Hundredths of the screen's shorter side. Smaller cells a wall cannot be read by: people beyond them are counted. */
const LEAST_WIDTH = 52;
const LEAST_HEIGHT = 14.2;
const MOST_HEIGHT = 17;

/** Who is in which state, and for how long; on a board of teams, how many of each team. */
export function AgentGrid(props: Props) {
  return props.tile.teams.length > 0 ? <Teams {...props} /> : <People {...props} />;
}

function People({ tile, aside, now }: Props) {
  const { format } = useStage();
  const { words } = format;
  const [room, box] = useBox<HTMLDivElement>();
  const fit = box === null ? null : cells(tile, box, hundredth(room.current));
  const more = fit === null ? 0 : tile.agents.length - fit.shown + (tile.more ?? 0);
  useLayoutEffect(() => {
    aside.value =
      more === 0 ? null : `${words.more(format.count(more))} · ${words.online(tile.online, format.count(tile.online))}`;
  });
  const column = columnEms(tile.agents.map((cell) => cell.name));
  return (
    <div class="room" ref={room}>
      {tile.agents.length === 0 && <Empty text={words.nobodyOnline} />}
      {fit !== null && fit.shown > 0 && (
        <ul class="cells" style={{ "--columns": fit.columns, "--lines": fit.rows }}>
          {tile.agents.slice(0, fit.shown).map((cell) => (
            <Cell key={cell.agent} cell={cell} column={column} now={now} />
          ))}
        </ul>
      )}
    </div>
  );
}

function cells(tile: AgentGridTile, box: Box, unit: number): Grid {
  return gridThatFits(tile.agents.length, box, {
    aspect: 4,
    leastWidthPx: LEAST_WIDTH * unit,
    leastHeightPx: LEAST_HEIGHT * unit,
    mostHeightPx: MOST_HEIGHT * unit,
  });
}

interface CellProps {
  readonly cell: AgentCell;
  readonly column: number;
  readonly now: (began?: number) => number;
}

function Cell({ cell, column, now }: CellProps) {
  const { format } = useStage();
  const word = format.words.states[cell.state];
  const time = cell.since === null ? "" : format.duration(elapsed(cell.since, now(cell.since)));
  return (
    <li
      class="cell"
      data-agent={cell.agent}
      data-agent-state={cell.state}
      data-since={cell.since ?? ""}
      data-value={cell.since ?? ""}
    >
      <span class="cell-name">
        <Fit text={cell.name} column={column} />
      </span>
      <span class="cell-state">
        <span class="cell-line" style={{ "--ems": (ems(word) + ems(time) + 0.4).toFixed(2) }}>
          <span>{word}</span>
          <span class="cell-time">{time}</span>
        </span>
      </span>
    </li>
  );
}

/** A team's cell is as wide as its counts in words. */
const TEAM = { aspect: 4.2, leastWidth: 30, leastHeight: 12, mostHeight: 22 };

function Teams({ tile, aside }: Props) {
  const { format } = useStage();
  const { words } = format;
  const [room, box] = useBox<HTMLDivElement>();
  const unit = hundredth(room.current);
  const fit =
    box === null
      ? null
      : gridThatFits(tile.teams.length, box, {
          aspect: TEAM.aspect,
          leastWidthPx: TEAM.leastWidth * unit,
          leastHeightPx: TEAM.leastHeight * unit,
          mostHeightPx: TEAM.mostHeight * unit,
        });
  const more = fit === null ? 0 : tile.teams.length - fit.shown + tile.more;
  useLayoutEffect(() => {
    const online = words.online(tile.online, format.count(tile.online));
    aside.value = more === 0 ? online : `${words.more(format.count(more))} · ${online}`;
  });
  return (
    <div class="room" ref={room}>
      {fit !== null && (
        <ul class="cells teams" style={{ "--columns": fit.columns, "--lines": fit.rows }}>
          {tile.teams.slice(0, fit.shown).map((team) => (
            <Team key={team.team ?? ""} team={team} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Team({ team }: { readonly team: TeamCell }) {
  const { format } = useStage();
  const { words } = format;
  const states = (Object.entries(team.counts) as [AgentCell["state"], number][]).sort(([, a], [, b]) => b - a);
  return (
    <li class="cell team" data-team={team.team ?? ""} data-value={team.online}>
      <span class="cell-name">
        <Fit text={team.team ?? words.otherTeams} />
      </span>
      <span class="segments" aria-hidden="true">
        {states.map(([state, count]) => (
          <span key={state} class="segment" data-agent-state={state} style={{ flexGrow: String(count) }} />
        ))}
      </span>
      <span class="team-states">
        <Fit text={states.map(([state, count]) => `${format.count(count)} ${words.states[state]}`).join(" · ")} />
      </span>
    </li>
  );
}
