import type { Sample } from '../metrics/sample.ts';
import { renderPrompt } from '../prompt/formats.ts';
import type { Message } from '../prompt/message.ts';
import type { Prompt } from '../prompt/prompt.ts';
import type { CaseResult, RunResult } from '../results/runResult.ts';
import { conversationStart, messagesAfter, turnsOf } from '../run/conversation.ts';
import type { Case, MetricSpec } from '../suite/suite.ts';
import type { Label, LabelMessage } from './labels.ts';

/** The sample that a label speaks of; undefined where its conversation is not known. */
export async function labelledSample(
  label: Label,
  item: Case | undefined,
  prompt: Prompt | undefined,
): Promise<Sample | undefined> {
  const before = label.messages ?? (await conversationOf(item, prompt));
  if (before === undefined) return undefined;
  const { reply, rival } = label;
  return {
    caseId: label.case,
    trial: 0,
    variables: item?.variables ?? {},
    ...(item?.expected !== undefined && { expected: item.expected }),
    messages: [...before, { role: 'assistant', content: reply }],
    replies: [{ text: reply, toolCalls: [], messageIndex: before.length, isCached: true }],
    ...(rival !== undefined && { rival }),
  };
}

/** What the prompt of today and the case give up to the first reply. */
async function conversationOf(
  item: Case | undefined,
  prompt: Prompt | undefined,
): Promise<readonly Message[] | undefined> {
  if (item === undefined || prompt === undefined) return undefined;
  const initial = conversationStart(await renderPrompt(prompt, item.variables), item);
  const [turn] = turnsOf(initial, item);
  return turn === undefined ? initial : [...initial, { role: 'user', content: turn }];
}

export interface LabelledTrial {
  readonly run: RunResult;
  /** The run compared with, where the metric compares replies. */
  readonly baseline?: RunResult;
  readonly metric: Pick<MetricSpec, 'id' | 'parameters'>;
  readonly caseId: string;
  readonly trial: number;
  /** Whether the reply passes, as the person sees it. */
  readonly passed: boolean;
}

/** What a person says of a judge's verdict on a trial, as a label; undefined where the trial has no reply. */
export function labelOf(
  { run, baseline, metric, caseId, trial, passed }: LabelledTrial,
  more: Pick<Label, 'by' | 'on' | 'note'> = {},
): Label | undefined {
  const found = trialOf(run.cases, caseId, trial);
  const last = found?.replies.at(-1);
  if (found === undefined || last === undefined) return undefined;
  const rival = baseline && trialOf(baseline.cases, caseId, trial)?.output;
  const said = messagesAfter(found.messages, found.replies).slice(0, -1);
  return {
    metric: metric.id,
    case: caseId,
    reply: last.text,
    messages: said.filter(isSeenBy(metric)).map(({ role, content }) => ({ role, content })),
    ...(rival !== undefined && rival !== null && { rival }),
    passed,
    ...more,
  };
}

/** A judge that is not shown the prompt's own messages is not measured with them: they may change as they like. */
function isSeenBy({ parameters: { sees } }: LabelledTrial['metric']) {
  const seesSystem = Array.isArray(sees) && sees.includes('system');
  return ({ role }: LabelMessage) => seesSystem || (role !== 'system' && role !== 'developer');
}

function trialOf(cases: readonly CaseResult[], caseId: string, trial: number) {
  return cases.find(({ id }) => id === caseId)?.trials.find((own) => own.trial === trial);
}
