import assert from 'node:assert/strict';
import fc from 'fast-check';
import { WaitingLine } from '../../../../src/core/run/waitingLine.ts';

describe('WaitingLine', () => {
  it('gives out those who wait in the order in which they came, without those who left', () => {
    const steps = fc.array(
      fc.oneof(
        fc.constant({ type: 'come' as const }),
        fc.constant({ type: 'take' as const }),
        fc.record({ type: fc.constant('leave' as const), who: fc.nat(40) }),
      ),
      { maxLength: 120 },
    );
    fc.assert(
      fc.property(steps, (all) => {
        const line = new WaitingLine<string>();
        const leave: (() => void)[] = [];
        let wanted: string[] = [];
        for (const step of all) {
          switch (step.type) {
            case 'come':
              wanted.push(`n${leave.length}`);
              leave.push(line.add(`n${leave.length}`));
              break;
            case 'take':
              assert.equal(line.take(), wanted.shift());
              break;
            case 'leave':
              leave[step.who]?.();
              wanted = wanted.filter((name) => name !== `n${step.who}`);
          }
          assert.equal(line.size, wanted.length);
        }
      }),
    );
  });
});
