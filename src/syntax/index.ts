import type { Document, SyntaxId } from '../core/node.ts';
import type { Source } from '../core/source.ts';
import { parseJson } from './json.ts';

export { insert, remove, rename, replace, type Value } from './edit.ts';
export { sniff, syntaxOf } from './names.ts';

/**
 * One tree for each document in the text, at least one; spans are into the whole source. Never throws: what cannot be read is a
 * problem and a missing node. Other parsers than JSON's are loaded on first use.
 */
export async function parse(source: Source, syntax: SyntaxId): Promise<readonly Document[]> {
  const span = { start: 0, end: source.text.length };
  switch (syntax) {
    case 'json':
      return parseJson(source);
    case 'yaml':
      return (await import('./yaml.ts')).parseYaml(source, span, 'file');
    case 'toml':
      return (await import('./toml.ts')).parseToml(source, span, 'file');
    case 'dotenv':
      return (await import('./dotenv.ts')).parseDotenv(source);
    case 'properties':
      return (await import('./properties.ts')).parseProperties(source);
    case 'markdown':
      return (await import('./markdown.ts')).parseMarkdown(source);
    case 'text':
      return [{ source, syntax, span, within: 'file', root: undefined, comments: [], problems: [] }];
  }
}
