/**
 * The sizes that both ends of the wire keep to. Bytes are bytes of UTF-8 JSON.
 *
 * Source: Segment's HTTP API limits (32 KB an event, 500 KB and 2,500 events a batch);
 * https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/
 */

/** The most one event may weigh, in bytes. */
export const MAX_EVENT_BYTES = 32 * 1024;

/** The most the events of one batch may weigh together, in bytes: clients that write files cut them by this alone. */
export const MAX_BATCH_BYTES = 512_000;

/** The most events one batch may hold. */
export const MAX_BATCH_EVENTS = 2_500;

/** How many objects and arrays may stand inside one another in an event. */
export const MAX_DEPTH = 16;

/** The longest event, page or category name, in characters (Unicode code points). */
export const MAX_NAME_LENGTH = 256;

/** The longest `messageId`, `anonymousId`, `userId`, `groupId` or `previousId`, in characters (Unicode code points). */
export const MAX_ID_LENGTH = 256;
