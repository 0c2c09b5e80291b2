import { coverageOf } from '../../coverage/coverage.ts';
import { canonicalJson, type JsonObject, type JsonValue } from '../../json.ts';
import { readAnswer } from '../../metrics/judging/answer.ts';
import type { JudgeAnswer } from '../../metrics/means.ts';
import type { MetricRegistry } from '../../metrics/registry.ts';
import { quote } from '../../metrics/wording.ts';
import { closestSentence } from '../../prompt/closestSentence.ts';
import { jsonOf } from '../../prompt/modelKeys.ts';
import type { Prompt } from '../../prompt/prompt.ts';
import { visibleText } from '../../report/visibleText.ts';
import { readSuite } from '../../suite/readSuite.ts';
import { slug, uniqueId } from '../../suite/slug.ts';
import type { Case, MetricSpec, Suite } from '../../suite/suite.ts';
import { sampleVariables } from '../proposeCases.ts';
import { metricItem, type ProposedMetric } from '../proposedMetric.ts';
import { maySuggest, suggestedTypes } from './suggestedTypes.ts';
import {
  type RawCase,
  type RawMetric,
  suggestedCaseSchema,
  suggestedMetricSchema,
  suggestionsSchema,
} from './suggestionForm.ts';
import { mostCases, mostMetrics } from './suggestionQuestion.ts';

/** A metric that a model suggests: its keys are known to be right, not yet that it tells replies apart. */
export interface MetricDraft {
  readonly metric: ProposedMetric;
  readonly spec: MetricSpec;
  /** What the model says it passes and fails on. */
  readonly example: { readonly user: string; readonly good: string; readonly bad: string };
}

/** A case that a model suggests. */
export interface SuggestedCase {
  /** As a suite has it. */
  readonly item: JsonObject;
  readonly id: string;
  /** What could go wrong in it. */
  readonly because: string;
}

export interface Drafts {
  readonly metrics: readonly MetricDraft[];
  readonly cases: readonly SuggestedCase[];
  /** Why suggestions were left out, a sentence each. */
  readonly leftOut: readonly string[];
}

/** Characters of one suggestion; more is not for people to look through. */
const longest = 8000;

/**
 * Reads a model's answer. Whatever the suite reader would refuse, what is there already and what a model may not suggest is left
 * out, with the reason; the rest counts.
 */
export function readSuggestions(
  answer: JudgeAnswer,
  prompt: Prompt,
  suite: Pick<Suite, 'metrics' | 'cases'>,
  registry: MetricRegistry,
): Drafts | { readonly problem: string } {
  const read = readAnswer(answer, suggestionsSchema, 'model');
  if ('problem' in read) return read;
  const leftOut: string[] = [];
  const metrics = takeMetrics(read.answer.metrics, prompt, suite, registry, leftOut);
  const cases = takeCases(read.answer.cases, prompt, suite, registry, leftOut);
  return { metrics, cases, leftOut };
}

function takeMetrics(
  raw: readonly unknown[],
  prompt: Prompt,
  suite: Pick<Suite, 'metrics'>,
  registry: MetricRegistry,
  leftOut: string[],
): readonly MetricDraft[] {
  const seen = new Set(suite.metrics.map(keyOfMetric));
  const taken: MetricDraft[] = [];
  for (const [index, one] of raw.entries()) {
    if (taken.length >= mostMetrics) {
      leftOut.push(`${raw.length - index} more metrics: ${mostMetrics} are looked at.`);
      break;
    }
    const draft = metricDraft(one, prompt, registry);
    if (typeof draft === 'string') leftOut.push(`Metric ${nameOf(one, index)}: ${draft}`);
    else if (seen.has(keyOfMetric(draft.spec)))
      leftOut.push(`Metric ${nameOf(one, index)}: the suite has it already.`);
    else {
      seen.add(keyOfMetric(draft.spec));
      taken.push(draft);
    }
  }
  return taken;
}

function metricDraft(one: unknown, prompt: Prompt, registry: MetricRegistry): MetricDraft | string {
  if (isTooLong(one)) return tooLong;
  const read = suggestedMetricSchema.safeParse(one);
  if (!read.success) return 'it does not have the form asked for.';
  const raw = read.data;
  if (
    !maySuggest(
      raw.type,
      raw.parameters.map(({ key }) => key),
    ) ||
    !registry.get(raw.type)
  )
    return `'${visibleText(raw.type)}' with these keys is not among what may be suggested (${suggestedTypes(registry).length} types).`;
  const guards = guardOf(raw, prompt);
  const spec = asWritten(raw, guards, registry);
  if (typeof spec === 'string') return spec;
  const { user, good, bad } = raw;
  const name = visibleText(raw.name).slice(0, 120);
  const metric: ProposedMetric = {
    name: name === '' ? spec.name : name,
    type: spec.type,
    parameters: spec.parameters,
    ...(guards !== undefined && { guards }),
    because: visibleText(raw.why),
  };
  return { metric, spec, example: { user, good, bad } };
}

/** The metric as the suite reader reads it; or what is wrong with it. */
function asWritten(
  raw: RawMetric,
  guards: string | undefined,
  registry: MetricRegistry,
): MetricSpec | string {
  const direct = parametersOf(raw, (value) => value);
  const first = readOne(raw, direct, guards, registry);
  // A value that is no text, list or number has no place in the form but as JSON.
  return typeof first === 'string'
    ? orFirst(readOne(raw, parametersOf(raw, parsedValue), guards, registry), first)
    : first;
}

function orFirst(second: MetricSpec | string, first: string): MetricSpec | string {
  return typeof second === 'string' ? first : second;
}

function readOne(
  raw: RawMetric,
  parameters: JsonObject,
  guards: string | undefined,
  registry: MetricRegistry,
): MetricSpec | string {
  const item = metricItem({
    ...{ name: raw.name || raw.type, type: raw.type, parameters, because: '' },
    ...(guards !== undefined && { guards }),
  });
  const { value, problems } = readAlone({ metrics: [item] }, registry);
  const [spec] = value?.metrics ?? [];
  const error = problems.find(({ severity }) => severity === 'error');
  if (error === undefined && spec !== undefined) return spec;
  return error === undefined ? 'it cannot be read.' : visibleText(error.message);
}

function parametersOf(
  { parameters }: RawMetric,
  read: (value: JsonValue) => JsonValue,
): JsonObject {
  const reserved = new Set(['name', 'type', 'guards', '__proto__']);
  return Object.fromEntries(
    parameters
      .filter(({ key }) => !reserved.has(key))
      .map(({ key, value }) => [key, read(jsonOf(value))]),
  );
}

function parsedValue(value: JsonValue): JsonValue {
  if (typeof value !== 'string') return value;
  try {
    return jsonOf(JSON.parse(value));
  } catch {
    return value;
  }
}

/** The text that it guards as it stands in the prompt, or the instruction that comes closest. */
function guardOf({ guards }: RawMetric, prompt: Prompt): string | undefined {
  const wanted = guards.trim();
  if (wanted === '') return undefined;
  if (!wanted.includes('\n') && prompt.source.includes(wanted)) return wanted;
  const { instructions } = coverageOf(prompt, []);
  return closestSentence(
    wanted,
    instructions.map(({ instruction }) => instruction.text),
  );
}

function takeCases(
  raw: readonly unknown[],
  prompt: Prompt,
  suite: Pick<Suite, 'cases'>,
  registry: MetricRegistry,
  leftOut: string[],
): readonly SuggestedCase[] {
  const seen = new Set(suite.cases.map(keyOfCase));
  const ids = new Set(suite.cases.map(({ id }) => id));
  const taken: SuggestedCase[] = [];
  for (const [index, one] of raw.entries()) {
    if (taken.length >= mostCases) {
      leftOut.push(`${raw.length - index} more cases: ${mostCases} are looked at.`);
      break;
    }
    const found = suggestedCase(one, index, prompt, ids, registry);
    if (typeof found === 'string') leftOut.push(`Case ${nameOf(one, index)}: ${found}`);
    else if (seen.has(keyOfCase(found.read)))
      leftOut.push(`Case ${nameOf(one, index)}: the suite has it already.`);
    else {
      seen.add(keyOfCase(found.read));
      ids.add(found.id);
      taken.push({ item: found.item, id: found.id, because: found.because });
    }
  }
  return taken;
}

function suggestedCase(
  one: unknown,
  index: number,
  prompt: Prompt,
  ids: ReadonlySet<string>,
  registry: MetricRegistry,
): (SuggestedCase & { readonly read: Case }) | string {
  if (isTooLong(one)) return tooLong;
  const parsed = suggestedCaseSchema.safeParse(one);
  if (!parsed.success) return 'it does not have the form asked for.';
  const raw = parsed.data;
  const known = sampleVariables(prompt);
  const strange = raw.variables.find(({ name }) => !Object.hasOwn(known, name));
  if (strange !== undefined) return `the prompt has no variable '${visibleText(strange.name)}'.`;
  const item = caseItem(raw, index, known, ids);
  const asksNothing = raw.turns.length === 0 && raw.variables.length === 0;
  if (asksNothing || raw.turns.some((turn) => turn.trim() === '')) return 'it says nothing.';
  const { value, problems } = readAlone({ cases: [item] }, registry);
  const [read] = value?.cases ?? [];
  const error = problems.find(({ severity }) => severity === 'error');
  if (read === undefined || error !== undefined)
    return visibleText(error?.message ?? 'it cannot be read.');
  return { item, id: read.id, because: visibleText(raw.why), read };
}

function caseItem(
  { id, variables, turns }: RawCase,
  index: number,
  known: JsonObject,
  ids: ReadonlySet<string>,
): JsonObject {
  const given = Object.fromEntries(variables.map(({ name, value }) => [name, value]));
  const all = { ...known, ...given };
  const name = slug(id).slice(0, 60) || `suggestion-${index + 1}`;
  return {
    id: uniqueId(name, (taken) => ids.has(taken)),
    ...(Object.keys(all).length > 0 && { variables: all }),
    ...(turns.length > 0 && { turns }),
  };
}

/** Read as part of a suite file, so that what comes out of it is what a suite can hold. JSON is YAML. */
function readAlone(suite: JsonObject, registry: MetricRegistry) {
  return readSuite({ path: '/suggested.metrics.yaml', text: JSON.stringify(suite) }, registry);
}

function keyOfMetric({ type, parameters }: Pick<MetricSpec, 'type' | 'parameters'>): string {
  return canonicalJson([type, parameters]);
}

function keyOfCase({ variables, turns }: Pick<Case, 'variables' | 'turns'>): string {
  return canonicalJson([variables, turns]);
}

const tooLong = `it is longer than ${longest} characters.`;

function isTooLong(one: unknown): boolean {
  return (JSON.stringify(one) ?? '').length > longest;
}

function nameOf(one: unknown, index: number): string {
  const known = one !== null && typeof one === 'object' ? new Map(Object.entries(one)) : new Map();
  const name: unknown = known.get('name') ?? known.get('id');
  return typeof name === 'string' && name.trim() !== '' ? quote(visibleText(name)) : `${index + 1}`;
}
