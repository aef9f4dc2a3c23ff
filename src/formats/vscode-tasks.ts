// https://code.visualstudio.com/docs/editor/tasks
import { defineFormat } from '../core/format.ts';
import { type Node, get } from '../core/node.ts';
import { VSCODE } from './shared/interpolation.ts';
import { items } from './shared/parts.ts';
import { placed } from './shared/roots.ts';
import { addControl, addSlots, site } from './shared/server-map.ts';

/** A task that starts with the folder. */
function startsItself(task: Node | undefined): boolean {
  const when = get(task, 'runOptions', 'runOn');
  return when?.kind === 'string' && when.value === 'folderOpen';
}

/** Of a project's tasks only those that nobody has to start are of interest here. */
const tasks = defineFormat({
  id: 'vscode-tasks',
  name: 'VS Code',
  kind: 'client',
  docs: 'https://code.visualstudio.com/docs/editor/tasks',
  syntax: 'json',
  schema: null,
  interpolation: VSCODE,
  comments: true,
  confidence: 'verified',
  files: [{ path: '.vscode/tasks.json', scope: 'project', by: 'content' }],
  hints: ['folderOpen'],
  recognises: (root, path) => placed(path, '.vscode/') && items(get(root, 'tasks')).some(({ item }) => startsItself(item)),
  read(document, context) {
    const at = site(document, tasks, context);
    for (const { item, index } of items(get(document.root, 'tasks'))) {
      const command = get(item, 'command');
      if (!startsItself(item) || command?.kind !== 'string') continue;
      addControl(at, null, 'runOn', command, ['tasks', index, 'command'], { kind: 'auto-run', value: 'folderOpen' });
      addSlots(at, item, ['tasks', index], 'setting');
    }
    return at.reading;
  },
});
export default tasks;
