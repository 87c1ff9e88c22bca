import { AS_READER } from './start-collector.js';

/**
 * What the collector has stored, by event name; a page view under `page`, and so on. Each event counts once. The browsers of tests are
 * robots: they say so.
 */
export async function storedEvents(collectorUrl: string): Promise<Record<string, number>> {
  const response = await fetch(`${collectorUrl}/v1/reports/events?robots=include`, { headers: AS_READER });
  const { rows } = (await response.json()) as { rows: { event: string; count: number }[] };
  const counts: Record<string, number> = {};
  for (const { event, count } of rows) counts[event] = (counts[event] ?? 0) + count;
  return counts;
}
