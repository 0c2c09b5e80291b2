import { parseSideChoice, type SideChoice } from './sideChoice.ts';

/** Both sides of a comparison as somebody chose them, to be kept as plain data. */
export interface ChosenSides {
  /** Absolute path of the suite. */
  readonly suite: string;
  /** Id of the last run when they were chosen; once there is a newer one, that is shown instead. */
  readonly insteadOf: string;
  /** Absent: what a result is compared with by default. */
  readonly old?: SideChoice;
  /** Absent: the present results. */
  readonly new?: SideChoice;
}

/** Reads what was kept; undefined: nothing that can be used. Never throws. */
export function parseChosenSides(value: unknown): ChosenSides | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const suite: unknown = Reflect.get(value, 'suite');
  const insteadOf: unknown = Reflect.get(value, 'insteadOf');
  if (typeof suite !== 'string' || typeof insteadOf !== 'string') return undefined;
  const old = parseSideChoice(Reflect.get(value, 'old'));
  const now = parseSideChoice(Reflect.get(value, 'new'));
  if (old === undefined && now === undefined) return undefined;
  return { suite, insteadOf, ...(old && { old }), ...(now && { new: now }) };
}

/** Prompts whose sides are kept at most. */
export const mostKept = 50;

/** All that is kept, by the absolute path of the prompt. Never throws. */
export function parseKeptSides(value: unknown): ReadonlyMap<string, ChosenSides> {
  const kept = new Map<string, ChosenSides>();
  if (!Array.isArray(value)) return kept;
  for (const entry of value.slice(-mostKept)) {
    const [prompt, sides]: unknown[] = Array.isArray(entry) ? entry : [];
    const parsed = parseChosenSides(sides);
    if (typeof prompt === 'string' && parsed !== undefined) kept.set(prompt, parsed);
  }
  return kept;
}

/** What is kept with the sides of one prompt changed, as plain data; the one chosen last stands last. */
export function keptWith(
  kept: ReadonlyMap<string, ChosenSides>,
  prompt: string,
  sides: ChosenSides | undefined,
): readonly (readonly [string, ChosenSides])[] {
  const others = [...kept].filter(([path]) => path !== prompt);
  return [...others, ...(sides === undefined ? [] : [[prompt, sides] as const])].slice(-mostKept);
}
