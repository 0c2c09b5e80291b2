/** What the page's frame is made of. */
export interface PanelHtmlParts {
  /** Random for every load. */
  readonly nonce: string;
  readonly cspSource: string;
  /** Address of a file of `dist/panel` as the webview may load it. */
  fileUri(name: string): string;
}

/** The page that loads the panel. Nothing inline, nothing from elsewhere; contents come by message. */
export function panelHtml(parts: PanelHtmlParts): string {
  const policy = [
    "default-src 'none'",
    `style-src ${parts.cspSource}`,
    `script-src 'nonce-${parts.nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Comparison</title>
<link rel="stylesheet" href="${parts.fileUri('compare.css')}">
</head>
<body><script type="module" nonce="${parts.nonce}" src="${parts.fileUri('compare.js')}"></script></body>
</html>`;
}
