import { type Carried, part, type View } from './carriers.ts';
import { meaningOf } from './names.ts';

const VALUE = `(?:"([^"\\n]{3,256})"|'([^'\\n]{3,256})'|([^\\s"'\`;&|()]{3,256}))`;
const ASSIGNED = new RegExp(`(?<![A-Za-z0-9_])([A-Z][A-Z0-9_]{1,60})=${VALUE}`, 'g');
/** Programs that take a password behind a short flag; each at most 200 characters behind the program's name. */
const FLAGGED: readonly RegExp[] = [
  new RegExp(`\\bsshpass[ \\t]{1,4}-p[ \\t]{0,4}${VALUE}`, 'g'),
  new RegExp(`\\b(?:mysql|mysqldump|mysqladmin|mariadb)\\b[^|;&\\n]{0,200}?[ \\t]-p${VALUE}`, 'g'),
  new RegExp(`\\bredis-cli\\b[^|;&\\n]{0,200}?[ \\t]-a[ \\t]{1,4}${VALUE}`, 'g'),
  new RegExp(`\\b(?:plink|pscp|psftp)\\b[^|;&\\n]{0,200}?[ \\t]-pw[ \\t]{1,4}${VALUE}`, 'g'),
  new RegExp(`\\bcurl\\b[^|;&\\n]{0,200}?[ \\t](?:-u|--user)[ \\t]{1,4}["']?[A-Za-z0-9_.@-]{1,64}:${VALUE}`, 'g'),
];

/**
 * Passwords of a command line, where a person's choice counts as it does in a variable: `PGPASSWORD=… psql`,
 * `sshpass -p …`, `mysql -p…`, `curl -u user:…`.
 */
export function inCommand(view: View): Carried[] {
  const { text } = view;
  const found: Carried[] = [];
  const take = (match: RegExpMatchArray, groups: readonly (string | undefined)[], name: string) => {
    const value = groups.find(group => group !== undefined)!;
    const end = match.index! + match[0].length - (groups.at(-1) === undefined ? 1 : 0);
    found.push({ view: part(view, end - value.length, end), name });
  };
  if (text.includes('=')) {
    for (const match of text.matchAll(ASSIGNED)) {
      if (meaningOf(match[1]!) === 'password') take(match, match.slice(2), match[1]!);
    }
  }
  if (!text.includes('-') || !/[ \t]-(?:p|a|u|-user)/.test(text)) return found;
  for (const expression of FLAGGED) {
    // `-p3306:3306` is a port.
    for (const match of text.matchAll(expression))
      if (!/^[0-9:*]+$/.test(match.slice(1).find(Boolean)!)) take(match, match.slice(1), 'password');
  }
  return found;
}
