import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { type MaturityFacts, maturityOf } from '../../../../src/core/maturity/maturity.ts';
import { stepNodes } from '../../../../src/vscode/maturity/stepNodes.ts';

const facts: MaturityFacts = {
  metrics: 4,
  cases: 3,
  runs: 2,
  withGoal: 1,
  withOwner: 0,
  guarding: 1,
  multiTurnCases: 0,
  trials: 1,
  fromIssues: 0,
  hasAcceptedBaseline: false,
  hasCommittedBaseline: false,
  judges: 0,
  judgesMeasured: 0,
  logsScoredDaysAgo: null,
  reviewsDue: 0,
};

function rows(own: Partial<MaturityFacts> = {}) {
  const maturity = maturityOf({ ...facts, ...own });
  const [root] = stepNodes([{ prompt: '/w/a.prompt.md', suite: '/w/a.metrics.yaml', maturity }]);
  assert.ok(root);
  return root;
}

describe('The rows of the Next Step view', () => {
  it('say where a prompt stands', () => {
    const { label, description } = rows();

    assert.equal(label, 'a.prompt.md');
    assert.match(description ?? '', /^crawl, \d+ of 13 steps$/);
  });

  it('begin with the next step, which a click takes', () => {
    const [first] = rows().children ?? [];

    assert.equal(first?.label, "Next: A case from a user's issue");
    assert.match(first?.spoken ?? '', /^Next: A case from a user's issue: .*, open\./);
    assert.equal(first?.command?.id, 'microMetrics.newCaseFromIssue');
  });

  it('lead each step to a command that package.json declares', async () => {
    const { contributes } = JSON.parse(await readFile('package.json', 'utf8'));
    const declared = contributes.commands.map(({ command }: { command: string }) => command);
    const commands: (string | undefined)[] = [];
    const walk = ({ context, command, children }: ReturnType<typeof rows>) => {
      if (context === 'step') commands.push(command?.id);
      children?.forEach(walk);
    };
    walk(rows());

    assert.equal(commands.length, 14);
    for (const command of commands) assert.ok(declared.includes(command), String(command));
  });

  it('have ids of their own, so that none is taken for another', () => {
    const ids: string[] = [];
    const walk = ({ id, children }: ReturnType<typeof rows>) => {
      ids.push(id);
      children?.forEach(walk);
    };
    walk(rows());

    assert.equal(new Set(ids).size, ids.length);
  });
});
