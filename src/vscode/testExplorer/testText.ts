import { ageText } from '../../core/views/ageText.ts';
import type { EarlierOutcome } from '../../core/views/testHistory.ts';
import type { TestOutcome } from '../../core/views/testTree.ts';
import { visibleParts } from '../../panel/viewModel/visibleText.ts';

/** Longer texts are cut: the panel shows them whole. In characters. */
const maxText = 50_000;

/** What the message of a test that failed says; texts of models with signs for what would hide or steer something. */
export function failureText(
  { message, expected, actual }: TestOutcome,
  history: readonly EarlierOutcome[],
  now: number,
): string {
  return [
    shownText(message),
    ...(expected === undefined || actual === undefined
      ? []
      : [`Expected here is ${expected.what}.`]),
    ...(history.length === 0
      ? []
      : [`Before: ${history.map((each) => earlierText(each, now)).join('; ')}.`]),
  ].join('\n');
}

/** What the output of a test that failed holds: its reply, and those of the versions before; lines end as in a terminal. */
export function outputText(
  name: string,
  { actual }: TestOutcome,
  history: readonly EarlierOutcome[],
  now: number,
): string {
  const before = history.flatMap((each) =>
    each.output === undefined ? [] : [[`before, ${earlierText(each, now)}`, each.output] as const],
  );
  return [...(actual === undefined ? [] : [['the reply', actual] as const]), ...before]
    .map(([what, reply]) => `${shownText(name)}: ${what}\n${shownText(reply)}\n`)
    .join('\n')
    .replaceAll('\n', '\r\n');
}

/** Text as it is, with signs for what would hide or steer something: a terminal shows it. */
export function shownText(text: string): string {
  const shown = text.length > maxText ? `${text.slice(0, maxText)}\n(cut here)` : text;
  return visibleParts(shown)
    .map((part) => (part.type === 'text' ? part.text : part.sign))
    .join('');
}

function earlierText({ promptVersion, time, status }: EarlierOutcome, now: number): string {
  const what = status === 'both' ? 'passed and failed' : status;
  return `${what} in version ${promptVersion.slice(0, 7)} (${ageText(now - time)})`;
}
