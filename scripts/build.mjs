// Bundles the command line into dist/: one ES module build, split at every lazy import, without runtime dependencies.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
rmSync(new URL('../dist/', import.meta.url), { recursive: true, force: true });
const bundle = await rolldown({
  cwd: root,
  input: { main: 'src/cli/main.ts' },
  platform: 'node',
  logLevel: 'warn',
  // Names stay readable in a stack trace that somebody sends us.
  treeshake: true,
});
await bundle.write({
  dir: 'dist',
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name].js',
  minify: { compress: true, mangle: false, codegen: true },
  sourcemap: false,
  comments: { legal: true, annotation: false, jsdoc: false },
});
await bundle.close();
