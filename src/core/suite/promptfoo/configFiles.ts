import { isEvalError, messageOf } from '../../errors.ts';
import { basename, dirname, isInside, resolvePath } from '../../path.ts';
import type { Files } from '../../ports.ts';
import type { Problem } from '../../problem.ts';
import { LineMap, type Range, type SourceFile } from '../../text.ts';
import type { Placed } from '../../yaml/placed.ts';
import { maxProblems, ProblemList } from '../../yaml/problemList.ts';
import { readYaml } from '../../yaml/readYaml.ts';
import { entryOf, textOf, type YamlNode } from '../../yaml/yamlTree.ts';
import { locate } from '../locate.ts';
import { isProgram } from './promptfooPath.ts';

/** Largest file that is read whole, in bytes; tables of tests are streamed. */
const maxTestFileBytes = 20 * 1024 * 1024;
/** Most files that one config may draw in. */
const maxFiles = 500;
/** Most steps from one `$ref` to the next. */
const maxHops = 8;

/** The files of one promptfoo config: where references lead, and what is wrong on the way. */
export class ConfigFiles {
  /** The config's own text, and where its problems go. */
  readonly config: ProblemList;
  private readonly source: SourceFile;
  private readonly files: Files;
  private readonly root: string;
  private readonly readings = new Map<string, ProblemList>();
  private readonly trees = new Map<string, YamlNode | undefined>();
  private readonly texts = new Map<string, string>();
  private readonly named = new Set<string>();
  private rootNode: YamlNode | undefined;

  constructor(source: SourceFile, files: Files, root: string) {
    this.source = source;
    this.files = files;
    this.root = root;
    this.config = new ProblemList(source.path, new LineMap(source.text));
    this.readings.set(source.path, this.config);
  }

  /** The problems of all files, those of the config first. */
  get problems(): readonly Problem[] {
    return [...this.readings.values()]
      .flatMap(({ problems }) => problems)
      .slice(0, 5 * maxProblems);
  }

  /** What `$ref: '#/...'` inside the config leads into. */
  setRoot(node: YamlNode): void {
    this.rootNode = node;
  }

  /** The paths that a reference or glob means; a problem at the reference where there are none. */
  async find(reference: string, at: Placed): Promise<readonly string[]> {
    const pattern = reference.replace(/^file:\/\//, '');
    const { report } = reportAt(at);
    if (isProgram(pattern)) {
      report(
        `'${basename(pattern)}' is a program; programs are not run. Write what it gives as YAML, JSON or CSV.`,
      );
      return [];
    }
    const foreign = /^([a-z][\w+.-]*):\/\//i.exec(pattern)?.[1];
    if (foreign !== undefined) {
      report(
        `'${shortened(pattern)}' is an address (${foreign}); only files of the workspace are read. Save it as a file.`,
      );
      return [];
    }
    // promptfoo starts at the folder of the config; what stands beside the file that names it is found as well.
    const folders = new Set([dirname(this.source.path), dirname(at.reading.file)]);
    let isOutside = false;
    for (const folder of folders) {
      const located = await locate(pattern, { path: `${folder}/x` }, this.root, this.files);
      if ('isOutside' in located) isOutside = true;
      else {
        const found: string[] = [];
        for (const path of located.paths) if (await this.files.exists(path)) found.push(path);
        if (found.length > 0) return found;
      }
    }
    const message = isOutside
      ? `'${shortened(pattern)}' leads out of the workspace folder and is not read. Move the file into it.`
      : `There is no file '${shortened(pattern)}'. Paths are relative to the promptfoo config.`;
    at.reading.report(at.node.range, 'error', isOutside ? 'path-outside' : 'file-missing', message);
    return [];
  }

  /** The text of a file; undefined, with a problem at the reference, where it cannot be read. */
  async text(path: string, at: Placed): Promise<string | undefined> {
    const known = this.texts.get(path);
    if (known !== undefined) return known;
    try {
      if (!this.mayRead(path)) return undefined;
      const text = await this.files.readText(path, { maxBytes: maxTestFileBytes });
      this.texts.set(path, text);
      return text;
    } catch (error) {
      unreadable(path, error, at);
      return undefined;
    }
  }

  /** A table of any size, line by line; it ends early, with a problem at the reference, where it cannot be read on. */
  rows(
    path: string,
    at: Placed,
  ): { readonly lines: AsyncIterable<string>; readonly reading: ProblemList } {
    const known = this.readings.get(path);
    // Rows are streamed, so the lines of the file are not at hand.
    const reading = known ?? new ProblemList(path, new LineMap(''));
    this.readings.set(path, reading);
    return { lines: this.linesOf(path, at), reading };
  }

  private async *linesOf(path: string, at: Placed): AsyncGenerator<string> {
    try {
      if (this.mayRead(path)) yield* this.files.readLines(path);
    } catch (error) {
      unreadable(path, error, at);
    }
  }

  private mayRead(path: string): boolean {
    if (!isInside(this.root, resolvePath('/', path))) return false;
    if (!this.named.has(path) && this.named.size >= maxFiles)
      throw new Error(`the config names more than ${maxFiles} files`);
    this.named.add(path);
    return true;
  }

  /** A YAML or JSON file as a tree. Its own mistakes are reported in it. */
  async tree(path: string, at: Placed): Promise<Placed | undefined> {
    const reading = await this.readingOf(path, at);
    const text = this.texts.get(path);
    if (reading === undefined || text === undefined) return undefined;
    if (!this.trees.has(path)) {
      const { node, problems } = readYaml(text, { file: path, lines: reading.lines });
      reading.problems.push(...problems.slice(0, maxProblems));
      this.trees.set(path, node);
    }
    const node = this.trees.get(path);
    return node === undefined ? undefined : { node, reading };
  }

  /** Where problems of a file go. */
  async readingOf(path: string, at: Placed): Promise<ProblemList | undefined> {
    const text = await this.text(path, at);
    if (text === undefined) return undefined;
    const known = this.readings.get(path);
    if (known !== undefined) return known;
    const reading = new ProblemList(path, new LineMap(text));
    this.readings.set(path, reading);
    return reading;
  }

  /** The part that `$ref: '#/assertionTemplates/x'` stands for, keys beside the reference laid over it. */
  deref(at: Placed): Placed | undefined {
    let { node } = at;
    for (let hop = 0; hop < maxHops; hop++) {
      const reference = entryOf(node, '$ref');
      if (node.kind !== 'map' || reference === undefined) return { ...at, node };
      const target = this.follow(textOf(reference.value) ?? '');
      if (target?.kind !== 'map') {
        at.reading.report(
          reference.value.range,
          'error',
          'bad-reference',
          `'$ref' leads nowhere. Write it like '#/assertionTemplates/name', with the name of a template of this config.`,
        );
        return undefined;
      }
      const beside = node.entries.filter(({ key }) => key !== '$ref');
      const own = new Set(beside.map(({ key }) => key));
      const entries = [...target.entries.filter(({ key }) => !own.has(key)), ...beside];
      // Seen from the outside, the part stands where it is used.
      node = { kind: 'map', entries, range: node.range };
    }
    at.reading.report(at.node.range, 'error', 'bad-reference', "'$ref' leads in a circle.");
    return undefined;
  }

  private follow(reference: string): YamlNode | undefined {
    if (!reference.startsWith('#/')) return undefined;
    let at = this.rootNode;
    for (const step of reference.slice(2).split('/')) {
      const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
      at = at?.kind === 'list' ? at.items[Number(key)] : entryOf(at, key)?.value;
    }
    return at;
  }
}

/** Says that something in a promptfoo config is not honoured, at its place. */
/** Tells, quietly, of what has no effect here and changes nothing of what is asked and judged. */
export function notHeeded(at: Placed, message: string, range: Range): void {
  at.reading.report(range, 'hint', 'not-supported', message);
}

export function notSupported(at: Placed, message: string, range: Range = at.node.range): void {
  at.reading.report(range, 'warning', 'not-supported', message);
}

function unreadable(path: string, error: unknown, at: Placed): void {
  const code = isEvalError(error) ? error.code : 'bad-file';
  const message = `'${basename(path)}' cannot be read: ${messageOf(error)}`;
  at.reading.report(at.node.range, 'error', code, message);
}

function reportAt(at: Placed) {
  return { report: (message: string) => notSupported(at, message) };
}

export function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
