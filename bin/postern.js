#!/usr/bin/env node
// Starts the bundle. Where the build left V8's compiled form of its chunks for this very Node they start from it, which
// spares most of the start; anywhere else Node loads them like any file, and keeps what it compiled where it can.
'use strict';
const { fstatSync, openSync, readFileSync, readSync } = require('node:fs');
const { join } = require('node:path');

const dist = join(__dirname, '../dist/');
/** V8 refuses what another version or processor compiled; a folder for each spares reading it. */
const compiled = join(dist, `compiled/${process.version}-${process.platform}-${process.arch}/`);
const FIRST = 'main.cjs';
/** In `compiled`: all chunks and tables of a common scan. */
const PACK = 'scan.pack';
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

/** @returns {any} what the first chunk exports. */
function load() {
  if (pack().places[FIRST]) return run(FIRST);
  const { enableCompileCache } = require('node:module');
  // Absent before Node 22.8.
  if (enableCompileCache) enableCompileCache();
  return require(dist + FIRST);
}

/** What `require` does, for chunks and built-in modules alone. @param {string} file in dist/. @returns {any} its exports. */
function run(file) {
  const known = chunks.get(file);
  if (known) return known.exports;
  const { Script } = require('node:vm');
  const filename = dist + file;
  const { text, cachedData } = packed(file) ?? { text: wrapped(readFileSync(filename, 'latin1')) };
  const script = new Script(text, { filename, cachedData });
  const chunk = { exports: {}, script, table };
  chunks.set(file, chunk);
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  const beside = name => {
    if (name.startsWith('../')) return run(name.slice(3));
    return name.startsWith('./') ? run(folder + name.slice(2)) : process.getBuiltinModule(name);
  };
  script.runInThisContext()(chunk.exports, beside, chunk, filename, dist + folder.slice(0, -1));
  return chunk.exports;
}

/** @param {string} text of a chunk. */
function wrapped(text) {
  return `(function(exports,require,module,__filename,__dirname){${text}\n})`;
}

/** @param {string} file in dist/. @returns {{ text: string, cachedData: Buffer } | undefined} */
function packed(file) {
  const place = pack().places[file];
  if (!place) return undefined;
  const [start, length, from, size] = place;
  const bytes = piece(start, from + size);
  return { text: bytes.latin1Slice(0, length), cachedData: bytes.subarray(from - start) };
}

/** For the bundle, which reads the file itself where this knows of none. @param {string} name of a file in dist/tables/. */
function table(name) {
  const place = pack().places[`tables/${name}`];
  return place && piece(place[0], place[0] + place[1]).latin1Slice();
}

/**
 * Many files in one, since opening a file takes longer than reading it: eight digits that say how many bytes of JSON follow,
 * then that JSON with their places, then what stands there. A place is where a text starts and how long it is, then the same
 * of its compiled form. Stays open, since more may be asked of it.
 * @returns {{ handle: number, start: number, places: Record<string, number[]> }} by name of a file in dist/.
 */
function pack() {
  return (held ??= openPack());
}
let held;

function openPack() {
  try {
    const handle = openSync(compiled + PACK, 'r');
    const head = Buffer.allocUnsafe(HEAD);
    const text = head.latin1Slice(0, readSync(handle, head, 0, HEAD, 0));
    const start = 8 + Number(text.slice(0, 8));
    const { size, places } = JSON.parse(text.slice(8, start));
    if (fstatSync(handle).size === start + size) return { handle, start, places };
  } catch {
    // Not made for this Node, or damaged: each chunk is a file of its own, too.
  }
  return { handle: -1, start: 0, places: {} };
}
const HEAD = 16384;

/** @returns {Buffer} what stands at these offsets. */
function piece(from, to) {
  const { handle, start } = pack();
  // Not out of the shared pool: V8 copies a form that does not start at a multiple of eight.
  const bytes = Buffer.allocUnsafeSlow(to - from);
  for (let at = 0; at < bytes.length;) {
    const got = readSync(handle, bytes, at, bytes.length - at, start + from + at);
    if (got === 0) throw new Error('A file of the installation was cut short. Install it again.');
    at += got;
  }
  return bytes;
}

// The build brings its own runs (scripts/compile.cjs).
if (require.main !== module) module.exports = { run, wrapped, chunks, compiled, FIRST, PACK };
else if (!isTooOld()) {
  load()
    .main(process.argv.slice(2))
    .then(code => {
      process.exitCode = code;
    });
}
