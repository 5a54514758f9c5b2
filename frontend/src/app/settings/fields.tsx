import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { usePage } from "../page";
import { meant, typed } from "./amounts";

export type Origin = "page" | "file" | "environment" | "site" | "preset";

interface FrameProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly mistake?: string | undefined;
  readonly origin?: Origin;
  /** Goes back to what the file says; left out where there is nothing to go back from. */
  readonly back?: (() => void) | undefined;
  readonly edited?: boolean;
  readonly children: ComponentChildren;
}

/** A field with its label, where its value comes from, and what is wrong with it. */
export function Frame({ id, label, hint, mistake, origin, back, edited, children }: FrameProps) {
  const words = usePage().words.value.setting;
  return (
    <div class="setting" data-edited={edited || undefined} data-wrong={mistake !== undefined || undefined}>
      <label for={id}>{label}</label>
      <div class="field-input">{children}</div>
      {mistake !== undefined && (
        <p class="mistake" id={`${id}-mistake`} role="alert">
          {mistake}
        </p>
      )}
      <p class="field-foot">
        {hint !== undefined && <span id={`${id}-hint`}>{hint}</span>}
        {origin !== undefined && (
          <span class="origin" data-origin={origin}>
            {words.origins[origin]}
          </span>
        )}
        {back !== undefined && (
          <button type="button" class="link" onClick={back} aria-label={`${label}: ${words.asInFile}`}>
            {words.asInFile}
          </button>
        )}
      </p>
    </div>
  );
}

/** From here on seconds are shown in minutes and hours too, ms. */
const LONG_MS = 120_000;

interface AmountProps {
  readonly id: string;
  readonly value: number | null;
  /** `ms`, `share`, or what is typed as it is. */
  readonly unit: string | null;
  readonly shownUnit?: string | undefined;
  readonly disabled: boolean;
  readonly wrong?: boolean;
  readonly label?: string;
  readonly change: (value: number | null) => void;
}

/** A number in its unit. What was typed stays as it was typed. */
export function Amount({ id, value, unit, shownUnit, disabled, wrong, label, change }: AmountProps) {
  const page = usePage();
  const text = useSignal(typed(value, unit, page.words.value.locale));
  const ms = unit === "ms" ? meant(text.value, unit) : null;
  const long = ms !== null && ms >= LONG_MS ? ` · ${page.writing.value.duration(ms)}` : "";
  return (
    <>
      <input
        id={id}
        type="text"
        inputMode="decimal"
        autocomplete="off"
        value={text.value}
        disabled={disabled}
        aria-label={label}
        aria-invalid={wrong || undefined}
        aria-describedby={`${id}-hint ${id}-mistake`}
        onInput={(event) => {
          text.value = event.currentTarget.value;
          change(meant(text.value, unit));
        }}
      />
      {shownUnit !== undefined && (
        <span class="unit">
          {shownUnit}
          {long}
        </span>
      )}
    </>
  );
}

interface ChoiceProps {
  readonly id: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly disabled: boolean;
  readonly label?: string;
  readonly change: (value: string) => void;
}

export function Choice({ id, value, options, disabled, label, change }: ChoiceProps) {
  const { locale } = usePage().words.value;
  return (
    <select
      id={id}
      value={value}
      disabled={disabled}
      aria-label={label}
      aria-describedby={`${id}-hint ${id}-mistake`}
      onChange={(event) => change(event.currentTarget.value)}
    >
      {options.map(([option, text]) => (
        <option key={option} value={option}>
          {capital(text, locale)}
        </option>
      ))}
    </select>
  );
}

/** Words that elsewhere stand within a sentence, as they stand alone. */
export function capital(text: string, locale: string): string {
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
}

interface TextProps {
  readonly id: string;
  readonly value: string;
  readonly most: number;
  readonly disabled: boolean;
  readonly wrong: boolean;
  readonly change: (value: string) => void;
}

export function Text({ id, value, most, disabled, wrong, change }: TextProps) {
  return (
    <input
      id={id}
      class="wide"
      type="text"
      autocomplete="off"
      maxLength={most}
      value={value}
      disabled={disabled}
      aria-invalid={wrong || undefined}
      aria-describedby={`${id}-hint ${id}-mistake`}
      onInput={(event) => change(event.currentTarget.value)}
    />
  );
}
