/** Things a person can ask the host to do; the panel offers only those that the host names. */
export const actionNames = [
  'run',
  'stop',
  'chooseOld',
  'chooseNew',
  'swapSides',
  'resolve',
  'wasItMyEdit',
  'revertChange',
  'openPromptDiff',
  'openEditorDiff',
  'openRequest',
  'copyRequest',
  'revealCase',
  'revealMetric',
  'copy',
  'acceptOutput',
  'newCase',
  'judgeRight',
  'judgeWrong',
  'copyMarkdown',
  'exportHtml',
] as const;

export type ActionName = (typeof actionNames)[number];
