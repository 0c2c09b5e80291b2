import * as vscode from 'vscode';
import { EvalError, isEvalError, messageOf } from '../../core/errors.ts';

/** What VS Code says went wrong with a language model, as an error of ours. */
export function lmFailure(error: unknown, name: string): EvalError {
  if (isEvalError(error)) return error;
  const said = messageOf(error);
  if (error instanceof vscode.LanguageModelError) {
    switch (error.code) {
      case vscode.LanguageModelError.NoPermissions.name:
        return new EvalError(
          'model-unauthorised',
          `VS Code does not let Micro Metrics use ${name}: ${said} Allow it under 'Manage Language Model Access', or choose another model.`,
          { cause: error },
        );
      case vscode.LanguageModelError.NotFound.name:
        return new EvalError('model-not-found', `${name} is gone: ${said}`, { cause: error });
      case vscode.LanguageModelError.Blocked.name:
        return new EvalError('model-rate-limited', `${name} is blocked for now: ${said}`, {
          cause: error,
        });
    }
  }
  return new EvalError('model-server-error', `${name}: ${said}`, { cause: error });
}
