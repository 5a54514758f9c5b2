import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Empty } from "../chip";
import { Refused } from "../fetching";
import { usePage } from "../page";
import { Said } from "../said";
import { AlertRow } from "./alert_row";
import { type AlertShown, type AlertsAnswer, acknowledge, isOpen, judgedOf, lift } from "./alerts";
import { type Names, ruleName } from "./saying";
import { SilenceForm } from "./silence_form";
import { SilenceRow } from "./silence_row";

/** So long it is said that something was taken; by then the worker has judged it, and the list says the rest. */
const SAID_MS = 8000;

/** The room of alerts: what is open, what may come, and what is silenced. It follows by itself. */
export function AlertsRoom() {
  const page = usePage();
  const words = page.words.value;
  const room = words.alertsRoom;
  const heard = page.alerts.value;
  const may = page.may("edit");
  const said = useSignal("");
  const wrong = useSignal<string | null>(null);
  /** Ids of alerts and silences that something was done about here, and the worker has not judged it yet. */
  const taken = useSignal<ReadonlySet<string>>(new Set());
  const asked = useSignal<{ readonly alert: AlertShown | null } | null>(null);
  useEffect(() => {
    const timer = window.setTimeout(() => {
      said.value = "";
    }, SAID_MS);
    return () => window.clearTimeout(timer);
  }, [said.value]);
  if (heard === null) {
    return (
      <div class="view alerts">
        <h1 tabIndex={-1}>{words.alerts}</h1>
        <Empty title={room.loading} />
      </div>
    );
  }
  const { answer } = heard;
  const names: Names = {
    rule: (key) =>
      ruleName({ rule_name: answer.rules.find((one) => one.key === key)?.name ?? key }, page.language.value),
    queue: (id) =>
      answer.listed.find((one) => one.queue === id)?.queue_name ??
      answer.silences.find((one) => one.queue === id)?.queue_name ??
      id,
  };
  async function tried(id: string | null, work: () => Promise<void>): Promise<void> {
    try {
      if (id !== null) taken.value = new Set([...taken.peek(), id]);
      await work();
      said.value = room.taken;
      wrong.value = null;
    } catch (error) {
      taken.value = new Set([...taken.peek()].filter((one) => one !== id));
      wrong.value = error instanceof Refused ? `${error.title} ${error.detail}` : room.noAnswer;
    }
  }
  const acts = {
    acknowledge: (alert: AlertShown) => void tried(alert.id, () => acknowledge(answer.site, alert.id)),
    silence: (alert: AlertShown) => {
      asked.value = { alert };
    },
  };
  const rows = (alerts: readonly AlertShown[]) => (
    <ul class="alert-rows">
      {alerts.map((alert) => (
        <AlertRow
          key={alert.id}
          alert={alert}
          silences={answer.silences}
          taken={taken.value.has(alert.id)}
          acts={may ? acts : null}
        />
      ))}
    </ul>
  );
  const open = answer.listed.filter(isOpen);
  const pending = answer.listed.filter((one) => !isOpen(one));
  const count = answer.open.critical + answer.open.warning;
  return (
    <div class="view alerts">
      <div class="view-head">
        <h1 tabIndex={-1}>{words.alerts}</h1>
        {count > 0 && <h2 class="n">{room.openCount(count, page.writing.value.count(count))}</h2>}
        {may && (
          <button
            type="button"
            class="plain alerts-silence"
            data-act="silence-any"
            onClick={() => {
              asked.value = { alert: null };
            }}
          >
            {room.silenceAsk}
          </button>
        )}
      </div>
      <Said said={said.value} wrong={wrong.value} />
      {!may && page.visitor.value !== null && <p class="hint">{room.readOnly}</p>}
      <Judged answer={answer} silent={heard.silent} />
      {open.length > 0 && rows(open)}
      {answer.more > 0 && <p class="more">{words.more(page.writing.value.count(answer.more))}</p>}
      {pending.length > 0 && (
        <section aria-label={room.pending}>
          <h2>{room.pending}</h2>
          <p class="hint">{room.pendingHint}</p>
          {rows(pending)}
        </section>
      )}
      {answer.silences.length > 0 && (
        <section aria-label={room.silences}>
          <h2>{room.silences}</h2>
          <ul class="alert-rows">
            {answer.silences.map((one) => (
              <SilenceRow
                key={one.id}
                silence={one}
                names={names}
                taken={taken.value.has(one.id)}
                lifted={may ? () => void tried(one.id, () => lift(answer.site, one.id)) : null}
              />
            ))}
          </ul>
        </section>
      )}
      {asked.value !== null && (
        <SilenceForm
          answer={answer}
          alert={asked.value.alert}
          names={names}
          taken={() => {
            said.value = room.taken;
          }}
          closed={() => {
            asked.value = null;
          }}
        />
      )}
    </div>
  );
}

/** Whether the list tells of now. Where it is empty, that is the whole answer: no alert, or nobody who would know. */
function Judged({ answer, silent }: { readonly answer: AlertsAnswer; readonly silent: boolean }) {
  const page = usePage();
  const room = page.words.value.alertsRoom;
  const none = !answer.listed.some(isOpen);
  const judged = judgedOf(answer);
  const at = answer.at === null ? "" : page.writing.value.instant(answer.at);
  const doubt = page.staleness.value !== null || judged === "late" || silent;
  if (judged === "never") return <Empty title={room.neverJudged} hint={room.neverJudgedHint} />;
  if (none && doubt) return <Empty title={room.noneThen(at)} hint={room.noneThenHint} />;
  if (none) return <Empty title={room.none} hint={room.noneHint(at)} />;
  return doubt ? <p class="notice">{room.judgedThen(at)}</p> : null;
}
