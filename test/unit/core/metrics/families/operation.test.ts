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
  ]);
});
