import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { countedTo, type Staleness } from "../freshness";
import type { AlertsHeard } from "./alerts/alerts_news";
import type { ViewAnswer } from "./answer";
import { Catalogue, type Metric } from "./catalogue";
import type { Feed } from "./feed";
import { fetchJson, type Visitor } from "./fetching";
import { keep } from "./kept";
import { type Language, WORDS } from "./language";
import type { Asked } from "./requests";
import { addressOf, type Route, routeOf } from "./route";
import { stalenessOf } from "./staleness";
import type { PageWords } from "./words/en";
import { Writing } from "./writing";

export interface SiteName {
  readonly id: string;
  readonly name: string;
}

/** What every part of the page draws from. */
export class Page {
  readonly route: Signal<Route>;
  readonly language: Signal<Language>;
  readonly catalogue = signal(new Catalogue([]));
  readonly sites = signal<readonly SiteName[] | null>(null);
  /** Who this browser is to the server; null until it has said. */
  readonly visitor = signal<Visitor | null>(null);
  /** The alerts of the site; null until they were heard. */
  readonly alerts = signal<AlertsHeard | null>(null);
  /** Whether the server gives figures only to accounts, and this browser has none. */
  readonly locked = signal(false);
  /** The figure whose passport is open. */
  readonly asked = signal<Asked | null>(null);
  readonly words: ReadonlySignal<PageWords>;
  readonly writing: ReadonlySignal<Writing>;
  readonly staleness: ReadonlySignal<Staleness | null>;
  /** The last site's, while another view waits for its first answer. */
  private zone: string | null = null;
  private currency = "EUR";

  constructor(
    readonly feed: Feed,
    /** The server's clock at its last whole second. */
    readonly second: ReadonlySignal<number>,
    route: Route,
    language: Language,
    /** Begins anew, after signing in. */
    readonly enter: () => void,
  ) {
    this.route = signal(route);
    this.language = signal(language);
    this.words = computed(() => WORDS[this.language.value]);
    const zone = computed(() => {
      this.zone = this.feed.shown.value?.answer.zone ?? this.zone;
      return this.zone ?? "UTC";
    });
    const currency = computed(() => {
      this.currency = this.feed.shown.value?.answer.currency ?? this.currency;
      return this.currency;
    });
    this.writing = computed(() => new Writing(this.words.value, zone.value, currency.value));
    this.staleness = computed(() => {
      const shown = this.feed.shown.value;
      const heard = { lostSince: this.feed.lostSince.value, heardAt: this.feed.heardAt };
      return shown === null ? null : stalenessOf(shown.answer.freshness, heard, this.second.value);
    });
  }

  /** Whether the site's zone is known: before that no time of day can be shown. */
  get placed(): boolean {
    return this.zone !== null;
  }

  /** Whether this browser may do so: `edit` boards, screens and settings, `administer` accounts. */
  may(permission: "edit" | "administer"): boolean {
    return this.visitor.value?.may.includes(permission) ?? false;
  }

  /** The moment that running times are counted to: they stop where the knowledge stops. */
  now(): number {
    return countedTo(this.staleness.value, this.second.value);
  }

  /** Asks whoever has something unsaved before the page goes elsewhere; false keeps it where it is. */
  leaving: (() => boolean) | null = null;

  go(route: Route, { replace = false } = {}): void {
    if (!this.mayLeaveFor(route)) return;
    const address = addressOf(route);
    if (replace) window.history.replaceState(null, "", address);
    else window.history.pushState(null, "", address);
    this.take(route);
  }

  /** Another filter or period of the same view. */
  choose(query: Readonly<Record<string, string>>): void {
    const route = this.route.peek();
    this.go({ ...route, query: { ...route.query, ...query } }, { replace: true });
  }

  private mayLeaveFor(route: Route): boolean {
    const here = this.route.peek();
    const stays = route.site === here.site && route.view === here.view && route.id === here.id;
    return stays || this.leaving === null || this.leaving();
  }

  /** Takes the address that the browser shows, or gives it back the one that must not be left. */
  follow(): void {
    const to = routeOf(window.location.pathname, window.location.search);
    if (!this.mayLeaveFor(to)) {
      window.history.pushState(null, "", addressOf(this.route.peek()));
      return;
    }
    this.take(to);
  }

  private take(route: Route): void {
    this.route.value = route;
    this.asked.value = null;
    this.feed.go(this.route.value);
  }

  async speak(language: Language): Promise<void> {
    keep("language", language);
    this.language.value = language;
    document.documentElement.lang = language;
    const answer = await fetchJson(`/api/v1/metrics?lang=${language}`, new AbortController().signal);
    if (language === this.language.peek()) {
      this.catalogue.value = new Catalogue((answer as { metrics: readonly Metric[] }).metrics);
    }
  }
}

export const PageContext = createContext<Page | null>(null);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === null) throw new Error("A part is drawn outside the page.");
  return page;
}

export function queueName(answer: ViewAnswer, id: string | null | undefined): string {
  return id === null || id === undefined ? "" : (answer.queue_names[id] ?? id);
}

export function agentName(answer: ViewAnswer, id: string | null | undefined): string {
  return id === null || id === undefined ? "" : (answer.agent_names[id] ?? id);
}
