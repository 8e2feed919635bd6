#!/usr/bin/env node
/**
 * Starts the command. Node from 22.1 on keeps what it has compiled, so that the next start need not compile it again.
 * `getBuiltinModule` and not `import`, here and on the way to an answer that needs no file: importing a built-in module makes
 * Node load everything that the module offers lazily (bench/cold-start.ts: node:fs and node:util cost 15 ms).
 */
process.getBuiltinModule('node:module').enableCompileCache?.();
const { run } = await import('./process.ts');
await run();
