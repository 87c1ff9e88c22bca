import { isbot } from 'isbot';

/** Whether a user agent says of itself that it is no person: a crawler, the preview of a link in a chat, a program's HTTP library. */
export function isRobotAgent(userAgent: string): boolean {
  return isbot(userAgent);
}
