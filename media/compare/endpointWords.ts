/** Who answers, in words. An endpoint of another form is shown as it is. */
export function endpointWords(endpoint: string): string {
  const [, provider = '', place = ''] = /^(\S+) (.+)$/su.exec(endpoint) ?? [];
  if (place === '') return endpoint;
  switch (provider) {
    case 'openai':
      return `${place} (OpenAI-compatible)`;
    case 'openai-responses':
      return `${place} (OpenAI-compatible, Responses API)`;
    case 'vscode':
      return `the language models of VS Code (${place})`;
    case 'replay':
      return `the recording ${place.replace(/#([0-9a-f]{16})$/u, ' (contents $1)')}`;
    case 'simulated':
      return `the simulated model (version ${place})`;
    default:
      return endpoint;
  }
}
