import { basename, dirname, resolvePath, underscored } from '../../path.ts';
import type { ReadResult } from '../../problem.ts';
import { LineMap, type SourceFile } from '../../text.ts';
import { ProblemList } from '../../yaml/problemList.ts';
import type { PromptFormat, ReadContext } from '../format.ts';
import type { Prompt } from '../prompt.ts';
import { promptNames } from '../promptNames.ts';
import { type Boundary, readBody } from '../readBody.ts';
import { renderBody } from '../renderBody.ts';
import type { TemplateLanguage } from '../templates/template.ts';
import { readHeader } from './header.ts';
import { readModelKeys } from './modelHeader.ts';
import { roleSections } from './roleSections.ts';

/** Templates in files of their own, which a suite names: front matter, and roles by headings or markers as in Markdown. */
export const templateFiles: readonly PromptFormat[] = [
  templateFile('jinja', 'Jinja template', ['j2', 'jinja', 'jinja2']),
  templateFile('mustache', 'Mustache template', ['mustache']),
  templateFile('handlebars', 'Handlebars template', ['hbs', 'handlebars']),
];

function templateFile(
  language: TemplateLanguage,
  label: string,
  endings: readonly string[],
): PromptFormat {
  const id = `${language}-file`;
  return {
    id,
    label,
    patterns: promptNames[language],
    recognises: (path) =>
      endings.some((ending) => basename(path).toLowerCase().endsWith(`.${ending}`)),
    read: (source, context) => readTemplateFile(id, language, endings, source, context),
    render: renderBody,
  };
}

async function readTemplateFile(
  format: string,
  language: TemplateLanguage,
  endings: readonly string[],
  source: SourceFile,
  context: ReadContext,
): Promise<ReadResult<Prompt>> {
  const { path, text } = source;
  const reading = new ProblemList(path, new LineMap(text));
  const { problems } = reading;
  const header = readHeader(text, reading);
  const { model, metadata } = readModelKeys(header.map, reading);
  const body = await readBody({
    source,
    offset: header.bodyOffset,
    language,
    firstRole: 'system',
    trims: true,
    boundariesOf,
    pathsOf: (name) => pathsOf(name, dirname(path), endings),
    context,
    reading,
  });
  if (body === undefined || header.isBroken) return { problems };
  return {
    value: {
      path,
      format,
      source: text,
      messages: body.messages,
      model,
      tools: [],
      variables: body.variables,
      body: body.body,
      defaults: {},
      dependencies: body.dependencies,
      ...(Object.keys(metadata).length > 0 && { metadata }),
    },
    problems,
  };
}

/** The name as it is, else with an ending of the language, also in `partials/` and with `_` before it. */
function pathsOf(name: string, folder: string, endings: readonly string[]): readonly string[] {
  return [name, underscored(name), `partials/${name}`]
    .flatMap((one) => [one, ...endings.map((ending) => `${one}.${ending}`)])
    .map((one) => resolvePath(folder, one));
}

function boundariesOf(text: string): readonly Boundary[] {
  return roleSections(text, 0).flatMap(({ role, marker }) =>
    marker === undefined ? [] : [{ kind: 'role' as const, role, ...marker }],
  );
}
