import { clampText } from '../shared/strings.js';
import type { Look, Question } from './question.js';

export type Refuse = (code: string, value: unknown, remedy: string) => void;

const LOOKS: readonly Look[] = ['numbers', 'stars', 'emoji'];

/** A scale's ends and its look, from settings of whatever form: what cannot be is told, and what is not said is as `usual`. */
export function readScale(
  { scale, look }: { readonly scale?: unknown; readonly look?: unknown },
  usual: { readonly from: number; readonly to: number; readonly look: Look },
  refuse: Refuse,
): { readonly from: number; readonly to: number; readonly look: Look } {
  const ends: readonly unknown[] =
    typeof scale === 'string' ? clampText(scale).split(/[-–]/).map(Number) : listOf(scale);
  const [from, to] = ends;
  const starts = from === 0 || from === 1;
  const isScale = ends.length === 2 && starts && Number.isInteger(to) && (to as number) > from && (to as number) <= 10;
  if (scale !== undefined && !isScale)
    refuse('scale-invalid', scale, 'give its ends, such as [1, 5]: from 0 or 1 to at most 10');
  const isLook = LOOKS.includes(look as Look);
  if (look !== undefined && !isLook) refuse('look-invalid', look, `give one of ${LOOKS.join(', ')}`);
  return { ...usual, ...(isScale && { from, to: to as number }), ...(isLook && { look: look as Look }) };
}

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The scale of a question, drawn as far as that can be told apart: eleven faces cannot. */
export function drawable<Scale extends Pick<Question, 'from' | 'to' | 'look'>>(scale: Scale): Scale {
  return scale.to! - scale.from! > 6 ? { ...scale, look: 'numbers' } : scale;
}
