/**
 * IndexedDB with promises, as little of it as a queue needs (idb, which the lifecycle uses, weighs 0.7 kB more).
 */

/** What a request comes to. */
export function requested<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? ABORTED);
  });
}

/**
 * Resolves when a transaction is complete. Any abort is a failure, for which some engines have no error (WebKit on a full disk). Nobody
 * need wait for it: the page never hears of it.
 */
export function completed(tx: IDBTransaction): Promise<void> {
  const end = new Promise<void>((resolve, reject) => {
    tx.addEventListener('complete', () => resolve());
    tx.addEventListener('abort', () => reject(tx.error ?? ABORTED));
  });
  end.catch(() => {});
  return end;
}

const ABORTED = new Error('aborted');

export interface OpenPorts {
  /** It is new, or older than the version that is asked for. */
  readonly upgrade: (db: IDBDatabase, tx: IDBTransaction) => void;
  /** Another page wants to delete or upgrade it. */
  readonly blocking?: (db: IDBDatabase) => void;
  /** The browser has closed it. */
  readonly terminated?: () => void;
}

/** @param version the latest there is where it is left out. */
export async function openDatabase(name: string, version: number | undefined, ports: OpenPorts): Promise<IDBDatabase> {
  const request = indexedDB.open(name, version);
  request.onupgradeneeded = () => ports.upgrade(request.result, request.transaction!);
  const db = await requested(request);
  db.onversionchange = () => ports.blocking?.(db);
  db.onclose = () => ports.terminated?.();
  return db;
}

export function deleteDatabase(name: string): Promise<unknown> {
  return requested(indexedDB.deleteDatabase(name));
}
