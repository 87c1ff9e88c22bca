/** The door for npm. */
export { createClient } from './create-client.js';
export type { TypedClient } from './create-client.js';
export type { Claim, Client, ClientEvents, Drop, Explanation, ForgetResult, Properties, Receipt } from './client.js';
export type { Answer, SurveyKind } from './core/answer.js';
export type { Consent, ConsentState } from './core/consent.js';
export type { ClientOptions } from './core/options.js';
export type { FlushResult } from './delivery/uploader.js';
export { AhaloopError } from './errors.js';
export type { Gate } from './lifecycle/gates.js';
export type { PersonState, PlayEvent } from './lifecycle/port.js';
export type { ErrorCode } from './errors.js';
export { VERSION } from './version.js';
