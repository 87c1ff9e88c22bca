/**
 * Listeners by event name. A listener that throws harms nobody else: its error is handed to `onError`.
 */
export interface Emitter<Events> {
  /** Returns its undo. */
  on<Name extends keyof Events>(name: Name, listener: (detail: Events[Name]) => void): () => void;
  _emit<Name extends keyof Events>(name: Name, detail: Events[Name]): void;
  /** Whether anybody listens. */
  _heard(name: keyof Events): boolean;
}

export function createEmitter<Events>(onError: (error: unknown) => void): Emitter<Events> {
  const listeners = new Map<keyof Events, Set<(detail: never) => void>>();
  return {
    on: (name, listener) => {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      // A listener that is added twice is called twice, and each undo removes one.
      const own = (detail: never): void => listener(detail);
      if (typeof listener === 'function') set.add(own);
      return () => void set.delete(own);
    },
    _heard: (name) => !!listeners.get(name)?.size,
    _emit: (name, detail) => {
      for (const listener of [...(listeners.get(name) ?? [])]) {
        try {
          listener(detail as never);
        } catch (error) {
          onError(error);
        }
      }
    },
  };
}
