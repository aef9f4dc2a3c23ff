import fc from 'fast-check';
import { expect, test } from 'vitest';
import { program } from '../../src/cli/program.ts';
import { askedFor } from '../../src/cli/sparing.ts';

const COMMANDS = program({ exitCode: 0 }).commands.map(command => command.name());

/** What a command would get to work with; null where the line is refused. */
function valuesOf(name: string, argv: readonly string[], asked: ReadonlySet<string> | null): unknown {
  const all = program({ exitCode: 0 }, name, asked).configureOutput({ writeErr: () => {} });
  const [command] = all.commands;
  command!.configureOutput({ writeErr: () => {} }).action(() => {});
  try {
    all.parse([name, ...argv], { from: 'user' });
  } catch {
    return null;
  }
  return { args: command!.args, values: command!.opts() };
}

test.each(COMMANDS)('%s gets the same values, however few options are defined', name => {
  const [whole] = program({ exitCode: 0 }, name).commands;
  const flags = whole!.options.flatMap(({ long, required, optional }) => {
    if (!long) return [];
    return required || optional ? [[`${long}=7`], [long, '8'], [long, 'high'], [long, '-']] : [[long]];
  });
  const line = fc.array(fc.constantFrom(...flags, ['path'], ['-']), { maxLength: 6 }).map(parts => parts.flat());
  fc.assert(
    fc.property(line, argv => {
      const asked = askedFor(argv);
      expect(asked).not.toBeNull();
      expect(valuesOf(name, argv, asked)).toEqual(valuesOf(name, argv, null));
    }),
    { numRuns: 200 },
  );
});

test.each([[['-q']], [['--quiet', '-fjson']], [['--', '--quiet']], [['-x=--root']]])('%j may name anything', argv => {
  expect(askedFor(argv)).toBeNull();
});
