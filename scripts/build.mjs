// Bundles the command line into dist/: one ES module build without runtime dependencies. What every scan needs is one
// chunk, since each further file costs about a millisecond at start; what few runs need (YAML, TOML, pages, reports for
// machines) stays apart and is loaded on first use.
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const SELDOM =
  /\/(?:node_modules\/(?!commander\/|chalk\/)|src\/(?:generated\/pages|syntax\/(?:yaml|toml|markdown|dotenv|edit)|report\/(?!index|text|frame|masking|places|sanitise|reporter)|cli\/(?:completion-scripts)|engine\/(?:fix|diff)))/;

const root = new URL('../', import.meta.url);
const dist = new URL('dist/', root);
const fresh = new URL('dist.tmp/', root);
const bundle = await rolldown({ cwd: fileURLToPath(root), input: { main: 'src/cli/main.ts' }, platform: 'node', logLevel: 'silent', preserveEntrySignatures: 'allow-extension' });
rmSync(fresh, { recursive: true, force: true });
await bundle.write({
  dir: fileURLToPath(fresh),
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name].js',
  // Names stay readable in a stack trace that somebody sends us.
  minify: { compress: true, mangle: false, codegen: true },
  comments: { legal: true, annotation: false, jsdoc: false },
  codeSplitting: {
    includeDependenciesRecursively: false,
    groups: [{ name: 'scan', test: id => !SELDOM.test(id.replaceAll('\\', '/')) }],
  },
});
await bundle.close();

// A single letter beyond Latin-1 makes V8 keep the whole file in two bytes a letter and read it half as fast.
for (const file of readdirSync(fresh, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.js'))) {
  const text = readFileSync(new URL(file, fresh), 'utf8');
  writeFileSync(new URL(file, fresh), text.replace(/[\u0080-\uffff]/g, unit => '\\u' + unit.charCodeAt(0).toString(16).padStart(4, '0')));
}
rmSync(dist, { recursive: true, force: true });
renameSync(fresh, dist);
