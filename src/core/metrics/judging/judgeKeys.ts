import * as z from 'zod';
import { modelSchema } from '../../prompt/modelKeys.ts';
import { sights } from './material.ts';

/** The judges of a metric, and how often they are asked. */
export const judgeKeys = {
  judge: modelSchema
    .optional()
    .describe("The model that judges; default: the suite's `judge`, else the model under test."),
  judges: z
    .array(modelSchema)
    .min(2)
    .max(9)
    .optional()
    .describe('Several models that judge; more than half of them decide.'),
  repeat: z
    .int()
    .min(1)
    .max(20)
    .optional()
    .describe('How often each judge is asked, 1 to 20; more than half decide. Default 1.'),
};

export const seesKey = {
  sees: z
    .array(z.enum(sights))
    .default(['conversation'])
    .describe(
      'What the judge is shown besides the reply: `system` (the prompt), `conversation` (what user and assistant said before), ' +
        '`expected`, `variables`. Variables that the criteria name are always shown.',
    ),
};

export type JudgeParameters = {
  readonly [K in keyof typeof judgeKeys]?: z.output<(typeof judgeKeys)[K]>;
};
