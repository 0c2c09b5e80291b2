import type { ModelChoice, ModelParameters } from '../prompt/prompt.ts';

/** Choices from the strongest to the weakest: arguments, suite, prompt, settings. */
export function resolveModelChoice(
  ...choices: readonly (ModelChoice | undefined)[]
): ModelChoice & { readonly parameters: ModelParameters } {
  const given = choices.filter((choice) => choice !== undefined);
  const named = given.find((choice) => choice.provider ?? choice.name ?? choice.baseUrl);
  // Provider, name and address belong together: half of one choice with half of another is nobody's wish.
  const origin = given.filter((choice) => choice === named || isCompatible(named, choice));
  return {
    ...pick(origin, 'provider'),
    ...pick(origin, 'name'),
    ...pick(origin, 'baseUrl'),
    parameters: Object.assign({}, ...given.map((choice) => choice.parameters ?? {}).reverse()),
  };
}

function isCompatible(named: ModelChoice | undefined, other: ModelChoice): boolean {
  return named?.provider === undefined || other.provider === undefined
    ? true
    : named.provider === other.provider;
}

function pick<K extends 'provider' | 'name' | 'baseUrl'>(
  choices: readonly ModelChoice[],
  key: K,
): { readonly [P in K]?: string } {
  const value = choices.map((choice) => choice[key]).find((found) => found !== undefined);
  const picked: { [P in K]?: string } = {};
  if (value !== undefined) picked[key] = value;
  return picked;
}
