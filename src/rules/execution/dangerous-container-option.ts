import type { Severity } from '../../core/finding.ts';
import type { Server } from '../../core/model.ts';
import { defineRule } from '../../core/rule.ts';
import { launchOf } from '../../resolve/launch.ts';
import type { Option } from '../../resolve/launch-types.ts';
import { placeOf } from '../../resolve/words.ts';
import { weighedFor } from '../network/shared/weight.ts';

const CAPABILITIES = /^(?:cap_)?(?:all|sys_admin|sys_ptrace|sys_module|sys_rawio|net_admin|dac_read_search|dac_override|bpf)$/i;
const SECURITY =
  /^(?:seccomp[=:]unconfined|apparmor[=:]unconfined|label[=:]disable|no-new-privileges[=:]false|systempaths=unconfined|unmask=all)$/i;

interface Danger {
  readonly severity: Severity;
  /** Completes "gives it …". */
  readonly gives: string;
}

export default defineRule({
  id: 'dangerous-container-option',
  family: 'execution',
  title: 'A container option takes the walls away',
  severity: 'high',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-250'],
    'owasp-mcp': ['MCP02:2025', 'MCP05:2025'],
    'owasp-asi': ['ASI05'],
    'owasp-nhi': ['NHI6:2025'],
    'nist-csf': ['PR.IR-01', 'PR.PS-01'],
    'owasp-aisvs': ['v1.0-C10.1.3'],
    'cosai-mcp': ['CoSAI-MCP-T8'],
    'safe-mcp': ['SAFE-T1303', 'SAFE-T1305'],
    'mitre-atlas': ['AML.T0105'],
    'mcp-spec': ['MCP-SPEC-LOCAL-SANDBOX'],
    'csa-maestro': ['L4'],
  },
  messages: {
    option:
      'The container of `{server}` in {client} is no sandbox: `{option}` gives it {gives}. Remove `{option}`; add `--cap-drop=ALL --security-opt=no-new-privileges` where the server allows it.',
    network:
      'The container of `{server}` in {client} shares the network of the computer (`{option}`), with every service that only listens locally. Remove `{option}`, and reach one service by `host.docker.internal`.',
  },
  server(server, { report }) {
    for (const { kind, options } of launchOf(server).hops) {
      if (kind !== 'container') continue;
      for (const option of options) {
        const danger = dangerOf(option);
        if (!danger) continue;
        const written = option.value === null ? option.name : `${option.name}=${option.value}`;
        const data = { server: server.name, client: server.format.name, option: written };
        const place = { ...placeOf(server, option.valueWord ?? option.word), severity: weighedFor(server, severityOf(danger, server)) };
        if (danger.gives === '') report({ ...place, message: 'network', data });
        else report({ ...place, message: 'option', data: { ...data, gives: danger.gives } });
      }
    }
  },
});

/** The network of a workflow's runner is new with every run and has nobody else's services on it. */
function severityOf({ severity, gives }: Danger, { format }: Server): Severity {
  return gives === '' && format.interpolation.id === 'github-actions' ? 'low' : severity;
}

function dangerOf({ name, value }: Option): Danger | null {
  const given = value?.toLowerCase() ?? '';
  switch (name) {
    case '--privileged':
      return given === 'false' ? null : { severity: 'high', gives: 'every right and device of the computer' };
    case '--network':
    case '--net':
      return given === 'host' ? { severity: 'medium', gives: '' } : null;
    case '--pid':
    case '--userns':
    case '--cgroupns':
    case '--uts':
    case '--ipc':
      if (given !== 'host') return null;
      return {
        severity: name === '--pid' || name === '--userns' ? 'high' : 'medium',
        gives: `the computer's own ${name.slice(2)} namespace`,
      };
    case '--cap-add':
      return CAPABILITIES.test(given) ? { severity: 'high', gives: 'rights over the computer, not only over itself' } : null;
    case '--security-opt':
      return SECURITY.test(given) ? { severity: 'high', gives: 'a kernel without its usual guards' } : null;
    case '--device':
      return /^\/dev\/(?:sd|nvme|mem|kmem|disk|mapper|vd)/.test(given)
        ? { severity: 'high', gives: 'a disk or the memory of the computer' }
        : null;
    default:
      return null;
  }
}
