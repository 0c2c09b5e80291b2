import { literal, object, string } from '../shape.ts';

export type SegmentKind = 'same' | 'added' | 'removed';

/** A stretch of a text comparison. */
export interface Segment {
  readonly kind: SegmentKind;
  readonly text: string;
}

export const segmentShape = object<Segment>({
  kind: literal('same', 'added', 'removed'),
  text: string,
});
