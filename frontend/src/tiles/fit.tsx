import { ems } from "../width";
import { wrapped } from "../wrapped";

interface Props {
  readonly text: string;
  /** The width of the column that the text stands in, em: shorter ones get the size of the widest. */
  readonly column?: number;
}

/**
 * Foreign text in the room there is: on one line if it nearly fits, else smaller on two lines. Never cut; the style
 * sheet does the sizing from the text's width in em.
 */
export function Fit({ text, column = 0 }: Props) {
  const width = Math.max(ems(text), column);
  const lines = wrapped(text, width);
  return (
    <span class="fit">
      <span
        class="fit-text"
        data-dense={lines.dense ? "" : undefined}
        data-word={/\s/.test(text) ? undefined : ""}
        style={{ "--ems": width.toFixed(2), "--wrapped": lines.ems.toFixed(2) }}
      >
        {text}
      </span>
    </span>
  );
}
