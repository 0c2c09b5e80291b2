import { type Headers, isSecretHeader } from '../../core/run/headers.ts';

/** Where a value says `${env:NAME}`; group 1: the name. */
const FROM_ENVIRONMENT = /\$\{env:([^}]+)\}/g;

/**
 * The headers that the settings give to an endpoint. Settings are synchronised and shared, so secrets stand in the
 * environment: a header that is secret by its name and holds no `${env:NAME}` is left out, and said.
 * @param setting of `microMetrics.model.headers`: headers by origin
 */
export function endpointHeaders(
  setting: unknown,
  origin: string,
  environment: (name: string) => string | undefined,
  onProblem: (message: string) => void,
): Headers {
  const headers: Record<string, string> = {};
  for (const [address, own] of entriesOf(setting)) {
    if (!URL.canParse(address) || new URL(address).origin !== origin) continue;
    for (const [name, value] of entriesOf(own)) {
      if (typeof value !== 'string') continue;
      const filled = filledFrom(value, environment);
      if (isSecretHeader(name) && filled.names.length === 0) {
        onProblem(
          `The header '${name}' for ${origin} is not sent: a secret does not belong in the settings. Put it into the environment, and write \${env:NAME} for it.`,
        );
      } else if (filled.missing.length > 0) {
        onProblem(
          `The header '${name}' for ${origin} is not sent: the environment has no ${filled.missing.join(', ')}.`,
        );
      } else headers[name] = filled.text;
    }
  }
  return headers;
}

function filledFrom(value: string, environment: (name: string) => string | undefined) {
  const names = [...value.matchAll(FROM_ENVIRONMENT)].map(([, name = '']) => name);
  return {
    names,
    missing: names.filter((name) => !environment(name)),
    text: value.replace(FROM_ENVIRONMENT, (_, name: string) => environment(name) ?? ''),
  };
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
