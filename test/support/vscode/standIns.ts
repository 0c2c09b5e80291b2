/**
 * Stand-ins for two native modules of the VS Code server that would have to be compiled. CommonJS, because the packages
 * they replace are.
 */

/** Replaces `@vscode/native-watchdog`: it ends a server whose parent died, which the harness does itself. */
export const nativeWatchdog = `'use strict';
exports.start = () => {};
exports.exit = (code) => process.exit(code || 0);
`;

/** Replaces `@vscode/spdlog`: writes log files line by line. Without it the Output panel stays empty. */
export const spdlog = `'use strict';
const fs = require('node:fs');
const path = require('node:path');
const names = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];
class Logger {
  constructor(kind, name, file) {
    this.name = name;
    this.file = file;
    this.level = 2;
    this.bare = false;
    if (file) fs.mkdirSync(path.dirname(file), { recursive: true });
  }
  write(level, message) {
    if (level < this.level || !this.file) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    const text = this.bare ? message : time + ' [' + names[level] + '] ' + message + '\\n';
    try {
      fs.appendFileSync(this.file, text);
    } catch {
      // The log folder may be gone when a server is on its way out.
    }
  }
  trace(message) { this.write(0, message); }
  debug(message) { this.write(1, message); }
  info(message) { this.write(2, message); }
  warn(message) { this.write(3, message); }
  error(message) { this.write(4, message); }
  critical(message) { this.write(5, message); }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  setPattern() {}
  clearFormatters() { this.bare = true; }
  flush() {}
  drop() {}
}
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.shutdown = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = async (name, file) => new Logger('rotating', name, file);
exports.createAsyncRotatingLogger = exports.createRotatingLogger;
`;
