import { Empty } from "./chip";
import { usePage } from "./page";
import { Scroll } from "./scroll";

interface Props {
  readonly topics: readonly { readonly topic: string; readonly count: number; readonly share: number | null }[];
}

/** The most frequent topics, with their share of all that was handled. */
export function Topics({ topics }: Props) {
  const page = usePage();
  const words = page.words.value;
  const writing = page.writing.value;
  if (topics.length === 0) return <Empty title={words.noTopics} />;
  return (
    <Scroll label={page.catalogue.value.label("top_topics")}>
      <table class="rows">
        <thead>
          <tr>
            <th scope="col">{words.topic}</th>
            <th scope="col" class="right">
              {words.count}
            </th>
            <th scope="col" class="right">
              {words.share}
            </th>
          </tr>
        </thead>
        <tbody>
          {topics.map((row) => (
            <tr key={row.topic}>
              <th scope="row">{row.topic}</th>
              <td class="right">{writing.count(row.count)}</td>
              <td class="right">{writing.figure(row.share, "share", 0.1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
