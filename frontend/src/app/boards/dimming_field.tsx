import type { BrightHours, Dimming } from "../../protocol";
import { usePage } from "../page";
import { CheckField, Field, NumberField } from "./field";

const WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const WORKDAYS: BrightHours = { days: [...WEEK.slice(0, 5)], start: "07:00", end: "19:00" };
const HOURS_LIMIT = 14;

interface Props {
  readonly dimming: Dimming | null;
  readonly wrong: string | null;
  readonly changed: (dimming: Dimming | null) => void;
}

/** When somebody looks, and how bright the screen is otherwise. */
export function DimmingField({ dimming, wrong, changed }: Props) {
  const words = usePage().words.value.boardsRoom.editor;
  const put = (hours: BrightHours[]) => dimming !== null && changed({ ...dimming, hours });
  return (
    <fieldset class="dimming">
      <legend class="unseen">{words.dimming}</legend>
      <CheckField
        label={words.dimming}
        checked={dimming !== null}
        changed={(on) => changed(on ? { hours: [WORKDAYS], brightness: 0.35 } : null)}
      />
      {wrong !== null && <p class="wrong">{wrong}</p>}
      {dimming !== null && (
        <>
          {dimming.hours.map((hours, at) => (
            <Hours
              key={at}
              hours={hours}
              changed={(next) => put(dimming.hours.map((one, place) => (place === at ? next : one)))}
              removed={dimming.hours.length > 1 ? () => put(dimming.hours.filter((_, place) => place !== at)) : null}
            />
          ))}
          {dimming.hours.length < HOURS_LIMIT && (
            <button type="button" class="plain" onClick={() => put([...dimming.hours, WORKDAYS])}>
              {words.addHours}
            </button>
          )}
          <NumberField
            label={words.brightness}
            value={Math.round(dimming.brightness * 100)}
            least={10}
            most={90}
            changed={(share) => share !== null && changed({ ...dimming, brightness: share / 100 })}
          />
        </>
      )}
    </fieldset>
  );
}

interface HoursProps {
  readonly hours: BrightHours;
  readonly changed: (hours: BrightHours) => void;
  readonly removed: (() => void) | null;
}

function Hours({ hours, changed, removed }: HoursProps) {
  const words = usePage().words.value.boardsRoom.editor;
  const time = (label: string, side: "start" | "end") => (
    <Field label={label}>
      {(id) => (
        <input
          id={id}
          type="time"
          value={hours[side]}
          onInput={(event) =>
            event.currentTarget.value !== "" && changed({ ...hours, [side]: event.currentTarget.value })
          }
        />
      )}
    </Field>
  );
  return (
    <div class="hours">
      <fieldset class="days">
        <legend class="unseen">{words.days}</legend>
        {WEEK.map((day) => (
          <CheckField
            key={day}
            label={words.dayNames[day]}
            checked={hours.days.includes(day)}
            changed={(on) =>
              changed({ ...hours, days: WEEK.filter((one) => (one === day ? on : hours.days.includes(one))) })
            }
          />
        ))}
      </fieldset>
      <div class="field-row">
        {time(words.from, "start")}
        {time(words.to, "end")}
        {removed !== null && (
          <button type="button" class="plain" onClick={removed}>
            {words.removeHours}
          </button>
        )}
      </div>
    </div>
  );
}
