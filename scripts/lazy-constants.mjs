// Puts off what a chunk makes as it is loaded: regular expressions, sets, maps and plain data at its top are made where they
// are first read, and so are modules' namespaces. Of some hundreds of them a short run reads few, and making one takes V8 longer
// than asking whether it is made.
// Regular expressions within functions go to the top as well, where one is made once: a function that is new to V8 makes its
// own each time that it runs. What cannot change is exported as it is, all at once, in place of a property with a getter for
// each name.
import { parseAst } from 'rolldown/parseAst';

/** Functions of ours that make a set of words; a bundler may have numbered them. */
const MAKES_SET = /^(?:setOf|set)(?:\$\d+)?$/;
const MAKES_DATA = new Set(['Set', 'Map', 'RegExp', 'Uint32Array']);
const MAKES_LIST = new Set(['Array', 'Uint32Array']);
/** Functions of `Object` that only give back an object, where their first argument is new. */
const MAKES_OBJECT = new Set(['assign', 'create', 'freeze', 'keys']);

/**
 * @param {string} code one chunk: a script in which names at the top are told apart already.
 * @returns {string} the same program, but constants at the top that are only data are made on first use.
 */
export function lazyConstants(code) {
  const { body } = parseAst(code, { sourceType: 'script' });
  /** @type {Map<string, { statement: any, init: any, uses: any[] }>} */
  const lazy = new Map();
  /** Texts and numbers, which stay as they are. */
  const plain = new Set();
  for (const statement of body) {
    if (statement.type !== 'VariableDeclaration' || statement.declarations.length !== 1) continue;
    const [{ id, init }] = statement.declarations;
    if (statement.kind === 'const' && init && !isMade(init) && isData(init, plain)) plain.add(id.name);
    const known = { has: name => lazy.has(name) || plain.has(name) };
    const isLazy = statement.kind === 'const' ? init && isMade(init) && isData(init, known) : isNamespace(init);
    if (id.type === 'Identifier' && isLazy) lazy.set(id.name, { statement, init, uses: [] });
  }
  const meanings = new Map();
  for (const { node, kind } of body.flatMap(statement => [...names(statement)])) {
    if (kind === 'bound') meanings.set(node.name, (meanings.get(node.name) ?? 0) + 1);
    const constant = lazy.get(node.name);
    if (!constant || node.start === constant.statement.declarations[0].id.start) continue;
    // A name that has a second meaning somewhere stays what it is.
    if (kind === 'bound') lazy.delete(node.name);
    else constant.uses.push({ ...node, kind });
  }
  const tops = new Set(body.flatMap(topNames).filter(name => meanings.get(name) === 1 && !lazy.has(name)));
  const fixed = body.map(statement => ({ statement, ...exported(statement) })).filter(({ name }) => tops.has(name));
  const patterns = body.flatMap(statement => [...patternsIn(statement, null, false)]);
  const start = body.find(({ directive }) => directive === undefined)?.start ?? code.length;
  return rewritten(code, { lazy, fixed, patterns, start });
}

/** Regular expressions within functions that keep no state from one use to the next. */
function* patternsIn(node, parent, isInside) {
  if (node.regex) {
    const { flags } = node.regex;
    if (isInside && !flags.includes('y') && (!flags.includes('g') || startsOver(parent, node))) yield node;
    return;
  }
  const inside =
    isInside || node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression';
  for (const key in node) {
    const below = node[key];
    if (Array.isArray(below)) {
      for (const one of below) if (typeof one?.type === 'string') yield* patternsIn(one, node, inside);
    } else if (typeof below?.type === 'string') yield* patternsIn(below, node, inside);
  }
}

/** Methods of strings that begin at the start with a `g`, and leave it there. */
function startsOver({ type, callee, arguments: given }, node) {
  return type === 'CallExpression' && given[0] === node && STARTS_OVER.has(callee.property?.name);
}
const STARTS_OVER = new Set(['match', 'matchAll', 'replace', 'replaceAll', 'split']);

/** Names that a statement at the top gives a meaning by then, for all that follows. */
function topNames({ type, id, declarations }) {
  if (type === 'FunctionDeclaration' || type === 'ClassDeclaration') return [id.name];
  return type === 'VariableDeclaration' ? declarations.flatMap(one => (one.init && one.id.type === 'Identifier' ? one.id.name : [])) : [];
}

/** `Object.defineProperty(exports, 'key', { enumerable: true, get: function () { return name; } })` */
function exported({ type, expression }) {
  if (type !== 'ExpressionStatement' || expression.type !== 'CallExpression' || expression.arguments[0]?.name !== 'exports') return {};
  const [, key, descriptor] = expression.arguments;
  const getter = descriptor?.properties?.find(one => one.key.name === 'get')?.value;
  const name = getter?.body.body.length === 1 ? getter.body.body[0].argument?.name : undefined;
  return expression.callee.property?.name === 'defineProperty' ? { key: key.value, name } : {};
}

function rewritten(code, { lazy, fixed, patterns, start: top }) {
  const edits = [];
  /** By what is written. */
  const held = new Map();
  for (const { start, end, raw } of patterns) {
    if (!held.has(raw)) held.set(raw, `pattern$${held.size}`);
    edits.push({ start, end, by: () => `(${held.get(raw)}??=${raw})` });
  }
  for (const [index, { statement }] of fixed.entries()) {
    const all = () => `Object.assign(exports,{${fixed.map(({ key, name }) => `${JSON.stringify(key)}:${name}`).join(',')}});`;
    edits.push({ start: statement.start, end: statement.end, by: () => (index === fixed.length - 1 ? all() : '') });
  }
  for (const [name, { statement, init, uses }] of lazy) {
    // Where it is used, names in its functions may mean something else.
    const isOnce = uses.length === 1 && !holdsFunction(init);
    const made = () => `${name}??=${isNamespace(init) ? namespace(init) : text(init.start, init.end)}`;
    edits.push({
      start: statement.start,
      end: statement.end,
      by: () => `let ${name};` + (isOnce ? '' : `function ${name}$made(){return ${made()}}`),
    });
    for (const { start, end, kind } of uses) {
      const by = () => (kind === 'shorthand' ? `${name}:` : '') + (isOnce ? `(${made()})` : `${name}$made()`);
      edits.push({ start, end, by });
    }
  }
  /** By then everything in it has its value, and none of ours changes any more. */
  function namespace(init) {
    const [{ properties }] = init.arguments;
    return `{__proto__:null,${properties.map(({ key, value: { body } }) => `${text(key.start, key.end)}:${text(body.start, body.end)}`).join()}}`;
  }
  edits.sort((a, b) => a.start - b.start);
  /** What stands there, with its edits; one edit may lie in what another one moves. */
  function text(start, end) {
    let result = '';
    let at = start;
    let low = 0;
    let high = edits.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (edits[middle].start < start) low = middle + 1;
      else high = middle;
    }
    for (let index = low; index < edits.length && edits[index].start < end; index++) {
      const edit = edits[index];
      if (edit.start < at) continue;
      result += code.slice(at, edit.start) + edit.by();
      at = edit.end;
    }
    return result + code.slice(at, end);
  }
  const names = held.size === 0 ? '' : `let ${[...held.values()].join(',')};\n`;
  return text(0, top) + names + text(top, code.length);
}

/** More than a number or a text, which cost nothing. */
function isMade({ type, regex }) {
  return (
    regex !== undefined ||
    type === 'ArrayExpression' ||
    type === 'ObjectExpression' ||
    type === 'NewExpression' ||
    type === 'CallExpression'
  );
}

function holdsFunction(node) {
  if (node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression') return true;
  return Object.values(node).some(below => [below].flat().some(one => typeof one?.type === 'string' && holdsFunction(one)));
}

/**
 * Made of nothing but what is written there, so that it does not matter when: a function among it is not called.
 * @param lazy constants that may be part of it.
 */
function isData(node, lazy) {
  const all = nodes => nodes.every(one => one === null || isData(one, lazy));
  switch (node.type) {
    case 'Literal':
    case 'ArrowFunctionExpression':
      return true;
    case 'ParenthesizedExpression':
      return isData(node.expression, lazy);
    case 'TemplateLiteral':
      return all(node.expressions);
    case 'Identifier':
      return lazy.has(node.name) || node.name === 'Infinity' || node.name === 'undefined';
    case 'UnaryExpression':
    case 'SpreadElement':
      return node.operator !== 'delete' && isData(node.argument, lazy);
    case 'BinaryExpression':
      return isData(node.left, lazy) && isData(node.right, lazy);
    case 'ArrayExpression':
      return all(node.elements);
    case 'ObjectExpression':
      return node.properties.every(one =>
        one.type === 'Property' ? one.kind === 'init' && !one.computed && !one.method && isData(one.value, lazy) : isData(one, lazy),
      );
    case 'NewExpression':
      return MAKES_DATA.has(node.callee.name) && all(node.arguments);
    case 'CallExpression':
      return makesData(node.callee, lazy, node.arguments) && all(node.arguments);
    default:
      return false;
  }
}

/** What a dynamic import gets: `__exportAll({ key: () => name })`. */
function isNamespace(init) {
  const name = init?.callee?.property?.name ?? init?.callee?.name;
  return (
    name === '__exportAll' &&
    init.arguments.length === 1 &&
    init.arguments[0].properties.every(({ value }) => value.body?.type === 'Identifier')
  );
}

/** A function that uses nothing but what it is given. */
function isClosed({ type, params, body }) {
  if (type !== 'ArrowFunctionExpression') return false;
  const given = new Set([...bound(params)].map(({ node }) => node.name));
  return [...names(body)].every(({ node }) => given.has(node.name));
}

function makesData({ type, name, object, property, computed }, lazy, [first, made]) {
  if (type === 'Identifier') return MAKES_SET.test(name);
  if (type !== 'MemberExpression' || computed) return false;
  // What is there already would change only now.
  if (MAKES_LIST.has(object.name)) return property.name === 'from' && (made === undefined || isClosed(made));
  if (object.name === 'Object') return MAKES_OBJECT.has(property.name) && (property.name === 'keys' || first?.type !== 'Identifier');
  return property.name === 'split' && isData(object, lazy);
}

/** Every name in a piece of program that is read (`read`, or `shorthand` of a property) or gets a meaning (`bound`). */
function* names(node) {
  if (node === null || typeof node !== 'object') return;
  if (Array.isArray(node)) {
    for (const one of node) yield* names(one);
    return;
  }
  switch (node.type) {
    case 'Identifier':
      return void (yield { node, kind: 'read' });
    case 'MemberExpression':
      yield* names(node.object);
      return void (yield* node.computed ? names(node.property) : []);
    case 'Property':
      if (node.shorthand && node.value.type === 'Identifier') return void (yield { node: node.value, kind: 'shorthand' });
      yield* node.computed ? names(node.key) : [];
      return void (yield* names(node.value));
    case 'MethodDefinition':
    case 'PropertyDefinition':
      yield* node.computed ? names(node.key) : [];
      return void (yield* names(node.value));
    case 'VariableDeclarator':
      yield* bound(node.id);
      return void (yield* names(node.init));
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      yield* bound(node.id);
      yield* bound(node.params);
      return void (yield* names(node.body));
    case 'ClassDeclaration':
    case 'ClassExpression':
      yield* bound(node.id);
      yield* names(node.superClass);
      return void (yield* names(node.body));
    case 'CatchClause':
      yield* bound(node.param);
      return void (yield* names(node.body));
    case 'AssignmentExpression':
    case 'ForInStatement':
    case 'ForOfStatement':
      yield* node.left.type === 'VariableDeclaration' ? names(node.left) : bound(node.left);
      yield* names(node.right);
      return void (yield* names(node.body));
    case 'UpdateExpression':
      return void (yield* bound(node.argument));
    case 'LabeledStatement':
      return void (yield* names(node.body));
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'MetaProperty':
      return;
    default:
      for (const key in node) if (key !== 'type') yield* names(node[key]);
  }
}

/** Names of a pattern, which get a meaning there, and what it reads. */
function* bound(node) {
  if (!node) return;
  if (Array.isArray(node)) {
    for (const one of node) yield* bound(one);
    return;
  }
  switch (node.type) {
    case 'Identifier':
      return void (yield { node, kind: 'bound' });
    case 'ObjectPattern':
      return void (yield* bound(node.properties));
    case 'Property':
      yield* node.computed ? names(node.key) : [];
      return void (yield* bound(node.value));
    case 'ArrayPattern':
      return void (yield* bound(node.elements));
    case 'AssignmentPattern':
      yield* bound(node.left);
      return void (yield* names(node.right));
    case 'RestElement':
      return void (yield* bound(node.argument));
    case 'FormalParameters':
      yield* bound(node.items);
      return void (yield* bound(node.rest));
    default:
      yield* names(node);
  }
}
