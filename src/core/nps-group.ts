export type NpsGroup = 'promoter' | 'passive' | 'detractor';

/**
 * The group of one answer to the 0–10 question; null for what is not an integer from 0 to 10.
 *
 * Source: F. Reichheld, "The One Number You Need to Grow", HBR, Dec 2003 (promoters 9–10, passives 7–8, detractors 0–6).
 */
export function npsGroup(score: number): NpsGroup | null {
  if (!Number.isInteger(score) || score < 0 || score > 10) return null;
  return score >= 9 ? 'promoter' : score >= 7 ? 'passive' : 'detractor';
}
