/**
 * What a definition lets the compiler know, and what must not compile. Checked by the compiler; nothing runs.
 */
import { createClient } from '../../src/index.js';
import { defineLifecycle } from '../../src/lifecycle-door.js';
import type { TypedLifecycle } from '../../src/lifecycle/define-lifecycle.js';
import type { LifecycleDefinition } from '../../src/lifecycle/definition.js';
import type { EventNames, PropertiesOf } from '../../src/lifecycle/event-types.js';

const planned = defineLifecycle({
  version: 1,
  events: {
    'Report Created': { properties: { kind: 'string', rows: 'integer?', shared: 'boolean', price: 'number?' } },
    'Report Opened': {},
  },
  milestones: { first_report: { event: 'Report Created' } },
});
type DefinitionOf<L> = L extends TypedLifecycle<infer D> ? D : never;
type Planned = DefinitionOf<typeof planned>;

/** As a typed client would have it. */
declare function track<L extends { readonly $type?: LifecycleDefinition }, Name extends EventNames<DefinitionOf<L>>>(
  lifecycle: L,
  name: Name,
  properties: PropertiesOf<DefinitionOf<L>, Name>,
): void;

track(planned, 'Report Created', { kind: 'sales', shared: true });
track(planned, 'Report Created', { kind: 'sales', shared: true, rows: 3, price: 9.5 });
track(planned, 'Report Opened', { anything: 1 });
track(planned, 'Survey Submitted', { survey_id: 'nps' });
// @ts-expect-error there is no such event
track(planned, 'Report Creatd', { kind: 'sales', shared: true });
// @ts-expect-error shared is missing
track(planned, 'Report Created', { kind: 'sales' });
// @ts-expect-error kind is a text
track(planned, 'Report Created', { kind: 5, shared: true });
// @ts-expect-error rows is a number
track(planned, 'Report Created', { kind: 'sales', shared: true, rows: 'many' });
// @ts-expect-error the plan has no such property
track(planned, 'Report Created', { kind: 'sales', shared: true, row: 3 });

const free = defineLifecycle({ version: 1, preset: 'aarrr' });
track(free, 'Anything Done', { at: { all: true } });
declare const given: LifecycleDefinition;
const dynamic = defineLifecycle(given);
dynamic.$type satisfies LifecycleDefinition | undefined;

type Names = EventNames<Planned>;
'Report Created' satisfies Names;
'Stage Entered' satisfies Names;
// @ts-expect-error there is no such event
'Report Closed' satisfies Names;

defineLifecycle({
  version: 1,
  facts: { orders: { count: 'Order Completed', once: 'order_id' } },
  milestones: { third: { event: 'Order Completed', count: 3, once: 'order_id' } },
});
// @ts-expect-error once names a property
defineLifecycle({ version: 1, facts: { orders: { count: 'Order Completed', once: true } } });
// @ts-expect-error a definition has a version
defineLifecycle({});
// @ts-expect-error there is no such preset
defineLifecycle({ version: 1, preset: 'aaarrr' });
// @ts-expect-error there is no such type
defineLifecycle({ version: 1, events: { Done: { properties: { at: 'date' } } } });
// @ts-expect-error there is no such kind
defineLifecycle({ version: 1, widgets: { ask: { kind: 'nsp' } } });
// @ts-expect-error a milestone has an event
defineLifecycle({ version: 1, milestones: { first: {} } });
// @ts-expect-error a play has an id
defineLifecycle({ version: 1, plays: [{ when: {}, show: 'ask' }] });
// @ts-expect-error a stage has a condition
defineLifecycle({ version: 1, stages: [{ id: 'new' }] });
// @ts-expect-error an experiment has variants
defineLifecycle({ version: 1, experiments: { order: {} } });
// @ts-expect-error a lifecycle is read, not changed
planned.version = 2;

const options = { writeKey: 'wk_1', endpoint: 'https://c.example' };
const aha = createClient({ ...options, lifecycle: planned });
void aha.track('Report Created', { kind: 'sales', shared: true });
void aha.track('Report Opened');
// @ts-expect-error properties are required
void aha.track('Report Created');
// @ts-expect-error there is no such event
void aha.track('Report Closed');
void createClient({ ...options, lifecycle: free }).track('Anything Done', { at: 1 });
void createClient({ ...options, lifecycle: Promise.resolve(planned) }).track('Report Opened');
void createClient(options).track('Anything Done');
aha.on('play', ({ widget, settle }) => widget && settle('dismissed'));
