import { leastRow, rowsThatFit } from "../capacity";
import type { SatisfactionRow, SatisfactionTile } from "../protocol";
import { useStage } from "../tv/stage";
import { columnEms, ems } from "../width";
import { hundredth, useBox } from "./box";
import { Empty } from "./empty";
import { Fit } from "./fit";
import { percentOf, spanOf } from "./goal_bar";
import { Icon } from "./icon";
import { keyOf, named } from "./site";

/** Em, as in the style sheet: how wide a row is. */
const WIDE = 14.5;

/** What customers answered, the whole first, then by channel or queue. How many answered stands beside each. */
export function Satisfaction({ tile }: { readonly tile: SatisfactionTile }) {
  const { format } = useStage();
  const { words } = format;
  const [room, box] = useBox<HTMLDivElement>();
  const { figure, goal } = tile;
  const whole: SatisfactionRow = {
    id: "",
    site: null,
    name: words.all(words.windows[figure.window] ?? figure.window),
    state: tile.state,
    value: figure.value,
    n: figure.n ?? 0,
  };
  const fit =
    box === null ? 0 : rowsThatFit(tile.rows.length + 1, box.height, leastRow(box, hundredth(room.current), WIDE));
  const rows = tile.rows.slice(0, Math.max(0, fit - 1));
  const more = tile.rows.length - rows.length + tile.more;
  const column = columnEms([whole.name, ...rows.map((row) => nameOf(row, tile, words.channels))]);
  const counts = Math.max(...[whole, ...rows].map((one) => ems(format.words.ofContacts(format.count(one.n)))));
  const row = (one: SatisfactionRow, name: string, main = false) => (
    <tr key={keyOf(one.id, one.site)} data-row={one.id} data-main={main ? "" : undefined} data-state={one.state}>
      <th scope="row" class="col-name">
        <Fit text={name} column={column} />
      </th>
      <td class="col-bar" aria-hidden="true">
        <span class="bar" data-state={one.state}>
          <span class="bar-fill" style={{ width: along(one.value, tile) }} />
          {goal !== null && <span class="bar-goal" style={{ left: along(goal.target, tile) }} />}
        </span>
      </td>
      <td class="col-value" data-cell="value" data-value={one.value ?? ""}>
        {(one.state === "critical" || one.state === "warning") && <Icon name={one.state} />}
        {format.value(one.value, figure, goal?.target ?? null)}
      </td>
      <td class="col-n" data-cell="n" data-value={one.n}>
        {format.words.ofContacts(format.count(one.n))}
      </td>
    </tr>
  );
  return (
    <>
      <div class="room" ref={room}>
        {whole.n === 0 && rows.length === 0 ? (
          <Empty text={words.noAnswers} />
        ) : (
          fit > 0 && (
            <table
              class="rows satisfaction"
              style={{ "--rows": rows.length + 1 + (more > 0 ? 0.8 : 0), "--counts": counts.toFixed(2) }}
            >
              <tbody>
                {row(whole, whole.name, true)}
                {rows.map((one) => row(one, nameOf(one, tile, words.channels)))}
              </tbody>
            </table>
          )
        )}
        {box !== null && more > 0 && <p class="more">{words.more(format.count(more))}</p>}
      </div>
      {goal !== null && <p class="tile-note">{format.goal(goal, figure, null)}</p>}
    </>
  );
}

function nameOf(row: SatisfactionRow, tile: SatisfactionTile, channels: Readonly<Record<string, string>>): string {
  return tile.by === "channel" ? (channels[row.id] ?? row.name) : named(row);
}

function along(value: number | null, { figure, goal }: SatisfactionTile): string {
  const [least, most] = spanOf(figure, goal?.target ?? null);
  return percentOf((value ?? least) - least, most - least);
}
