import type { Sample } from '../metrics/sample.ts';
import type { Scorer } from '../ports.ts';
import type { ProposedMetric } from '../propose/proposedMetric.ts';
import type { MetricSpec } from '../suite/suite.ts';
import { startOfText } from '../text.ts';
import type { Candidate } from './candidates.ts';
import type { Complaint } from './complaint.ts';
import { wrongReply } from './complaint.ts';

/** A metric that was tried on the wrong reply and on good ones. */
export interface ProvenMetric {
  readonly metric: ProposedMetric;
  /** Whether it fails on the wrong reply: what it is for. */
  readonly catches: boolean;
  /** What it says of the wrong reply. */
  readonly explanation: string;
  /** Good samples that it passes. */
  readonly passed: number;
  /** Good samples that it would have flagged; their reasons in the same order. */
  readonly flagged: readonly { readonly sample: Sample; readonly explanation: string }[];
  /** Good samples that it could say nothing about. */
  readonly unscored: number;
  readonly fit: Candidate['fit'];
}

/** Good samples that a metric is tried on: the newest of all stored ones. */
export const mostGoodSamples = 500;

/**
 * Tries every candidate: it must fail on the wrong reply, and pass on the good ones. Best first: those that catch it, flag fewest good
 * ones, and fit best.
 * @throws {EvalError} aborted
 */
export async function prove(
  candidates: readonly Candidate[],
  complaint: Complaint,
  good: readonly Sample[],
  scorer: Scorer,
  signal: AbortSignal,
): Promise<readonly ProvenMetric[]> {
  const wrong = sampleOfComplaint(complaint);
  if (wrong === undefined || candidates.length === 0) return [];
  const metrics = candidates.map(({ metric }, index) => specOf(metric, index));
  const samples = [wrong, ...good.slice(0, mostGoodSamples)];
  const scores = await scorer.score(
    samples.map((sample) => ({ sample, metrics })),
    signal,
  );
  const proven = candidates.map(({ metric, fit }, index): ProvenMetric => {
    const own = scores[0]?.[index];
    const flagged: { sample: Sample; explanation: string }[] = [];
    let passed = 0;
    let unscored = 0;
    samples.slice(1).forEach((sample, at) => {
      const score = scores[at + 1]?.[index];
      if (score?.status !== 'scored') unscored++;
      else if (score.passed) passed++;
      else flagged.push({ sample, explanation: score.explanation });
    });
    return {
      metric,
      fit,
      catches: own?.status === 'scored' && !own.passed,
      explanation: own?.explanation ?? '',
      passed,
      flagged,
      unscored,
    };
  });
  return proven.toSorted(
    (a, b) =>
      Number(b.catches) - Number(a.catches) ||
      a.flagged.length - b.flagged.length ||
      b.fit - a.fit ||
      Number(a.metric.type === 'judge') - Number(b.metric.type === 'judge'),
  );
}

/** What was found, in a sentence: `fails on this reply, passes on 41 of 41 stored good ones`. */
export function proofText({ catches, passed, flagged, unscored }: ProvenMetric): string {
  const first = catches ? 'fails on this reply' : 'does not fail on this reply';
  const tried = passed + flagged.length;
  const second =
    tried === 0
      ? 'no stored reply to try it on'
      : `passes on ${passed} of ${tried} stored good ones`;
  return `${first}, ${second}${unscored > 0 ? ` (${unscored} could not be scored)` : ''}`;
}

/** The conversation as metrics see it. */
export function sampleOfComplaint({ conversation }: Complaint): Sample | undefined {
  const wrong = wrongReply(conversation);
  if (wrong === undefined) return undefined;
  const { before, reply } = wrong;
  return {
    caseId: 'complaint',
    trial: 0,
    variables: {},
    messages: [...before, reply],
    replies: [
      {
        text: reply.content,
        toolCalls: reply.toolCalls ?? [],
        messageIndex: before.length,
        isCached: true,
      },
    ],
  };
}

function specOf({ name, type, parameters }: ProposedMetric, index: number): MetricSpec {
  return {
    id: `candidate-${index}`,
    name,
    type,
    parameters,
    stage: 'real-time',
    severity: 'error',
    file: '',
    range: startOfText,
  };
}
