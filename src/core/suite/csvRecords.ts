import { parse } from 'csv-parse/sync';
import { messageOf } from '../errors.ts';

/** A record of a CSV file: its fields, and the 0-based lines it covers. */
export interface CsvRecord {
  /** Absent when the record is not CSV; `problem` says why. */
  readonly fields?: readonly string[];
  readonly problem?: string;
  readonly firstLine: number;
  readonly lastLine: number;
  /** UTF-16 length of the last line. */
  readonly lastLength: number;
}

/** Longest record, in UTF-16 units; a quote that is never closed would swallow the file otherwise. */
export const maxRecordLength = 2 * 1024 * 1024;

/** The records of a CSV file (RFC 4180), line by line: quoted fields may go over several lines, blank lines are skipped. */
export async function* csvRecords(
  lines: AsyncIterable<string>,
  given?: string,
): AsyncGenerator<CsvRecord> {
  let delimiter = given;
  let pending: string[] = [];
  let pendingLength = 0;
  let isQuoted = false;
  let line = -1;
  let firstLine = 0;
  for await (const raw of lines) {
    line++;
    const text = line === 0 ? raw.replace(/^\uFEFF/, '') : raw;
    if (!isQuoted) {
      if (text.trim() === '') continue;
      firstLine = line;
    }
    delimiter ??= delimiterOf(text);
    isQuoted = endsQuoted(text, delimiter, isQuoted);
    pending.push(text);
    pendingLength += text.length + 1;
    const isTooLong = pendingLength > maxRecordLength;
    if (isQuoted && !isTooLong) continue;
    const place = { firstLine, lastLine: line, lastLength: raw.length };
    yield isTooLong
      ? { ...place, problem: 'it is longer than 2 MiB; is a closing quote missing?' }
      : { ...parseRecord(pending.join('\n'), delimiter), ...place };
    pending = [];
    pendingLength = 0;
    isQuoted = false;
  }
  if (pending.length > 0)
    yield {
      firstLine,
      lastLine: line,
      lastLength: pending.at(-1)?.length ?? 0,
      problem: 'a closing quote is missing',
    };
}

function parseRecord(
  text: string,
  delimiter: string,
): { readonly fields: readonly string[] } | { readonly problem: string } {
  // Most rows of most files; the parser takes twenty times as long to start.
  if (!text.includes('"')) return { fields: text.split(delimiter) };
  try {
    const [fields] = parse(text, {
      delimiter,
      record_delimiter: '\n',
      relax_quotes: true,
      relax_column_count: true,
    });
    return { fields: fields ?? [] };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

/** The delimiter that occurs most often in the header; spreadsheets in many countries write `;`. */
function delimiterOf(header: string): string {
  const bare = header.replace(/"[^"]*"/g, '');
  let best = ',';
  for (const candidate of [';', '\t'])
    if (bare.split(candidate).length > bare.split(best).length) best = candidate;
  return best;
}

/** Whether a quoted field is still open at the end of a line. Quotes inside an unquoted field are text. */
function endsQuoted(line: string, delimiter: string, wasQuoted: boolean): boolean {
  let isQuoted = wasQuoted;
  let isFieldStart = !wasQuoted;
  for (let i = 0; i < line.length; i++) {
    const at = line[i];
    if (isQuoted) {
      if (at !== '"') continue;
      if (line[i + 1] === '"') i++;
      else isQuoted = false;
    } else if (at === delimiter) isFieldStart = true;
    else {
      if (at === '"' && isFieldStart) isQuoted = true;
      isFieldStart = false;
    }
  }
  return isQuoted;
}
