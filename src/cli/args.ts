import { parseArgs } from 'node:util';
import { EvalError } from '../core/errors.ts';
import type { Stage } from '../core/suite/suite.ts';
import type { FailOn } from './failOn.ts';

/** Options of `run`, as typed. */
export interface RunArguments {
  readonly targets: readonly string[];
  readonly model?: string;
  readonly baseUrl?: string;
  readonly provider?: string;
  readonly trials?: number;
  readonly concurrency: number;
  readonly stage?: Stage;
  readonly compare?: string;
  readonly useCache: boolean;
  readonly isOffline: boolean;
  /** Complete the samples of verdicts that are still open. */
  readonly resolve: boolean;
  readonly allowsCode: boolean;
  readonly maxCost?: number;
  readonly reporter: Reporter;
  readonly output?: string;
  readonly failOn: FailOn;
}

export type Reporter = 'text' | 'json';

const defaultConcurrency = 10;

export const usage = `micro-metrics run <prompt|suite|folder ...> [--model n] [--base-url u] [--provider p] [--trials n] [--concurrency n]
                  [--stage s] [--compare previous|<file.json>] [--resolve] [--no-cache] [--offline] [--max-cost usd] [--allow-code]
                  [--reporter text|json] [--output file] [--fail-on regression|failure|never]
micro-metrics score <suite> --completions <file.jsonl> [--reporter text|json] [--output file] [--fail-on ...]
micro-metrics compare <old.json> <new.json> [--reporter text|json] [--output file] [--fail-on ...]
micro-metrics render <prompt> [--variables <json|file>]
micro-metrics check <files ...>
micro-metrics import <promptfooconfig.yaml|.prompt.yml> [--output folder]
micro-metrics simulate [--port n] [--delay ms]

Exit codes: 0 as asked, 1 a failure or regression that --fail-on names, 2 could not run, 130 interrupted.`;

/** All options of all commands; each command refuses those that are not its own. */
const options = {
  model: { type: 'string' },
  'base-url': { type: 'string' },
  provider: { type: 'string' },
  trials: { type: 'string' },
  concurrency: { type: 'string' },
  stage: { type: 'string' },
  compare: { type: 'string' },
  'no-cache': { type: 'boolean' },
  offline: { type: 'boolean' },
  resolve: { type: 'boolean' },
  'allow-code': { type: 'boolean' },
  'max-cost': { type: 'string' },
  reporter: { type: 'string' },
  output: { type: 'string' },
  'fail-on': { type: 'string' },
  completions: { type: 'string' },
  variables: { type: 'string' },
  port: { type: 'string' },
  delay: { type: 'string' },
} as const;

type OptionName = keyof typeof options;
export type Values = { readonly [K in OptionName]?: string | boolean };

/** Splits arguments into what they stand for. @throws {EvalError} usage */
export function parseCommand(
  args: readonly string[],
  allowed: readonly OptionName[],
): { readonly values: Values; readonly positionals: readonly string[] } {
  const own = Object.fromEntries(allowed.map((name) => [name, options[name]]));
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: own,
      allowPositionals: true,
    });
    return { values: values as Values, positionals };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new EvalError('usage', `${message}\n\n${usage}`, { cause });
  }
}

export const reportOptions = ['reporter', 'output', 'fail-on'] as const;

const runOptions = [
  'model',
  'base-url',
  'provider',
  'trials',
  'concurrency',
  'stage',
  'compare',
  'no-cache',
  'offline',
  'resolve',
  'allow-code',
  'max-cost',
  ...reportOptions,
] as const;

/** @throws {EvalError} usage */
export function parseRun(args: readonly string[]): RunArguments {
  const { values, positionals } = parseCommand(args, runOptions);
  if (positionals.length === 0) {
    throw new EvalError('usage', `Name a prompt, a suite or a folder to run.\n\n${usage}`);
  }
  const trials = count(values, 'trials');
  const maxCost = amount(values, 'max-cost');
  const stage = oneOf(values, 'stage', ['real-time', 'async', 'offline'] as const);
  const model = text(values, 'model');
  const baseUrl = text(values, 'base-url');
  const provider = text(values, 'provider');
  const compare = text(values, 'compare');
  return {
    targets: positionals,
    ...(model !== undefined && { model }),
    ...(baseUrl !== undefined && { baseUrl }),
    ...(provider !== undefined && { provider }),
    ...(trials !== undefined && { trials }),
    ...(stage !== undefined && { stage }),
    ...(compare !== undefined && { compare }),
    ...(maxCost !== undefined && { maxCost }),
    concurrency: count(values, 'concurrency') ?? defaultConcurrency,
    useCache: values['no-cache'] !== true,
    isOffline: values.offline === true,
    resolve: values.resolve === true,
    allowsCode: values['allow-code'] === true,
    ...parseReport(values, compare === undefined ? 'failure' : 'regression'),
  };
}

/** The options that every command with a report shares. @throws {EvalError} usage */
export function parseReport(values: Values, failOn: FailOn) {
  const output = text(values, 'output');
  return {
    reporter: oneOf(values, 'reporter', ['text', 'json'] as const) ?? 'text',
    ...(output !== undefined && { output }),
    failOn: oneOf(values, 'fail-on', ['regression', 'failure', 'never'] as const) ?? failOn,
  };
}

export function text(values: Values, name: OptionName): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** A whole number of at least 1 (0 where `least` says so). @throws {EvalError} usage */
export function count(values: Values, name: OptionName, least = 1): number | undefined {
  const value = text(values, name);
  if (value === undefined) return undefined;
  const number = Number(value);
  if (Number.isSafeInteger(number) && number >= least) return number;
  throw new EvalError('usage', `--${name} takes a whole number from ${least} on, not '${value}'.`);
}

function amount(values: Values, name: OptionName): number | undefined {
  const value = text(values, name);
  if (value === undefined) return undefined;
  const number = Number(value);
  if (value.trim() !== '' && Number.isFinite(number) && number >= 0) return number;
  throw new EvalError('usage', `--${name} takes an amount in US dollars, not '${value}'.`);
}

function oneOf<T extends string>(
  values: Values,
  name: OptionName,
  known: readonly T[],
): T | undefined {
  const value = text(values, name);
  if (value === undefined) return undefined;
  const found = known.find((item) => item === value);
  if (found !== undefined) return found;
  throw new EvalError('usage', `--${name} takes ${known.join(', ')}, not '${value}'.`);
}
