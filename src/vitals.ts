/**
 * Web vitals, for those who want them: each is a `Web Vital Measured` event once it is final.
 *
 * Source: https://web.dev/articles/vitals, measured by Google's web-vitals library.
 */
import { onCLS, onFCP, onINP, onLCP, onTTFB, type Metric } from 'web-vitals';
import type { Client } from './client.js';

/**
 * Tracks CLS (no unit), FCP, INP, LCP and TTFB (milliseconds) of this page.
 * Properties: `metric`, `metric_id` (the same each time one is measured again), `value`, `delta` (what it has grown by since), `rating`
 * (`good`, `needs-improvement`, `poor`), `navigation_type`. Sum `delta`, or take the latest `value` of each `metric_id`.
 */
export function trackVitals(client: Pick<Client, 'track'>): void {
  const report = ({ name, id, value, delta, rating, navigationType }: Metric): void => {
    void client.track('Web Vital Measured', {
      metric: name,
      metric_id: id,
      value,
      delta,
      rating,
      navigation_type: navigationType,
    });
  };
  for (const measure of [onCLS, onFCP, onINP, onLCP, onTTFB]) {
    try {
      measure(report);
    } catch {
      // A server and some test runners measure nothing.
    }
  }
}
