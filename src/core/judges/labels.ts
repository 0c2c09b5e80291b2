import * as z from 'zod';
import { messageOf } from '../errors.ts';
import type { Problem } from '../problem.ts';
import type { Role } from '../prompt/message.ts';

/**
 * What a person says of a judged reply. It stands beside the suite in `<stem>.labels.jsonl`, one line each, so that a team
 * shares it. It holds the person's verdict, not that of the judge, and the reply itself: any later judge can be measured by it.
 */
export interface Label {
  /** Id of the metric. */
  readonly metric: string;
  readonly case: string;
  readonly reply: string;
  /**
   * What was said before the reply, as far as the judge sees it. Absent: what the prompt of today and the case give, which is enough
   * where the reply is the first.
   */
  readonly messages?: readonly LabelMessage[] | undefined;
  /** The reply it was compared with, where two are compared. */
  readonly rival?: string | undefined;
  /** Whether the reply passes, as the person sees it. */
  readonly passed: boolean;
  readonly by?: string | undefined;
  /** YYYY-MM-DD. */
  readonly on?: string | undefined;
  readonly note?: string | undefined;
}

export interface LabelMessage {
  readonly role: Role;
  readonly content: string;
}

const labelSchema = z.strictObject({
  metric: z.string().min(1),
  case: z.string(),
  reply: z.string(),
  messages: z
    .array(
      z.strictObject({
        role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
        content: z.string(),
      }),
    )
    .optional(),
  rival: z.string().optional(),
  passed: z.boolean(),
  by: z.string().optional(),
  on: z.iso.date().optional(),
  note: z.string().optional(),
});

/** The path of the labels of a suite. */
export function labelsPath(suite: string): string {
  return `${suite.replace(/\.metrics\.ya?ml$/i, '')}.labels.jsonl`;
}

/** Reads labels. A line that is none becomes a problem in its place; the later of two labels of one reply counts. */
export function readLabels(
  path: string,
  text: string,
): { readonly labels: readonly Label[]; readonly problems: readonly Problem[] } {
  const labels = new Map<string, Label>();
  const problems: Problem[] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    if (line.trim() === '') return;
    const read = labelIn(line);
    if ('problem' in read) {
      const range = {
        start: { line: index, column: 0 },
        end: { line: index, column: line.length },
      };
      problems.push({
        file: path,
        range,
        severity: 'error',
        code: 'bad-label',
        message: `This line is no label: ${read.problem}.`,
      });
    } else
      labels.set(
        JSON.stringify([read.label.metric, read.label.case, read.label.reply]),
        read.label,
      );
  });
  return { labels: [...labels.values()], problems };
}

/** A label as a line, its keys always in one order so that changes merge well. */
export function labelLine(label: Label): string {
  const { metric, case: id, reply, messages, rival, passed, by, on, note } = label;
  return `${JSON.stringify({ metric, case: id, reply, messages, rival, passed, by, on, note })}\n`;
}

/** The text of a file of labels with one more; the line before it may lack its end. */
export function withLabel(text: string, label: Label): string {
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${labelLine(label)}`;
}

function labelIn(line: string): { readonly label: Label } | { readonly problem: string } {
  try {
    const read = labelSchema.safeParse(JSON.parse(line));
    if (read.success) return { label: read.data };
    const issue = read.error.issues[0];
    return { problem: `'${issue?.path.join('.') ?? ''}': ${issue?.message ?? ''}` };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}
