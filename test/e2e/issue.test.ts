import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openWindow } from './support/session.ts';

const chat = `Customer: Mein Router blinkt rot.
Bot: Bitte starten Sie den Router X neu. Mit freundlichen Grüßen, Nordlicht
Customer: Ja, das habe ich schon gemacht.
Bot: Dann pruefen Sie bitte das Kabel am Router X. Mit freundlichen Grüßen, Nordlicht
Customer: Was soll ich jetzt tun?
Bot: Please reset the router by holding the button for ten seconds and call us again tomorrow.`;

const refund = 'We have booked 49.90 € back to your account today.';
const rambling = `Please restart the Router X. ${'We are here for you at any time. '.repeat(40)}`;
const complaints = [
  {
    name: 'messages',
    text: JSON.stringify([
      { role: 'system', content: 'You are the support agent of Nordlicht.' },
      { role: 'user', content: 'I want my money back.' },
      { role: 'assistant', content: `Thank you for writing. ${refund} Kind regards, Nordlicht` },
    ]),
    mark: refund,
    issue: 'A customer was promised money',
    written: /type: grounded\n/,
  },
  {
    name: 'log-line',
    text: JSON.stringify({
      time: '2026-11-23T10:00:00Z',
      messages: [{ role: 'user', content: 'My router blinks red.' }],
      output: rambling,
    }),
    mark: 'The reply as a whole',
    issue: 'The reply was far too long',
    // The suite has a metric that catches it.
    written: /- id: the-reply-was-far-too-long\n/,
  },
  {
    name: 'trace',
    text: JSON.stringify({
      resourceSpans: [
        {
          scopeSpans: [
            {
              spans: [
                {
                  name: 'chat gpt',
                  attributes: [
                    { key: 'gen_ai.operation.name', value: { stringValue: 'chat' } },
                    {
                      key: 'gen_ai.input.messages',
                      value: {
                        stringValue: JSON.stringify([
                          { role: 'user', parts: [{ type: 'text', content: 'Who are you?' }] },
                        ]),
                      },
                    },
                    {
                      key: 'gen_ai.output.messages',
                      value: {
                        stringValue: JSON.stringify([
                          {
                            role: 'assistant',
                            parts: [
                              {
                                type: 'text',
                                content:
                                  'As an AI language model I have no name. Kind regards, Nordlicht',
                              },
                            ],
                            finish_reason: 'stop',
                          },
                        ]),
                      },
                    },
                  ],
                },
              ],
            },
          ],
        },
      ],
    }),
    mark: 'As an AI language model I have no name.',
    issue: 'The bot says that it is a language model',
    written: /type: excludes\n(?: {4}.*\n)*? {4}value: As an AI language model\n/,
  },
];

describe('New Case from User Issue', () => {
  it('makes a pasted chat a case, and shows that a metric of the suite catches it', async () => {
    const window = await openWindow();
    const suite = join(window.folder, 'support.metrics.yaml');
    const before = await readFile(suite, 'utf8');
    await window.open('support.prompt.md');
    await window.editor.clickCodeLens('Run suite');
    await window.page
      .getByText(/\d+ of \d+ metrics pass/)
      .first()
      .waitFor();
    await window.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(chat)})`);

    await window.command('Micro Metrics: New Case from User Issue');
    const box = window.page.locator('.quick-input-widget');
    await window.screenshot('issue-1-source');
    await box.getByText('Use what was copied').click();
    await box.getByText('The reply as a whole').waitFor();
    await window.screenshot('issue-2-mark');
    await box.getByText('The reply as a whole').click();
    await box.locator('input').first().waitFor();
    await window.screenshot('issue-3-words');
    await window.answer('German customers are answered in English https://tracker.example/4711');
    await box.getByText('Fewer escalations').waitFor();
    await window.screenshot('issue-4-goal');
    await box.getByText('Fewer escalations').click();
    const proven = box
      .getByText(/fails on this reply, passes on \d+ of \d+ stored good ones/)
      .first();
    await proven.waitFor();
    await window.screenshot('issue-5-metric');
    await window.page.keyboard.press('Enter');
    await window.page.locator('.tab.active[aria-label^="support.metrics.yaml"]').waitFor();
    await window.screenshot('issue-6-added');
    await window.save();

    const after = await readFile(suite, 'utf8');
    assert.match(after, /- id: german-customers-are-answered-in-english/);
    await window.editor.undo();
    await window.save();
    assert.equal(await readFile(suite, 'utf8'), before);
  });

  it('takes messages as JSON, a log line and a trace alike', async () => {
    const window = await openWindow();
    const suite = join(window.folder, 'support.metrics.yaml');
    const before = await readFile(suite, 'utf8');
    await window.open('support.prompt.md');
    await window.editor.clickCodeLens('Run suite');
    await window.page
      .getByText(/\d+ of \d+ metrics pass/)
      .first()
      .waitFor();
    const box = window.page.locator('.quick-input-widget');

    for (const { name, text, mark, issue, written } of complaints) {
      await window.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
      await window.command('Micro Metrics: New Case from User Issue');
      await box.getByText('Use what was copied').click();
      await box.getByText(mark).first().click();
      await box.getByText('(2/5)').waitFor();
      await window.answer(issue);
      await box.getByText('None for now').click();
      await box
        .getByText(/fails on this reply, passes on (\d+) of \1 stored good ones/)
        .first()
        .waitFor();
      await window.screenshot(`issue-${name}-1-proven`);
      await window.page.keyboard.press('Enter');
      const added = window.page.locator('.tab.active.dirty[aria-label^="support.metrics.yaml"]');
      const line = box.getByText('No line of the prompt asks for this');
      await added.or(line).first().waitFor();
      // None is added.
      if (await line.isVisible()) {
        await window.page.keyboard.press('ControlOrMeta+A');
        await window.page.keyboard.press('Delete');
        await window.page.keyboard.press('Enter');
      }
      await added.waitFor();
      await window.screenshot(`issue-${name}-2-added`);
      await window.save();

      assert.match(await readFile(suite, 'utf8'), written);
      await window.editor.undo();
      await window.save();
      assert.equal(await readFile(suite, 'utf8'), before);
    }
  });
});
