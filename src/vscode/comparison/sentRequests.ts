import { EvalError } from '../../core/errors.ts';
import type { Store } from '../../core/ports.ts';
import type { RunResult } from '../../core/results/runResult.ts';
import type { RenderedRequest } from '../../core/run/request.ts';
import type { ActionTarget } from '../../panel/protocol.ts';
import { inBreaths } from '../../panel/slicedWork.ts';
import { cutText } from '../../panel/viewModel/cutText.ts';
import { isWholeRequest } from '../../panel/viewModel/readRequest.ts';
import { requestJson } from '../../panel/viewModel/requestJson.ts';
import { hostTurn } from '../base/hostBreather.ts';

/** Reading a longer one, in bytes of JSON, would hold up the extension host. */
const maxRequest = 4 * 2 ** 20;

/** UTF-16 units of a case's id in the name of a tab. */
const maxName = 60;

/** The request that a reply answers, as the history keeps it. @throws {EvalError} file-too-large, store-unavailable */
export function storedRequest(
  store: Pick<Store, 'request'>,
  key: string,
): Promise<RenderedRequest | undefined> {
  return store.request(key, maxRequest);
}

/** The request of a reply as JSON. @throws {EvalError} not-found where the history does not have it (any more) */
export async function requestText(
  store: Pick<Store, 'request'>,
  run: Pick<RunResult, 'cases'> | undefined,
  { caseId, trial = 0, reply = 0 }: ActionTarget,
): Promise<string> {
  const trials = run?.cases.find(({ id }) => id === caseId)?.trials;
  const key = trials?.find((item) => item.trial === trial)?.replies[reply]?.key;
  const request = key === undefined || key === '' ? undefined : await storedRequest(store, key);
  if (request === undefined || !isWholeRequest(request))
    throw new EvalError('not-found', `The history has no request to '${caseId ?? ''}' any more.`);
  return inBreaths(requestJson(request), hostTurn);
}

/** Name of its tab: the case, and which of its requests. A case may have any name, a path has rules. */
export function requestName({ caseId = '', reply = 0, side = 'new' }: ActionTarget): string {
  const name = cutText(caseId.replace(/[^\p{L}\p{N}._-]+/gu, '-'), maxName);
  return `${name}.turn-${reply + 1}.${side}.request.json`;
}
