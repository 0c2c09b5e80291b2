import { stringify } from 'yaml';
import { compact, type JsonObject } from '../json.ts';
import { modelDocument } from '../prompt/modelDocument.ts';
import { metricName } from './metricName.ts';
import { slug } from './slug.ts';
import type { Case, CaseFile, MetricSpec, Suite } from './suite.ts';

/** A suite as the text of a suite file; reading it gives the same metrics and cases. Defaults are left out. */
export function writeSuite(suite: Suite, comment?: string): string {
  const { prompts, promptFormat, model, judge, trials, goals, metrics, cases, caseFiles } = suite;
  const patterns = prompts.map(({ pattern }) => pattern);
  const document = compact({
    prompt: patterns.length === 1 ? patterns[0] : undefined,
    prompts: patterns.length > 1 ? patterns : undefined,
    'prompt-format': promptFormat,
    model: model && modelDocument(model),
    judge: judge && modelDocument(judge),
    trials: trials === 1 ? undefined : trials,
    goals: filled(Object.fromEntries(goals.map(({ id, text }) => [id, text]))),
    metrics: metrics.length === 0 ? undefined : metrics.map(metricDocument),
    cases: [...cases.map(caseDocument), ...caseFiles.map(caseFileDocument)],
  });
  const head = comment === undefined ? '' : `${comment.replace(/^/gm, '# ').trimEnd()}\n`;
  return head + stringify(document, { lineWidth: 0, aliasDuplicateObjects: false });
}

function metricDocument(metric: MetricSpec): JsonObject {
  const { id, name, type, parameters, stage, severity } = metric;
  const { target, goal, issue, owner, added, review, guards } = metric;
  const isNamed = name !== id && name !== metricName(type, parameters);
  return compact({
    id: id === (isNamed ? slug(name) : type) ? undefined : id,
    name: isNamed ? name : undefined,
    type,
    ...parameters,
    stage: stage === 'real-time' ? undefined : stage,
    severity: severity === 'error' ? undefined : severity,
    target,
    goal,
    issue,
    owner,
    added,
    review,
    guards,
  });
}

function caseFileDocument({ pattern, map, delimiter }: CaseFile): JsonObject {
  return compact({
    file: pattern,
    map: map && {
      ...Object.fromEntries(map.fields.map(({ target, source }) => [target, source])),
      ...(map.keepsRest && { variables: '*' }),
    },
    delimiter,
  });
}

function caseDocument({
  id,
  tags,
  variables,
  messages,
  turns,
  expected,
  metrics,
}: Case): JsonObject {
  return compact({
    id,
    tags: tags.length === 0 ? undefined : tags,
    variables: filled(variables),
    messages:
      messages.length === 0
        ? undefined
        : messages.map((message) =>
            compact({
              role: message.role,
              content: message.content,
              name: message.name,
              'tool-calls': message.toolCalls?.map((call) =>
                compact({ id: call.id, name: call.name, arguments: call.arguments }),
              ),
              'tool-call-id': message.toolCallId,
            }),
          ),
    turns: turns.length === 0 ? undefined : turns,
    expected,
    metrics: metrics.length === 0 ? undefined : metrics.map(metricDocument),
  });
}

function filled(value: JsonObject): JsonObject | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}
