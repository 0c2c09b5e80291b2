import type { JsonValue } from '../../core/json.ts';
import type { RenderedRequest } from '../../core/run/request.ts';
import { sentParameters } from '../../core/run/sentParameters.ts';
import { isSecretName } from '../../core/secretName.ts';

/** Names of members that describe the shape of an answer: what they call a password is the name of a field. */
const schemaNames: ReadonlySet<string> = new Set(['response_format', 'json_schema', 'schema']);

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
    value: withoutSecrets(name, value, false),
  }));
}

/** @param isSecret it stands below a name that calls it a secret */
function withoutSecrets(name: string, value: JsonValue, isSecret: boolean): JsonValue {
  if (schemaNames.has(name) && !isSecret) return value;
  const isHidden = isSecret || isSecretName(name);
  if (typeof value === 'string') return isHidden ? '[redacted]' : value;
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((item) => withoutSecrets(name, item, isHidden));
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, withoutSecrets(key, member, isHidden)]),
  );
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
