import { isCollection, parseAllDocuments, parseDocument } from 'yaml';
import { MOST_MISTAKES, type SyntaxCheck } from './syntaxCheck.ts';

/** Checks a stream of YAML 1.2 documents. */
export const checkYaml: SyntaxCheck = (text) => {
  const documents = parseAllDocuments(text, { prettyErrors: false, logLevel: 'silent' });
  if (!Array.isArray(documents)) return [];
  return documents
    .flatMap(({ errors }) => errors)
    .slice(0, MOST_MISTAKES)
    .map(({ message, pos: [start, end] }) => ({
      message: /call stack/.test(message)
        ? 'it is nested too deep'
        : (message.split('\n', 1)[0] ?? message),
      start: Math.min(start, text.length),
      end: Math.min(Math.max(end, start), text.length),
    }));
};

/** Whether a text is a mapping or a list in YAML, rather than a single value. */
export function isYamlCollection(text: string): boolean {
  return isCollection(parseDocument(text, { logLevel: 'silent' }).contents);
}
