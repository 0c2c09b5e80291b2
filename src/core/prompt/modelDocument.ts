import { compact, type JsonObject } from '../json.ts';
import type { ModelChoice } from './prompt.ts';

/** A model in the words of a file; the inverse of `modelChoice`. */
export function modelDocument({
  provider,
  name,
  baseUrl,
  parameters = {},
}: ModelChoice): JsonObject {
  return compact({
    provider,
    name,
    'base-url': baseUrl,
    temperature: parameters.temperature,
    'top-p': parameters.topP,
    'max-tokens': parameters.maxTokens,
    seed: parameters.seed,
    stop: parameters.stop,
    'reasoning-effort': parameters.reasoningEffort,
    'response-format': parameters.responseFormat,
    extra: parameters.extra,
  });
}
