import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

interface FieldProps {
  readonly label: string;
  /** What the server says is wrong with it. */
  readonly wrong?: string | null;
  readonly children: (id: string, described: string | undefined) => ComponentChildren;
}

/** A field under its label, with what is wrong about it. */
export function Field({ label, wrong = null, children }: FieldProps) {
  const id = useId();
  const said = `${id}-wrong`;
  return (
    <div class="field" data-wrong={wrong === null ? undefined : ""}>
      <label htmlFor={id}>{label}</label>
      {children(id, wrong === null ? undefined : said)}
      {wrong !== null && (
        <p class="wrong" id={said}>
          {wrong}
        </p>
      )}
    </div>
  );
}

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly most: number;
  readonly long?: boolean;
  readonly wrong?: string | null;
  readonly changed: (value: string) => void;
}

export function TextField({ label, value, most, long = false, wrong = null, changed }: TextProps) {
  return (
    <Field label={label} wrong={wrong}>
      {(id, described) =>
        long ? (
          <textarea
            id={id}
            rows={4}
            maxLength={most}
            value={value}
            aria-describedby={described}
            aria-invalid={wrong !== null}
            onInput={(event) => changed(event.currentTarget.value)}
          />
        ) : (
          <input
            id={id}
            type="text"
            maxLength={most}
            value={value}
            aria-describedby={described}
            aria-invalid={wrong !== null}
            onInput={(event) => changed(event.currentTarget.value)}
          />
        )
      }
    </Field>
  );
}

interface NumberProps {
  readonly label: string;
  readonly value: number | null;
  readonly least?: number;
  readonly most?: number;
  readonly step?: number | "any";
  readonly wrong?: string | null;
  /** Whether an empty field is an answer: null then. */
  readonly optional?: boolean;
  readonly changed: (value: number | null) => void;
}

/** What is half written or out of bounds stays in the field and changes nothing, until the field is left. */
export function NumberField(props: NumberProps) {
  const { label, value, least, most, step = 1, wrong = null, optional = false, changed } = props;
  const written = useSignal<string | null>(null);
  return (
    <Field label={label} wrong={wrong}>
      {(id, described) => (
        <input
          id={id}
          type="number"
          inputMode={step === 1 ? "numeric" : "decimal"}
          min={least}
          max={most}
          step={step}
          value={written.value ?? (value === null ? "" : String(value))}
          aria-describedby={described}
          aria-invalid={wrong !== null}
          onInput={(event) => {
            written.value = event.currentTarget.value;
            const read = numberIn(event.currentTarget.value, props);
            if (read !== undefined && (read !== null || optional)) changed(read);
          }}
          onBlur={() => {
            written.value = null;
          }}
        />
      )}
    </Field>
  );
}

/** Undefined for what is no answer; null for an empty field. */
export function numberIn(text: string, { least, most, step = 1 }: Pick<NumberProps, "least" | "most" | "step">) {
  if (text.trim() === "") return null;
  const read = Number(text.replace(",", "."));
  if (!Number.isFinite(read) || (step === 1 && !Number.isInteger(read))) return undefined;
  if ((least !== undefined && read < least) || (most !== undefined && read > most)) return undefined;
  return read;
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly wrong?: string | null;
  readonly changed: (value: string) => void;
}

/** A value that is no longer among the options stays visible. */
export function ChoiceField({ label, value, options, wrong = null, changed }: ChoiceProps) {
  const known = options.some(([one]) => one === value);
  return (
    <Field label={label} wrong={wrong}>
      {(id, described) => (
        <select
          id={id}
          value={value}
          aria-describedby={described}
          aria-invalid={wrong !== null}
          onChange={(event) => changed(event.currentTarget.value)}
        >
          {!known && <option value={value}>{value}</option>}
          {options.map(([one, text]) => (
            <option key={one} value={one}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface CheckProps {
  readonly label: string;
  readonly checked: boolean;
  readonly changed: (checked: boolean) => void;
}

export function CheckField({ label, checked, changed }: CheckProps) {
  return (
    <label class="check">
      <input type="checkbox" checked={checked} onChange={(event) => changed(event.currentTarget.checked)} />
      <span>{label}</span>
    </label>
  );
}
