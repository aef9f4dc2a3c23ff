// Bundles the command line into dist/: one build without runtime dependencies. What every scan needs is one chunk; what
// few runs need (YAML, TOML, pages, reports for machines) stays apart and is loaded on first use. The chunks are
// CommonJS, since only these can be started from what V8 compiled before (bin/load.js), and Node loads them faster.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { rolldown } from 'rolldown';
import { transformSync } from 'rolldown/utils';

/** Where a scan begins: what these import is one chunk. */
const EVERY_SCAN = /\/src\/(?:cli\/(?:program|run-scan)|report\/text)\.ts$/;

/**
 * Formats that most repositories have are one chunk, all others another: a file of theirs costs one more chunk, not
 * seventy. The first must not import from the second, which imports from it: amp is there because vscode needs it.
 */
const OFTEN = /\/src\/formats\/(?:shared\/.+|amp|claude-code|claude-code-plugin|claude-code-settings|cursor|vscode|generic)\.ts$/;
const FORMAT = /\/src\/(?:formats\/[^/]+|generated\/formats)\.ts$/;

/** Tables are read several times faster as JSON in a string than as program text. */
const tables = {
  name: 'tables',
  transform: {
    filter: { id: /\/src\/generated\/(?:candidate-rows|secrets|supply)\.ts$/ },
    async handler(code, id) {
      const { code: plain } = transformSync(id, code);
      const data = await import(`data:text/javascript;base64,${Buffer.from(plain).toString('base64')}`);
      const lines = Object.entries(data).map(([name, value]) => {
        const text = JSON.stringify(value);
        if (typeof value === 'function' || !isDeepStrictEqual(JSON.parse(text), value))
          throw new Error(`${name} in ${id} is more than data.`);
        return `export const ${name} = ${text.length < 2000 || typeof value === 'string' ? text : `JSON.parse(${JSON.stringify(text)})`};`;
      });
      return { code: lines.join('\n'), moduleType: 'js' };
    },
  },
};

/**
 * Modules that a library asks for and never needs here, and that are slow to load: commander could start commands that
 * are programs of their own, and chalk would look at the terminal, but is told whether to colour.
 */
const unneeded = {
  name: 'unneeded',
  resolveId: {
    filter: { id: /^node:(?:child_process|tty|os)$/ },
    handler(id, importer = '') {
      if (id === 'node:child_process') return /[\\/]commander[\\/]/.test(importer) ? '\0empty' : null;
      return /[\\/]chalk[\\/]/.test(importer) ? '\0terminal' : null;
    },
  },
  load: {
    filter: { id: /^\0(?:empty|terminal)$/ },
    handler: id => (id === '\0empty' ? 'export default {};' : 'export default { isatty: () => false, release: () => "0.0.0" };'),
  },
};

/** A single letter beyond Latin-1 makes V8 keep the whole file in two bytes a letter and read it half as fast. */
function plainLetters(text) {
  return text.replace(/[\u0080-\uffff]/g, unit => '\\u' + unit.charCodeAt(0).toString(16).padStart(4, '0'));
}

/** Modules that every scan imports, at any depth, without waiting for a reason. */
async function loadedAlways(bundle) {
  const { output } = await bundle.generate({ format: 'cjs' });
  const chunks = new Map(output.filter(({ type }) => type === 'chunk').map(chunk => [chunk.fileName, chunk]));
  const starts = [...chunks.values()].filter(({ facadeModuleId }) => EVERY_SCAN.test(facadeModuleId?.replaceAll('\\', '/') ?? ''));
  const ids = new Set();
  const seen = new Set();
  const open = starts.map(({ fileName }) => fileName);
  while (open.length > 0) {
    const chunk = chunks.get(open.pop());
    if (!chunk || seen.has(chunk.fileName) || chunk.isEntry) continue;
    seen.add(chunk.fileName);
    for (const id of chunk.moduleIds) ids.add(id);
    open.push(...chunk.imports);
  }
  return ids;
}

const root = new URL('../', import.meta.url);
const dist = new URL('dist/', root);
const fresh = new URL('dist.tmp/', root);
const bundle = await rolldown({
  cwd: fileURLToPath(root),
  input: { main: 'src/cli/main.ts' },
  platform: 'node',
  plugins: [tables, unneeded],
  logLevel: 'silent',
  preserveEntrySignatures: 'allow-extension',
});
const always = await loadedAlways(bundle);
rmSync(fresh, { recursive: true, force: true });
await bundle.write({
  dir: fileURLToPath(fresh),
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: 'chunks/[name].cjs',
  minify: { compress: true, mangle: true, codegen: true },
  comments: { legal: true, annotation: false, jsdoc: false },
  codeSplitting: {
    includeDependenciesRecursively: false,
    groups: [
      { name: 'program', test: id => always.has(id) },
      { name: 'formats', test: id => OFTEN.test(id.replaceAll('\\', '/')) },
      { name: 'more-formats', test: id => FORMAT.test(id.replaceAll('\\', '/')) },
    ],
  },
});
await bundle.close();

for (const file of readdirSync(fresh, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.cjs'))) {
  const text = readFileSync(new URL(file, fresh), 'utf8');
  writeFileSync(new URL(file, fresh), plainLetters(text));
}
rmSync(dist, { recursive: true, force: true });
renameSync(fresh, dist);
// A Node of its own, without a loader or a profiler that this one may run under.
execFileSync(process.execPath, [fileURLToPath(new URL('compile.cjs', import.meta.url))], { env: { ...process.env, NODE_OPTIONS: '' }, stdio: ['ignore', 'ignore', 'inherit'] });
