import { EvalError } from '../errors.ts';
import { builtInMetrics } from '../metrics/builtIn.ts';
import type { Means } from '../metrics/means.ts';
import { needsMeans } from '../metrics/needsMeans.ts';
import type { MetricRegistry } from '../metrics/registry.ts';
import type { Sample } from '../metrics/sample.ts';
import { scoreSample } from '../metrics/scoreSample.ts';
import { dirname, resolvePath } from '../path.ts';
import type { Ports } from '../ports.ts';
import { renderPrompt } from '../prompt/formats.ts';
import type { ModelChoice, Prompt } from '../prompt/prompt.ts';
import type { ReplyRecord } from '../results/runResult.ts';
import { sampleOf } from '../results/sampleOf.ts';
import type { Plan, PlannedTrial, PlanSummary } from '../run/plan.ts';
import { presumedUsage } from '../run/presumedUsage.ts';
import type { RenderedRequest } from '../run/request.ts';
import { requestKey } from '../run/requestKey.ts';
import type { Case, MetricSpec } from '../suite/suite.ts';
import {
  defaultEmbeddingModel,
  defaultModerationModel,
  JudgeModels,
  judgeRequest,
  judgeShapes,
  type OpenJudge,
  textRequest,
} from './judgeModels.ts';
import { promptAt } from './suiteMeans.ts';

export interface JudgePlanInput {
  readonly metricsFor: (item: Case) => readonly MetricSpec[];
  readonly judge?: ModelChoice;
  readonly useCache?: boolean;
  readonly registry?: MetricRegistry;
}

/**
 * The plan with the calls of judges: exact where the replies are known already, else for replies of the usual length. A metric
 * that asks in several steps is counted with its first.
 */
export async function judgePlan(
  plan: Plan,
  input: JudgePlanInput,
  ports: Pick<Ports, 'models' | 'files' | 'store' | 'pricing'>,
): Promise<PlanSummary> {
  const registry = input.registry ?? builtInMetrics;
  const inquiry = new Inquiry(new JudgeModels(ports.models, input.judge), ports.files);
  const asked: Asked[] = [];
  // Most cases are judged by the same list.
  const asking = new Map<readonly MetricSpec[], readonly MetricSpec[]>();
  const askingOf = (metrics: readonly MetricSpec[]) => {
    const known = asking.get(metrics);
    if (known !== undefined) return known;
    const found = metrics.filter(({ type, parameters }) => needsMeans(registry, type, parameters));
    asking.set(metrics, found);
    return found;
  };
  for (const planned of plan.trials) {
    if (planned.rendered.error) continue;
    const { item } = planned.rendered;
    const metrics = askingOf(input.metricsFor(item));
    const sample = metrics.length === 0 ? undefined : sampleOfPlanned(planned);
    if (sample === undefined) continue;
    const isKnown = planned.open.length === 0;
    for (const metric of metrics) {
      const requests: Request[] = [];
      await scoreSample(sample, [metric], registry, inquiry.means(metric, requests));
      asked.push(...requests.map((request) => ({ ...request, caseId: item.id, isKnown })));
    }
  }
  return asked.length === 0
    ? plan.summary
    : withJudges(plan, await unanswered(asked, input, ports), ports);
}

/** A request, in all forms that may have been stored; the first is the one to send. */
interface Request {
  readonly judge: OpenJudge;
  readonly forms: readonly RenderedRequest[];
}

interface Asked extends Request {
  readonly caseId: string;
  /** Whether the reply that is judged is there already. */
  readonly isKnown: boolean;
}

/** What is not in the store; the same question about equal replies once. */
async function unanswered(
  asked: readonly Asked[],
  { useCache = true }: JudgePlanInput,
  { store }: Pick<Ports, 'store'>,
): Promise<readonly Asked[]> {
  const known = new Map<string, Asked>();
  const open: Asked[] = [];
  for (const one of asked) {
    if (!one.isKnown) open.push(one);
    else if (one.forms[0] !== undefined) known.set(requestKey(one.forms[0]), one);
  }
  const stored = useCache ? await store.completions([...known.keys()]) : new Map();
  for (const [key, one] of known) {
    if (stored.has(key)) continue;
    const others = useCache ? one.forms.slice(1).map(requestKey) : [];
    const found = others.length === 0 ? new Map() : await store.completions(others);
    if (found.size === 0) open.push(one);
  }
  return open;
}

function withJudges(
  { summary, trials }: Plan,
  open: readonly Asked[],
  { pricing }: Pick<Ports, 'pricing'>,
): PlanSummary {
  let cost = summary.estimatedCost;
  for (const { judge, forms } of open) {
    const price = pricing.cost(judge.model.info, presumedUsage(forms[0]?.messages ?? []));
    cost = cost === null || price === null ? null : cost + price;
  }
  const ids = trials
    .filter(({ open: turns }) => turns.length > 0)
    .map((one) => one.rendered.item.id);
  return {
    ...summary,
    casesToRun: new Set([...ids, ...open.map(({ caseId }) => caseId)]).size,
    requests: summary.requests + open.length,
    judgeRequests: open.length,
    estimatedCost: cost,
  };
}

/** Finds out what metrics would ask, without asking it. */
class Inquiry {
  private readonly models: JudgeModels;
  private readonly files: Ports['files'];
  private readonly prompts = new Map<string, Promise<Prompt>>();

  constructor(models: JudgeModels, files: Ports['files']) {
    this.models = models;
    this.files = files;
  }

  means(metric: MetricSpec, requests: Request[]): Means {
    const { models, files, prompts } = this;
    const note = async (
      opened: Promise<OpenJudge>,
      formsOf: (judge: OpenJudge) => readonly RenderedRequest[],
    ): Promise<never> => {
      const judge = await opened;
      requests.push({ judge, forms: formsOf(judge) });
      throw notAsked();
    };
    return {
      ask: async (question) =>
        note(models.open(question.judge), (judge) =>
          judgeShapes.map((shape) => judgeRequest(judge, question, shape)),
        ),
      embed: async (question) =>
        note(models.openOther(question.model, defaultEmbeddingModel), (judge) => [
          textRequest(judge, question, 'embeddings'),
        ]),
      moderate: async (question) =>
        note(models.openOther(question.model, defaultModerationModel), (judge) => [
          textRequest(judge, question, 'moderations'),
        ]),
      render: async (path, variables) =>
        renderPrompt(
          await promptAt(resolvePath(dirname(metric.file), path), { files, prompts }),
          variables,
        ),
      run: async () => {
        throw notAsked();
      },
      score: async () => ({ status: 'skipped', explanation: 'Only planned.' }),
    };
  }
}

function notAsked(): EvalError {
  return new EvalError('not-cached', 'Only planned.');
}

/** A reply of the usual length in English. */
const presumedReply = 'word '.repeat(150).trim();

function sampleOfPlanned({ rendered, trial, known, open }: PlannedTrial): Sample | undefined {
  const presumed = open.map(
    (turn): ReplyRecord => ({
      key: '',
      text: presumedReply,
      toolCalls: [],
      isCached: false,
      latencyMs: null,
      time: 0,
      ...(turn !== undefined && { turn }),
    }),
  );
  const replies = [...known, ...presumed];
  return sampleOf(rendered.item, { trial, messages: rendered.initial, replies });
}
