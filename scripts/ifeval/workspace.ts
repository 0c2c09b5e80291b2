import type { JsonObject } from '../../src/core/json.ts';
import type { IfevalRecord } from './record.ts';
import { translate } from './translate.ts';

/** The files of a workspace that holds IFEval as a suite: text by path, relative to its folder. */
export function ifevalWorkspace(records: readonly IfevalRecord[]): ReadonlyMap<string, string> {
  return new Map([
    ['ifeval.prompt.md', PROMPT],
    ['ifeval.metrics.yaml', SUITE],
    ['cases/ifeval.jsonl', jsonLines(records.map((record) => caseOf(record)))],
    ['a.jsonl', jsonLines(records.map((record) => recording(record, 'a')))],
    ['b.jsonl', jsonLines(records.map((record) => recording(record, 'b')))],
  ]);
}

const PROMPT = `---
model:
  provider: replay
  name: a.jsonl
---
# User

{{ prompt }}
`;

const SUITE = `# IFEval (Zhou and others, 2023, arXiv 2311.07911): 541 prompts with instructions that can be checked.
# Each case brings its own metrics, named after the instructions. a.jsonl and b.jsonl are recorded replies of
# two models: run the prompt, put b.jsonl in the place of a.jsonl at its top, and run it again, for two versions of it.
prompt: ifeval.prompt.md

cases:
  - file: cases/ifeval.jsonl
`;

function caseId({ key }: IfevalRecord): string {
  return `k${key}`;
}

function caseOf(record: IfevalRecord): JsonObject {
  const seen = new Map<string, number>();
  const metrics = record.instructions.map((instruction): JsonObject => {
    const { type, parameters } = translate(instruction);
    const count = (seen.get(instruction.id) ?? 0) + 1;
    seen.set(instruction.id, count);
    const id = count === 1 ? instruction.id : `${instruction.id}#${count}`;
    return { id, type, ...parameters };
  });
  return { id: caseId(record), variables: { prompt: record.prompt }, metrics };
}

function recording(record: IfevalRecord, side: 'a' | 'b'): JsonObject {
  return { case: caseId(record), output: record[side].response };
}

function jsonLines(rows: readonly JsonObject[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
