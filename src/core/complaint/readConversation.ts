import { EvalError } from '../errors.ts';
import { type Conversation, message } from './conversation.ts';
import { conversationOfJson } from './jsonConversation.ts';
import { transcript } from './transcript.ts';

/** Longest text that is read as one conversation, in UTF-16 units. */
const longest = 1024 * 1024;

/**
 * Reads what a person pasted or selected: messages in the OpenAI form, a log line, an OpenTelemetry export of GenAI spans, a
 * transcript with a name before each turn, or, failing these, the one reply that was wrong.
 * @throws {EvalError} bad-file when there is no text, too much of it, or JSON without a conversation
 */
export function readConversation(text: string): Conversation {
  const body = text.replace(/^\uFEFF/, '').trim();
  if (body === '')
    throw new EvalError('bad-file', 'There is no text. Select or copy the conversation first.');
  if (body.length > longest)
    throw new EvalError(
      'bad-file',
      `The text has ${(body.length / longest).toFixed(1)} MiB. Select one conversation, not a whole log.`,
    );
  if (/^[[{]/.test(body)) {
    const values = jsonValues(body);
    if (values !== undefined) {
      const conversation = values.map(conversationOfJson).find((found) => found !== undefined);
      if (conversation !== undefined) return conversation;
      throw new EvalError(
        'bad-file',
        "The JSON holds no conversation. Expected are 'messages' of role and content, or spans with 'gen_ai.' attributes.",
      );
    }
  }
  return transcript(body) ?? { form: 'reply', messages: [message('assistant', body)] };
}

/** The whole text as JSON, else line by line (JSONL); undefined where it is neither. */
function jsonValues(text: string): readonly unknown[] | undefined {
  const whole = parsed(text);
  if (whole !== undefined) return [whole];
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  const values = lines.map(parsed);
  return values.includes(undefined) ? undefined : values;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
