import { EvalError } from '../../core/errors.ts';
import type { Files, Model, Models } from '../../core/ports.ts';
import type { Problem } from '../../core/problem.ts';
import type { ModelChoice } from '../../core/prompt/prompt.ts';
import { type Headers, headersOfLines, isSecretHeader } from '../../core/run/headers.ts';
import { type Endpoint, openaiBaseUrl, openaiOrigin, parseEndpoint } from './endpoint.ts';
import { lazyHttpFetch } from './lazyHttpFetch.ts';
import { type ModelKey, OpenAIModel } from './openaiModel.ts';
import type { PriceList } from './pricing.ts';
import { openReplayModel } from './replayModel.ts';
import { SimulatedModel } from './simulatedModel.ts';

/** Headers and account of an endpoint. */
export interface Connection {
  readonly headers?: Headers;
  readonly organisation?: string;
  readonly project?: string;
}

export interface ModelsOptions {
  /** A variable of the environment. */
  readonly environment: (name: string) => string | undefined;
  readonly readLines: Files['readLines'];
  /** The key that the user stored for an origin (scheme, host, port). */
  readonly storedKey?: (origin: string, provider: string) => Promise<string | undefined>;
  /** Headers and account that the user set for an origin. */
  readonly connection?: (origin: string) => Promise<Connection | undefined>;
  /**
   * A base URL that the user gave in so many words, such as `--base-url`: OPENAI_API_KEY may go
   * there. Never pass one that stands in a file or setting of a workspace.
   */
  readonly explicitBaseUrl?: string;
  /** Completions JSONL of the provider `replay`, an absolute path. Default: the name in the choice. */
  readonly recordings?: string;
  readonly onProblem?: (problem: Problem) => void;
  /** For one whole reply, in milliseconds. Default 120 000. */
  readonly timeoutMs?: number;
  /** Default true. */
  readonly isStreamed?: boolean;
  /** How slow the simulated model is, in milliseconds a reply. Default 0. */
  readonly simulatedDelayMs?: number;
  /** Loaded before a model that costs money is called. */
  readonly pricing?: PriceList;
  /** See `HttpFetchOptions`. */
  readonly nextTurn?: (go: () => void) => void;
  /** Whether a model can be named in settings, as in the editor, rather than with options of a command. Default false. */
  readonly hasSettings?: boolean;
  /** Providers of the caller's, such as `vscode`. */
  readonly providers?: Readonly<Record<string, (choice: ModelChoice) => Promise<Model>>>;
}

/** Models with the connections that they keep open. */
export interface OpenModels extends Models {
  close(): Promise<void>;
}

/**
 * Finds models by choice. Without a provider, a name or base URL means `openai`.
 *
 * Keys: first the one stored for the origin, then OPENAI_API_KEY, which, as OPENAI_CUSTOM_HEADERS, goes only to
 * api.openai.com, to OPENAI_BASE_URL and to `explicitBaseUrl`: a base URL that a workspace names
 * never receives it. A server on this machine needs no key.
 */
export function createModels(options: ModelsOptions): OpenModels {
  const { nextTurn } = options;
  const http = lazyHttpFetch(nextTurn && { nextTurn });
  const simulated = new Map<string, SimulatedModel>();
  const { environment } = options;

  const openOpenAI = async (choice: ModelChoice, api: 'chat' | 'responses'): Promise<Model> => {
    const { name } = choice;
    if (name === undefined || name === '') {
      throw new EvalError(
        'model-not-set',
        `No model is named for ${choice.baseUrl ?? 'OpenAI'}. Add a name, e.g. \`model: { name: gpt-5-mini }\` in the suite.`,
      );
    }
    const endpoint = parseEndpoint(
      choice.baseUrl ??
        options.explicitBaseUrl ??
        (environment('OPENAI_BASE_URL') || openaiBaseUrl),
    );
    const key = await keyFor(endpoint, options);
    const connection = await options.connection?.(endpoint.origin);
    const headers = { ...environmentHeaders(endpoint, options), ...connection?.headers };
    const hasOwnAccess = Object.keys(headers).some(isSecretHeader);
    if (key === undefined && !endpoint.isLoopback && !hasOwnAccess)
      throw keyMissing(endpoint, options);
    if (!endpoint.isLoopback) await options.pricing?.load();
    const organisation =
      connection?.organisation ?? ofOpenAI(endpoint, environment('OPENAI_ORG_ID'));
    const project = connection?.project ?? ofOpenAI(endpoint, environment('OPENAI_PROJECT_ID'));
    return new OpenAIModel({
      name,
      endpoint,
      http,
      api,
      ...(key === undefined ? {} : { key }),
      headers,
      ...(organisation === undefined ? {} : { organisation }),
      ...(project === undefined ? {} : { project }),
      ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
      ...(options.isStreamed === undefined ? {} : { isStreamed: options.isStreamed }),
    });
  };

  const openSimulated = async (choice: ModelChoice): Promise<Model> => {
    const name = choice.name ?? '';
    const model =
      simulated.get(name) ??
      new SimulatedModel({
        http,
        ...(name === '' ? {} : { name }),
        ...(options.simulatedDelayMs === undefined ? {} : { delayMs: options.simulatedDelayMs }),
        ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
      });
    simulated.set(name, model);
    return model;
  };

  const openReplay = async (choice: ModelChoice): Promise<Model> => {
    const path = options.recordings ?? choice.name;
    if (path === undefined) {
      throw new EvalError(
        'model-not-set',
        'The provider replay needs a file of completions (JSONL).',
      );
    }
    return openReplayModel({
      path,
      readLines: options.readLines,
      ...(options.recordings !== undefined && choice.name !== undefined
        ? { name: choice.name }
        : {}),
      ...(options.onProblem === undefined ? {} : { onProblem: options.onProblem }),
    });
  };

  const providers: ReadonlyMap<string, (choice: ModelChoice) => Promise<Model>> = new Map([
    ['openai', (choice: ModelChoice) => openOpenAI(choice, 'chat')],
    ['openai-responses', (choice: ModelChoice) => openOpenAI(choice, 'responses')],
    ['simulated', openSimulated],
    ['replay', openReplay],
    ...Object.entries(options.providers ?? {}),
  ]);

  return {
    async open(choice) {
      const provider = choice.provider ?? (choice.name || choice.baseUrl ? 'openai' : undefined);
      if (provider === undefined) throw notSet(options);
      const open = providers.get(provider);
      if (open === undefined) {
        throw new EvalError(
          'model-not-set',
          provider === 'vscode'
            ? "The provider 'vscode' answers in VS Code only. Name another one, or give --provider."
            : `Unknown provider '${provider}'. Known: ${[...providers.keys()].join(', ')}.`,
        );
      }
      return open(choice);
    },
    async close() {
      await Promise.all([...simulated.values()].map((model) => model.close()));
      http.close();
    },
  };
}

async function keyFor(endpoint: Endpoint, options: ModelsOptions): Promise<ModelKey | undefined> {
  const stored = await options.storedKey?.(endpoint.origin, 'openai');
  if (stored !== undefined && stored !== '') {
    return { value: stored, source: `the key stored for ${endpoint.origin}` };
  }
  if (!mayHaveEnvironmentKey(endpoint, options)) return undefined;
  const value = options.environment('OPENAI_API_KEY')?.trim();
  return value ? { value, source: 'the key in OPENAI_API_KEY' } : undefined;
}

function environmentHeaders(endpoint: Endpoint, options: ModelsOptions): Headers {
  if (!mayHaveEnvironmentKey(endpoint, options)) return {};
  return headersOfLines(options.environment('OPENAI_CUSTOM_HEADERS') ?? '');
}

/** Whether the user, not a workspace, sent the key in the environment to this origin. */
function mayHaveEnvironmentKey(endpoint: Endpoint, options: ModelsOptions): boolean {
  return [openaiBaseUrl, options.environment('OPENAI_BASE_URL'), options.explicitBaseUrl].some(
    (url) => url !== undefined && URL.canParse(url) && new URL(url).origin === endpoint.origin,
  );
}

function ofOpenAI(endpoint: Endpoint, value: string | undefined): string | undefined {
  return endpoint.origin === openaiOrigin && value ? value : undefined;
}

function keyMissing(endpoint: Endpoint, options: ModelsOptions): EvalError {
  const { origin } = endpoint;
  const ways = [
    ...(options.storedKey === undefined ? [] : ["run the command 'Micro Metrics: Set API Key'"]),
    ...(mayHaveEnvironmentKey(endpoint, options)
      ? ['set OPENAI_API_KEY in the environment']
      : [
          `set OPENAI_BASE_URL to it together with OPENAI_API_KEY in the environment, or give it with --base-url`,
        ]),
  ];
  const why = mayHaveEnvironmentKey(endpoint, options)
    ? ''
    : ' OPENAI_API_KEY is not sent there, because a file or setting of the workspace names it.';
  return new EvalError(
    'key-missing',
    `No key for ${origin}.${why} To give one, ${ways.join(', or ')}.`,
  );
}

function notSet({ hasSettings = false }: ModelsOptions): EvalError {
  return new EvalError(
    'model-not-set',
    'No model is set. Name one in the suite or in the front matter of the prompt, e.g. ' +
      `\`model: { provider: openai, name: gpt-5-mini }\`, or ${hasSettings ? 'in the settings' : 'with --model'}; ` +
      '`provider: simulated` works without an account.',
  );
}
