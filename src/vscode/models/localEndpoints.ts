/** Servers for models that people run on their own machine, by the port they listen on by default. */
export const localServers = [
  { name: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1' },
  { name: 'LM Studio', baseUrl: 'http://127.0.0.1:1234/v1' },
  { name: 'llama.cpp', baseUrl: 'http://127.0.0.1:8080/v1' },
  { name: 'vLLM', baseUrl: 'http://127.0.0.1:8000/v1' },
  { name: 'Jan', baseUrl: 'http://127.0.0.1:1337/v1' },
] as const;

/** A server on this machine that answered, and its models. */
export interface LocalEndpoint {
  readonly name: string;
  readonly baseUrl: string;
  readonly models: readonly string[];
}

/** Long enough for a server on this machine, in milliseconds. */
const timeoutMs = 800;

/** Asks a server for its models; undefined where none answers as an OpenAI-compatible one does. */
export async function askEndpoint(
  server: { readonly name: string; readonly baseUrl: string },
  get: typeof fetch = fetch,
): Promise<LocalEndpoint | undefined> {
  try {
    const response = await get(`${server.baseUrl}/models`, {
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'error',
    });
    if (!response.ok) return undefined;
    const models = modelIds(await response.json());
    return models.length === 0 ? undefined : { ...server, models };
  } catch {
    return undefined;
  }
}

function modelIds(answer: unknown): readonly string[] {
  if (typeof answer !== 'object' || answer === null) return [];
  const data: unknown = Reflect.get(answer, 'data');
  if (!Array.isArray(data)) return [];
  return data.flatMap((item: unknown) => {
    const id: unknown = typeof item === 'object' && item !== null ? Reflect.get(item, 'id') : null;
    return typeof id === 'string' && id !== '' ? [id] : [];
  });
}
