import { startClient, type Client } from './client.js';
import { checkOptions, type ClientOptions } from './core/options.js';
import { optionError } from './errors.js';

/**
 * Makes a client that keeps what it is told on disk and uploads it to a collector.
 *
 * @throws {AhaloopError} `options-missing`, `option-unknown` or `option-invalid`, for all mistakes at once. Nothing that is
 *   called later throws.
 */
export function createClient(options: ClientOptions): Client {
  const [mistake, ...more] = checkOptions(options);
  if (mistake) throw optionError([mistake, ...more]);
  return startClient(options);
}
