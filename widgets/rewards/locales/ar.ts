import { common } from '../../shared/locales/ar.js';
import type { RewardsWords } from './en.js';

export const words: typeof common & RewardsWords = {
  ...common,
  opened: 'فُتحت مكافآتك في هذه الصفحة.',
  title: 'مكافآتك',
  pointsHad: 'zero:{n} نقطة|one:نقطة واحدة|two:نقطتان|few:{n} نقاط|many:{n} نقطة|other:{n} نقطة',
  toNext:
    'one:بقيت نقطة واحدة للوصول إلى {level}|two:بقيت نقطتان للوصول إلى {level}|few:بقيت {n} نقاط للوصول إلى {level}|many:بقيت {n} نقطة للوصول إلى {level}|other:بقيت {n} نقطة للوصول إلى {level}',
  top: 'أعلى مستوى. شكرًا لك!',
  progress: 'التقدّم نحو {level}',
  badgesTitle: 'الأوسمة',
  earned: 'تم الحصول عليه',
  earnedOn: 'تم الحصول عليه في {date}',
  notEarned: 'لم يُحصل عليه بعد',
  since: 'معنا منذ {date}',
  yearsToday:
    'one:مضى عام على انضمامك إلينا اليوم. شكرًا لك!|two:مضى عامان على انضمامك إلينا اليوم. شكرًا لك!|few:مضت {n} أعوام على انضمامك إلينا اليوم. شكرًا لك!|many:مضى {n} عامًا على انضمامك إلينا اليوم. شكرًا لك!|other:مضى {n} عام على انضمامك إلينا اليوم. شكرًا لك!',
  reached: 'لقد بلغت {level}.',
};
