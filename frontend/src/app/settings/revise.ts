import {
  type Field,
  type GoalInForce,
  type GoalWritten,
  type LevelInForce,
  PLAIN_FIELDS,
  RULE_FIELDS,
  type RuleField,
  type SettingsAnswer,
  SITE,
  TREATMENTS,
  type Value,
  type Version,
  type Written,
  type WrittenGoals,
  writtenAt,
} from "./settings_answer";

/** From when a change of a rule holds: from now on, or for all that is still known. */
export type Since = "now" | "all";

/** Back to what the file says. */
export const FILE = Symbol("as in the file");
export type Edit = Value | typeof FILE;
/** By queue (`SITE`: the whole site), then by field. */
export type Edits = Readonly<Record<string, Readonly<Partial<Record<Field, Edit>>>>>;

/** The part as it is to be stored, with what was edited. `inForce` says what holds at a level now. */
export function revisedRules(
  answer: SettingsAnswer,
  edits: Edits,
  since: Since,
  inForce: (queue: string) => LevelInForce,
): Written {
  const { value, file } = answer.parts.rules;
  let revised: Written = value ?? {};
  for (const [queue, fields] of Object.entries(edits)) {
    const held = writtenAt(revised, queue);
    const level = revisedLevel(held, writtenAt(file, queue), fields, since, inForce(queue), answer.rules.profiles);
    revised = queue === SITE ? { ...revised, ...level } : withQueue(revised, queue, level);
    if (queue === SITE) for (const name of Object.keys(held)) if (!(name in level)) delete revised[name];
  }
  return revised;
}

export function withQueue(written: Written, queue: string, level: Written): Written {
  const { [queue]: _, ...others } = written.queues ?? {};
  const queues = Object.keys(level).length === 0 ? others : { ...others, [queue]: level };
  return { ...written, queues };
}

type Profiles = SettingsAnswer["rules"]["profiles"];

function revisedLevel(
  held: Written,
  file: Written,
  edits: Readonly<Partial<Record<Field, Edit>>>,
  since: Since,
  level: LevelInForce,
  profiles: Profiles,
): Written {
  const level_: Written = { ...held };
  for (const field of PLAIN_FIELDS) put(level_, field, edits[field]);
  const back = RULE_FIELDS.filter((field) => edits[field] === FILE);
  for (const field of back) delete level_[field];
  if (back.length > 0 && level_.rule_changes) level_.rule_changes = stripped(level_.rule_changes, back);
  const said = spoken(edits, profiles);
  const fields = Object.keys(said) as RuleField[];
  if (fields.length === 0) return level_;
  const own = level_.rule_changes ?? file.rule_changes ?? null;
  if (since === "now") {
    level_.rule_changes = [...(own ?? inherited(level)), { from: "now", ...said }];
    return level_;
  }
  for (const field of fields) level_[field] = asTheProfile(field, said, profiles) ? null : said[field];
  if (own !== null) level_.rule_changes = stripped(own, fields);
  return level_;
}

function put(level: Written, field: Field, edit: Edit | undefined): void {
  if (edit === FILE) delete level[field];
  else if (edit !== undefined) level[field] = edit;
}

/** The edited fields of the rule. A profile takes all treatments with it, so that none is left of the one before. */
function spoken(edits: Readonly<Partial<Record<Field, Edit>>>, profiles: Profiles): Partial<Record<RuleField, Value>> {
  const said: Partial<Record<RuleField, Value>> = {};
  if (typeof edits.profile === "string") {
    for (const name of TREATMENTS) said[name] = profiles[edits.profile]?.[name] ?? null;
  }
  for (const field of RULE_FIELDS) {
    const edit = edits[field];
    if (edit !== undefined && edit !== FILE) said[field] = edit;
  }
  return said;
}

/** Whether the treatment follows the profile that was chosen with it: then the level says nothing of it. */
function asTheProfile(field: RuleField, said: Partial<Record<RuleField, Value>>, profiles: Profiles): boolean {
  return typeof said.profile === "string" && said[field] === profiles[said.profile]?.[field];
}

/** Later versions of the level above, written out: versions of one's own take their place. */
function inherited(level: LevelInForce): Readonly<Record<string, unknown>>[] {
  return level.versions.filter((version) => version.from !== null).map(whole);
}

function whole(version: Version): Readonly<Record<string, unknown>> {
  return { from: version.from, ...Object.fromEntries(RULE_FIELDS.map((field) => [field, version[field]])) };
}

function stripped(
  changes: readonly Readonly<Record<string, unknown>>[],
  fields: readonly string[],
): Readonly<Record<string, unknown>>[] {
  return changes.map((change) => Object.fromEntries(Object.entries(change).filter(([name]) => !fields.includes(name))));
}

export type GoalEdits = Readonly<Record<string, Partial<GoalWritten> | null>>;
/** What names a goal among edits. */
export const goalId = (goal: { readonly set: string; readonly key: string }): string => `${goal.set}/${goal.key}`;

/** The part as it is to be stored. An edit of null takes a goal back to the file's or the shipped one. */
export function revisedGoals(
  answer: SettingsAnswer,
  edits: GoalEdits,
  sets: readonly string[] | null | undefined,
): WrittenGoals {
  const held = answer.parts.goals.value ?? {};
  const known = Object.values(answer.goals.sets).flat();
  const kept = (held.own ?? []).filter((goal) => !(goalId(goal) in edits));
  const changed = known.flatMap((goal) => {
    const edit = edits[goalId(goal)];
    return edit ? [{ ...written(goal), ...edit }] : [];
  });
  const own = [...kept, ...changed];
  const revised: WrittenGoals = { ...held };
  delete revised.own;
  if (own.length > 0) revised.own = own;
  if (sets !== undefined) revised.sets = sets;
  return revised;
}

function written({ unit: _unit, shipped: _shipped, ...goal }: GoalInForce): GoalWritten {
  return goal;
}
