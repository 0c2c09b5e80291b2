import type { Finding } from '../../core/findings/finding.ts';
import { hashOf } from '../../core/hash.ts';
import type { Severity } from '../../core/problem.ts';
import type { ReportedRun } from '../../core/report/report.ts';
import { stemOf } from '../../core/suite/suitePath.ts';
import type { Range } from '../../core/text.ts';

/*
 * SARIF 2.1.0 (Static Analysis Results Interchange Format, OASIS, 2020). One run for all prompts, because code scanning
 * services take one run of a tool and category; one rule per metric.
 */

const schema = 'https://json.schemastore.org/sarif-2.1.0.json';

type Level = 'error' | 'warning' | 'note';

interface Rule {
  readonly id: string;
  readonly name: string;
  readonly shortDescription: { readonly text: string };
  readonly defaultConfiguration: { readonly level: Level };
}

/** Findings with their places, as a SARIF log. */
export function sarifReport(
  runs: readonly ReportedRun[],
  show: (path: string) => string,
  version: string,
): string {
  const rules = new Map<string, Rule>();
  const results = runs.flatMap((reported) =>
    findingsIn(reported).map((finding) => resultOf(finding, reported, rules, show)),
  );
  const log = {
    $schema: schema,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Micro Metrics',
            semanticVersion: version,
            rules: [...rules.values()],
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: runs.every(({ run }) => run.status === 'complete') }],
        results,
      },
    ],
  };
  return JSON.stringify(log, undefined, 2);
}

/** Without the files at hand (two reports compared) a regression stands at its prompt. */
function findingsIn({ run, comparison, findings }: ReportedRun): readonly PlacedFinding[] {
  if (findings !== undefined) return findings;
  return (comparison?.metrics ?? []).flatMap((compared) => {
    const metric = run.metrics.find(({ id }) => id === compared.id);
    if (compared.verdict !== 'regressed' || metric === undefined) return [];
    return [
      {
        file: run.prompt,
        severity: metric.severity,
        kind: 'regression' as const,
        metric: metric.id,
        message: compared.summary,
        related: [],
      },
    ];
  });
}

type PlacedFinding = Omit<Finding, 'range'> & { readonly range?: Range };

function resultOf(
  finding: PlacedFinding,
  { run }: ReportedRun,
  rules: Map<string, Rule>,
  show: (path: string) => string,
) {
  const rule = ruleOf(finding, run);
  if (!rules.has(rule.id)) rules.set(rule.id, rule);
  const identity = [
    show(finding.file),
    show(run.suite),
    finding.kind,
    finding.metric ?? null,
    finding.caseId ?? null,
  ];
  return {
    ruleId: rule.id,
    ruleIndex: [...rules.keys()].indexOf(rule.id),
    level: levelOf(finding.severity),
    message: { text: finding.report ?? finding.message },
    locations: [{ physicalLocation: placeOf(finding, show) }],
    ...(finding.related.length > 0 && {
      relatedLocations: finding.related.map((place, id) => ({
        id,
        message: { text: `${place.caseId}: ${place.why}` },
        physicalLocation: placeOf(place, show),
      })),
    }),
    // The same finding at another line, after an edit above it, is still the same.
    partialFingerprints: { 'microMetrics/v1': hashOf(identity).slice(0, 32) },
    properties: { kind: finding.kind },
  };
}

function ruleOf(finding: PlacedFinding, run: ReportedRun['run']): Rule {
  const metric = run.metrics.find(({ id }) => id === finding.metric);
  const stem = stemOf(run.suite);
  if (metric === undefined) {
    const isError = finding.kind === 'case-error';
    return {
      id: `${stem}/${finding.kind}`,
      name: isError ? 'CaseError' : 'FailingCase',
      shortDescription: {
        text: isError ? 'A case could not run.' : 'A case failed some of its metrics.',
      },
      defaultConfiguration: { level: isError ? 'warning' : 'note' },
    };
  }
  return {
    id: `${stem}/${metric.id}`,
    name: metric.type,
    shortDescription: { text: metric.name },
    defaultConfiguration: { level: levelOf(metric.severity) },
  };
}

function levelOf(severity: Severity): Level {
  switch (severity) {
    case 'error':
      return 'error';
    case 'warning':
      return 'warning';
    case 'information':
    case 'hint':
      return 'note';
  }
}

/** A path inside the working folder is relative to the root of the sources, another one absolute. */
function placeOf(
  { file, range }: { readonly file: string; readonly range?: Range },
  show: (path: string) => string,
) {
  const shown = show(file);
  const isAbsolute = shown.startsWith('/') || /^[A-Za-z]:\//.test(shown);
  const encoded = shown
    .split('/')
    .map(encodeURIComponent)
    .join('/')
    .replace(/^([A-Za-z])%3A\//, '$1:/');
  const uri = isAbsolute ? `file://${encoded.startsWith('/') ? '' : '/'}${encoded}` : encoded;
  return {
    artifactLocation: isAbsolute ? { uri } : { uri, uriBaseId: '%SRCROOT%' },
    ...(range && { region: regionOf(range) }),
  };
}

/** Lines and columns count from 1; the end column is the one after the last character. */
function regionOf({ start, end }: Range) {
  return {
    startLine: start.line + 1,
    startColumn: start.column + 1,
    endLine: end.line + 1,
    endColumn: end.column + 1,
  };
}
