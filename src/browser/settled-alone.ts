/** A transaction, whose end may be left to itself: one that nobody waits for rejects into the page's ears where it is aborted. */
export function settledAlone<Transaction extends { readonly done: Promise<unknown> }>(
  transaction: Transaction,
): Transaction {
  transaction.done.catch(() => {});
  return transaction;
}
