import {
  array,
  boolean,
  literal,
  number,
  object,
  type Shape,
  string,
} from '../../src/panel/shape.ts';
import { type CaseFilter, caseFilterShape, noFilter } from '../../src/panel/slices/cases.ts';

/** What the reader arranged; kept by the editor across reloads and restarts. */
export interface ViewState {
  /** Names the comparison, for the host to find it again. */
  readonly key: string;
  readonly filter: CaseFilter;
  /** Ids of open cases. */
  readonly open: readonly string[];
  readonly scrollTop: number;
  readonly layout: 'inline' | 'side';
  readonly isPromptOpen: boolean;
  readonly active: string;
}

export const startView: ViewState = {
  key: '',
  filter: noFilter,
  open: [],
  scrollTop: 0,
  layout: 'inline',
  isPromptOpen: true,
  active: '',
};

const shape: Shape<ViewState> = object<ViewState>({
  key: string,
  filter: caseFilterShape,
  open: array(string, 1000),
  scrollTop: number,
  layout: literal('inline', 'side'),
  isPromptOpen: boolean,
  active: string,
});

/** What was kept, or the start where it is absent or from another version. */
export function readViewState(value: unknown): ViewState {
  return shape(value) ? value : startView;
}
