import "../fonts/fonts.css";
import "../agent_states.css";
import "./page.css";
import "./buttons.css";
import "./top.css";
import "./tables.css";
import "./panels.css";
import "./goals.css";
import "./passport.css";
import "./alerts/alerts.css";
import "./boards/boards.css";
import "./screens/screens.css";
import "./settings/settings.css";
import "./settings/alert_rules.css";
import "./settings/preview.css";
import { effect, signal } from "@preact/signals";
import { render } from "preact";
import { untilNextSecond } from "../clock";
import { Feed } from "./feed";
import { askWhoIAm, fetchJson, Refused } from "./fetching";
import { kept } from "./kept";
import { isLanguage, preferredLanguage } from "./language";
import { Page, PageContext, type SiteName } from "./page";
import { addressOf, namesSite, routeOf } from "./route";
import { Shell } from "./shell";
import { dress } from "./theme";

const SITES_AGAIN_MS = 2000;

dress();
const chosen = kept("language");
const language = isLanguage(chosen) ? chosen : preferredLanguage(navigator.languages);
const feed = new Feed(
  {
    fetch: fetchJson,
    perf: () => performance.now(),
    wallClock: Date.now,
    after: (ms, call) => {
      const timer = window.setTimeout(call, ms);
      return () => window.clearTimeout(timer);
    },
    visible: () => document.visibilityState === "visible",
  },
  routeOf(window.location.pathname, window.location.search),
);
const second = signal(feed.clock.now());
const page = new Page(feed, second, routeOf(window.location.pathname, window.location.search), language, begin);

function beat(): void {
  second.value = Math.round(feed.clock.now() / 1000) * 1000;
  window.setTimeout(beat, untilNextSecond(feed.clock.now() + 20) + 20);
}

/** Links of this page change the view; all others, and those with a key held, are the browser's. */
function follow(event: MouseEvent): void {
  const link = (event.target as Element | null)?.closest("a[href]");
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  const address = link?.getAttribute("href") ?? "";
  if (!plain || event.defaultPrevented || !address.startsWith("/app")) return;
  event.preventDefault();
  const url = new URL(address, window.location.origin);
  page.go(routeOf(url.pathname, url.search));
}

/** Which sites there are; the first one when the address names none. */
async function findSites(): Promise<void> {
  try {
    const { sites } = (await fetchJson("/api/v1/sites", new AbortController().signal)) as {
      sites: readonly SiteName[];
    };
    page.sites.value = sites;
    page.locked.value = false;
    const first = sites[0];
    if (!namesSite(page.route.peek()) && first !== undefined) {
      page.go({ ...page.route.peek(), site: first.id }, { replace: true });
    }
    if (first !== undefined) return;
  } catch (error) {
    page.locked.value = error instanceof Refused && error.status === 401;
    if (page.locked.peek()) return;
    // Anything else is said by the feed, once there is a site; until then it is asked again.
  }
  window.setTimeout(() => void findSites(), SITES_AGAIN_MS);
}

function speak(): void {
  page.speak(page.language.peek()).catch((error) => {
    if (!(error instanceof Refused && error.status === 401)) window.setTimeout(speak, SITES_AGAIN_MS);
  });
}

/** At first, and again once somebody has signed in. */
function begin(): void {
  speak();
  void findSites();
  feed.now();
  void askWhoIAm().then((visitor) => {
    page.visitor.value = visitor;
  });
}

effect(() => {
  const words = page.words.value;
  const route = page.route.value;
  const shown = feed.shown.value;
  const view = route.view === "queues" ? (shown?.answer.queue?.name ?? words.queue) : words[route.view];
  const stale = page.staleness.value === null ? "" : `${words.stale} · `;
  document.title = `${stale}${view} · ${shown?.answer.name ?? words.title}`;
});
document.addEventListener("click", follow);
document.addEventListener("visibilitychange", () => feed.now());
window.addEventListener("popstate", () => page.follow());

const root = document.getElementById("page");
if (root !== null) {
  render(
    <PageContext.Provider value={page}>
      <Shell />
    </PageContext.Provider>,
    root,
  );
}
if (addressOf(page.route.peek()) !== `${window.location.pathname}${window.location.search}`) {
  page.go(page.route.peek(), { replace: true });
}
beat();
begin();
