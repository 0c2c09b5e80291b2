import assert from 'node:assert/strict';
import { noFilter } from '../../../src/panel/slices/cases.ts';
import type { PanelInput } from '../../../src/panel/source.ts';
import { FakeSource } from '../../support/panel/fakeSource.ts';
import {
  comparisonInput,
  firstRunInput,
  largeSuite,
  noRunInput,
  storyCases,
} from '../../support/panel/inputs.ts';
import { TestHost } from '../../support/panel/testHost.ts';

const page = { type: 'cases', filter: noFilter, offset: 0, limit: 100 } as const;

describe('PanelSession', () => {
  it('says nothing before the panel is ready, then sends the whole state', () => {
    const source = new FakeSource(comparisonInput(storyCases(20)));
    const host = new TestHost(source);

    source.set(comparisonInput(storyCases(21)));
    host.elapse();
    assert.equal(host.sent.length, 0);

    host.ready();
    const [state] = host.sent;
    assert.equal(state?.type, 'state');
    assert.equal(state?.type === 'state' && state.slices.cases.total, 21);
  });

  it('makes the state while the panel is loading, and sends what has changed since', () => {
    const source = new FakeSource(comparisonInput(storyCases(2000)));
    const host = new TestHost(source);

    host.elapse();
    host.session.receive({ type: 'ready' });
    assert.deepEqual(
      host.sent.map(({ type }) => type),
      ['state'],
    );

    const later = new TestHost(source);
    later.elapse();
    source.set(comparisonInput(storyCases(3)));
    later.ready();
    const state = later.sent.findLast(({ type }) => type === 'state');
    assert.equal(state?.type === 'state' && state.slices.cases.total, 3);
  });

  it('tells of a change that comes while the state is still made', () => {
    const source = new FakeSource(comparisonInput(storyCases(2000)));
    const host = new TestHost(source);

    host.step();
    source.set(comparisonInput(storyCases(3)));
    host.ready();
    host.elapse();

    const totals = host.sent.flatMap((message) =>
      message.type === 'state' || message.type === 'update' ? [message.slices.cases?.total] : [],
    );
    assert.equal(totals.at(-1), 3);
  });

  it('leads to a case once the panel is ready', () => {
    const host = new TestHost(new FakeSource(comparisonInput(storyCases(3))));

    host.session.reveal({ caseId: 'german-fifth-turn' });
    host.ready();

    assert.deepEqual(host.sent.at(-1), { type: 'reveal', caseId: 'german-fifth-turn' });
  });

  it('brings many changes together in one update with only what changed', () => {
    const input = comparisonInput(storyCases(20));
    const source = new FakeSource(input);
    const host = new TestHost(source);
    host.ready();

    source.set({ ...input, notices: ['First'] });
    source.set({ ...input, isStale: true });
    assert.equal(host.waiting, 1);
    host.elapse();

    const update = host.sent.at(-1);
    assert.equal(host.sent.length, 2);
    assert.deepEqual(update?.type === 'update' && Object.keys(update.slices), ['header']);
    assert.equal(update?.type === 'update' && update.slices.header?.isStale, true);
  });

  it('sends no more than a page of rows, whatever is asked for', () => {
    const host = new TestHost(new FakeSource(comparisonInput(storyCases(1000))));

    const answer = host.ask({ ...page, limit: 1_000_000 });

    assert.equal(answer.rows.length, 200);
    assert.equal(answer.total, 1000);
  });

  it('sends a state that does not grow with the number of cases', () => {
    const size = (count: number) => {
      const host = new TestHost(new FakeSource(comparisonInput(storyCases(count), largeSuite(10))));
      host.ready();
      return JSON.stringify(host.sent[0]).length;
    };

    assert.ok(size(2000) < size(100) * 1.1);
  });

  it('answers a request that it does not understand with an error', () => {
    const host = new TestHost(new FakeSource(noRunInput()));

    host.session.receive({ type: 'request', id: 7, request: { type: 'secrets' } });

    assert.deepEqual(host.sent, [
      { type: 'response', id: 7, error: 'Unexpected message at .request.type' },
    ]);
    assert.equal(host.logged.length, 1);
  });

  it('passes actions on to the source, and logs what they throw', async () => {
    const source = new FakeSource(noRunInput());
    const host = new TestHost(source);

    host.session.receive({ type: 'action', action: 'revealCase', target: { caseId: 'a' } });
    source.perform = () => {
      throw new Error('No editor');
    };
    host.session.receive({ type: 'action', action: 'run', target: {} });
    await Promise.resolve();

    assert.deepEqual(source.performed, [{ action: 'revealCase', target: { caseId: 'a' } }]);
    assert.deepEqual(host.logged, ['Compare panel: No editor']);
  });

  it('finds the next and the previous regression, and a case by its id', () => {
    const host = new TestHost(new FakeSource(comparisonInput(storyCases(100))));
    const find = (from: number, step: 1 | -1) =>
      host.ask({ type: 'find', filter: noFilter, target: { type: 'regression', from, step } });
    const regressed = host.ask(page).rows.filter((row) => row.verdict === 'regressed').length;

    assert.equal(find(-1, 1)?.id, 'german-fifth-turn');
    assert.equal(find(0, 1)?.index, 1);
    assert.equal(find(1, -1)?.index, 0);
    assert.equal(find(regressed - 1, 1), null);
    const target = { type: 'case', caseId: 'german-fifth-turn' } as const;
    assert.deepEqual(host.ask({ type: 'find', filter: noFilter, target }), {
      index: 0,
      id: 'german-fifth-turn',
    });
  });

  it('keeps every row in its place while a run streams, and calls nothing worse before its end', () => {
    const input = comparisonInput(storyCases(50));
    const source = new FakeSource(input);
    const host = new TestHost(source);
    host.ready();
    const before = host.ask(page).rows;
    const run = input.new?.run;
    assert.ok(run);
    // The old run's results as those of the new one: the German case passes again.
    const settled = input.old?.run?.cases.slice(0, 10) ?? [];
    const running: PanelInput = {
      ...input,
      progress: { done: 10, total: 50, cost: null, settled, baseline: run },
    };

    source.set(running);
    host.elapse();
    const during = host.ask(page).rows;

    assert.deepEqual(
      during.map(({ id }) => id),
      before.map(({ id }) => id),
    );
    assert.deepEqual(
      new Set(during.filter((row) => !row.isPending).map(({ id }) => id)),
      new Set(settled.map(({ id }) => id)),
    );
    for (const row of during.filter(({ isPending }) => !isPending)) {
      assert.ok(row.verdict === 'unchanged' || row.verdict === 'inconclusive', row.verdict);
    }
    const german = during.find(({ id }) => id === 'german-fifth-turn');
    assert.deepEqual(german?.counts.slice(0, 4), [0, 3, 3, 3]);
  });

  it('gives whole texts of replies that were cut', () => {
    const long = 'x'.repeat(1_000_000);
    const host = new TestHost(
      new FakeSource(comparisonInput([{ id: 'long', verdict: 'unchanged', newText: long }])),
    );

    const details = host.ask({ type: 'details', caseId: 'long' });
    const text = host.ask({ type: 'text', caseId: 'long', side: 'new', trial: 0, reply: 0 });

    assert.equal(details?.turns[0]?.new?.length, 1_000_000);
    assert.ok((details?.turns[0]?.new?.text.length ?? 0) <= 20_000);
    assert.equal(text, long);
    assert.equal(host.ask({ type: 'text', caseId: 'no', side: 'new', trial: 0, reply: 0 }), null);
  });

  it('names the turn where a case fails', () => {
    const host = new TestHost(new FakeSource(comparisonInput(storyCases(8))));
    const turn = (caseId: string) => host.ask({ type: 'details', caseId })?.failingTurn;

    assert.equal(turn('german-fifth-turn'), 1);
    assert.equal(turn('router-reset-1'), null);
  });

  it('sends less of each reply where there are many', () => {
    const long = 'x '.repeat(10_000);
    const turns = Array.from({ length: 30 }, (_, index) => `Question ${index}`);
    const plan = { id: 'long', verdict: 'unchanged', oldText: long, newText: `${long}y`, turns };
    const input = comparisonInput([{ ...plan, verdict: 'unchanged' }]);
    const host = new TestHost(new FakeSource(input));

    const details = host.ask({ type: 'details', caseId: 'long' });

    assert.equal(details?.turns.at(-1)?.new?.text.length, 2000);
    assert.equal(details?.turns.at(-1)?.new?.length, 20_001);
  });

  it('sends no message of a megabyte, whichever text is one', () => {
    const long = '<b>|`*'.repeat(200_000);
    const host = new TestHost(
      new FakeSource(
        comparisonInput([
          { id: 'a', verdict: 'regressed', oldText: 'x', newText: long, turns: [long, long] },
          { id: 'b', verdict: 'missing', error: long },
        ]),
      ),
    );

    host.ready();
    host.ask(page);
    host.ask({ type: 'details', caseId: 'a' });
    host.ask({ type: 'details', caseId: 'b' });

    for (const message of host.sent)
      assert.ok(JSON.stringify(message).length < 300_000, message.type);
  });

  it('answers in the order it was asked, each in slices', () => {
    const host = new TestHost(new FakeSource(comparisonInput(storyCases(2000))));
    host.ready();
    const filter = { ...noFilter, text: 'router' };

    host.session.receive({ type: 'request', id: 1, request: { ...page, filter } });
    host.session.receive({ type: 'request', id: 2, request: page });
    host.elapse();

    assert.deepEqual(
      host.sent.flatMap((message) => (message.type === 'response' ? [message.id] : [])),
      [1, 2],
    );
  });

  it('shows a first run by what fails, and an error as not scored', () => {
    const plans = [
      { id: 'good', verdict: 'unchanged' },
      { id: 'bad', verdict: 'regressed' },
      { id: 'broken', verdict: 'missing', error: 'The server answered 500.' },
    ] as const;
    const host = new TestHost(new FakeSource(firstRunInput(plans)));

    const rows = host.ask(page).rows;

    assert.deepEqual(
      rows.map(({ id, verdict, hasError }) => [id, verdict, hasError]),
      [
        ['bad', 'failing', false],
        ['broken', 'unscored', true],
        ['good', 'passing', false],
      ],
    );
    assert.equal(
      host.ask({ type: 'details', caseId: 'broken' })?.newError,
      'The server answered 500.',
    );
  });

  it('calls nothing unchanged that has no new score', () => {
    const plan = { id: 'broken', verdict: 'missing', error: 'The server answered 500.' } as const;
    const host = new TestHost(new FakeSource(comparisonInput([plan, ...storyCases(3)])));

    const details = host.ask({ type: 'details', caseId: 'broken' });

    assert.deepEqual(new Set(details?.metrics.map(({ verdict }) => verdict)), new Set(['missing']));
    assert.deepEqual(new Set(details?.metrics.map(({ label }) => label)), new Set([null]));
    assert.deepEqual(details?.trials, [{ trial: 0, old: true, new: null }]);
  });

  it('tells a case that the new run has nothing of from one that failed', () => {
    const input = comparisonInput(storyCases(3));
    const now = input.new;
    assert.ok(now?.run);
    const run = { ...now.run, cases: now.run.cases.slice(0, 2) };
    const host = new TestHost(new FakeSource({ ...input, new: { ...now, run } }));
    const isMissing = (caseId: string) => host.ask({ type: 'details', caseId })?.isMissing;

    assert.deepEqual(
      storyCases(3).map(({ id }) => isMissing(id)),
      [false, false, true],
    );
  });

  it('calls a case missing that failed in the run that goes on, and open one that is not scored yet', () => {
    const input = comparisonInput(storyCases(3));
    const run = input.new?.run;
    assert.ok(run);
    const settled = run.cases.map((item, at) => ({
      ...item,
      trials: item.trials.map((trial) => ({
        ...trial,
        scores: at === 2 ? trial.scores : [],
        ...(at === 0 && { error: { code: 'model-timeout', message: 'No answer.' } }),
      })),
    }));
    const progress = { done: 3, total: 3, cost: null, settled, baseline: run };
    const host = new TestHost(new FakeSource({ ...input, progress }));

    const { rows } = host.ask(page);

    assert.deepEqual(
      rows.map(({ verdict }) => verdict),
      ['missing', 'inconclusive', 'unchanged'],
    );
  });

  it('shows a prompt that was never run', () => {
    const host = new TestHost(new FakeSource(noRunInput()));

    host.ready();

    const [state] = host.sent;
    assert.ok(state?.type === 'state');
    assert.equal(state.slices.header.run.state, 'none');
    assert.equal(state.slices.header.counts, null);
    assert.equal(state.slices.promptDiff.status, 'none');
    assert.equal(state.slices.cases.total, 0);
    assert.equal(state.slices.metrics.metrics[0]?.new, null);
  });
});
