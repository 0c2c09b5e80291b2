import assert from 'node:assert/strict';
import { type OpenQuestion, OpenQuestions } from '../../../../src/vscode/runs/openQuestions.ts';

const prompt = '/w/support.prompt.md';
const ofSave = { prompt, text: 'support.prompt.md: 200 calls' };
const ofSide = { prompt, text: 'support.prompt.md at main: 300 calls' };

describe('questions that wait for a person', () => {
  let questions: OpenQuestions;
  let opened: OpenQuestion[];
  const ask = (question: typeof ofSave, purpose: string, signal = new AbortController().signal) =>
    questions.ask(question, purpose, signal, (one) => opened.push(one));

  beforeEach(() => {
    questions = new OpenQuestions();
    opened = [];
  });

  it('a save and a side of a comparison do not answer each other', async () => {
    const save = ask(ofSave, '');
    const side = ask(ofSide, 'at main');
    opened[1]?.answer(false);
    opened[0]?.answer(true);
    assert.deepEqual(await Promise.all([save, side]), [true, false]);
  });

  it('a newer plan for the same purpose takes the place of the older, which is not agreed to', async () => {
    const first = ask(ofSave, '');
    const second = ask({ ...ofSave, text: 'support.prompt.md: 201 calls' }, '');
    assert.equal(await first, false);
    opened[0]?.answer(true);
    assert.equal(questions.newest()?.text, 'support.prompt.md: 201 calls');
    opened[1]?.answer(true);
    assert.equal(await second, true);
  });

  it('the newest is asked about first, then the one before it', () => {
    void ask(ofSave, '');
    void ask(ofSide, 'at main');
    assert.equal(questions.newest(prompt)?.text, ofSide.text);
    opened[1]?.answer(false);
    assert.equal(questions.newest(prompt)?.text, ofSave.text);
    assert.equal(questions.newest('/w/other.prompt.md'), undefined);
  });

  it('a question that nobody waits for any more is taken back', async () => {
    const controller = new AbortController();
    const asked = ask(ofSave, '', controller.signal);
    controller.abort();
    assert.equal(await asked, false);
    assert.equal(questions.newest(), undefined);
    assert.equal(await ask(ofSave, '', controller.signal), false);
    assert.equal(opened.length, 1);
  });

  it('when the window closes nothing is agreed to', async () => {
    const asked = [ask(ofSave, ''), ask(ofSide, 'at main')];
    questions.dispose();
    assert.deepEqual(await Promise.all(asked), [false, false]);
  });

  it('every change is told', () => {
    let changes = 0;
    questions.onDidChange(() => changes++);
    void ask(ofSave, '');
    opened[0]?.answer(true);
    opened[0]?.answer(false);
    assert.equal(changes, 2);
  });
});
