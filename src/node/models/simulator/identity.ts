/** What the simulated model is known by: small, so that knowing it loads none of it. */

export const simulatedModelName = 'simulated-support';

/** Header that tells the server which trial a request is for; default 0. */
export const trialHeader = 'x-micro-metrics-trial';

/** What makes two implementations give different answers; part of the endpoint's name. */
export const simulatorVersion = 1;
