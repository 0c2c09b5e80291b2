/** Which of the two compared prompt versions a sample is of. */
export type SampleVersion = 'old' | 'new';

/** A sample to draw: one trial of one case under one version. */
export interface SampleRef {
  readonly caseId: string;
  readonly version: SampleVersion;
  /** 0-based. */
  readonly trial: number;
  /** Wanted only where it is stored already: not worth a call. */
  readonly isOptional?: boolean;
}

/** @param trial 0-based */
export function sampleRef(caseId: string, version: SampleVersion, trial: number): SampleRef {
  return { caseId, version, trial };
}
