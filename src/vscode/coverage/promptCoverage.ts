import { DisposableStore } from '../../core/lifecycle.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds } from '../base/contributions.ts';
import type { Services } from '../services.ts';
import { IdleInstructionTests } from './idleInstructionTests.ts';
import { InstructionMarks } from './instructionMarks.ts';
import { MetricOffers } from './metricOffers.ts';

/** Which instructions of a prompt metrics guard, and which of them a metric would miss. */
export function promptCoverage(services: Services): Contribution {
  return {
    register: () => {
      const owned = new DisposableStore();
      const marks = new InstructionMarks(services);
      owned.add(marks.register());
      owned.add(new MetricOffers().register());
      owned.add(new IdleInstructionTests(services, marks).register());
      const { commands } = services;
      owned.add(
        commands.registerLate([commandIds.testInstructions], async () => {
          const { TestInstructions } = await import('../lateFeatures.ts');
          return new TestInstructions(services, marks);
        }),
      );
      owned.add(
        commands.registerLate([commandIds.addMetricFor], async () => {
          const { AddMetric } = await import('../lateFeatures.ts');
          return new AddMetric(services);
        }),
      );
      return owned;
    },
  };
}
