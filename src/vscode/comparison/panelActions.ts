import * as vscode from 'vscode';
import type { Side } from '../../core/compare/sides/sideChoice.ts';
import { basename, fileOfPrompt } from '../../core/path.ts';
import type { Store } from '../../core/ports.ts';
import type { ActionTarget } from '../../panel/protocol.ts';
import type { ActionName } from '../../panel/slices/actions.ts';
import type { ComparePanelSource, PanelInput } from '../../panel/source.ts';
import { commandIds } from '../base/contributions.ts';
import { toVsRange } from '../base/convert.ts';
import type { ComparedTexts } from './comparedTexts.ts';
import {
  acceptOutput,
  copyOutput,
  copyRequest,
  judgeScore,
  makeCase,
} from './comparisonActions.ts';
import { replyText, show } from './comparisonEditors.ts';
import { copyMarkdown, exportHtml } from './comparisonShare.ts';
import { type PanelView, repliesOf } from './panelView.ts';
import { requestName, requestText } from './sentRequests.ts';

/** What the panel shows when a person asks for something, and what can be done about it. */
export interface ActionMeans {
  /** Absolute path. */
  readonly prompt: string;
  readonly view: PanelView;
  readonly sides: Pick<PanelInput, 'old' | 'new'>;
  /** Of the new side where that is not the present results. */
  readonly newLabel: string | undefined;
  readonly source: ComparePanelSource;
  readonly texts: ComparedTexts;
  readonly store: () => Promise<Store>;
  readonly stop: () => void;
  readonly choose: (side: Side) => Promise<unknown>;
  readonly swap: () => Promise<unknown>;
}

/**
 * Does what a person asked the panel for.
 * @throws {EvalError} what the action says
 */
export async function performAction(
  action: ActionName,
  target: ActionTarget,
  means: ActionMeans,
): Promise<unknown> {
  const { prompt, view, sides, texts } = means;
  const { shown: result, target: listed } = view;
  const replies = repliesOf(view, target.caseId);
  switch (action) {
    case 'run':
      return vscode.commands.executeCommand(commandIds.runSuite, prompt);
    case 'stop':
      return means.stop();
    case 'resolve':
      return vscode.commands.executeCommand(commandIds.resolve, prompt);
    case 'wasItMyEdit':
      return vscode.commands.executeCommand(commandIds.wasItMyEdit, prompt);
    case 'revertChange':
      await show(prompt);
      return vscode.commands.executeCommand(commandIds.revertChange);
    case 'chooseOld':
      return means.choose('old');
    case 'chooseNew':
      return means.choose('new');
    case 'swapSides':
      return means.swap();
    case 'revealCase': {
      const item = listed?.cases.find((found) => found.id === target.caseId);
      return item && show(item.file, toVsRange(item.range));
    }
    case 'revealMetric': {
      const metric = listed?.suite.metrics.find((found) => found.id === target.metric);
      return metric && show(metric.file, toVsRange(metric.range));
    }
    case 'openPromptDiff': {
      const { old, new: now } = sides;
      if (old?.source === undefined || now?.source === undefined) return undefined;
      const name = basename(fileOfPrompt(prompt));
      return texts.openDiff(titleOf('Prompt', sides), name, old.source, now.source);
    }
    case 'openEditorDiff':
      return texts.openDiff(
        titleOf(target.caseId ?? 'Reply', sides),
        'reply.txt',
        replyText(replies.old, target) ?? '',
        replyText(replies.new, target) ?? '',
      );
    case 'openRequest':
    case 'copyRequest': {
      const run = replies[target.side ?? 'new'];
      const json = await requestText(await means.store(), run, target);
      if (action === 'copyRequest') return copyRequest(json);
      return texts.openText(requestName(target), json);
    }
    case 'copy':
      return replies.new && copyOutput(replies.new, target);
    case 'acceptOutput':
      return result && acceptOutput(result, target);
    case 'newCase':
      return result && makeCase(result, target);
    case 'judgeRight':
      return result && judgeScore(result, target, true);
    case 'judgeWrong':
      return result && judgeScore(result, target, false);
    case 'copyMarkdown':
      return result && copyMarkdown(result, means.newLabel);
    case 'exportHtml':
      return exportHtml(means.source);
  }
}

function titleOf(what: string, { old, new: now }: ActionMeans['sides']): string {
  const names = [old, now].map((side) => side?.version.label ?? 'version of then').join(' and ');
  return `${what}: ${names}`;
}
