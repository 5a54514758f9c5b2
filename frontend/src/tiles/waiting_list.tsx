import { leastRow, rowsThatFit } from "../capacity";
import { elapsed } from "../clock";
import type { WaitingListTile } from "../protocol";
import { useStage } from "../tv/stage";
import { columnEms } from "../width";
import { hundredth, useBox } from "./box";
import { Empty } from "./empty";
import { Fit } from "./fit";
import { Icon } from "./icon";
import { keyOf, named } from "./site";

interface Props {
  readonly tile: WaitingListTile;
  /** Whether the head already says how many wait. */
  readonly counted: boolean;
  readonly now: (began?: number) => number;
}

/** Em, as in the style sheet: how wide a row is. */
const WIDE = 11;

/** Who waits, longest first. Late ones carry a mark as well as a colour. */
export function WaitingList({ tile, counted, now }: Props) {
  const { format } = useStage();
  const { words } = format;
  const [room, box] = useBox<HTMLDivElement>();
  const shown =
    box === null
      ? 0
      : rowsThatFit(tile.entries.length, box.height, leastRow(box, hundredth(room.current), WIDE), !counted);
  const more = counted ? 0 : tile.entries.length - shown + (tile.more ?? 0);
  const column = columnEms(tile.entries.map(named));
  return (
    <div class="room" ref={room}>
      {tile.entries.length === 0 && <Empty text={words.nobodyWaiting} />}
      {shown > 0 && (
        <table class="rows waiting" style={{ "--rows": shown + (more > 0 ? 0.8 : 0) }}>
          <thead class="unseen">
            <tr>
              <th scope="col">{words.queue}</th>
              <th scope="col">{words.time}</th>
            </tr>
          </thead>
          <tbody>
            {tile.entries.slice(0, shown).map((entry) => (
              <tr
                key={keyOf(entry.contact, entry.site)}
                data-contact={entry.contact}
                data-late={entry.late ? "" : undefined}
              >
                <td class="col-name" data-cell="queue" data-value={entry.queue}>
                  <Fit text={named(entry)} column={column} />
                </td>
                <td class="col-time" data-cell="since" data-value={entry.since}>
                  {entry.late && <Icon name="critical" />}
                  {format.duration(elapsed(entry.since, now(entry.since)))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {box !== null && more > 0 && <p class="more">{words.more(format.count(more))}</p>}
    </div>
  );
}
