import * as z from 'zod';
import { commonKeys, defineMetric } from '../define.ts';
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
  examples: [],
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
  examples: [],
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
