import { expect, test } from 'vitest';
import { placeKind } from '../../src/resolve/host-paths.ts';

test.each([
  ['disk', ['/', 'C:\\', 'c:/', 'D:', '/mnt/c', '/*', 'K:\\**']],
  [
    'home',
    [
      '~',
      '~/',
      '$HOME',
      '${HOME}/',
      '${env:HOME}',
      '%USERPROFILE%',
      '/Users/alex',
      '/home/alex/',
      'C:\\Users\\alex',
      '/root',
      '/mnt/c/Users/alex',
    ],
  ],
  ['users', ['/Users', '/home/', 'C:\\Users\\*']],
  [
    'credentials',
    [
      '~/.ssh',
      '$HOME/.aws/credentials',
      '/home/alex/.config/gcloud',
      '/root/.kube/config',
      '~/.claude.json',
      '%APPDATA%',
      'C:/Users/alex/AppData/Roaming',
      '/Users/alex/Library/Keychains',
    ],
  ],
  ['system', ['/etc', '/etc/passwd', '/proc', '/var', 'C:\\Windows\\System32']],
  ['socket', ['/var/run/docker.sock', '/run/user/1000/podman/podman.sock', '//./pipe/docker_engine', '~/.docker/run/docker.sock']],
  ['parent', ['..', '../..', '../']],
] as const)('%s', (kind, paths) => {
  for (const path of paths) expect(placeKind(path), path).toBe(kind);
});

test('nothing special', () => {
  const paths = [
    '',
    '.',
    './docs',
    '~/work/app',
    '/Users/alex/work',
    '${workspaceFolder}',
    '../shared',
    '/var/lib/data',
    '/opt/app',
    '/srv',
    'data',
    'C:\\work',
    '~/.sshx',
    '/usr/local/share/x',
    'a'.repeat(5000),
  ];
  for (const path of paths) expect(placeKind(path), path).toBeNull();
});
