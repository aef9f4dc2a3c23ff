// Run by build.mjs with nothing but Node: scans the demo, and leaves what V8 compiled for it beside the bundle (bin/postern.js).
'use strict';
const { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { setFlagsFromString } = require('node:v8');
const { chunks, compiled, FIRST, PACK, run, wrapped } = require('../bin/postern.js');

const dist = join(__dirname, '../dist');
const demo = join(__dirname, '../fixtures/demo');
const RUNS = [
  ['scan', '--root', demo, '--fail-on', 'never', '--color', 'always'],
  ['scan', '--root', demo, '--fail-on', 'never', '-f', 'json'],
];

async function compile() {
  // V8 would note which functions were warm here, and compile these for the processor wherever the form is used.
  setFlagsFromString('--no-sparkplug');
  rmSync(dirname(compiled), { recursive: true, force: true });
  for (const argv of RUNS) {
    const code = await run(FIRST).main(argv);
    if (code !== 0) throw new Error(`postern ${argv.join(' ')} ended with ${code}`);
  }
  // The form holds only under the switches that it was made under.
  setFlagsFromString('--sparkplug');
  mkdirSync(compiled, { recursive: true });
  const files = new Map();
  for (const [file, { script }] of chunks) {
    const text = wrapped(readFileSync(join(dist, file), 'latin1'));
    files.set(file, [Buffer.from(text, 'latin1'), script.createCachedData()]);
  }
  for (const name of readdirSync(join(dist, 'tables'))) files.set(`tables/${name}`, [readFileSync(join(dist, 'tables', name))]);
  writeFileSync(compiled + PACK, packOf(files));
}

/** @param {Map<string, Buffer[]>} files what to put in under each name. @returns a pack as bin/postern.js reads it. */
function packOf(files) {
  const places = {};
  const parts = [];
  let size = 0;
  for (const [file, pieces] of files) {
    places[file] = [];
    for (const bytes of pieces) {
      places[file].push(size, bytes.length);
      // V8 copies a form that does not start at a multiple of eight.
      const gap = -bytes.length & 7;
      parts.push(bytes, Buffer.alloc(gap));
      size += bytes.length + gap;
    }
  }
  const list = JSON.stringify({ size, places });
  const padded = list + ' '.repeat(-list.length & 7);
  return Buffer.concat([Buffer.from(String(padded.length).padStart(8) + padded), ...parts]);
}

compile();
