import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { aborted, EvalError, messageOf } from '../../core/errors.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { basename } from '../../core/path.ts';
import { member, textOf } from '../models/jsonAccess.ts';
import { jsonOfText } from './jsonOfText.ts';

/** Loading of a module may take this long, besides the time for its first reply. */
const loadingMs = 10_000;

/** Loads the module and calls its default export for each message. Plain JavaScript: it is no file of ours that it runs in. */
const script = `
const { parentPort, workerData } = require('node:worker_threads');
const loading = import(workerData.url);
loading.then(() => parentPort.postMessage({ type: 'loaded' }), () => undefined);
parentPort.on('message', async (input) => {
  try {
    const { default: score } = await loading;
    if (typeof score !== 'function') throw new Error('it has no default export that is a function');
    const result = JSON.stringify(await score(input));
    parentPort.postMessage({ type: 'result', result: result ?? 'null' });
  } catch (error) {
    parentPort.postMessage({ type: 'error', message: String(error && error.message || error) });
  }
});`;

interface Call {
  readonly input: JsonObject;
  readonly timeLimitMs: number;
  readonly resolve: (value: JsonValue) => void;
  readonly reject: (error: unknown) => void;
  isOver: boolean;
}

/** A module of custom metrics in a worker thread: one call at a time; a call that hangs or crashes costs the thread. */
export class ModuleThread {
  private readonly path: string;
  private readonly memoryMb: number;
  private worker: Worker | undefined;
  private isLoaded = false;
  private readonly queue: Call[] = [];
  private current: Call | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isRetired = false;

  constructor(path: string, memoryMb: number) {
    this.path = path;
    this.memoryMb = memoryMb;
  }

  /** @throws {EvalError} bad-code, aborted */
  call(input: JsonObject, timeLimitMs: number, signal: AbortSignal): Promise<JsonValue> {
    if (signal.aborted) return Promise.reject(aborted());
    return new Promise((resolve, reject) => {
      const call: Call = { input, timeLimitMs, isOver: false, resolve, reject };
      const stop = () => {
        if (call.isOver) return;
        call.isOver = true;
        reject(aborted());
        // What runs for nobody is ended; what waits is passed over.
        if (this.current === call) this.lose();
      };
      signal.addEventListener('abort', stop, { once: true });
      this.queue.push(call);
      this.next();
    });
  }

  terminate(): void {
    for (const call of this.queue.splice(0)) this.settle(call, aborted());
    if (this.current !== undefined) this.settle(this.current, aborted());
    this.lose();
  }

  /** Ends when what was asked is answered. */
  retire(): void {
    this.isRetired = true;
    if (this.current === undefined && this.queue.length === 0) this.terminate();
  }

  private next(): void {
    if (this.current !== undefined) return;
    const call = this.queue.shift();
    if (call === undefined) {
      this.worker?.unref();
      if (this.isRetired) this.terminate();
      return;
    }
    if (call.isOver) {
      this.next();
      return;
    }
    this.current = call;
    const worker = this.worker ?? this.start();
    worker.ref();
    worker.postMessage(call.input);
    this.watch(call, this.isLoaded ? call.timeLimitMs : loadingMs + call.timeLimitMs);
  }

  private watch(call: Call, limitMs: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.fail(call, `ran longer than ${call.timeLimitMs} ms and was stopped`);
    }, limitMs);
  }

  private start(): Worker {
    const worker = new Worker(script, {
      eval: true,
      workerData: { url: pathToFileURL(this.path).href },
      env: {},
      execArgv: [],
      argv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: this.memoryMb },
    });
    this.worker = worker;
    this.isLoaded = false;
    // What the module prints is nobody's result.
    worker.stdout.resume();
    worker.stderr.resume();
    worker.on('message', (message: unknown) => this.take(worker, message));
    worker.on('error', (error) => {
      const isMemory = member(error, 'code') === 'ERR_WORKER_OUT_OF_MEMORY';
      this.crash(
        worker,
        isMemory ? `needed more than ${this.memoryMb} MB of memory` : `failed: ${messageOf(error)}`,
      );
    });
    worker.on('exit', () => this.crash(worker, 'ended its worker'));
    return worker;
  }

  private take(worker: Worker, message: unknown): void {
    const call = this.current;
    if (worker !== this.worker || call === undefined) return;
    switch (member(message, 'type')) {
      case 'loaded':
        this.isLoaded = true;
        this.watch(call, call.timeLimitMs);
        return;
      case 'result':
        this.finish(call, jsonOfText(textOf(member(message, 'result')) ?? 'null'));
        return;
      default:
        this.finish(
          call,
          badCode(this.path, `failed: ${textOf(member(message, 'message')) ?? 'unknown error'}`),
        );
    }
  }

  private crash(worker: Worker, what: string): void {
    if (worker !== this.worker) return;
    this.worker = undefined;
    if (this.current !== undefined) this.finish(this.current, badCode(this.path, what));
  }

  private fail(call: Call, what: string): void {
    this.settle(call, badCode(this.path, what));
    this.lose();
  }

  private lose(): void {
    const { worker } = this;
    this.worker = undefined;
    this.current = undefined;
    clearTimeout(this.timer);
    void worker?.terminate();
    if (this.queue.length > 0) this.next();
  }

  private finish(call: Call, result: JsonValue | EvalError): void {
    this.settle(call, result);
    this.current = undefined;
    clearTimeout(this.timer);
    this.next();
  }

  private settle(call: Call, result: JsonValue | EvalError): void {
    if (call.isOver) return;
    call.isOver = true;
    if (result instanceof EvalError) call.reject(result);
    else call.resolve(result);
  }
}

function badCode(path: string, what: string): EvalError {
  return new EvalError('bad-code', `'${basename(path)}' ${what}.`, { file: path });
}
