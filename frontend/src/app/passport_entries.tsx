import { Icon } from "../tiles/icon";
import { Amount } from "./amount";
import { accountOf, type Entry, type Explanation, type Sums } from "./explanation";
import { agentName, queueName, usePage } from "./page";
import { Scroll } from "./scroll";

/** The contacts, tickets, answers or agents behind a figure, each with its share, and the sums down to the figure. */
export function Entries({ told }: { readonly told: Explanation }) {
  const page = usePage();
  const words = page.words.value;
  const writing = page.writing.value;
  const account = accountOf(told);
  const older = (told.older.numerator ?? 0) !== 0 || (told.older.denominator ?? 0) !== 0;
  const waits = told.entries.some((entry) => entry.wait_ms !== undefined);
  const took = told.entries.some((entry) => entry.took_ms !== undefined);
  const lead = 5 + Number(waits) + Number(took);
  if (told.entries.length === 0 && told.more.count === 0 && !older) {
    return (
      <section class="behind">
        <h3>{words.behindIt}</h3>
        <p>{words.nothingBehind}</p>
      </section>
    );
  }
  return (
    <section class="behind">
      <h3>{words.behindIt}</h3>
      <Scroll class="entries-room" label={words.behindIt}>
        <table class="entries">
          <thead>
            <tr>
              <th scope="col">{words.at}</th>
              <th scope="col">{words.contact}</th>
              <th scope="col">{words.queue}</th>
              <th scope="col">{words.agent}</th>
              <th scope="col">{words.verdict}</th>
              {waits && (
                <th scope="col" class="amount">
                  {words.wait}
                </th>
              )}
              {took && (
                <th scope="col" class="amount">
                  {words.took}
                </th>
              )}
              {told.numerator !== null && (
                <th scope="col" class="amount">
                  {words.counts}
                </th>
              )}
              {told.denominator !== null && (
                <th scope="col" class="amount">
                  {words.outOf}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {told.entries.map((entry, place) => (
              <Row key={place} entry={entry} told={told} waits={waits} took={took} />
            ))}
          </tbody>
          {account.summed && (
            <tfoot data-agrees={account.agrees ? "" : undefined}>
              <Sum
                name={words.listed(told.listed, writing.count(told.listed))}
                sums={account.listed}
                told={told}
                lead={lead}
              />
              {told.more.count > 0 && (
                <Sum
                  name={words.further(told.more.count, writing.count(told.more.count))}
                  sums={told.more}
                  told={told}
                  lead={lead}
                />
              )}
              {older && <Sum name={words.older} sums={told.older} told={told} lead={lead} />}
              <Sum name={words.total} sums={account.total} told={told} lead={lead} total />
            </tfoot>
          )}
        </table>
      </Scroll>
      <p class="agrees" data-agrees={account.agrees ? "yes" : "no"}>
        {account.summed && <Icon name={account.agrees ? "ok" : "critical"} />}
        {account.summed ? (account.agrees ? words.addsUp : words.doesNotAddUp) : words.takenFrom}
        {!account.summed &&
          told.more.count > 0 &&
          ` ${words.further(told.more.count, writing.count(told.more.count))}.`}
      </p>
    </section>
  );
}

interface RowProps {
  readonly entry: Entry;
  readonly told: Explanation;
  readonly waits: boolean;
  readonly took: boolean;
}

function Row({ entry, told, waits, took }: RowProps) {
  const page = usePage();
  const words = page.words.value;
  const writing = page.writing.value;
  const answer = page.feed.shown.value?.answer;
  const name = entry.kind === "agent" && answer ? agentName(answer, entry.id) : entry.id;
  const duration = (ms: number | undefined) => (ms === undefined ? words.dash : writing.duration(ms));
  return (
    <tr data-entry={entry.id} data-numerator={entry.numerator ?? ""} data-denominator={entry.denominator ?? ""}>
      <td class="time">{told.at - entry.at < 12 * 3_600_000 ? writing.instant(entry.at) : writing.full(entry.at)}</td>
      <td class="entry-id">
        {entry.kind !== "contact" && <span class="kind">{words.kinds[entry.kind]} </span>}
        {name}
      </td>
      <td>{entry.queue === undefined ? words.dash : answer ? queueName(answer, entry.queue) : entry.queue}</td>
      <td>{entry.agent === undefined ? words.dash : answer ? agentName(answer, entry.agent) : entry.agent}</td>
      <td>{page.catalogue.value.told(entry.verdict, words)}</td>
      {waits && <td class="time">{duration(entry.wait_ms)}</td>}
      {took && <td class="time">{duration(entry.took_ms)}</td>}
      {told.numerator !== null && (
        <td class="amount">
          <Amount told={told} part="numerator" value={entry.numerator} />
        </td>
      )}
      {told.denominator !== null && (
        <td class="amount">
          <Amount told={told} part="denominator" value={entry.denominator} />
        </td>
      )}
    </tr>
  );
}

interface SumProps {
  readonly name: string;
  readonly sums: Sums;
  readonly told: Explanation;
  readonly lead: number;
  readonly total?: boolean;
}

function Sum({ name, sums, told, lead, total = false }: SumProps) {
  return (
    <tr class={total ? "total" : undefined}>
      <th scope="row" colSpan={lead}>
        {name}
      </th>
      {told.numerator !== null && (
        <td class="amount">
          <Amount told={told} part="numerator" value={sums.numerator} />
        </td>
      )}
      {told.denominator !== null && (
        <td class="amount">
          <Amount told={told} part="denominator" value={sums.denominator} />
        </td>
      )}
    </tr>
  );
}
