import * as vscode from 'vscode';
import { EvalError } from '../../core/errors.ts';
import type { Disposable } from '../../core/lifecycle.ts';
import { builtInMetrics } from '../../core/metrics/builtIn.ts';
import { basename } from '../../core/path.ts';
import { metricItem } from '../../core/propose/proposedMetric.ts';
import { proposalsFor } from '../../core/propose/proposeMetrics.ts';
import { dayOf } from '../../core/run/spending.ts';
import { insertItem } from '../../core/suite/edit/listItem.ts';
import { openSuiteText } from '../../core/suite/edit/suiteText.ts';
import { yamlItem } from '../../core/suite/edit/yamlItem.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds } from '../base/contributions.ts';
import { pathOf } from '../base/convert.ts';
import type { Services } from '../services.ts';
import { editSuite } from '../suites/suiteEdits.ts';

/** Add a Metric for an instruction of a prompt: by its hint, or for the instruction at the cursor. */
export class AddMetric implements Contribution {
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    return this.services.commands.register(commandIds.addMetricFor, (given) => this.add(given));
  }

  private async add(given: unknown): Promise<void> {
    const { prompt, instruction } = asked(given) ?? atCursor();
    const { workspace } = this.services;
    const { targets } = await workspace.load(prompt);
    const suite = targets.find(({ suite: { path } }) => /\.metrics\.ya?ml$/i.test(path))?.suite;
    if (suite === undefined)
      throw new EvalError(
        'usage',
        `${basename(prompt)} has no suite "*.metrics.yaml" yet. Create one with "New Suite for This Prompt".`,
      );
    const items = proposalsFor(instruction, builtInMetrics).map((metric) => ({
      label: metric.name,
      description: metric.type,
      detail:
        builtInMetrics.get(metric.type)?.needsMeans === true
          ? 'A model judges each reply, which costs a call.'
          : metric.because,
      metric,
    }));
    const chosen =
      items.length === 1
        ? items[0]
        : await vscode.window.showQuickPick(items, { title: `A metric for “${instruction}”` });
    if (chosen === undefined) return;
    const item = yamlItem(metricItem(chosen.metric, { added: dayOf(Date.now()) }));
    await editSuite(
      suite.path,
      ({ source }) => insertItem(openSuiteText(source), 'metrics', item),
      { find: () => item[0] ?? '', takesFocus: true, isSaved: false },
    );
  }
}

function asked(
  given: unknown,
): { readonly prompt: string; readonly instruction: string } | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  if (!('prompt' in given) || !('instruction' in given)) return undefined;
  const { prompt, instruction } = given;
  return typeof prompt === 'string' && typeof instruction === 'string'
    ? { prompt, instruction }
    : undefined;
}

/** From the palette: what is selected, else the line of the cursor without its bullet. */
function atCursor(): { readonly prompt: string; readonly instruction: string } {
  const editor = vscode.window.activeTextEditor;
  const { document, selection } = editor ?? {};
  const line =
    document === undefined || selection === undefined
      ? ''
      : document.lineAt(selection.active.line).text;
  const selected = document?.getText(selection).trim() ?? '';
  const instruction =
    selected !== '' ? selected : line.replace(/^\s*(?:[-*+•]\s+|\d{1,3}[.)]\s+)?/, '').trim();
  if (document === undefined || instruction === '')
    throw new EvalError('usage', 'Put the cursor on an instruction of a prompt first.');
  return { prompt: pathOf(document.uri), instruction };
}
