import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addLine, lineFor } from '../../../../src/core/complaint/guardLine.ts';
import { metricsForInstruction } from '../../../../src/core/propose/instructionRules.ts';
import { applyEdits } from '../../../../src/core/suite/edit/textEdit.ts';
import { promptOf } from '../../../support/suites.ts';

function added(source: string, line: string): string | undefined {
  const edit = addLine(promptOf(source), line);
  return edit && applyEdits(source, [edit]);
}

describe('A line for the prompt', () => {
  for (const [source, expected] of [
    ['You help.\nBe kind and brief.\n', 'You help.\nBe kind and brief.\nUse no emoji.\n'],
    ['Rules:\n- Be kind and brief.\n', 'Rules:\n- Be kind and brief.\n- Use no emoji.\n'],
    ['You help people.', 'You help people.\nUse no emoji.'],
    ['You help people.\r\n', 'You help people.\r\nUse no emoji.\r\n'],
  ] as const)
    it(`goes behind the last instruction: ${JSON.stringify(source)}`, () => {
      assert.equal(added(source, 'Use no emoji.'), expected);
    });

  it('is not offered where the prompt has no instruction', () => {
    assert.equal(added('{{ question }}', 'Use no emoji.'), undefined);
  });

  it('takes nothing away from the prompt', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('Be kind today.', '- Be brief.', '', '  Say hello.')),
        (lines) => {
          const source = lines.join('\n');
          const edit = addLine(promptOf(source), 'Use no emoji.');
          assert.equal(edit === undefined || edit.range.start.line === edit.range.end.line, true);
          if (edit !== undefined)
            assert.equal(applyEdits(source, [edit]).replace(edit.text, ''), source);
        },
      ),
    );
  });

  for (const [type, parameters] of [
    ['length', { unit: 'words', max: 120 }],
    ['json', {}],
  ] as const)
    it(`asks for what the metric checks, as the rules for instructions read it: ${type}`, () => {
      const line = lineFor({ name: 'x', type, parameters, because: '' }, '');

      const types = metricsForInstruction(line).map((metric) => metric.type);
      assert.ok(types.includes(type), `${line}: ${types.join()}`);
    });
});
