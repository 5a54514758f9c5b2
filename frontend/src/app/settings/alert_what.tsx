import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { MetricField } from "../boards/metric_field";
import { readNames, type SiteNames } from "../boards/requests";
import { Chosen, knownOf } from "../boards/scope_field";
import { usePage } from "../page";
import type { RuleFields } from "./alert_form";
import { BURN_WINDOWS, CLOCKS, canBeCompared, judged, windowsOf, withComparison, withMetric } from "./alert_rule";
import { windowName } from "./alert_words";
import { Choice, Frame } from "./fields";

const PARTS = { queue: "queues", agent: "agents", team: "teams", channel: "channels" } as const;

/** What a rule watches: a figure over a time and of whom, or what runs out. */
export function AlertWhat(fields: RuleFields) {
  const { rule } = fields;
  const own = usePage().words.value.alertRules;
  if (rule.kind === "trust") return null;
  return (
    <fieldset class="rule-part">
      <legend>{own.what}</legend>
      {rule.kind === "level" && <Figure {...fields} />}
      <div class="fields">{rule.kind === "deadline" ? <Deadline {...fields} /> : <Counted {...fields} />}</div>
      <Only {...fields} />
    </fieldset>
  );
}

function Figure({ rule, disabled, wrong, change }: RuleFields) {
  const page = usePage();
  const catalogue = page.catalogue.value;
  const before = catalogue.metric(rule.metric ?? "");
  if (disabled) return <p>{catalogue.label(rule.metric ?? "")}</p>;
  return (
    <MetricField
      label={page.words.value.alertRules.metric}
      value={rule.metric ?? null}
      metrics={judged(catalogue)}
      wrong={wrong("metric") ?? null}
      changed={(key) => {
        const metric = catalogue.metric(key ?? "");
        if (metric !== null) change(withMetric(rule, metric, before));
      }}
    />
  );
}

/** Over which time and of whom; of a burn both windows. */
function Counted(fields: RuleFields) {
  const { rule, disabled, wrong, change } = fields;
  const page = usePage();
  const own = page.words.value.alertRules;
  const metric = page.catalogue.value.metric(rule.metric ?? "");
  const level = rule.kind === "level";
  const scopes = level ? (metric?.scopes ?? []) : ["queue", "site"];
  return (
    <>
      <Frame id="alert-scope" label={own.scope} mistake={wrong("scope")}>
        <Choice
          id="alert-scope"
          value={rule.scope ?? ""}
          options={scopes.map((scope) => [scope, own.scopes[scope] ?? scope])}
          disabled={disabled}
          change={(scope) => change({ scope, of: [] })}
        />
      </Frame>
      {level && <Window {...fields} field="window" label={own.window} windows={windowsOf(metric)} />}
      {level && canBeCompared(metric) && <Compared {...fields} />}
      {!level && <Window {...fields} field="long" label={own.long} windows={BURN_WINDOWS} />}
      {!level && <Window {...fields} field="short" label={own.short} windows={BURN_WINDOWS} />}
    </>
  );
}

/** Against fixed limits, or against the same time last week. */
function Compared({ rule, disabled, wrong, change }: RuleFields) {
  const page = usePage();
  const own = page.words.value.alertRules;
  const metric = page.catalogue.value.metric(rule.metric ?? "");
  return (
    <Frame
      id="alert-compare"
      label={own.compare}
      mistake={wrong("compare")}
      {...(rule.compare ? { hint: own.compareHint } : {})}
    >
      <Choice
        id="alert-compare"
        value={rule.compare ?? "limits"}
        options={Object.entries(own.compareWith)}
        disabled={disabled}
        change={(to) => change(withComparison(rule, metric, to === "last_week" ? to : null))}
      />
    </Frame>
  );
}

interface WindowProps extends RuleFields {
  readonly field: "window" | "long" | "short";
  readonly label: string;
  readonly windows: readonly string[];
}

function Window({ rule, disabled, wrong, change, field, label, windows }: WindowProps) {
  const page = usePage();
  const value = rule[field] ?? "";
  const known = windows.includes(value) ? windows : [value, ...windows];
  return (
    <Frame id={`alert-${field}`} label={label} mistake={wrong(field)}>
      <Choice
        id={`alert-${field}`}
        value={value}
        options={known.map((one) => [one, windowName(one, page)])}
        disabled={disabled || known.length < 2}
        change={(window) => change({ [field]: window, ...(field === "window" ? { paced: false } : {}) })}
      />
    </Frame>
  );
}

function Deadline({ rule, disabled, wrong, change }: RuleFields) {
  const own = usePage().words.value.alertRules;
  const stages = ["at_risk", "breached"] as const;
  return (
    <>
      <Frame id="alert-clock" label={own.clock} mistake={wrong("clock")}>
        <Choice
          id="alert-clock"
          value={rule.clock ?? ""}
          options={CLOCKS.map((clock) => [clock, own.clocks[clock] ?? clock])}
          disabled={disabled}
          change={(clock) => change({ clock, threshold_s: null })}
        />
      </Frame>
      <Frame id="alert-stage" label={own.stage} mistake={wrong("stage")}>
        <Choice
          id="alert-stage"
          value={rule.stage ?? "breached"}
          options={stages.map((stage) => [stage, own.stages[stage]])}
          disabled={disabled}
          change={(stage) => change({ stage: stage === "at_risk" ? stage : "breached" })}
        />
      </Frame>
    </>
  );
}

/** Only some of them; none chosen is each one that there is. */
function Only({ rule, disabled, change }: RuleFields) {
  const page = usePage();
  const names = useSignal<SiteNames | null>(null);
  const site = page.route.value.site;
  useEffect(() => {
    const reading = new AbortController();
    // Without the names of the site, what is chosen stands by its id.
    if (site !== null)
      readNames(site, reading.signal).then(
        (found) => {
          names.value = found;
        },
        () => {},
      );
    return () => reading.abort();
  }, [site]);
  const scope = rule.kind === "deadline" ? "queue" : rule.scope;
  const part = PARTS[scope as keyof typeof PARTS];
  if (part === undefined) return null;
  if (disabled) return rule.of.length > 0 ? <p class="hint">{rule.of.join(", ")}</p> : null;
  return (
    <div class="rule-only">
      <Chosen part={part} chosen={rule.of} known={knownOf(names.value, part)} changed={(of) => change({ of })} />
      <p class="hint">{page.words.value.alertRules.only}</p>
    </div>
  );
}
