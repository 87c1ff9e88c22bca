import { createClient } from 'ahaloop';
import { connect } from 'ahaloop/widgets';
import 'ahaloop/widgets/nps';

const aha = createClient({ writeKey: 'wk_shop', endpoint: 'https://collect.example.com' });
connect(aha); // before the first widget is shown

void aha.identify('u_42', { plan: 'trial' });
void aha.track('Report Created', { kind: 'sales', rows: 120 });
const receipt = await aha.respond({ survey: 'relationship', kind: 'nps', score: 9, comment: 'Love it' });
if (!receipt.durable) console.log('kept in memory only: this browser has no disk for us');
aha.onDrop(({ reason, count }) => console.log(`${count} dropped: ${reason}`));
