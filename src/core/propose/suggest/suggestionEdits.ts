import { visibleText } from '../../report/visibleText.ts';
import type { RunModel } from '../../results/runResult.ts';
import { insertItems } from '../../suite/edit/listItem.ts';
import { openSuiteText } from '../../suite/edit/suiteText.ts';
import type { TextEdit } from '../../suite/edit/textEdit.ts';
import { yamlItem } from '../../suite/edit/yamlItem.ts';
import { metricItem } from '../proposedMetric.ts';
import type { SuggestedCase } from './readSuggestions.ts';
import type { SuggestedMetric } from './tryDrafts.ts';

/** `suggested by gpt-5-mini`: what stands above a suggestion in the suite, and beside it where one chooses. */
export function suggestedBy({ name, isSimulated }: Pick<RunModel, 'name' | 'isSimulated'>): string {
  return `suggested by ${visibleText(name)}${isSimulated ? ' (simulated)' : ''}`;
}

/**
 * Adds suggestions to a suite, each below a comment that says whose it is.
 * @param source the suite as it is now
 * @param today YYYY-MM-DD
 * @throws {EvalError} bad-file when the suite cannot be edited
 */
export function suggestionEdits(
  source: string,
  chosen: {
    readonly metrics: readonly SuggestedMetric[];
    readonly cases: readonly SuggestedCase[];
  },
  model: Pick<RunModel, 'name' | 'isSimulated'>,
  today: string,
): readonly TextEdit[] {
  const suite = openSuiteText(source);
  const comment = suggestedBy(model);
  return [
    ...insertItems(
      suite,
      'metrics',
      chosen.metrics.map(({ metric }) => ({
        item: yamlItem(metricItem(metric, { added: today })),
        comment,
      })),
    ),
    ...insertItems(
      suite,
      'cases',
      chosen.cases.map(({ item }) => ({ item: yamlItem(item), comment })),
    ),
  ];
}
