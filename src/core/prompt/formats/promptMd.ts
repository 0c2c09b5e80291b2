import { basename } from '../../path.ts';
import type { ReadResult } from '../../problem.ts';
import { LineMap, type SourceFile, unixLines } from '../../text.ts';
import { ProblemList } from '../../yaml/problemList.ts';
import type { PromptFormat } from '../format.ts';
import type { Prompt, PromptMessage, VariableUse } from '../prompt.ts';
import { promptNames } from '../promptNames.ts';
import { renderTemplates } from '../renderTemplates.ts';
import { findVariables } from '../variables.ts';
import { readHeader } from './header.ts';
import { readModelKeys } from './modelHeader.ts';
import { roleSections } from './roleSections.ts';

const syntax = { hasInputs: true };

/** Markdown and plain text: front matter, roles by headings or markers, `{{ variable }}`, `${input:name}`. */
export const promptMd: PromptFormat = {
  id: 'prompt-md',
  label: 'Markdown prompt',
  patterns: promptNames.promptMd,
  recognises: (path) => /\.(?:md|markdown|txt)$/i.test(basename(path)),
  read: async (source) => readPromptMd(source),
  render: (prompt, variables) => renderTemplates(prompt, variables, syntax),
};

function readPromptMd(source: SourceFile): ReadResult<Prompt> {
  const { path, text } = source;
  const reading = new ProblemList(path, new LineMap(text));
  const header = readHeader(text, reading);
  const { model, metadata } = readModelKeys(header.map, reading);
  const messages: PromptMessage[] = [];
  const variables: VariableUse[] = [];
  for (const { role, start, end, marker } of roleSections(text, header.bodyOffset)) {
    if (start === end && marker !== undefined) {
      reading.report(
        reading.lines.range(marker.start, marker.end),
        'warning',
        'empty-message',
        `The ${role} message is empty and is not sent. Write its text below this line, or remove it.`,
      );
      continue;
    }
    const template = text.slice(start, end);
    variables.push(...findVariables(template, start, syntax, reading));
    messages.push({
      role,
      // The same prompt whatever line ends the checkout has.
      template: unixLines(template),
      range: reading.lines.range(start, end),
    });
  }
  const { problems } = reading;
  if (messages.length === 0 || header.isBroken) {
    if (!header.isBroken)
      reading.report(
        reading.lines.range(header.bodyOffset, header.bodyOffset),
        'error',
        'prompt-empty',
        'The prompt is empty: there is nothing to send. Write the text of the prompt.',
      );
    return { problems };
  }
  return {
    value: {
      path,
      format: promptMd.id,
      source: text,
      messages,
      model,
      tools: [],
      variables,
      defaults: {},
      dependencies: [],
      ...(Object.keys(metadata).length > 0 && { metadata }),
    },
    problems,
  };
}
