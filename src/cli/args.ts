import { parseArgs } from 'node:util';
import { EvalError, messageOf } from '../core/errors.ts';
import { didYouMean, nearest } from '../core/nearest.ts';
import type { WantedFailOn } from '../core/report/failOn.ts';
import type { BudgetLimits } from '../core/run/budget.ts';
import type { Stage } from '../core/suite/suite.ts';

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
  /** Of the command as a whole. */
  readonly limits: BudgetLimits;
  readonly reporter: Reporter;
  readonly output?: string;
  readonly failOn: WantedFailOn;
}

/** Options of `score`, as typed. */
export interface ScoreArguments {
  readonly suite: string;
  readonly completions: string;
  /** Where conversations that failed are added as cases. */
  readonly cases?: string;
  readonly stage?: Stage;
  readonly compare?: string;
  /** Absent: judges are not asked. */
  readonly judges?: { readonly limits: BudgetLimits; readonly concurrency: number };
  readonly reporter: Reporter;
  readonly output?: string;
  readonly failOn: WantedFailOn;
}

export const reporters = ['text', 'json', 'junit', 'markdown', 'sarif'] as const;
export type Reporter = (typeof reporters)[number];

const stages = ['real-time', 'async', 'offline'] as const;
const defaultConcurrency = 10;

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
  'max-calls': { type: 'string' },
  reporter: { type: 'string' },
  output: { type: 'string' },
  'fail-on': { type: 'string' },
  rounds: { type: 'string' },
  judges: { type: 'boolean' },
  completions: { type: 'string' },
  cases: { type: 'string' },
  state: { type: 'string' },
  suite: { type: 'string' },
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
    throw new EvalError('usage', optionFault(messageOf(cause), allowed), { cause });
  }
}

/** The words of Node's parser in those of the other messages. */
function optionFault(message: string, allowed: readonly string[]): string {
  const unknown = /^Unknown option '(-[^']*)'/.exec(message)?.[1];
  if (unknown !== undefined) {
    const known = nearest(unknown.replace(/^-+/, ''), allowed);
    return `There is no option '${unknown}' here.${didYouMean(known && `--${known}`)}`;
  }
  const hungry = /^Option '(--[\w-]+)(?: <value>)?' argument (?:missing|is ambiguous)/.exec(
    message,
  )?.[1];
  return hungry === undefined ? message : `${hungry} takes a value: ${hungry} <value>.`;
}

export const reportOptions = ['reporter', 'output', 'fail-on'] as const;

const limitOptions = ['max-cost', 'max-calls'] as const;

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
  ...limitOptions,
  ...reportOptions,
] as const;

/** @throws {EvalError} usage */
export function parseRun(args: readonly string[]): RunArguments {
  const { values, positionals } = parseCommand(args, runOptions);
  if (positionals.length === 0) {
    throw new EvalError('usage', 'Name a prompt, a suite or a folder to run.');
  }
  const trials = count(values, 'trials');
  const stage = oneOf(values, 'stage', stages);
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
    limits: limits(values),
    concurrency: count(values, 'concurrency') ?? defaultConcurrency,
    useCache: values['no-cache'] !== true,
    isOffline: values.offline === true,
    resolve: values.resolve === true,
    allowsCode: values['allow-code'] === true,
    ...parseReport(values, 'by-comparison'),
  };
}

/** @throws {EvalError} usage */
export function parseScore(args: readonly string[]): ScoreArguments {
  const { values, positionals } = parseCommand(args, [
    'completions',
    'cases',
    'stage',
    'compare',
    'judges',
    ...limitOptions,
    'concurrency',
    ...reportOptions,
  ]);
  const [suite, ...rest] = positionals;
  const completions = text(values, 'completions');
  const cases = text(values, 'cases');
  if (suite === undefined || rest.length > 0) throw new EvalError('usage', 'Name one suite.');
  if (completions === undefined) {
    throw new EvalError('usage', 'Name the outputs to score with --completions <file.jsonl>.');
  }
  const stage = oneOf(values, 'stage', stages);
  const compare = text(values, 'compare');
  return {
    suite,
    completions,
    ...(cases !== undefined && { cases }),
    ...(stage !== undefined && { stage }),
    ...(compare !== undefined && { compare }),
    ...logJudges(values),
    ...parseReport(values, 'by-comparison'),
  };
}

function logJudges(values: Values): Pick<ScoreArguments, 'judges'> {
  if (values.judges !== true) return {};
  const given = limits(values);
  if (given.perRun === undefined && given.calls === undefined) {
    throw new EvalError(
      'usage',
      'A log can be long, and each line is a call of a judge. Say with --max-cost <usd> what they may cost in all, or with --max-calls <n> how many there may be.',
    );
  }
  return {
    judges: { limits: given, concurrency: count(values, 'concurrency') ?? defaultConcurrency },
  };
}

/** What a command may spend. A limit in dollars alone cannot hold where nobody knows what a call costs. @throws {EvalError} usage */
function limits(values: Values): BudgetLimits {
  const perRun = amount(values, 'max-cost');
  const calls = count(values, 'max-calls');
  return {
    ...(perRun !== undefined && { perRun }),
    ...(calls !== undefined && { calls }),
    ...(perRun !== undefined && calls === undefined && { needsPrice: true }),
  };
}

/** Options of `watch`, as typed. @throws {EvalError} usage */
export function parseWatch(args: readonly string[]) {
  const { values, positionals } = parseCommand(args, [
    'suite',
    'cases',
    'state',
    'stage',
    'reporter',
    'output',
  ]);
  const [log, ...rest] = positionals;
  if (log === undefined || rest.length > 0) throw new EvalError('usage', 'Name one log to watch.');
  const stage = oneOf(values, 'stage', stages);
  const suite = text(values, 'suite');
  const cases = text(values, 'cases');
  const state = text(values, 'state');
  return {
    log,
    ...(state !== undefined && { state }),
    stages: stage === undefined ? stages : [stage],
    ...(suite !== undefined && { suite }),
    ...(cases !== undefined && { cases }),
    ...parseReport(values, 'failure'),
  };
}

/** Options of `judges`, as typed. @throws {EvalError} usage */
export function parseJudges(args: readonly string[]) {
  const { values, positionals } = parseCommand(args, [
    'rounds',
    'offline',
    ...limitOptions,
    'concurrency',
    'reporter',
  ]);
  if (positionals.length === 0) throw new EvalError('usage', 'Name a suite, a prompt or a folder.');
  return {
    targets: positionals,
    rounds: count(values, 'rounds') ?? 3,
    isOffline: values.offline === true,
    limits: limits(values),
    concurrency: count(values, 'concurrency') ?? defaultConcurrency,
    reporter: oneOf(values, 'reporter', ['text', 'json'] as const) ?? 'text',
  };
}

/** The options that every command with a report shares. @throws {EvalError} usage */
export function parseReport(values: Values, failOn: WantedFailOn) {
  const output = text(values, 'output');
  return {
    reporter: oneOf(values, 'reporter', reporters) ?? 'text',
    ...(output !== undefined && { output }),
    failOn: oneOf(values, 'fail-on', ['regression', 'failure', 'never'] as const) ?? failOn,
  };
}

export function text(values: Values, name: OptionName): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** A whole number of at least 1 (0 where `least` says so). @throws {EvalError} usage */
export function count(
  values: Values,
  name: OptionName,
  least = 1,
  most = Number.MAX_SAFE_INTEGER,
): number | undefined {
  const value = text(values, name);
  if (value === undefined) return undefined;
  const number = Number(value);
  if (value.trim() !== '' && Number.isSafeInteger(number) && number >= least && number <= most)
    return number;
  const range = most === Number.MAX_SAFE_INTEGER ? `${least} on` : `${least} to ${most}`;
  throw new EvalError('usage', `--${name} takes a whole number from ${range}, not '${value}'.`);
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
