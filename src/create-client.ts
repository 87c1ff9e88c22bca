import type { Client, Receipt } from './client.js';
import { bag } from './browser/bag.js';
import { isWorker, openWorkerTexts } from './browser/worker-texts.js';
import { startClient } from './start-client.js';
import { checkOptions, type ClientOptions } from './core/options.js';
import { optionError } from './errors.js';
import type { LifecycleDefinition } from './lifecycle/definition.js';
import type { EventNames, PropertiesOf } from './lifecycle/event-types.js';
import type { LifecycleStarter } from './lifecycle/port.js';

/** A client that knows the events of a lifecycle definition: their names, and the types of their properties. */
export interface TypedClient<D extends LifecycleDefinition> extends Omit<Client, 'track'> {
  /** Records what a person did; resolves when it is on disk, never rejects. */
  track<Name extends EventNames<D>>(
    event: Name,
    ...properties: Partial<PropertiesOf<D, Name>> extends PropertiesOf<D, Name>
      ? [properties?: PropertiesOf<D, Name>]
      : [properties: PropertiesOf<D, Name>]
  ): Promise<Receipt>;
}

/** What `defineLifecycle` made, with its definition's type. */
type StarterOf<D extends LifecycleDefinition> = LifecycleStarter & { readonly $type?: D };

/**
 * Makes a client that keeps what it is told on disk and uploads it to a collector.
 *
 * @throws {AhaloopError} `options-missing`, `option-unknown` or `option-invalid`, for all mistakes at once. Nothing that is
 *   called later throws.
 */
export function createClient<D extends LifecycleDefinition>(
  options: ClientOptions & { readonly lifecycle: StarterOf<D> | Promise<StarterOf<D> | null> },
): TypedClient<D>;
export function createClient(options: ClientOptions): Client;
export function createClient(options: ClientOptions): Client {
  // What a page has put on every object is not taken for an option.
  const own = typeof options === 'object' && (options as unknown) ? bag(options) : options;
  const [mistake, ...more] = checkOptions(own);
  if (mistake) throw optionError([mistake, ...more]);
  return startClient(own, undefined, isWorker() ? openWorkerTexts() : undefined);
}
