import { leastRow, rowsThatFit } from "../capacity";
import type { BoardHealthTile, WorkerHealth } from "../protocol";
import { useStage } from "../tv/stage";
import { columnEms } from "../width";
import { hundredth, useBox } from "./box";
import { Fit } from "./fit";
import { Icon, type IconName } from "./icon";
import { keyOf, named } from "./site";

/** Em, as in the style sheet: how wide a row is. */
const WIDE = 13.9;
const TROUBLE: readonly Line["tone"][] = ["critical", "warning", "neutral", "ok"];

interface Line {
  readonly key: string;
  readonly name: string;
  readonly icon: IconName;
  readonly word: string;
  readonly tone: "ok" | "warning" | "critical" | "neutral";
}

/** The signs of freshness in words: the line to the server, the worker behind it, and each source. */
export function BoardHealth({ tile }: { readonly tile: BoardHealthTile }) {
  const { format } = useStage();
  const [room, box] = useBox<HTMLDivElement>();
  const lines = useLines(tile);
  const shown = box === null ? 0 : rowsThatFit(lines.length, box.height, leastRow(box, hundredth(room.current), WIDE));
  const more = lines.length - shown + tile.more;
  const column = columnEms(lines.map((line) => line.name));
  return (
    <div class="room" ref={room}>
      {shown > 0 && (
        <table class="rows health" style={{ "--rows": shown + (more > 0 ? 0.8 : 0) }}>
          <tbody>
            {lines.slice(0, shown).map((line) => (
              <tr key={line.key} data-health={line.key} data-tone={line.tone}>
                <th scope="row" class="col-name">
                  <Fit text={line.name} column={column} />
                </th>
                <td class="col-word">
                  <span class="health-said">
                    <Icon name={line.icon} />
                    <Fit text={line.word} />
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {box !== null && more > 0 && <p class="more">{format.words.more(format.count(more))}</p>}
    </div>
  );
}

function useLines(tile: BoardHealthTile): Line[] {
  const { format, session, second } = useStage();
  const { health } = format.words;
  const lost = session.lostSince.value;
  const connection: Line =
    lost === null
      ? { key: "connection", name: health.connection, icon: "ok", word: health.connected, tone: "ok" }
      : {
          key: "connection",
          name: health.connection,
          icon: "lost",
          word: health.connectionLost(format.instant(lost)),
          tone: "critical",
        };
  const sites = tile.workers ?? [];
  const workers =
    sites.length === 0
      ? [workerLine("worker", health.worker, tile.worker)]
      : sites.map(({ site, worker }) =>
          workerLine(keyOf("worker", site), named({ name: health.worker, site }), worker),
        );
  const lines = [...workers, ...tile.sources.map(sourceLine)];
  // Of several sites not all lines may have room: those in trouble come first.
  if (sites.length > 0) lines.sort((one, other) => TROUBLE.indexOf(one.tone) - TROUBLE.indexOf(other.tone));
  return [connection, ...lines];

  function workerLine(key: string, name: string, worker: WorkerHealth | null): Line {
    if (worker === null) return { key, name, icon: "no_data", word: health.unknown, tone: "neutral" };
    const word = health.workers[worker.health];
    if (worker.health === "silent")
      return { key, name, icon: "critical", word: `${word}, ${since(worker.written)}`, tone: "critical" };
    if (worker.health === "catching_up") {
      const records = worker.lag_records ?? 0;
      const lag = health.lag(format.duration(worker.lag_ms), records, format.count(records));
      return { key, name, icon: "warning", word: lag, tone: "warning" };
    }
    return { key, name, icon: "ok", word, tone: "ok" };
  }

  function sourceLine(source: BoardHealthTile["sources"][number]): Line {
    const word = health.source[source.health];
    const trouble = source.health === "silent" || source.health === "behind";
    return {
      key: keyOf(source.source, source.site),
      name: named({ name: source.source, site: source.site }),
      icon: trouble ? "warning" : source.health === "quiet" ? "live" : "ok",
      word: trouble ? `${word}, ${since(source.last)}` : word,
      tone: trouble ? "warning" : source.health === "quiet" ? "neutral" : "ok",
    };
  }

  function since(at: number): string {
    return health.last(format.moment(at, second.peek()));
  }
}
