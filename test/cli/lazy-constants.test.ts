// The build's own change to the bundle (scripts/lazy-constants.mjs): the program stays the same.
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { lazyConstants } from '../../scripts/lazy-constants.mjs';

/** What a chunk exports, as its code was and as it is changed. */
function both(code: string): { before: Record<string, unknown>; after: Record<string, unknown>; changed: string } {
  const changed = lazyConstants(code);
  const run = (text: string) => {
    const exports: Record<string, unknown> = {};
    runInNewContext(text, { exports });
    return exports;
  };
  return { before: run(code), after: run(changed), changed };
}

const called = (exported: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(exported).map(([name, value]) => [name, typeof value === 'function' ? String(value()) : String(value)]),
  );

test.each([
  ['read once', 'const A = /a/i; exports.run = () => A.test("xA");'],
  ['read twice', 'const A = new Set(["a"]); exports.run = () => [A.has("a"), A.has("b"), A.size];'],
  ['made of one another', 'const A = ["a", "b"]; const B = new Set([...A, "c"]); exports.run = () => [...B].join() + A.length;'],
  ['in a property by its own name', 'const A = { x: 1 }; exports.run = () => JSON.stringify({ A, b: A.x });'],
  ['as a key and a member', 'const A = [1]; exports.run = () => JSON.stringify({ A: 2 }) + ({ A: 3 }).A + A;'],
  ['hidden by a parameter', 'const A = [1]; const f = A => A + 1; exports.run = () => f(2) + A[0];'],
  ['hidden by a pattern', 'const A = [1]; const f = ({ a: [A] = [5] }) => A; exports.run = () => f({}) + A[0];'],
  ['hidden by what is caught', 'const A = [1]; exports.run = () => { try { throw 4; } catch (A) { return A; } };'],
  ['with a state', 'const A = /a/g; exports.run = () => [A.test("aa"), A.lastIndex, A.test("aa"), A.test("aa")].join();'],
  ['changed in place', 'const A = [3, 1]; A.push(2); exports.run = () => A.sort().join();'],
  [
    'in a template, a default and a class',
    'const A = ["x"]; class B { f = A; static g(a = A) { return `${a}${new B().f}`; } } exports.run = () => B.g();',
  ],
  ['words', 'function setOf(text) { return new Set(text.split(" ")); } const A = setOf("a b"); exports.run = () => A.size;'],
  [
    'of a function',
    '"use strict"; const f = text => /b+/.test(text) || /b+/.test(text + "b"); exports.run = () => [f("a"), f("b"), f("a")].join();',
  ],
  [
    'of a function, from the start',
    'const f = text => text.replace(/b/g, "c") + [...text.matchAll(/b/g)].length; exports.run = () => f("abb") + f("b");',
  ],
  [
    'of a function, with a state',
    'const f = () => { const r = /a/g; return r.test("aa") && r.lastIndex; }; exports.run = () => [f(), f(), f()].join();',
  ],
  ['of a function, sticky', 'const f = text => text.replace(/a/y, "b"); exports.run = () => f("aa") + f("aa") + f("ca");'],
  [
    'of a class, as a default',
    'class C { r = /x/; m(p = /x/i) { return p.test("X") && this.r.test("x"); } } exports.run = () => new C().m();',
  ],
  [
    "as a module's namespace",
    'const __exportAll = all => Object.defineProperties({}, Object.fromEntries(Object.entries(all).map(([key, get]) => [key, { get }]))); function made() { return "made"; } var m_exports = __exportAll({ make: () => made }); exports.run = () => { const { make: made } = m_exports; return made() + made.name; };',
  ],
  [
    'without a prototype',
    'const A = Object.assign(Object.create(null), { x: 1 }); exports.run = () => A.x + String(A.toString) + Object.keys(A);',
  ],
  [
    'with functions of names that mean something else where it is used',
    'const f = () => 1; const A = { g: () => f() }; exports.run = () => { const f = 2; return A.g() + f; };',
  ],
  ['made of texts', 'const T = "a"; const U = `${T}b`; const A = new RegExp(`${T}|${U}`); exports.run = () => A.test("ab");'],
  ['assigned to what is there', 'const A = { x: 1 }; const B = Object.assign(A, { y: 2 }); exports.run = () => JSON.stringify(A) + B.y;'],
  [
    'made by a function of what it is given',
    'const A = Array.from({ length: 3 }, (_, i) => i * 2); exports.run = () => A.join() + A.length;',
  ],
  ['made by a function of more', 'let n = 1; const A = Array.from({ length: 3 }, () => n++); n = 7; exports.run = () => A.join() + n;'],
  ['what is more than data', 'let n = 0; const A = [n++, n++]; n = 7; exports.run = () => A.join() + n;'],
])('a constant %s', (_, code) => {
  const { before, after } = both(code);
  expect(called(before)['run']).toBeTruthy();
  expect(called(after)).toEqual(called(before));
});

describe('exports', () => {
  const getter = (key: string, name: string) =>
    `Object.defineProperty(exports, '${key}', { enumerable: true, get: function () { return ${name}; } });`;

  test('are plain where they cannot change', () => {
    const { before, after, changed } = both(
      `function f() { return 1; } class C {} const n = 1; ${getter('f', 'f')}${getter('n', 'n')}${getter('c', 'C')}`,
    );
    expect(Object.keys(after)).toEqual(Object.keys(before));
    expect((after['f'] as () => number)()).toBe(1);
    expect([after['n'], typeof after['c']]).toEqual([1, 'function']);
    expect(changed).not.toContain('defineProperty');
  });

  test('stay what they are where they can', () => {
    const { after, changed } = both(`let n = 1; const A = [1]; exports.more = () => ++n; ${getter('n', 'n')}${getter('a', 'A')}`);
    (after['more'] as () => void)();
    expect(after['n']).toBe(2);
    expect(String(after['a'])).toBe('1');
    expect(changed.match(/defineProperty/g)).toHaveLength(2);
  });
});

test('nothing is made before it is asked for', () => {
  const made: string[] = [];
  const code = lazyConstants('const A = new Set(["a"]); const B = new Map([["b", 1]]); exports.run = () => A.has("a");');
  const exports: { run?: () => boolean } = {};
  class CountedSet extends Set<string> {
    constructor(items: string[]) {
      super(items);
      made.push('Set');
    }
  }
  class CountedMap extends Map<string, number> {
    constructor(items: [string, number][]) {
      super(items);
      made.push('Map');
    }
  }
  runInNewContext(code, { exports, Set: CountedSet, Map: CountedMap });
  expect(made).toEqual([]);
  expect(exports.run!()).toBe(true);
  expect(made).toEqual(['Set']);
});
