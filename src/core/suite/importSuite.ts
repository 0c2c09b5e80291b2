import { stringify } from 'yaml';
import { basename, fileOfPrompt } from '../path.ts';
import type { Problem } from '../problem.ts';
import { isNunjucks } from '../prompt/formats/nunjucks.ts';
import { readPrompt } from '../prompt/formats.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { startOfText } from '../text.ts';
import { loadPrompts, loadSuite, promptsOf, type Workspace } from './discover.ts';
import { slug, uniqueId } from './slug.ts';
import { stemOf } from './suitePath.ts';
import { writeSuite } from './writeSuite.ts';

/** A file that an import suggests, beside the suite. */
export interface ImportedFile {
  readonly name: string;
  readonly text: string;
}

/** Another tool's suite in our words. */
export interface Imported {
  /** The text of an equal suite that names the prompts where they are; absent where nothing could be read. */
  readonly suite?: string;
  /** The suite with its prompts as files of their own, to be kept without the other tool's files. */
  readonly files: readonly ImportedFile[];
  readonly problems: readonly Problem[];
}

/** Reads a promptfoo config, or a prompt with a suite in it, and writes it as a suite. Never throws for bad input. */
export async function importSuite(path: string, workspace: Workspace): Promise<Imported> {
  const { value: suite, problems: faults } = await loadSuite(path, workspace);
  if (suite === undefined) return { files: [], problems: faults };
  const problems = [...faults];
  const named = suite.prompts.length > 0 ? suite : { ...suite, prompts: [ownPrompt(path)] };
  const found = await promptsOf(suite, workspace);
  problems.push(...found.problems);
  const files: ImportedFile[] = [];
  const names = new Set<string>();
  for (const file of found.prompts) {
    const { value: prompts = [], problems: promptFaults } = await loadPrompts(
      file,
      suite,
      workspace,
    );
    if (suite.promptFormat !== undefined) problems.push(...promptFaults);
    for (const prompt of prompts) {
      const stem = uniqueId(stemFor(prompt, path), (name) => names.has(name));
      names.add(stem);
      const written = await promptFile(prompt, stem);
      files.push(written);
      if (prompt.messages.some(({ template }) => isNunjucks(template)))
        problems.push({
          file: fileOfPrompt(prompt.path),
          range: prompt.messages[0]?.range ?? startOfText,
          severity: 'warning',
          code: 'not-supported',
          message: `This prompt uses filters, conditions or loops, which '${written.name}' would send as written. Run the promptfoo config itself, or write the prompt as a template (.prompty).`,
        });
    }
  }
  const { promptFormat: _, ...plain } = named;
  const asFiles = {
    ...plain,
    prompts: files.map(({ name }) => ({ pattern: name, range: ownPrompt(path).range })),
  };
  const comment = `Imported from ${basename(path)}.`;
  return {
    suite: writeSuite(named, comment),
    files: [...files, { name: `${stemOf(path)}.metrics.yaml`, text: writeSuite(asFiles, comment) }],
    problems,
  };
}

function ownPrompt(path: string) {
  const start = { line: 0, column: 0 };
  return { pattern: basename(path), range: { start, end: start } };
}

function stemFor(prompt: Prompt, suite: string): string {
  const label = prompt.metadata?.label;
  const fromLabel = typeof label === 'string' ? slug(label) : '';
  if (fromLabel !== '') return fromLabel;
  const file = prompt.path.replace(/#\d+$/, '');
  return file === suite ? 'prompt' : slug(stemOf(file)) || 'prompt';
}

/** Markdown where it says the same, else a GitHub Models prompt, which can say anything. */
async function promptFile({ messages }: Prompt, stem: string): Promise<ImportedFile> {
  const markdown = messages
    .map(
      ({ role, template }) =>
        `# ${role.charAt(0).toUpperCase()}${role.slice(1)}\n\n${template.trim()}\n`,
    )
    .join('\n');
  const name = `${stem}.prompt.md`;
  const again = await readPrompt(
    { path: `/${name}`, text: markdown },
    { readText: async () => '' },
  );
  const same = (list: Prompt['messages']) =>
    JSON.stringify(list.map(({ role, template }) => [role, template.trim()]));
  if (again.value !== undefined && same(again.value.messages) === same(messages))
    return { name, text: markdown };
  const document = {
    messages: messages.map(({ role, template }) => ({ role, content: template })),
  };
  return { name: `${stem}.prompt.yml`, text: stringify(document, { lineWidth: 0 }) };
}
