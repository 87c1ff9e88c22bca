export function widgetFiles(name: string): Record<string, string>;
