import type { Server } from 'node:http';

export function serveSite(folder: string, collector: string, more?: Readonly<Record<string, string>>): Server;
