import { type Checked, literal, object, string } from '../shape.ts';

export const segmentShape = object({
  kind: literal('same', 'added', 'removed'),
  text: string,
});

/** A stretch of a text comparison. */
export type Segment = Checked<typeof segmentShape>;
export type SegmentKind = Segment['kind'];
