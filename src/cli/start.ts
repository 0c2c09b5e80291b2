#!/usr/bin/env node
import module from 'node:module';

// Node keeps what it compiles between commands (from Node 22.8 on): loading is most of what a run takes whose answers are known.
module.enableCompileCache?.();
await import('./main.ts');
