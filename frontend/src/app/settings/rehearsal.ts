import { signal } from "@preact/signals";
import { Refused, sendJson } from "../fetching";
import { siteAddress } from "../requests";
import type { AlertRule } from "./alert_rule";

/** Moments as RFC 3339; null for a state that it never entered. */
export interface Episode {
  readonly id: string;
  readonly subject: { readonly kind: string; readonly subject: string; readonly subject_name: string };
  readonly pending_at: string;
  readonly fired_at: string | null;
  readonly ended_at: string | null;
  readonly worst: number | null;
}

/** What `POST …/alerts/rehearsal` answers. Not `complete`: not all of the day could be judged. */
export interface RehearsalAnswer {
  readonly from: string;
  readonly to: string;
  readonly events: number;
  readonly complete: boolean;
  readonly missing: readonly string[];
  readonly unit: string | null;
  readonly fired: number;
  readonly episodes: readonly Episode[];
  readonly more: number;
}

/** A rule that is tried over the past day, as it stands in the form. */
export class Rehearsal {
  readonly answer = signal<RehearsalAnswer | null>(null);
  readonly refused = signal<Refused | null>(null);
  readonly running = signal(false);
  /** The rule that was tried last, as it was sent. */
  private readonly tried = signal("");

  constructor(private readonly site: string | null) {}

  async run(rule: AlertRule): Promise<void> {
    if (this.running.peek()) return;
    const body = JSON.stringify(rule);
    this.running.value = true;
    this.refused.value = null;
    try {
      this.answer.value = (await sendJson("POST", `${siteAddress(this.site)}/alerts/rehearsal`, {
        rule,
      })) as RehearsalAnswer;
    } catch (error) {
      this.answer.value = null;
      this.refused.value = error instanceof Refused ? error : new Refused(0, "", "");
    }
    this.tried.value = body;
    this.running.value = false;
  }

  /** Whether what is shown is of this very rule. */
  isOf(rule: AlertRule): boolean {
    return this.tried.value === JSON.stringify(rule);
  }

  /** What the server found wrong with a field of the rule that was tried. A mistake of the whole stands at its kind. */
  mistakeOf(rule: AlertRule, field: keyof AlertRule): string | undefined {
    const mistakes = this.refused.value?.mistakes ?? [];
    if (mistakes.length === 0 || !this.isOf(rule)) return undefined;
    return mistakes.find(({ where }) => ((where.replace(/^rule\./, "").split(".")[0] ?? "") || "kind") === field)?.what;
  }
}
