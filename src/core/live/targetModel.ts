import { judgeChoice } from '../judges/judgeModels.ts';
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

/** The model that judges a target: what its suite leaves open is as for the model that is tested. */
export function targetJudge(
  target: Pick<Target, 'suite' | 'prompt'>,
  choices: Parameters<typeof targetModel>[1],
): ModelChoice {
  const { judge, path } = target.suite;
  return judgeChoice(placedChoice(judge, path), targetModel(target, choices));
}

/** A choice as a file makes it: what it names a recording lies beside that file, wherever a program was started. */
export function placedChoice<T extends ModelChoice>(
  choice: T | undefined,
  file: string,
): T | undefined {
  if (choice?.provider !== 'replay' || choice.name === undefined) return choice;
  return { ...choice, name: resolvePath(dirname(file), toForwardSlashes(choice.name)) };
}
