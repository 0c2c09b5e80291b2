import { object, optional, type Shape, string } from './shape.ts';

/** What the panel keeps in its view state for a restart, beside its own. */
export const savedKeyShape: Shape<{ readonly key?: string }> = object<{ key?: string }>({
  key: optional(string),
});
