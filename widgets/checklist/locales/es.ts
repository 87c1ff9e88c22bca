import { common } from '../../shared/locales/es.js';
import type { ChecklistWords } from './en.js';

export const words: typeof common & ChecklistWords = {
  ...common,
  opened: 'Hay una lista de tareas en esta página.',
  title: 'Primeros pasos',
  progress: 'one:{done} de {n} tarea completada|other:{done} de {n} tareas completadas',
  left: 'one:Queda {n} tarea|other:Quedan {n} tareas',
  finished: 'Todo listo. ¡Buen trabajo!',
  extra: 'Opcional',
  isDone: 'Completada',
  isOpen: 'Sin completar',
  first: 'Antes: {items}',
  mark: 'Marcar como completada: {item}',
  itemDone: '«{item}» completada.',
  hideList: 'Ocultar',
  hiddenNow: 'La lista está oculta.',
  showAgain: 'Volver a mostrar',
  failed: 'No se ha podido iniciar. Inténtalo de nuevo.',
};
