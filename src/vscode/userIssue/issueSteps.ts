import * as vscode from 'vscode';
import { candidatesFor } from '../../core/complaint/candidates.ts';
import { type Complaint, wrongReply } from '../../core/complaint/complaint.ts';
import type { Conversation } from '../../core/complaint/conversation.ts';
import { goodSamples } from '../../core/complaint/goodSamples.ts';
import { addLine, lineFor } from '../../core/complaint/guardLine.ts';
import { splitIssue } from '../../core/complaint/issueEdits.ts';
import { type ProvenMetric, proofText, prove } from '../../core/complaint/prove.ts';
import type { GoalChoice } from '../../core/goals/goalEdits.ts';
import type { Target } from '../../core/live/evaluated.ts';
import { builtInMetrics } from '../../core/metrics/builtIn.ts';
import { sentencesIn } from '../../core/propose/instructions.ts';
import type { ProposedMetric } from '../../core/propose/proposedMetric.ts';
import type { Goal, MetricSpec } from '../../core/suite/suite.ts';
import type { Services } from '../services.ts';
import { type Choice, choose, enter, type Separator, type Step } from './steps.ts';

/** What is known of an issue while it is asked for. */
export interface IssueState {
  readonly conversation: Conversation;
  readonly target: Target;
  readonly mark: string;
  readonly missing?: string;
  readonly issue: string;
  readonly link?: string;
  readonly goal?: GoalChoice;
  readonly metric?: ProposedMetric;
  /** A line that the prompt gets. */
  readonly line?: string;
}

/** Sentences of a reply that are offered to be marked. */
const mostSentences = 40;

/** What was wrong: a sentence of the reply, a part of it that is typed, something that is missing, or all of it. */
export const askMark: Step<IssueState> = async (state, place) => {
  const reply = wrongReply(state.conversation)?.reply.content ?? '';
  type Mark = Pick<IssueState, 'mark' | 'missing'>;
  const sentences = reply
    .split('\n')
    .flatMap(sentencesIn)
    .filter((text, index, all) => all.indexOf(text) === index)
    .slice(0, mostSentences);
  const answer = await choose<Mark>({
    ...place,
    placeholder:
      'What was wrong? Pick a sentence, or type a part of the reply, or what is missing.',
    items: [
      {
        label: '$(whole-word) The reply as a whole',
        description: 'its language, its length, its tone, ...',
        value: { mark: '' },
      },
      { label: 'The reply', kind: vscode.QuickPickItemKind.Separator },
      ...sentences.map((text) => ({ label: text, value: { mark: text } })),
    ],
    typed: (text) =>
      reply.includes(text)
        ? { label: `$(edit) Mark “${text}”`, value: { mark: text }, alwaysShow: true }
        : {
            label: `$(question) “${text}” is missing in the reply`,
            value: { mark: '', missing: text },
            alwaysShow: true,
          },
  });
  if (answer === undefined || answer === 'back') return answer;
  const { missing: _, ...rest } = state;
  return { value: { ...rest, ...answer.value } };
};

/** The issue in words, a link among them. */
export const askIssue: Step<IssueState> = async (state, place) => {
  const answer = await enter({
    ...place,
    prompt: 'What went wrong, in a sentence? The address of a ticket may stand in it.',
    placeholder: 'German customers are answered in English from the fifth turn on',
    value: [state.issue, ...(state.link === undefined ? [] : [state.link])].join(' ').trim(),
    check: (text) =>
      text.trim() === '' ? 'Name it in a few words; it becomes the name of the case.' : undefined,
  });
  if (answer === undefined || answer === 'back') return answer;
  const { link: _, ...rest } = state;
  return { value: { ...rest, ...splitIssue(answer.value) } };
};

/** The goal that is at risk. */
export const askGoal: Step<IssueState> = async (state, place) => {
  const answer = await choose<GoalChoice | 'none'>({
    ...place,
    placeholder: 'Which goal is at risk? Type to name a new one.',
    items: [
      ...state.target.suite.goals.map(({ id, text }: Goal) => ({
        label: text,
        description: id,
        value: { id },
      })),
      { label: '$(circle-slash) None for now', value: 'none' as const, alwaysShow: true },
    ],
    typed: (text) => ({ label: `$(add) New goal: ${text}`, value: { text }, alwaysShow: true }),
  });
  if (answer === undefined || answer === 'back') return answer;
  const { goal: _, ...rest } = state;
  const { value } = answer;
  return { value: value === 'none' ? rest : { ...rest, goal: value } };
};

/** The metric that catches it, with the proof of each. */
export function askMetric(services: Services): Step<IssueState> {
  return async (state, place) => {
    const controller = new AbortController();
    const answer = await choose<MetricChoice>({
      ...place,
      placeholder:
        'Which metric shall catch it from now on? Each was tried on this reply and on stored good ones.',
      items: provenItems(state, services, controller.signal),
      onButton: (proven) => {
        if (proven !== 'none') void showFlagged(proven);
      },
    });
    controller.abort();
    if (answer === undefined || answer === 'back') return answer;
    const { metric: _, line: __, ...rest } = state;
    const { value } = answer;
    return { value: value === 'none' ? rest : { ...rest, metric: value.metric } };
  };
}

/** A line for the prompt, where no line asks for what the metric checks. */
export const askLine: Step<IssueState> = async (state, place) => {
  const { metric, target, issue } = state;
  if (metric === undefined || metric.guards !== undefined) return { value: state };
  const proposed = lineFor(metric, issue);
  if (addLine(target.prompt, proposed) === undefined) return { value: state };
  const answer = await enter({
    ...place,
    prompt: 'No line of the prompt asks for this. Enter adds one; leave it empty to add none.',
    value: proposed,
  });
  if (answer === undefined || answer === 'back') return answer;
  const { line: _, ...rest } = state;
  return { value: answer.value === '' ? rest : { ...rest, line: answer.value } };
};

async function provenItems(
  { conversation, mark, issue, missing, target }: IssueState,
  { context }: Services,
  signal: AbortSignal,
): Promise<readonly (Choice<MetricChoice> | Separator)[]> {
  const complaint: Complaint = {
    ...{ conversation, mark, issue },
    ...(missing !== undefined && { missing }),
  };
  const { ports } = await context(target.prompt.path);
  const owner = { prompt: target.prompt.path, suite: target.suite.path };
  const wrong = wrongReply(conversation)?.reply.content;
  const good = (await goodSamples(ports.store, owner, target.cases)).filter(
    ({ replies }) => replies.at(-1)?.text !== wrong,
  );
  const candidates = candidatesFor(complaint, target.prompt, good);
  const isJudge = ({ type }: ProposedMetric) => builtInMetrics.get(type)?.needsMeans === true;
  const tried = candidates.filter(({ metric }) => !isJudge(metric));
  const proven = await prove(tried, complaint, good, ports.scorer, signal);
  const catching = proven.filter(({ catches }) => catches);
  const judges = candidates
    .filter(({ metric }) => isJudge(metric))
    .map(({ metric, fit }) => ({ ...nothingKnown, metric, fit }));
  const clean = catching.filter(({ flagged }) => flagged.length === 0);
  const doubtful = catching.filter(({ flagged }) => flagged.length > 0);
  return [
    separator(catching.length === 0 ? 'No rule catches this; a model can judge it' : 'Catches it'),
    ...clean.map((one): Choice<MetricChoice> => {
      const known = target.suite.metrics.find((metric) => isSame(metric, one.metric));
      const shown = item(one, '$(pass)', proofText(one));
      if (known === undefined) return shown;
      return { ...shown, description: `the suite has it: ${known.id}`, value: 'none' };
    }),
    ...doubtful.map((one) => ({
      ...item(one, '$(warning)', proofText(one)),
      buttons: [
        {
          iconPath: new vscode.ThemeIcon('eye'),
          tooltip: 'Show the good replies that it would flag',
        },
      ],
    })),
    ...(catching.length === 0 ? [] : [separator('Otherwise')]),
    ...judges.map((one) =>
      item(
        one,
        '$(law)',
        'a model judges each reply, which costs a call; not tried on stored replies',
      ),
    ),
    {
      label: '$(list-unordered) Only the case, no metric',
      detail: 'The metrics of the suite are tried on it.',
      value: 'none',
    },
  ];
}

/** A metric, or none: the suite has it already, or only the case is wanted. */
type MetricChoice = ProvenMetric | 'none';

function isSame(known: MetricSpec, { type, parameters }: ProposedMetric): boolean {
  const says = (key: string) => JSON.stringify(known.parameters[key]);
  return (
    known.type === type &&
    Object.entries(parameters).every(([key, value]) => says(key) === JSON.stringify(value))
  );
}

const nothingKnown = { catches: false, explanation: '', passed: 0, flagged: [], unscored: 0 };

function separator(label: string): Separator {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function item(value: ProvenMetric, icon: string, proof: string): Choice<ProvenMetric> {
  const { name, type, because } = value.metric;
  return { label: `${icon} ${name}`, description: type, detail: `${proof}. ${because}`, value };
}

/** The good replies that a metric would have flagged, in a document beside. */
async function showFlagged({ metric, flagged }: ProvenMetric): Promise<void> {
  const content = [
    `# Good replies that “${metric.name}” would flag`,
    ...flagged.flatMap(({ sample, explanation }) => [
      `\n## ${sample.caseId}\n\n${explanation}\n`,
      ...(sample.replies.at(-1)?.text ?? '').split('\n').map((line) => `> ${line}`),
    ]),
  ].join('\n');
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
  await vscode.window.showTextDocument(document, {
    preview: true,
    preserveFocus: true,
    viewColumn: vscode.ViewColumn.Beside,
  });
}
