import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { EVERY_MS } from "../feed";
import { Refused } from "../fetching";
import { usePage } from "../page";
import { ANY_SITE } from "../route";
import { type AlertsAnswer, judgedOf, newlyCritical, openIds, readAlerts } from "./alerts";
import { about, ruleName } from "./saying";

/** What was heard of the alerts of a site last. `silent`: it was asked for again since, and there was no answer. */
export interface AlertsHeard {
  readonly answer: AlertsAnswer;
  readonly silent: boolean;
}

/** Reads the alerts of the site every two seconds while the page is seen, and says new critical ones aloud. */
export function AlertsNews() {
  const page = usePage();
  const said = useSignal("");
  const known = useRef<ReadonlySet<string> | null>(null);
  const { site } = page.route.value;
  const locked = page.locked.value;

  function heard(answer: AlertsAnswer): void {
    const words = page.words.peek();
    // What was there when the page came is seen on it; only what comes is said.
    const fresh = known.current === null ? [] : newlyCritical(answer, known.current);
    known.current = openIds(answer);
    page.alerts.value = { answer, silent: false };
    if (fresh.length > 0) {
      const told = fresh.map((one) => `${ruleName(one, page.language.peek())}, ${about(one, words)}`);
      said.value = words.alertsRoom.fresh(told.join("; "));
    }
  }
  function failed(error: unknown): void {
    if (error instanceof Refused && error.status === 401) page.locked.value = true;
    const before = page.alerts.peek();
    if (before !== null) page.alerts.value = { ...before, silent: true };
  }
  useEffect(() => {
    known.current = null;
    page.alerts.value = null;
    said.value = "";
    if (site === null || site === ANY_SITE || locked) return;
    const asking = new AbortController();
    let timer = 0;
    const again = async () => {
      window.clearTimeout(timer);
      if (document.visibilityState !== "visible") return;
      try {
        const answer = await readAlerts(site, asking.signal);
        if (!asking.signal.aborted) heard(answer);
      } catch (error) {
        if (!asking.signal.aborted) failed(error);
      }
      if (!asking.signal.aborted) timer = window.setTimeout(() => void again(), EVERY_MS);
    };
    const seen = () => void again();
    document.addEventListener("visibilitychange", seen);
    void again();
    return () => {
      asking.abort();
      window.clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
    };
  }, [site, locked]);
  return (
    <p class="unseen" role="alert" data-alerts-news>
      {said.value}
    </p>
  );
}

/** How many alerts are open, beside the name of their tab; nothing while there are none. */
export function AlertsCount() {
  const page = usePage();
  const words = page.words.value;
  const heard = page.alerts.value;
  if (heard === null) return null;
  const { open } = heard.answer;
  const count = open.critical + open.warning;
  if (count === 0) return null;
  const text = page.writing.value.count(count);
  // A count that is old never looks as one of now does.
  const old = heard.silent || page.staleness.value !== null || judgedOf(heard.answer) !== "now";
  return (
    <span class="alerts-count" data-tone={open.critical > 0 ? "critical" : "warning"} data-old={old ? "" : undefined}>
      <span aria-hidden="true">{text}</span>
      <span class="unseen">
        {words.alertsRoom.openCount(count, text)}
        {old && ` · ${words.stale}`}
      </span>
    </span>
  );
}
