import { usePage } from "../page";
import { Until } from "../ticking";
import type { SilenceShown } from "./alerts";
import { coverage, coveredBy, type Names } from "./saying";

interface Props {
  readonly silence: SilenceShown;
  readonly names: Names;
  readonly taken: boolean;
  /** Null for who may only look. */
  readonly lifted: (() => void) | null;
}

/** A silence: what it covers, why, by whom, and until when. */
export function SilenceRow({ silence, names, taken, lifted }: Props) {
  const page = usePage();
  const words = page.words.value;
  const room = words.alertsRoom;
  const covered = coverage(coveredBy(silence), names, words);
  return (
    <li class="alert-row" data-silence={silence.id}>
      <div class="alert-what">
        <h3>{covered}</h3>
        <p class="alert-where">{silence.reason}</p>
      </div>
      <div class="alert-facts">
        <p>
          {room.until(page.writing.value.moment(silence.until, page.second.peek()))} · <Until at={silence.until} />
        </p>
        <p class="n">{room.by(silence.by)}</p>
      </div>
      {lifted !== null && (
        <div class="buttons alert-acts">
          <button
            type="button"
            class="plain"
            data-act="lift"
            aria-disabled={taken}
            aria-label={taken ? undefined : room.liftOf(covered)}
            onClick={() => {
              if (!taken) lifted();
            }}
          >
            {taken ? room.takenShort : room.lift}
          </button>
        </div>
      )}
    </li>
  );
}
