export type NpsGroup = 'promoter' | 'passive' | 'detractor';

/**
 * The group of an answer to the 0–10 question.
 *
 * @param score an integer 0–10.
 *
 * Source: F. Reichheld, "The One Number You Need to Grow", HBR, Dec 2003 (promoters 9–10, passives 7–8, detractors 0–6).
 */
export function npsGroup(score: number): NpsGroup {
  return score >= 9 ? 'promoter' : score >= 7 ? 'passive' : 'detractor';
}
