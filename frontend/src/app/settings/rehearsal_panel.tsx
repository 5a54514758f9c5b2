import { named } from "../alerts/saying";
import { usePage } from "../page";
import { type AlertRule, NEW, unsaid } from "./alert_rule";
import { DayLine } from "./day_line";
import type { Episode, Rehearsal, RehearsalAnswer } from "./rehearsal";

const ROWS = 20;

interface Props {
  readonly rehearsal: Rehearsal;
  readonly rule: AlertRule;
}

/** When the rule would have fired over the past day: a line of the day, and each time with how long it lasted. */
export function RehearsalPanel({ rehearsal, rule }: Props) {
  const page = usePage();
  const own = page.words.value.alertRules;
  const answer = rehearsal.answer.value;
  const running = rehearsal.running.value;
  const sent = rule.key === NEW ? { ...rule, key: "new" } : rule;
  const current = rehearsal.isOf(sent);
  return (
    <aside class="card today-under rehearsal" aria-labelledby="rehearse" aria-busy={running}>
      <h2 id="rehearse">{own.pastDay}</h2>
      <p class="hint">{own.rehearseHint}</p>
      <button
        type="button"
        class="plain"
        data-act="rehearse"
        aria-disabled={running || unsaid(rule).size > 0}
        onClick={() => {
          if (unsaid(rule).size === 0) void rehearsal.run(sent);
        }}
      >
        {own.rehearse}
      </button>
      <div role="status" class="rehearsed">
        {running && <p class="hint">{own.rehearsing} …</p>}
        {!running && <Refusal rehearsal={rehearsal} />}
        {!running && answer !== null && !current && <p class="notice">{own.outdated}</p>}
        {!running && answer !== null && <Found answer={answer} />}
      </div>
    </aside>
  );
}

function Refusal({ rehearsal }: { readonly rehearsal: Rehearsal }) {
  const words = usePage().words.value;
  const refused = rehearsal.refused.value;
  if (refused === null) return null;
  const told =
    refused.status === 503
      ? words.alertRules.busy
      : refused.status === 0
        ? words.alertsRoom.noAnswer
        : `${refused.title} ${(refused.mistakes ?? []).map(({ what }) => what).join("; ") || refused.detail}`;
  return <p class="mistake">{told}</p>;
}

function Found({ answer }: { readonly answer: RehearsalAnswer }) {
  const page = usePage();
  const own = page.words.value.alertRules;
  const writing = page.writing.value;
  const [from, to] = [Date.parse(answer.from), Date.parse(answer.to)];
  const fired = answer.episodes.filter((one) => one.fired_at !== null);
  const nearly = answer.episodes.length + answer.more - answer.fired;
  if (answer.events === 0) return <p class="notice">{own.noEvents}</p>;
  return (
    <>
      <p class="rehearsed-count" data-fired={answer.fired}>
        {answer.fired > 0 && own.wouldHave(answer.fired, writing.count(answer.fired))}
        {answer.fired === 0 && (answer.complete ? own.wouldNot : own.wouldNotThen)}
      </p>
      {nearly > 0 && <p class="hint">{own.nearly(nearly, writing.count(nearly))}</p>}
      {answer.missing.length > 0 && (
        <p class="notice">
          {[...answer.missing.map((what) => own.notWhole[what] ?? what), own.judgedSince(writing.full(from))].join(" ")}
        </p>
      )}
      <DayLine from={from} to={to} episodes={answer.episodes} />
      {fired.length > 0 && <Times answer={answer} fired={fired} to={to} />}
    </>
  );
}

interface TimesProps {
  readonly answer: RehearsalAnswer;
  readonly fired: readonly Episode[];
  readonly to: number;
}

function Times({ answer, fired, to }: TimesProps) {
  const page = usePage();
  const words = page.words.value;
  const own = words.alertRules;
  const writing = page.writing.value;
  const listed = fired.slice(0, ROWS);
  return (
    <>
      <table class="compared">
        <thead>
          <tr>
            <th scope="col">{own.subject}</th>
            <th scope="col">{own.firedAt}</th>
            <th scope="col">{own.lasted}</th>
          </tr>
        </thead>
        <tbody>
          {listed.map((one) => {
            const began = Date.parse(one.fired_at ?? answer.from);
            const lasted = writing.duration((one.ended_at === null ? to : Date.parse(one.ended_at)) - began);
            return (
              <tr key={one.id}>
                <th scope="row">{named(one.subject.kind, one.subject.subject_name, words)}</th>
                <td>{writing.full(began)}</td>
                <td>{one.ended_at === null ? `${lasted}, ${own.goesOn}` : lasted}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {answer.fired > listed.length && <p class="hint">{words.more(writing.count(answer.fired - listed.length))}</p>}
    </>
  );
}
