import { dirname, fileOfPrompt, resolvePath, toForwardSlashes } from '../path.ts';
import type { ModelChoice } from '../prompt/prompt.ts';
import { resolveModelChoice } from '../run/resolveModel.ts';
import type { Target } from './evaluated.ts';

/** The model that a target is run with: as arguments, suite, prompt or settings say, in this order. */
export function targetModel(
  { suite, prompt }: Pick<Target, 'suite' | 'prompt'>,
  { override, fallback }: { readonly override?: ModelChoice; readonly fallback?: ModelChoice },
): ReturnType<typeof resolveModelChoice> {
  return resolveModelChoice(
    override,
    placedChoice(suite.model, suite.path),
    placedChoice(prompt.model, fileOfPrompt(prompt.path)),
    fallback,
  );
}

/** A choice as a file makes it: what it names a recording lies beside that file, wherever a program was started. */
export function placedChoice<T extends ModelChoice>(
  choice: T | undefined,
  file: string,
): T | undefined {
  if (choice?.provider !== 'replay' || choice.name === undefined) return choice;
  return { ...choice, name: resolvePath(dirname(file), toForwardSlashes(choice.name)) };
}
