import fc from 'fast-check';
import type { SideChoice } from '../../src/core/compare/sides/sideChoice.ts';

const text = fc.string({ minLength: 1, maxLength: 60 }).filter((one) => one.trim() !== '');
/** Any choice of a side that can be made. */
export const anyChoice: fc.Arbitrary<SideChoice> = fc.oneof(
  fc.constantFrom<SideChoice>(
    ...(['now', 'previous', 'pinned', 'accepted'] as const).map((kind) => ({ kind })),
  ),
  text.map((ref) => ({ kind: 'git' as const, ref })),
  text.map((path) => ({ kind: 'report' as const, path })),
  text.map((path) => ({ kind: 'recording' as const, path })),
  text.map((id) => ({ kind: 'run' as const, id })),
);
