import { common } from '../../shared/locales/pt-BR.js';
import type { RewardsWords } from './en.js';

export const words: typeof common & RewardsWords = {
  ...common,
  opened: 'Suas recompensas foram abertas nesta página.',
  title: 'Suas recompensas',
  pointsHad: 'one:{n} ponto|other:{n} pontos',
  toNext: 'one:Falta {n} ponto para {level}|other:Faltam {n} pontos para {level}',
  top: 'O nível mais alto. Obrigado!',
  progress: 'Progresso até {level}',
  badgesTitle: 'Medalhas',
  earned: 'Conquistada',
  earnedOn: 'Conquistada em {date}',
  notEarned: 'Ainda não conquistada',
  since: 'Com a gente desde {date}',
  yearsToday:
    'one:Hoje faz {n} ano que você está com a gente. Obrigado!|other:Hoje faz {n} anos que você está com a gente. Obrigado!',
  reached: 'Você chegou a {level}.',
};
