import * as z from 'zod';
import { commonKeys, defineMetric } from '../define.ts';
import { checkLimits, countSentence, isWithin, limitKeys, limitsProblem } from '../limits.ts';
import { graded, type Mark, skipped, verdict } from '../outcome.ts';
import { checkedLanguages, languageId, syntaxCheckOf } from '../syntax/languages.ts';
import { lineOf, mistakeMarks } from '../syntax/mistakeMarks.ts';
import { splitCode } from '../text/codeBlocks.ts';
import { amount, list } from '../wording.ts';

export const codeBlocks = defineMetric({
  type: 'code-blocks',
  summary: 'The fenced code blocks of the reply can be parsed as what they say they are.',
  zero: 'None can, or there are not as many as asked for.',
  one: 'All can; between: the share that can.',
  source: `Grammars of Lezer, which take a little more than compilers do; JSON, YAML, XML, HTML and SQL as in the metrics of those names.`,
  parameters: z
    .strictObject({
      language: z
        .string()
        .optional()
        .describe(
          `Only blocks in this language count; default: all. Checked are ${checkedLanguages.join(', ')}, under their usual short names too.`,
        ),
      ...limitKeys,
      min: limitKeys.min.describe('At least so many blocks; default 1 where no limit is given.'),
      ...commonKeys,
    })
    .check((context) => {
      const { language: name } = context.value;
      if (
        name !== undefined &&
        !name.includes('{{') &&
        !checkedLanguages.includes(languageId(name))
      )
        context.issues.push({
          code: 'custom',
          message: `The syntax of “${name}” cannot be checked. Write one of ${checkedLanguages.join(', ')}.`,
          path: ['language'],
          input: name,
        });
      if (limitsProblem(context.value, false) !== undefined) checkLimits(context);
    }),
  examples: [
    {
      metric: { type: 'code-blocks', language: 'python' },
      output: 'Try:\n```python\nprint("hi")\n```',
      passes: true,
    },
    {
      metric: { type: 'code-blocks' },
      output: '```js\nlet x = ;\n```\n```json\n{}\n```',
      passes: false,
    },
  ],
  async prepare({ language: name }) {
    for (const one of typeof name === 'string' ? [name] : checkedLanguages)
      await syntaxCheckOf(one);
  },
  async judge({ text }, { language, min, max, exactly }) {
    const wanted = language === undefined ? undefined : languageId(language);
    const blocks = splitCode(text).codeBlocks.filter(
      (block) => wanted === undefined || languageId(block.language) === wanted,
    );
    const noLimit = min === undefined && max === undefined && exactly === undefined;
    const limits = noLimit ? { min: 1 } : { min, max, exactly };
    const noun = `code block${wanted === undefined ? '' : ` in ${wanted}`}`;
    const plural = `code blocks${wanted === undefined ? '' : ` in ${wanted}`}`;
    if (!isWithin(blocks.length, limits))
      return verdict(false, countSentence(blocks.length, limits, noun, plural), blocks.map(markOf));
    if (blocks.length === 0) return verdict(true, `There is no ${noun}.`);
    const broken: { readonly words: string; readonly marks: readonly Mark[] }[] = [];
    let checked = 0;
    for (const block of blocks) {
      const check = await syntaxCheckOf(block.language);
      if (check === undefined) continue;
      checked++;
      const mistakes = check(text.slice(block.code.start, block.code.end));
      const [first] = mistakes;
      if (first === undefined) continue;
      const at = block.code.start + first.start;
      broken.push({
        words: `${block.language} in line ${lineOf(text, at)}: ${first.message}`,
        marks: mistakeMarks(mistakes, block.code.start, text.length),
      });
    }
    if (checked === 0) {
      const names = [...new Set(blocks.map((block) => block.language || 'no language'))];
      return skipped(`No code block can be checked; they are in ${list(names)}.`);
    }
    return broken.length === 0
      ? verdict(
          true,
          `${checked === 1 ? 'The code block' : `All ${checked} code blocks`} can be parsed.`,
        )
      : graded(
          1 - broken.length / checked,
          false,
          `${broken.length} of ${amount(checked, 'code block')} cannot be parsed: ${list(broken.map(({ words }) => words))}.`,
          broken.flatMap(({ marks }) => marks),
        );
  },
});

function markOf({ start, end }: Mark): Mark {
  return { start, end };
}
