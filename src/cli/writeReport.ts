import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { EvalError, messageOf } from '../core/errors.ts';
import { dirname } from '../core/path.ts';
import type { WantedFailOn } from '../core/report/failOn.ts';
import { markdownReport } from '../core/report/markdown.ts';
import { jsonReport, type ReportedRun } from '../core/report/report.ts';
import type { Reporter } from './args.ts';
import type { Environment } from './environment.ts';
import { junitReport } from './reporters/junit.ts';
import { sarifReport } from './reporters/sarif.ts';
import { textReport } from './reporters/text.ts';

export interface ReportOptions {
  readonly reporter: Reporter;
  readonly output?: string;
  readonly failOn: WantedFailOn;
}

/**
 * Writes results where they were asked for: to a file, else to standard output.
 * @throws {EvalError} bad-file when the file cannot be written
 */
export async function writeReport(
  runs: readonly ReportedRun[],
  options: ReportOptions,
  environment: Environment,
): Promise<void> {
  const text = await reportText(runs, options, environment);
  if (options.output === undefined) {
    environment.output.result(text);
    return;
  }
  const path = environment.resolve(options.output);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${text}\n`);
  } catch (cause) {
    // What was paid for is shown all the same.
    environment.output.result(text);
    throw new EvalError(
      'bad-file',
      `The report cannot be written to ${path}: ${reasonOf(cause)}. Name another file with --output.`,
      {
        file: path,
        cause,
      },
    );
  }
}

/** What the system said, without its codes where people have words for them. */
function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  switch (code) {
    case 'EISDIR':
      return 'that is a folder';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'it may not be written';
    case 'ENOSPC':
      return 'the disk is full';
    case 'ENOTDIR':
    case 'EEXIST':
      return 'a part of its path is a file';
    default:
      return messageOf(cause);
  }
}

async function reportText(
  runs: readonly ReportedRun[],
  { reporter, output, failOn }: ReportOptions,
  { output: { isColoured }, show }: Environment,
): Promise<string> {
  switch (reporter) {
    case 'text':
      return textReport(runs, show, isColoured && output === undefined);
    case 'json':
      return JSON.stringify(jsonReport(runs, show), undefined, 2);
    case 'junit':
      return junitReport(runs, show, failOn);
    case 'markdown':
      return markdownReport(runs, show, failOn);
    case 'sarif':
      return sarifReport(runs, show, await programVersion());
  }
}

/** The version in package.json, which lies beside `dist`. */
export async function programVersion(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  const { version }: { readonly version: string } = JSON.parse(text);
  return version;
}
