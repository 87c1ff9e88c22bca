import { common } from '../../shared/locales/pt-BR.js';
import type { ChecklistWords } from './en.js';

export const words: typeof common & ChecklistWords = {
  ...common,
  opened: 'Há uma lista de tarefas nesta página.',
  title: 'Primeiros passos',
  progress: 'one:{done} de {n} tarefa concluída|other:{done} de {n} tarefas concluídas',
  left: 'one:Falta {n} tarefa|other:Faltam {n} tarefas',
  finished: 'Tudo pronto. Muito bem!',
  extra: 'Opcional',
  isDone: 'Concluída',
  isOpen: 'Não concluída',
  first: 'Antes: {items}',
  mark: 'Marcar como concluída: {item}',
  itemDone: '“{item}” concluída.',
  hideList: 'Ocultar',
  hiddenNow: 'A lista está oculta.',
  showAgain: 'Mostrar de novo',
  failed: 'Não foi possível iniciar. Tente novamente.',
};
