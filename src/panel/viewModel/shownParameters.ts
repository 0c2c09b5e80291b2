import type { JsonValue } from '../../core/json.ts';
import type { RenderedRequest } from '../../core/run/request.ts';
import { sentParameters } from '../../core/run/sentParameters.ts';

/** Names of members whose text nobody needs to see, e.g. `api_key`, `Authorization`. No groups. */
const secretName = /api[-_]?key|secret|passw|authori[sz]ation|credential|(?:^|[-_])token$|cookie/i;

/** One that was sent: by the name it was sent under. */
export interface ShownParameter {
  readonly name: string;
  readonly value: JsonValue;
}

/** The parameters of a request as they were sent, without what their names call a secret. */
export function shownParameters(
  request: Pick<RenderedRequest, 'endpoint' | 'parameters'>,
): ShownParameter[] {
  return Object.entries(sentParameters(request)).map(([name, value]) => ({
    name,
    value: withoutSecrets(name, value),
  }));
}

function withoutSecrets(name: string, value: JsonValue): JsonValue {
  if (typeof value === 'string') return secretName.test(name) ? '[redacted]' : value;
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((item) => withoutSecrets(name, item));
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, withoutSecrets(key, member)]),
  );
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
