import type { Baseline } from '../../compare/judgeBaseline.ts';
import type { ChosenSides } from '../../compare/sides/chosenSides.ts';
import { choiceText, type SideChoice } from '../../compare/sides/sideChoice.ts';
import { EvalError, isEvalError, messageOf } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import type { ChosenSide } from './chosenSide.ts';
import type { Chosen } from './shownSides.ts';

/**
 * What was chosen before the window was opened anew. A side that is out of reach is left out, as are two that are the same by now, and
 * the notice says so.
 * @param find what a choice stands for, where nothing has to be sent for it
 * @param beside both sides as they are shown
 */
export async function recalledSides(
  known: ChosenSides,
  find: (choice: SideChoice) => Promise<Baseline>,
  beside: (old: ChosenSide | undefined, now: ChosenSide | undefined) => Promise<Chosen>,
): Promise<Chosen> {
  const lost: string[] = [];
  const side = async (choice: SideChoice | undefined): Promise<ChosenSide | undefined> => {
    if (choice === undefined) return undefined;
    try {
      return { choice, baseline: await find(choice) };
    } catch (error) {
      if (!isEvalError(error)) throw error;
      lost.push(`${before([choice])} ${messageOf(error)} Choose it again at the top to run it.`);
      return undefined;
    }
  };
  const old = await side(known.old);
  const now = await side(known.new);
  const chosen = await shown(old, now).catch((error: unknown) => {
    if (!isEvalError(error) || isEvalError(error, 'aborted')) throw error;
    const choices = [old, now].flatMap((one) => (one === undefined ? [] : [one.choice]));
    lost.push(`${before(choices)} ${messageOf(error)}`);
    return { insteadOf: known.insteadOf };
  });
  return { ...chosen, ...(lost.length > 0 && { notice: lost.join(' ') }) };

  async function shown(
    first: ChosenSide | undefined,
    second: ChosenSide | undefined,
  ): Promise<Chosen> {
    if (first === undefined && second === undefined) return { insteadOf: known.insteadOf };
    return beside(first, second);
  }
}

/** A recording up to this many bytes is scored again unasked. */
const maxRecordingBytes = 1024 * 1024;

/** A large recording is read only where somebody chooses it. @throws {EvalError} file-too-large, file-missing, bad-file */
export async function refuseLarge(
  choice: SideChoice,
  { files }: Pick<Ports, 'files'>,
): Promise<void> {
  if (choice.kind !== 'recording') return;
  try {
    await files.readText(choice.path, { maxBytes: maxRecordingBytes });
  } catch (error) {
    if (!isEvalError(error, 'file-too-large')) throw error;
    throw new EvalError('file-too-large', 'It is large, and is scored only when it is chosen.');
  }
}

function before(choices: readonly SideChoice[]): string {
  const compared = choices.map(choiceText).join(' and ');
  return `Before the window was opened anew ${compared} ${choices.length === 1 ? 'was' : 'were'} compared.`;
}
