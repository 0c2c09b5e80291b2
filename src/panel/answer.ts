import { answerOfRequest } from './answerOfRequest.ts';
import type { PanelState } from './panelState.ts';
import { type Answers, type FindRequest, maxPageSize, type PanelRequest } from './protocol.ts';
import type { CasePage, CasePlace, CaseRow } from './slices/cases.ts';
import type { ComparePanelSource } from './source.ts';
import type { StoredByKey } from './storedRequests.ts';
import { caseDetails, trialOf } from './viewModel/caseDetails.ts';
import type { CaseIndex } from './viewModel/caseIndex.ts';
import { promptDiffing } from './viewModel/promptDiff.ts';

/**
 * What a panel asked for, from the state of now, in small steps.
 * @param stored what the history has of the requests that it is about
 */
export function* answer(
  state: PanelState,
  request: PanelRequest,
  source: ComparePanelSource,
  stored: StoredByKey,
): Generator<void, Answers[keyof Answers]> {
  const { index, slices } = state;
  switch (request.type) {
    case 'cases':
      return page(index, yield* index.filtering(request.filter), request.offset, request.limit);
    case 'find':
      return find(yield* index.filtering(request.filter), request.target);
    case 'details': {
      const row = index.row(request.caseId);
      const parts = index.partsOf(request.caseId);
      if (row === undefined || parts === undefined) return null;
      return yield* caseDetails({
        row,
        old: parts.old,
        now: parts.now,
        compared: parts.compared,
        metrics: slices.metrics.metrics,
        trial: request.trial,
        costOf: (reply) => source.costOf?.(reply) ?? null,
      });
    }
    case 'text': {
      const parts = index.partsOf(request.caseId);
      const item = request.side === 'old' ? parts?.old : parts?.now;
      return trialOf(item, request.trial)?.replies[request.reply]?.text ?? null;
    }
    case 'requestChanges':
    case 'sentRequest':
    case 'sentMessages':
    case 'sentText':
      return yield* answerOfRequest(index, request, stored);
    case 'wholePromptDiff':
      return yield* promptDiffing(state.input, slices.metrics.metrics, true);
  }
}

function page(index: CaseIndex, rows: readonly CaseRow[], offset: number, limit: number): CasePage {
  return {
    revision: index.slice.revision,
    total: rows.length,
    offset,
    rows: rows.slice(offset, offset + Math.min(limit, maxPageSize)),
  };
}

function find(rows: readonly CaseRow[], target: FindRequest['target']): CasePlace | null {
  if (target.type === 'case') {
    const at = rows.findIndex((row) => row.id === target.caseId);
    return at < 0 ? null : { index: at, id: target.caseId };
  }
  for (let at = target.from + target.step; at >= 0 && at < rows.length; at += target.step) {
    const row = rows[at];
    if (row?.verdict === 'regressed' || row?.verdict === 'failing')
      return { index: at, id: row.id };
  }
  return null;
}
