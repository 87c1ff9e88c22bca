/**
 * Web vitals, for those who want them: each is a `Web Vital Measured` event once it is final.
 *
 * Source: https://web.dev/articles/vitals, measured by Google's web-vitals library.
 */
import { onCLS, onFCP, onINP, onLCP, onTTFB, type Metric } from 'web-vitals';
import type { Client } from './client.js';

/**
 * Tracks CLS (no unit), FCP, INP, LCP and TTFB (milliseconds) of this page.
 * Properties: `metric`, `value`, `rating` (`good`, `needs-improvement`, `poor`), `navigation_type`.
 */
export function trackVitals(client: Pick<Client, 'track'>): void {
  const report = ({ name, value, rating, navigationType }: Metric): void => {
    void client.track('Web Vital Measured', { metric: name, value, rating, navigation_type: navigationType });
  };
  for (const measure of [onCLS, onFCP, onINP, onLCP, onTTFB]) {
    try {
      measure(report);
    } catch {
      // A server and some test runners measure nothing.
    }
  }
}
