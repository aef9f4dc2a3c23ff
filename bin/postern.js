#!/usr/bin/env node
// Starts the bundle. Where the build left V8's compiled form of its chunks for this very Node they start from it, which
// spares most of the start; anywhere else Node loads them like any file, and keeps what it compiled where it can.
'use strict';
const { readFileSync } = require('node:fs');
const { dirname, join, posix } = require('node:path');

const dist = join(__dirname, '../dist/');
/** V8 refuses what another version or processor compiled; a folder for each spares reading it. */
const compiled = join(dist, `compiled/${process.version}-${process.platform}-${process.arch}/`);
const FIRST = 'main.cjs';
const PACK = 'chunks.pack';
/** By file name in dist/. @type {Map<string, { exports: any, script: import('node:vm').Script }>} */
const chunks = new Map();

/** Says so where Node is older than what the bundle is written for. */
function isTooOld() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19)) return false;
  process.stderr.write(`postern needs Node 20.19 or later, or 22.12 or later; this is ${process.versions.node}.\n`);
  process.exitCode = 2;
  return true;
}

/** @param {string} first the chunk to start with. @returns {any} its exports. */
function load(first) {
  if (compiledForm(first)) return run(first);
  const { enableCompileCache } = require('node:module');
  // Absent before Node 22.8.
  if (enableCompileCache) enableCompileCache();
  return require(dist + first);
}

/** What `require` does, for chunks and built-in modules alone. @param {string} file in dist/. @returns {any} its exports. */
function run(file) {
  const known = chunks.get(file);
  if (known) return known.exports;
  const { Script } = require('node:vm');
  const filename = join(dist, file);
  const { text, cachedData } = packed(file) ?? { text: readFileSync(filename, 'latin1'), cachedData: compiledForm(file) };
  const script = new Script(`(function(exports,require,module,__filename,__dirname){${text}\n})`, { filename, cachedData });
  const chunk = { exports: {}, script, table };
  chunks.set(file, chunk);
  const beside = name => (name.startsWith('.') ? run(posix.join(posix.dirname(file), name)) : require(name));
  script.runInThisContext()(chunk.exports, beside, chunk, filename, dirname(filename));
  return chunk.exports;
}

/** @param {string} file in dist/. @returns {Buffer | undefined} */
function compiledForm(file) {
  try {
    return readFileSync(compiled + file.replace('/', '-') + '.bin');
  } catch {
    return undefined;
  }
}

/** For the bundle, which reads the file itself where this knows of none. @param {string} name of a file in dist/tables/. */
function table(name) {
  const place = (pack ??= openPack()).places[`tables/${name}`];
  return place && pack.body.latin1Slice(place[0], place[0] + place[1]);
}

/**
 * What stands in one file for all chunks and tables of a common scan, since opening a file takes longer than reading it.
 * @param {string} file in dist/. @returns {{ text: string, cachedData: Buffer } | undefined}
 */
function packed(file) {
  if (file === FIRST) return undefined;
  pack ??= openPack();
  const place = pack.places[file];
  if (!place) return undefined;
  const [start, length, from, size] = place;
  const { body } = pack;
  return { text: body.latin1Slice(start, start + length), cachedData: body.subarray(from, from + size) };
}
/** @type {{ body: Buffer, places: Record<string, [start: number, length: number, from?: number, size?: number]> } | undefined} */
let pack;

function openPack() {
  try {
    const bytes = readFileSync(compiled + PACK);
    const start = 4 + bytes.readUInt32LE(0);
    const { size, places } = JSON.parse(bytes.latin1Slice(4, start));
    if (bytes.length === start + size) return { body: bytes.subarray(start), places };
  } catch {
    // Not made for this Node, or damaged: each chunk is a file of its own, too.
  }
  return { body: Buffer.alloc(0), places: {} };
}

// The build brings its own runs (scripts/compile.cjs).
if (require.main !== module) module.exports = { run, chunks, compiled, FIRST, PACK };
else if (!isTooOld()) {
  load(FIRST)
    .main(process.argv.slice(2))
    .then(code => {
      process.exitCode = code;
    });
}
