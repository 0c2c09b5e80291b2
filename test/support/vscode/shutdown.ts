const tasks = new Set<() => void>();
let installed = false;

/**
 * Registers a synchronous task for the end of this process, however it ends: normally, by an uncaught error, by Ctrl+C
 * or by SIGTERM. The result takes the registration back.
 */
export function onShutdown(task: () => void): () => void {
  install();
  tasks.add(task);
  return () => tasks.delete(task);
}

function install(): void {
  if (installed) return;
  installed = true;
  process.once('exit', runTasks);
  // 128 + signal number is what a shell reports for a program that a signal has ended.
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  process.once('SIGHUP', () => process.exit(129));
}

function runTasks(): void {
  for (const task of [...tasks].reverse()) {
    try {
      task();
    } catch {
      // The other tasks still have to run, and there is nobody left to tell.
    }
  }
  tasks.clear();
}
