import { useEffect } from "preact/hooks";
import { Empty } from "../chip";
import { usePage } from "../page";
import { addressOf } from "../route";
import { type AlertRule, firstRule, KINDS, type KnownAlert, NEW, type RuleKind, shownRule, unsaid } from "./alert_rule";
import { AlertTold } from "./alert_told";
import { AlertWhat } from "./alert_what";
import { AlertWhen } from "./alert_when";
import { nameOf } from "./alert_words";
import { Choice, Frame, Text } from "./fields";
import type { Rehearsal } from "./rehearsal";
import type { Room } from "./room";
import type { SettingsAnswer } from "./settings_answer";

/** What the parts of a rule's form share. `wrong` is what is wrong with a field. */
export interface RuleFields {
  readonly rule: AlertRule;
  readonly disabled: boolean;
  readonly turn: string;
  readonly wrong: (field: keyof AlertRule) => string | undefined;
  readonly change: (more: Partial<AlertRule>) => void;
}

interface Props {
  readonly room: Room;
  readonly rehearsal: Rehearsal;
  readonly answer: SettingsAnswer;
  readonly id: string;
  readonly disabled: boolean;
}

/** One rule of alerts: what it watches, when it fires, who is told. */
export function AlertForm({ room, rehearsal, answer, id, disabled }: Props) {
  const page = usePage();
  const words = page.words.value;
  const own = words.alertRules;
  const known = answer.alerts.rules.find(({ rule }) => rule.key === id);
  const edit = room.alertEdits.value[id];
  const rule = shownRule(answer.alerts.rules, room.alertEdits.value, id);
  useEffect(() => {
    const made = room.made.value;
    if (made === null) return;
    room.made.value = null;
    page.go({ ...page.route.peek(), id: made }, { replace: true });
  }, [room.made.value]);
  if (rule === null) return <Empty title={words.notFound} />;
  const missing = unsaid(rule);
  const touched = edit !== undefined && edit !== null;
  const fields: RuleFields = {
    rule,
    disabled: disabled || edit === null,
    turn: `${id} ${rule.kind} ${room.turn.value} ${edit === null}`,
    wrong: (field) => {
      if (Number.isNaN(rule[field])) return words.setting.noNumber;
      if (touched && missing.has(field)) return own.missing;
      return mistakeOf(room, answer, id, field) ?? rehearsal.mistakeOf(rule, field);
    },
    change: (more) => room.setAlert(id, { ...rule, ...more }),
  };
  const kinds = id === NEW ? KINDS : [rule.kind];
  const chooseKind = (kind: RuleKind) => room.setAlert(id, firstRule(kind, NEW, rule.name));
  return (
    <>
      <div class="fields">
        <Frame id="alert-name" label={own.name} mistake={fields.wrong("name")}>
          <Text
            key={fields.turn}
            id="alert-name"
            value={known === undefined ? rule.name : nameOf(rule, page)}
            most={128}
            disabled={fields.disabled}
            wrong={fields.wrong("name") !== undefined}
            change={(name) => fields.change({ name })}
          />
        </Frame>
        <Frame id="alert-kind" label={own.kind} hint={own.kindHints[rule.kind]} mistake={fields.wrong("kind")}>
          <Choice
            id="alert-kind"
            value={rule.kind}
            options={kinds.map((kind) => [kind, own.kinds[kind]])}
            disabled={fields.disabled || kinds.length < 2}
            change={(kind) => chooseKind(kind as RuleKind)}
          />
        </Frame>
      </div>
      <AlertWhat {...fields} />
      <AlertWhen {...fields} />
      <AlertTold {...fields} />
      {known !== undefined && !disabled && <Back room={room} known={known} />}
    </>
  );
}

/** The way back to what holds without the page: to a shipped rule or the file's, or to none. */
function Back({ room, known }: { readonly room: Room; readonly known: KnownAlert }) {
  const own = usePage().words.value.alertRules;
  const key = known.rule.key;
  if (known.origin !== "page") return null;
  const gone = room.alertEdits.value[key] === null;
  return (
    <p class="field-foot">
      <button type="button" class="link" onClick={() => room.setAlert(key, gone ? undefined : null)}>
        {gone ? own.keep : known.below === null ? own.remove : own.asBelow}
      </button>
      {gone && <span>{own.removed}</span>}
    </p>
  );
}

/** Back to the list. */
export function ToList() {
  const page = usePage();
  return (
    <a class="to-list" href={addressOf({ ...page.route.value, id: null })}>
      ← {page.words.value.alertRules.back}
    </a>
  );
}

/** What the server found wrong with a field: it counts rules in their order. A mistake of the whole stands at its kind. */
function mistakeOf(room: Room, answer: SettingsAnswer, id: string, field: keyof AlertRule): string | undefined {
  if (room.mistakes.value.length === 0) return undefined;
  const rules = room.alerts(answer).rules ?? [];
  const place = id === NEW ? rules.length - 1 : rules.findIndex((rule) => rule.key === id);
  return room.mistakes.value.find(
    ({ path }) => path[0] === "rules" && path[1] === String(place) && (path[2] ?? "kind") === field,
  )?.what;
}
