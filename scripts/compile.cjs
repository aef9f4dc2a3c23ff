// Run by build.mjs with nothing but Node: scans the demo, and leaves what V8 compiled for it beside the bundle (bin/postern.js).
'use strict';
const { mkdirSync, rmSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { chunks, compiled, run } = require('../bin/postern.js');

const demo = join(__dirname, '../fixtures/demo');
const RUNS = [
  ['scan', '--root', demo, '--fail-on', 'never', '--color', 'always'],
  ['scan', '--root', demo, '--fail-on', 'never', '-f', 'json'],
];

async function compile() {
  rmSync(dirname(compiled), { recursive: true, force: true });
  for (const argv of RUNS) {
    const code = await run('main.cjs').main(argv);
    if (code !== 0) throw new Error(`postern ${argv.join(' ')} ended with ${code}`);
  }
  mkdirSync(compiled, { recursive: true });
  for (const [file, { script }] of chunks) writeFileSync(compiled + file.replace('/', '-') + '.bin', script.createCachedData());
}

compile();
