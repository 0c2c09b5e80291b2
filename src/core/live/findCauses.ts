import type { Cause } from '../blame/cause.ts';
import { type HunkProbe, HunkSearch } from '../blame/hunkSearch.ts';
import { type Hunk, hunksOf, revert } from '../blame/hunks.ts';
import { type SuspectCase, searchCase } from '../blame/searchCases.ts';
import { samplesOf } from '../compare/pairing.ts';
import { readPrompt } from '../prompt/formats.ts';
import { includesOf } from '../prompt/includeContext.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { versionId } from '../prompt/version.ts';
import { type EvaluationContext, type EvaluationInput, evaluate } from '../run/evaluate.ts';
import type { Evaluated } from './evaluated.ts';

/** Experiments per metric at most, and at least where there is more than one change. */
const mostProbes = 40;
const leastProbes = 12;

/** Metrics whose cause is looked for in one go; the others are likely to share it. */
const mostMetrics = 5;

/**
 * For every metric that got worse: which change of the prompt did it, found by running the cases that
 * got worse with changes taken back. Texts that were tried before cost nothing. A single change needs
 * no experiment.
 *
 * @param input as the run was evaluated; what it may spend is in its `spending`
 */
export async function findCauses(
  evaluated: Evaluated,
  input: EvaluationInput,
  context: EvaluationContext,
  signal: AbortSignal,
): Promise<readonly Cause[]> {
  const { target, baseline, comparison } = evaluated;
  if (comparison === undefined || baseline?.source === undefined) return [];
  const variants = new Variants(target.prompt, context);
  const hunks = await variants.open(baseline.source);
  if (hunks.length === 0) return [];
  const worse = comparison.metrics.filter(({ verdict }) => verdict === 'regressed');
  const causes: Cause[] = [];
  for (const { id } of worse.slice(0, mostMetrics)) {
    if (signal.aborted) break;
    const cases = suspects(evaluated, id);
    const search = new HunkSearch(hunks.length, cases.map(searchCase), {
      maxCalls: Math.min(
        mostProbes,
        Math.max(leastProbes, Math.ceil(0.4 * hunks.length * cases.length)),
      ),
    });
    for (;;) {
      const probe = search.next();
      if (probe === undefined || signal.aborted) break;
      const prompt = await variants.prompt(probe.reverted);
      const result =
        prompt === undefined
          ? 'impossible'
          : await passes(probe, prompt, id, input, context, signal);
      search.take(probe, result);
    }
    causes.push({ metric: id, finding: search.finding, hunks, probes: search.used });
  }
  return causes;
}

/** The cases that carry a metric's regression, with their samples under both versions. */
function suspects({ comparison, baseline, run }: Evaluated, metric: string): SuspectCase[] {
  const old = new Map(baseline?.run.cases.map((item) => [item.id, item]));
  const fresh = new Map(run.cases.map((item) => [item.id, item]));
  return (comparison?.cases ?? []).flatMap(({ id, metrics }) => {
    const before = old.get(id);
    const now = fresh.get(id);
    const isWorse = metrics.some((own) => own.id === metric && own.verdict === 'regressed');
    if (!isWorse || before === undefined || now === undefined) return [];
    return [{ id, old: samplesOf(before, metric), new: samplesOf(now, metric) }];
  });
}

async function passes(
  { caseId, trial }: HunkProbe,
  prompt: Prompt,
  metric: string,
  input: EvaluationInput,
  context: EvaluationContext,
  signal: AbortSignal,
): Promise<boolean | 'missing'> {
  const { onClaimed: _, confirm: __, ...rest } = input;
  const events = evaluate(
    {
      ...rest,
      prompt,
      cases: input.cases.filter((item) => item.id === caseId),
      trialsOf: () => [trial],
      isRecorded: false,
    },
    context,
    signal,
  );
  let passed: boolean | null | undefined;
  for await (const event of events) {
    if (event.type !== 'trial') continue;
    passed = event.result.scores.find((score) => score.metric === metric)?.passed;
  }
  return passed ?? 'missing';
}

/** Texts of a prompt with some of its changes taken back, read once each. */
class Variants {
  private readonly original: Prompt;
  private readonly context: EvaluationContext;
  private readonly known = new Map<string, Promise<Prompt | undefined>>();
  private hunks: readonly Hunk[] = [];

  constructor(prompt: Prompt, context: EvaluationContext) {
    this.original = prompt;
    this.context = context;
  }

  /** The changes since an older text that change what is sent. */
  async open(oldSource: string): Promise<readonly Hunk[]> {
    const all = hunksOf(oldSource, this.original.source);
    this.hunks = all;
    const now = versionId(this.original);
    const matters = await Promise.all(
      all.map(async (_, index) => {
        const variant = await this.prompt([index]);
        return variant === undefined || versionId(variant) !== now;
      }),
    );
    this.known.clear();
    this.hunks = all.filter((_, index) => matters[index]);
    return this.hunks;
  }

  /** Undefined where the text with these changes taken back is no prompt. */
  prompt(reverted: readonly number[]): Promise<Prompt | undefined> {
    const key = reverted.join();
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const { path, source } = this.original;
    const text = revert(source, this.hunks, new Set(reverted));
    const reading = readPrompt(
      { path, text },
      includesOf(this.original, this.context.ports.files),
    ).then(({ value }) => value);
    this.known.set(key, reading);
    return reading;
  }
}
