import { hashOf } from '../hash.ts';
import type { JsonObject } from '../json.ts';
import type { Message } from '../prompt/message.ts';
import type { Case } from '../suite/suite.ts';
import type { RenderedRequest } from './request.ts';

/**
 * Key of a request: equal requests of the same trial have equal keys. The case id counts only for
 * models that answer by case.
 */
export function requestKey(request: RenderedRequest): string {
  const { endpoint, model, parameters, messages, tools, trial, caseId } = request;
  return hashOf({ endpoint, model, parameters, messages, tools, trial, caseId });
}

/** Hash of what a case puts into the conversation, apart from the prompt. */
export function inputHash(item: Case): string {
  const known = inputHashes.get(item);
  if (known !== undefined) return known;
  const hash = hashOf(inputOf(item));
  inputHashes.set(item, hash);
  return hash;
}

/** Cases never change; each is hashed at several places of a run, and again with every save. */
const inputHashes = new WeakMap<Case, string>();

function inputOf(item: Case) {
  const input: { variables: JsonObject; messages: readonly Message[]; turns: readonly string[] } = {
    variables: item.variables,
    messages: item.messages,
    turns: item.turns,
  };
  return input;
}
