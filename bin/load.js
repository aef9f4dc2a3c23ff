// Loads the bundle's chunks. Where the build left V8's compiled form of them for this very Node they start from it, which
// spares most of the start; anywhere else Node loads them like any file, and keeps what it compiled where it can.
'use strict';
const { readFileSync } = require('node:fs');
const { dirname, join, posix } = require('node:path');

const dist = join(__dirname, '../dist/');
/** V8 refuses what another version or processor compiled; a folder for each spares reading it. */
const compiled = join(dist, `compiled/${process.version}-${process.platform}-${process.arch}/`);
/** By file name in dist/. @type {Map<string, { exports: any, script: import('node:vm').Script }>} */
const chunks = new Map();

/** @param {string} first the chunk to start with. @returns {any} its exports. */
function load(first) {
  if (compiledForm(first)) return run(first);
  const { enableCompileCache } = require('node:module');
  // Absent before Node 22.8.
  if (enableCompileCache) enableCompileCache();
  return require(dist + first);
}

/** What `require` does, for chunks and built-in modules alone. @param {string} file @returns {any} */
function run(file) {
  const known = chunks.get(file);
  if (known) return known.exports;
  const { Script } = require('node:vm');
  const filename = join(dist, file);
  const text = readFileSync(filename, 'latin1');
  const cachedData = compiledForm(file);
  const script = new Script(`(function(exports,require,module,__filename,__dirname){${text}\n})`, { filename, cachedData });
  const chunk = { exports: {}, script };
  chunks.set(file, chunk);
  const beside = name => (name.startsWith('.') ? run(posix.join(posix.dirname(file), name)) : require(name));
  script.runInThisContext()(chunk.exports, beside, chunk, filename, dirname(filename));
  return chunk.exports;
}

/** @param {string} file @returns {Buffer | undefined} */
function compiledForm(file) {
  try {
    return readFileSync(compiled + file.replace('/', '-') + '.bin');
  } catch {
    return undefined;
  }
}

module.exports = { load, run, chunks, compiled };
