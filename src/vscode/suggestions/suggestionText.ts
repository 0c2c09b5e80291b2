import type { SuggestionPlan, Suggestions } from '../../core/propose/suggest/suggest.ts';
import { suggestedBy } from '../../core/propose/suggest/suggestionEdits.ts';
import { visibleText } from '../../core/report/visibleText.ts';
import { dollarText } from '../../core/run/budget.ts';

/** What is asked before a model is: `Ask gpt-5-mini for more metrics and cases? 1 call, about $0.004; the prompt and its suite are sent to it.` */
export function questionText({
  model,
  estimatedCost,
}: Pick<SuggestionPlan, 'model' | 'estimatedCost'>): string {
  const price = estimatedCost === null ? 'price unknown' : `about ${dollarText(estimatedCost)}`;
  const name = `${visibleText(model.name)}${model.isSimulated ? ' (simulated)' : ''}`;
  return `Ask ${name} for more metrics and cases? 1 call, ${price}; the prompt and its suite are sent to it.`;
}

/** A suggestion as a row that a person ticks. */
export interface SuggestionRow {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly isTicked: boolean;
  readonly kind: 'metric' | 'case';
  /** Its index in its list. */
  readonly index: number;
}

/** All suggestions as rows, metrics first; each says whose it is. One that costs a call for each reply is not ticked. */
export function suggestionRows({
  model,
  metrics,
  cases,
}: Pick<Suggestions, 'model' | 'metrics' | 'cases'>): readonly SuggestionRow[] {
  const by = suggestedBy(model);
  return [
    ...metrics.map(({ metric, proof }, index) => ({
      label: plain(metric.name),
      description: plain(`${metric.type}, ${by}`),
      detail: plain(
        `${proof === 'tried' ? 'Tells its example apart.' : 'A model judges each reply, which costs a call.'} ${metric.because}`,
      ),
      isTicked: proof === 'tried',
      kind: 'metric' as const,
      index,
    })),
    ...cases.map(({ id, item, because }, index) => ({
      label: plain(id),
      description: plain(`case, ${by}`),
      detail: plain([because, ...turnsOf(item.turns)].join(' — ')),
      isTicked: true,
      kind: 'case' as const,
      index,
    })),
  ];
}

function turnsOf(turns: unknown): readonly string[] {
  return Array.isArray(turns) ? turns.map(String) : [];
}

/** Text of a model as one line in which nothing is an icon. */
function plain(text: string): string {
  return visibleText(text).replaceAll('$(', '\\$(');
}
