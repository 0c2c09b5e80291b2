// What runs and compares, as one module: it is much code, and is loaded once, with the first run.

export { defaultBaseline } from './baselines.ts';
export { evaluateTargets } from './evaluateTargets.ts';
export { putBeside } from './putBeside.ts';
export { lastStored } from './restored.ts';
export { stateAfter } from './targetOutcome.ts';
export { withCauses } from './withCauses.ts';
