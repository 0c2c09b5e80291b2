import { isEvalError, messageWithPlace } from '../errors.ts';

/** An error as results keep it. */
export function errorRecord(error: unknown): { code: string; message: string } {
  return { code: isEvalError(error) ? error.code : 'unexpected', message: messageWithPlace(error) };
}
