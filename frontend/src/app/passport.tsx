import { useSignal, useSignalEffect } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Amount } from "./amount";
import { type Explanation, scaleOf } from "./explanation";
import { fetchJson, Refused } from "./fetching";
import { agentName, type Page, queueName, usePage } from "./page";
import { Entries } from "./passport_entries";
import { Rules } from "./passport_rule";
import { type Asked, explainAddress, LIST_LIMIT, LIST_STEP } from "./requests";

/** The dialog that tells what a figure is and what stands behind it. Escape closes it; the focus goes back. */
export function Passport() {
  const { asked } = usePage();
  return asked.value === null ? null : <Opened key={JSON.stringify(asked.value)} asked={asked.value} />;
}

function Opened({ asked }: { readonly asked: Asked }) {
  const page = usePage();
  const words = page.words.value;
  const dialog = useRef<HTMLDialogElement>(null);
  const { told, failed, limit, again } = useExplanation(page, asked);
  const opener = useRef(document.activeElement as HTMLElement | null);
  useLayoutEffect(() => {
    dialog.current?.showModal();
    return () => {
      const back = opener.current?.isConnected ? opener.current : document.querySelector<HTMLElement>("main h1");
      back?.focus();
    };
  }, []);
  const close = () => {
    page.asked.value = null;
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the dialog's own; a press beside it is for the mouse
    <dialog
      ref={dialog}
      class="passport"
      aria-labelledby="passport-title"
      onClose={close}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div class="passport-room">
        <header class="passport-head">
          <div>
            <p class="passport-scope">{scopeName(page, asked)}</p>
            <h2 id="passport-title">{page.catalogue.value.label(asked.metric)}</h2>
          </div>
          <button type="button" class="plain" onClick={close}>
            {words.close}
          </button>
        </header>
        <div class="passport-body" data-told={told === null ? "" : told.metric}>
          <p class="passport-definition">{page.catalogue.value.metric(asked.metric)?.definition}</p>
          {failed !== null && (
            <p class="notice" role="alert">
              {words.failed}. {failed}
            </p>
          )}
          {told === null && failed === null && <p role="status">{words.fetching}</p>}
          {told !== null && <Told told={told} />}
        </div>
        <footer class="passport-foot">
          <button type="button" class="plain" onClick={again}>
            {words.again}
          </button>
          {told !== null && told.more.count > 0 && limit.value < LIST_LIMIT && (
            <button
              type="button"
              class="plain"
              onClick={() => {
                limit.value = LIST_LIMIT;
              }}
            >
              {words.listMore}
            </button>
          )}
        </footer>
      </div>
    </dialog>
  );
}

/** Reads the explanation, and again with another limit; what was read stays until then. */
function useExplanation(page: Page, asked: Asked) {
  const told = useSignal<Explanation | null>(null);
  const failed = useSignal<string | null>(null);
  const limit = useSignal(LIST_STEP);
  const turn = useSignal(0);
  useSignalEffect(() => {
    const reading = new AbortController();
    void turn.value;
    const address = explainAddress(page.route.peek().site, asked, limit.value);
    fetchJson(address, reading.signal).then(
      (answer) => {
        told.value = answer as Explanation;
        failed.value = null;
      },
      (error) => {
        if (reading.signal.aborted) return;
        failed.value = error instanceof Refused ? `${error.title} ${error.detail}` : "";
      },
    );
    return () => reading.abort();
  });
  const again = () => {
    turn.value += 1;
  };
  return { told: told.value, failed: failed.value, limit, again };
}

function Told({ told }: { readonly told: Explanation }) {
  const page = usePage();
  const words = page.words.value;
  const writing = page.writing.value;
  const { catalogue } = page;
  const factor = scaleOf(told);
  const corrected = told.corrected;
  return (
    <>
      <div class="passport-figure">
        <output class="passport-value" data-value={told.value ?? ""}>
          {writing.figure(told.value, told.unit)}
        </output>
        <div class="passport-side">
          {factor !== null && (
            <p class="passport-sum" data-numerator={told.numerator} data-denominator={told.denominator}>
              <Amount told={told} part="numerator" value={told.numerator} /> ÷{" "}
              <Amount told={told} part="denominator" value={told.denominator} />
              {factor !== 1 && ` × ${writing.ratio(factor)}`}
            </p>
          )}
          <p>
            {writing.behindIt(told.metric, told.n)}
            {told.provisional !== null &&
              told.provisional > 0 &&
              ` · ${words.provisional(told.provisional, writing.count(told.provisional))}`}
          </p>
          {corrected !== null && <p class="notice">{words.correctedAt(writing.instant(corrected[0]))}</p>}
        </div>
      </div>
      <dl class="facts">
        <dt>{words.standsFor}</dt>
        <dd>
          {told.start === null
            ? words.present(writing.instant(told.at))
            : words.fromTo(writing.full(told.start), writing.full(told.at))}
          <br />
          {told.as_of === null
            ? words.noEvents
            : words.newestEvent(writing.instant(told.as_of), writing.behind(told.lag_ms ?? 0))}
        </dd>
        {told.formula !== null && (
          <>
            <dt>{words.formula}</dt>
            <dd>
              <code lang="en">{told.formula}</code>
            </dd>
          </>
        )}
        {told.rules.length > 0 && (
          <>
            <dt>{words.rule}</dt>
            <dd>
              <Rules rules={told.rules} />
            </dd>
          </>
        )}
        <dt>{words.leftOut}</dt>
        <dd>
          {told.excluded.length === 0 ? (
            words.nothingLeftOut
          ) : (
            <ul class="left-out">
              {told.excluded.map(({ reason, count }) => (
                <li key={reason}>
                  {catalogue.value.told(reason, words)}:{" "}
                  <b>{reason.endsWith("_ms") ? writing.duration(count) : writing.count(count)}</b>
                </li>
              ))}
            </ul>
          )}
        </dd>
      </dl>
      <Entries told={told} />
    </>
  );
}

function scopeName(page: Page, asked: Asked): string {
  const words = page.words.value;
  const answer = page.feed.shown.value?.answer;
  const window = asked.window === null ? words.windows.now : (words.windows[asked.window as "today"] ?? asked.window);
  if (asked.scope === "queue") return `${answer ? queueName(answer, asked.id) : asked.id} · ${window}`;
  if (asked.scope === "agent") return `${answer ? agentName(answer, asked.id) : asked.id} · ${window}`;
  if (asked.scope === "site") return `${answer?.name ?? words.wholeSite} · ${window}`;
  return `${asked.id} · ${window}`;
}
