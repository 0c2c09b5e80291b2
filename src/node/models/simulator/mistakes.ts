import { drawOf } from './dice.ts';
import type { Instructions } from './instructions.ts';

/** Ways in which the simulated model errs at a temperature above 0. */
export type Mistake =
  | 'too-long'
  | 'no-closing'
  | 'no-mention'
  | 'says-forbidden'
  | 'no-source'
  | 'no-bullets'
  | 'no-name'
  | 'other-start'
  | 'broken-json';

/** One of the mistakes that break an instruction of this prompt; undefined where none could be broken. */
export function mistakeFor(instructions: Instructions, seed: unknown): Mistake | undefined {
  const possible: Mistake[] = [];
  if (instructions.json !== undefined) possible.push('broken-json');
  else {
    if (instructions.maxWords !== undefined) possible.push('too-long');
    if (instructions.closing !== undefined) possible.push('no-closing');
    if (instructions.source !== undefined) possible.push('no-source');
    if (instructions.usesBullets) possible.push('no-bullets');
    if (instructions.greetsByName) possible.push('no-name');
    if (instructions.startWith !== undefined) possible.push('other-start');
    if (instructions.mention.length > 0) possible.push('no-mention');
    if (instructions.never.length > 0) possible.push('says-forbidden');
  }
  return possible[Math.floor(drawOf('mistake', seed) * possible.length)];
}
