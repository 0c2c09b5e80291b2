import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { exportHtml } from '../../../src/panel/export/exportHtml.ts';
import { noFilter } from '../../../src/panel/slices/cases.ts';
import type { PanelInput } from '../../../src/panel/source.ts';
import { FakeSource } from '../../support/panel/fakeSource.ts';
import { ifevalFile, ifevalInput } from '../../support/panel/ifevalInput.ts';
import { TestHost } from '../../support/panel/testHost.ts';

describe('The panel with real responses', () => {
  let input: PanelInput;
  let host: TestHost;

  before(async function () {
    if (!existsSync(ifevalFile)) {
      console.log(`      skipped: ${ifevalFile} is not there`);
      this.skip();
    }
    input = await ifevalInput();
    host = new TestHost(new FakeSource(input));
    host.ready();
  });

  it('lists every case, and shows them with both responses whole or cut with their length', () => {
    const ids: string[] = [];
    for (let offset = 0; offset < 541; offset += 200)
      ids.push(
        ...host
          .ask({ type: 'cases', filter: noFilter, offset, limit: 200 })
          .rows.map(({ id }) => id),
      );

    assert.equal(new Set(ids).size, 541);
    for (const caseId of ids.filter((_, index) => index % 8 === 0)) {
      const [turn] = host.ask({ type: 'details', caseId })?.turns ?? [];
      assert.ok(turn);
      const whole = (side: 'old' | 'new') =>
        input[side]?.run?.cases.find(({ id }) => id === caseId)?.trials[0]?.output?.length;
      assert.equal(turn?.old?.length, whole('old'), caseId);
      assert.equal(turn?.new?.length, whole('new'), caseId);
      // What is compared is what is shown.
      const joined = (kind: 'added' | 'removed') =>
        turn.segments.flatMap((part) => (part.kind === kind ? [] : [part.text])).join('');
      if (turn.isStructural) continue;
      assert.equal(joined('added'), turn.old?.text, caseId);
      assert.equal(joined('removed'), turn.new?.text, caseId);
    }
  });

  it('leads through the cases of a metric that got worse', () => {
    const filter = { ...noFilter, metric: 'punctuation:no_comma' };
    const places: string[] = [];
    for (let from = -1; ; ) {
      const target = { type: 'regression', from, step: 1 } as const;
      const place = host.ask({ type: 'find', filter, target });
      if (place === null) break;
      places.push(place.id);
      from = place.index;
    }

    assert.ok(places.length > 5, `${places.length}`);
    assert.equal(new Set(places).size, places.length);
  });

  it('fits one page to send', async () => {
    assert.ok((await exportHtml(input, 0)).length < 8_000_000);
  });
});
