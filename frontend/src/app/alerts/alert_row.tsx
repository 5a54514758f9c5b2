import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../../tiles/icon";
import { ToneChip } from "../chip";
import { usePage } from "../page";
import { addressOf, toView } from "../route";
import { Since } from "../ticking";
import type { AlertShown, SilenceShown } from "./alerts";
import { about, figureOf, queueOf, ruleName, thingOf, whyOf } from "./saying";

export interface Acts {
  readonly acknowledge: (alert: AlertShown) => void;
  readonly silence: (alert: AlertShown) => void;
}

interface Props {
  readonly alert: AlertShown;
  readonly silences: readonly SilenceShown[];
  /** It was acknowledged here, and the worker has not judged that yet. */
  readonly taken: boolean;
  /** Null for who may only look. */
  readonly acts: Acts | null;
}

/** An alert: how bad, which rule, about what, since when, by which figure, and who sees to it. */
export function AlertRow({ alert, silences, taken, acts }: Props) {
  const page = usePage();
  const words = page.words.value;
  const room = words.alertsRoom;
  const row = useRef<HTMLLIElement>(null);
  const pending = alert.state === "pending";
  const name = ruleName(alert, page.language.value);
  const where = about(alert, words);
  const thing = thingOf(alert, words);
  const value = figureOf(alert, page.writing.value, (metric) => page.catalogue.value.label(metric));
  // As on walls: since when it is so, which may be before anybody could tell.
  const at = alert.began;
  useLayoutEffect(() => {
    // The button that was pressed is gone: the focus stays with its alert.
    if (taken && alert.acknowledged_by !== null && document.activeElement === document.body) row.current?.focus();
  }, [alert.acknowledged_by]);
  return (
    <li
      class="alert-row"
      ref={row}
      tabIndex={-1}
      data-alert={alert.id}
      data-severity={alert.severity}
      data-state={alert.state}
    >
      <div class="alert-what">
        <p class="alert-signs">
          <ToneChip tone={alert.severity} word={room.severities[alert.severity]} />
          {!pending && <span class="alert-state">{room.states[alert.state]}</span>}
          {alert.state === "no_data" && alert.why !== null && <span class="n">{whyOf(alert, words)}</span>}
        </p>
        <h3>{name}</h3>
        <p class="alert-where">
          {thing}
          {alert.queue !== null && thing !== "" && " · "}
          {alert.queue !== null && (
            <a href={addressOf(toView(page.route.value, "queues", alert.queue))}>{queueOf(alert, words)}</a>
          )}
          {alert.team !== null && alert.kind !== "team" && (
            <span class="n"> · {`${room.kinds.team} ${alert.team}`}</span>
          )}
        </p>
      </div>
      <div class="alert-facts">
        {value !== "" && <p class="alert-value">{value}</p>}
        <p class="n">
          {room.since(page.writing.value.moment(at, page.second.peek()))} · <Since at={at} />
          {alert.n !== null && ` · ${words.behind(page.writing.value.count(alert.n))}`}
        </p>
        <Muted alert={alert} silences={silences} />
        {alert.acknowledged_by !== null && (
          <p class="alert-seen">
            <Icon name="ok" />
            <span>{room.seenBy(alert.acknowledged_by)}</span>
          </p>
        )}
      </div>
      {acts !== null && !pending && (
        <div class="buttons alert-acts">
          {alert.acknowledged_by === null && (
            <button
              type="button"
              class="plain"
              data-act="acknowledge"
              aria-disabled={taken}
              aria-label={taken ? undefined : room.acknowledgeOf(name, where)}
              onClick={() => {
                if (!taken) acts.acknowledge(alert);
              }}
            >
              {taken ? room.takenShort : room.acknowledge}
            </button>
          )}
          <button
            type="button"
            class="plain"
            data-act="silence"
            aria-label={room.silenceOf(name, where)}
            onClick={() => acts.silence(alert)}
          >
            {room.silenceAsk}
          </button>
        </div>
      )}
    </li>
  );
}

/** Why nobody is told of it. */
function Muted({ alert, silences }: Pick<Props, "alert" | "silences">) {
  const page = usePage();
  const room = page.words.value.alertsRoom;
  if (alert.muted === null) return null;
  const silence = silences.find((one) => one.id === alert.silence);
  const until = silence && page.writing.value.moment(silence.until, page.second.peek());
  const text =
    alert.muted === "critical" ? room.mutedByCritical : until === undefined ? room.silenced : room.silencedUntil(until);
  return (
    <p class="alert-muted">
      <Icon name="muted" />
      <span>{text}</span>
    </p>
  );
}
