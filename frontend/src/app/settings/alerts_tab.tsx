import { useMemo } from "preact/hooks";
import { usePage } from "../page";
import { AlertForm, ToList } from "./alert_form";
import { AlertList } from "./alert_list";
import { NEW, shownRule } from "./alert_rule";
import { nameOf } from "./alert_words";
import { Rehearsal } from "./rehearsal";
import { RehearsalPanel } from "./rehearsal_panel";
import type { Room } from "./room";
import { SaveBar } from "./save_bar";
import type { SettingsAnswer } from "./settings_answer";

interface Props {
  readonly room: Room;
  readonly answer: SettingsAnswer;
  readonly disabled: boolean;
}

/** Rules of alerts: all of them, or the one that is open with when it would have fired. */
export function AlertsTab({ room, answer, disabled }: Props) {
  const page = usePage();
  const own = page.words.value.alertRules;
  const { site, id } = page.route.value;
  const rehearsal = useMemo(() => new Rehearsal(site), [site, id]);
  const rule = id === null ? null : shownRule(answer.alerts.rules, room.alertEdits.value, id);
  const title = rule === null ? own.title : id === NEW ? own.add : nameOf(rule, page);
  return (
    <div class="settings-columns" data-part="alerts" data-open={id !== null || undefined}>
      <div class="settings-form">
        <section class="card" aria-labelledby="level">
          {id !== null && <ToList />}
          <h2 id="level">{title}</h2>
          {id === null ? (
            <AlertList room={room} answer={answer} disabled={disabled} />
          ) : (
            <AlertForm key={id} room={room} rehearsal={rehearsal} answer={answer} id={id} disabled={disabled} />
          )}
          <SaveBar room={room} answer={answer} part="alerts" disabled={disabled} />
        </section>
      </div>
      {rule !== null && !disabled && <RehearsalPanel rehearsal={rehearsal} rule={rule} />}
    </div>
  );
}
