import assert from 'node:assert/strict';
import { candidatesFor } from '../../../../src/core/complaint/candidates.ts';
import { caseItem } from '../../../../src/core/complaint/caseOf.ts';
import type { Complaint } from '../../../../src/core/complaint/complaint.ts';
import { proofText, prove } from '../../../../src/core/complaint/prove.ts';
import { readConversation } from '../../../../src/core/complaint/readConversation.ts';
import { builtInMetrics } from '../../../../src/core/metrics/builtIn.ts';
import type { Sample } from '../../../../src/core/metrics/sample.ts';
import { scoreSample } from '../../../../src/core/metrics/scoreSample.ts';
import type { Scorer } from '../../../../src/core/ports.ts';
import { readPrompt } from '../../../../src/core/prompt/formats.ts';
import { insertItem } from '../../../../src/core/suite/edit/listItem.ts';
import { openSuiteText } from '../../../../src/core/suite/edit/suiteText.ts';
import { applyEdits } from '../../../../src/core/suite/edit/textEdit.ts';
import { yamlItem } from '../../../../src/core/suite/edit/yamlItem.ts';
import { readSuite } from '../../../../src/core/suite/readSuite.ts';

const scorer: Scorer = {
  score: (tasks) =>
    Promise.all(tasks.map(({ sample, metrics }) => scoreSample(sample, metrics, builtInMetrics))),
};

function complaint(text: string, own: Partial<Complaint> = {}): Complaint {
  return { conversation: readConversation(text), mark: '', issue: 'It is wrong', ...own };
}

function good(question: string, reply: string, index: number): Sample {
  return {
    caseId: `good-${index}`,
    trial: 0,
    variables: {},
    messages: [
      { role: 'user', content: question },
      { role: 'assistant', content: reply },
    ],
    replies: [{ text: reply, toolCalls: [], messageIndex: 1, isCached: true }],
  };
}

const goods = [
  good('Wo ist mein Paket?', 'Ihr Paket ist unterwegs und kommt morgen bei Ihnen an.', 1),
  good('Where is my parcel?', 'Your parcel is on its way and will reach you tomorrow.', 2),
  good('I paid $20, where is it?', 'Your payment of $20 has arrived, and so will the parcel.', 3),
];

async function best(given: Complaint, samples: readonly Sample[] = goods, promptText?: string) {
  const prompt =
    promptText === undefined
      ? undefined
      : (
          await readPrompt(
            { path: '/w/a.prompt.md', text: promptText },
            { readText: async () => '' },
          )
        ).value;
  const proven = await prove(
    candidatesFor(given, prompt, samples),
    given,
    samples,
    scorer,
    new AbortController().signal,
  );
  return proven;
}

const german =
  'User: Mein Router blinkt rot, was soll ich jetzt tun?\nBot: Please reset the router and wait for a minute.';

describe('A metric from a complaint', () => {
  it('is the language one for a German customer who was answered in English', async () => {
    const [first] = await best(complaint(german, { issue: 'Answered in English' }));

    assert.equal(first?.metric.type, 'language');
    assert.equal(first?.catches, true);
    assert.equal(first?.passed, 3);
    assert.deepEqual(first?.flagged, []);
  });

  it('guards the sentence of the prompt that asks for it', async () => {
    const [first] = await best(
      complaint(german, { issue: 'Answered in English' }),
      goods,
      'You are kind.\nAlways reply in the language of the customer.\n',
    );

    assert.equal(first?.metric.guards, 'Always reply in the language of the customer.');
  });

  it('asks whether an amount was made up, before it forbids the very words', async () => {
    const [first] = await best(
      complaint('User: I paid $20. Where is it?\nBot: You get a refund of $50 today.', {
        mark: 'a refund of $50',
        issue: 'A refund that was never promised',
      }),
    );

    assert.deepEqual(
      [first?.metric.type, first?.metric.parameters],
      ['grounded', { kinds: ['money'] }],
    );
    assert.equal(
      first && proofText(first),
      'fails on this reply, passes on 3 of 3 stored good ones',
    );
  });

  it('forbids a short phrase that good replies do not have', async () => {
    const [first] = await best(
      complaint('User: Where is it?\nBot: As an AI language model I cannot know.', {
        mark: 'As an AI language model',
      }),
    );

    assert.equal(first?.metric.type, 'excludes');
    assert.equal(first?.flagged.length, 0);
  });

  it('forbids the opening of a marked sentence, not the length of the reply around it', async () => {
    const proven = await best(
      complaint('User: Where is it?\nBot: As an AI language model I have no name. Sorry.', {
        mark: 'As an AI language model I have no name.',
      }),
    );

    const { value } = proven[0]?.metric.parameters ?? {};
    assert.equal(value, 'As an AI language model');
    assert.ok(proven.every(({ metric }) => metric.type !== 'length'));
  });

  it('limits the length where good replies are shorter', async () => {
    const proven = await best(
      complaint(
        `User: Where is my parcel, please?\nBot: ${'The parcel is late because of the weather. '.repeat(12)}`,
      ),
    );

    const [first] = proven;
    assert.equal(first?.metric.type, 'length');
    assert.ok(first?.catches);
  });

  it('is an instruction of the prompt that the reply broke', async () => {
    const [first] = await best(
      complaint('User: Where is it?\nBot: Your parcel is on its way. No refund.'),
      goods,
      'Never promise a refund.\n',
    );

    assert.equal(first?.metric.type, 'excludes');
    assert.equal(first?.metric.guards, 'Never promise a refund.');
  });

  it('says which good replies a phrase would have flagged', async () => {
    const proven = await best(
      complaint('User: Where is it?\nBot: It arrives tomorrow, maybe.', { mark: 'tomorrow' }),
    );

    const phrase = proven.find(({ metric }) => metric.type === 'excludes');
    assert.deepEqual(
      phrase?.flagged.map(({ sample }) => sample.caseId),
      ['good-2'],
    );
  });

  it('does not count as one that catches when it could not be scored', async () => {
    const proven = await best(complaint('It is wrong.', { issue: 'Cold tone' }), []);

    const language = proven.find(({ metric }) => metric.type === 'language');
    assert.equal(language?.catches, false);
  });

  it('is a judge in the words of the complaint where no rule fits', async () => {
    const proven = await best(
      complaint('User: Hi\nBot: What do you want.', { issue: 'Cold tone' }),
      [],
    );

    const judge = proven.find(({ metric }) => metric.type === 'judge');
    assert.match(String(judge?.metric.parameters.criteria), /Cold tone/);
  });

  it('stays silent where nobody replied', async () => {
    assert.deepEqual(await best(complaint('User: Hi\nCustomer: Hello?')), []);
  });
});

describe('A case from a complaint', () => {
  it('asks the last question anew after the given history', () => {
    const text = JSON.stringify([
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: 'Hallo' },
      { role: 'assistant', content: 'Guten Tag!' },
      { role: 'user', content: 'Was nun?' },
      { role: 'assistant', content: 'Please wait.' },
    ]);

    const item = caseItem(complaint(text, { issue: 'Answered in English!' }), () => false);

    assert.deepEqual(item, {
      id: 'answered-in-english',
      tags: ['user-issue'],
      messages: [
        { role: 'user', content: 'Hallo' },
        { role: 'assistant', content: 'Guten Tag!' },
      ],
      turns: ['Was nun?'],
    });
  });

  it('reads back as a case of the suite', () => {
    const call = { id: 'c', type: 'function', function: { name: 'track', arguments: '{"n":1}' } };
    const text = JSON.stringify([
      { role: 'user', content: 'Wo: ist\n- es?' },
      { role: 'assistant', content: '', tool_calls: [call] },
      { role: 'tool', content: 'lost', tool_call_id: 'c' },
      { role: 'user', content: '# nun?' },
      { role: 'assistant', content: 'Wait.' },
    ]);
    const item = caseItem(complaint(text), (id) => id === 'it-is-wrong');

    const edited = applyEdits('', insertItem(openSuiteText(''), 'cases', yamlItem(item)));
    const { value, problems } = readSuite(
      { path: '/w/s.metrics.yaml', text: edited },
      builtInMetrics,
    );

    assert.deepEqual(problems, []);
    assert.equal(value?.cases[0]?.id, 'it-is-wrong-2');
    assert.equal(value?.cases[0]?.messages.length, 3);
    assert.deepEqual(value?.cases[0]?.turns, ['# nun?']);
  });
});
