import type { MetricHealth } from './metricHealth.ts';
import type { ProposalKind, ReviewedMetric } from './proposal.ts';

/** A proposal as a verb for people. */
export function proposalTitle(kind: ProposalKind): string {
  switch (kind) {
    case 'retire':
      return 'retire?';
    case 'merge':
      return 'merge?';
    case 'quarantine':
      return 'quarantine?';
    case 're-review':
      return 'look again';
    case 'keep':
      return 'keep';
  }
}

/** What is known of a metric, a line each: what a row unfolds to. */
export function reviewLines({ health, proposal }: ReviewedMetric): readonly string[] {
  return [...proposal.evidence, ...factsOf(health)];
}

function factsOf(health: MetricHealth): readonly string[] {
  const { runs, versions, results, failures, ageDays } = health;
  if (runs === 0) return ['It has not been scored yet.'];
  const alarms = health.catches + health.falseAlarms + health.openAlarms;
  return [
    `${counted(runs, 'run')} of ${counted(versions, 'version')} in ${counted(ageDays, 'day')}.`,
    `${failures} of ${counted(results, 'result')} failed.`,
    alarms === 0
      ? 'No alarm yet.'
      : `${counted(alarms, 'alarm')}: ${health.catches} led to a repair, ${health.falseAlarms} taken back, ${health.openAlarms} open.`,
    ...(health.cost === null ? ['What its judge cost is not known.'] : []),
  ];
}

function counted(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : `${noun}s`}`;
}
