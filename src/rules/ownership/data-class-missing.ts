import { defineRule } from '../../core/rule.ts';
import { placeIn } from '../../governance/place.ts';
import { activeRecords, atLeast, canDo, dataClassesOf, isPlaceholder, knownOf, serversOf, tierOf } from '../../governance/policy.ts';

export default defineRule({
  id: 'data-class-missing',
  family: 'ownership',
  title: 'A registered server does not say which data it handles',
  severity: 'medium',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-1220'],
    'owasp-mcp': ['MCP09:2025', 'MCP10:2025'],
    'owasp-asi': ['ASI03'],
    'nist-csf': ['ID.AM-07', 'ID.AM-05'],
    'nist-ai-rmf': ['MAP 4.1'],
    'cosai-mcp': ['CoSAI-MCP-T5'],
    'csa-maestro': ['L2', 'L6'],
  },
  messages: {
    tier: '`{id}` is of {tier} risk and says no data class. Add `data_class:` with one of {classes}.',
    tool: 'A tool of `{id}` can {can}, and no data class says what. Add `data_class:` with one of {classes}.',
    unknown: '`{value}` is no data class of this organisation. Take one of {classes}.',
    public: '`{id}` is classed as {value}, but {product} reaches private data. Confirm it with its owner, or raise the class.',
  },
  workspace(workspace, { report }) {
    const { governance } = workspace;
    if (!governance?.manifest) return;
    const order = dataClassesOf(governance.manifest);
    const classes = order.join(', ');
    for (const record of activeRecords(workspace)) {
      const { id, data_class: value, tools = [] } = record.data;
      const place = placeIn(record, 'data_class');
      if (value === undefined || isPlaceholder(value)) {
        const index = tools.findIndex(tool => tool.data_class === undefined && tool.impact.some(one => one !== 'read'));
        if (atLeast(tierOf(record), 'medium')) report({ ...place, message: 'tier', data: { id, tier: tierOf(record), classes } });
        else if (index >= 0) {
          const can = canDo(tools[index]!.impact.find(one => one !== 'read')!);
          report({ ...placeIn(record, 'tools', index, 'impact'), message: 'tool', data: { id, can, classes } });
        }
      } else if (!order.includes(value)) report({ ...place, message: 'unknown', data: { value, classes } });
      else if (value === order[0]) {
        const known = knownOf(record, serversOf(workspace, governance, record));
        if (known?.capabilities.includes('private-data') && known.confidence !== 'low')
          report({ ...place, message: 'public', severity: 'low', confidence: 'medium', data: { id, value, product: known.name } });
      }
      for (const [index, { data_class: own }] of tools.entries())
        if (own !== undefined && !order.includes(own))
          report({ ...placeIn(record, 'tools', index, 'data_class'), message: 'unknown', data: { value: own, classes } });
    }
  },
});
