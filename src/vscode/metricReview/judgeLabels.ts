import * as vscode from 'vscode';
import { EvalError } from '../../core/errors.ts';
import { labelOf } from '../../core/judges/labelledSample.ts';
import { labelsPath, withLabel } from '../../core/judges/labels.ts';
import { reliabilityBadge } from '../../core/judges/reliabilityText.ts';
import type { Disposable } from '../../core/lifecycle.ts';
import type { Evaluated } from '../../core/live/evaluated.ts';
import { type JudgedVerdict, judgedVerdicts } from '../../core/live/judgedVerdicts.ts';
import { builtInMetrics } from '../../core/metrics/builtIn.ts';
import { dayOf } from '../../core/run/spending.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds } from '../base/contributions.ts';
import type { Services } from '../services.ts';

/** What the command takes where the verdict is known already, as in the panel. */
export interface JudgeLabelArguments {
  /** Absolute path of the prompt. */
  readonly prompt: string;
  /** Id of the metric. */
  readonly metric: string;
  readonly caseId: string;
  readonly trial: number;
  /** Whether the reply passes, as the person sees it. */
  readonly passed: boolean;
}

/** Calls verdicts of judges right or wrong: a line in the labels beside the suite. */
export class JudgeLabels implements Contribution {
  private readonly services: Services;
  /** One after the other: each adds to what the one before wrote. */
  private writing: Promise<unknown> = Promise.resolve();

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    return this.services.commands.register(commandIds.labelJudge, (argument) =>
      isArguments(argument) ? this.label(argument) : this.ask(),
    );
  }

  /** @throws {EvalError} not-found when the verdict is no longer there */
  private async label(place: JudgeLabelArguments): Promise<void> {
    for (const evaluated of this.services.live.state(place.prompt)?.results ?? []) {
      const verdict = judgedVerdicts(evaluated, builtInMetrics).find(
        ({ metric, caseId, trial }) =>
          metric.id === place.metric && caseId === place.caseId && trial === place.trial,
      );
      if (verdict === undefined) continue;
      await this.write(evaluated, verdict, place.passed);
      return;
    }
    throw new EvalError(
      'not-found',
      `There is no verdict of '${place.metric}' on '${place.caseId}' any more. Run the suite, then say whether it is right.`,
    );
  }

  private async ask(): Promise<void> {
    const { live } = this.services;
    const items = live.all().flatMap(({ results }) =>
      results.flatMap((evaluated) =>
        judgedVerdicts(evaluated, builtInMetrics).map((verdict) => ({
          label: `$(${verdict.passed ? 'pass' : 'error'}) ${verdict.metric.name}`,
          description: [verdict.caseId, badgeOf(evaluated, verdict)].filter(Boolean).join(' · '),
          detail: `${verdict.passed ? 'Passed' : 'Failed'}: ${oneLine(verdict.explanation)} — ${oneLine(verdict.reply)}`,
          evaluated,
          verdict,
        })),
      ),
    );
    if (items.length === 0) {
      void vscode.window.showInformationMessage(
        'No judge has given a verdict yet. Run a suite that has a judge, then say whether it is right.',
      );
      return;
    }
    const picked = await vscode.window.showQuickPick(items, {
      title: 'Whose verdict do you want to call right or wrong?',
      matchOnDetail: true,
      matchOnDescription: true,
    });
    if (picked === undefined) return;
    const { evaluated, verdict } = picked;
    const said = verdict.passed ? 'passes' : 'fails';
    const answer = await vscode.window.showQuickPick(
      [
        { label: '$(thumbsup) The judge is right', isRight: true },
        { label: '$(thumbsdown) The judge is wrong', isRight: false },
      ],
      { title: `${verdict.metric.name}: the judge says that this reply ${said}` },
    );
    if (answer === undefined) return;
    await this.write(evaluated, verdict, answer.isRight === verdict.passed);
  }

  private write(
    { run, baseline, target }: Evaluated,
    { metric, caseId, trial }: JudgedVerdict,
    passed: boolean,
  ): Promise<void> {
    const comparesReplies = builtInMetrics.get(metric.type)?.comparesReplies === true;
    const rival = comparesReplies ? baseline?.run : undefined;
    const label = labelOf(
      { run, ...(rival && { baseline: rival }), metric, caseId, trial, passed },
      { on: dayOf(Date.now()) },
    );
    if (label === undefined) return Promise.resolve();
    const uri = vscode.Uri.file(labelsPath(target.suite.path));
    const done = this.writing.then(async () => {
      const text = await textOf(uri);
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(withLabel(text, label)));
    });
    // Whoever waits hears of a failure; the next label is written all the same.
    this.writing = done.catch(() => undefined);
    return done;
  }
}

function badgeOf({ target }: Evaluated, { metric }: JudgedVerdict): string {
  const known = target.reliability?.get(metric.id);
  return known === undefined ? '' : reliabilityBadge(known);
}

const longest = 120;

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

async function textOf(uri: vscode.Uri): Promise<string> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return '';
    throw error;
  }
}

function isArguments(value: unknown): value is JudgeLabelArguments {
  if (value === null || typeof value !== 'object') return false;
  const own = new Map(Object.entries(value));
  return (
    typeof own.get('prompt') === 'string' &&
    typeof own.get('metric') === 'string' &&
    typeof own.get('caseId') === 'string' &&
    typeof own.get('trial') === 'number' &&
    typeof own.get('passed') === 'boolean'
  );
}
