import type { Error as Failure } from "../protocol";
import { Icon } from "../tiles/icon";
import type { Words } from "../words";
import { Connection } from "./header";
import { useStage } from "./stage";

/** Before the first snapshot: calm, and never over old figures. */
export function WaitingForFigures({ board }: { readonly board: string }) {
  const { format } = useStage();
  return (
    <main class="message" data-page="waiting">
      <h1>{format.words.waitingForFigures}</h1>
      <p>{format.words.waitingHint(board)}</p>
      <Connection />
    </main>
  );
}

/** The server will not send this board, now or later: what is wrong, and what to do. */
export function Refusal({ failure, words }: { readonly failure: Failure; readonly words: Words }) {
  const { title, todo } = words.errors[failure.code] ?? words.refused;
  return (
    <main class="message" data-page="refused">
      <h1>
        <span class="message-icon">
          <Icon name="critical" />
        </span>{" "}
        {title}
      </h1>
      {failure.text !== "" && (
        <p class="message-said" lang="en">
          {failure.text}
        </p>
      )}
      <p>{todo}</p>
      <p class="message-code">{words.code(failure.code)}</p>
    </main>
  );
}
