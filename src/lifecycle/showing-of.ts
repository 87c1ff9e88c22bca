/** The id of the line of a showing that is known by its outcome only: wherever that came from, the same. */
export const showingOf = (outcomeId: string): string => `${outcomeId}:shown`;
