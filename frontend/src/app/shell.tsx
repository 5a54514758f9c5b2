import { useLayoutEffect, useRef } from "preact/hooks";
import { AgentsView } from "./agents_view";
import { AlertsCount, AlertsNews } from "./alerts/alerts_news";
import { Empty } from "./chip";
import { SiteChoice } from "./choices";
import { isOf } from "./feed";
import { FreshnessSign, StaleNotice } from "./freshness_sign";
import { GoalsView } from "./goals_view";
import { OverviewView } from "./overview_view";
import { OwnMenu } from "./own_menu";
import { usePage } from "./page";
import { Passport } from "./passport";
import { QueueView } from "./queue_view";
import { OPEN_ROOMS, ROOM_VIEWS } from "./rooms";
import { addressOf, isRoom, type Route, toView, type View } from "./route";
import { SignIn } from "./sign_in";
import { TicketsView } from "./tickets_view";

const TABS: readonly View[] = ["overview", "agents", "tickets", "goals", ...OPEN_ROOMS];

/** The whole page: header with views and freshness, the view, and the passport over it. */
export function Shell() {
  const page = usePage();
  const words = page.words.value;
  const route = page.route.value;
  return (
    <>
      <a class="skip" href="#content">
        {words.skip}
      </a>
      <header class="top">
        <SiteChoice />
        <nav aria-label={words.views}>
          <ul>
            {TABS.map((view) => (
              <li key={view}>
                <a
                  href={addressOf(toView(route, view))}
                  aria-current={
                    route.view === view || (view === "overview" && route.view === "queues") ? "page" : undefined
                  }
                >
                  {words[view]}
                  {view === "alerts" && <AlertsCount />}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <FreshnessSign />
        <OwnMenu />
      </header>
      <Content route={route} />
      <Passport />
      <AlertsNews />
    </>
  );
}

function Content({ route }: { readonly route: Route }) {
  const page = usePage();
  const stale = page.staleness.value;
  const main = useRef<HTMLElement>(null);
  const place = `${route.site} ${route.view} ${route.id}`;
  const before = useRef<Route | null>(null);
  useLayoutEffect(() => {
    const from = before.current;
    before.current = route;
    // At the first view, and when an address without a site finds its own, the focus is the reader's.
    if (from === null || from.site === null) return;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [place]);
  return (
    <main id="content" tabIndex={-1} ref={main} data-view={route.view} data-stale={stale?.part ?? ""}>
      <StaleNotice />
      <Body route={route} />
    </main>
  );
}

function Body({ route }: { readonly route: Route }) {
  const page = usePage();
  const words = page.words.value;
  const shown = page.feed.shown.value;
  const refused = page.feed.refused.value;
  if (page.locked.value || refused?.status === 401) return <SignIn entered={page.enter} />;
  const Room = isRoom(route.view) ? ROOM_VIEWS[route.view] : undefined;
  if (Room !== undefined) return <Room />;
  if (page.sites.value?.length === 0) return <Titled title={words.noSite} hint={words.noSiteHint} />;
  if (refused !== null && shown === null) {
    return (
      <div class="message">
        <h1 tabIndex={-1}>{refused.status === 404 ? words.notFound : refused.title}</h1>
        <p>{refused.status === 404 ? `${refused.title} ${refused.detail}` : refused.detail}</p>
        <p>
          <a
            href={addressOf({
              site: refused.status === 404 && route.id === null ? null : route.site,
              view: "overview",
              id: null,
              query: {},
            })}
          >
            {words.backToOverview}
          </a>
        </p>
      </div>
    );
  }
  if (shown === null || shown.route.view !== route.view) return <Titled title={words.loading} hint="" />;
  return (
    <div class="view" data-asked={isOf(shown, route) ? "" : "pending"}>
      {route.view === "overview" && <OverviewView shown={shown} />}
      {route.view === "queues" && <QueueView shown={shown} />}
      {route.view === "agents" && <AgentsView shown={shown} />}
      {route.view === "tickets" && <TicketsView shown={shown} />}
      {route.view === "goals" && <GoalsView shown={shown} />}
    </div>
  );
}

function Titled({ title, hint }: { readonly title: string; readonly hint: string }) {
  return (
    <>
      <h1 tabIndex={-1} class="unseen">
        {title}
      </h1>
      <Empty title={title} hint={hint} />
    </>
  );
}
