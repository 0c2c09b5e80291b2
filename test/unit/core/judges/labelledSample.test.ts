import assert from 'node:assert/strict';
import { labelledSample, labelOf } from '../../../../src/core/judges/labelledSample.ts';
import { readLabels, withLabel } from '../../../../src/core/judges/labels.ts';
import { caseResultOf, replyOf, runOf, trialOf } from '../../../support/runs.ts';
import { caseOf, promptOf } from '../../../support/suites.ts';

const metric = { id: 'polite', parameters: { criteria: 'It is polite.' } };
const talk = trialOf('last', {
  replies: [replyOf('first', { turn: 'hello' }), replyOf('last', { turn: 'and?' })],
});
const run = runOf({ cases: [caseResultOf('a', { trials: [talk] })] });
const place = { run, metric, caseId: 'a', trial: 0, passed: false };

describe('a label of a trial', () => {
  it('holds the reply and what the judge saw before it', () => {
    assert.deepEqual(labelOf(place, { by: 'Anna' }), {
      metric: 'polite',
      case: 'a',
      reply: 'last',
      messages: [
        { role: 'user', content: 'hello' },
        { role: 'assistant', content: 'first' },
        { role: 'user', content: 'and?' },
      ],
      passed: false,
      by: 'Anna',
    });
  });

  it('holds the prompt where the judge sees it', () => {
    const seeing = { ...metric, parameters: { ...metric.parameters, sees: ['system'] } };

    const label = labelOf({ ...place, metric: seeing });

    assert.equal(label?.messages?.[0]?.content, 'Be kind.');
  });

  it('holds the other reply where two were compared', () => {
    const baseline = runOf({ cases: [caseResultOf('a', { trials: [trialOf('before')] })] });

    assert.equal(labelOf({ ...place, baseline })?.rival, 'before');
  });

  it('is none where there is no such trial', () => {
    assert.equal(labelOf({ ...place, trial: 7 }), undefined);
    assert.equal(labelOf({ ...place, caseId: 'gone' }), undefined);
  });

  it('is read back from the file it is added to, whose last line may lack its end', () => {
    const label = labelOf(place);
    assert.ok(label);
    const first = withLabel('', { ...label, case: 'b' }).trimEnd();

    const { labels, problems } = readLabels('/w/a.labels.jsonl', withLabel(first, label));

    assert.deepEqual(problems, []);
    assert.deepEqual(labels[1], label);
  });

  it('leads to the same conversation again', async () => {
    const label = labelOf(place);
    assert.ok(label);

    const sample = await labelledSample(label, undefined, undefined);

    assert.deepEqual(
      sample?.messages.map(({ content }) => content),
      ['hello', 'first', 'and?', 'last'],
    );
    assert.equal(sample?.replies[0]?.messageIndex, 3);
  });

  it('takes the first turn of the case where it holds no conversation', async () => {
    const label = { metric: 'polite', case: 'a', reply: 'hi', passed: true };
    const item = caseOf('a', { messages: [], turns: ['hello', 'later'] });

    const sample = await labelledSample(label, item, promptOf('Be kind.'));

    assert.deepEqual(
      sample?.messages.map(({ content }) => content),
      ['Be kind.', 'hello', 'hi'],
    );
    assert.equal(await labelledSample(label, undefined, promptOf('Be kind.')), undefined);
  });
});
