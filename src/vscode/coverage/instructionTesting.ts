import * as vscode from 'vscode';
import { keepMutation } from '../../core/coverage/keptMutations.ts';
import { type MutationResult, mutate } from '../../core/coverage/mutate.ts';
import type { Evaluated } from '../../core/live/evaluated.ts';
import { instructionsOf } from '../../core/propose/instructions.ts';
import { dollarText } from '../../core/run/budget.ts';
import { instructionBudget, runSettings } from '../base/settings.ts';
import type { Services } from '../services.ts';

export interface InstructionTestOptions {
  /** Instructions to try, by their index; default: all. */
  readonly only?: ReadonlySet<number>;
  /** Called with a text and the percent that it added. */
  readonly report: (message: string, increment: number) => void;
  readonly signal: AbortSignal;
}

/** Leaves out instructions of a prompt one by one, within the budget of the settings, and keeps what each has shown. */
export async function testInstructions(
  { target, run }: Evaluated,
  services: Pick<Services, 'context'>,
  { only, report, signal }: InstructionTestOptions,
): Promise<readonly MutationResult[]> {
  const prompt = target.prompt.path;
  const context = await services.context(prompt);
  const { store, clock } = context.ports;
  const { fallback, budget } = runSettings(vscode.Uri.file(prompt));
  const { calls: maxCalls, dollars } = instructionBudget(vscode.Uri.file(prompt));
  const total = only?.size ?? instructionsOf(target.prompt).length;
  const stages = [...new Set(run.metrics.map(({ stage }) => stage))];
  const options = {
    ...{ maxCalls, stages, fallback, budget: { ...budget, perRun: dollars } },
    ...(only !== undefined && { only }),
  };
  const owner = { prompt, suite: target.suite.path };
  const done: MutationResult[] = [];
  let cost: number | null = 0;
  report(`0 of ${total}`, 0);
  for await (const result of mutate(target, run, options, context, signal)) {
    // What was stopped halfway says nothing.
    if (signal.aborted) break;
    done.push(result);
    cost = cost === null || result.cost === null ? null : cost + result.cost;
    const { metrics } = target.suite;
    await keepMutation(store, owner, target.prompt, result, metrics, clock.now());
    const calls = done.reduce((sum, one) => sum + one.calls, 0);
    const price = cost === null ? '' : `, ${dollarText(cost)}`;
    report(`${done.length} of ${total}, ${calls} calls${price}`, 100 / total);
    if (cost !== null && cost >= dollars) break;
  }
  return done;
}
