import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadLanguageIdentifier } from '../src/core/metrics/language/identifyLanguage.ts';
import { measureIdentifier, readLabelledTexts } from './langid/measure.ts';

/** `npm run oracle:langid -- <folder>`: how often the language of the labelled texts in `*.jsonl` is told, as JSON. */
const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('Usage: npm run oracle:langid -- <folder>\n');
  process.exitCode = 2;
} else {
  try {
    const files = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort();
    if (files.length === 0) throw new Error(`${folder} holds no .jsonl file.`);
    const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
    const labelled = texts.flatMap((text, index) => readLabelledTexts(text, files[index] ?? ''));
    const figures = measureIdentifier(await loadLanguageIdentifier(), labelled);
    process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 2;
  }
}
