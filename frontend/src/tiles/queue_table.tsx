import { leastRow, rowsThatFit } from "../capacity";
import { elapsed } from "../clock";
import type { QueueRow, QueueTableTile, TileDefinition } from "../protocol";
import { useStage } from "../tv/stage";
import { columnEms } from "../width";
import { hundredth, useBox } from "./box";
import { Empty } from "./empty";
import { Fit } from "./fit";
import { percentOf } from "./goal_bar";
import { Icon } from "./icon";
import { keyOf, named } from "./site";

interface Props {
  readonly definition: TileDefinition;
  readonly tile: QueueTableTile;
  readonly now: (began?: number) => number;
}

/** Em, as in the style sheet: how wide a row is. */
const WIDE = 21.8;
/** As in the style sheet: of the screen's shorter side at most, and of the tile's width. */
const HEAD_ROW = 13.6;
const HEAD_SHARE = 0.115;
const SHARE = { unit: "share" } as const;

export function QueueTable({ definition, tile, now }: Props) {
  const { format } = useStage();
  const { words } = format;
  const [room, box] = useBox<HTMLDivElement>();
  const unit = hundredth(room.current);
  const head = Math.min(HEAD_ROW * unit, HEAD_SHARE * (box?.width ?? 0));
  const shown = box === null ? 0 : rowsThatFit(tile.rows.length, box.height - head, leastRow(box, unit, WIDE));
  const more = tile.rows.length - shown + (tile.more ?? 0);
  const window = definition.window === "now" || !definition.window ? "" : ` ${words.windows[definition.window] ?? ""}`;
  const column = columnEms(tile.rows.map(named));
  return (
    <div class="room" ref={room}>
      {tile.rows.length === 0 && <Empty text={words.noQueues} hint={words.noQueuesHint} />}
      {shown > 0 && (
        <table
          class="rows queues"
          data-hours={hours(tile) ? "" : undefined}
          style={{ "--rows": shown + (more > 0 ? 0.8 : 0) }}
        >
          <thead>
            <tr>
              <Head name="name" word={words.queue} />
              <Head name="waiting" word={words.waiting} />
              <Head name="longest" word={words.longest} />
              <Head name="talking" word={words.talking} />
              <Head name="free" word={words.free} />
              <Head name="level" word={`${words.level}${window}`} />
            </tr>
          </thead>
          <tbody>
            {tile.rows.slice(0, shown).map((row) => (
              <Row key={keyOf(row.queue, row.site)} row={row} tile={tile} column={column} now={now} />
            ))}
          </tbody>
        </table>
      )}
      {box !== null && more > 0 && <p class="more">{words.more(format.count(more))}</p>}
    </div>
  );
}

/** Whether a time needs room for hours: by the tile's own age, so that no column moves each second. */
function hours({ rows, as_of }: QueueTableTile): boolean {
  return rows.some((row) => row.longest_since !== null && (as_of ?? row.longest_since) - row.longest_since > 3_500_000);
}

/** A column's width counts in the type of its rows; its heading is smaller. */
function Head({ name, word }: { readonly name: string; readonly word: string }) {
  return (
    <th scope="col" class={`col-${name}`}>
      <span class="col-head">
        <Fit text={word} />
      </span>
    </th>
  );
}

interface RowProps {
  readonly row: QueueRow;
  readonly tile: QueueTableTile;
  readonly column: number;
  readonly now: (began?: number) => number;
}

function Row({ row, tile, column, now }: RowProps) {
  const { format } = useStage();
  const { dash } = format.words;
  const waits = row.longest_since === null ? null : elapsed(row.longest_since, now(row.longest_since));
  const late = waits !== null && typeof tile.threshold_ms === "number" && waits > tile.threshold_ms;
  const goal = tile.goal?.target ?? null;
  return (
    <tr data-queue={row.queue} data-site={row.site?.id} data-state={row.state} data-late={late ? "" : undefined}>
      <th scope="row" class="col-name" data-cell="name">
        <Fit text={named(row)} column={column} />
      </th>
      <td data-cell="waiting" data-value={row.waiting} data-none={row.waiting === 0 ? "" : undefined}>
        {format.count(row.waiting)}
      </td>
      <td data-cell="longest" data-value={row.longest_since ?? ""} data-none={waits === null ? "" : undefined}>
        {late && <Icon name="critical" />}
        {waits === null ? dash : format.duration(waits)}
      </td>
      <td class="col-talking" data-cell="talking" data-value={row.talking}>
        {format.count(row.talking)}
      </td>
      <td data-cell="free" data-value={row.agents_available}>
        {format.count(row.agents_available)}
      </td>
      <td data-cell="level" data-value={row.service_level ?? ""} data-n={row.n}>
        <span class="level">
          <span>{format.value(row.service_level, SHARE, goal)}</span>
          <span class="bar" data-state={row.state} aria-hidden="true">
            <span class="bar-fill" style={{ width: percentOf(row.service_level ?? 0, 1) }} />
            {goal !== null && row.service_level !== null && (
              <span class="bar-goal" style={{ left: percentOf(goal, 1) }} />
            )}
          </span>
        </span>
      </td>
    </tr>
  );
}
