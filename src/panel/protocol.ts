import {
  type AboutRequest,
  aboutRequestShapes,
  type RequestAnswers,
  requestAnswerShapes,
} from './aboutRequest.ts';
import {
  count,
  literal,
  nullable,
  object,
  optional,
  type Place,
  type Shape,
  string,
  tagged,
} from './shape.ts';
import { type ActionName, actionNames } from './slices/actions.ts';
import {
  type CaseFilter,
  type CaseListSlice,
  type CasePage,
  type CasePlace,
  caseFilterShape,
  caseListShape,
  casePageShape,
  casePlaceShape,
} from './slices/cases.ts';
import { type CaseDetails, caseDetailsShape, type Side } from './slices/details.ts';
import { type HeaderSlice, headerShape } from './slices/header.ts';
import { type MetricTableSlice, metricTableShape } from './slices/metrics.ts';
import { type PromptDiffSlice, promptDiffShape } from './slices/promptDiff.ts';

/** Whole slices; after the first state only those that changed. */
export interface Slices {
  readonly header?: HeaderSlice | undefined;
  readonly promptDiff?: PromptDiffSlice | undefined;
  readonly metrics?: MetricTableSlice | undefined;
  readonly cases?: CaseListSlice | undefined;
}

/** The answer to `ready`. `key` names the comparison for a restart. */
export interface StateMessage {
  readonly type: 'state';
  readonly key: string;
  readonly slices: Required<Slices>;
}

export interface UpdateMessage {
  readonly type: 'update';
  readonly slices: Slices;
}

/** Asks the panel to show something, e.g. from a diagnostic. */
export interface RevealMessage {
  readonly type: 'reveal';
  readonly caseId?: string | undefined;
  readonly metric?: string | undefined;
}

export interface ResponseMessage {
  readonly type: 'response';
  readonly id: number;
  /** Exactly one of both is there. */
  readonly value?: unknown;
  readonly error?: string | undefined;
}

export type ToPanel = StateMessage | UpdateMessage | RevealMessage | ResponseMessage;

/** A page of the filtered list. */
export interface CasesRequest {
  readonly type: 'cases';
  readonly filter: CaseFilter;
  readonly offset: number;
  /** At most {@link maxPageSize}. */
  readonly limit: number;
}

/** The next place of a kind in the filtered list, in the given direction; null when there is none. */
export interface FindRequest {
  readonly type: 'find';
  readonly filter: CaseFilter;
  readonly target:
    | { readonly type: 'regression'; readonly from: number; readonly step: 1 | -1 }
    | { readonly type: 'case'; readonly caseId: string };
}

export interface DetailsRequest {
  readonly type: 'details';
  readonly caseId: string;
  /** Absent: the one that tells most. */
  readonly trial?: number | undefined;
}

/** The whole text of a reply that was cut. */
export interface TextRequest {
  readonly type: 'text';
  readonly caseId: string;
  readonly side: Side;
  readonly trial: number;
  readonly reply: number;
}

/** The prompt comparison with nothing left out. */
export interface PromptDiffRequest {
  readonly type: 'wholePromptDiff';
}

export type PanelRequest =
  | CasesRequest
  | FindRequest
  | DetailsRequest
  | TextRequest
  | AboutRequest
  | PromptDiffRequest;

/** What each request is answered with. */
export interface Answers extends RequestAnswers {
  readonly cases: CasePage;
  readonly find: CasePlace | null;
  readonly details: CaseDetails | null;
  readonly text: string | null;
  readonly wholePromptDiff: PromptDiffSlice;
}

export interface ReadyMessage {
  readonly type: 'ready';
}

export interface RequestMessage {
  readonly type: 'request';
  readonly id: number;
  readonly request: PanelRequest;
}

/** What an action is about; which members matter depends on the action. */
export interface ActionTarget {
  readonly caseId?: string | undefined;
  readonly metric?: string | undefined;
  readonly trial?: number | undefined;
  readonly reply?: number | undefined;
  readonly side?: Side | undefined;
}

export interface ActionMessage {
  readonly type: 'action';
  readonly action: ActionName;
  readonly target: ActionTarget;
}

export type FromPanel = ReadyMessage | RequestMessage | ActionMessage;

/** Rows in a page at most. */
export const maxPageSize = 200;

/** A message, or where it is wrong. */
export type Parsed<T> =
  | { readonly ok: true; readonly message: T }
  | { readonly ok: false; readonly reason: string };

/** Checks what the host sent. Never throws. */
export function parseToPanel(value: unknown): Parsed<ToPanel> {
  return parse(toPanelShape, value);
}

/** Checks what the panel sent. Never throws. */
export function parseFromPanel(value: unknown): Parsed<FromPanel> {
  return parse(fromPanelShape, value);
}

/** Checks of the answers, by request. */
export const answerShapes: { readonly [K in keyof Answers]: Shape<Answers[K]> } = {
  cases: casePageShape,
  find: nullable(casePlaceShape),
  details: nullable(caseDetailsShape),
  text: nullable(string),
  ...requestAnswerShapes,
  wholePromptDiff: promptDiffShape,
};

function parse<T>(shape: Shape<T>, value: unknown): Parsed<T> {
  const place: Place = { path: '' };
  try {
    if (shape(value, place)) return { ok: true, message: value };
  } catch (error) {
    // A getter or proxy that throws; structured clone makes none, a test does.
    return { ok: false, reason: `Unreadable message: ${String(error)}` };
  }
  return { ok: false, reason: `Unexpected message${place.path === '' ? '' : ` at ${place.path}`}` };
}

const toPanelShape: Shape<ToPanel> = tagged<ToPanel>({
  state: object<StateMessage>({
    type: literal('state'),
    key: string,
    slices: object<Required<Slices>>({
      header: headerShape,
      promptDiff: promptDiffShape,
      metrics: metricTableShape,
      cases: caseListShape,
    }),
  }),
  update: object<UpdateMessage>({
    type: literal('update'),
    slices: object<Slices>({
      header: optional(headerShape),
      promptDiff: optional(promptDiffShape),
      metrics: optional(metricTableShape),
      cases: optional(caseListShape),
    }),
  }),
  reveal: object<RevealMessage>({
    type: literal('reveal'),
    caseId: optional(string),
    metric: optional(string),
  }),
  response: object<ResponseMessage>({
    type: literal('response'),
    id: count,
    value: (_value): _value is unknown => true,
    error: optional(string),
  }),
});

const side = literal<Side>('old', 'new');

const requestShape: Shape<PanelRequest> = tagged<PanelRequest>({
  cases: object<CasesRequest>({
    type: literal('cases'),
    filter: caseFilterShape,
    offset: count,
    limit: count,
  }),
  find: object<FindRequest>({
    type: literal('find'),
    filter: caseFilterShape,
    target: tagged<FindRequest['target']>({
      regression: object<Extract<FindRequest['target'], { type: 'regression' }>>({
        type: literal('regression'),
        // -1: before the first row.
        from: (value): value is number => value === -1 || count(value),
        step: literal(1, -1),
      }),
      case: object<Extract<FindRequest['target'], { type: 'case' }>>({
        type: literal('case'),
        caseId: string,
      }),
    }),
  }),
  details: object<DetailsRequest>({
    type: literal('details'),
    caseId: string,
    trial: optional(count),
  }),
  text: object<TextRequest>({
    type: literal('text'),
    caseId: string,
    side,
    trial: count,
    reply: count,
  }),
  ...aboutRequestShapes,
  wholePromptDiff: object<PromptDiffRequest>({ type: literal('wholePromptDiff') }),
});

const fromPanelShape: Shape<FromPanel> = tagged<FromPanel>({
  ready: object<ReadyMessage>({ type: literal('ready') }),
  request: object<RequestMessage>({ type: literal('request'), id: count, request: requestShape }),
  action: object<ActionMessage>({
    type: literal('action'),
    action: literal<ActionName>(...actionNames),
    target: object<ActionTarget>({
      caseId: optional(string),
      metric: optional(string),
      trial: optional(count),
      reply: optional(count),
      side: optional(side),
    }),
  }),
});
