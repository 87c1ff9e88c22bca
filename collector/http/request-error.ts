/** What an error's answer is made of. */
export interface RequestErrorDetails {
  readonly statusCode: number;
  /** Stable; listed in docs/errors.md. The sentences may change. */
  readonly code: string;
  /** What was wrong, with the value. */
  readonly message: string;
  /** What the sender can do about it. */
  readonly remedy: string;
  /** For 503: when it may be worth trying again. */
  readonly retryAfterSeconds?: number;
}

/** Why a request was answered with an error; nothing of it was stored. */
export class RequestError extends Error {
  override name = 'RequestError';
  readonly details: RequestErrorDetails;

  constructor(details: RequestErrorDetails) {
    super(details.message);
    this.details = details;
  }
}
