import type { ProblemList } from '../yaml/problemList.ts';
import type { YamlNode } from '../yaml/yamlTree.ts';
import type { VariableUse } from './prompt.ts';
import { parseTemplate, type TemplateSyntax } from './template.ts';
import { findVariables } from './variables.ts';

/** Uses of variables in a text of a YAML or JSON file, at their place; where quoting hides it, at the whole text. */
export function usesInNode(
  template: string,
  content: YamlNode,
  text: string,
  syntax: TemplateSyntax,
  reading: ProblemList,
): readonly VariableUse[] {
  const start = reading.lines.offsetAt(content.range.start);
  const end = reading.lines.offsetAt(content.range.end);
  const names = parseTemplate(template, syntax).flatMap((part) =>
    part.kind === 'variable' ? [part.name] : [],
  );
  const uses = findVariables(text.slice(start, end), start, syntax, reading);
  const isSame = uses.length === names.length && uses.every(({ name }, i) => name === names[i]);
  return isSame ? uses : names.map((name) => ({ name, range: content.range }));
}
