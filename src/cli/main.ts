import { isEvalError, messageOf, messageWithPlace } from '../core/errors.ts';
import { didYouMean, nearest } from '../core/nearest.ts';
import { accept } from './commands/accept.ts';
import { check } from './commands/check.ts';
import { compare } from './commands/compare.ts';
import { importCommand } from './commands/import.ts';
import { judges } from './commands/judges.ts';
import { render } from './commands/render.ts';
import { run } from './commands/run.ts';
import { score } from './commands/score.ts';
import { simulate } from './commands/simulate.ts';
import { watch } from './commands/watch.ts';
import { createEnvironment, type Environment } from './environment.ts';
import { type ExitCode, exitCodes } from './exitCodes.ts';
import { helpText } from './help.ts';
import { stopOnSignals } from './interruption.ts';
import { processOutput } from './output.ts';
import { programVersion } from './writeReport.ts';

type Command = (args: readonly string[], environment: Environment) => Promise<ExitCode>;

const commands: Readonly<Record<string, Command>> = {
  run,
  score,
  watch,
  compare,
  accept,
  render,
  check,
  judges,
  import: importCommand,
  simulate,
};

const output = processOutput();
const signal = stopOnSignals(process, output);
// Node calls its SQLite experimental; that is no news for people who run a suite.
process.removeAllListeners('warning');

process.exitCode = await main(process.argv.slice(2));

async function main([name, ...args]: readonly string[]): Promise<ExitCode> {
  const known = Object.keys(commands);
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const text = helpText(args[0], known);
    if (name === undefined) output.note(text);
    else output.result(text);
    return name === undefined ? exitCodes.couldNotRun : exitCodes.asAsked;
  }
  if (name === '--version') {
    output.result(await programVersion());
    return exitCodes.asAsked;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    const hint = didYouMean(nearest(name, known));
    output.note(`There is no command '${name}'.${hint}\n\n${helpText(undefined, known)}`);
    return exitCodes.couldNotRun;
  }
  if (args.includes('--help') || args.includes('-h')) {
    output.result(helpText(name, known));
    return exitCodes.asAsked;
  }
  try {
    return await command(args, createEnvironment(output, signal));
  } catch (error) {
    if (signal.aborted) return exitCodes.interrupted;
    if (!isEvalError(error)) {
      output.note(internalFault(error));
    } else {
      const hint = error.code === 'usage' ? `\nSee micro-metrics ${name} --help.` : '';
      output.note(`${messageWithPlace(error)}${hint}`);
    }
    return exitCodes.couldNotRun;
  }
}

/** A fault of the program itself. Where it happened is of use to those who mend it, and shown to them only. */
function internalFault(error: unknown): string {
  const stack = error instanceof Error ? error.stack : undefined;
  return process.env.MICRO_METRICS_DEBUG && stack !== undefined
    ? stack
    : `A fault of micro-metrics itself: ${messageOf(error)}\nSet MICRO_METRICS_DEBUG=1 to see where, and please report it.`;
}
