import type { Severity } from '../../../core/finding.ts';
import type { Server } from '../../../core/model.ts';
import { type Setting, switchPlace } from './settings.ts';
import { weighedFor } from './weight.ts';

/** The report of a protection that one setting of a server takes away; for rules whose one message is `off`. */
export function switchedOff(server: Server, setting: Setting, severity: Severity, place = switchPlace(setting)) {
  const { at, path, text } = place;
  const data = { server: server.name, setting: text };
  return { message: 'off', data, at, path, source: server.document.source, server, severity: weighedFor(server, severity) } as const;
}
