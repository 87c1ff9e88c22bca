/** The door to what the widgets share; each widget has a door of its own, such as `ahaloop/widgets/nps`, that defines its element. */
export { connectTours, type TourAdapter, type TourContext } from './shared/tours.js';
export { connect, type WidgetClient } from './connect.js';
export type { NpsGroup } from '../src/wire/nps-group.js';
export type { AnswerDetail, SurveyDetail, TourDetail, TourOutcome, WidgetDetail } from './shared/events.js';
export type { WidgetKind } from '../src/wire/widget-subjects.js';
export type { ItemState, WidgetPort, WidgetState } from './shared/port.js';
export type { ChecklistElement } from './checklist/checklist.element.js';
export type { NpsElement } from './nps/nps.element.js';
export type { PromptElement } from './prompt/prompt.element.js';
export type { RewardsElement } from './rewards/rewards.element.js';
