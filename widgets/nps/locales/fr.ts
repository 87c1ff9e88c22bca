import { common } from '../../shared/locales/fr.js';
import type { NpsWords } from './en.js';

export const words: typeof common & NpsWords = {
  ...common,
  opened: 'Une question s’est ouverte sur cette page.',
  plainQuestion: 'Quelle est la probabilité que vous nous recommandiez à un ami ou à un collègue ?',
  productQuestion: 'Quelle est la probabilité que vous recommandiez {product} à un ami ou à un collègue ?',
  lowLabel: 'Pas du tout probable',
  highLabel: 'Très probable',
};
