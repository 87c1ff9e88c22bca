/** Who the events are from. */
export interface Identity {
  /** Made here, kept until `reset()`. */
  readonly anonymousId: string;
  /** The product's own id for the person, once they are known. */
  readonly userId: string | null;
  /** The account they act for. */
  readonly groupId: string | null;
}

export function newIdentity(newId: () => string): Identity {
  return { anonymousId: newId(), userId: null, groupId: null };
}

/**
 * The identity after somebody signed in. Another person on the same browser begins afresh, with an anonymous id of their own,
 * so that two people who share a computer are never merged into one.
 */
export function stepIdentify(identity: Identity, userId: string, newId: () => string): Identity {
  const other = identity.userId !== null && identity.userId !== userId;
  return { ...(other ? newIdentity(newId) : identity), userId };
}
