import type { Server, Slot } from '../../core/model.ts';
import { defineRule } from '../../core/rule.ts';
import { endsInOneOf, setOf } from '../../core/words.ts';
import { labelIn, placeIn } from '../../governance/place.ts';
import { activeRecords, entryFor, governed } from '../../governance/policy.ts';
import { weighedFor } from '../network/shared/weight.ts';

const ACCOUNT = setOf('USER USERNAME USER_NAME LOGIN EMAIL MAIL USEREMAIL ACCOUNT');
const SECRET = ['TOKEN', 'SECRET', 'PASSWORD', 'PASSWD', 'PASS', 'APIKEY', 'API_KEY', 'PAT'];
/** Two names with a dot or an underscore between them: what organisations give to people. */
const PERSONAL = /^([a-z]{2,30})[._]([a-z]{2,30})@([a-z0-9.-]{4,100})$/i;
const STAND_IN =
  /^(?:your|you|my|me|user|users|name|first|last|firstname|lastname|email|mail|john|jane|test|demo|example|some|svc|service|bot|no|do|api|mcp|agent|system|team|admin|support|automation|robot|build|ci)$/i;
const STAND_IN_HOST =
  /(?:^|\.)(?:example|test|invalid|localhost|domain|company|yourcompany|your-company|yourdomain|your-domain|mycompany|acme|email|mail)\.[a-z.]{2,10}$/i;
/** Kinds of credential that a person makes in a profile page. */
const PERSONAL_KIND = setOf('personal user pat');
const OF_ITS_OWN = setOf('workload workload-federated service-account');

export default defineRule({
  id: 'human-account-credential',
  family: 'identity',
  title: 'A server works as a person',
  severity: 'medium',
  confidence: 'medium',
  mappings: {
    cwe: ['CWE-522', 'CWE-269'],
    'owasp-mcp': ['MCP02:2025', 'MCP07:2025'],
    'owasp-asi': ['ASI03'],
    'owasp-nhi': ['NHI10:2025'],
    'nist-csf': ['PR.AA-01', 'PR.AA-02'],
    'nist-ai-rmf': ['GOVERN 3.2'],
    'owasp-aisvs': ['v1.0-C9.4.1'],
    'cosai-mcp': ['CoSAI-MCP-T1'],
    'safe-mcp': ['SAFE-T1304'],
    'mitre-atlas': ['AML.T0012', 'AML.M0027'],
    'csa-maestro': ['L6'],
  },
  messages: {
    entry: '`{id}` works as {what}. Give it an identity of its own, or let it act for its user with consent (`delegated-user`).',
    account:
      '`{server}` in this shared file signs in with the account of one person (`{variable}`). Use a service account, or take the account from a variable.',
    token: '`{server}` works with a {name}, and `{id}` is to have an identity of its own. Issue the credential to that identity.',
  },
  workspace(workspace, { report }) {
    const { governance, credentials } = workspace;
    for (const record of activeRecords(workspace)) {
      const { id, identity } = record.data;
      const what =
        identity?.type === 'human' ? 'one person' : identity?.type === 'shared-human' ? 'an account that several people share' : null;
      if (what !== null)
        report({ ...placeIn(record, 'identity', 'type'), message: 'entry', data: { id, what }, severity: 'high', confidence: 'high' });
    }
    for (const { server, kind, name, source, span, path } of credentials) {
      const record =
        server && kind.split('-').some(word => PERSONAL_KIND.has(word)) && governed(server) ? entryFor(governance, server) : null;
      if (!record || !server || !OF_ITS_OWN.has(record.data.identity?.type ?? '')) continue;
      const related = [labelIn(record, 'the identity that it is to have', 'identity', 'type')];
      report({ at: span, source, path, server, message: 'token', related, data: { server: server.name, name, id: record.data.id } });
    }
  },
  server(server, { report }) {
    if (server.scope !== 'project' && server.scope !== 'managed') return;
    const slot = governed(server) ? personalAccount(server) : null;
    if (!slot?.key) return;
    report({
      at: slot.node,
      source: server.document.source,
      path: slot.path,
      server,
      message: 'account',
      severity: weighedFor(server, 'medium'),
      data: { server: server.name, variable: slot.key },
    });
  },
});

/** The first account that is plainly a person's, with a credential beside it. */
function personalAccount({ env }: Server): Slot | null {
  if (!env.some(({ key }) => key !== null && SECRET.some(ending => key.endsWith(ending)))) return null;
  return (
    env.find(({ key, value }) => {
      const match = key !== null && endsInOneOf(key, ACCOUNT) && value.length <= 200 ? PERSONAL.exec(value) : null;
      return match && !STAND_IN.test(match[1]!) && !STAND_IN.test(match[2]!) && !STAND_IN_HOST.test(match[3]!);
    }) ?? null
  );
}
