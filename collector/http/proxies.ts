import { BlockList, isIP } from 'node:net';

/** The proxies in front of the collector, whose word about a request counts. */
export interface Proxies {
  includes(address: string | undefined): boolean;
}

/**
 * Reads the addresses of proxies: `10.0.0.7`, `10.0.0.0/8`, `fd00::/8` or `loopback`.
 *
 * @throws {RangeError} naming the first entry that is not an address or a network. A network of length 0 is refused: it would trust
 *   everybody.
 */
export function readProxies(addresses: readonly string[]): Proxies {
  const list = new BlockList();
  for (const address of addresses) {
    if (address === 'loopback') {
      list.addSubnet('127.0.0.0', 8, 'ipv4');
      list.addAddress('::1', 'ipv6');
      continue;
    }
    const [, network = '', length] = /^([\da-f.:]+)(?:\/(\d{1,3}))?$/i.exec(address) ?? [];
    const family = isIP(network);
    const most = family === 4 ? 32 : 128;
    const bits = length === undefined ? most : Number(length);
    if (family === 0 || bits < 1 || bits > most) throw new RangeError(address);
    list.addSubnet(network, bits, family === 4 ? 'ipv4' : 'ipv6');
  }
  return {
    includes(address = '') {
      const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
      const family = isIP(plain);
      return family !== 0 && list.check(plain, family === 4 ? 'ipv4' : 'ipv6');
    },
  };
}
