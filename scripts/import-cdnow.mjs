#!/usr/bin/env node
/**
 * Sends the CDNOW data set, every order of a CD shop's customers in 1997 and 1998, to a running collector as
 * `Order Completed` events with their historical timestamps. Sending it again changes nothing.
 */
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createGunzip } from 'node:zlib';

const EVENTS_PER_BATCH = 250;
const REQUESTS_IN_FLIGHT = 8;
const MAX_TRIES = 10;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    endpoint: { type: 'string', default: 'http://127.0.0.1:4717' },
    'write-key': { type: 'string' },
    file: { type: 'string', default: 'CDNOW_master.txt.gz' },
  },
});

const writeKey = options['write-key'] ?? process.env.AHALOOP_WRITE_KEYS?.split(/[=,]/)[0] ?? keptWriteKey();
if (!writeKey) {
  fail('write-key-missing: name the key that the collector printed when it started: --write-key <key>');
}
const file = positionals[0] ?? options.file;
if (!existsSync(file)) {
  fail(
    `file-missing: ${file} is not there; name the data set: npm run import:cdnow -- <path>/CDNOW_master.txt.gz\n` +
      'It is the CDNOW master data set (P. Fader, B. Hardie): one gzipped text file, CDNOW_master.txt, with a line for each order:\n' +
      'customer id, date (YYYYMMDD), number of CDs, dollar value. It is published for teaching and no part of this repository.',
  );
}

/** The key that a collector started here, without options, has made for itself. */
function keptWriteKey() {
  const file = 'ahaloop-data/keys.json';
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).writeKey : undefined;
}

const startedMs = performance.now();
const sent = { orders: 0, customers: new Set(), cds: 0, cents: 0, accepted: 0, duplicates: 0 };
const inFlight = new Set();
const orders = await readOrders(file);
// In the order they happened, as a shop would have sent them. The file goes by customer, and the store keeps each month in files
// of its own: a commit of orders of one month writes an eighteenth of the files (971 in all instead of 12,663).
orders.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
for (let at = 0; at < orders.length; at += EVENTS_PER_BATCH) {
  await hand(orders.slice(at, at + EVENTS_PER_BATCH).map(orderCompleted));
}
await Promise.all(inFlight);

const seconds = (performance.now() - startedMs) / 1000;
console.log(`orders     ${sent.orders}`);
console.log(`customers  ${sent.customers.size}`);
console.log(`CDs        ${sent.cds}`);
console.log(`revenue    ${(sent.cents / 100).toFixed(2)} USD`);
console.log(`stored     ${sent.accepted} new, ${sent.duplicates} known before`);
console.log(`time       ${seconds.toFixed(1)} s, ${Math.round(sent.orders / seconds)} orders/s`);

/** The file's orders, each with its place among its customer's: some have several on a day. */
async function readOrders(file) {
  const orders = [];
  const ordinals = new Map();
  for await (const line of createInterface({ input: createReadStream(file).pipe(createGunzip()) })) {
    const fields = /^\s*(\d{5})\s+(\d{4})(\d\d)(\d\d)\s+(\d+)\s+(\d+\.\d\d)\s*$/.exec(line);
    if (fields === null) {
      if (line.trim() === '' || !/\d/.test(line)) continue;
      fail(`line-malformed: ${JSON.stringify(line)}; expected customer id, YYYYMMDD, number of CDs, dollars.`);
    }
    const [, customer, year, month, day, cds, dollars] = fields;
    const ordinal = (ordinals.get(customer) ?? 0) + 1;
    ordinals.set(customer, ordinal);
    sent.orders += 1;
    sent.customers.add(customer);
    sent.cds += Number(cds);
    sent.cents += Math.round(Number(dollars) * 100);
    orders.push({ customer, ordinal, date: `${year}-${month}-${day}`, cds: Number(cds), dollars: Number(dollars) });
  }
  return orders;
}

/** Source: https://segment.com/docs/connections/spec/ecommerce/v2/#order-completed */
function orderCompleted({ customer, ordinal, date, cds, dollars }) {
  const orderId = `cdnow-${customer}-${ordinal}`;
  return {
    type: 'track',
    event: 'Order Completed',
    messageId: orderId,
    userId: `cdnow_${customer}`,
    timestamp: `${date}T00:00:00.000Z`,
    properties: {
      order_id: orderId,
      revenue: dollars,
      total: dollars,
      currency: 'USD',
      products: [{ product_id: 'cd', quantity: cds }],
    },
  };
}

/** Sends a batch when fewer than the allowed number are under way. */
async function hand(events) {
  while (inFlight.size >= REQUESTS_IN_FLIGHT) await Promise.race(inFlight);
  const request = send(events).finally(() => inFlight.delete(request));
  inFlight.add(request);
}

async function send(events) {
  const body = JSON.stringify({ batch: events, writeKey, sentAt: new Date().toISOString() });
  for (let tries = 1; ; tries++) {
    const reply = await post(body);
    if (reply.ok) {
      if (reply.answer.rejected.length > 0) fail(`event-rejected: ${JSON.stringify(reply.answer.rejected[0])}`);
      sent.accepted += reply.answer.accepted;
      sent.duplicates += reply.answer.duplicates;
      return;
    }
    if (!reply.retry || tries === MAX_TRIES) fail(`not-sent: ${reply.reason}`);
    await wait(reply.retryAfterMs ?? 2 ** tries * 100);
  }
}

async function post(body) {
  let response;
  try {
    response = await fetch(`${options.endpoint.replace(/\/$/, '')}/v1/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
  } catch (error) {
    const reason = `no collector answers at ${options.endpoint} (${error.cause?.code ?? error.message}); start one, or name it with --endpoint.`;
    return { ok: false, retry: false, reason };
  }
  if (response.ok) return { ok: true, answer: await response.json() };
  const seconds = Number(response.headers.get('retry-after'));
  return {
    ok: false,
    retry: response.status === 429 || response.status >= 500,
    retryAfterMs: seconds > 0 ? seconds * 1000 : undefined,
    reason: `${response.status} ${await response.text()}`,
  };
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
