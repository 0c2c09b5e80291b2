import assert from 'node:assert/strict';
import { type Label, labelLine } from '../../../../src/core/judges/labels.ts';
import { measureJudges } from '../../../../src/core/judges/measureJudges.ts';
import type { Evaluated } from '../../../../src/core/live/evaluated.ts';
import { evaluatePrompt } from '../../../../src/core/live/evaluatePrompt.ts';
import { Budget } from '../../../../src/core/run/budget.ts';
import { CallPool } from '../../../../src/core/run/callPool.ts';
import type { StoredCompletion } from '../../../../src/core/run/completion.ts';
import { Spending } from '../../../../src/core/run/spending.ts';
import { chosen } from '../../../support/fakeMeans.ts';
import { completion, FakeModel } from '../../../support/fakePorts.ts';
import { judgeModel, polite, portsWith } from '../../../support/judgedRuns.ts';
import { memoryFiles } from '../../../support/memoryFiles.ts';
import { caseOf, promptOf, suiteOf } from '../../../support/suites.ts';

const signal = new AbortController().signal;
const cases = Array.from({ length: 12 }, (_, at) => caseOf(`c${at}`));
const suite = suiteOf({
  metrics: [polite],
  model: { name: 'model', parameters: {} },
  judge: { name: 'judge' },
});

/** Labels on replies that the judge passes; a person agrees with so many of them. */
function labels(agreed: number, of: number): readonly Label[] {
  return Array.from({ length: of }, (_, at) => ({
    metric: 'polite',
    case: 'c0',
    reply: `${at % 2 === 0 ? 'kind' : 'rude'} ${at}`,
    passed: (at % 2 === 0) === at < agreed,
  }));
}

/** Two versions of a prompt, the second of which makes every reply rude, with a judge that was measured by labels. */
async function twoVersions(lines: readonly Label[]): Promise<Evaluated> {
  const judge = judgeModel(({ messages }) =>
    completion(chosen(messages.at(-1)?.content.includes('rude') ? 'fail' : 'pass')),
  );
  const model = new FakeModel(async ({ messages }) =>
    completion(`${messages[0]?.content === 'Be rude.' ? 'rude' : 'kind'} ${messages.length}`),
  );
  const files = memoryFiles({ '/w/a.labels.jsonl': lines.map(labelLine).join('') });
  const ports = portsWith({ judge, model }, { files });
  const context = { ports, pool: new CallPool<StoredCompletion>(4) };
  const [old, fresh] = ['Be kind.', 'Be rude.'].map((text) => ({
    prompt: promptOf(text),
    suite,
    cases,
  }));
  assert.ok(old && fresh);
  const spending = new Spending(new Budget({}));
  await measureJudges(old, { judge: { name: 'judge' }, spending }, context, signal);
  const stages = ['real-time'] as const;
  const first = await evaluatePrompt(old, { stages }, context, signal);
  const baseline = async () => ({ run: first.run, label: 'previous version' });
  return evaluatePrompt(fresh, { stages, baseline, live: {} }, context, signal);
}

describe('an evaluation with a judge', () => {
  it('claims what it sees as loudly as asked, where nobody measured the judge', async () => {
    const { comparison, findings } = await twoVersions([]);

    assert.equal(comparison?.verdict, 'regressed');
    assert.equal(findings.find(({ kind }) => kind === 'regression')?.severity, 'error');
  });

  it('claims it as loudly where the judge agrees with people', async () => {
    const { comparison, findings, target } = await twoVersions(labels(20, 20));

    assert.equal(target.reliability?.get('polite')?.agreement?.kappa, 1);
    assert.equal(comparison?.verdict, 'regressed');
    assert.equal(findings.find(({ kind }) => kind === 'regression')?.severity, 'error');
  });

  it('is no louder than the agreement of the judge with people, and says why', async () => {
    const { findings } = await twoVersions(labels(13, 20));

    const found = findings.find(({ kind }) => kind === 'regression');
    assert.equal(found?.severity, 'information');
    assert.match(found?.message ?? '', /agrees too little with people \(kappa 0\.30\)/);
  });
});
