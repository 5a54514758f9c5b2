import { usePage } from "../page";
import type { RuleFields } from "./alert_form";
import { type AlertRule, canBePaced, rises } from "./alert_rule";
import { limitUnit, senseOf } from "./alert_words";
import { Amount, Frame } from "./fields";

/** When a rule fires and when it is over, in the unit of its figure. */
export function AlertWhen(fields: RuleFields) {
  const own = usePage().words.value.alertRules;
  const { rule } = fields;
  if (rule.kind === "deadline" && rule.clock !== "wait") return null;
  return (
    <fieldset class="rule-part">
      <legend>{own.when}</legend>
      <div class="fields">
        {rule.kind === "level" && <Limits {...fields} />}
        {rule.kind === "burn" && <Burn {...fields} />}
        {rule.kind === "deadline" && <Wait {...fields} />}
        {rule.kind !== "deadline" && <Held {...fields} />}
      </div>
      {rule.kind === "level" && <Direction {...fields} />}
    </fieldset>
  );
}

interface NumberProps extends RuleFields {
  readonly field: keyof AlertRule;
  readonly label: string;
  readonly hint?: string;
  readonly unit: string | null;
  readonly shownUnit?: string | undefined;
  /** Seconds are kept, and written as the milliseconds of a figure are. */
  readonly seconds?: boolean;
}

/** A number of the rule, in its unit. */
export function Quantity(props: NumberProps) {
  const { rule, field, label, hint, unit, shownUnit, seconds = false, disabled, wrong, change, turn } = props;
  const id = `alert-${field}`;
  const mistake = wrong(field);
  const held = rule[field];
  const value = typeof held === "number" ? held * (seconds ? 1000 : 1) : null;
  return (
    <Frame id={id} label={label} mistake={mistake} {...(hint === undefined ? {} : { hint })}>
      <Amount
        key={`${turn} ${unit} ${rule.metric ?? ""} ${rule.compare ?? ""}`}
        id={id}
        value={value}
        unit={unit}
        shownUnit={shownUnit}
        disabled={disabled}
        wrong={mistake !== undefined}
        change={(typed) => change({ [field]: typed === null ? nothing(field) : typed / (seconds ? 1000 : 1) })}
      />
    </Frame>
  );
}

/** What an empty field means: not said, or no number where there must be one. */
function nothing(field: keyof AlertRule): number | null {
  const may: readonly (keyof AlertRule)[] = ["fire", "recover", "escalate_after_s", "threshold_s"];
  return may.includes(field) ? null : Number.NaN;
}

function Limits(fields: RuleFields) {
  const page = usePage();
  const own = page.words.value.alertRules;
  const metric = page.catalogue.value.metric(fields.rule.metric ?? "");
  const { unit, sign } = limitUnit(fields.rule, page);
  const more = rises(fields.rule, metric);
  const shown = (sense: boolean | null) => [sign, senseOf(sense, page)].filter(Boolean).join(" ");
  return (
    <>
      <Quantity {...fields} field="fire" label={own.fire} unit={unit} shownUnit={shown(more)} />
      <Quantity
        {...fields}
        field="recover"
        label={own.recover}
        unit={unit}
        shownUnit={shown(more === null ? null : !more)}
      />
    </>
  );
}

/** What stands out about the direction, and whether the limits grow. */
function Direction({ rule, disabled, change }: RuleFields) {
  const page = usePage();
  const own = page.words.value.alertRules;
  const metric = page.catalogue.value.metric(rule.metric ?? "");
  const { fire, recover } = rule;
  const equal = typeof fire === "number" && fire === recover;
  const more = rises(rule, metric);
  const unusual = !equal && metric?.better != null && more !== null && more === (metric.better === "higher");
  return (
    <>
      {equal && <p class="mistake">{own.equal}</p>}
      {unusual && <p class="notice">{own.unusual}</p>}
      {(canBePaced(rule, metric) || rule.paced) && (
        <label class="check">
          <input
            type="checkbox"
            checked={rule.paced === true}
            disabled={disabled}
            onChange={(event) => change({ paced: event.currentTarget.checked })}
          />
          <span>{own.paced}</span>
        </label>
      )}
    </>
  );
}

function Burn(fields: RuleFields) {
  const own = usePage().words.value.alertRules;
  return (
    <>
      <Quantity {...fields} field="factor" label={own.factor} unit={null} shownUnit={own.times} />
      <Quantity {...fields} field="recover" label={own.recoverBurn} unit={null} shownUnit={own.times} />
    </>
  );
}

function Wait(fields: RuleFields) {
  const words = usePage().words.value;
  const own = words.alertRules;
  const s = words.setting.units.s;
  return (
    <>
      <Quantity
        {...fields}
        field="threshold_s"
        label={own.threshold}
        hint={own.thresholdHint}
        unit="ms"
        shownUnit={s}
        seconds
      />
      {fields.rule.stage === "at_risk" && (
        <Quantity {...fields} field="at_risk" label={own.atRisk} hint={own.atRiskHint} unit="share" shownUnit="%" />
      )}
    </>
  );
}

function Held(fields: RuleFields) {
  const page = usePage();
  const words = page.words.value;
  const own = words.alertRules;
  const s = words.setting.units.s;
  const metric = page.catalogue.value.metric(fields.rule.metric ?? "");
  const counted = fields.rule.kind === "burn" || metric?.kind === "window";
  return (
    <>
      <Quantity {...fields} field="for_s" label={own.forS} unit="ms" shownUnit={s} seconds />
      <Quantity {...fields} field="keep_firing_for_s" label={own.keepS} unit="ms" shownUnit={s} seconds />
      {fields.rule.kind !== "trust" && counted && (
        <Quantity {...fields} field="least_n" label={own.leastN} hint={own.leastNHint} unit={null} />
      )}
    </>
  );
}
