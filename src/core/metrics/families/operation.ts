import * as z from 'zod';
import { commonKeys, defineMetric } from '../define.ts';
import { checkLimits, closeness, countSentence, isWithin, limitKeys } from '../limits.ts';
import { graded, skipped, verdict } from '../outcome.ts';
import { list, quote } from '../wording.ts';

export const latency = defineMetric({
  type: 'latency',
  summary: 'The reply came in time. Never judged on a reply from the cache.',
  zero: 'It took many times as long.',
  one: 'It came in time; between: the allowed time divided by the time it took.',
  parameters: z.strictObject({
    'max-ms': z.number().positive().describe('Longest time, in milliseconds.'),
    until: z
      .enum(['last-token', 'first-token'])
      .default('last-token')
      .describe('Whether the whole reply is timed or only the wait for its beginning.'),
    ...commonKeys,
  }),
  examples: [
    {
      metric: { type: 'latency', 'max-ms': 2000 },
      output: 'Done.',
      reply: { latencyMs: 1200 },
      passes: true,
    },
    {
      metric: { type: 'latency', 'max-ms': 500, until: 'first-token' },
      output: 'Done.',
      reply: { firstTokenMs: 800, latencyMs: 1200 },
      passes: false,
    },
  ],
  isTimed: true,
  acceptsEmpty: () => true,
  judge({ reply }, parameters) {
    if (reply.isCached)
      return skipped('This reply came from the cache, so its time was not measured now.');
    const isFirst = parameters.until === 'first-token';
    const took = isFirst ? reply.firstTokenMs : reply.latencyMs;
    if (took === undefined) return skipped('The time of this reply was not measured.');
    const most = parameters['max-ms'];
    const what = isFirst ? 'The first token took' : 'The reply took';
    return graded(
      took <= most ? 1 : most / took,
      took <= most,
      `${what} ${Math.round(took)} ms; at most ${most} ms are allowed.`,
    );
  },
});

const CACHED = 'This reply came from the cache, so it was not measured now.';

export const tokens = defineMetric({
  type: 'tokens',
  summary:
    'The call used so many tokens, as the model counted them. Never judged on a reply from the cache.',
  zero: 'It used many times as many as allowed.',
  one: 'It used as many as allowed; between: the nearest allowed number divided by the number used, or the other way round.',
  parameters: z
    .strictObject({
      of: z
        .enum(['output', 'input', 'total'])
        .default('output')
        .describe('Whether the tokens of the reply, of the prompt or of both count.'),
      ...limitKeys,
      ...commonKeys,
    })
    .check(checkLimits),
  examples: [
    {
      metric: { type: 'tokens', max: 200 },
      output: 'Done.',
      reply: { usage: { inputTokens: 900, outputTokens: 3 } },
      passes: true,
    },
    {
      metric: { type: 'tokens', of: 'total', max: 200 },
      output: 'Done.',
      reply: { usage: { inputTokens: 900, outputTokens: 3 } },
      passes: false,
    },
  ],
  isTimed: true,
  acceptsEmpty: () => true,
  judge({ reply }, { of, ...limits }) {
    if (reply.isCached) return skipped(CACHED);
    if (reply.usage === undefined) return skipped('The model did not say how many tokens it used.');
    const { inputTokens, outputTokens } = reply.usage;
    const count = { input: inputTokens, output: outputTokens, total: inputTokens + outputTokens }[
      of
    ];
    return graded(
      closeness(count, limits),
      isWithin(count, limits),
      countSentence(count, limits, of === 'total' ? 'token' : `${of} token`),
    );
  },
});

export const cost = defineMetric({
  type: 'cost',
  summary: 'The call cost no more than allowed. Never judged on a reply from the cache.',
  zero: 'It cost many times as much.',
  one: 'It cost no more; between: the allowed cost divided by the cost.',
  parameters: z.strictObject({
    'max-usd': z.number().min(0).describe('Highest cost of one call, in US dollars.'),
    ...commonKeys,
  }),
  examples: [
    {
      metric: { type: 'cost', 'max-usd': 0.01 },
      output: 'Done.',
      reply: { cost: 0.002 },
      passes: true,
    },
    {
      metric: { type: 'cost', 'max-usd': 0.001 },
      output: 'Done.',
      reply: { cost: 0.002 },
      passes: false,
    },
  ],
  isTimed: true,
  acceptsEmpty: () => true,
  judge({ reply }, parameters) {
    if (reply.isCached) return skipped(CACHED);
    if (reply.cost === undefined)
      return skipped('The price of the model or its use of tokens is unknown.');
    const most = parameters['max-usd'];
    return graded(
      reply.cost <= most ? 1 : Math.min(most / reply.cost, 1 - 1e-9),
      reply.cost <= most,
      `The call cost ${dollars(reply.cost)}; at most ${dollars(most)} is allowed.`,
    );
  },
});

function dollars(amount: number): string {
  return `$${Number(amount.toPrecision(3))}`;
}

const finish = z.string().min(1);

export const finishReason = defineMetric({
  type: 'finish-reason',
  summary: 'The model stopped for the expected reason, for instance because it was done.',
  zero: 'It stopped for another reason, such as the token limit.',
  one: 'It stopped as expected.',
  parameters: z.strictObject({
    is: z
      .union([finish, z.array(finish).min(1)])
      .default('stop')
      .describe(
        'Allowed reasons as the model reports them: `stop`, `length`, `tool_calls`, `content_filter`.',
      ),
    ...commonKeys,
  }),
  examples: [
    {
      metric: { type: 'finish-reason' },
      output: 'All said.',
      reply: { finishReason: 'stop' },
      passes: true,
    },
    {
      metric: { type: 'finish-reason' },
      output: 'All sai',
      reply: { finishReason: 'length' },
      passes: false,
    },
  ],
  acceptsEmpty: () => true,
  judge({ reply }, { is }) {
    if (reply.finishReason === undefined) return skipped('The model did not say why it stopped.');
    const allowed = typeof is === 'string' ? [is] : is;
    const reason = `The model stopped with ${quote(reply.finishReason)}${MEANING[reply.finishReason] ?? ''}`;
    return allowed.includes(reply.finishReason)
      ? verdict(true, `${reason}.`)
      : verdict(
          false,
          `${reason}; ${list(
            allowed.map((one) => quote(one)),
            'or',
          )} is expected.`,
        );
  },
});

const MEANING: Readonly<Record<string, string>> = {
  length: ' (the token limit cut the reply off)',
  content_filter: ' (a content filter cut the reply off)',
};
