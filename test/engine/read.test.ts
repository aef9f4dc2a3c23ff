import { execFileSync } from 'node:child_process';
import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Source } from '../../src/core/source.ts';
import { decode, encode, read } from '../../src/engine/read.ts';
import { tree } from './tree.ts';

const TEXT = '{"größe": "🚢"}\n';
const utf16 = (text: string) => Buffer.from('\uFEFF' + text, 'utf16le');

describe('encodings', () => {
  test.each([
    ['utf-8', Buffer.from(TEXT)],
    ['utf-8-bom', Buffer.from('\uFEFF' + TEXT)],
    ['utf-16le', utf16(TEXT)],
    ['utf-16be', utf16(TEXT).swap16()],
  ])('%s is read without its mark and written back byte for byte', (encoding, bytes) => {
    const { source } = decode('a.json', bytes);
    expect(source).toMatchObject({ text: TEXT, encoding });
    expect(encode(source!, TEXT)).toEqual(bytes);
  });

  test('bytes that are no UTF-8 are told, a replacement character that was typed is not', () => {
    expect(decode('a', Buffer.from([0x7b, 0xff, 0x7d]))).toMatchObject({
      remark: 'holds bytes that are not UTF-8',
      source: { text: '{\uFFFD}' },
    });
    expect(decode('a', Buffer.from('{\uFFFD}'))).toMatchObject({ remark: null });
  });

  test('half a surrogate pair in UTF-16 is told', () => {
    const bytes = Buffer.concat([utf16('{"a": "'), Buffer.from([0x3d, 0xd8]), Buffer.from('"}', 'utf16le')]);
    expect(decode('a', bytes)).toMatchObject({ remark: 'holds bytes that are not UTF-16' });
  });

  test('a NUL makes it binary', () => {
    expect(decode('a', Buffer.from('{\0}'))).toMatchObject({ source: null, state: 'skipped', reason: 'is a binary file' });
  });
});

describe('files', () => {
  const options = (boundary: string | null) => ({ boundary, maxSize: 100 });

  test('the size limit is exact', () => {
    const root = tree({ small: 'x'.repeat(100), large: 'x'.repeat(101) });
    expect(read('small', join(root, 'small'), options(root)).source).toBeInstanceOf(Source);
    expect(read('large', join(root, 'large'), options(root))).toMatchObject({
      state: 'skipped',
      reason: expect.stringContaining('larger than 100'),
    });
  });

  test('links inside are read; links out, in circles and into nothing are not', () => {
    const root = tree({ 'in/a.json': '{}' });
    const other = tree({ 'b.json': '{"out": 1}' });
    symlinkSync('in/a.json', join(root, 'good'));
    symlinkSync(join(other, 'b.json'), join(root, 'bad'));
    symlinkSync('loop', join(root, 'loop'));
    symlinkSync('nowhere', join(root, 'dangling'));
    symlinkSync(other, join(root, 'folder'));
    const state = (name: string) => read(name, join(root, name), options(root));
    expect(state('good').source?.text).toBe('{}');
    expect(state('bad')).toMatchObject({ state: 'skipped', reason: 'is a link that leads out of the scanned folder' });
    expect(state('folder/b.json')).toMatchObject({ state: 'skipped', reason: 'is a link that leads out of the scanned folder' });
    expect(state('loop')).toMatchObject({ state: 'unreadable', reason: 'is a link that leads in a circle' });
    expect(state('dangling')).toMatchObject({ state: 'unreadable', reason: 'is a link that leads nowhere' });
    expect(state('none')).toMatchObject({ state: 'absent' });
    expect(read('bad', join(root, 'bad'), options(null)).source?.text).toBe('{"out": 1}');
  });

  test('a pipe nobody writes to does not hang', () => {
    const root = tree({});
    execFileSync('mkfifo', [join(root, 'pipe')]);
    expect(read('pipe', join(root, 'pipe'), options(root))).toMatchObject({ state: 'unreadable', reason: 'is no regular file' });
  });

  test('a device behind a link is not read', () => {
    const root = tree({});
    symlinkSync('/dev/zero', join(root, 'zero'));
    expect(read('zero', join(root, 'zero'), options(null))).toMatchObject({ state: 'unreadable', reason: 'is no regular file' });
  });

  test.skipIf(process.getuid?.() === 0)('what may not be read is unreadable', () => {
    const root = tree({ a: '{}' });
    chmodSync(join(root, 'a'), 0);
    expect(read('a', join(root, 'a'), options(root))).toMatchObject({ state: 'unreadable', reason: 'may not be read' });
  });
});
