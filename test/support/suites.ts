import type { Prompt } from '../../src/core/prompt/prompt.ts';
import type { Case, MetricSpec, Suite } from '../../src/core/suite/suite.ts';
import { LineMap, startOfText } from '../../src/core/text.ts';

/** A prompt whose system message is the text given. */
export function promptOf(text: string, path = '/w/a.prompt.md'): Prompt {
  return {
    path,
    format: 'prompt-md',
    source: text,
    messages: [{ role: 'system', template: text, range: new LineMap(text).range(0, text.length) }],
    model: {},
    tools: [],
    variables: [],
    defaults: {},
    dependencies: [],
  };
}

export function metricOf(value: string, own: Partial<MetricSpec> = {}): MetricSpec {
  return {
    id: `has-${value}`,
    name: `Says ${value}`,
    type: 'contains',
    parameters: { value },
    stage: 'real-time',
    severity: 'error',
    file: '/w/a.metrics.yaml',
    range: startOfText,
    ...own,
  };
}

export function caseOf(id: string, own: Partial<Case> = {}): Case {
  return {
    id,
    tags: [],
    variables: {},
    messages: [{ role: 'user', content: `question ${id}` }],
    turns: [],
    metrics: [],
    file: '/w/a.metrics.yaml',
    range: startOfText,
    ...own,
  };
}

export function suiteOf(own: Partial<Suite> = {}): Suite {
  return {
    path: '/w/a.metrics.yaml',
    source: '',
    prompts: [],
    trials: 1,
    goals: [],
    metrics: [metricOf('question')],
    cases: [],
    caseFiles: [],
    retired: [],
    ...own,
  };
}
