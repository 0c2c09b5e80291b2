import { basename } from '../../path.ts';
import type { ReadResult } from '../../problem.ts';
import { LineMap, type SourceFile, unixLines } from '../../text.ts';
import { ProblemList } from '../../yaml/problemList.ts';
import { textOf, type YamlMap } from '../../yaml/yamlTree.ts';
import type { PromptFormat } from '../format.ts';
import { defined } from '../modelKeys.ts';
import type { ModelChoice, Prompt } from '../prompt.ts';
import { promptNames } from '../promptNames.ts';
import { renderTemplates } from '../renderTemplates.ts';
import { findVariables } from '../variables.ts';
import { metadataOf, readHeader } from './header.ts';
import { nodeAt } from './parameterNames.ts';

const syntax = { hasInputs: true, hasBraces: false };

/**
 * Files of VS Code's agents: skills, custom agents and instructions. The whole text is one system message; `${input:name}` is
 * a variable, and braces are text, as there.
 */
export const agentFile: PromptFormat = {
  id: 'agent-file',
  label: 'Agent, skill or instructions',
  patterns: promptNames.agentFile,
  recognises: (path) => /^skill\.md$|.\.(?:agent|chatmode|instructions)\.md$/i.test(basename(path)),
  read: async (source) => readAgentFile(source),
  render: (prompt, variables) => renderTemplates(prompt, variables, syntax),
};

/** What VS Code puts in place of these depends on the editor. */
const editorVariable =
  /\$\{(?:selection|selectedText|file|fileBasename|fileBasenameNoExtension|fileDirname|workspaceFolder|workspaceFolderBasename)\}/g;

function readAgentFile(source: SourceFile): ReadResult<Prompt> {
  const { path, text } = source;
  const reading = new ProblemList(path, new LineMap(text));
  const { problems } = reading;
  const { map, bodyOffset, isBroken } = readHeader(text, reading);
  reportMissingKeys(path, map, bodyOffset > 0, reading);
  const body = text.slice(bodyOffset);
  const template = body.trim();
  const start = bodyOffset + body.length - body.trimStart().length;
  if (template === '')
    reading.report(
      reading.lines.range(bodyOffset, bodyOffset),
      'error',
      'prompt-empty',
      'There is nothing to send: the file has no text. Write it.',
    );
  if (template === '' || isBroken) return { problems };
  for (const match of template.matchAll(editorVariable))
    reading.report(
      reading.lines.range(start + match.index, start + match.index + match[0].length),
      'information',
      'editor-variable',
      `'${match[0]}' is filled in by VS Code and sent as written here. Use '\${input:name}' for what cases give.`,
    );
  const metadata = metadataOf(map, (key) => key === 'model');
  return {
    value: {
      path,
      format: agentFile.id,
      source: text,
      messages: [
        {
          role: 'system',
          template: unixLines(template),
          range: reading.lines.range(start, start + template.length),
        },
      ],
      model: modelIn(map),
      tools: [],
      variables: findVariables(template, start, syntax, reading),
      defaults: {},
      dependencies: [],
      ...(Object.keys(metadata).length > 0 && { metadata }),
    },
    problems,
  };
}

/** VS Code names its models for people, with their vendor: `GPT-5 (copilot)`. Of a list the first counts. */
function modelIn(map: YamlMap): ModelChoice {
  const node = nodeAt(map, 'model');
  const name = textOf(node?.kind === 'list' ? node.items[0] : node);
  if (name === undefined) return {};
  const vendor = /^(.*\S)\s+\([^()]+\)$/.exec(name)?.[1];
  return defined({ provider: vendor === undefined ? undefined : 'vscode', name: vendor ?? name });
}

/** A skill without name and description is not found by any agent. */
function reportMissingKeys(
  path: string,
  map: YamlMap,
  hasHeader: boolean,
  reading: ProblemList,
): void {
  if (!/^skill\.md$/i.test(basename(path))) return;
  for (const key of ['name', 'description'])
    if (textOf(nodeAt(map, key)) === undefined)
      reading.report(
        reading.lines.lineRange(0),
        'warning',
        'missing-key',
        `The skill has no '${key}', so agents do not find it. Add '${key}:' to its front matter${hasHeader ? '' : ", between two lines '---' at the top"}.`,
      );
}
