import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseFromPanel, parseToPanel } from '../../../src/panel/protocol.ts';
import { noFilter } from '../../../src/panel/slices/cases.ts';
import { FakeSource } from '../../support/panel/fakeSource.ts';
import { comparisonInput, storyCases } from '../../support/panel/inputs.ts';
import { TestHost } from '../../support/panel/testHost.ts';

describe('the panel protocol', () => {
  it('never throws for any value, on either end', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true }), (value) => {
        assert.equal(typeof parseFromPanel(value).ok, 'boolean');
        assert.equal(typeof parseToPanel(value).ok, 'boolean');
      }),
    );
  });

  it('never throws for a known type with any members', () => {
    const type = fc.constantFrom(
      'ready',
      'request',
      'action',
      'state',
      'update',
      'reveal',
      'response',
    );
    fc.assert(
      fc.property(
        type,
        fc.dictionary(fc.string(), fc.anything()),
        fc.anything(),
        (name, rest, id) => {
          const message = { ...rest, type: name, id, request: rest, slices: rest };
          parseFromPanel(message);
          parseToPanel(message);
        },
      ),
    );
  });

  it('refuses a message whose members throw when they are read', () => {
    const message = Object.defineProperty({}, 'type', {
      get: () => {
        throw new Error('no');
      },
    });

    assert.equal(parseFromPanel(message).ok, false);
  });

  it('says where a message is wrong', () => {
    const request = {
      type: 'cases',
      filter: { ...noFilter, verdicts: ['nope'] },
      offset: 0,
      limit: 1,
    };

    const parsed = parseFromPanel({ type: 'request', id: 1, request });

    assert.deepEqual(parsed, {
      ok: false,
      reason: 'Unexpected message at .request.filter.verdicts[0]',
    });
  });

  it('takes every message that a session sends', () => {
    const host = new TestHost(new FakeSource(comparisonInput(storyCases(30))));
    host.session.receive({ type: 'ready' });
    host.session.reveal({ caseId: 'german-fifth-turn' });
    host.ask({ type: 'details', caseId: 'german-fifth-turn' });

    for (const message of host.sent) {
      assert.deepEqual(parseToPanel(JSON.parse(JSON.stringify(message))).ok, true);
    }
  });

  it('takes every question about a request, and says where one is wrong', () => {
    const place = { caseId: 'a', trial: 0, reply: 1, side: 'new' };
    const part = { type: 'call', message: 0, call: 2 };
    const text = { type: 'sentText', ...place, part, isWhole: true };
    const reasonOf = (request: unknown) => {
      const parsed = parseFromPanel({ type: 'request', id: 1, request });
      return parsed.ok ? '' : parsed.reason.replace('Unexpected message at .request', '');
    };

    assert.deepEqual(
      [
        { type: 'requestChanges', ...place },
        { type: 'sentRequest', ...place },
        { type: 'sentMessages', ...place, offset: 3 },
        text,
        { ...text, side: 'both' },
        { ...text, reply: -1 },
        { ...text, part: { type: 'message', message: 0.5 } },
        { ...text, part: { type: 'key' } },
        { type: 'sentMessages', ...place },
      ].map(reasonOf),
      ['', '', '', '', '.side', '.reply', '.part.message', '.part.type', '.offset'],
    );
  });

  for (const action of ['__proto__', 'constructor', 'deleteEverything']) {
    it(`refuses the action ${action}`, () => {
      assert.equal(parseFromPanel({ type: 'action', action, target: {} }).ok, false);
    });
  }
});
