import * as z from 'zod';
import type { Store } from '../ports.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { instructionsOf } from '../propose/instructions.ts';
import type { MetricSpec } from '../suite/suite.ts';
import { coverageOf } from './coverage.ts';
import type { MutationResult } from './mutate.ts';

/** What leaving an instruction out has shown, as the store keeps it. */
export interface KeptMutation {
  /** The instruction as it stood in the prompt. */
  readonly text: string;
  readonly status: MutationResult['status'];
  /** Metrics that got worse without it. */
  readonly noticedBy: readonly string[];
  /** Ids of the metrics that could have noticed. */
  readonly metrics: readonly string[];
  /** Milliseconds since 1970. */
  readonly time: number;
}

const keptSchema = z.array(
  z.object({
    text: z.string(),
    status: z.enum(['noticed', 'unnoticed', 'unknown']),
    noticedBy: z.array(z.string()),
    metrics: z.array(z.string()),
    time: z.number(),
  }),
);

interface Owner {
  /** Absolute paths. */
  readonly prompt: string;
  readonly suite: string;
}

/** What is known of the instructions of a prompt; empty where nothing was tried. */
export async function keptMutations(
  store: Pick<Store, 'getValue'>,
  owner: Owner,
): Promise<readonly KeptMutation[]> {
  const read = keptSchema.safeParse(await store.getValue(nameOf(owner)));
  return read.success ? read.data : [];
}

/**
 * Keeps a result in the place of the one before it. Instructions that the prompt no longer has are forgotten.
 * @param time milliseconds since 1970
 */
export async function keepMutation(
  store: Pick<Store, 'getValue' | 'setValue'>,
  owner: Owner,
  prompt: Pick<Prompt, 'source'>,
  result: Pick<MutationResult, 'instruction' | 'status' | 'noticedBy'>,
  metrics: readonly Pick<MetricSpec, 'id'>[],
  time: number,
): Promise<void> {
  const { text } = result.instruction;
  const others = (await keptMutations(store, owner)).filter(
    (kept) => kept.text !== text && prompt.source.includes(kept.text),
  );
  const { status, noticedBy } = result;
  const kept = {
    text,
    status,
    noticedBy: [...noticedBy],
    metrics: metrics.map(({ id }) => id),
    time,
  };
  const all = [...others, kept].map((one) => ({
    ...one,
    noticedBy: [...one.noticedBy],
    metrics: [...one.metrics],
  }));
  await store.setValue(nameOf(owner), all);
}

/** An instruction that could be left out without any metric noticing. */
export interface Untested {
  readonly text: string;
  /** UTF-16 offset in the source of the prompt. */
  readonly offset: number;
}

/** Instructions whose absence no metric noticed, unless a metric has come since that guards them. */
export function untestedIn(
  prompt: Pick<Prompt, 'messages' | 'source'>,
  metrics: readonly Pick<MetricSpec, 'id' | 'guards'>[],
  kept: readonly KeptMutation[],
): readonly Untested[] {
  const byText = new Map(kept.map((one) => [one.text, one]));
  const { instructions } = coverageOf(prompt, metrics);
  return instructions.flatMap(({ instruction, guardedBy }) => {
    const known = byText.get(instruction.text);
    if (known?.status !== 'unnoticed') return [];
    const isNew = guardedBy.some((id) => !known.metrics.includes(id));
    return isNew ? [] : [{ text: instruction.text, offset: instruction.offset }];
  });
}

/** Indexes of the instructions that were not tried yet, or not to the end. */
export function openInstructions(
  prompt: Pick<Prompt, 'messages' | 'source'>,
  kept: readonly KeptMutation[],
): ReadonlySet<number> {
  const known = new Set(kept.filter(({ status }) => status !== 'unknown').map(({ text }) => text));
  return new Set(
    instructionsOf(prompt).flatMap(({ text }, index) => (known.has(text) ? [] : [index])),
  );
}

function nameOf({ prompt, suite }: Owner): string {
  return `mutations\n${prompt}\n${suite}`;
}
