import type { RenderedRequest } from '../../core/run/request.ts';
import { array, count, object, optional, type Shape, string } from '../shape.ts';

type Parts = Pick<RenderedRequest, 'endpoint' | 'model' | 'trial'> & {
  readonly parameters: object;
  readonly messages: readonly object[];
  readonly tools: readonly object[];
};

const anObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const call = object<{ name: string; arguments: string; id?: string | undefined }>({
  id: optional(string),
  name: string,
  arguments: string,
});

const shape: Shape<Parts> = object<Parts>({
  endpoint: string,
  model: string,
  parameters: anObject,
  messages: array(
    object<{
      role: string;
      content: string;
      name?: string | undefined;
      toolCallId?: string | undefined;
      toolCalls?: readonly object[] | undefined;
    }>({
      role: string,
      content: string,
      name: optional(string),
      toolCallId: optional(string),
      toolCalls: optional(array(call)),
    }),
  ),
  tools: array(
    object<{ name: string; description?: string | undefined; parameters?: object | undefined }>({
      name: string,
      description: optional(string),
      parameters: optional(anObject),
    }),
  ),
  trial: count,
});

/** Whether what a store gave has the parts of a request: what stands in a file may be of another build, or damaged. */
export function isWholeRequest(request: RenderedRequest): boolean {
  return shape(request);
}
