import { builtInMetrics } from '../../core/metrics/builtIn.ts';
import { serveScoring } from './serveScoring.ts';

serveScoring(builtInMetrics);
