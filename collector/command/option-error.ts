/** An option that cannot be: the message names the code, the value and what to do. */
export class OptionError extends Error {
  override name = 'OptionError';
}
