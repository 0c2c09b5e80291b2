import { DisposableStore } from '../../core/lifecycle.ts';
import type { Contribution } from '../contribution.ts';
import type { Services } from '../services.ts';
import { AddMetric } from './addMetric.ts';
import { InstructionMarks } from './instructionMarks.ts';
import { TestInstructions } from './testInstructions.ts';

/** Which instructions of a prompt metrics guard, and which of them a metric would miss. */
export function promptCoverage(services: Services): Contribution {
  return {
    register: () => {
      const owned = new DisposableStore();
      const marks = new InstructionMarks(services);
      owned.add(marks.register());
      owned.add(new TestInstructions(services, marks).register());
      owned.add(new AddMetric(services).register());
      return owned;
    },
  };
}
