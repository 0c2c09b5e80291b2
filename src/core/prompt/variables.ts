import { didYouMean } from '../nearest.ts';
import type { LineMap } from '../text.ts';
import type { Reading } from '../yaml/reading.ts';
import type { VariableUse } from './prompt.ts';
import { parseTemplate, type TemplateSyntax } from './template.ts';

/**
 * The variables of a stretch of a file, each at its name. What looks like a placeholder and is none is reported: it will be
 * sent as written.
 */
export function findVariables(
  text: string,
  offset: number,
  syntax: TemplateSyntax,
  reading: Reading & { readonly lines: LineMap },
): readonly VariableUse[] {
  const uses: VariableUse[] = [];
  reportUnclosed(text, offset, reading);
  for (const part of parseTemplate(text, syntax)) {
    if (part.kind === 'text') continue;
    const range = reading.lines.range(offset + part.start, offset + part.end);
    if (part.kind === 'variable') uses.push({ name: part.name, range });
    else {
      const suggestion = suggestedName(part.text);
      reading.report(
        range,
        'warning',
        'not-a-variable',
        `'${part.text}' is not a variable and is sent as written. If that is meant, write '\\${part.text}'.${didYouMean(suggestion)}`,
        suggestion,
      );
    }
  }
  return uses;
}

/** `{{ shop` at the end of a line was meant to be a variable. */
function reportUnclosed(
  text: string,
  offset: number,
  reading: Reading & { readonly lines: LineMap },
): void {
  for (const match of text.matchAll(
    /(?<![\\{])\{\{[ \t]*[\p{L}_][\p{L}\p{N}_-]*[ \t]*(?=[\r\n]|$)/gu,
  )) {
    const start = offset + match.index;
    const written = match[0].trimEnd();
    reading.report(
      reading.lines.range(start, start + written.length),
      'warning',
      'not-a-variable',
      `'${written}' has no '}}' and is sent as written. Add ' }}' if it is a variable.`,
    );
  }
}

/** `{{ customer name }}` most likely means `{{ customer_name }}`. */
function suggestedName(text: string): string | undefined {
  const words = /^\{\{\s*([\p{L}_][\p{L}\p{N}_ -]*?)\s*\}\}$/u.exec(text)?.[1];
  return words === undefined ? undefined : `{{ ${words.replaceAll(/ +/g, '_')} }}`;
}
