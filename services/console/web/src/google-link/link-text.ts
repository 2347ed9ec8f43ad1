import { useTranslation } from 'react-i18next';
import type { CalendarLink } from '../api/google';
import { en } from '../i18n/en';
import type { Badge } from './badge';

type Reason = keyof typeof en.badge.reason;
const isReason = (reason: string | null): reason is Reason => reason !== null && Object.hasOwn(en.badge.reason, reason);

/** What a badge says, in the person's language. */
export function useLinkText() {
  const { t } = useTranslation();
  const state = (badge: Badge): string => t(`badge.${badge.state}`, { progress: badge.progress ?? 0 });
  return {
    state,
    /** One sentence for the state; the reason's own where there is one. */
    explain: (badge: Badge, link: CalendarLink | undefined): string =>
      link && badge.state !== 'none' && isReason(link.reason)
        ? t(`badge.reason.${link.reason}`)
        : t(`badge.explain.${badge.state}`),
  };
}
