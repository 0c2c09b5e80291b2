import { EvalError, messageOf } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import { readPrompt, renderPrompt } from '../../core/prompt/formats.ts';
import { includeContext } from '../../core/prompt/includeContext.ts';
import { parseCommand, text } from '../args.ts';
import type { Environment } from '../environment.ts';
import { type ExitCode, exitCodes } from '../exitCodes.ts';
import { problemLine } from '../problemLine.ts';
import { workspaceOf } from './targets.ts';

/** `micro-metrics render`: the request as JSON; nothing is sent. */
export async function render(args: readonly string[], environment: Environment): Promise<ExitCode> {
  const { values, positionals } = parseCommand(args, ['variables']);
  const [name] = positionals;
  if (name === undefined) throw new EvalError('usage', 'Name a prompt to render.');
  const path = environment.resolve(name);
  const source = { path, text: await environment.files.readText(path) };
  const { files, root } = workspaceOf(path, environment);
  const { value: prompt, problems } = await readPrompt(source, includeContext(files, root));
  for (const problem of problems) environment.output.note(problemLine(problem, environment.show));
  if (prompt === undefined) return exitCodes.couldNotRun;
  const variables = await variablesOf(text(values, 'variables'), environment);
  const { messages, missing } = await renderPrompt(prompt, variables);
  const { model, tools } = prompt;
  environment.output.result(JSON.stringify({ model, messages, tools }, undefined, 2));
  if (missing.length === 0) return exitCodes.asAsked;
  environment.output.note(`No value for ${missing.join(', ')}. Give it with --variables.`);
  return exitCodes.couldNotRun;
}

async function variablesOf(
  given: string | undefined,
  environment: Environment,
): Promise<JsonObject> {
  if (given === undefined) return {};
  const json = given.trimStart().startsWith('{')
    ? given
    : await environment.files.readText(environment.resolve(given));
  try {
    const value: unknown = JSON.parse(json);
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
      return value as JsonObject;
    }
  } catch (cause) {
    throw new EvalError('usage', `--variables is not JSON: ${messageOf(cause)}`, { cause });
  }
  throw new EvalError('usage', '--variables takes an object such as {"product": "Router X"}.');
}
