import type { ModelParameters } from '../../core/prompt/prompt.ts';

/** Sampling parameters under the names that most providers know; whether one is honoured cannot be seen. */
export function modelOptions(parameters: ModelParameters): Record<string, unknown> {
  const { temperature, topP, maxTokens, seed, stop, reasoningEffort, extra } = parameters;
  return {
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(maxTokens !== undefined && { max_tokens: maxTokens }),
    ...(seed !== undefined && { seed }),
    ...(stop !== undefined && { stop: [...stop] }),
    ...(reasoningEffort !== undefined && { reasoning_effort: reasoningEffort }),
    ...extra,
  };
}
