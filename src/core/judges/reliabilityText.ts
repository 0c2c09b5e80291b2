import { fewestLabels, type Reliability } from './reliability.ts';

/** `κ 0.72`, with the labels it rests on; says that little or nothing is known where that is so. */
export function reliabilityBadge({ agreement, labels = 0 }: Reliability): string {
  if (agreement === undefined) return labels === 0 ? 'judge not tested' : 'judge not measured';
  const of = `${agreement.labels} ${agreement.labels === 1 ? 'label' : 'labels'}`;
  if (agreement.labels < fewestLabels) return `judge: ${of} of ${fewestLabels}`;
  const { kappa } = agreement;
  return kappa === null
    ? `judge agrees ${percent(agreement.agreed)}, ${of}`
    : `judge κ ${kappa.toFixed(2)}, ${of}`;
}

/** Everything that is known of a judge, one sentence each. */
export function describeReliability(known: Reliability): readonly string[] {
  const { agreement, labels = 0, flips, positionBias, lengthBias } = known;
  return [
    ...agreementText(known),
    ...(labels > (agreement?.labels ?? 0)
      ? [
          `${labels - (agreement?.labels ?? 0)} of ${labels} labels have no verdict of this judge yet.`,
        ]
      : []),
    ...(flips === undefined
      ? []
      : [`Asked again, it says otherwise in ${percent(flips)} of pairs.`]),
    ...(positionBias === undefined ? [] : [positionText(positionBias)]),
    ...(lengthBias === undefined ? [] : [lengthText(lengthBias)]),
  ];
}

function agreementText({ agreement }: Reliability): readonly string[] {
  if (agreement === undefined) return [];
  const { labels, agreed, kappa, interval } = agreement;
  const range = interval === null ? '' : ` [${interval.map((end) => end.toFixed(2)).join(', ')}]`;
  const by =
    kappa === null
      ? 'kappa unknown: labels or verdicts are all alike'
      : `kappa ${kappa.toFixed(2)}${range}`;
  const few =
    labels < fewestLabels ? `; fewer than ${fewestLabels} labels, so it caps nothing` : '';
  return [`It agrees with people on ${percent(agreed)} of ${labels} labels, ${by}${few}.`];
}

function positionText(bias: number): string {
  const place = bias > 0 ? 'first' : 'second';
  return bias === 0
    ? 'The order of two replies makes no difference to it.'
    : `It prefers the ${place} of two replies whatever they are in ${percent(Math.abs(bias))} more of pairs than the other.`;
}

/** Weaker correlations than this are called none (Cohen, Statistical power analysis, 1988: 0.1 is small). */
const smallest = 0.1;

function lengthText(bias: number): string {
  const figure = `correlation ${bias.toFixed(2)}`;
  if (Math.abs(bias) < smallest)
    return `The length of a reply makes no difference to it (${figure}).`;
  return `It favours ${bias > 0 ? 'long' : 'short'} replies more than people do (${figure}).`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
