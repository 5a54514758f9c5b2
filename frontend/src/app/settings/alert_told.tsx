import { usePage } from "../page";
import type { RuleFields } from "./alert_form";
import { Quantity } from "./alert_when";
import { Choice, Frame, Text } from "./fields";

/** How bad it is, who is told, how often, and when somebody else is. */
export function AlertTold(fields: RuleFields) {
  const { rule, disabled, wrong, change, turn } = fields;
  const words = usePage().words.value;
  const own = words.alertRules;
  const severities = ["critical", "warning"] as const;
  const s = words.setting.units.s;
  return (
    <fieldset class="rule-part">
      <legend>{own.told}</legend>
      <div class="fields">
        <Frame id="alert-severity" label={own.severity} hint={own.severityHint} mistake={wrong("severity")}>
          <Choice
            id="alert-severity"
            value={rule.severity}
            options={severities.map((severity) => [severity, words.alertsRoom.severities[severity]])}
            disabled={disabled}
            change={(severity) => change({ severity: severity === "critical" ? severity : "warning" })}
          />
        </Frame>
        <Frame id="alert-team" label={own.team} hint={own.teamHint} mistake={wrong("team")}>
          <Text
            key={turn}
            id="alert-team"
            value={rule.team ?? ""}
            most={128}
            disabled={disabled}
            wrong={wrong("team") !== undefined}
            change={(team) => change({ team: team.trim() === "" ? null : team })}
          />
        </Frame>
        <Quantity {...fields} field="repeat_s" label={own.repeat} unit="ms" shownUnit={s} seconds />
        <Quantity
          {...fields}
          field="escalate_after_s"
          label={own.escalate}
          hint={own.escalateHint}
          unit="ms"
          shownUnit={s}
          seconds
        />
      </div>
    </fieldset>
  );
}
