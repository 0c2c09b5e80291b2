import type { ModelChoice } from '../../core/prompt/prompt.ts';

/** Where a chosen model is written, and whether the address in the user settings becomes the choice's (or goes, where it has none). */
export interface ModelPlace {
  readonly scope: 'user' | 'workspace';
  readonly writesAddress: boolean;
}

/**
 * An address is a setting of the machine: a workspace must not redirect requests. What it belongs to goes with it, so that no
 * workspace gets the address of one model and the name of another.
 * @param known the address in the user settings; '' for none
 */
export function modelPlace(
  { provider, baseUrl }: Pick<ModelChoice, 'provider' | 'baseUrl'>,
  known: string,
  hasWorkspace: boolean,
): ModelPlace {
  // Other providers do not look at the address: it waits for the next one that does.
  const writesAddress = provider === 'openai' && (baseUrl ?? '') !== known;
  const isAddressed = provider === 'openai' && (baseUrl !== undefined || known !== '');
  return { scope: isAddressed || !hasWorkspace ? 'user' : 'workspace', writesAddress };
}
