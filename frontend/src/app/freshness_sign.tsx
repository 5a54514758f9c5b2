import type { Staleness } from "../freshness";
import { Icon } from "../tiles/icon";
import { type Page, usePage } from "./page";
import { signOf } from "./staleness";

/** How far behind the newest event the page is, in the header of every view; the clock is the server's. */
export function FreshnessSign() {
  const page = usePage();
  const words = page.words.value;
  const writing = page.writing.value;
  const shown = page.feed.shown.value;
  const stale = page.staleness.value;
  const second = page.second.value;
  const lost = page.feed.lostSince.value;
  let sign = "waiting";
  let text = words.loading;
  if (page.feed.refused.value !== null && lost === null) {
    sign = "refused";
    text = "";
  } else if (stale !== null || lost !== null) {
    sign = "stale";
    text = `${words.stale} · ${writing.instant(stale?.since ?? lost ?? second)}`;
  } else if (shown !== null) {
    const found = signOf(shown.answer.freshness, second);
    sign = found.kind;
    if (found.kind === "live") text = words.live(writing.behind(found.behindMs));
    else text = found.kind === "quiet" ? words.quiet(writing.instant(found.since)) : words.connected;
  }
  return (
    <p class="sign" data-sign={sign}>
      {text !== "" && <Icon name={sign === "stale" ? "stale" : "live"} />}
      <span>{text}</span> {page.placed && <time class="clock">{writing.clock(second)}</time>}
    </p>
  );
}

/** Why the figures are old, over all of them. Told to screen readers once, not each second. */
export function StaleNotice() {
  const page = usePage();
  const lost = page.feed.lostSince.value;
  const stale: Staleness | null =
    page.staleness.value ?? (lost === null ? null : { part: "connection", source: null, since: lost });
  const refused = page.feed.refused.value;
  return (
    <div class="stale-notice" role="status">
      {stale !== null && (
        <p>
          <Icon name={stale.part === "connection" ? "lost" : "stale"} />
          <span>{reason(page, stale)}</span>
          {refused !== null && <span class="refused">{refused.title}</span>}
        </p>
      )}
    </div>
  );
}

function reason(page: Page, stale: Staleness): string {
  const words = page.words.value;
  const at = page.writing.value.moment(stale.since, page.second.peek());
  const seconds = page.writing.value.instant(stale.since);
  const told = at.length > 5 ? at : seconds;
  return stale.part === "source"
    ? words.staleSince.source(told, stale.source ?? "")
    : words.staleSince[stale.part](told);
}
