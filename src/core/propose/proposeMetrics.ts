import type { MetricRegistry } from '../metrics/registry.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { metricsForInstruction } from './instructionRules.ts';
import { type Instruction, instructionsOf } from './instructions.ts';
import type { ProposedMetric } from './proposedMetric.ts';

/** More metrics than that are no longer micro; the first instructions of a prompt weigh most. */
const mostMetrics = 24;

/**
 * Metrics for what a prompt asks for, found by rules and without a model, each guarding the sentence that it comes from. What the
 * registry does not know or would refuse is left out.
 */
export function proposeMetrics(
  prompt: Pick<Prompt, 'messages' | 'source'>,
  registry: MetricRegistry,
): readonly ProposedMetric[] {
  const seen = new Set<string>();
  const proposed: ProposedMetric[] = [];
  for (const instruction of instructionsOf(prompt)) {
    for (const metric of metricsFor(instruction, registry)) {
      const key = JSON.stringify([metric.type, metric.parameters]);
      if (seen.has(key)) continue;
      seen.add(key);
      proposed.push(metric);
    }
    if (proposed.length >= mostMetrics) return proposed.slice(0, mostMetrics);
  }
  return proposed;
}

function metricsFor(
  { text }: Pick<Instruction, 'text'>,
  registry: MetricRegistry,
): readonly ProposedMetric[] {
  return metricsForInstruction(text)
    .filter(({ type, parameters }) => registry.get(type)?.parameters.safeParse(parameters).success)
    .map((metric) => ({ ...metric, guards: text, because: `The prompt says: ${text}` }));
}

/** Metrics for one instruction, guarding it: by rules, and last a judge, which fits always and costs a call for each reply. */
export function proposalsFor(text: string, registry: MetricRegistry): readonly ProposedMetric[] {
  const judge: ProposedMetric = {
    name: text.length > 80 ? `${text.slice(0, 79)}…` : text.replace(/[.!]$/, ''),
    type: 'judge',
    parameters: { criteria: `The reply follows this instruction: ${text}` },
    guards: text,
    because: `The prompt says: ${text}`,
  };
  return [...metricsFor({ text }, registry), ...(registry.get('judge') ? [judge] : [])];
}
