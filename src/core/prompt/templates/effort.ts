import { EvalError } from '../../errors.ts';
import type { TemplatePlace } from './template.ts';

/** Most steps of one filling: enough for a loop over a hundred thousand items, or a hundred loops over a thousand. */
export const maxSteps = 500_000;
/** Longest text that a template may make, in UTF-16 units (4 MiB). */
export const maxText = 4 * 1024 * 1024;
/** Deepest nesting of blocks in a template, and of texts that include each other. */
export const maxNesting = 64;

/** Counts what filling in a template costs, and ends what would not end. */
export class Effort {
  private steps = 0;

  /** @throws {EvalError} bad-template */
  spend(steps: number): void {
    this.steps += steps;
    if (this.steps > maxSteps)
      throw badTemplate(
        'Filling in the template takes too many steps (over half a million). Loop over fewer items, or nest fewer loops.',
      );
  }

  /** @throws {EvalError} bad-template */
  checkLength(length: number): void {
    if (length > maxText)
      throw badTemplate('The template makes a text of over 4 MiB. Loop over fewer items.');
  }

  /** @throws {EvalError} bad-template */
  checkNesting(depth: number): void {
    if (depth > maxNesting)
      throw badTemplate(
        `Texts include each other more than ${maxNesting} levels deep. End the recursion with a condition.`,
      );
  }
}

/** A template that cannot be filled in, with the tag at which filling in ended where that is known. */
export class TemplateError extends EvalError {
  readonly place: TemplatePlace | undefined;

  constructor(error: EvalError, place: TemplatePlace | undefined) {
    super(error.code, error.message, { cause: error.cause ?? error });
    this.place = place;
  }
}

export function badTemplate(message: string, cause?: unknown): EvalError {
  return new EvalError('bad-template', message, cause === undefined ? {} : { cause });
}

/** The error of a library, or of a stack that ran full, as one of ours. */
export function asBadTemplate(error: unknown): EvalError {
  if (error instanceof EvalError) return error;
  if (error instanceof RangeError)
    return badTemplate('The template is nested too deeply, or makes too long a text.', error);
  const said = error instanceof Error ? error.message : String(error);
  return badTemplate(`The template cannot be filled in: ${said.replace(/\.?\s*$/, '')}.`, error);
}
