import type { JsonObject } from '../json.ts';
import { basename, dirname, relativePath } from '../path.ts';
import { insertItem } from '../suite/edit/listItem.ts';
import { openSuiteText } from '../suite/edit/suiteText.ts';
import type { TextEdit } from '../suite/edit/textEdit.ts';
import { stemOf } from '../suite/suitePath.ts';

/** The case file of a suite that conversations of production logs go to, beside it: absolute path. */
export function logCaseFile(suite: string): string {
  return `${dirname(suite)}/${stemOf(suite)}.production.jsonl`;
}

/** What is to be added to a case file: rows that it does not have yet by their id, each with its line end. */
export function newCaseRows(rows: readonly JsonObject[], text: string): string {
  const known = new Set(
    [...text.matchAll(/"id"\s*:\s*("(?:[^"\\]|\\.)*")/g)].map(([, id = '']) => id),
  );
  return rows
    .filter(({ id }) => !known.has(JSON.stringify(id)))
    .map((row) => `${JSON.stringify(row)}\n`)
    .join('');
}

/**
 * The edits of a suite that make it name a case file; none where it names it already.
 * @throws {EvalError} bad-file when the suite's text cannot be edited
 */
export function nameCaseFile(
  suite: { readonly path: string; readonly source: string },
  caseFiles: readonly { readonly pattern: string }[],
  file: string,
): readonly TextEdit[] {
  const name = relativePath(dirname(suite.path), file);
  const isNamed = caseFiles.some(({ pattern }) =>
    [name, `./${name}`, basename(name)].includes(pattern),
  );
  return isNamed ? [] : insertItem(openSuiteText(suite.source), 'cases', [`file: ${name}`]);
}
