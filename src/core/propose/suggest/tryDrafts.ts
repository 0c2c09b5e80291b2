import { needsMeans } from '../../metrics/needsMeans.ts';
import type { MetricRegistry } from '../../metrics/registry.ts';
import type { Sample } from '../../metrics/sample.ts';
import { quote } from '../../metrics/wording.ts';
import type { Scorer } from '../../ports.ts';
import type { Message } from '../../prompt/message.ts';
import type { Prompt } from '../../prompt/prompt.ts';
import { sampleVariables } from '../proposeCases.ts';
import type { ProposedMetric } from '../proposedMetric.ts';
import type { MetricDraft } from './readSuggestions.ts';

/** A metric that a model suggests and that did what it is said to do. */
export interface SuggestedMetric {
  readonly metric: ProposedMetric;
  /**
   * `tried`: it passes the good and fails the bad reply of its own example. `not-tried`: it asks a judge, and trying it would be a
   * call.
   */
  readonly proof: 'tried' | 'not-tried';
}

/**
 * Tries metrics on the examples that came with them. One that does not tell a good reply from a bad one is left out, with the
 * reason.
 * @throws {EvalError} aborted
 */
export async function tryDrafts(
  drafts: readonly MetricDraft[],
  prompt: Prompt,
  registry: MetricRegistry,
  scorer: Scorer,
  signal: AbortSignal,
): Promise<{ readonly metrics: readonly SuggestedMetric[]; readonly leftOut: readonly string[] }> {
  const isJudge = ({ spec }: MetricDraft) => needsMeans(registry, spec.type, spec.parameters);
  const computed = drafts.filter((draft) => !isJudge(draft));
  const scores = await scorer.score(
    computed.flatMap(({ spec, example }) =>
      [example.good, example.bad].map((reply) => ({
        sample: sampleOf(prompt, example.user, reply),
        metrics: [spec],
      })),
    ),
    signal,
  );
  const leftOut: string[] = [];
  const metrics = drafts.flatMap((draft): readonly SuggestedMetric[] => {
    const { metric } = draft;
    if (isJudge(draft)) return [{ metric, proof: 'not-tried' }];
    const at = 2 * computed.indexOf(draft);
    const good = scores[at]?.[0];
    const bad = scores[at + 1]?.[0];
    const reason =
      good?.status !== 'scored'
        ? `it could not be tried: ${good?.explanation ?? ''}`
        : bad?.status !== 'scored'
          ? `it could not be tried: ${bad?.explanation ?? ''}`
          : !good.passed
            ? `it fails the reply that it should pass: ${good.explanation}`
            : bad.passed
              ? `it passes the reply that it should fail: ${bad.explanation}`
              : undefined;
    if (reason === undefined) return [{ metric, proof: 'tried' }];
    leftOut.push(`Metric ${quote(metric.name)}: ${reason}`);
    return [];
  });
  return { metrics, leftOut };
}

function sampleOf(prompt: Prompt, user: string, reply: string): Sample {
  const messages: readonly Message[] = [
    ...prompt.messages.map(({ role, template }) => ({ role, content: template })),
    ...(user === '' ? [] : [{ role: 'user' as const, content: user }]),
  ];
  return {
    caseId: 'example',
    trial: 0,
    variables: sampleVariables(prompt),
    messages: [...messages, { role: 'assistant', content: reply }],
    replies: [{ text: reply, toolCalls: [], messageIndex: messages.length, isCached: true }],
  };
}
