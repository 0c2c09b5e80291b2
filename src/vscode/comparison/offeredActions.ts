import { openOffer } from '../../core/compare/live/resolveText.ts';
import type { Evaluated } from '../../core/live/evaluatePrompt.ts';
import type { ActionName } from '../../panel/slices/actions.ts';

/** What the panel shows, and how. */
export interface ShownState {
  readonly shown: Evaluated | undefined;
  readonly isRunning: boolean;
  readonly isStale: boolean;
  /** It is a stored run, not the last one. */
  readonly isChosen: boolean;
}

/** What a person can do with what the panel shows. */
export function offeredActions({
  shown,
  isRunning,
  isStale,
  isChosen,
}: ShownState): readonly ActionName[] {
  if (isRunning) return ['stop', ...lookActions];
  const { comparison, findings = [] } = shown ?? {};
  const isWorse = comparison?.verdict === 'regressed';
  return [
    'run',
    ...(shown ? (['chooseOld', 'chooseNew', ...shareActions, ...suiteActions] as const) : []),
    ...(openOffer(comparison) && !isChosen ? (['resolve'] as const) : []),
    ...(isWorse && !isStale && !isChosen && comparison?.live?.control === undefined
      ? (['wasItMyEdit'] as const)
      : []),
    ...(!isStale && !isChosen && findings.some(({ fix }) => fix !== undefined)
      ? (['revertChange'] as const)
      : []),
    ...lookActions,
  ];
}

const lookActions: readonly ActionName[] = [
  'openPromptDiff',
  'openEditorDiff',
  'revealCase',
  'revealMetric',
  'copy',
];
const shareActions = ['copyMarkdown', 'exportHtml'] as const satisfies readonly ActionName[];
const suiteActions = [
  'acceptOutput',
  'newCase',
  'judgeRight',
  'judgeWrong',
] as const satisfies readonly ActionName[];
