/** Control and direction characters: harmless in a file, commands to a terminal. */
const controls = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const longest = 400;

/** Text from a model or a file as one line that a terminal only shows. */
export function visibleText(text: string): string {
  const line = text.replace(/\s+/g, ' ').replace(controls, '\ufffd');
  return line.length > longest ? `${line.slice(0, longest)}...` : line;
}
