import { basename } from '../path.ts';

/** Globs on the names of files that are prompts by their names alone, by the format that reads them. */
export const promptNames = {
  promptfoo: ['promptfooconfig.yaml', 'promptfooconfig.yml', 'promptfooconfig.json'],
  promptYml: ['*.prompt.yml', '*.prompt.yaml'],
  prompty: ['*.prompty'],
  dotprompt: ['*.prompt'],
  agentFile: ['SKILL.md', '*.agent.md', '*.chatmode.md', '*.instructions.md'],
  jinja: ['*.prompt.j2', '*.prompt.jinja', '*.prompt.jinja2'],
  mustache: ['*.prompt.mustache'],
  handlebars: ['*.prompt.hbs', '*.prompt.handlebars'],
  chatFile: ['*.prompt.json'],
  promptMd: ['*.prompt.md', '*.prompt.txt'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

const patterns: readonly string[] = [...new Set(Object.values(promptNames).flat())];
const endings = patterns.flatMap((pattern) => (pattern.startsWith('*.') ? [pattern.slice(1)] : []));

/** Matches files that are prompts by their names alone, in any folder. */
export function promptGlob(): string {
  return `**/{${patterns.join(',')}}`;
}

/** Endings that alone make a file a prompt, e.g. `.prompt.md`; a plain `.md` is one only where a suite names it. */
export function promptEndings(): readonly string[] {
  return endings;
}

/** Whether a name alone says that a file is a prompt. */
export function isPromptName(path: string): boolean {
  const name = basename(path);
  return (
    endings.some((ending) => name.length > ending.length && name.endsWith(ending)) ||
    patterns.includes(name)
  );
}
