import { leastRow, rowsThatFit } from "../capacity";
import { elapsed, remaining } from "../clock";
import type { TicketDeadlinesTile, TicketRow } from "../protocol";
import { useStage } from "../tv/stage";
import { columnEms } from "../width";
import { hundredth, useBox } from "./box";
import { Empty } from "./empty";
import { Fit } from "./fit";
import { Icon } from "./icon";
import { keyOf, named } from "./site";

interface Props {
  readonly tile: TicketDeadlinesTile;
  readonly now: () => number;
}

/** Em, as in the style sheet: how wide a row is and how high. */
const WIDE = 17;
const ROW = 2.38;

/** What is due next. Each row counts on its own; what is overdue counts up, with a sign and a mark. */
export function TicketDeadlines({ tile, now }: Props) {
  const { format } = useStage();
  const { words } = format;
  const [room, box] = useBox<HTMLDivElement>();
  const shown =
    box === null ? 0 : rowsThatFit(tile.rows.length, box.height, leastRow(box, hundredth(room.current), WIDE, ROW));
  const more = tile.rows.length - shown + tile.more;
  const rows = tile.rows.slice(0, shown);
  const names = columnEms(rows.map(named));
  const ids = columnEms(rows.map((row) => row.ticket));
  return (
    <div class="room" ref={room}>
      {tile.rows.length === 0 && (
        <Empty
          text={tile.open === 0 ? words.noTickets : words.noDeadlines}
          {...(tile.paused > 0 ? { hint: words.clocksStand(format.count(tile.paused)) } : {})}
        />
      )}
      {shown > 0 && (
        <table class="rows tickets" style={{ "--rows": shown + (more > 0 ? 0.5 : 0) }}>
          <thead class="unseen">
            <tr>
              <th scope="col">{words.ticket}</th>
              <th scope="col">{words.queue}</th>
              <th scope="col">{words.due}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={keyOf(row.ticket, row.site)} row={row} ids={ids} names={names} now={now} />
            ))}
          </tbody>
        </table>
      )}
      {box !== null && more > 0 && <p class="more">{words.more(format.count(more))}</p>}
    </div>
  );
}

interface RowProps {
  readonly row: TicketRow;
  readonly ids: number;
  readonly names: number;
  readonly now: () => number;
}

function Row({ row, ids, names, now }: RowProps) {
  const { format } = useStage();
  const { words } = format;
  const at = now();
  const time =
    at > row.due ? words.overdueBy(format.duration(elapsed(row.due, at))) : format.duration(remaining(row.due, at));
  const icon = row.deadline === "breached" ? "critical" : row.deadline === "at_risk" ? "warning" : null;
  const about = [row.priority, row.agent ?? words.unassigned].filter((part) => part !== null).join(" · ");
  return (
    <tr data-ticket={row.ticket} data-deadline={row.deadline}>
      <th scope="row" class="col-ticket">
        <Fit text={row.ticket} column={ids} />
        <span class="beneath">
          <Fit text={about} />
        </span>
      </th>
      <td class="col-queue" data-cell="queue" data-value={row.queue}>
        <Fit text={named(row)} column={names} />
        <span class="beneath">
          <Fit text={words.promises[row.promise]} />
        </span>
      </td>
      <td class="col-due" data-cell="due" data-value={row.due}>
        {icon !== null && <Icon name={icon} />}
        {icon !== null && <span class="unseen">{words.deadlines[row.deadline]}</span>}
        {time}
        <span class="beneath">{format.moment(row.due, at)}</span>
      </td>
    </tr>
  );
}
