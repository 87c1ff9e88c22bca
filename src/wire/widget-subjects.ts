/** Each kind of widget, and what its events call the thing that it shows: `survey` in a widget's attribute and events, `survey_id` in what is tracked. */
export const SUBJECTS = {
  nps: 'survey',
  csat: 'survey',
  ces: 'survey',
  survey: 'survey',
  checklist: 'checklist',
  referral: 'referral',
  prompt: 'promotion',
  rewards: 'rewards',
} as const;
export type WidgetKind = keyof typeof SUBJECTS;
