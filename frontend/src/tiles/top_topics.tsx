import { leastRow, rowsThatFit } from "../capacity";
import type { TopTopicsTile } from "../protocol";
import { useStage } from "../tv/stage";
import { columnEms, ems } from "../width";
import { hundredth, useBox } from "./box";
import { Empty } from "./empty";
import { Fit } from "./fit";
import { percentOf } from "./goal_bar";

/** Em, as in the style sheet: how wide a row is. */
const WIDE = 17;

/** What conversations were about: a bar each, against the most frequent one. */
export function TopTopics({ tile }: { readonly tile: TopTopicsTile }) {
  const { format } = useStage();
  const { words } = format;
  const [room, box] = useBox<HTMLDivElement>();
  const shown =
    box === null
      ? 0
      : Math.min(tile.rows.length, rowsThatFit(99, box.height, leastRow(box, hundredth(room.current), WIDE), false));
  const rows = tile.rows.slice(0, shown);
  const column = columnEms(rows.map((row) => row.topic));
  const most = tile.rows[0]?.count ?? 1;
  return (
    <>
      <div class="room" ref={room}>
        {tile.rows.length === 0 && <Empty text={words.noTopics} hint={words.noTopicsHint} />}
        {shown > 0 && (
          <table class="rows topics" style={{ "--rows": shown, "--counts": ems(format.count(most)).toFixed(2) }}>
            <tbody>
              {rows.map((row) => (
                <tr key={row.topic} data-topic={row.topic}>
                  <th scope="row" class="col-topic">
                    <Fit text={row.topic} column={column} />
                  </th>
                  <td class="col-bar" aria-hidden="true">
                    <span class="bar">
                      <span class="bar-fill" style={{ width: percentOf(row.count, most) }} />
                    </span>
                  </td>
                  <td class="col-count" data-value={row.count}>
                    {format.count(row.count)}
                  </td>
                  <td class="col-share">{row.share === null ? words.dash : format.share(row.share)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      {tile.logged !== null && tile.handled > 0 && (
        <p class="tile-note">{words.loggedOf(format.share(tile.logged), format.count(tile.handled))}</p>
      )}
    </>
  );
}
