import { mkdir, writeFile } from 'node:fs/promises';
import { builtInMetrics } from '../src/core/metrics/builtIn.ts';
import { metricsPage } from './docs/metricsPage.ts';

/** `npm run docs`: writes the pages that are made of declarations. */
const folder = new URL('../docs/', import.meta.url);
await mkdir(folder, { recursive: true });
await writeFile(new URL('metrics.md', folder), metricsPage(builtInMetrics));
