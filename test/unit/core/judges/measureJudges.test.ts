import assert from 'node:assert/strict';
import { type Label, labelLine } from '../../../../src/core/judges/labels.ts';
import { measureJudges } from '../../../../src/core/judges/measureJudges.ts';
import type { Model } from '../../../../src/core/ports.ts';
import { Budget } from '../../../../src/core/run/budget.ts';
import { CallPool } from '../../../../src/core/run/callPool.ts';
import type { StoredCompletion } from '../../../../src/core/run/completion.ts';
import type { RenderedRequest } from '../../../../src/core/run/request.ts';
import { Spending } from '../../../../src/core/run/spending.ts';
import { chosen } from '../../../support/fakeMeans.ts';
import { completion } from '../../../support/fakePorts.ts';
import { judgeModel, polite, portsWith } from '../../../support/judgedRuns.ts';
import { memoryFiles } from '../../../support/memoryFiles.ts';
import { caseOf, metricOf, promptOf, suiteOf } from '../../../support/suites.ts';

const signal = new AbortController().signal;

/** Replies that a person calls good or bad. */
function labels(own: Partial<Label>, good: number, bad: number): readonly Label[] {
  const label = (reply: string, passed: boolean): Label => ({
    metric: 'polite',
    case: 'a',
    reply,
    passed,
    ...own,
  });
  return [
    ...Array.from({ length: good }, (_, at) => label(`good ${at}`, true)),
    ...Array.from({ length: bad }, (_, at) => label(`bad ${at}`, false)),
  ];
}

function portsFor(judge: Model, lines: readonly Label[]) {
  const files = memoryFiles({ '/w/a.labels.jsonl': lines.map(labelLine).join('') });
  return portsWith({ judge }, { files });
}

function measure(
  ports: ReturnType<typeof portsFor>,
  { spending, metrics = [polite] }: { spending?: Spending; metrics?: (typeof polite)[] } = {},
) {
  return measureJudges(
    { suite: suiteOf({ metrics }), cases: [caseOf('a')], prompt: promptOf('Be kind.') },
    { judge: { name: 'judge' }, ...(spending && { spending }) },
    { ports, pool: new CallPool<StoredCompletion>(4) },
    signal,
  );
}

const shown = ({ messages }: RenderedRequest) => messages.at(-1)?.content ?? '';
const free = () => new Spending(new Budget({}));

describe('judges measured by labels', () => {
  it('agree as far as they say what people said', async () => {
    const judge = judgeModel((request) =>
      completion(chosen(shown(request).includes('bad 0') ? 'fail' : 'pass')),
    );
    const spending = free();

    const { reliability } = await measure(portsFor(judge, labels({}, 6, 2)), { spending });

    const known = reliability.get('polite');
    assert.equal(known?.agreement?.labels, 8);
    assert.equal(known.agreement.agreed, 7 / 8);
    assert.equal(known.flips, 0);
    assert.equal(spending.usage.requests, 24);
  });

  it('are known for nothing once they were asked, and nothing is sent where nothing may be spent', async () => {
    const judge = judgeModel();
    const ports = portsFor(judge, labels({}, 3, 3));

    const before = await measure(ports);
    await measure(ports, { spending: free() });
    const asked = judge.asked.length;
    const after = await measure(ports);

    assert.equal(before.reliability.get('polite')?.agreement, undefined);
    assert.equal(before.reliability.get('polite')?.labels, 6);
    assert.equal(after.reliability.get('polite')?.agreement?.labels, 6);
    assert.equal(judge.asked.length, asked);
  });

  it('waver as often as they say otherwise when asked again', async () => {
    const judge = judgeModel((request) =>
      completion(chosen(request.trial >= 40 ? 'fail' : 'pass')),
    );

    const { reliability } = await measure(portsFor(judge, labels({}, 4, 0)), { spending: free() });

    assert.equal(reliability.get('polite')?.flips, 2 / 3);
  });

  it('are asked about the conversation that the label holds, else about that of the case', async () => {
    const judge = judgeModel();
    const messages = [{ role: 'user', content: 'as it was' }] as const;
    const lines = [...labels({ messages, case: 'gone' }, 1, 0), ...labels({}, 0, 1)];

    const { reliability } = await measure(portsFor(judge, lines), { spending: free() });

    const texts = judge.asked.map(shown);
    assert.ok(texts.some((text) => text.includes('good 0') && text.includes('as it was')));
    assert.ok(texts.some((text) => text.includes('bad 0') && text.includes('question a')));
    assert.equal(reliability.get('polite')?.agreement?.labels, 2);
  });

  it('say nothing where they give no verdict', async () => {
    const judge = judgeModel(() => completion('Who knows?'));

    const { reliability } = await measure(portsFor(judge, labels({}, 2, 0)), { spending: free() });

    assert.deepEqual(reliability.get('polite'), { labels: 2 });
  });

  for (const [place, bias] of [
    ['first', 1],
    ['second', -1],
    ['tie', 0],
  ] as const)
    it(`have a position bias of ${bias} when they always answer '${place}'`, async () => {
      const better = metricOf('', { id: 'better', type: 'preference', parameters: {} });
      const lines = labels({ metric: 'better', rival: 'another reply' }, 3, 0);
      const judge = judgeModel(() => completion(chosen(place)));

      const { reliability } = await measure(portsFor(judge, lines), {
        spending: free(),
        metrics: [better],
      });

      assert.equal(reliability.get('better')?.positionBias, bias);
    });

  it('tells of lines that are no labels', async () => {
    const files = memoryFiles({ '/w/a.labels.jsonl': 'no label\n' });

    const { problems } = await measure(portsWith({ judge: judgeModel() }, { files }));

    assert.deepEqual(
      problems.map(({ code, range }) => [code, range.start.line]),
      [['bad-label', 0]],
    );
  });
});
