import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ColumnPage } from './column-pages';

interface Props {
  readonly pages: readonly ColumnPage[];
  readonly shown: ColumnPage;
  /** Shows the page that has this resource. */
  onShow(resourceId: string): void;
}

const labelOf = (page: ColumnPage): string =>
  [...new Set([page[0], page.at(-1)])].map((resource) => resource?.designation).join(' – ');

/** Chooses the columns to see where there are more than the grid or the screen takes. */
export function PageSelect({ pages, shown, onShow }: Props) {
  const { t } = useTranslation();
  if (pages.length < 2) return null;
  return (
    <Select
      maw={480}
      px="sm"
      pb="xs"
      aria-label={t('planner.resources')}
      allowDeselect={false}
      data={pages.map((page) => ({ value: page[0]!.id, label: labelOf(page) }))}
      value={shown[0]?.id ?? null}
      onChange={(id) => id && onShow(id)}
      data-testid="planner-pages"
    />
  );
}
