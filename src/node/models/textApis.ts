import type { RenderedRequest } from '../../core/run/request.ts';
import { answerOf } from './chatCompletions.ts';
import { listOf, member, memberAt, numberOf } from './jsonAccess.ts';
import { type Answer, type Protocol, ReplyError } from './protocol.ts';

/** The embeddings endpoint (POST /embeddings). The vector comes as the answer's text, in JSON. */
export const embeddingsApi: Protocol = {
  path: '/embeddings',
  body: (request) => ({ model: request.model, input: textIn(request), encoding_format: 'float' }),
  stream: () => neverStreamed('embeddings'),
  answer: embeddingAnswer,
};

/** The moderation endpoint (POST /moderations). What it found comes as the answer's text, in JSON. */
export const moderationsApi: Protocol = {
  path: '/moderations',
  body: (request) => ({ model: request.model, input: textIn(request) }),
  stream: () => neverStreamed('moderations'),
  answer: moderationAnswer,
};

function textIn({ messages }: RenderedRequest): string {
  return messages.at(-1)?.content ?? '';
}

function neverStreamed(what: string): never {
  throw new ReplyError(`A stream came from the endpoint for ${what}.`);
}

function embeddingAnswer(json: unknown): Answer {
  const vector = listOf(member(listOf(member(json, 'data'))[0], 'embedding')).map(numberOf);
  if (vector.length === 0 || vector.includes(undefined))
    throw new ReplyError('The reply holds no data[0].embedding.', member(json, 'error'));
  const inputTokens = numberOf(memberAt(json, 'usage', 'prompt_tokens'));
  return answer(JSON.stringify(vector), inputTokens);
}

function moderationAnswer(json: unknown): Answer {
  const result = listOf(member(json, 'results'))[0];
  const flagged = member(result, 'flagged');
  if (typeof flagged !== 'boolean')
    throw new ReplyError('The reply holds no results[0].flagged.', member(json, 'error'));
  const categories = member(result, 'categories') ?? {};
  const scores = member(result, 'category_scores') ?? {};
  // The endpoint costs nothing and counts no tokens.
  return answer(JSON.stringify({ flagged, categories, scores }), 0);
}

function answer(text: string, inputTokens: number | undefined): Answer {
  return answerOf({
    text,
    toolCalls: [],
    finishReason: 'stop',
    usage: inputTokens === undefined ? undefined : { inputTokens, outputTokens: 0 },
    model: undefined,
    fingerprint: undefined,
  });
}
