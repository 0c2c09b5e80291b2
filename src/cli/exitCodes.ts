/** Exit codes of the command line: a stable contract. */
export const exitCodes = {
  asAsked: 0,
  /** A failure or regression that `--fail-on` names. */
  failed: 1,
  couldNotRun: 2,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
