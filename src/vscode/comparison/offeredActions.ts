import { openOffer } from '../../core/compare/live/resolveText.ts';
import type { Evaluated } from '../../core/live/evaluatePrompt.ts';
import type { ActionName } from '../../panel/slices/actions.ts';

/** What the panel shows, and how. */
export interface ShownState {
  readonly shown: Evaluated | undefined;
  readonly isRunning: boolean;
  readonly isStale: boolean;
  /** Two sides of its own are shown, not those that the editor's marks are about. */
  readonly isChosen: boolean;
  /** Nobody chose the old side. */
  readonly hasDefaultOld: boolean;
  /** The text of the prompt is known on both sides. */
  readonly hasBothTexts: boolean;
}

/** What a person can do with what the panel shows. */
export function offeredActions({
  shown,
  isRunning,
  isStale,
  isChosen,
  hasDefaultOld,
  hasBothTexts,
}: ShownState): readonly ActionName[] {
  const looks = [...(hasBothTexts ? (['openPromptDiff'] as const) : []), ...lookActions];
  if (isRunning) return ['stop', ...looks];
  const { comparison, baseline, findings = [] } = shown ?? {};
  const isWorse = comparison?.verdict === 'regressed';
  return [
    'run',
    ...(shown ? (['chooseOld', 'chooseNew', ...shareActions, ...suiteActions] as const) : []),
    ...(baseline ? (['swapSides'] as const) : []),
    ...(openOffer(comparison) && !isChosen ? (['resolve'] as const) : []),
    // It runs the version again that a run is compared with by default.
    ...(isWorse && !isStale && !isChosen && hasDefaultOld && !comparison?.live?.control
      ? (['wasItMyEdit'] as const)
      : []),
    ...(!isStale && !isChosen && findings.some(({ fix }) => fix !== undefined)
      ? (['revertChange'] as const)
      : []),
    ...looks,
  ];
}

const lookActions: readonly ActionName[] = [
  'openEditorDiff',
  'openRequest',
  'copyRequest',
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
