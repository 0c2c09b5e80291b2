/**
 * Statements that put `$to` in the place of `$from` in every path of a history: of the file itself, of the prompts in it
 * (`a.txt#2`), and of what lies below a folder.
 */
export const moveStatements: readonly string[] = [
  `UPDATE OR REPLACE versions SET prompt = ${moved('prompt')} WHERE ${isMoved('prompt')}`,
  `UPDATE runs SET prompt = ${moved('prompt')}, suite = ${moved('suite')},
     header = ${movedIn('header', ['prompt', 'suite'])}
   WHERE ${isMoved('prompt')} OR ${isMoved('suite')}`,
  `UPDATE outcomes SET suite = ${moved('suite')} WHERE ${isMoved('suite')}`,
  // Not every event is about a prompt, and JSON must not get one.
  `UPDATE events SET event = ${movedIn('event', ['prompt'])} WHERE ${isMoved("json_extract(event, '$.prompt')")}`,
  `UPDATE events SET suite = ${moved('suite')}, event = ${movedIn('event', ['suite'])} WHERE ${isMoved('suite')}`,
  `UPDATE OR REPLACE facts SET name = ${movedLines('name')} WHERE name <> ${movedLines('name')}`,
];

function moved(path: string): string {
  return `CASE WHEN ${isMoved(path)} THEN $to || substr(${path}, length($from) + 1) ELSE ${path} END`;
}

function isMoved(path: string): string {
  return `(${path} = $from OR substr(${path}, 1, length($from) + 1) IN ($from || '/', $from || '#'))`;
}

function movedIn(json: string, keys: readonly string[]): string {
  const pairs = keys.map((key) => `'$.${key}', ${moved(`json_extract(${json}, '$.${key}')`)}`);
  return `json_set(${json}, ${pairs.join(', ')})`;
}

/** The names of facts hold a path a line, after the first. */
function movedLines(name: string): string {
  const line = 'char(10)';
  const ends = [line, "'/'", "'#'"];
  const replaced = ends.reduce(
    (text, end) => `replace(${text}, ${line} || $from || ${end}, ${line} || $to || ${end})`,
    `${name} || ${line}`,
  );
  return `rtrim(${replaced}, ${line})`;
}
