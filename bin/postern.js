#!/usr/bin/env node
// Runs before anything that an old Node could not read, so that it can say so.
'use strict';
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19) || (major === 22 && minor < 12) || major === 21) {
  process.stderr.write(`postern needs Node 20.19 or later, or 22.12 or later; this is ${process.versions.node}.\n`);
  process.exitCode = 2;
} else {
  const { main } = require('./load.js').load('main.cjs');
  main(process.argv.slice(2)).then(code => {
    process.exitCode = code;
  });
}
