import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { makeTempFolder } from './temp-folder.js';

export interface OrdersFile {
  readonly path: string;
  /** `revenue` in dollars, as text. */
  readonly figures: {
    readonly orders: number;
    readonly customers: number;
    readonly cds: number;
    readonly revenue: string;
  };
}

const CDNOW = fileURLToPath(new URL('../../../shared/data/cdnow/CDNOW_master.txt.gz', import.meta.url));

/**
 * The CDNOW data set with the figures that are published of it. On a machine that does not have it: as many orders of the
 * same layout, made up, and says so.
 */
export function ordersFile(): OrdersFile {
  if (existsSync(CDNOW)) {
    return { path: CDNOW, figures: { orders: 69_659, customers: 23_570, cds: 167_881, revenue: '2500315.63' } };
  }
  process.stderr.write('import-cdnow: the CDNOW data set is not here; made-up orders of its layout take its place.\n');
  const lines = [' customer_id  date number_of_cds  dollar_value'];
  let cds = 0;
  let cents = 0;
  for (let order = 0; order < 69_659; order++) {
    const customer = String((order % 23_570) + 1).padStart(5, '0');
    const day = String((order % 28) + 1).padStart(2, '0');
    const month = String((order % 12) + 1).padStart(2, '0');
    const number = (order % 7) + 1;
    const price = (order * 37) % 20_000;
    cds += number;
    cents += price;
    lines.push(` ${customer} 1997${month}${day}  ${number}  ${(price / 100).toFixed(2)}`);
  }
  const folder = makeTempFolder();
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'orders.txt.gz');
  writeFileSync(path, gzipSync(`${lines.join('\r\n')}\r\n`));
  return { path, figures: { orders: 69_659, customers: 23_570, cds, revenue: (cents / 100).toFixed(2) } };
}
