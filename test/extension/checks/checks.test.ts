import assert from 'node:assert/strict';
import {
  closeEditors,
  diagnosticsOf,
  extensionUnderTest,
  openEditor,
  replaceText,
  save,
  workspaceUri,
} from '../support/host.ts';

describe('A suite with a mistake', () => {
  before(() => extensionUnderTest().activate());
  after(() => closeEditors());

  it('is marked at the mistake with what was meant, and the mark goes when it is mended', async () => {
    const uri = workspaceUri('support.metrics.yaml');
    const editor = await openEditor(uri);
    const isTypo = (found: { message: string }) => /lenght/.test(found.message);
    const before = editor.document.getText();
    const first = before.indexOf('type: length');
    const line = editor.document.positionAt(first).line;
    await editor.edit((edit) =>
      edit.replace(editor.document.lineAt(line).range, '    type: lenght'),
    );
    await save(editor);

    const [mark] = (await diagnosticsOf(uri, (all) => all.some(isTypo))).filter(isTypo);

    assert.equal(mark?.range.start.line, line);
    assert.match(mark?.message ?? '', /length/);
    await replaceText(editor, 'lenght', 'length');
    await save(editor);
    await diagnosticsOf(uri, (all) => !all.some(isTypo));
  });
});
