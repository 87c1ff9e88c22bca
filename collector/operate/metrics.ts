import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { StoreMeter } from '../store/store-meter.js';

/** What a running collector is measured by, for Prometheus. No label has a value that a sender chooses. */
export interface Metrics extends StoreMeter {
  readonly contentType: string;
  /** All figures in Prometheus' text format. */
  read(): Promise<string>;
  /** Events that were taken, by what became of them. */
  countEvents(project: string, outcome: 'accepted' | 'duplicate' | 'forgotten', events: number): void;
  countRejected(project: string, code: string): void;
  countErasure(kind: 'browser' | 'person'): void;
  /** A write, a query or an erasure that the store refused. */
  countStoreError(operation: string): void;
  /** @param route the pattern of the route, not the path. */
  observeAnswer(method: string, route: string, status: number, seconds: number): void;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export function createMetrics(version: string): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({ name: 'ahaloop_info', help: 'The version that runs.', labelNames: ['version'], registers }).set(
    { version },
    1,
  );
  const events = new Counter({
    name: 'ahaloop_events_total',
    help: 'Events that were taken, by what became of them.',
    labelNames: ['project', 'outcome'],
    registers,
  });
  const rejected = new Counter({
    name: 'ahaloop_rejected_events_total',
    help: 'Events that were refused, by the code of the reason.',
    labelNames: ['project', 'code'],
    registers,
  });
  const erasures = new Counter({
    name: 'ahaloop_erasures_total',
    help: 'Erasures that were done.',
    labelNames: ['kind'],
    registers,
  });
  const errors = new Counter({
    name: 'ahaloop_store_errors_total',
    help: 'What the store refused.',
    labelNames: ['operation'],
    registers,
  });
  const commits = new Histogram({
    name: 'ahaloop_commit_duration_seconds',
    help: 'How long the engine took to store a group of events.',
    buckets: SECONDS,
    registers,
  });
  const answers = new Histogram({
    name: 'ahaloop_http_request_duration_seconds',
    help: 'From the first byte of a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers,
  });
  return {
    contentType: registry.contentType,
    read: () => registry.metrics(),
    countEvents: (project, outcome, n) => events.inc({ project, outcome }, n),
    countRejected: (project, code) => rejected.inc({ project, code }),
    countErasure: (kind) => erasures.inc({ kind }),
    countStoreError: (operation) => errors.inc({ operation }),
    observeCommit: (seconds) => commits.observe(seconds),
    observeAnswer: (method, route, status, seconds) =>
      answers.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, seconds),
    watchQueue(queued) {
      for (const what of ['rows', 'bytes'] as const) {
        new Gauge({
          name: `ahaloop_queue_${what}`,
          help: `The ${what} of events that wait to be stored.`,
          registers,
          collect() {
            this.set(queued()[what]);
          },
        });
      }
    },
  };
}
