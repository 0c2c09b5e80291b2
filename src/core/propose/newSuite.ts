import type { JsonObject } from '../json.ts';
import type { MetricRegistry } from '../metrics/registry.ts';
import { basename } from '../path.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { insertItem } from '../suite/edit/listItem.ts';
import { openSuiteText } from '../suite/edit/suiteText.ts';
import { applyEdits } from '../suite/edit/textEdit.ts';
import { yamlItem } from '../suite/edit/yamlItem.ts';
import { proposeCases } from './proposeCases.ts';
import { metricItem, type ProposedMetric } from './proposedMetric.ts';
import { proposeMetrics } from './proposeMetrics.ts';

/** A suite that does not exist yet. */
export interface NewSuite {
  readonly text: string;
  readonly metrics: readonly ProposedMetric[];
  /** 0-based line of the first case, where a person goes on. */
  readonly firstCaseLine: number;
}

export interface NewSuiteOptions {
  /** Provider and name of the model, where one is chosen already. */
  readonly model?: JsonObject;
  /** Day on which the metrics are added, YYYY-MM-DD. */
  readonly today: string;
}

/** What every reply can be held to where the prompt names nothing that can be checked. */
const fallback: ProposedMetric = {
  name: 'At most 200 words',
  type: 'length',
  parameters: { unit: 'words', max: 200 },
  because: 'The prompt names no limit; long replies are what people complain of most.',
};

/** The text of a suite for a prompt: metrics for its instructions, and cases made from its variables. */
export function newSuite(
  prompt: Prompt,
  registry: MetricRegistry,
  options: NewSuiteOptions,
): NewSuite {
  const found = proposeMetrics(prompt, registry);
  const metrics = found.length === 0 ? [fallback] : found;
  let text = `# What ${basename(prompt.path)} is held to. Each metric guards a sentence of the prompt.\n`;
  text += `prompt: ${yamlItem({ value: basename(prompt.path) })[0]?.slice('value: '.length)}\n`;
  if (options.model !== undefined) text += `${yamlItem({ model: options.model }).join('\n')}\n`;
  text += '\n';
  for (const metric of metrics)
    text = append(text, 'metrics', metricItem(metric, { added: options.today }));
  text += '\n';
  for (const item of proposeCases(prompt)) text = append(text, 'cases', item);
  text = `${text.trimEnd()}\n`;
  const firstCaseLine =
    text.slice(0, text.indexOf('\ncases:\n') + '\ncases:\n'.length).split('\n').length - 1;
  return { text, metrics, firstCaseLine };
}

function append(text: string, key: 'metrics' | 'cases', item: JsonObject): string {
  return applyEdits(text, insertItem(openSuiteText(text), key, yamlItem(item)));
}
