import * as vscode from 'vscode';
import type { ModelChoice } from '../../core/prompt/prompt.ts';
import type { ApiKeys } from './apiKeys.ts';
import { askEndpoint, localServers } from './localEndpoints.ts';

type Chosen = Pick<ModelChoice, 'provider' | 'name' | 'baseUrl'>;

interface Item extends vscode.QuickPickItem {
  readonly choose?: () => Promise<Chosen | undefined>;
}

const openai = 'https://api.openai.com/v1';

/** Offers the models that there are: on this machine, in VS Code, behind a key, and the simulated one. */
export async function chooseModel(
  keys: ApiKeys,
  access: vscode.LanguageModelAccessInformation,
): Promise<Chosen | undefined> {
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = 'Which model answers?';
  pick.placeholder = 'Looking for models on this machine and in VS Code...';
  pick.matchOnDescription = true;
  pick.items = always(keys);
  pick.busy = true;
  const found: Item[] = [];
  const add = (items: readonly Item[]) => {
    found.push(...items);
    const [active] = pick.activeItems;
    pick.items = [...found, ...always(keys)];
    pick.activeItems = pick.items.filter((item) => item.label === active?.label).slice(0, 1);
  };
  const looking = [
    ...localServers.map(async (server) => add(await localItems(server))),
    editorItems(access).then(add),
  ];
  void Promise.allSettled(looking).then(() => {
    pick.busy = false;
    pick.placeholder =
      found.length > 0
        ? 'Models that answered come first.'
        : 'No model was found on this machine or in VS Code.';
  });
  const chosen = await new Promise<Item | undefined>((resolve) => {
    pick.onDidAccept(() => resolve(pick.selectedItems[0]));
    pick.onDidHide(() => resolve(undefined));
    pick.show();
  });
  pick.dispose();
  return chosen?.choose?.();
}

function always(keys: ApiKeys): readonly Item[] {
  return [
    { label: 'Others', kind: vscode.QuickPickItemKind.Separator },
    {
      label: '$(key) OpenAI',
      description: 'with an API key',
      choose: () => withKey(openai, 'gpt-5-mini', keys),
    },
    {
      label: '$(globe) Another OpenAI-compatible endpoint',
      description: 'by its address',
      choose: () => byAddress(keys),
    },
    {
      label: '$(beaker) Simulated model',
      description: 'works at once, without an account; always labelled as simulated',
      choose: async () => ({ provider: 'simulated' }),
    },
  ];
}

async function localItems(server: (typeof localServers)[number]): Promise<readonly Item[]> {
  const endpoint = await askEndpoint(server);
  if (endpoint === undefined) return [];
  const { name, baseUrl, models } = endpoint;
  return [
    { label: `${name} on this machine`, kind: vscode.QuickPickItemKind.Separator },
    ...models.map((model) => ({
      label: `$(server) ${model}`,
      description: `${name}, ${new URL(baseUrl).host}`,
      choose: async () => ({ provider: 'openai', name: model, baseUrl }),
    })),
  ];
}

async function editorItems(
  access: vscode.LanguageModelAccessInformation,
): Promise<readonly Item[]> {
  const chats = await vscode.lm.selectChatModels();
  if (chats.length === 0) return [];
  return [
    { label: 'In VS Code', kind: vscode.QuickPickItemKind.Separator },
    ...chats.map((chat) => ({
      label: `$(sparkle) ${chat.name}`,
      description: `${chat.vendor}; temperature may not be honoured`,
      choose: async () => {
        await consent(chat, access);
        return { provider: 'vscode', name: chat.id };
      },
    })),
  ];
}

/** Consent is asked for by VS Code with the first request, and only in answer to what a person does: here. */
async function consent(
  chat: vscode.LanguageModelChat,
  access: vscode.LanguageModelAccessInformation,
): Promise<void> {
  if (access.canSendRequest(chat) !== undefined) return;
  const response = await chat.sendRequest([vscode.LanguageModelChatMessage.User('Say OK.')], {
    justification: 'Micro Metrics runs the suites of your prompts.',
  });
  for await (const _ of response.text) break;
}

async function byAddress(keys: ApiKeys): Promise<Chosen | undefined> {
  const address = await vscode.window.showInputBox({
    title: 'Address of the endpoint',
    value: 'http://127.0.0.1:8000/v1',
    validateInput: (value) =>
      URL.canParse(value) ? undefined : 'Enter an address such as https://example.org/v1',
  });
  if (address === undefined) return undefined;
  const endpoint = await askEndpoint({ name: '', baseUrl: address.replace(/\/+$/, '') });
  return withKey(address, endpoint?.models[0] ?? '', keys);
}

async function withKey(
  baseUrl: string,
  suggested: string,
  keys: ApiKeys,
): Promise<Chosen | undefined> {
  const name = await vscode.window.showInputBox({
    title: 'Name of the model',
    value: suggested,
    validateInput: (value) => (value.trim() === '' ? 'Enter the name of a model.' : undefined),
  });
  if (name === undefined) return undefined;
  await keys.enterIfNone(baseUrl);
  return {
    provider: 'openai',
    name: name.trim(),
    ...(baseUrl !== openai && { baseUrl }),
  };
}
