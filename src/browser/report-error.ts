/** Hands the page an error of its own, as if nobody had caught it; a server's page is its console. */
export const reportToPage: (error: unknown) => void =
  (globalThis as { reportError?: (error: unknown) => void }).reportError ?? ((error) => console.error(error));
