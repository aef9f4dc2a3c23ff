import { readFileSync } from 'node:fs';

/** Of this package. The way to its manifest is the same from src/cli/ and from dist/chunks/. */
export const version: string = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;
