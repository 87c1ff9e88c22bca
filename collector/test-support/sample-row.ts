import type { EventRow } from '../store/event-row.js';

/** A row that the store takes, with what a test cares about. */
export function sampleRow(part: Partial<EventRow> = {}): EventRow {
  return {
    project_id: 'p',
    message_id: 'm',
    type: 'track',
    event: 'Report Created',
    anonymous_id: 'a',
    user_id: '',
    person_id: 'a',
    session_id: '',
    group_id: '',
    previous_id: '',
    name: '',
    category: '',
    ts: '2026-01-31 12:00:00.000',
    ts_adj: '2026-01-31 12:00:00.000',
    time_correction: 'none',
    received_at: '2026-01-31 12:00:01.000',
    survey_id: '',
    survey_kind: '',
    response_id: '',
    score: null,
    order_id: '',
    revenue: null,
    currency: '',
    properties: '{}',
    traits: '{}',
    context: '{}',
    integrations: '{}',
    extra: '{}',
    robot: false,
    invalid_values: [],
    ...part,
  };
}
