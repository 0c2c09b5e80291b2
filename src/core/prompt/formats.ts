import { messageOf } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { maxFileLength } from '../limits.ts';
import { basename } from '../path.ts';
import type { ReadResult } from '../problem.ts';
import { type SourceFile, startOfText } from '../text.ts';
import type { PromptFormat, ReadContext, RenderedPrompt } from './format.ts';
import { agentFile } from './formats/agentFile.ts';
import { chatFile } from './formats/chatFile.ts';
import { dotprompt } from './formats/dotprompt/dotprompt.ts';
import { promptfooPrompt } from './formats/promptfoo.ts';
import { promptMd } from './formats/promptMd.ts';
import { promptYml } from './formats/promptYml.ts';
import { prompty } from './formats/prompty/prompty.ts';
import { templateFiles } from './formats/templateFile.ts';
import type { Prompt } from './prompt.ts';

/** All kinds of prompt file. The first that recognises a path reads it, so the more special ones come first. */
export const promptFormats: readonly PromptFormat[] = [
  promptfooPrompt,
  promptYml,
  prompty,
  dotprompt,
  agentFile,
  ...templateFiles,
  chatFile,
  promptMd,
];

export function formatFor(path: string): PromptFormat | undefined {
  return promptFormats.find((format) => format.recognises(path));
}

export function formatById(id: string): PromptFormat | undefined {
  return promptFormats.find((format) => format.id === id);
}

/** Reads a prompt file of any known format. Never throws for bad input. */
export async function readPrompt(
  source: SourceFile,
  context: ReadContext,
): Promise<ReadResult<Prompt>> {
  return guarded(source, formatFor(source.path), (format) => format.read(source, context));
}

/** Every prompt of a file, by the format given, else by its name. Never throws for bad input. */
export async function readPrompts(
  source: SourceFile,
  context: ReadContext,
  format: PromptFormat | undefined = formatFor(source.path),
): Promise<ReadResult<readonly Prompt[]>> {
  return guarded(source, format, async (known) => {
    if (known.readAll !== undefined) return known.readAll(source, context);
    const { value, problems } = await known.read(source, context);
    return { ...(value !== undefined && { value: [value] }), problems };
  });
}

async function guarded<T>(
  { path, text }: SourceFile,
  format: PromptFormat | undefined,
  read: (format: PromptFormat) => Promise<ReadResult<T>>,
): Promise<ReadResult<T>> {
  const refuse = (code: string, message: string): ReadResult<T> => ({
    problems: [{ file: path, range: startOfText, severity: 'error', code, message }],
  });
  if (text.length > maxFileLength)
    return refuse(
      'file-too-large',
      `The prompt has ${(text.length / 1024 / 1024).toFixed(1)} MiB; the limit is 2 MiB. Move long material into variables of the cases.`,
    );
  if (format === undefined) {
    const known = promptFormats.flatMap(({ patterns }) => patterns).join(', ');
    return refuse(
      'unknown-format',
      `'${basename(path)}' is not a known kind of prompt. Known are ${known}; and .md, .txt, .j2, .mustache, .hbs, .json and .yaml files that a suite names.`,
    );
  }
  try {
    return await read(format);
  } catch (error) {
    return refuse('bad-file', `The prompt cannot be read: ${messageOf(error)}`);
  }
}

/** A prompt with the variables of a case filled in, by the format that read it. */
export async function renderPrompt(prompt: Prompt, variables: JsonObject): Promise<RenderedPrompt> {
  const format = formatById(prompt.format);
  if (format === undefined) throw new Error(`There is no prompt format '${prompt.format}'.`);
  return format.render(prompt, variables);
}
