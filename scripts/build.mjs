// Bundles the command line into dist/: one build without runtime dependencies. What every scan needs is one chunk; what
// few runs need (YAML, TOML, pages, reports for machines) stays apart and is loaded on first use. The chunks are
// CommonJS, since only these can be started from what V8 compiled before (bin/postern.js), and Node loads them faster.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { runInNewContext } from 'node:vm';
import { rolldown } from 'rolldown';
import { parseAst } from 'rolldown/parseAst';
import { transformSync } from 'rolldown/utils';
import { lazyConstants } from './lazy-constants.mjs';

const root = new URL('../', import.meta.url);

/** Where a scan begins, and how it usually ends: what these import is one chunk. */
const EVERY_SCAN = /\/src\/(?:cli\/(?:program|run-scan)|report\/text)\.ts$/;
/** What so many of these import goes there too: a chunk of its own takes time to start. */
const READER = /\/src\/formats\/[a-z0-9-]+\.ts$/;
const SHARE_OF_READERS = 0.15;

/** What rules are mapped to and what they say, by rule, as the build comes by. */
const ofRules = { mappings: {}, messages: {} };
/**
 * Takes data out of the program, into files that are read on first use: what stands in `table(() => …)` and
 * `lookup(() => …)`, what rules are mapped to, which few reports tell, and what they say, of which a report tells a little.
 */
const tables = {
  name: 'tables',
  resolveId: { filter: { id: /^tables:read$/ }, handler: () => '\0tables' },
  load: {
    filter: { id: /^\0tables$/ },
    handler: () => `import { readFileSync } from 'node:fs';
import { lookup } from ${JSON.stringify(fileURLToPath(new URL('src/core/table.ts', root)))};
const text = name => module.table?.(name) ?? readFileSync(__dirname + '/../tables/' + name, 'latin1');
export const read = name => JSON.parse(text(name + '.json'));
export const readText = name => text(name + '.txt');
export const readList = name => readText(name).split('\\n');
let held;
export const mappingsOf = id => (held ??= read('rule-mappings'))[id];
const messages = lookup(() => readText('rule-messages'));
const said = new Map();
export const messagesOf = id => {
  if (!said.has(id)) said.set(id, JSON.parse(messages.get(id)));
  return said.get(id);
};`,
  },
  transform: {
    filter: { id: /\/src\/(?:generated|rules\/[a-z-]+)\/[a-z-]+\.ts$/ },
    handler(text, id) {
      const { code } = transformSync(id, text);
      const module = basename(id, '.ts');
      const cuts = [...(id.includes('/generated/') ? tableCuts(code, module, this) : ruleCuts(code, module))];
      if (cuts.length === 0) return null;
      const rest = cuts.toReversed().reduce((all, { start, end, by }) => all.slice(0, start) + by + all.slice(end), code);
      return { code: `import * as tables_ from 'tables:read';\n${rest}`, moduleType: 'js' };
    },
  },
  generateBundle() {
    const { mappings, messages } = ofRules;
    const lines = Object.entries(messages).map(([id, said]) => `${id}\t${JSON.stringify(said)}\n`);
    this.emitFile({ type: 'asset', fileName: 'tables/rule-mappings.json', source: plainLetters(JSON.stringify(mappings)) });
    this.emitFile({ type: 'asset', fileName: 'tables/rule-messages.txt', source: plainLetters(`\n${lines.join('')}`) });
  },
};

function* tableCuts(code, module, plugin) {
  for (const { declaration, ...item } of parseAst(code).body) {
    for (const { id, init } of (declaration ?? item).declarations ?? []) {
      // What is made from other tables stays program.
      const makes = init?.callee?.name;
      if ((makes !== 'table' && makes !== 'lookup') || init.arguments[0].body.type === 'CallExpression') continue;
      const { body } = init.arguments[0];
      const name = `${module}-${id.name}`;
      const { read, ending, text } = written(dataOf(code, body), makes);
      plugin.emitFile({ type: 'asset', fileName: `tables/${name}.${ending}`, source: plainLetters(text) });
      yield { ...body, by: `tables_.${read}(${JSON.stringify(name)})` };
    }
  }
}

function* ruleCuts(code, rule) {
  const made = parseAst(code).body.find(({ type }) => type === 'ExportDefaultDeclaration')?.declaration;
  if (made?.callee?.name !== 'defineRule') return;
  for (const property of made.arguments[0].properties) {
    const name = property.key.name;
    if (!Object.hasOwn(ofRules, name)) continue;
    ofRules[name][rule] = dataOf(code, property.value);
    yield { ...property, by: `get ${name}() { return tables_.${name}Of(${JSON.stringify(rule)}); }` };
  }
}

/** Texts are taken out of lines at no cost; JSON makes a copy of each. */
function written(data, makes) {
  const plain = text => plainLetters(text) === text;
  if (makes === 'lookup') {
    const key = data.map(line => line.slice(0, line.indexOf('\t'))).find(one => !plain(one));
    // Its texts are JSON, where such letters may be written in digits.
    if (key !== undefined) throw new Error(`A key beyond ASCII: ${key}`);
    return { read: 'readText', ending: 'txt', text: `\n${data.join('\n')}\n` };
  }
  if (typeof data === 'string' && plain(data)) return { read: 'readText', ending: 'txt', text: data };
  const isLine = text => typeof text === 'string' && text !== '' && !text.includes('\n');
  if (Array.isArray(data) && data.length > 1 && data.every(isLine)) return { read: 'readList', ending: 'txt', text: data.join('\n') };
  return { read: 'read', ending: 'json', text: JSON.stringify(data) };
}

/** What an expression makes. @throws where that is more than data. */
function dataOf(code, { start, end }) {
  const value = structuredClone(runInNewContext(`(${code.slice(start, end)})`));
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(value)), value)) throw new Error(`More than data: ${code.slice(start, start + 80)}`);
  return value;
}

/**
 * Built-in modules that are slow to load and that most runs do without. chalk would look at the terminal, but is told
 * whether to colour; commander could start commands that are programs of their own.
 */
const BUILT_IN = {
  'node:child_process': 'export default {};',
  'node:os': 'export default { release: () => "0.0.0" };',
  'node:tty': 'export default { isatty: () => false };',
  'node:process': 'module.exports = process;',
  'node:crypto': ['createHash', 'createHmac', 'randomBytes']
    .map(name => `export const ${name} = (...given) => process.getBuiltinModule('node:crypto').${name}(...given);`)
    .join('\n'),
};
const builtIn = {
  name: 'built-in',
  resolveId: {
    filter: { id: /^node:(?:child_process|tty|os|process|crypto)$/ },
    handler: (id, importer = '') => (id === 'node:crypto' || /[\\/](?:commander|chalk)[\\/]/.test(importer) ? `\0${id}` : null),
  },
  load: { filter: { id: /^\0node:/ }, handler: id => BUILT_IN[id.slice(1)] },
};

/**
 * The build of `yaml` for browsers is the same program as modules, which start faster than its CommonJS. Where it decodes
 * base64 by what browsers have, it does so here as its build for Node does, which forgives more.
 */
const yaml = {
  name: 'yaml',
  resolveId: {
    filter: { id: /^yaml$/ },
    handler: () => fileURLToPath(new URL('node_modules/yaml/browser/dist/index.js', root)),
  },
  transform: {
    filter: { id: /\/yaml-1\.1\/binary\.js$/ },
    handler(code) {
      const made = code.replace("atob(src.replace(/[\\n\\r]/g, ''))", "Buffer.from(src, 'base64').toString('latin1')");
      if (made === code) throw new Error('yaml decodes base64 in another way by now.');
      return made;
    },
  },
};

/** The package's version is known here, so that no start has to look for it. */
const version = {
  name: 'version',
  load: {
    filter: { id: /\/src\/cli\/version\.ts$/ },
    handler: () => `export const version = ${JSON.stringify(JSON.parse(readFileSync(new URL('package.json', root), 'utf8')).version)};`,
  },
};

/** A single letter beyond Latin-1 makes V8 keep the whole file in two bytes a letter and read it half as fast. */
function plainLetters(text) {
  return text.replace(/[\u0080-\uffff]/g, unit => '\\u' + unit.charCodeAt(0).toString(16).padStart(4, '0'));
}

/** Modules that every scan imports, or most, at any depth, without waiting for a reason; without those that the entry has already. */
async function loadedAlways(bundle) {
  const { output } = await bundle.generate({ format: 'cjs' });
  const chunks = new Map(output.filter(({ type }) => type === 'chunk').map(chunk => [chunk.fileName, chunk]));
  const reached = (starts, known) => {
    const ids = new Set();
    const seen = new Set();
    const open = starts.map(({ fileName }) => fileName);
    while (open.length > 0) {
      const chunk = chunks.get(open.pop());
      if (!chunk || seen.has(chunk.fileName)) continue;
      seen.add(chunk.fileName);
      for (const id of chunk.moduleIds) if (!known.has(id)) ids.add(id);
      open.push(...chunk.imports);
    }
    return ids;
  };
  const all = [...chunks.values()];
  const first = reached(
    all.filter(({ isEntry }) => isEntry),
    new Set(),
  );
  const startingAt = pattern => all.filter(({ facadeModuleId }) => pattern.test(facadeModuleId?.replaceAll('\\', '/') ?? ''));
  const always = reached(startingAt(EVERY_SCAN), first);
  const readers = startingAt(READER).map(chunk => reached([chunk], new Set([...first, ...always])));
  const counts = new Map();
  for (const ids of readers) for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  for (const [id, count] of counts) if (count >= readers.length * SHARE_OF_READERS) always.add(id);
  return always;
}

/** A format's reader and its check are needed together. */
function groupOf(id, always) {
  if (always.has(id)) return 'program';
  return /\/src\/(?:formats|generated\/validators)\/([a-z0-9-]+)\.[jt]s$/.exec(id.replaceAll('\\', '/'))?.[1] ?? null;
}

const lazy = { name: 'lazy-constants', renderChunk: code => ({ code: lazyConstants(code) }) };

const dist = new URL('dist/', root);
const fresh = new URL('dist.tmp/', root);
const bundle = await rolldown({
  cwd: fileURLToPath(root),
  input: { main: 'src/cli/main.ts' },
  platform: 'node',
  plugins: [tables, builtIn, yaml, version, lazy],
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
  // As written, for a profiler.
  minify: process.argv.includes('--readable') ? false : { compress: true, mangle: true, codegen: true },
  comments: { legal: true, annotation: process.argv.includes('--readable'), jsdoc: false },
  codeSplitting: {
    includeDependenciesRecursively: false,
    groups: [{ name: id => groupOf(id, always) }],
  },
});
await bundle.close();

for (const file of readdirSync(fresh, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.cjs'))) {
  const text = readFileSync(new URL(file, fresh), 'utf8');
  // What stays an `import()` in CommonJS is built in, and would bring Node's module loader.
  writeFileSync(new URL(file, fresh), plainLetters(text.replace(/\bimport\(([`"'])(node:[\w/]+)\1\)/g, 'Promise.resolve(require("$2"))')));
}
rmSync(dist, { recursive: true, force: true });
renameSync(fresh, dist);
// A Node of its own, without a loader or a profiler that this one may run under.
execFileSync(process.execPath, [fileURLToPath(new URL('compile.cjs', import.meta.url))], {
  env: { ...process.env, NODE_OPTIONS: '' },
  stdio: ['ignore', 'ignore', 'inherit'],
});
