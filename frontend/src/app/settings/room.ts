import { computed, signal } from "@preact/signals";
import { fetchJson, Refused, sendJson } from "../fetching";
import { siteAddress } from "../requests";
import { type AlertEdits, type AlertRule, leftOut, NEW, revisedAlerts, unsaid, type WrittenAlerts } from "./alert_rule";
import { type Edit, type Edits, FILE, type GoalEdits, revisedGoals, revisedRules, type Since } from "./revise";
import {
  type Field,
  type GoalWritten,
  levelOf,
  type Mistake,
  type PartName,
  type PreviewAnswer,
  RULE_FIELDS,
  type SettingsAnswer,
  saysTheSame,
  type Written,
} from "./settings_answer";

/** So long after the last key the preview is asked for, ms. */
const PAUSE_MS = 400;
/** A server that is busy is asked again, ms. */
const AGAIN_MS = 2000;

/** What is edited in the settings of one site, before it is saved. */
export class Room {
  readonly answer = signal<SettingsAnswer | null>(null);
  readonly edits = signal<Edits>({});
  readonly goalEdits = signal<GoalEdits>({});
  /** Undefined: not edited. */
  readonly sets = signal<readonly string[] | null | undefined>(undefined);
  readonly alertEdits = signal<AlertEdits>({});
  /** Keys of alert rules that are left out, and whose goals raise alerts. Undefined: not edited. */
  readonly off = signal<readonly string[] | undefined>(undefined);
  readonly alertLevels = signal<readonly string[] | undefined>(undefined);
  /** The key that a new alert rule was saved under. */
  readonly made = signal<string | null>(null);
  readonly since = signal<Since>("now");
  readonly mistakes = signal<readonly Mistake[]>([]);
  readonly preview = signal<PreviewAnswer | null>(null);
  readonly previewing = signal(false);
  readonly refused = signal<Refused | null>(null);
  readonly saved = signal(false);
  /** Read again after somebody else was quicker: what was typed stands over what holds now. */
  readonly reread = signal(false);
  /** Grows when fields are to show what holds again. */
  readonly turn = signal(0);
  private timer = 0;
  private asked = 0;

  constructor(
    readonly site: string | null,
    /** Previews are for those who may edit. */
    readonly edit: () => boolean,
  ) {}

  readonly rulesEdited = computed(() => Object.keys(this.edits.value).length > 0);
  readonly goalsEdited = computed(() => Object.keys(this.goalEdits.value).length > 0 || this.sets.value !== undefined);
  readonly alertsEdited = computed(
    () =>
      Object.keys(this.alertEdits.value).length > 0 ||
      this.off.value !== undefined ||
      this.alertLevels.value !== undefined,
  );
  readonly edited = computed(() => this.rulesEdited.value || this.goalsEdited.value || this.alertsEdited.value);
  /** Whether something was edited that has versions. */
  readonly versioned = computed(() =>
    Object.values(this.edits.value).some((fields) => RULE_FIELDS.some((f) => f in fields && fields[f] !== FILE)),
  );
  readonly unreadable = computed(
    () =>
      Object.values(this.edits.value).some((fields) => Object.values(fields).some(Number.isNaN)) ||
      Object.values(this.goalEdits.value).some((goal) => Object.values(goal ?? {}).some(Number.isNaN)) ||
      Object.values(this.alertEdits.value).some((rule) => rule !== null && unsaid(rule).size > 0),
  );

  async load(): Promise<void> {
    try {
      const found = await fetchJson(`${siteAddress(this.site)}/settings`, new AbortController().signal);
      const before = this.answer.peek();
      this.answer.value = found as SettingsAnswer;
      this.refused.value = null;
      // It is read twice at the start: what somebody is typing by then stays in its field.
      if (before === null || !saysTheSame(before, found as SettingsAnswer)) this.turn.value += 1;
      this.ask();
    } catch (error) {
      this.refused.value = asRefused(error);
    }
  }

  async again(): Promise<void> {
    await this.load();
    this.reread.value = this.refused.peek() === null;
  }

  set(queue: string, field: Field, edit: Edit | undefined): void {
    const { [queue]: held = {}, ...others } = this.edits.peek();
    const { [field]: _, ...kept } = held;
    const fields = edit === undefined ? kept : { ...kept, [field]: edit };
    this.edits.value = Object.keys(fields).length === 0 ? others : { ...others, [queue]: fields };
    this.changed();
  }

  setGoal(id: string, edit: Partial<GoalWritten> | null | undefined): void {
    const { [id]: _, ...others } = this.goalEdits.peek();
    this.goalEdits.value = edit === undefined ? others : { ...others, [id]: edit };
    this.changed();
  }

  setSets(sets: readonly string[] | null): void {
    this.sets.value = sets;
    this.changed();
  }

  /** Undefined goes back to what holds, null to what the file says or Tavle comes with. */
  setAlert(key: string, edit: AlertRule | null | undefined): void {
    const { [key]: _, ...others } = this.alertEdits.peek();
    this.alertEdits.value = edit === undefined ? others : { ...others, [key]: edit };
    this.changed();
  }

  leaveOut(key: string, out: boolean): void {
    const answer = this.answer.peek();
    if (answer === null) return;
    const held = leftOut(answer.parts.alerts);
    const others = (this.off.peek() ?? held).filter((one) => one !== key);
    const off = out ? [...others, key] : others;
    const same = off.length === held.length && off.every((one) => held.includes(one));
    this.off.value = same ? undefined : off;
    this.changed();
  }

  setAlertLevels(levels: readonly string[]): void {
    this.alertLevels.value = levels;
    this.changed();
  }

  discard(): void {
    this.forget("rules");
    this.forget("goals");
    this.forget("alerts");
    this.turn.value += 1;
    this.changed();
  }

  /** Stores what was edited. */
  async save(): Promise<void> {
    const answer = this.answer.peek();
    if (answer === null || this.unreadable.peek()) return;
    if (this.rulesEdited.peek() && !(await this.put("rules", this.rules(answer, this.since.peek())))) return;
    if (this.goalsEdited.peek() && !(await this.put("goals", this.goals(answer)))) return;
    if (!this.alertsEdited.peek()) return;
    const value = this.alerts(answer);
    const made = NEW in this.alertEdits.peek() ? (value.rules?.[value.rules.length - 1]?.key ?? null) : null;
    if (await this.put("alerts", value)) this.made.value = made;
  }

  /** Stores a part as it is given. Answers whether it was taken. */
  async put(part: PartName, value: object): Promise<boolean> {
    const version = this.answer.peek()?.parts[part].version ?? 0;
    return this.change(part, () => sendJson("PUT", `${siteAddress(this.site)}/settings/${part}`, { version, value }));
  }

  /** Goes back to what the file says. */
  async back(part: PartName): Promise<void> {
    const version = this.answer.peek()?.parts[part].version ?? 0;
    await this.change(part, () => sendJson("DELETE", `${siteAddress(this.site)}/settings/${part}?version=${version}`));
  }

  private async change(part: PartName, sent: () => Promise<unknown>): Promise<boolean> {
    this.saved.value = false;
    this.reread.value = false;
    try {
      this.answer.value = (await sent()) as SettingsAnswer;
    } catch (error) {
      this.take(asRefused(error));
      return false;
    }
    this.forget(part);
    this.turn.value += 1;
    this.changed();
    this.saved.value = true;
    return true;
  }

  private forget(part: PartName): void {
    if (part === "rules") this.edits.value = {};
    if (part === "goals") {
      this.goalEdits.value = {};
      this.sets.value = undefined;
    }
    if (part === "alerts") {
      this.alertEdits.value = {};
      this.off.value = undefined;
      this.alertLevels.value = undefined;
    }
  }

  private changed(): void {
    this.saved.value = false;
    this.reread.value = false;
    this.refused.value = null;
    this.mistakes.value = [];
    this.ask();
  }

  private ask(after = PAUSE_MS): void {
    window.clearTimeout(this.timer);
    if (!this.rulesEdited.peek() && !this.goalsEdited.peek()) {
      this.asked += 1;
      this.preview.value = null;
      this.previewing.value = false;
      return;
    }
    if (!this.edit() || this.unreadable.peek()) return;
    this.timer = window.setTimeout(() => void this.previewNow(), after);
  }

  private async previewNow(): Promise<void> {
    const answer = this.answer.peek();
    if (answer === null) return;
    this.asked += 1;
    const turn = this.asked;
    this.previewing.value = true;
    try {
      const body = { rules: this.rules(answer, "all"), goals: this.goals(answer) };
      const found = (await sendJson("POST", `${siteAddress(this.site)}/preview`, body)) as PreviewAnswer;
      if (turn === this.asked) this.preview.value = found;
    } catch (error) {
      if (turn !== this.asked) return;
      const refused = asRefused(error);
      if (refused.status === 400) this.take(refused);
      else if (refused.status !== 404) this.ask(AGAIN_MS);
    } finally {
      if (turn === this.asked) this.previewing.value = false;
    }
  }

  private take(refused: Refused): void {
    this.mistakes.value = (refused.mistakes ?? []).map(({ where, what, path }) => ({
      path: path ?? where.split(".").slice(1),
      what,
    }));
    this.refused.value = refused;
  }

  private rules(answer: SettingsAnswer, since: Since): Written {
    return revisedRules(answer, this.edits.peek(), since, (queue) => levelOf(answer, queue, queue));
  }

  /** The part of alerts as it would be stored. */
  alerts(answer: SettingsAnswer): WrittenAlerts {
    const { parts, alerts } = answer;
    return revisedAlerts(parts.alerts, alerts.rules, this.alertEdits.peek(), this.off.peek(), this.alertLevels.peek());
  }

  private goals(answer: SettingsAnswer): object {
    return revisedGoals(answer, this.goalEdits.peek(), this.sets.peek());
  }
}

function asRefused(error: unknown): Refused {
  return error instanceof Refused ? error : new Refused(0, "", "");
}
