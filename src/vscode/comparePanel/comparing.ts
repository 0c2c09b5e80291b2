// The compare panel and what it shows, as one module: it is loaded when the first comparison is shown.

export { ComparedTexts } from '../comparison/comparedTexts.ts';
export { ComparisonSources } from '../comparison/comparisonSources.ts';
export { ComparePanel } from './comparePanel.ts';
