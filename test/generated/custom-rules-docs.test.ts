// The tables of docs/custom-rules.md that follow from the view: a plain run checks, `npm run generate` writes.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Fields, type FieldType, TYPES } from '../../src/engine/custom-rules-fields.ts';

test('docs/custom-rules.md', async () => {
  let page = readFileSync('docs/custom-rules.md', 'utf8');
  for (const [name, fields] of Object.entries(TYPES) as [string, Fields][]) {
    const mark = `<!-- ${name} -->\n`;
    const start = page.indexOf(mark);
    if (start < 0) throw new Error(`docs/custom-rules.md has lost its table ${name}`);
    const body = start + mark.length;
    const end = page.indexOf('\n\n', start);
    const rows = ['| field | type | |', '|---|---|---|'].concat(
      Object.entries(fields).map(([field, [type, says]]) => `| \`${field}\` | ${WORDS[type]} | ${says} |`),
    );
    page = page.slice(0, body) + rows.join('\n') + page.slice(Math.max(end, body - 1));
  }
  await expect(page).toMatchFileSnapshot('../../docs/custom-rules.md');
});

const WORDS: Readonly<Record<FieldType, string>> = {
  string: 'text',
  bool: 'true or false',
  int: 'number',
  'list<string>': 'list of texts',
  'map<string, string>': 'texts by name',
  'list<Credential>': 'list of credentials',
  Target: 'fields below',
  Known: 'fields below',
  Tools: 'fields below',
  Entry: 'fields below',
};
