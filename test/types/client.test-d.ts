/**
 * What must not compile. Checked by the compiler; nothing runs.
 */
import { createClient, type Client } from '../../src/index.js';
import { connect } from '../../widgets/index.js';

// @ts-expect-error the endpoint is required
createClient({ writeKey: 'wk_1' });
// @ts-expect-error there is no such option
createClient({ writeKey: 'wk_1', endpoint: 'https://c.example', flushInterval: 1 });

declare const aha: Client;
// @ts-expect-error an event has a name
void aha.track();
// @ts-expect-error properties are an object
void aha.track('Report Created', 'sales');
// @ts-expect-error a survey has a kind
void aha.respond({ survey: 'relationship', score: 9 });
// @ts-expect-error there is no such event to listen to
aha.on('saved', () => {});
aha.on('sent', ({ messageIds }) => messageIds.length);
// @ts-expect-error what is told is read, not changed
aha.on('dropped', (drop) => (drop.count = 0));

// @ts-expect-error consent is one of three words
aha.consent('yes');

// Payloads may be typed by interfaces.
interface Report {
  kind: string;
}
declare const report: Report;
void aha.track('Report Created', report);
void aha.identify('u1', report);

// A client is what the widgets need.
connect(aha);
