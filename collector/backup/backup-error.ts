/** Why there is no backup, or nothing was restored: code, value and what to do. */
export class BackupError extends Error {
  override name = 'BackupError';
}
