import { isEvalError, messageOf } from '../../errors.ts';
import { dirname, resolvePath } from '../../path.ts';
import { nodeOfJson } from '../../yaml/nodeOfJson.ts';
import type { ProblemList } from '../../yaml/problemList.ts';
import { readYaml } from '../../yaml/readYaml.ts';
import { toJson, type YamlEntry, type YamlNode } from '../../yaml/yamlTree.ts';
import type { ReadContext } from '../format.ts';

/** A value that stands elsewhere. Group 1: where; group 2: what. */
const reference = /^\$\{(env|file):([^{}]*)\}$/i;
/** Keys whose environment variable is read when a model is called, and not from the prompt. */
const secretKeys = /^(?:api_?key|key|token|secret|password)$/i;

/**
 * Puts `${file:path}` in place. `${env:NAME}` is never read: what a prompt says is sent to a model and kept, and an environment holds
 * secrets. Its default (`${env:NAME:default}`) counts; without one the value is left out.
 */
export class References {
  /** Absolute paths of the files that were read. */
  readonly dependencies = new Set<string>();
  private readonly path: string;
  private readonly context: ReadContext;
  private readonly reading: ProblemList;

  constructor(path: string, context: ReadContext, reading: ProblemList) {
    this.path = path;
    this.context = context;
    this.reading = reading;
  }

  async resolve(node: YamlNode, key = ''): Promise<YamlNode | undefined> {
    switch (node.kind) {
      case 'list': {
        const items: YamlNode[] = [];
        for (const item of node.items) {
          const resolved = await this.resolve(item, key);
          if (resolved !== undefined) items.push(resolved);
        }
        return { ...node, items };
      }
      case 'map': {
        const entries: YamlEntry[] = [];
        for (const entry of node.entries) {
          const value = await this.resolve(entry.value, entry.key);
          if (value !== undefined) entries.push({ ...entry, value });
        }
        return { ...node, entries };
      }
      case 'scalar': {
        const match = typeof node.value === 'string' ? reference.exec(node.value.trim()) : null;
        if (match === null) return node;
        const [, protocol = '', value = ''] = match;
        return protocol.toLowerCase() === 'env'
          ? this.environment(value, node, key)
          : this.file(value, node);
      }
    }
  }

  private environment(value: string, node: YamlNode, key: string): YamlNode | undefined {
    const [name = '', ...rest] = value.split(':');
    if (rest.length > 0) {
      const written = rest.join(':');
      const number = written.trim() === '' ? Number.NaN : Number(written);
      return {
        kind: 'scalar',
        value: Number.isFinite(number) ? number : written,
        range: node.range,
      };
    }
    if (!secretKeys.test(key))
      this.reading.report(
        node.range,
        'information',
        'env-not-read',
        `The environment variable '${name}' is not read: it could hold a secret, and what a prompt says is sent and kept. Give a default ('\${env:${name}:...}'), or set the value in the suite.`,
      );
    return undefined;
  }

  private async file(name: string, node: YamlNode): Promise<YamlNode | undefined> {
    const { range } = node;
    const path = resolvePath(dirname(this.path), name.trim().replaceAll('\\', '/'));
    try {
      const text = await this.context.readText(path);
      this.dependencies.add(path);
      if (/\.json$/i.test(path)) return nodeOfJson(JSON.parse(text), range, this.reading);
      if (!/\.ya?ml$/i.test(path)) return { kind: 'scalar', value: text, range };
      const read = readYaml(text, { file: path });
      this.reading.problems.push(...read.problems);
      return read.node && nodeOfJson(toJson(read.node), range, this.reading);
    } catch (error) {
      const code = isEvalError(error) ? error.code : 'bad-file';
      const why =
        error instanceof SyntaxError
          ? `'${name}' is not JSON: ${messageOf(error)}.`
          : messageOf(error);
      this.reading.report(range, 'error', code, why);
      return undefined;
    }
  }
}
