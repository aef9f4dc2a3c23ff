// Run by build.mjs with nothing but Node: scans the demo, and leaves what V8 compiled for it beside the bundle (bin/postern.js).
'use strict';
const { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { setFlagsFromString } = require('node:v8');
const { chunks, compiled, FIRST, PACK, run } = require('../bin/postern.js');

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
  const forms = new Map([...chunks].map(([file, { script }]) => [file, script.createCachedData()]));
  writeFileSync(`${compiled}${FIRST}.bin`, forms.get(FIRST));
  forms.delete(FIRST);
  writeFileSync(compiled + PACK, packOf(forms));
}

/** Texts and compiled forms of chunks, and all tables, in one, behind a list of their places: its length in four bytes, then JSON. */
function packOf(forms) {
  const places = {};
  const parts = [];
  let size = 0;
  const add = bytes => {
    parts.push(bytes, Buffer.alloc(-bytes.length & 7));
    size += bytes.length + (-bytes.length & 7);
    return [size - bytes.length - (-bytes.length & 7), bytes.length];
  };
  for (const [file, form] of forms) places[file] = [...add(readFileSync(join(dist, file))), ...add(form)];
  for (const name of readdirSync(join(dist, 'tables'))) places[`tables/${name}`] = add(readFileSync(join(dist, 'tables', name)));
  const list = Buffer.from(JSON.stringify({ size, places }));
  const head = Buffer.alloc(4 + list.length + (-(4 + list.length) & 7), ' ');
  head.writeUInt32LE(head.length - 4);
  list.copy(head, 4);
  return Buffer.concat([head, ...parts]);
}

compile();
