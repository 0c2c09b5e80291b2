import * as vscode from 'vscode';
import { markedId } from '../../core/compare/baselines.ts';
import type { Side, SideChoice } from '../../core/compare/sides/sideChoice.ts';
import type { Evaluated } from '../../core/live/evaluatePrompt.ts';
import { basename, fileOfPrompt } from '../../core/path.ts';
import type { Git, GitHistory } from '../../core/ports.ts';
import { committedPath } from '../../core/report/committedBaseline.ts';
import type { EvaluationContext } from '../../core/run/evaluate.ts';
import { pathOf } from '../base/convert.ts';
import { runRows } from '../runs/runChoice.ts';
import { type ChosenNow, marksOf, marksOfKind, otherSideText, shownMark } from './sideMarks.ts';

/** What a side can be chosen from. */
export interface SideQuestion {
  readonly side: Side;
  /** The last result of the suite that is shown. */
  readonly present: Evaluated;
  /** Those of the prompt's other suites. */
  readonly others: readonly Evaluated[];
  readonly chosen: ChosenNow;
  /** Ids of the runs that are shown. */
  readonly shown: { readonly old: string | undefined; readonly new: string | undefined };
}

/** What a person answered: a choice, or the path of another suite whose results are to be shown. */
export type SideAnswer =
  | { readonly kind: 'choice'; readonly choice: SideChoice }
  | { readonly kind: 'suite'; readonly suite: string };

type SideGit = Pick<Git, 'show'> & Pick<GitHistory, 'commitsWith'>;

interface SideItem extends vscode.QuickPickItem {
  readonly ask?: () => Promise<SideAnswer | undefined>;
}

/** Asks what a side of the comparison should be: one menu for both. Undefined: nothing was chosen. */
export async function askSide(
  question: SideQuestion,
  context: EvaluationContext,
  git: SideGit,
): Promise<SideAnswer | undefined> {
  const { side, present, chosen } = question;
  const name = basename(fileOfPrompt(present.run.prompt));
  const item = await vscode.window.showQuickPick(itemsFor(question, context, git), {
    title: side === 'old' ? `Old side: compare ${name} with` : `New side: show of ${name}`,
    placeHolder: `${otherSideText(side, chosen)} Replies are judged by the metrics of today.`,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return item?.ask?.();
}

async function itemsFor(
  question: SideQuestion,
  { ports }: EvaluationContext,
  git: SideGit,
): Promise<SideItem[]> {
  const { side, present, others, chosen, shown } = question;
  const { run } = present;
  const { store, files } = ports;
  const shownAs = (id: string) =>
    (['old', 'new'] as const).filter((which) => shown[which] === id).map(shownMark);
  const [pinned, accepted, isCommitted, runs] = await Promise.all([
    markedId(store, 'pinned', run),
    markedId(store, 'accepted', run),
    files.exists(committedPath(run.suite)),
    runRows(run, { ...ports, history: git }, { marksOf: shownAs }),
  ]);
  const named = (label: string, description: string, choice: SideChoice): SideItem => ({
    label,
    description: textOf(description, marksOf(choice, chosen)),
    ask: async () => ({ kind: 'choice', choice }),
  });
  return [
    // Beside itself it tells nothing.
    ...(side === 'old' && chosen.new.kind === 'now'
      ? []
      : [named('Now', 'the present results', { kind: 'now' })]),
    named('Previous version', 'of another text; where it got worse, the last good one', {
      kind: 'previous',
    }),
    ...(pinned === undefined ? [] : [named('Pinned version', '', { kind: 'pinned' })]),
    ...(accepted === undefined && !isCommitted
      ? []
      : [
          named('Accepted version', isCommitted ? basename(committedPath(run.suite)) : '', {
            kind: 'accepted',
          }),
        ]),
    named('Last commit', 'git HEAD', { kind: 'git', ref: 'HEAD' }),
    {
      label: 'Commit, branch or tag\u2026',
      description: textOf('the prompt of then with the suite of today', marksOfKind('git', chosen)),
      ask: () => askRef(side, run.prompt, git),
    },
    {
      label: 'Report file\u2026',
      description: textOf('made by micro-metrics run', marksOfKind('report', chosen)),
      ask: () => askFile('report', 'Choose a report', { Reports: ['json'] }),
    },
    {
      label: 'Recording\u2026',
      description: textOf(
        'replies to the cases as JSONL, from wherever they come',
        marksOfKind('recording', chosen),
      ),
      ask: () =>
        askFile('recording', 'Choose recorded replies', { Recordings: ['jsonl', 'ndjson'] }),
    },
    ...(runs.length === 0 ? [] : [separator('Stored runs, newest first')]),
    ...runs.map(
      ({ id, ...row }): SideItem => ({
        ...row,
        ask: async () => ({ kind: 'choice', choice: { kind: 'run', id } }),
      }),
    ),
    ...(others.length === 0 ? [] : [separator('Other suites of this prompt')]),
    ...others.map(
      ({ target: { suite } }): SideItem => ({
        label: basename(suite.path),
        description: 'shows its results instead',
        ask: async () => ({ kind: 'suite', suite: suite.path }),
      }),
    ),
  ];
}

/** The marks come first: what does not fit is cut. */
function textOf(description: string, marks: readonly string[]): string {
  return [...marks, description].filter(Boolean).join(', ');
}

function separator(label: string): SideItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

async function askRef(
  side: Side,
  prompt: string,
  git: Pick<Git, 'show'>,
): Promise<SideAnswer | undefined> {
  const ref = await vscode.window.showInputBox({
    title: `${side === 'old' ? 'Old' : 'New'} side: commit, branch or tag`,
    placeHolder: 'main, v1.2, 7f3c2a1, HEAD~3',
    // Who looks a commit up elsewhere comes back to the question.
    ignoreFocusOut: true,
    validateInput: async (text) => {
      if (text.trim() === '') return undefined;
      const found = await git.show(fileOfPrompt(prompt), text.trim());
      return found.text === undefined ? found.reason : undefined;
    },
  });
  if (ref === undefined || ref.trim() === '') return undefined;
  return { kind: 'choice', choice: { kind: 'git', ref: ref.trim() } };
}

async function askFile(
  kind: 'report' | 'recording',
  title: string,
  filters: Readonly<Record<string, string[]>>,
): Promise<SideAnswer | undefined> {
  const [file] = (await vscode.window.showOpenDialog({ title, filters })) ?? [];
  return file === undefined ? undefined : { kind: 'choice', choice: { kind, path: pathOf(file) } };
}
