import assert from 'node:assert/strict';
import fc from 'fast-check';
import { recordingsOfLine } from '../../../../src/core/logs/logLine.ts';
import { maxLogLine, readLog } from '../../../../src/core/logs/readLog.ts';
import type { Problem } from '../../../../src/core/problem.ts';
import type { Recording } from '../../../../src/core/score/recording.ts';

const noon = Date.UTC(2026, 2, 4, 12);
const asked = { role: 'user', content: 'Wo ist mein Paket?' };
const answered = { role: 'assistant', content: 'It is on its way.' };

function short(value: unknown): unknown {
  const found = recordingsOfLine(JSON.stringify(value), 7);
  return typeof found === 'string' ? found : found.map(shortRecording);
}

function shortRecording({ messages, output, time, model, latencyMs }: Recording) {
  return [messages?.map(({ content }) => content).join('|'), output, time, model, latencyMs];
}

function attributes(values: Readonly<Record<string, unknown>>) {
  return Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
  }));
}

function span(operation: string, question: string, reply: string, traceId = 't') {
  return {
    traceId,
    name: `${operation} m`,
    startTimeUnixNano: `${noon}000000`,
    endTimeUnixNano: `${noon + 250}000000`,
    attributes: attributes({
      'gen_ai.operation.name': operation,
      'gen_ai.response.model': 'm-1',
      'gen_ai.usage.input_tokens': 12,
      'gen_ai.usage.output_tokens': 3,
      'gen_ai.input.messages': JSON.stringify([
        { role: 'user', parts: [{ type: 'text', content: question }] },
      ]),
      'gen_ai.output.messages': JSON.stringify([
        { role: 'assistant', parts: [{ type: 'text', content: reply }] },
      ]),
    }),
  };
}

const exportOf = (...spans: readonly unknown[]) => ({
  resourceSpans: [{ scopeSpans: [{ spans }] }],
});

describe('A line of a log', () => {
  const whole = [['Wo ist mein Paket?', 'It is on its way.', noon, 'm', undefined]];
  const seconds = noon / 1000;
  const table: readonly (readonly [string, unknown, unknown])[] = [
    [
      'messages and an output',
      { messages: [asked], output: 'Yes.', model: 'm', latencyMs: 8 },
      [['Wo ist mein Paket?', 'Yes.', undefined, 'm', 8]],
    ],
    [
      'a whole conversation',
      { messages: [asked, answered], model: 'm', timestamp: '2026-03-04T12:00:00Z' },
      whole,
    ],
    [
      'a request and a response of Chat Completions',
      {
        request: { model: 'm', messages: [asked] },
        response: { created: seconds, choices: [{ message: answered }] },
      },
      whole,
    ],
    [
      'a request and a response of the Responses API',
      {
        model: 'm',
        created_at: seconds,
        input: 'Wo ist mein Paket?',
        output: [
          { type: 'reasoning' },
          {
            type: 'message',
            role: 'assistant',
            content: [{ type: 'output_text', text: answered.content }],
          },
        ],
      },
      whole,
    ],
    [
      'a line of a batch',
      {
        request: { body: { model: 'm', messages: [asked] } },
        response: { body: { created: seconds, choices: [{ message: answered }] } },
      },
      whole,
    ],
    [
      'several spans',
      exportOf(span('chat', 'A?', 'a'), { name: 'GET /', attributes: [] }, span('chat', 'B?', 'b')),
      [
        ['A?', 'a', noon, 'm-1', 250],
        ['B?', 'b', noon, 'm-1', 250],
      ],
    ],
    [
      'an agent whose calls are in the trace',
      exportOf(span('invoke_agent', 'A?', 'a'), span('chat', 'A?', 'a')),
      [['A?', 'a', noon, 'm-1', 250]],
    ],
    [
      'an agent alone',
      exportOf(span('invoke_agent', 'A?', 'a'), span('chat', 'B?', 'b', 'other')),
      [
        ['A?', 'a', noon, 'm-1', 250],
        ['B?', 'b', noon, 'm-1', 250],
      ],
    ],
    ['spans of other things', exportOf({ name: 'GET /', attributes: [] }), []],
    ['an export without spans', { resourceMetrics: [] }, []],
    [
      'something else',
      { level: 'info' },
      'There is no reply of a model: neither an output, nor messages, nor a GenAI span.',
    ],
    ['a number', 5, 'This is not a JSON object.'],
    ['a bad case', { case: {}, output: 'a' }, "'case' is not the id of a case."],
  ];

  for (const [name, value, expected] of table)
    it(`holds ${name}`, () => assert.deepEqual(short(value), expected));

  it('keeps the calls of functions and the tokens', () => {
    const line = {
      input: 'Where?',
      output: [{ type: 'function_call', call_id: 'c', name: 'find', arguments: '{"id":1}' }],
      usage: { prompt_tokens: 4, completion_tokens: 5 },
    };

    const found = recordingsOfLine(JSON.stringify(line), 1);

    assert.ok(typeof found !== 'string');
    assert.deepEqual(found[0]?.toolCalls, [{ id: 'c', name: 'find', arguments: '{"id":1}' }]);
    assert.deepEqual(found[0]?.usage, { inputTokens: 4, outputTokens: 5 });
  });

  it('never throws, whatever it holds', () => {
    const key = fc.constantFrom(
      ...[
        'messages',
        'input',
        'output',
        'response',
        'choices',
        'message',
        'role',
        'content',
        'attributes',
      ],
      ...['resourceSpans', 'scopeSpans', 'spans', 'key', 'value', 'time', 'usage', '__proto__'],
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom(null, '', 'user', 'assistant', 'gen_ai.input.messages', 1e300),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 4 }),
      ),
    }));

    fc.assert(fc.property(value, (json) => void recordingsOfLine(JSON.stringify(json), 1)));
    fc.assert(fc.property(fc.string(), (text) => void recordingsOfLine(text, 1)));
  });
});

describe('A log', () => {
  async function* linesOf(lines: readonly string[]) {
    yield* lines;
  }

  it('goes on after lines that cannot be used, each named once', async () => {
    const problems: Problem[] = [];
    const lines = ['{', '', '{"output":"a"}', 'x'.repeat(maxLogLine + 1), '{"output":"b"}'];

    const found = [];
    for await (const { line, output } of readLog('/w/a.jsonl', linesOf(lines), (problem) =>
      problems.push(problem),
    ))
      found.push([line, output]);

    assert.deepEqual(found, [
      [3, 'a'],
      [5, 'b'],
    ]);
    assert.deepEqual(
      problems.map(({ message }) => message),
      [
        'a.jsonl, line 1: This is not JSON. The line is left out.',
        `a.jsonl, line 4: The line is longer than ${maxLogLine} characters. The line is left out.`,
      ],
    );
  });
});
