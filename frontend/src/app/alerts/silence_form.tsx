import { useSignal } from "@preact/signals";
import { Dialog } from "../boards/dialog";
import { ChoiceField, TextField } from "../boards/field";
import { Refused } from "../fetching";
import { usePage } from "../page";
import { type AlertShown, type AlertsAnswer, coverable, MINUTES, REASON_LIMIT, silence } from "./alerts";
import { coverage, type Names } from "./saying";

interface Props {
  readonly answer: AlertsAnswer;
  /** Because of which alert; null: any rule. */
  readonly alert: AlertShown | null;
  readonly names: Names;
  readonly taken: () => void;
  readonly closed: () => void;
}

/** Silences some alerts: which, for how long, and why. */
export function SilenceForm({ answer, alert, names, taken, closed }: Props) {
  const page = usePage();
  const words = page.words.value.alertsRoom;
  const writing = page.writing.value;
  const options = coverable(alert, answer.rules);
  const chosen = useSignal(0);
  const minutes = useSignal(60);
  const reason = useSignal("");
  const wrong = useSignal<string | null>(null);
  const noReason = useSignal(false);
  const busy = useSignal(false);

  async function send(event: Event): Promise<void> {
    event.preventDefault();
    noReason.value = reason.value.trim() === "";
    if (noReason.value) (event.currentTarget as HTMLFormElement).querySelector("textarea")?.focus();
    if (noReason.value || busy.value) return;
    busy.value = true;
    try {
      await silence(answer.site, options[chosen.value] ?? {}, minutes.value, reason.value.trim(), page.second.peek());
      taken();
      closed();
    } catch (error) {
      wrong.value = error instanceof Refused ? `${error.title} ${error.detail}` : words.noAnswer;
    }
    busy.value = false;
  }
  return (
    <Dialog title={words.silenceTitle} closed={closed}>
      <form class="alerts-form" onSubmit={(event) => void send(event)}>
        <h2>{words.silenceTitle}</h2>
        <p class="hint">{words.silenceHint}</p>
        <ChoiceField
          label={words.covers}
          value={String(chosen.value)}
          options={options.map((one, place) => [String(place), coverage(one, names, page.words.value)])}
          changed={(value) => {
            chosen.value = Number(value);
          }}
        />
        <ChoiceField
          label={words.howLong}
          value={String(minutes.value)}
          options={MINUTES.map((one) => [
            String(one),
            one < 60 ? words.minutes(writing.count(one)) : page.words.value.hours(writing.count(one / 60)),
          ])}
          changed={(value) => {
            minutes.value = Number(value);
          }}
        />
        <TextField
          label={words.reason}
          value={reason.value}
          most={REASON_LIMIT}
          long
          wrong={noReason.value ? words.reasonMissing : null}
          changed={(value) => {
            reason.value = value;
          }}
        />
        {wrong.value !== null && (
          <p class="notice" role="alert">
            {wrong.value}
          </p>
        )}
        <div class="buttons">
          <button type="button" class="plain" onClick={closed}>
            {words.cancel}
          </button>
          <button type="submit" class="plain main" data-act="silence" aria-disabled={busy.value}>
            {words.silence}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
