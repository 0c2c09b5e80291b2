import type { MutationResult } from './mutate.ts';

export const untestedMessage =
  'This instruction is untested: leaving it out changed no metric. Add a metric for it, or take it out of the prompt.';

/** What testing the instructions of a prompt has shown, in a sentence or two. */
export function mutationSummary(
  results: readonly Pick<MutationResult, 'status' | 'calls' | 'reason'>[],
): string {
  const count = (status: MutationResult['status']) =>
    results.filter((result) => result.status === status).length;
  const noticed = count('noticed');
  const unknown = count('unknown');
  const tried = noticed + count('unnoticed');
  const calls = results.reduce((sum, result) => sum + result.calls, 0);
  const reason = results.find(({ status }) => status === 'unknown')?.reason;
  return [
    tried === 0
      ? 'No instruction could be tested.'
      : `${noticed} of ${tried} instructions are tested: a metric got worse without them.`,
    ...(unknown > 0
      ? [
          `${unknown} not tested to the end${reason === undefined ? '' : `: ${reason.replace(/\.$/, '')}`}.`,
        ]
      : []),
    `${calls} ${calls === 1 ? 'call' : 'calls'}.`,
  ].join(' ');
}
