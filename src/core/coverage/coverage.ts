import { locateText } from '../prompt/locateText.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { type Instruction, instructionsOf } from '../propose/instructions.ts';
import type { MetricSpec } from '../suite/suite.ts';
import { LineMap } from '../text.ts';

/** An instruction of a prompt and the metrics that declare to guard it. */
export interface GuardedInstruction {
  readonly instruction: Instruction;
  /** Ids of metrics; empty: nothing guards it. */
  readonly guardedBy: readonly string[];
}

/** How much of a prompt is guarded. */
export interface Coverage {
  readonly instructions: readonly GuardedInstruction[];
  /** Instructions with at least one guard. */
  readonly guarded: number;
  /** guarded / instructions; null for a prompt without instructions. */
  readonly share: number | null;
  /** Metrics that guard a text which is not in the prompt. */
  readonly orphaned: readonly string[];
}

/** Which instructions of a prompt metrics declare to guard: their guarded text and the instruction share a stretch of the file. */
export function coverageOf(
  prompt: Pick<Prompt, 'messages' | 'source' | 'body'>,
  metrics: readonly Pick<MetricSpec, 'id' | 'guards'>[],
): Coverage {
  const instructions = instructionsOf(prompt);
  const places: { readonly metric: string; readonly start: number; readonly end: number }[] = [];
  const orphaned: string[] = [];
  const lines = new LineMap(prompt.source);
  for (const { id, guards } of metrics) {
    if (guards === undefined) continue;
    const place = locateText(prompt, guards);
    if (place === undefined) orphaned.push(id);
    else if (place.file === undefined)
      places.push({
        metric: id,
        start: lines.offsetAt(place.range.start),
        end: lines.offsetAt(place.range.end),
      });
  }
  const covered = instructions.map((instruction): GuardedInstruction => {
    const end = instruction.offset + instruction.text.length;
    const own = places.filter((place) => place.start < end && instruction.offset < place.end);
    return { instruction, guardedBy: [...new Set(own.map(({ metric }) => metric))] };
  });
  const guarded = covered.filter(({ guardedBy }) => guardedBy.length > 0).length;
  return {
    instructions: covered,
    guarded,
    share: covered.length === 0 ? null : guarded / covered.length,
    orphaned,
  };
}

/** `6 metrics guard 5 of 7 lines`: what stands quietly beside a prompt. */
export function coverageText(coverage: Coverage): string {
  const metrics = new Set(coverage.instructions.flatMap(({ guardedBy }) => guardedBy)).size;
  const total = coverage.instructions.length;
  if (total === 0) return '';
  const verb = metrics === 1 ? 'metric guards' : 'metrics guard';
  return `${metrics} ${verb} ${coverage.guarded} of ${total} instructions`;
}
