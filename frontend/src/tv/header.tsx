import type { ComponentChildren } from "preact";
import type { Format } from "../format";
import { liveSign, type Sign } from "../freshness";
import { Icon } from "../tiles/icon";
import { ems } from "../width";
import { useStage } from "./stage";

interface Props {
  readonly siteName: string;
  /** Title of the board. */
  readonly board: string;
  /** Title of the slide that is shown; none on a board without slides. */
  readonly slide: string;
  readonly soundBlocked: boolean;
  readonly children?: ComponentChildren;
}

/** What stands on top, and in the browser's tab. */
export function headline(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" · ");
}

export function Header({ siteName, board, slide, soundBlocked, children }: Props) {
  const { format, second, session } = useStage();
  const now = second.value;
  const title = headline(siteName, board, slide);
  return (
    <header class="header" data-slides={slide === "" ? undefined : ""}>
      <h1 class="header-title" style={{ "--ems": ems(title).toFixed(1) }}>
        {title}
      </h1>
      <span class="header-day">{format.day(now)}</span>
      {children}
      {soundBlocked && (
        <span class="sign" data-sign="muted">
          <Icon name="muted" />
          {format.words.soundBlocked}
        </span>
      )}
      <LiveSign />
      <Connection />
      {session.message.value !== null && <p class="header-message">{session.message.value}</p>}
      <time class="header-clock">{format.clock(now)}</time>
    </header>
  );
}

function LiveSign() {
  const { format, second, session } = useStage();
  // The second wakes this part: what arrived since then is a fraction of it.
  const sign = second.value > 0 ? liveSign(session.allTiles(), session.lostSince.value, session.clock.now()) : null;
  if (sign === null || sign.kind === "lost") return null;
  return (
    <span class="sign" data-sign={sign.kind} data-long={long(sign) ? "" : undefined}>
      <Icon name={sign.kind === "stale" ? "stale" : "live"} />
      {wording(sign, format, second.value)}
    </span>
  );
}

/** Whether the sign says more than how far behind the board is. */
function long(sign: Exclude<Sign, { kind: "lost" }>): boolean {
  return sign.kind === "quiet" || (sign.kind === "live" && sign.staleTiles > 0);
}

function wording(sign: Exclude<Sign, { kind: "lost" }>, format: Format, now: number): string {
  const { words } = format;
  if (sign.kind === "none") return words.noFigures;
  if (sign.kind === "stale") return words.allStale(format.moment(sign.since, now));
  const main =
    sign.kind === "live" ? words.live(format.behind(sign.behindMs)) : words.quiet(format.instant(sign.lastAt));
  return sign.staleTiles === 0 ? main : `${main} · ${words.staleTiles(sign.staleTiles, format.count(sign.staleTiles))}`;
}

/** A live region: it speaks when the connection goes and says nothing while it holds. */
export function Connection() {
  const { format, session } = useStage();
  const since = session.lostSince.value;
  return (
    <p class="lost" role="status" data-lost={since === null ? "" : Math.round(since)}>
      {since !== null && <Icon name="lost" />}
      {since !== null && format.words.lost(format.instant(since))}
    </p>
  );
}
