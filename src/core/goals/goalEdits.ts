import { insertGoal } from '../suite/edit/goal.ts';
import { setMetricKey } from '../suite/edit/metricKey.ts';
import { openSuiteText } from '../suite/edit/suiteText.ts';
import type { TextEdit } from '../suite/edit/textEdit.ts';
import { slug, uniqueId } from '../suite/slug.ts';
import type { Goal, Suite } from '../suite/suite.ts';

/** A goal that is there, by its id, or a new one in words. */
export type GoalChoice = { readonly id: string } | { readonly text: string };

/** The id that a new goal gets: its first words. */
export function goalId(text: string, goals: readonly Pick<Goal, 'id'>[]): string {
  const taken = new Set(goals.map(({ id }) => id));
  const short = slug(text).split('-').slice(0, 3).join('-');
  return uniqueId(short || 'goal', (id) => taken.has(id));
}

/**
 * Gives a metric a goal, which is added to the suite where it is new.
 * @throws {EvalError} bad-file when the suite cannot be edited; not-found when it has no such metric of its own
 */
export function setGoal(
  suite: Pick<Suite, 'path' | 'source' | 'metrics' | 'goals'>,
  metric: string,
  goal: GoalChoice,
): readonly TextEdit[] {
  if ('id' in goal) return setMetricKey(suite, metric, 'goal', goal.id);
  const id = goalId(goal.text, suite.goals);
  return [
    insertGoal(openSuiteText(suite.source), id, goal.text),
    ...setMetricKey(suite, metric, 'goal', id),
  ];
}
