import { createClient } from 'ahaloop';
import { defineLifecycle } from 'ahaloop/lifecycle';

const lifecycle = defineLifecycle({
  version: 1,
  preset: 'aarrr',
  events: { 'Report Created': { properties: { kind: 'string', rows: 'integer?' } } },
  facts: { reports: { count: 'Report Created' }, plan: { trait: 'plan', type: 'string' } },
  milestones: { first_report: { event: 'Report Created', within: '7d', aha: true } },
  segments: { trial: { plan: 'trial' } },
  widgets: { relationship: { kind: 'nps' } },
  plays: [{ id: 'ask', when: { $milestone: 'first_report' }, after: '1d', every: '90d', show: 'relationship' }],
});
const aha = createClient({ writeKey: 'wk_shop', endpoint: 'https://collect.example.com', lifecycle });

void aha.track('Report Created', { kind: 'sales' }); // a name or a type that the plan does not have is an error here
aha.on('stage', ({ from, to }) => console.log(`${from} → ${to}`));
aha.on('play', ({ widget, settle }) => {
  console.log(`show ${widget}`);
  settle('dismissed'); // answered, dismissed, snoozed or ignored; answers and dismissals of our widgets are known without
});
console.log(aha.state()?.stage, aha.explain('ask')); // where the person stands, and why they are asked or not
const banner = aha.claim('cookies'); // nothing of ours is shown …
banner.cancelled(); // … until then
