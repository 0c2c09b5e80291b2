import type {
  CaseComparison,
  CaseLabel,
  CaseVerdict,
  Comparison,
  Verdict,
} from '../../../src/core/compare/comparison.ts';
import type { ToolCall } from '../../../src/core/prompt/message.ts';
import type { CaseResult, RunResult, ScoreRecord } from '../../../src/core/results/runResult.ts';
import { summariseMetrics } from '../../../src/core/results/summarise.ts';
import type { MetricSpec } from '../../../src/core/suite/suite.ts';
import { startOfText } from '../../../src/core/text.ts';
import { actionNames } from '../../../src/panel/slices/actions.ts';
import type { PanelInput, PanelMetric, PanelSuite } from '../../../src/panel/source.ts';

/** 2026-11-24 10:42 UTC. */
export const someTime = Date.UTC(2026, 10, 24, 10, 42);

/** The prompt of the example's story, before and after the edit. */
export const oldPrompt = [
  'You are the support agent of {{ shop }}.',
  'Always reply in the language of the customer.',
  '',
  'Answer in at most 120 words.',
  'Be polite and close with an offer to help further.',
  'Cite the manual page when you give instructions.',
  '',
  'Customer: {{ name }}',
].join('\n');
export const newPrompt = [
  'You are the support agent of {{ shop }}.',
  '',
  'Answer briefly, in at most 140 words.',
  'Be polite and close with an offer to help further.',
  'Cite the manual page when you give instructions.',
  '',
  'Customer: {{ name }}',
].join('\n');

export const storySuite: PanelSuite = {
  goals: [
    { id: 'multilingual', text: 'Fewer escalations from customers who do not write English' },
    { id: 'short', text: 'Answers that are read to their end' },
  ],
  metrics: [
    metric('same-language', "Replies in the customer's language", {
      goal: 'multilingual',
      guards: 'Always reply in the language of the customer.',
      target: 0.95,
    }),
    metric('short', 'At most 120 words', {
      goal: 'short',
      severity: 'warning',
      guards: 'Answer in at most 120 words.',
    }),
    metric('polite', 'Closes with an offer to help', { goal: 'short', severity: 'information' }),
    metric('no-promise', 'Promises no refund'),
    metric('cites', 'Cites the manual', { severity: 'warning' }),
  ],
};

/** What a generated case looks like. */
export interface CasePlan {
  readonly id: string;
  readonly verdict: CaseVerdict;
  readonly tags?: readonly string[];
  readonly oldText?: string;
  readonly newText?: string;
  readonly turns?: readonly string[];
  readonly error?: string;
  readonly trials?: number;
  /** Calls of the last reply. */
  readonly oldCalls?: readonly ToolCall[];
  readonly newCalls?: readonly ToolCall[];
}

const german = [
  'Guten Tag! Bitte setzen Sie den Router zur\u00fcck: Halten Sie die Taste zehn Sekunden gedr\u00fcckt (Handbuch, Seite 12). Kann ich noch etwas f\u00fcr Sie tun?',
  'Hello! Please reset the router: hold the button for ten seconds (manual, page 12). Is there anything else I can do for you?',
] as const;

/** A comparison of the given cases. Values follow from the place in the list, so every call is alike. */
export function comparisonInput(
  plans: readonly CasePlan[],
  suite: PanelSuite = storySuite,
  more: Partial<PanelInput> = {},
): PanelInput {
  const oldRun = run(
    'old',
    plans.map((plan, index) => caseOf(plan, index, 'old', suite)),
    suite,
  );
  const newRun = run(
    'new',
    plans.map((plan, index) => caseOf(plan, index, 'new', suite)),
    suite,
  );
  return {
    key: '/shop/support.prompt.md',
    title: 'support.prompt.md',
    suite,
    old: {
      version: { label: 'Version 13', time: someTime - 3_600_000, commit: '7f3c2a1' },
      source: oldPrompt,
      run: oldRun,
    },
    new: {
      version: { label: 'Version 14', time: someTime, commit: null },
      source: newPrompt,
      run: newRun,
    },
    comparison: comparisonOf(plans, suite, oldRun, newRun),
    trends: trendsOf(suite),
    isStale: false,
    notices: [],
    actions: actionNames,
    ...more,
  };
}

/** Five earlier versions of every metric, nearly all passing. */
function trendsOf(suite: PanelSuite): ReadonlyMap<string, readonly (number | null)[]> {
  return new Map(
    suite.metrics.map(({ id }, index) => [id, [0.9, index % 3 === 0 ? null : 0.8, 1, 0.95, 1]]),
  );
}

/** The first run of a suite: there is nothing to compare with. */
export function firstRunInput(plans: readonly CasePlan[]): PanelInput {
  const { old: _old, comparison: _comparison, ...input } = comparisonInput(plans);
  return input;
}

/** A prompt that has never been run. */
export function noRunInput(): PanelInput {
  return {
    key: '/shop/support.prompt.md',
    title: 'support.prompt.md',
    suite: storySuite,
    isStale: false,
    notices: [],
    actions: ['run'],
  };
}

/** The cases of the example's story, up to any number. */
export function storyCases(count: number): CasePlan[] {
  return Array.from({ length: count }, (_, index) => {
    if (index === 0) {
      return {
        id: 'german-fifth-turn',
        verdict: 'regressed',
        tags: ['multilingual', 'production'],
        oldText: german[0],
        newText: german[1],
        turns: ['Mein Router blinkt rot.', 'Ja, habe ich.'],
        trials: 3,
      };
    }
    const verdicts: readonly CaseVerdict[] = [
      'unchanged',
      'regressed',
      'improved',
      'flaky',
      'inconclusive',
    ];
    const verdict =
      index % 7 === 0 ? (verdicts[(index / 7) % verdicts.length] ?? 'unchanged') : 'unchanged';
    return {
      id: `${['refund', 'router-reset', 'late-parcel', 'invoice-copy', 'password'][index % 5] ?? ''}-${index}`,
      verdict,
      tags: index % 3 === 0 ? ['production'] : index % 4 === 0 ? ['synthetic', 'billing'] : [],
      oldText: german[1],
      newText: german[1].replace('ten seconds', `${(index % 9) + 8} seconds`),
    };
  });
}

/** Text that is hard to show: very long, right to left, emoji, JSON, without a space. */
export const strangeCases: readonly CasePlan[] = [
  {
    id: 'a-very-long-id-'.repeat(12),
    verdict: 'regressed',
    tags: [
      '\u0627\u0644\u0639\u0631\u0628\u064a\u0629',
      'a tag that is much longer than any tag should be',
      'x',
    ],
    oldText:
      '\u0645\u0631\u062d\u0628\u0627! \u064a\u0631\u062c\u0649 \u0625\u0639\u0627\u062f\u0629 \u062a\u0634\u063a\u064a\u0644 Router 5 \u0627\u0644\u0622\u0646.',
    newText:
      '\u0645\u0631\u062d\u0628\u0627! \u064a\u0631\u062c\u0649 \u0625\u064a\u0642\u0627\u0641 Router 5 \u0627\u0644\u0622\u0646.',
  },
  {
    id: 'emoji-\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67\ud83c\uddea\ud83c\uddea',
    verdict: 'inconclusive',
    oldText: 'Great \ud83d\udc4d\ud83c\udffd news!',
    newText: `Great \ud83d\udc4e news! ${'w'.repeat(600)}`,
  },
  {
    id: 'json',
    verdict: 'improved',
    oldText: '{"order":{"id":17,"items":["a","b"]},"total":12.5}',
    newText: '{"total":13.5,"order":{"items":["a","b","c"],"id":17}}',
  },
];

/** A suite of any number of metrics, in four goals. */
export function largeSuite(metrics: number): PanelSuite {
  return {
    goals: Array.from({ length: 4 }, (_, index) => ({
      id: `g${index}`,
      text: `Goal number ${index + 1}`,
    })),
    metrics: Array.from({ length: metrics }, (_, index) =>
      metric(`m${index}`, `Metric number ${index + 1}`, { goal: `g${index % 4}` }),
    ),
  };
}

export function metric(id: string, name: string, more: Partial<PanelMetric> = {}): PanelMetric {
  return { id, name, severity: 'error', stage: 'real-time', ...more };
}

function caseOf(plan: CasePlan, index: number, side: 'old' | 'new', suite: PanelSuite): CaseResult {
  const text = (side === 'old' ? plan.oldText : plan.newText) ?? `Reply to ${plan.id}.`;
  const turns = plan.turns ?? [];
  const calls = side === 'old' ? plan.oldCalls : plan.newCalls;
  const isFailed = plan.error !== undefined && side === 'new';
  return {
    id: plan.id,
    inputHash: plan.id,
    tags: plan.tags ?? [],
    trials: Array.from({ length: plan.trials ?? 1 }, (_, trial) => ({
      trial,
      output: isFailed ? null : text,
      messages: [{ role: 'system', content: side === 'old' ? oldPrompt : newPrompt }],
      replies: isFailed
        ? []
        : (turns.length === 0 ? [undefined] : turns).map((turn, at, all) => ({
            key: `${plan.id}-${side}-${trial}-${at}`,
            text: at === all.length - 1 ? text : german[0],
            toolCalls: (at === all.length - 1 ? calls : undefined) ?? [],
            ...(turn !== undefined && { turn }),
            isCached: side === 'new' && index % 3 === 1,
            latencyMs: 640 + (index % 10) * 31,
            finishReason: 'stop',
            usage: { inputTokens: 118, outputTokens: 32 + (index % 5) },
            time: someTime,
          })),
      ...(isFailed && { error: { code: 'model-server-error', message: plan.error } }),
      scores: isFailed ? [] : scoresOf(plan, index, side, suite, text),
    })),
  };
}

function scoresOf(
  plan: CasePlan,
  index: number,
  side: 'old' | 'new',
  suite: PanelSuite,
  text: string,
): ScoreRecord[] {
  return suite.metrics.map((item, at) => {
    const isMoved = at === movedMetric(plan, index, suite);
    const passed = !isMoved || !fails(plan.verdict, side, index);
    return {
      metric: item.id,
      status: 'scored',
      value: passed ? 1 : 0,
      passed,
      explanation: passed
        ? 'Expected German (the language of the last user message) and found it.'
        : 'Expected German (the language of the last user message), found English with high confidence.',
      ...(!passed && text.length > 20 && { evidence: [{ start: 7, end: 24, label: 'English' }] }),
    };
  });
}

function labelOf(verdict: CaseVerdict): CaseLabel {
  switch (verdict) {
    case 'regressed':
      return 'got worse';
    case 'improved':
      return 'got better';
    case 'inconclusive':
      return 'flipped';
    case 'unchanged':
      return 'same';
    default:
      return verdict;
  }
}

/** The metric that a case's verdict is about. */
function movedMetric(plan: CasePlan, place: number, suite: PanelSuite): number {
  return (place + (plan.verdict === 'improved' ? 1 : 0)) % Math.min(3, suite.metrics.length);
}

function fails(verdict: CaseVerdict, side: 'old' | 'new', index: number): boolean {
  switch (verdict) {
    case 'regressed':
    case 'inconclusive':
      return side === 'new';
    case 'improved':
      return side === 'old';
    case 'flaky':
      return (side === 'new') === (index % 2 === 0);
    default:
      return false;
  }
}

function run(id: string, cases: readonly CaseResult[], suite: PanelSuite): RunResult {
  const specs: MetricSpec[] = suite.metrics.map((item) => ({
    ...item,
    type: 'language',
    stage: 'real-time',
    parameters: {},
    file: '/shop/support.metrics.yaml',
    range: startOfText,
  }));
  return {
    id,
    prompt: '/shop/support.prompt.md',
    suite: '/shop/support.metrics.yaml',
    promptVersion: `${id}-version`,
    model: { provider: 'simulated', name: 'simulated-small', isSimulated: true },
    startedAt: someTime,
    durationMs: 870,
    status: 'complete',
    trials: 1,
    usage: { requests: 24, cached: 12, inputTokens: 2832, outputTokens: 811, cost: null },
    metrics: summariseMetrics(specs, cases),
    cases,
  };
}

function comparisonOf(
  plans: readonly CasePlan[],
  suite: PanelSuite,
  oldRun: RunResult,
  newRun: RunResult,
): Comparison {
  const metrics = suite.metrics.map((item, index) => {
    const old = oldRun.metrics.find(({ id }) => id === item.id)?.passRate ?? null;
    const now = newRun.metrics.find(({ id }) => id === item.id)?.passRate ?? null;
    const difference = old === null || now === null ? null : now - old;
    const verdict: Verdict =
      difference === null || Math.abs(difference) < 0.005
        ? index === 3
          ? 'inconclusive'
          : 'unchanged'
        : difference < 0
          ? 'regressed'
          : 'improved';
    const width = 0.04 + (index % 5) * 0.02;
    const interval: [number, number] | null =
      difference === null
        ? null
        : [Math.max(-1, difference - width), Math.min(1, difference + width)];
    return {
      id: item.id,
      name: item.name,
      verdict,
      isMixed: false,
      isSmall: false,
      old,
      new: now,
      difference,
      interval,
      pValue: null,
      pAdjusted: null,
      pairs: plans.length,
      openDrops: difference !== null && difference < 0 ? 1 : 0,
      summary: `${item.name}: a calm sentence about ${plans.length} cases.`,
    };
  });
  const cases = plans.map(
    (plan, place): CaseComparison => ({
      id: plan.id,
      verdict: plan.verdict,
      metrics: suite.metrics.map((item, index) => {
        // Of a case that could not run no metric has a score.
        const isMoved = plan.error !== undefined || index === movedMetric(plan, place, suite);
        return {
          id: item.id,
          old: 1,
          new: plan.error === undefined ? 1 : null,
          verdict: isMoved ? plan.verdict : 'unchanged',
          label: isMoved ? labelOf(plan.verdict) : 'same',
          summary: '',
        };
      }),
    }),
  );
  return {
    baseline: { run: 'old', promptVersion: 'old-version', label: 'Version 13' },
    current: { run: 'new', promptVersion: 'new-version' },
    verdict: plans.some((plan) => plan.verdict === 'regressed') ? 'regressed' : 'unchanged',
    metrics,
    cases,
  };
}
