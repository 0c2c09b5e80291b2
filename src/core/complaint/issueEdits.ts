import { type GoalChoice, goalId } from '../goals/goalEdits.ts';
import type { JsonObject } from '../json.ts';
import { metricItem, type ProposedMetric } from '../propose/proposedMetric.ts';
import { insertGoal } from '../suite/edit/goal.ts';
import { insertItem } from '../suite/edit/listItem.ts';
import { openSuiteText } from '../suite/edit/suiteText.ts';
import type { TextEdit } from '../suite/edit/textEdit.ts';
import { yamlItem } from '../suite/edit/yamlItem.ts';
import { slug, uniqueId } from '../suite/slug.ts';
import type { Suite } from '../suite/suite.ts';
import { caseItem } from './caseOf.ts';
import type { Complaint } from './complaint.ts';

/** What becomes of a complaint. */
export interface IssueDecision {
  readonly complaint: Complaint;
  /** Address of the ticket, where there is one. */
  readonly link?: string;
  /** Absent: only the case is added. */
  readonly metric?: ProposedMetric;
  readonly goal?: GoalChoice;
  /** For the variables of the prompt. */
  readonly variables: JsonObject;
  /** YYYY-MM-DD */
  readonly today: string;
}

export interface IssueEdits {
  readonly edits: readonly TextEdit[];
  readonly caseId: string;
  readonly metricId?: string;
}

/**
 * The edits of a suite that make a complaint a case, with the metric that catches it and the goal that it serves.
 * @param isCaseTaken ids of cases, those in files of rows included
 * @throws {EvalError} bad-file when the suite cannot be edited
 */
export function issueEdits(
  suite: Pick<Suite, 'source' | 'metrics' | 'goals' | 'retired'>,
  decision: IssueDecision,
  isCaseTaken: (id: string) => boolean,
): IssueEdits {
  const { complaint, metric, goal, link, variables, today } = decision;
  const text = openSuiteText(suite.source);
  const edits: TextEdit[] = [];
  let serves: string | undefined;
  if (goal !== undefined && 'id' in goal) serves = goal.id;
  else if (goal !== undefined) {
    serves = goalId(goal.text, suite.goals);
    edits.push(insertGoal(text, serves, goal.text));
  }
  const added = caseItem(complaint, isCaseTaken, variables);
  const caseId = String(added.id);
  let metricId: string | undefined;
  if (metric !== undefined) {
    const taken = new Set([...suite.metrics, ...suite.retired].map(({ id }) => id));
    metricId = uniqueId(short(slug(metric.name), 6) || metric.type, (id) => taken.has(id));
    const item = {
      id: metricId,
      ...metricItem(metric, {
        ...(serves !== undefined && { goal: serves }),
        issue: link ?? complaint.issue,
        added: today,
      }),
    };
    edits.push(...insertItem(text, 'metrics', yamlItem(item)));
  }
  edits.push(...insertItem(text, 'cases', yamlItem(added)));
  return { edits, caseId, ...(metricId !== undefined && { metricId }) };
}

function short(id: string, words: number): string {
  return id.split('-').slice(0, words).join('-');
}

/** The words of an issue and the address in them: `Wrong refund https://t.example/4` is both. */
export function splitIssue(said: string): { readonly issue: string; readonly link?: string } {
  const link = /https?:\/\/[^\s<>"')\]]+/.exec(said)?.[0];
  if (link === undefined) return { issue: said.trim() };
  const words = said.replace(link, ' ').replace(/\s+/g, ' ').trim();
  return { issue: words === '' ? link : words.replace(/[\s:,(-]+$/, ''), link };
}
