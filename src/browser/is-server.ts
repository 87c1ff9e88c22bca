/** Whether there is neither a page nor a worker with a disk, as in Node, Deno, Bun and on an edge. Asked each time: a test may make a page. */
export const isServer = (): boolean => !('document' in globalThis || 'indexedDB' in globalThis);
