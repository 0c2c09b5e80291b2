import type { YamlNode } from '../../yaml/yamlTree.ts';

/** The first placeholder that is more than a variable's name, which is not filled in. */
export function unreadableTemplate(node: YamlNode): string | undefined {
  switch (node.kind) {
    case 'scalar': {
      if (typeof node.value !== 'string') return undefined;
      const found =
        /\{%[^%]{0,80}%?\}?|\{\{(?!\s*[\p{L}_][\p{L}\p{N}_-]*\s*\}\})[^}]{0,80}\}\}/u.exec(
          node.value,
        );
      return found?.[0];
    }
    case 'list':
      return firstOf(node.items);
    case 'map':
      return firstOf(node.entries.map(({ value }) => value));
  }
}

function firstOf(nodes: readonly YamlNode[]): string | undefined {
  for (const node of nodes) {
    const found = unreadableTemplate(node);
    if (found !== undefined) return found;
  }
  return undefined;
}
