import { compact, type JsonObject, type JsonValue } from '../json.ts';
import type { ModelParameters } from '../prompt/prompt.ts';
import type { RenderedRequest } from './request.ts';

/**
 * Parameters in the names of Chat Completions.
 * @param maxTokensName see {@link maxTokensName}
 */
export function chatParameters(
  parameters: ModelParameters,
  maxTokensName: MaxTokensName,
): JsonObject {
  const { temperature, topP, maxTokens, seed, stop, reasoningEffort, responseFormat, extra } =
    parameters;
  return compact({
    temperature,
    top_p: topP,
    [maxTokensName]: maxTokens,
    seed,
    stop,
    reasoning_effort: reasoningEffort,
    response_format: responseFormat,
    ...extra,
  });
}

/**
 * Parameters in the names of the Responses API. It has no `seed` and no `stop`; both are sent as written, so that the server,
 * not we, says what it refuses. Calls are not kept by the server (`store: false`) unless the prompt says otherwise.
 */
export function responsesParameters(parameters: ModelParameters): JsonObject {
  const { temperature, topP, maxTokens, seed, stop, reasoningEffort, responseFormat, extra } =
    parameters;
  return compact({
    temperature,
    top_p: topP,
    max_output_tokens: maxTokens,
    seed,
    stop,
    reasoning: reasoningEffort === undefined ? undefined : { effort: reasoningEffort },
    text: responseFormat === undefined ? undefined : { format: textFormat(responseFormat) },
    store: false,
    ...extra,
  });
}

/** Parameters in the names that most language models of VS Code know; they have no response format. */
export function editorParameters(parameters: ModelParameters): JsonObject {
  const { responseFormat: _, ...known } = parameters;
  return chatParameters(known, 'max_tokens');
}

export type MaxTokensName = 'max_tokens' | 'max_completion_tokens';

/** OpenAI's own newer models only know `max_completion_tokens`, most other servers only `max_tokens`. */
export function maxTokensName(baseUrl: string): MaxTokensName {
  return /^https:\/\/api\.openai\.com(?:\/|$)/.test(baseUrl)
    ? 'max_completion_tokens'
    : 'max_tokens';
}

/** Without the two that steer a call and are not sent: `api` and `stream`. */
export function withoutSwitches(parameters: ModelParameters): ModelParameters {
  const { extra } = parameters;
  if (extra?.api === undefined && extra?.stream === undefined) return parameters;
  const { api: _api, stream: _stream, ...rest } = extra;
  return { ...parameters, extra: rest };
}

/** The parameters of a request by the names that they were sent under. */
export function sentParameters({
  endpoint,
  parameters,
}: Pick<RenderedRequest, 'endpoint' | 'parameters'>): JsonObject {
  const end = endpoint.indexOf(' ');
  const provider = end < 0 ? endpoint : endpoint.slice(0, end);
  if (provider === 'vscode') return editorParameters(parameters);
  const api = parameters.extra?.api ?? (provider === 'openai-responses' ? 'responses' : 'chat');
  const sent = withoutSwitches(parameters);
  if (api === 'responses') return responsesParameters(sent);
  return chatParameters(sent, maxTokensName(endpoint.slice(end + 1)));
}

/** The Chat Completions form of a schema nests it one level deeper. */
function textFormat(format: JsonValue): JsonValue {
  if (typeof format !== 'object' || format === null || !('json_schema' in format)) return format;
  const schema = format.json_schema;
  return typeof schema === 'object' && schema !== null && !Array.isArray(schema)
    ? { type: 'json_schema', ...schema }
    : format;
}
