import type { TrialResult } from '../core/results/runResult.ts';
import type { AboutRequest, RequestAnswers } from './aboutRequest.ts';
import type { Side } from './slices/details.ts';
import type { StoredByKey } from './storedRequests.ts';
import { trialOf } from './viewModel/caseDetails.ts';
import type { CaseIndex } from './viewModel/caseIndex.ts';
import { hasRequest, isFailed } from './viewModel/knownMessages.ts';
import type { Compared } from './viewModel/messageChanges.ts';
import { requestChanges } from './viewModel/requestChanges.ts';
import { type Known, messagePage, sentRequest, sentText } from './viewModel/sentRequest.ts';

/** Keys of the requests that an answer is made of, what is shown first; those that never had one are left out. */
export function keysFor(index: CaseIndex, request: AboutRequest): string[] {
  return sidesFor(request)
    .map((side) => trialFor(index, request, side)?.replies[request.reply]?.key ?? '')
    .filter((key) => key !== '');
}

function sidesFor(request: AboutRequest): readonly Side[] {
  switch (request.type) {
    case 'requestChanges':
      return ['old', 'new'];
    case 'sentRequest':
    case 'sentMessages':
      return [request.side, otherSide(request.side)];
    case 'sentText':
      return [request.side];
  }
}

function otherSide(side: Side): Side {
  return side === 'old' ? 'new' : 'old';
}

/** What a panel asked for about the request of a reply, in small steps. */
export function* answerOfRequest(
  index: CaseIndex,
  request: AboutRequest,
  stored: StoredByKey,
): Generator<void, RequestAnswers[AboutRequest['type']]> {
  if (request.type === 'requestChanges') {
    const old = knownFor(index, request, 'old', stored);
    const now = knownFor(index, request, 'new', stored);
    if (old?.type !== 'exact' || now?.type !== 'exact') return null;
    return yield* requestChanges(old.request, now.request);
  }
  const known = knownFor(index, request, request.side, stored);
  if (known === null) return null;
  switch (request.type) {
    case 'sentRequest':
      return yield* sentRequest(known, comparedWith(index, request, known, stored));
    case 'sentMessages':
      return yield* messagePage(known, comparedWith(index, request, known, stored), request.offset);
    case 'sentText':
      return sentText(known, request.part, request.isWhole);
  }
}

/** The request of the other side; null where not both are known exactly. */
function comparedWith(
  index: CaseIndex,
  request: Extract<AboutRequest, { side: Side }>,
  known: Known,
  stored: StoredByKey,
): Compared | null {
  if (known.type !== 'exact') return null;
  const side = otherSide(request.side);
  const other = knownFor(index, request, side, stored);
  return other?.type === 'exact' ? { side, request: other.request } : null;
}

function knownFor(
  index: CaseIndex,
  request: AboutRequest,
  side: Side,
  stored: StoredByKey,
): Known | null {
  const { reply } = request;
  const trial = trialFor(index, request, side);
  if (trial === undefined || !hasRequest(trial, reply)) return null;
  const known = (why: Extract<Known, { type: 'known' }>['why'], reason = ''): Known => ({
    type: 'known',
    why,
    reason,
    trial,
    reply,
  });
  if (isFailed(trial, reply)) return known('failed');
  const key = trial.replies[reply]?.key ?? '';
  if (key === '') return known('imported');
  const found = stored.get(key);
  switch (found?.type) {
    case 'exact':
      return found;
    case 'unreadable':
      return known('unreadable', found.reason);
    default:
      return known('absent');
  }
}

function trialFor(
  index: CaseIndex,
  { caseId, trial }: AboutRequest,
  side: Side,
): TrialResult | undefined {
  const parts = index.partsOf(caseId);
  return trialOf(side === 'old' ? parts?.old : parts?.now, trial);
}
