import { rowsThatFit } from "../capacity";
import { elapsed } from "../clock";
import type { AlertRow, AlertsTile } from "../protocol";
import { alertRuleName } from "../spoken";
import { useStage } from "../tv/stage";
import { hundredth, useBox } from "./box";
import { Empty } from "./empty";
import { Fit } from "./fit";
import { Icon } from "./icon";
import { keyOf, named } from "./site";

interface Props {
  readonly tile: AlertsTile;
  readonly now: () => number;
}

const LEAST_ROW = 8.2;

/** What needs a person now, the worst first. Each row says how long it has lasted, and counts on. */
export function Alerts({ tile, now }: Props) {
  const { format } = useStage();
  const { words } = format;
  const [room, box] = useBox<HTMLDivElement>();
  const shown = box === null ? 0 : rowsThatFit(tile.rows.length, box.height, LEAST_ROW * hundredth(room.current));
  const more = tile.rows.length - shown + (tile.more ?? 0);
  const silenced = tile.silenced > 0 ? words.alertsSilenced(format.count(tile.silenced)) : null;
  return (
    <div class="room" ref={room}>
      {tile.rows.length === 0 && (
        <Empty
          text={tile.state === "no_data" ? words.alertsNotJudged : words.noAlerts}
          {...(silenced === null ? {} : { hint: silenced })}
        />
      )}
      {shown > 0 && (
        <table class="rows tickets" style={{ "--rows": shown + (more > 0 ? 0.5 : 0) }}>
          <tbody>
            {tile.rows.slice(0, shown).map((row) => (
              <Row key={keyOf(row.alert, row.site)} row={row} now={now} />
            ))}
          </tbody>
        </table>
      )}
      {box !== null && more > 0 && <p class="more">{words.more(format.count(more))}</p>}
    </div>
  );
}

interface RowProps {
  readonly row: AlertRow;
  readonly now: () => number;
}

function Row({ row, now }: RowProps) {
  const { format } = useStage();
  const { words } = format;
  const about = [named(row), ...(row.seen ? [words.alertSeen] : []), ...(row.unknown ? [words.alertUnknown] : [])];
  return (
    <tr data-alert={row.alert} data-severity={row.severity}>
      <th scope="row" class="col-alert">
        <Fit text={alertRuleName(row.rule, words)} />
        <span class="beneath">
          <Fit text={about.filter((part) => part !== "").join(" · ")} />
        </span>
      </th>
      <td class="col-due" data-cell="since" data-value={row.began}>
        <Icon name={row.severity} />
        <span class="unseen">{words[row.severity]}</span>
        {format.duration(elapsed(row.began, now()))}
        <span class="beneath">{format.moment(row.began, now())}</span>
      </td>
    </tr>
  );
}
