import type { RenderedRequest } from '../../../src/core/run/request.ts';
import type { SentRequest } from '../../../src/panel/slices/sentRequest.ts';
import type { PanelInput } from '../../../src/panel/source.ts';
import { FakeSource } from './fakeSource.ts';
import { comparisonInput, storyCases } from './inputs.ts';
import { requestsOf } from './requests.ts';
import { TestHost } from './testHost.ts';

export const caseId = 'german-fifth-turn';
/** The second turn of that case, on the new side. */
export const place = { caseId, trial: 0, reply: 1, side: 'new' } as const;

/** A source whose history has the requests of all replies. @param of what is special about those of a side */
export function sourceWith(
  input: PanelInput,
  of?: (side: 'old' | 'new') => Partial<RenderedRequest>,
): FakeSource {
  return new FakeSource(input, requestsOf(input, of));
}

export const story = (): PanelInput => comparisonInput(storyCases(1));

/** Asks a panel of its own for the request of {@link place}, or of another one. */
export function askRequest(source: FakeSource, other: object = {}) {
  return new TestHost(source).askLater({ type: 'sentRequest', ...place, ...other });
}

export async function headOf(source: FakeSource, other?: object) {
  return (await askRequest(source, other))?.head;
}

export function rolesOf(sent: SentRequest | null | undefined): string[] | undefined {
  return sent?.pages.flatMap(({ messages }) => messages.map(({ role }) => role));
}
