import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Message } from '../../core/prompt/message.ts';
import type { CaseResult, TrialResult } from '../../core/results/runResult.ts';
import { redactTrial } from './redact.ts';

const compress = promisify(gzip);
const expand = promisify(gunzip);

/** Cases of one part: some milliseconds of work to pack. */
export const casesPerPart = 50;

/** Cases with each message once: most cases of a suite begin with the same prompt. */
interface Part {
  readonly messages: readonly Message[];
  readonly cases: readonly PackedCase[];
}

type PackedTrial = Omit<TrialResult, 'messages'> & { readonly messages: readonly number[] };
type PackedCase = Omit<CaseResult, 'trials'> & { readonly trials: readonly PackedTrial[] };

/**
 * Cases of a run as compressed JSON, redacted. The text of the replies is part of it, although the completions
 * have it too: a run can then be read, compared and judged anew when retention has removed its completions.
 */
export async function packCases(cases: readonly CaseResult[]): Promise<Uint8Array> {
  const messages: Message[] = [];
  const places = new Map<string, number>();
  const placeOf = (message: Message): number => {
    const json = JSON.stringify(message);
    const known = places.get(json);
    if (known !== undefined) return known;
    places.set(json, messages.length);
    return messages.push(message) - 1;
  };
  const packed = cases.map((item) => ({
    ...item,
    trials: item.trials.map((trial) => {
      const redacted = redactTrial(trial);
      return { ...redacted, messages: redacted.messages.map(placeOf) };
    }),
  }));
  const part: Part = { messages, cases: packed };
  return compress(JSON.stringify(part), { level: 1 });
}

/** The cases of a part, or of a run that was written before there were parts. */
export async function unpackCases(bytes: Uint8Array): Promise<readonly CaseResult[]> {
  const body: Part | readonly CaseResult[] = JSON.parse((await expand(bytes)).toString('utf8'));
  if (!('messages' in body)) return body;
  const { messages, cases } = body;
  return cases.map((item) => ({
    ...item,
    trials: item.trials.map((trial) => ({
      ...trial,
      messages: trial.messages.flatMap((place) => messages[place] ?? []),
    })),
  }));
}
