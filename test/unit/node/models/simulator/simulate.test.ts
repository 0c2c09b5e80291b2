import assert from 'node:assert/strict';
import fc from 'fast-check';
import { driftTurn, errorRate } from '../../../../../src/node/models/simulator/dice.ts';
import { languageCodes, languageOf } from '../../../../../src/node/models/simulator/language.ts';
import { phraseBooks } from '../../../../../src/node/models/simulator/phraseBooks.ts';
import { simulate } from '../../../../../src/node/models/simulator/simulate.ts';
import { topicOf } from '../../../../../src/node/models/simulator/topics.ts';

const german = [
  'Mein Router blinkt rot.',
  'Ja, habe ich schon gemacht.',
  'Das Licht ist immer noch rot.',
  'Wie lange dauert das?',
  'Danke, was soll ich jetzt tun?',
];

/** The reply to the last of the user's messages. */
function reply(
  system: string,
  user: string | readonly string[],
  change: { temperature?: number; trial?: number } = {},
) {
  const turns = typeof user === 'string' ? [user] : user;
  const { text } = simulate({
    messages: [
      { role: 'system', content: system },
      ...turns.flatMap((content, index) => [
        ...(index === 0 ? [] : [{ role: 'assistant', content: 'Moment.' } as const]),
        { role: 'user', content } as const,
      ]),
    ],
    temperature: 0,
    trial: 0,
    ...change,
  });
  return text;
}

const words = (text: string) =>
  text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

describe('the simulated model', () => {
  it('keeps the language of the customer for five turns when told to', () => {
    for (let turn = 1; turn <= 5; turn++) {
      const text = reply('Always reply in the language of the customer.', german.slice(0, turn));

      assert.equal(languageOf(text), 'de', text);
    }
  });

  it('drifts to English between the third and the fifth turn when not told to', () => {
    const languages = german.map((_, index) =>
      languageOf(reply('You are helpful.', german.slice(0, index + 1))),
    );
    const drift = driftTurn(german[0] ?? '');

    assert.ok(drift >= 3 && drift <= 5);
    assert.deepEqual(
      languages,
      german.map((_, index) => (index + 1 >= drift ? 'en' : 'de')),
    );
  });

  const keeping = [
    'Always reply in the language of the customer.',
    "Answer in the customer's language.",
    'Write in the same language as the user.',
    'Use the language the customer writes in.',
  ];
  for (const line of keeping) {
    it(`understands "${line}"`, () => {
      assert.equal(languageOf(reply(line, german)), 'de');
    });
  }

  it('replies in a language that is named', () => {
    assert.equal(languageOf(reply('Answer in French.', german)), 'fr');
  });

  const inTheirLanguage: readonly [string, string][] = [
    ['My parcel has not arrived.', 'en'],
    ['Mein Paket ist nicht angekommen.', 'de'],
    ['Mon colis n’est pas arrivé.', 'fr'],
    ['Mi paquete no ha llegado todavía.', 'es'],
    ['Il mio pacco non è ancora arrivato.', 'it'],
    ['Mijn pakket is nog niet aangekomen.', 'nl'],
    ['A minha encomenda ainda não chegou.', 'pt'],
    ['Moja paczka jeszcze nie dotarła.', 'pl'],
  ];
  for (const [message, language] of inTheirLanguage) {
    it(`replies to "${message}" about the delivery, in ${language}`, () => {
      assert.equal(languageOf(message), language);
      assert.equal(topicOf(message), 'delivery');
      assert.equal(languageOf(reply('You are helpful.', message)), language);
    });
  }

  it('says whole phrases of which each is in its own language', () => {
    for (const code of languageCodes) {
      const book = phraseBooks[code];
      for (const sentence of [...Object.values(book.topics).flat(), ...book.fillers]) {
        assert.equal(languageOf(sentence), code, sentence);
      }
    }
  });

  it('keeps any limit of words', () => {
    for (const limit of [3, 10, 25, 60, 120]) {
      for (let trial = 0; trial < 20; trial++) {
        const text = reply(`Use at most ${limit} words.`, german, { temperature: 0.1, trial });

        assert.ok(words(text) <= limit, `${words(text)} of ${limit}: ${text}`);
      }
    }
  });

  it('rambles without a limit of words', () => {
    assert.ok(words(reply('You are helpful.', german[0] ?? '')) > 120);
  });

  it('mentions what it must, and not what it must not', () => {
    const text = reply(
      'Always mention "Router X". Never mention "Netzstecker". At most 80 words.',
      german[0] ?? '',
    );

    assert.match(text, /Router X/);
    assert.doesNotMatch(text, /Netzstecker/);
  });

  it('starts, closes, cites, lists and greets as told', () => {
    const text = reply(
      'Start with "Ticket noted." Close politely. Cite the help article like [KB-12]. Use bullet points. At most 90 words.',
      'Mein Router blinkt rot.',
    );

    assert.match(text, /^Ticket noted\.\n\n- .+\n- /);
    assert.match(text, /Quelle: \[KB-\d+\]\n\nMit freundlichen Grüßen/);
    assert.match(
      reply('Greet the customer by name.', 'Ich heiße Anna. Mein Router blinkt.'),
      /^Guten Tag Anna,/,
    );
  });

  it('promises money only where nothing forbids it', () => {
    const request = 'I want a refund for my order.';

    assert.match(reply('You are helpful.', request), /€/);
    assert.doesNotMatch(reply('Never promise refunds or amounts of money.', request), /€/);
  });

  it('gives JSON with the keys that are asked for', () => {
    const json: unknown = JSON.parse(
      reply(
        'Reply in JSON with the keys "reply", "language" and "topic". At most 50 words.',
        german[0] ?? '',
      ),
    );

    assert.deepEqual(Object.keys(Object(json)), ['reply', 'language', 'topic']);
    assert.match(JSON.stringify(json), /"language":"de","topic":"router"/);
  });

  it('fills the schema of a request', () => {
    const { text } = simulate({
      messages: [{ role: 'user', content: 'Hello' }],
      trial: 0,
      temperature: 0,
      responseFormat: {
        type: 'json_schema',
        json_schema: {
          name: 'x',
          schema: {
            properties: {
              mood: { enum: ['good'] },
              open: { type: 'boolean' },
              n: { type: 'integer' },
            },
          },
        },
      },
    });

    assert.match(text, /^\{"mood":"good","open":(true|false),"n":\d\}$/);
  });

  it('cuts a reply off at the limit of tokens, and says so', () => {
    const { finishReason, outputTokens } = simulate({
      messages: [{ role: 'user', content: 'Hello' }],
      trial: 0,
      maxTokens: 5,
    });

    assert.equal(finishReason, 'length');
    assert.equal(outputTokens, 5);
  });

  it('errs at the rate of the conversation', () => {
    const system = 'Use at most 60 words.';
    const rate = (text: string) => {
      let wrong = 0;
      for (let trial = 0; trial < 400; trial++) {
        if (words(reply(system, text, { temperature: 0.7, trial })) > 60) wrong++;
      }
      return wrong / 400;
    };
    const texts = Array.from({ length: 60 }, (_, index) => `Question ${index} about my invoice`);
    const flaky = texts.find((text) => errorRate(text, 0.7) > 0.2) ?? '';
    const steady = texts.find((text) => errorRate(text, 0.7) < 0.02) ?? '';

    // Four standard errors of a share out of 400.
    assert.ok(Math.abs(rate(flaky) - errorRate(flaky, 0.7)) < 0.1);
    assert.ok(rate(steady) < 0.05);
  });

  it('makes one conversation in ten flaky', () => {
    const rates = Array.from({ length: 2000 }, (_, index) => errorRate(`case ${index}`, 0.7));

    const flaky = rates.filter((rate) => rate >= 0.2).length / rates.length;
    assert.ok(flaky > 0.07 && flaky < 0.13, String(flaky));
    assert.ok(rates.every((rate) => rate < 0.02 + 1e-9 || rate >= 0.2));
    assert.equal(errorRate('case 1', 0), 0);
  });

  it('answers any messages, the same way each time', () => {
    const message = fc.record({
      role: fc.constantFrom('system', 'user', 'assistant', 'tool', 'developer'),
      content: fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom(...keeping, 'JSON keys: "a", "b"', 'at most 0 words', 'mention ""', '[KB-'),
      ),
    } as const);

    fc.assert(
      fc.property(fc.array(message, { maxLength: 6 }), fc.nat(5), (messages, trial) => {
        const first = simulate({ messages, trial });

        assert.deepEqual(simulate({ messages, trial }), first);
        assert.equal(typeof first.text, 'string');
      }),
      { numRuns: 200 },
    );
  });

  it('stands a prompt of five megabytes', () => {
    const text = reply(
      `Use at most 40 words.\n${'never mention "x" language of the '.repeat(160_000)}`,
      'Hello',
    );

    assert.ok(words(text) <= 40);
  });
});
