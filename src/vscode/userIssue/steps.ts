import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';

/** What a step of a dialogue gives: an answer, the wish to go back, or undefined when it was left. */
export type Answer<T> = { readonly value: T } | 'back' | undefined;

/** Where a step stands in its dialogue. */
export interface StepPlace {
  readonly title: string;
  /** 1-based. */
  readonly step: number;
  readonly total: number;
}

export interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

export interface ChoiceOptions<T> extends StepPlace {
  readonly placeholder: string;
  /** The items; those that take a while come later, meanwhile the box shows that it works. */
  readonly items: readonly (Choice<T> | Separator)[] | Promise<readonly (Choice<T> | Separator)[]>;
  /** A further item made from what is typed. */
  readonly typed?: (text: string) => Choice<T> | undefined;
  readonly onButton?: (value: T) => void;
}

export interface Separator extends vscode.QuickPickItem {
  readonly kind: vscode.QuickPickItemKind.Separator;
}

/** One choice of a dialogue, with a way back. */
export function choose<T>(options: ChoiceOptions<T>): Promise<Answer<T>> {
  return new Promise((resolve, reject) => {
    const owned = new DisposableStore();
    const box = owned.add(vscode.window.createQuickPick<Choice<T> | Separator>());
    prepare(box, options);
    box.placeholder = options.placeholder;
    box.matchOnDescription = true;
    let items: readonly (Choice<T> | Separator)[] = [];
    const show = () => {
      const typed = box.value.trim() === '' ? undefined : options.typed?.(box.value.trim());
      box.items = typed === undefined ? items : [...items, typed];
    };
    const end = settle(owned, resolve);
    owned.add(box.onDidChangeValue(show));
    owned.add(
      box.onDidAccept(() => {
        const [item] = box.selectedItems;
        if (item !== undefined && 'value' in item) end({ value: item.value });
      }),
    );
    owned.add(
      box.onDidTriggerItemButton(({ item }) => {
        if ('value' in item) options.onButton?.(item.value);
      }),
    );
    owned.add(box.onDidTriggerButton(() => end('back')));
    owned.add(box.onDidHide(() => end(undefined)));
    box.busy = true;
    Promise.resolve(options.items).then(
      (found) => {
        items = found;
        box.busy = false;
        show();
      },
      (error: unknown) => {
        owned.dispose();
        reject(error);
      },
    );
    box.show();
  });
}

export interface TextOptions extends StepPlace {
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value?: string;
  /** What is wrong with a text; undefined: nothing. */
  readonly check?: (text: string) => string | undefined;
}

/** One text of a dialogue, with a way back. */
export function enter(options: TextOptions): Promise<Answer<string>> {
  return new Promise((resolve) => {
    const owned = new DisposableStore();
    const box = owned.add(vscode.window.createInputBox());
    prepare(box, options);
    box.prompt = options.prompt;
    box.value = options.value ?? '';
    if (options.placeholder !== undefined) box.placeholder = options.placeholder;
    const end = settle(owned, resolve);
    owned.add(
      box.onDidChangeValue(() => {
        box.validationMessage = undefined;
      }),
    );
    owned.add(
      box.onDidAccept(() => {
        const wrong = options.check?.(box.value);
        if (wrong === undefined) end({ value: box.value.trim() });
        else box.validationMessage = wrong;
      }),
    );
    owned.add(box.onDidTriggerButton(() => end('back')));
    owned.add(box.onDidHide(() => end(undefined)));
    box.show();
  });
}

function prepare(box: vscode.QuickInput, { title, step, total }: StepPlace): void {
  box.title = title;
  box.step = step;
  box.totalSteps = total;
  // What was answered so far is not lost when the window loses the focus, e.g. to look something up.
  box.ignoreFocusOut = true;
  const isFirst = step === 1;
  if ('buttons' in box && !isFirst)
    Object.assign(box, { buttons: [vscode.QuickInputButtons.Back] });
}

function settle<T>(owned: Disposable, resolve: (answer: Answer<T>) => void) {
  let isSettled = false;
  return (answer: Answer<T>) => {
    if (isSettled) return;
    isSettled = true;
    resolve(answer);
    owned.dispose();
  };
}

/** A step of a dialogue that gathers a state; it gives the state with its answer. */
export type Step<State> = (state: State, place: StepPlace) => Promise<Answer<State>>;

/**
 * Asks one step after the other; Back returns to the one before it with what was known there. Undefined when it was left. A step
 * that has nothing to ask gives the very state that it got, and is passed over on the way back too.
 */
export async function dialogue<State>(
  title: string,
  steps: readonly Step<State>[],
  start: State,
): Promise<State | undefined> {
  const asked: { readonly index: number; readonly state: State }[] = [];
  let state = start;
  let index = 0;
  for (;;) {
    const step = steps[index];
    if (step === undefined) return state;
    const place = {
      title,
      step: asked.length + 1,
      total: Math.max(steps.length, asked.length + 1),
    };
    const answer = await step(state, place);
    if (answer === undefined) return undefined;
    if (answer === 'back') {
      const before = asked.pop();
      if (before === undefined) return undefined;
      ({ index, state } = before);
      continue;
    }
    if (answer.value !== state) asked.push({ index, state });
    state = answer.value;
    index++;
  }
}
