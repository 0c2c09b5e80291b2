import { metricTable } from '../../../../support/metricTable.ts';

describe('latency', () => {
  metricTable('latency', [
    ['in time', { 'max-ms': 100 }, 'x', 'pass', { value: 1, reply: { latencyMs: 100 } }],
    [
      'too late',
      { 'max-ms': 100 },
      'x',
      'fail',
      { value: 0.5, reply: { latencyMs: 200 }, explanation: /took 200 ms; at most 100/ },
    ],
    ['an empty reply in time', { 'max-ms': 100 }, '', 'pass', { reply: { latencyMs: 1 } }],
    [
      'a reply from the cache',
      { 'max-ms': 100 },
      'x',
      'skipped',
      { reply: { latencyMs: 1, isCached: true }, explanation: /cache/ },
    ],
    [
      'a reply from the cache with negate',
      { 'max-ms': 100, negate: true },
      'x',
      'skipped',
      { reply: { latencyMs: 1, isCached: true } },
    ],
    ['not measured', { 'max-ms': 100 }, 'x', 'skipped'],
    [
      'the first token',
      { 'max-ms': 100, until: 'first-token' },
      'x',
      'pass',
      { reply: { latencyMs: 900, firstTokenMs: 90 } },
    ],
  ]);
});

describe('finish-reason', () => {
  metricTable('finish-reason', [
    ['as by default', {}, 'x', 'pass', { reply: { finishReason: 'stop' } }],
    ['cut off', {}, 'x', 'fail', { reply: { finishReason: 'length' }, explanation: /token limit/ }],
    [
      'one of several',
      { is: ['stop', 'tool_calls'] },
      '',
      'pass',
      { reply: { finishReason: 'tool_calls' } },
    ],
    ['unknown', {}, 'x', 'skipped'],
    ['from the cache', {}, 'x', 'fail', { reply: { finishReason: 'length', isCached: true } }],
  ]);
});

describe('tokens', () => {
  const reply = { usage: { inputTokens: 90, outputTokens: 10 } };
  metricTable('tokens', [
    ['few enough', { max: 10 }, 'x', 'pass', { reply, value: 1 }],
    [
      'too many',
      { max: 5 },
      'x',
      'fail',
      { reply, value: 0.5, explanation: /10 output tokens; at most 5/ },
    ],
    ['too few', { min: 20 }, 'x', 'fail', { reply, value: 0.5 }],
    ['of the prompt', { of: 'input', max: 45 }, 'x', 'fail', { reply, value: 0.5 }],
    ['in all', { of: 'total', exactly: 100 }, 'x', 'pass', { reply }],
    ['an empty reply', { max: 10 }, '', 'pass', { reply }],
    ['not told', { max: 10 }, 'x', 'skipped'],
    ['from the cache', { max: 5 }, 'x', 'skipped', { reply: { ...reply, isCached: true } }],
    [
      'from the cache with negate',
      { max: 5, negate: true },
      'x',
      'skipped',
      { reply: { ...reply, isCached: true } },
    ],
  ]);
});

describe('cost', () => {
  metricTable('cost', [
    ['cheap enough', { 'max-usd': 0.01 }, 'x', 'pass', { reply: { cost: 0.01 }, value: 1 }],
    [
      'too dear',
      { 'max-usd': 0.01 },
      'x',
      'fail',
      { reply: { cost: 0.02 }, value: 0.5, explanation: /\$0\.02; at most \$0\.01/ },
    ],
    ['nothing is allowed', { 'max-usd': 0 }, 'x', 'fail', { reply: { cost: 0.02 }, value: 0 }],
    ['nothing is paid', { 'max-usd': 0 }, 'x', 'pass', { reply: { cost: 0 } }],
    ['unknown price', { 'max-usd': 1 }, 'x', 'skipped'],
    ['from the cache', { 'max-usd': 1 }, 'x', 'skipped', { reply: { cost: 0.02, isCached: true } }],
  ]);
});
