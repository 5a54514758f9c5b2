import type { RuleBehind } from "./explanation";
import { queueName, usePage } from "./page";

/** So many queues are named by name; more are counted. */
const NAMED = 8;

/** Every version of the rule that judged, with what it does to each outcome. */
export function Rules({ rules }: { readonly rules: readonly RuleBehind[] }) {
  return (
    <ul class="rules">
      {rules.map((rule) => (
        <li key={`${rule.name} ${rule.version} ${rule.queues.join()}`}>
          <Rule rule={rule} />
        </li>
      ))}
    </ul>
  );
}

function Rule({ rule }: { readonly rule: RuleBehind }) {
  const page = usePage();
  const words = page.words.value;
  const writing = page.writing.value;
  const answer = page.feed.shown.value?.answer;
  const names = rule.queues.map((id) => (answer ? queueName(answer, id) : id));
  const queues = names.length > NAMED ? words.queueCount(names.length, writing.count(names.length)) : names.join(", ");
  return (
    <>
      <p>
        <b>{rule.name === "main" ? words.mainRule : rule.name}</b>, {words.version(String(rule.version))}
        {rule.since > 0 && `, ${words.inForceSince(writing.full(rule.since))}`} · <code>{rule.profile}</code>
      </p>
      <p>
        {words.threshold(writing.threshold(rule.threshold_ms))} · {words.short(writing.threshold(rule.short_ms))} ·{" "}
        {words.goalOfRule(writing.share(rule.goal_permille / 1000))} · {words.attribution[rule.attribution]}
      </p>
      <p>
        {Object.entries(rule.treatment)
          .map(([outcome, weight]) => `${words.outcomes[outcome] ?? outcome}: ${words.weights[weight] ?? weight}`)
          .join(" · ")}
      </p>
      <p>{words.judges(queues)}</p>
    </>
  );
}
